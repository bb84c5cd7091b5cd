// A chart in a notebook: what is touched says what it is, what is clicked on is told to the kernel, and it can be
// taken away as a file. Nothing leaves this machine: files come from the kernel, the picture is made here.
const PAD = 16, FINE = 2, GAP = 12;

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function made(name, className, text) {
  const it = document.createElement(name);
  it.className = className;
  it.textContent = text;
  return it;
}

// The chart as it looks, its title above it, its note and sources below; drawn by the browser into a picture.
async function picture(chart, sheet, title, note) {
  const whole = document.createElement("section"), width = chart.clientWidth;
  whole.className = "ip-part ip-picture";
  whole.style.cssText = `box-sizing:border-box;width:${width + 2 * PAD}px;padding:${PAD}px;background:#fff`;
  whole.append(made("h3", "", title), chart.querySelector(".plot").cloneNode(true), made("p", "note", note));
  for (const outlines of chart.querySelectorAll("svg.outlines")) whole.prepend(outlines.cloneNode(true));
  const styled = made("style", "", `${sheet} .ip-picture h3 { margin-top: 0 !important; }`);
  whole.prepend(styled);
  chart.after(whole);
  const height = Math.ceil(whole.getBoundingClientRect().height);
  const xml = new XMLSerializer().serializeToString(whole);
  whole.remove();
  const size = `width="${width + 2 * PAD}" height="${height}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}><foreignObject ${size}>${xml}</foreignObject></svg>`;
  const image = new Image(), canvas = document.createElement("canvas");
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
  await image.decode();
  canvas.width = FINE * (width + 2 * PAD);
  canvas.height = FINE * height;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

// Shapes that are marked have their outline once more on top of all others; bars and points a ring.
function mark(room, places) {
  for (const old of room.querySelectorAll(".ip-marked")) {
    if (old.localName === "use") old.remove();
    else old.classList.remove("ip-marked");
  }
  for (const it of room.querySelectorAll("[data-area]")) {
    if (!places.includes(it.dataset.area)) continue;
    const seen = it.localName === "use" ? it.closest("g").parentNode.appendChild(it.cloneNode(true)) : it;
    seen.classList.add("ip-marked");
    if (seen !== it) seen.removeAttribute("data-area");
  }
}

// Titles come late and can't be styled: what they say is shown at once.
function hear(room, tip) {
  const hide = () => tip.classList.remove("ip-seen");
  room.addEventListener("pointerleave", hide);
  room.addEventListener("pointermove", (event) => {
    const it = event.target.closest("[data-words]");
    if (!it) return hide();
    tip.textContent = it.dataset.words;
    tip.classList.add("ip-seen");
    const box = room.getBoundingClientRect(), x = event.clientX - box.x, y = event.clientY - box.y;
    tip.style.left = `${Math.max(0, Math.min(x + GAP, box.width - tip.offsetWidth))}px`;
    tip.style.top = `${y + GAP + tip.offsetHeight > box.height ? y - GAP - tip.offsetHeight : y + GAP}px`;
  });
}

function render({ model, el }) {
  const room = made("div", "ip-room", ""), tip = made("div", "ip-tip", ""), chart = made("div", "", "");
  const buttons = made("div", "ip-files", "");
  el.append(made("style", "", model.get("sheet")), room, buttons);
  room.append(chart, tip);
  hear(room, tip);
  const draw = () => {
    chart.innerHTML = model.get("html");
    for (const title of chart.querySelectorAll("title")) {
      title.parentNode.dataset.words = title.textContent;
      title.remove();
    }
    mark(room, model.get("places"));
  };
  const remark = () => mark(room, model.get("places"));
  for (const [word, kind] of [["CSV", ".csv"], ["Excel", ".xlsx"], ["PNG", ".png"]]) {
    const button = made("button", "ip-take", `⤓ ${word}`);
    button.addEventListener("click", () => model.send({ kind }));
    buttons.append(button);
  }
  room.addEventListener("click", (event) => {
    const it = event.target.closest("[data-area]");
    if (it) model.send({ area: it.dataset.area });
  });
  const given = async ({ name, title, note }, buffers) => {
    if (buffers?.length) return save(new Blob([buffers[0]]), name);
    save(await picture(chart.firstElementChild, model.get("sheet"), title, note), name);
  };
  const heard = { "change:html": draw, "change:places": remark, "msg:custom": given };
  for (const [name, act] of Object.entries(heard)) model.on(name, act);
  draw();
  return () => Object.entries(heard).forEach(([name, act]) => model.off(name, act));
}

export default { render };

// Unpacks plotly.js and the figures from the page itself, then draws them: first what is in sight.
(async () => {
  const page = document.documentElement;
  // Where a figure stands: its title, for whoever has no mouse.
  const box = document.getElementById("citation");
  // Words of a source stand between two marks that nobody sees: they are Chinese, also in an English page.
  const quoted = (text) => text.split(/\u2068(.*?)\u2069/s).map((part, n) =>
    n % 2 ? Object.assign(document.createElement("span"), { lang: "zh-Hans", textContent: part }) : part);
  document.addEventListener("click", ({ target }) => {
    const figure = target.closest("button.cited");
    if (!figure || !box.showPopover) return;
    box.replaceChildren(...quoted(figure.title));
    if (!box.matches(":popover-open")) box.showPopover();
  });
  // Base 85: five letters are four bytes.
  const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;,=>?@^_`{|}~";
  const decoded = (text) => {
    const values = new Uint8Array(128);
    for (let n = 0; n < 85; n++) values[letters.charCodeAt(n)] = n;
    const bytes = new Uint8Array(Math.ceil(text.length / 5) * 4);
    for (let at = 0, to = 0; at < text.length; at += 5) {
      let word = 0;
      for (let n = at; n < at + 5; n++) word = word * 85 + (n < text.length ? values[text.charCodeAt(n)] : 84);
      for (let shift = 24; shift >= 0; shift -= 8) bytes[to++] = word >>> shift;
    }
    return bytes.subarray(0, Math.floor((text.length * 4) / 5));
  };
  const inflate = async (text) => {
    const stream = new Blob([decoded(text)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Response(stream).text();
  };
  const address = (source) => URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const load = (source) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  const places = [...document.querySelectorAll("[data-plot]")];
  const seen = places.filter((place) => {
    const box = place.getBoundingClientRect();
    return box.top < innerHeight && box.bottom > 0;
  });
  // Ready is a page on which everything in sight is drawn; the leading map is there from the start.
  const ready = () => { page.dataset.ready ??= Math.round(performance.now()); };
  if (!seen.length) ready();
  try {
    const inside = (id) => inflate(document.getElementById(id).textContent);
    const { figures, arrays, files, cited } = JSON.parse(await inside("payload"));
    const bytes = ({ text, base64 }) => text ?? Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    for (const link of document.querySelectorAll("a[data-file]")) {
      const file = files[Number(link.dataset.file)];
      link.href = URL.createObjectURL(new Blob([bytes(file)], { type: file.type }));
    }
    for (const figure of document.querySelectorAll("[data-cited]")) figure.title = cited[Number(figure.dataset.cited)];
    const restore = (value) => {
      if (Array.isArray(value)) return value.map(restore);
      if (value === null || typeof value !== "object") return value;
      if ("$array" in value) return arrays[value.$array];
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, restore(inner)]));
    };
    const beside = document.getElementById("library").dataset.source;
    if (figures.length) await load(beside ?? address(await inside("library")));
    const config = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false };
    const draw = async (place) => {
      const { data, layout } = restore(figures[Number(place.dataset.plot)]);
      place.replaceChildren();
      await Plotly.newPlot(place, data, layout, config);
      place.on("plotly_click", ({ points }) => {
        const area = points[0]?.data.meta?.area;
        if (area) location.href = `${area}.html`;
      });
    };
    const rest = () => new Promise((resolve) => setTimeout(resolve));
    for (const place of seen) await draw(place);
    ready();
    for (const place of places) {
      if (seen.includes(place)) continue;
      await rest();
      await draw(place);
    }
    page.dataset.drawn = figures.length;
    const heights = new Map(places.map((place) => [place, place.layout.height]));
    // A figure keeps the width that it was drawn with: on paper it has to be drawn again, before the event ends.
    const fit = (printed) => {
      page.classList.toggle("paper", printed);
      for (const table of document.querySelectorAll(printed ? "details.data:not([open])" : "details.unfolded")) {
        table.open = printed;
        table.classList.toggle("unfolded", printed);
      }
      for (const place of places) {
        const size = { width: place.clientWidth, height: place.clientHeight };
        if (!printed) Plotly.relayout(place, { width: null, height: heights.get(place), autosize: true });
        else if (size.width !== place._fullLayout.width || size.height !== place._fullLayout.height) Plotly.relayout(place, size);
      }
    };
    addEventListener("beforeprint", () => fit(true));
    addEventListener("afterprint", () => fit(false));
    matchMedia("print").addEventListener("change", ({ matches }) => fit(matches));
  } catch (fault) {
    page.dataset.drawn = "failed";
    for (const table of document.querySelectorAll("details.data")) table.open = true;
    console.error("figures were not drawn", fault);
  }
})();

// The page is complete without it: this shows where figures stand, and what a mark of a chart says where it is touched.
(async () => {
  const page = document.documentElement;
  // Words of a source stand between two marks that nobody sees: they are Chinese, also in an English page.
  const quoted = (text) => text.split(/\u2068(.*?)\u2069/s).map((part, n) =>
    n % 2 ? Object.assign(document.createElement("span"), { lang: "zh-Hans", textContent: part }) : part);
  // A page that came alone leads nowhere; one that a page beside it led to has others, and so has one in a bundle.
  const index = page.dataset.index;
  const asked = new URLSearchParams(location.search);
  const beside = index || asked.has("beside") || self !== top;
  const query = asked.has("beside") ? location.search : "?beside";
  const address = (area) => index ? `${index}/${area}.html` : `${area}.html${query}`;
  if (beside) for (const link of document.querySelectorAll("a[data-page]")) link.setAttribute("href", link.dataset.page + query);
  // The address says whether the same page is there in the other language, and which ones aren't. The link leads to the part in sight.
  const languages = document.querySelector("a[data-folder]"), file = location.pathname.split("/").pop();
  if (asked.get("beside") && !asked.get("but")?.split(",").includes(file.replace(/\.html$/, ""))) {
    const part = (link) => document.getElementById(link.hash.slice(1));
    const top = (place) => place?.checkVisibility() ? place.getBoundingClientRect().top : NaN;
    const lead = () => {
      const led = part(location), parts = [...document.querySelectorAll("nav.contents a")].map(part);
      const inSight = top(led) > 0 && top(led) < innerHeight ? led : parts.filter((place) => scrollY > 100 && top(place) < 100).pop();
      languages.setAttribute("href", languages.dataset.folder + file + location.search + (inSight ? `#${inSight.id}` : ""));
    };
    for (const event of ["pointerdown", "focus", "click"]) languages.addEventListener(event, lead);
    lead();
  }
  const visit = (area) => {
    if (!area || !beside) return;
    const link = Object.assign(document.createElement("a"), { href: address(area) });
    document.body.append(link);
    link.click();
    link.remove();
  };
  // What a link leads to may lie in a fold.
  const show = () => {
    for (let place = document.getElementById(location.hash.slice(1)); place; place = place.parentElement) {
      if (place.tagName === "DETAILS") place.open = true;
    }
  };
  addEventListener("hashchange", show);
  show();
{% include "scripts/unpack.js" %}
  const unpacked = async (id) => {
    const packed = document.getElementById(id);
    return packed ? JSON.parse(await inflate(packed.textContent)) : {};
  };
  // What nobody needs to read the page waits until there is nothing else to do.
  const later = (act) => (window.requestIdleCallback ?? setTimeout)(act, { timeout: 1000 });

  // Where a figure stands: its title, for whoever has no mouse.
  const box = document.getElementById("citation");
  document.addEventListener("click", ({ target }) => {
    const figure = target.closest("button.cited");
    if (!figure || !box.showPopover) return;
    box.replaceChildren(...quoted(figure.title));
    if (!box.matches(":popover-open")) box.showPopover();
  });

  // A mark says its words at once, under the pointer, the finger or the keyboard's focus.
  const hint = document.getElementById("hint");
  let texts = [];
  const marks = (chart) => [...chart.querySelectorAll("[data-words]")];
  let touched = null;
  const forget = () => { touched?.classList.remove("touched"); touched = null; hint.replaceChildren(); hint.className = ""; };
  const place = () => {
    const at = touched.getBoundingClientRect(), own = hint.getBoundingClientRect();
    if (at.bottom < 0 || at.top > innerHeight) return forget();
    const left = Math.min(Math.max(at.left + at.width / 2 - own.width / 2, 8), innerWidth - own.width - 8);
    const above = at.top - own.height - 8;
    hint.style.translate = `${left}px ${above > 0 ? above : Math.min(at.bottom + 8, innerHeight - own.height - 8)}px`;
    hint.className = "shown";
  };
  const tell = (mark, { leads = false } = {}) => {
    if (mark !== touched) forget();
    touched = mark;
    mark.classList.add("touched");
    hint.replaceChildren(...quoted(texts[Number(mark.dataset.words) - 1] ?? ""));
    if (leads && beside && mark.dataset.area) {
      const link = Object.assign(document.createElement("a"), { href: address(mark.dataset.area), textContent: {{ "看它的报告" | say | tojson }} });
      hint.append("\n", link);
    }
    place();
  };
  const under = ({ target, clientX, clientY }) => {
    const mark = target.closest?.("[data-words]");
    if (mark) return mark;
    // A finger is broad: the mark nearest to it counts.
    const chart = target.closest?.(".plot svg[role=img]");
    const near = chart && marks(chart).map((one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      return [Math.hypot(Math.max(left - clientX, clientX - right, 0), Math.max(top - clientY, clientY - bottom, 0)), one];
    }).sort(([a], [b]) => a - b)[0];
    return near && near[0] < 24 ? near[1] : null;
  };
  // A finger that moves the page asks nothing.
  document.addEventListener("pointercancel", forget);
  let pointer = "mouse";
  document.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse" || event.target.closest?.("#hint")) return;
    const mark = under(event);
    if (mark) tell(mark);
    else if (touched) forget();
  });
  document.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
    if (pointer === "mouse" || event.target.closest?.("#hint")) return;
    const mark = under(event);
    if (mark) tell(mark, { leads: true });
    else if (touched) forget();
  });
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.(".plot [data-area]");
    if (pointer === "mouse") visit(mark?.dataset.area);
  });
  addEventListener("scroll", () => { if (touched) place(); }, { passive: true });
  // The arrows lead from mark to mark of the chart that has the focus, Enter to the page of a place.
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  document.addEventListener("keydown", (event) => {
    const chart = event.target.closest?.(".plot svg[role=img]");
    if (event.key === "Escape") forget();
    if (!chart) return;
    if (event.key === "Enter") visit(touched?.dataset.area);
    if (!(event.key in steps)) return;
    const all = marks(chart), at = all.indexOf(touched);
    event.preventDefault();
    tell(all[at < 0 ? 0 : (at + steps[event.key] + all.length) % all.length]);
  });
  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches?.(".plot svg[role=img]:focus-visible")) return;
    const [first] = marks(target);
    if (first) tell(first);
  });
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (target.contains(touched) && !hint.contains(relatedTarget)) forget();
  });
  for (const chart of document.querySelectorAll(".plot svg[role=img]:has([data-words])")) chart.tabIndex = 0;

  // Paper has what is open, and the sources that its numbers lead to.
  const unfold = (printed) => {
    for (const table of document.querySelectorAll(printed ? "details:is(:has([id^='source-']), .printed):not([open])" : "details.unfolded")) {
      table.open = printed;
      table.classList.toggle("unfolded", printed);
    }
  };
  addEventListener("beforeprint", () => unfold(true));
  addEventListener("afterprint", () => unfold(false));
  matchMedia("print").addEventListener("change", ({ matches }) => unfold(matches));

  let codes = {};
{% include "scripts/take.js" %}
{% if has_tables %}
{% include "scripts/tables.js" %}
{% endif %}
{% if months %}
{% include "scripts/months.js" %}
{% endif %}

  // The texts that figures and marks have by their numbers stand packed, and apart from them the files to download.
  const { cited = [], ...rest } = await unpacked("payload");
  for (const figure of document.querySelectorAll("[data-cited]")) figure.title = cited[Number(figure.dataset.cited) - 1];
  texts = cited;
  codes = rest.codes ?? {};
  page.dataset.ready = Math.round(performance.now());
  later(async () => {
    const { files } = await unpacked("files");
    const bytes = ({ text, base64 }) => text ?? Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    for (const link of document.querySelectorAll("a[data-file]")) {
      const file = files[Number(link.dataset.file)];
      link.href = URL.createObjectURL(new Blob([bytes(file)], { type: file.type }));
    }
  });
})();

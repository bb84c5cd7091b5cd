  // Rows are chosen by what stands above their table, and sorted by its heads; a line says how many are shown.
  const ranks = {{ ranks | tojson }};
  // Words of the page's language take their time to be got ready: only when something is sorted.
  let collator = null;
  const lists = new Map();
  const rowsIn = (scope) => [...scope.querySelectorAll("tbody > tr")];
  const scopesOf = (bar) => "shared" in bar.dataset ? [...bar.closest("section").querySelectorAll(".scroll")] : [bar.nextElementSibling];
  const isChosen = (row, controls) => controls.every(({ type, checked, value, dataset }) =>
    type === "checkbox" ? !checked || row.dataset[dataset.facet] : !value || (row.dataset[dataset.facet] ?? "").split("|").includes(value));
  // Of several tables one without a row goes, with its heading and what is below it.
  const withdraw = (scope, isEmpty) => {
    const heading = [];
    for (let part = scope; part && !heading.at(-1)?.matches("h3"); part = part.previousElementSibling) heading.push(part);
    for (let part = scope.nextElementSibling; part && !part.matches("h2, h3"); part = part.nextElementSibling) heading.push(part);
    for (const part of heading) part.hidden = isEmpty;
  };
  const choose = (bar) => {
    const controls = [...bar.querySelectorAll("[data-facet]")], scopes = scopesOf(bar);
    let shown = 0, count = 0;
    for (const scope of scopes) {
      const rows = rowsIn(scope);
      for (const row of rows) row.hidden = !isChosen(row, controls);
      const left = rows.filter((row) => !row.hidden).length;
      shown += left;
      count += rows.length;
      if (scopes.length > 1) withdraw(scope, left === 0);
    }
    const isAsked = controls.some(({ type, checked, value }) => type === "checkbox" ? checked : value);
    bar.querySelector(".shown").textContent = isAsked ? words.shown.replace("@", shown).replace("#", count) : "";
  };
  // By how bad a status is, by value, else by text; what is lacking comes last, also from high to low.
  const keyOf = (cell) => {
    const light = cell.querySelector(":scope > .light"), text = plain(cell), read = text.match(printed);
    if (light && ranks[light.classList[1]] !== undefined) return ranks[light.classList[1]];
    return lacking.includes(text) ? null : read ? number(read[2]) : text;
  };
  const compared = (a, b, sign) => {
    if (a === null || b === null) return (a === null) - (b === null);
    if (typeof a === "number" && typeof b === "number") return sign * (a - b);
    collator ??= new Intl.Collator(document.documentElement.lang, { numeric: true });
    return sign * collator.compare(a, b);
  };
  const sortBy = (table, at, way) => {
    const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
    if (!lists.has(table)) lists.set(table, [...body.rows]);
    const rows = lists.get(table), sign = { ascending: 1, descending: -1 }[way];
    const keyed = rows.map((row) => [sign ? keyOf(row.cells[at]) : 0, row]);
    body.append(...(sign ? keyed.sort(([a], [b]) => compared(a, b, sign)) : keyed).map(([, row]) => row));
    for (const [n, head] of heads.entries()) {
      if (sign && n === at) head.setAttribute("aria-sort", way);
      else head.removeAttribute("aria-sort");
    }
    document.getElementById("sorted").textContent = words.sorted[way].replace("@", plain(heads[at]));
  };
  const following = { ascending: "descending", descending: "none" };
  const headOf = (target) => target.closest("button.sorts")?.parentElement;
  document.addEventListener("click", ({ target }) => {
    const head = headOf(target);
    if (head) sortBy(head.closest("table"), head.cellIndex, following[head.getAttribute("aria-sort")] ?? "ascending");
  });
  document.addEventListener("change", ({ target }) => {
    const bar = target.closest(".filters");
    if (!bar) return null;
    if (!target.matches("[data-sort]")) return choose(bar);
    const [scope] = scopesOf(bar);
    return sortBy(scope.querySelector("table"), Number(target.value), target.value ? "ascending" : "none");
  });
  // Heads become buttons, and what cards are sorted by becomes a choice.
  const offer = (table) => {
    if (table.tBodies[0].rows.length < 4 || table.querySelector("button.sorts")) return;
    const choice = table.parentElement.previousElementSibling?.querySelector("[data-sort]");
    for (const [at, head] of [...table.tHead.rows[0].cells].entries()) {
      choice?.append(new Option(plain(head), at));
      const button = Object.assign(document.createElement("button"), { type: "button", className: "sorts" });
      button.append(...head.childNodes);
      head.append(button);
    }
  };
  // Where they can be seen, table by table; in a fold when it opens.
  const offerIn = (place) => {
    const tables = [...place.querySelectorAll(".scroll > table")].filter((table) => !table.closest("details:not([open])"));
    const next = () => {
      if (!tables.length) return;
      offer(tables.shift());
      later(next);
    };
    later(next);
  };
  document.addEventListener("toggle", ({ target }) => { if (target.open) offerIn(target); }, true);
  offerIn(document);

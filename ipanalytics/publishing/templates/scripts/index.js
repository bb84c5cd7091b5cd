// Sorts the table of index.html by a column head, within its groups, and finds areas by name, code or region.
(() => {
  // Pages lead to one another only where they lie beside this one: one that is passed on alone would lead nowhere.
  document.addEventListener("click", ({ target }) => {
    const link = target.closest("a[href$='.html']");
    if (link) link.setAttribute("href", `${link.getAttribute("href")}?${document.documentElement.dataset.beside ?? "beside"}`);
  }, { capture: true });
  const table = document.querySelector("table.overview");
  const groups = [...table.tBodies];
  const rowsOf = (group) => [...group.querySelectorAll("tr[data-area]")];

  const sort = (head) => {
    const rising = head.getAttribute("aria-sort") !== "ascending";
    const column = Number(head.dataset.sorts);
    const key = (row) => row.children[column].dataset.key;
    const compare = (one, other) => {
      const [a, b] = [key(one), key(other)];
      if (a === b) return 0;
      if (a === "" || b === "") return a === "" ? 1 : -1;
      return (a < b ? -1 : 1) * (rising ? 1 : -1);
    };
    for (const other of table.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", rising ? "ascending" : "descending");
    for (const group of groups) group.append(...rowsOf(group).sort(compare));
  };

  for (const head of table.querySelectorAll("[data-sorts]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head));
    head.append(button);
  }
  table.querySelector("[data-sorts]").setAttribute("aria-sort", "ascending");

  const input = document.getElementById("find");
  const found = document.getElementById("found");
  const find = () => {
    const words = input.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const group of groups) {
      const rows = rowsOf(group);
      for (const row of rows) row.hidden = !words.every((word) => row.dataset.search.includes(word));
      const left = rows.filter((row) => !row.hidden).length;
      group.hidden = left === 0;
      shown += left;
    }
    found.textContent = words.length ? {{ "找到{shown}处" | say | tojson }}.replace("{shown}", shown) : "";
  };
  input.addEventListener("input", find);
  input.closest("[hidden]").hidden = false;
  find();
})();

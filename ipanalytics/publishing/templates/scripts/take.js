  // The menu of a chart, a map or a table: its data, its picture, a link to it.
{% include "scripts/spreadsheet.js" %}
{% include "scripts/picture.js" %}
  const menu = document.getElementById("take");
  const isEnd = (node) => !node || node.matches("h1, h2, h3, details.fold, .appendix, button.take");
  // From its heading to the next one; a folded one is all that is in its fold.
  const exhibitOf = (button) => {
    const nodes = [];
    for (let node = button.previousElementSibling; node; node = node.previousElementSibling) {
      nodes.unshift(node);
      if (node.matches("h3, summary")) break;
    }
    for (let node = button.nextElementSibling; !isEnd(node); node = node.nextElementSibling) nodes.push(node);
    const heading = nodes[0].matches("h3") ? nodes[0] : nodes[0].querySelector("h3");
    const all = (selector) => nodes.flatMap((node) => [...(node.matches(selector) ? [node] : []), ...node.querySelectorAll(selector)]);
    return { nodes, heading, id: heading.id, mark: heading.querySelector(".synthetic")?.textContent ?? "", tables: all("table:not(.heat)"), drawn: all("figure, svg.province, svg.by-county, table.heat"), source: all("p.note .source") };
  };
  const titleOf = (exhibit) => {
    const copy = exhibit.heading.cloneNode(true);
    copy.removeAttribute("id");
    return copy;
  };
  const titled = (exhibit) => plain(titleOf(exhibit)).slice(0, -exhibit.mark.length || undefined).trim();
  // Away from the page the number of a publication says nothing.
  const sourcesOf = ({ source }) => {
    const rows = source.flatMap((one) => [...one.querySelectorAll("a[href^='#source-']")])
      .map((link) => document.getElementById(link.hash.slice(1))?.closest("tr")).filter(Boolean);
    const names = rows.length ? rows.map((row) => plain(row.cells[1])) : source.map(plain);
    return names.length ? (rows.length ? words.source.replace("@", [...new Set(names)].join(words.apart)) : names.join("")) : "";
  };
  const line = (text, kind) => Object.assign(document.createElement("p"), { textContent: text, className: kind });
  const pictureOf = (exhibit) => {
    const parts = exhibit.nodes.slice(1).filter((node) => node.matches(".keys, .key, .panels, figure, .gateway, .charted, .scroll:has(table.heat)"))
      .map((node) => node.cloneNode(true));
    for (const part of parts) {
      part.querySelectorAll(".touch, .months").forEach((one) => one.remove());
      part.classList.replace("gateway", "charted");
    }
    const [place] = document.querySelector("h1").childNodes;
    // The footer says whose borders a map shows.
    const isMap = exhibit.drawn.some((node) => node.matches("svg.province, svg.by-county, :has(.plot.map)"));
    const below = [sourcesOf(exhibit), `${place.textContent} · ${document.querySelector(".subtitle").textContent}`, isMap && document.querySelector("footer p").textContent];
    return poster([titleOf(exhibit), ...parts, ...below.filter(Boolean).map((text) => line(text, "source"))]);
  };
  // In the one file that holds all pages, a link names the page as well.
  const holder = window.frameElement?.id === "page" ? parent : null;
  const fileName = () => holder ? holder.document.getElementById("choice").value : decodeURIComponent(location.pathname.split("/").pop());
  const nameOf = (exhibit) => [fileName().replace(/\.html$/, ""), exhibit.id, page.dataset.month].filter(Boolean).join("-");
  const addressOf = (page) => page.location.href.split(/[?#]/)[0];
  const linkOf = (exhibit) => holder ? `${addressOf(holder)}#${fileName()}/${exhibit.id}` : `${addressOf(window)}#${exhibit.id}`;
  const save = (content, name, type) => {
    const link = document.createElement("a"), url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
    Object.assign(link, { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  };
  const about = (exhibit) => [[words.title, titled(exhibit)], [words.nature, exhibit.mark], [words.publications, sourcesOf(exhibit).replace(words.source.replace("@", ""), "")],
    [words.page, document.title], [words.link, linkOf(exhibit)]].filter(([, text]) => text);
  const choicesOf = (exhibit) => {
    const name = nameOf(exhibit), rows = exhibit.tables.map((table) => rowsOf(table, exhibit.mark, codes));
    const several = rows.length > 1;
    const data = rows.map((one, n) => [several ? words.headed.replace("@", "CSV").replace("#", plain(exhibit.tables[n].tHead.rows[0].cells[0])) : "CSV", () => save(csv(one), `${name}${several ? `-${n + 1}` : ""}.csv`, "text/csv")]);
    const sheets = () => [...rows.map((one, n) => [words.data + (n ? n + 1 : ""), one]), [words.about, about(exhibit)]];
    if (rows.length) data.push(["Excel", () => save(workbook(sheets()), `${name}.xlsx`)]);
    const picture = exhibit.drawn.length ? [
      ["PNG", async () => save(await png(pictureOf(exhibit)), `${name}.png`)],
      ["SVG", () => save(pictureOf(exhibit), `${name}.svg`, "image/svg+xml")],
    ] : [];
    return [[words.data, data], [words.picture, picture]].filter(([, choices]) => choices.length);
  };
  // Under its button, above it where there is no room; it goes along where the page moves.
  const stand = (button) => {
    const at = button.getBoundingClientRect(), own = menu.getBoundingClientRect();
    if (at.bottom < 0 || at.top > innerHeight) return menu.hidePopover();
    const left = Math.max(8, Math.min(at.right, innerWidth - 8) - own.width), below = at.bottom + 4;
    menu.style.translate = `${left}px ${below + own.height < innerHeight ? below : Math.max(8, at.top - own.height - 4)}px`;
    return null;
  };
  const opens = (button) => {
    const exhibit = exhibitOf(button), choices = choicesOf(exhibit);
    const told = Object.assign(document.createElement("span"), { className: "done", role: "status" });
    const made = (label, act) => {
      const one = Object.assign(document.createElement("button"), { type: "button", textContent: label });
      one.addEventListener("click", async () => { await act(); told.textContent = words.saved; });
      return one;
    };
    const row = (label, ...entries) => {
      const one = Object.assign(document.createElement("p"), { textContent: label });
      one.append(...entries);
      return one;
    };
    const link = Object.assign(document.createElement("a"), { href: `#${exhibit.id}`, textContent: `#${exhibit.id}` });
    const copy = Object.assign(document.createElement("button"), { type: "button", textContent: words.copy });
    copy.addEventListener("click", async () => {
      await navigator.clipboard?.writeText(linkOf(exhibit));
      told.textContent = words.copied;
    });
    menu.replaceChildren(...choices.map(([label, each]) => row(label, ...each.map(([name, act]) => made(name, act)))),
      row(words.link, link, ...(navigator.clipboard ? [copy] : [])), told);
    menu.ariaLabel = `${button.textContent}${words.colon}${titled(exhibit)}`;
    menu.showPopover({ source: button });
    stand(button);
    menu.querySelector("button").focus();
  };
  let opener = null;
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button.take");
    if (!button) return;
    if (menu.matches(":popover-open")) menu.hidePopover();
    opener?.setAttribute("aria-expanded", "false");
    opener = button;
    button.focus({ preventScroll: true });
    opens(button);
  });
  menu.addEventListener("toggle", ({ newState }) => opener?.setAttribute("aria-expanded", String(newState === "open")));
  addEventListener("scroll", () => { if (menu.matches(":popover-open")) stand(opener); }, { passive: true });

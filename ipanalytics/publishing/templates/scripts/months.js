  // The year's months: what was another at a month's end stands packed, each with the place where it stands.
  {
  const month = document.getElementById("month"), player = document.getElementById("play"), back = document.getElementById("back");
  const own = month.options.length - 1, told = document.getElementById("told");
  let held = null, reading = null, shown = own;
  const lightOf = (status) => Object.assign(document.createElement("span"), { className: `light ${status}`, ariaHidden: "true", textContent: held.lights[status][0] });
  const worded = (text) => text.split("**").flatMap((part, n) => {
    if (n % 2 === 0) return quoted(part);
    const bold = document.createElement("strong");
    bold.append(...quoted(part));
    return [bold];
  });
  // A text, a light with its word, a figure with where it stands.
  const written = (content) => {
    if (typeof content === "string") return worded(content);
    const [text, cited] = content;
    if (cited === undefined) return text in held.lights ? [lightOf(text), ` ${held.lights[text][1]}`] : [text];
    const button = Object.assign(document.createElement("button"), { type: "button", className: "cited", title: cited });
    button.append(...quoted(text));
    return [button];
  };
  const setFill = (node, fill, hatch) => node.setAttribute("fill", fill || `url(#${hatch})`);
  const entry = (...nodes) => {
    const item = document.createElement("li");
    item.append(...nodes);
    return item;
  };
  const spanOf = (className, text = "") => Object.assign(document.createElement("span"), { className, textContent: text });
  const keyEntry = ([shade, word, count]) => {
    if (!shade) return Object.assign(entry(Object.assign(spanOf("", "┃"), { ariaHidden: "true" }), word), { className: "target" });
    const swatch = spanOf("swatch");
    swatch.style.background = shade;
    return entry(swatch, `${word} `, spanOf("units", count));
  };
  const classOf = (patch) => ([fill, word, count]) => {
    const square = patch.cloneNode(true);
    square.querySelector("defs")?.remove();
    setFill(square.querySelector(":scope > rect"), fill, "hatch");
    return entry(square, spanOf("", word), " ", spanOf("units", count));
  };
  // From an exhibit's heading to the next one, the line that opens it among it.
  const regionOf = (id) => {
    const heading = document.getElementById(id), nodes = [heading.closest("summary") ?? heading];
    for (let node = nodes[0].nextElementSibling; node && !node.matches("h1, h2, h3, details.fold, .appendix"); node = node.nextElementSibling) nodes.push(node);
    const all = (selector) => nodes.flatMap((node) => [...(node.matches(selector) ? [node] : []), ...node.querySelectorAll(selector)]);
    return { heading, all, one: (selector) => all(selector)[0] };
  };
  const rowOf = (table, y) => (lists.get(table) ?? [...table.tBodies[0].rows])[y];
  // What puts a content into a node, and what puts back what stood there.
  const keeping = (node, make) => {
    const before = [...node.childNodes];
    return [(content) => node.replaceChildren(...make(content)), () => node.replaceChildren(...before)];
  };
  const assign = (node, name, value) => value === null || value === "" ? node.removeAttribute(name) : node.setAttribute(name, value);
  const placeOnSmall = (mark, contents) => {
    const before = [mark.getAttribute("fill"), mark.dataset.words];
    const numbers = new Map(contents.map(([, words]) => [words, texts.push(words)]));
    return [([fill, words]) => { setFill(mark, fill, "plot-hatch"); mark.dataset.words = numbers.get(words); },
      () => { [mark.attributes.fill.value, mark.dataset.words] = before; }];
  };
  const placeOnLarge = (region, code, report) => {
    const unit = region.one(`svg.province [data-area="${code}"]`), name = region.one(`svg.province [data-of="${code}"]`);
    const put = ([fill, words, count, ink, seam]) => {
      const title = unit.querySelector("title");
      if (title) title.textContent = words;
      if (!name) return;
      setFill(unit.querySelector(".ground"), fill, "hatch");
      assign(name, "fill", ink);
      assign(name, "stroke", seam);
      const [label, number] = name.querySelectorAll("text"), had = Boolean(number);
      if (had === Boolean(count)) return had ? number.replaceChildren(count) : null;
      const y = Number(label.getAttribute("y")) + (count ? -10 : 10);
      label.setAttribute("y", y);
      if (!count) return number.remove();
      const more = label.cloneNode(false);
      more.setAttribute("class", "count");
      more.setAttribute("y", y + 23);
      more.append(count);
      return name.append(more);
    };
    return [put, () => put(report)];
  };
  const attribute = (node, name) => {
    const before = node.getAttribute(name);
    return [(content) => assign(node, name, content), () => assign(node, name, before)];
  };
  const placed = (region, address, contents) => {
    const [kind, y, x] = address.split("."), table = region.one(kind === "h" ? "table.heat" : ".scroll > table:not(.heat)");
    if (kind === "title") {
      const mark = region.heading.querySelector(".synthetic");
      return keeping(region.heading, (content) => [...(typeof content === "string" ? quoted(content) : [lightOf(content[0]), " ", ...quoted(content[1])]), ...(mark ? [" ", mark] : [])]);
    }
    if (kind === "note") {
      const [node] = region.all("p.note").slice(-1), source = node.querySelector(".source");
      return keeping(node, (content) => [...worded(content), " ", ...(source ? [source] : [])]);
    }
    if (kind === "prose") return keeping(region.heading.previousElementSibling, worded);
    if (kind === "alt") return attribute(region.one("svg.province"), "aria-label");
    if (kind === "lines") {
      const node = region.one(".plot.map .heading"), name = node.querySelector("strong");
      return keeping(node, (lines) => [name, ...lines.flatMap((line) => [document.createElement("br"), line])]);
    }
    if (kind === "key") return keeping(region.one("ul.classes-of-a-map"), (entries) => entries.map(keyEntry));
    if (kind === "seen") return keeping(region.one("ul.key"), (statuses) => statuses.map((status) => entry(lightOf(status), ` ${held.lights[status][1]}`)));
    if (kind === "legend") {
      const list = region.one("ul.classes"), patch = list.querySelector("svg");
      return keeping(list, (entries) => entries.map(classOf(patch)));
    }
    if (kind === "u") {
      const mark = region.one(`.plot.map [data-area="${y}"]`);
      return mark ? placeOnSmall(mark, contents) : placeOnLarge(region, y, contents[0]);
    }
    const row = rowOf(table, y);
    if (x === "behind") return attribute(row, "data-behind");
    if (kind !== "h") {
      const cell = row.cells[x], strip = cell.querySelector(".strip");
      return keeping(cell, (content) => [...written(content), ...(strip ? [strip] : [])]);
    }
    const cell = row.querySelectorAll("td")[x], before = [cell.className, cell.title], [put, restore] = keeping(cell, ([status]) => [lightOf(status), spanOf("word", held.lights[status][1])]);
    return [(content) => {
      if (content) [cell.className, cell.title] = [held.lights[content[0]][2], held.lights[content[0]][1]];
      put(content || [""]);
    }, () => { [cell.className, cell.title] = before; restore(); }];
  };
  // What all pages of the day have alike stands packed by exhibit.
  const read = async () => {
    const all = await unpacked("months");
    for (const { dataset, textContent } of document.querySelectorAll("script[data-months]")) all.parts[dataset.months].push(...JSON.parse(await inflate(textContent)));
    return all;
  };
  const prepared = async () => {
    held = await (reading ??= read());
    if (held.regions) return;
    held.regions = Object.entries(held.parts).map(([id, slots]) => {
      const region = regionOf(id), mark = spanOf("asof"), svg = region.one(".plot.map svg[role=img]");
      return { ...region, mark, svg, alt: svg?.getAttribute("aria-label"), slots: slots.map(([address, contents, letters]) => ({ address, contents, letters, act: placed(region, address, contents) })) };
    });
    const changing = held.regions.map(({ heading }) => heading);
    for (const heading of document.querySelectorAll("main h1, main h2, main h3")) {
      const scope = heading.matches("h3") ? heading : heading.closest("header, details, section");
      if (!changing.some((one) => scope.contains(one))) heading.classList.add("still");
    }
    for (const region of held.regions) for (const text of region.all(".clause + p")) text.classList.add("still");
  };
  // What a map says to whom it isn't shown: its first lines, place by place.
  const saidOf = (region) => [held.days[shown][1], ...region.all(".plot.map [data-words]").map((mark) => (texts[mark.dataset.words - 1] ?? "").split("\n").slice(0, 2).join(words.comma))].join(words.apart);
  const present = (number) => {
    shown = number;
    const isOwn = number === own;
    for (const region of held.regions) {
      for (const { contents, letters, act: [put, restore] } of region.slots) {
        const at = isOwn ? 0 : letters.charCodeAt(number) - 97;
        if (at) put(contents[at]); else restore();
      }
      region.mark.textContent = held.days[number][1];
      if (isOwn) region.mark.remove();
      else region.heading.insertBefore(region.mark, region.heading.querySelector(".synthetic"));
      if (region.svg) region.svg.setAttribute("aria-label", isOwn ? region.alt : saidOf(region));
      for (const strip of region.all(".strip")) for (const [n, square] of [...strip.children].entries()) square.classList.toggle("now", !isOwn && n === number);
      for (const head of region.all("th[aria-sort]")) sortBy(head.closest("table"), head.cellIndex, head.getAttribute("aria-sort"));
      for (const bar of region.all(".filters")) choose(bar);
    }
    if (isOwn) delete page.dataset.month; else page.dataset.month = held.days[number][2];
    back.hidden = isOwn;
    month.value = number;
    told.textContent = isOwn ? words.ownMonth : words.otherMonth.replace("@", held.days[number][1]);
  };
  let timer = null;
  const pause = () => {
    clearInterval(timer);
    timer = null;
    Object.assign(player, { textContent: "▶", ariaLabel: words.play, ariaPressed: "false" });
  };
  const step = () => {
    present(shown === own ? 0 : shown + 1);
    if (shown === own) pause();
  };
  month.addEventListener("change", async () => { pause(); await prepared(); present(Number(month.value)); });
  back.addEventListener("click", () => { pause(); present(own); month.focus(); });
  player.addEventListener("click", async () => {
    if (timer) return pause();
    await prepared();
    step();
    // Whoever wants nothing to move takes a step with each press.
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return null;
    timer = setInterval(step, 1500);
    return Object.assign(player, { textContent: "❚❚", ariaLabel: words.pause, ariaPressed: "true" });
  });
  // Paper has the report's month.
  let before = null;
  const printing = (isPrinted) => {
    if (isPrinted && shown !== own) { pause(); before = shown; present(own); }
    if (!isPrinted && before !== null) { present(before); before = null; }
  };
  addEventListener("beforeprint", () => printing(true));
  addEventListener("afterprint", () => printing(false));
  matchMedia("print").addEventListener("change", ({ matches }) => printing(matches));
  }

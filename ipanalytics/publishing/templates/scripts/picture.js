  // What the page shows as one SVG that stands alone: the browser lays it out beside the page, as wide on a telephone
  // as anywhere; each text, ground and border then becomes an element where it stands.
  const WIDTH = 900, SHARP = 2;
  const svgElement = (name, attributes = {}) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const round = (value) => Math.round(value * 100) / 100;
  // What SVG inherits is written where it changes, else where it isn't as usual.
  const INHERITED = ["fill", "stroke", "stroke-width", "stroke-linejoin", "paint-order", "font-size", "font-weight", "text-anchor"];
  // A curve in per cent of its box keeps its pen's width in a page; a picture has other sizes, so it's drawn in pixels.
  const unscaled = (from, copy) => {
    const { width, height } = from.ownerSVGElement.ownerSVGElement.getBoundingClientRect();
    copy.setAttribute("points", [...from.points].map(({ x, y }) => `${round(x * width / 100)},${round(y * height / 100)}`).join(" "));
    copy.removeAttribute("vector-effect");
  };
  const copied = (from, view, parent = null) => {
    const style = view.getComputedStyle(from), copy = from.cloneNode(false);
    for (const name of copy.getAttributeNames()) if (/^(style|class|tabindex|href|data-.*)$/.test(name) && from.localName !== "use") copy.removeAttribute(name);
    copy.removeAttribute("data-words");
    for (const name of INHERITED) {
      const value = style.getPropertyValue(name);
      if (from.hasAttribute(name) || !parent || value !== parent.getPropertyValue(name)) copy.setAttribute(name, value.replaceAll('"', ""));
    }
    if (from.localName === "polyline") unscaled(from, copy);
    if (style.opacity !== "1") copy.setAttribute("opacity", style.opacity);
    if (from.localName === "svg") copy.setAttribute("overflow", "visible");
    if (from.getAttribute("preserveAspectRatio") === "none") copy.removeAttribute("viewBox");
    for (const child of from.childNodes) {
      if (child.nodeType === 3) copy.append(child.data);
      else if (child.nodeType === 1 && view.getComputedStyle(child).display !== "none") copy.append(copied(child, view, style));
      else if (child.localName === "title" || child.localName === "defs") copy.append(child.cloneNode(true));
    }
    return copy;
  };
  let pen = null;
  const written = (text, view, origin) => {
    const style = view.getComputedStyle(text.parentElement), range = text.ownerDocument.createRange();
    const isUpright = style.writingMode.startsWith("vertical"), lines = [];
    for (let n = 0; n < text.length; n++) {
      range.setStart(text, n);
      range.setEnd(text, n + 1);
      const at = range.getClientRects()[0], last = lines.at(-1);
      if (!at || !at.width || !at.height) continue;
      const isSame = last && (isUpright ? Math.abs(last.at.left - at.left) < 2 : Math.abs(last.at.top - at.top) < 2);
      if (isSame) last.text += text.data[n];
      else if (text.data[n].trim()) lines.push({ at, text: text.data[n] });
    }
    pen ??= document.createElement("canvas").getContext("2d");
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = pen.measureText("\u4e2d");
    return lines.map(({ at, text: line }) => {
      const x = at.left - origin.left, y = at.top - origin.top;
      const place = isUpright ? { x: x + at.width / 2, y, style: "writing-mode: vertical-rl", "dominant-baseline": "central" }
        : { x, y: y + at.height * ascent / (ascent + descent) };
      const look = { fill: style.color, "font-size": style.fontSize, "font-weight": style.fontWeight };
      const made = svgElement("text", { ...place, x: round(place.x), y: round(place.y), ...look });
      made.append(line.replace(/\s+/g, " ").trimEnd());
      return made;
    });
  };
  const boxed = (style, at, defs) => {
    const made = [], place = { x: round(at.x), y: round(at.y), width: round(at.width), height: round(at.height) };
    const shades = style.backgroundImage.match(/rgba?\([^)]*\)/g);
    if (style.backgroundImage.startsWith("repeating") && shades) {
      const id = `hatch-${defs.childElementCount}`, pattern = svgElement("pattern", { id, width: 4, height: 4, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
      pattern.append(svgElement("rect", { width: 4, height: 4, fill: shades.at(-1) }), svgElement("rect", { width: 1, height: 4, fill: shades[0] }));
      defs.append(pattern);
      made.push(svgElement("rect", { ...place, fill: `url(#${id})` }));
    } else if (!/^rgba\(.*, 0\)$|^transparent$/.test(style.backgroundColor)) made.push(svgElement("rect", { ...place, fill: style.backgroundColor }));
    const sides = { Top: [0, 0, 1, 0], Right: [1, 0, 1, 1], Bottom: [0, 1, 1, 1], Left: [0, 0, 0, 1] };
    for (const [side, [x1, y1, x2, y2]] of Object.entries(sides)) {
      const width = parseFloat(style[`border${side}Width`]), kind = style[`border${side}Style`];
      if (!width || kind === "none") continue;
      const dash = { dotted: `${width} ${width}`, dashed: `${3 * width} ${2 * width}` }[kind];
      made.push(svgElement("line", {
        x1: round(at.x + x1 * at.width), y1: round(at.y + y1 * at.height), x2: round(at.x + x2 * at.width), y2: round(at.y + y2 * at.height),
        stroke: style[`border${side}Color`], "stroke-width": width, ...(dash ? { "stroke-dasharray": dash } : {}),
      }));
    }
    return made;
  };
  const drawn = (root, view) => {
    const origin = root.getBoundingClientRect(), defs = svgElement("defs");
    const size = { width: Math.ceil(origin.width), height: Math.ceil(origin.height) };
    const whole = svgElement("svg", { ...size, viewBox: `0 0 ${size.width} ${size.height}`, "font-family": view.getComputedStyle(root).fontFamily.replaceAll('"', "'") });
    whole.append(defs, svgElement("rect", { ...size, fill: "#ffffff" }));
    const walk = (node) => {
      if (node.nodeType === 3) return whole.append(...written(node, view, origin));
      if (node.nodeType !== 1) return null;
      const style = view.getComputedStyle(node), { left, top, width, height } = node.getBoundingClientRect();
      if (style.display === "none" || style.visibility === "hidden" || node.matches(".word")) return null;
      const at = { x: left - origin.left, y: top - origin.top, width, height };
      if (node.localName === "svg") {
        const copy = copied(node, view);
        for (const [key, value] of Object.entries(at)) copy.setAttribute(key, round(value));
        return whole.append(copy);
      }
      whole.append(...boxed(style, at, defs));
      return node.childNodes.forEach(walk);
    };
    walk(root);
    // Outlines that maps of the page share, and the pattern of what has no figure.
    const used = new Set([...whole.querySelectorAll("use")].map((one) => one.getAttribute("href").slice(1)));
    if (whole.querySelector("[fill='url(#plot-hatch)']")) used.add("plot-hatch");
    for (const id of used) defs.append(document.getElementById(id).cloneNode(true));
    return whole;
  };
  // Lay parts out in a frame of the same style that nobody sees, and draw them.
  const poster = (parts) => {
    const frame = Object.assign(document.createElement("iframe"), { title: "", tabIndex: -1, ariaHidden: "true" });
    frame.style = `position: fixed; left: -${2 * WIDTH}px; top: 0; width: ${WIDTH}px; height: 900px; border: 0`;
    document.body.append(frame);
    try {
      const { contentDocument: page, contentWindow: view } = frame;
      page.documentElement.lang = document.documentElement.lang;
      page.head.append(page.importNode(document.querySelector("style"), true));
      const body = page.createElement("div");
      body.className = "poster";
      body.append(...parts.map((part) => page.importNode(part, true)));
      page.body.append(body);
      return new XMLSerializer().serializeToString(drawn(body, view));
    } finally { frame.remove(); }
  };
  const png = async (svg) => {
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: SHARP * image.width, height: SHARP * image.height });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
  };

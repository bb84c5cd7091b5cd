// Unpacks plotly.js and the figures from the page itself, then draws them.
(async () => {
  const page = document.documentElement;
  const inflate = async (text) => {
    const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Response(stream).text();
  };
  const run = (source) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  try {
    const whole = await inflate(document.getElementById("payload").textContent);
    const cut = whole.lastIndexOf("\n");
    const { figures, arrays } = JSON.parse(whole.slice(cut + 1));
    const restore = (value) => {
      if (Array.isArray(value)) return value.map(restore);
      if (value === null || typeof value !== "object") return value;
      if ("$array" in value) return arrays[value.$array];
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, restore(inner)]));
    };
    await run(whole.slice(0, cut));
    const config = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false };
    for (const place of document.querySelectorAll("[data-plot]")) {
      const { data, layout } = restore(figures[Number(place.dataset.plot)]);
      place.replaceChildren();
      await Plotly.newPlot(place, data, layout, config);
    }
    page.dataset.drawn = figures.length;
    for (const event of ["beforeprint", "afterprint"]) {
      addEventListener(event, () => {
        for (const table of document.querySelectorAll("details.data")) table.open = event === "beforeprint";
      });
    }
  } catch (fault) {
    page.dataset.drawn = "failed";
    for (const table of document.querySelectorAll("details.data")) table.open = true;
    console.error("figures were not drawn", fault);
  }
})();

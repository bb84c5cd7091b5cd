  // A table as CSV and as a workbook: numbers are numbers with their unit apart, names have their codes beside them.
  const words = {{ data_words | tojson }};
  // Brackets and "more than" as Chinese texts print them: \uff08 \uff09 \uff1e.
  const printed = /^(RMB )?([+−-]?[\d,]+(?:\.\d+)?) ?([^\d\uff08(\uff1e>*]*)(?: ?[\uff08(]([^\uff08()\uff09]+)[\uff09)])?$/;
  const lacking = ["", "–", "—", {{ "无数据" | say | tojson }}];
  const plain = (cell) => {
    const copy = cell.cloneNode(true);
    for (const sign of copy.querySelectorAll(".light, .word, .strip")) sign.remove();
    return copy.textContent.trim().replace(/\s+/g, " ");
  };
  const number = (text) => Number(text.replaceAll(",", "").replace("−", "-"));
  // A column as printed becomes one of values, and where it has such, of units, of remarks, of places in publications.
  const columns = (head, cells, codes) => {
    const texts = cells.map(plain), read = texts.map((text) => lacking.includes(text) ? null : text.match(printed));
    const known = read.filter(Boolean), cited = cells.map((cell) => cell.querySelector("button.cited")?.title ?? "");
    const own = codes[head], made = [];
    if (known.length && texts.every((text, n) => read[n] || lacking.includes(text))) {
      const units = read.map((parts) => parts ? ((parts[1] ?? "") + parts[3]).trim() : "");
      const alike = new Set(known.map((parts) => ((parts[1] ?? "") + parts[3]).trim()));
      const [only] = alike, marks = read.map((parts) => parts?.[4] ?? "");
      made.push([alike.size === 1 && only && !head.includes(only) ? words.headed.replace("@", head).replace("#", only) : head,
        read.map((parts, n) => parts ? number(parts[2]) : texts[n])]);
      if (alike.size > 1) made.push([words.unit.replace("@", head), units]);
      if (marks.some(Boolean)) made.push([words.remark.replace("@", head), marks]);
    } else made.push([head, texts]);
    const strips = cells.map((cell) => cell.querySelector(".strip")?.getAttribute("aria-label") ?? "");
    if (strips.some(Boolean)) made.push([words.months, strips]);
    if (own) made.unshift([words.code.replace("@", head), texts.map((text) => own[text] ?? "")]);
    if (cited.some(Boolean)) made.push([words.cited.replace("@", head), cited.map((text) => text.replace(/[\u2068\u2069]/g, "").replace(/\s+/g, " "))]);
    return made;
  };
  // The rows of a table of the page, heads first; what has demonstration data says so in each row.
  const rowsOf = (table, mark, codes) => {
    const heads = [...table.tHead.rows[0].cells].map(plain), rows = [...table.tBodies[0].rows];
    const made = heads.flatMap((head, n) => columns(head, rows.map((row) => row.cells[n]), codes));
    if (mark && !heads.includes(words.nature)) made.push([words.nature, rows.map(() => mark)]);
    return [made.map(([head]) => head), ...rows.map((_, n) => made.map(([, cells]) => cells[n]))];
  };
  // A spreadsheet would compute a text that begins so.
  const quotedCell = (cell) => {
    const text = typeof cell === "string" && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const csv = (rows) => `\uFEFF${rows.map((row) => row.map(quotedCell).join(",")).join("\r\n")}\r\n`;

  const escaped = (text) => String(text).replace(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g, "").replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
  const column = (n) => (n > 25 ? column(Math.floor(n / 26) - 1) : "") + String.fromCharCode(65 + n % 26);
  const cellOf = (cell, at) => typeof cell === "number" ? `<c r="${at}"><v>${cell}</v></c>`
    : `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  const declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const inside = "http://schemas.openxmlformats.org/package/2006";
  const typed = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const sheet = (rows) => `${declared}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${Math.max(...rows.map((row) => row.length))}" width="16" customWidth="1"/></cols><sheetData>${
    rows.map((row, y) => `<row r="${y + 1}">${row.map((cell, x) => cellOf(cell, column(x) + (y + 1))).join("")}</row>`).join("")}</sheetData></worksheet>`;
  const workbook = (sheets) => zipped([
    ["[Content_Types].xml", `${declared}<Types xmlns="${inside}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="${typed}.worksheet+xml"/><Override PartName="/xl/workbook.xml" ContentType="${typed}.sheet.main+xml"/></Types>`],
    ["_rels/.rels", `${declared}<Relationships xmlns="${inside}/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ["xl/workbook.xml", `${declared}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheets.map(([name], n) => `<sheet name="${escaped(name)}" sheetId="${n + 1}" r:id="r${n + 1}"/>`).join("")}</sheets></workbook>`],
    ["xl/_rels/workbook.xml.rels", `${declared}<Relationships xmlns="${inside}/relationships">${sheets.map((_, n) => `<Relationship Id="r${n + 1}" Type="${office}/worksheet" Target="worksheets/sheet${n + 1}.xml"/>`).join("")}</Relationships>`],
    ...sheets.map(([, rows], n) => [`xl/worksheets/sheet${n + 1}.xml`, sheet(rows)]),
  ]);
  // A .zip whose files are stored as they are.
  const crc = (bytes) => {
    let sum = -1;
    for (const byte of bytes) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xEDB88320 : sum >>> 1;
    }
    return ~sum >>> 0;
  };
  const record = (...fields) => {
    const view = new DataView(new ArrayBuffer(fields.reduce((size, [width]) => size + width, 0)));
    let at = 0;
    for (const [width, value] of fields) {
      if (width === 2) view.setUint16(at, value, true);
      else view.setUint32(at, value, true);
      at += width;
    }
    return new Uint8Array(view.buffer);
  };
  const zipped = (files) => {
    const encode = new TextEncoder(), bodies = [], entries = [];
    let at = 0;
    for (const [name, text] of files) {
      const label = encode.encode(name), data = encode.encode(text);
      // Version 2.0, names in UTF-8, stored, 1 January 1980.
      const shared = record([2, 20], [2, 0x800], [2, 0], [2, 0], [2, 0x21], [4, crc(data)], [4, data.length], [4, data.length], [2, label.length], [2, 0]);
      entries.push(record([4, 0x02014B50], [2, 20]), shared, record([2, 0], [2, 0], [2, 0], [4, 0], [4, at]), label);
      bodies.push(record([4, 0x04034B50]), shared, label, data);
      at += 4 + shared.length + label.length + data.length;
    }
    const size = entries.reduce((sum, part) => sum + part.length, 0);
    const end = record([4, 0x06054B50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, at], [2, 0]);
    return new Blob([...bodies, ...entries, end], { type: `${typed}.sheet` });
  };

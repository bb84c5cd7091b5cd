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

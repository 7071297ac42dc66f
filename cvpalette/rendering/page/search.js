// Half the share counts as much as this distance in Oklab, which is too small to see. As in Color.js's
// deltaEOK2, a and b count twice: otherwise a gray of the same lightness would be near any color.
const HALF = 0.01;
const SMALLEST = 0.001;

// Converts sRGB of 0 to 255 to Oklab with a and b doubled. The numbers are Björn Ottosson's.
function toOklab([red, green, blue]) {
  const [r, g, b] = [red, green, blue].map((level) => {
    const part = level / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    2 * (1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s),
    2 * (0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s),
  ];
}

function fromHex(digits) {
  const number = parseInt(digits, 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

// Reads any opaque CSS color, or bare hex digits, as sRGB; returns null if the text is not a color.
const readColor = (() => {
  const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
    willReadFrequently: true,
  });
  return (text) => {
    const color = /^([0-9a-f]{3}|[0-9a-f]{6})$/i.test(text) ? `#${text}` : text;
    // A text that is not a color leaves the previous fill style.
    const [first, second] = ["#000", "#fff"].map((before) => {
      context.fillStyle = before;
      context.fillStyle = color;
      return context.fillStyle;
    });
    if (first !== second) return null;
    context.clearRect(0, 0, 1, 1);
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
    return alpha === 255 ? [red, green, blue] : null;
  };
})();

const sources = data.map(([name, [width, height], digits, shares, values, thumbnail]) => {
  const colors = digits.match(/.{6}/g);
  return {
    name,
    wanted: name.toLowerCase(),
    width,
    height,
    colors,
    shares: shares.map((share) => share / 10000),
    values: values.length ? values : colors.map((color) => `#${color}`),
    thumbnail,
  };
});

// The Oklab coordinates of all swatches, one after another, and a distance to add for their shares.
const swatches = (() => {
  const firsts = new Uint32Array(sources.length + 1);
  sources.forEach(({ colors }, index) => (firsts[index + 1] = firsts[index] + colors.length));
  const [labs, extra] = [new Float32Array(3 * firsts.at(-1)), new Float32Array(firsts.at(-1))];
  sources.forEach(({ colors, shares }, index) => {
    colors.forEach((digits, rank) => {
      const at = firsts[index] + rank;
      labs.set(toOklab(fromHex(digits)), 3 * at);
      extra[at] = -HALF * Math.log2(Math.max(shares[rank] ?? 1 / colors.length, SMALLEST));
    });
  });
  return { firsts, labs, extra };
})();

// Finds the sources whose names contain all words. With a color, it also finds each source's nearest swatch, and
// puts those sources first whose swatch is nearest and has the largest share. The color may be null.
function rank(color, words) {
  const order = [...sources.keys()].filter((index) => words.every((word) => sources[index].wanted.includes(word)));
  if (!color) return { order, nearest: null };
  const { firsts, labs, extra } = swatches;
  const [l, a, b] = toOklab(color);
  const scores = new Float32Array(sources.length);
  const nearest = new Uint16Array(sources.length);
  sources.forEach((_, index) => {
    let least = Infinity;
    for (let at = firsts[index]; at < firsts[index + 1]; at++) {
      const score = Math.hypot(labs[3 * at] - l, labs[3 * at + 1] - a, labs[3 * at + 2] - b) + extra[at];
      if (score >= least) continue;
      least = score;
      nearest[index] = at - firsts[index];
    }
    scores[index] = least;
  });
  return { order: order.sort((one, other) => scores[one] - scores[other]), nearest };
}

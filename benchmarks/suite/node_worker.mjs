// Answers one JSON request a line: how long a Node package takes from file to palette, and the palette.
// Copied into the npm prefix before it runs, because imports resolve from where this file lies.
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

// The colors of an indexed PNG are in its PLTE chunk, three bytes each.
function paletteOfPng(buffer) {
  let at = 8;
  while (at < buffer.length) {
    const length = buffer.readUInt32BE(at);
    const kind = buffer.toString("latin1", at + 4, at + 8);
    if (kind === "PLTE") {
      const bytes = buffer.subarray(at + 8, at + 8 + length);
      return Array.from({ length: length / 3 }, (_, i) => [...bytes.subarray(3 * i, 3 * i + 3)]);
    }
    at += length + 12;
  }
  throw new Error("the PNG has no palette");
}

const adapters = {
  async "colorthief (npm)"(path, colors) {
    const { getPalette } = await import("colorthief");
    const palette = await getPalette(path, { colorCount: colors });
    return palette.map((color) => color.array());
  },
  async "node-vibrant"(path, colors) {
    const { Vibrant } = await import("node-vibrant/node");
    const swatches = Object.values(await Vibrant.from(path).getPalette());
    return swatches.filter(Boolean).slice(0, colors).map((swatch) => swatch.rgb.map(Math.round));
  },
  // It takes pixels only in Node; sharp is the quickest way there.
  async "extract-colors"(path, colors) {
    const { extractColors } = await import("extract-colors");
    const { default: sharp } = await import("sharp");
    const image = sharp(path).ensureAlpha().raw();
    const { data, info } = await image.toBuffer({ resolveWithObject: true });
    const pixels = { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
    const found = await extractColors(pixels);
    return found.slice(0, colors).map((color) => [color.red, color.green, color.blue]);
  },
  // 128 clusters, scored, as in its own sourceColorFromImage(). Node cannot import its index, which names files
  // without their suffix.
  async material(path, colors) {
    const folder = "./node_modules/@material/material-color-utilities";
    const { QuantizerCelebi } = await import(`${folder}/quantize/quantizer_celebi.js`);
    const { Score } = await import(`${folder}/score/score.js`);
    const { default: sharp } = await import("sharp");
    const data = await sharp(path).removeAlpha().toColourspace("srgb").raw().toBuffer();
    const pixels = Array.from({ length: data.length / 3 }, (_, i) => ((255 << 24) | data.readUIntBE(3 * i, 3)) >>> 0);
    const found = Score.score(QuantizerCelebi.quantize(pixels, 128), { desired: colors });
    return found.map((color) => [(color >> 16) & 255, (color >> 8) & 255, color & 255]);
  },
  async sharp(path, colors) {
    const { default: sharp } = await import("sharp");
    const png = await sharp(path).removeAlpha().png({ palette: true, colours: colors, dither: 0 }).toBuffer();
    return paletteOfPng(png);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { tool, path, colors, warm } = JSON.parse(line);
  let answer;
  try {
    if (warm) await adapters[tool](path, colors);
    const start = performance.now();
    const palette = await adapters[tool](path, colors);
    answer = { seconds: (performance.now() - start) / 1000, palette };
  } catch (error) {
    answer = { error: String(error.message ?? error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}

// Answers one JSON request a line: which roles a Node package finds for a picture.
// Copied into the npm prefix before it runs, because imports resolve from where this file lies.
import { register } from "node:module";
import { createInterface } from "node:readline";

// Material's modules import each other without the suffix that Node needs.
const hook = `export async function resolve(name, context, next) {
  try { return await next(name, context); } catch { return next(name + ".js", context); }
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);

// Colors that mean something are set by hand there, and turned toward the source by blend.harmonize().
const MEANT = { warning: 0xffff9800, success: 0xff4caf50, info: 0xff2196f3 };
// The longer side of the picture that Material's quantizer sees.
const SIDE = 128;

const toHex = (color) => `#${(color & 0xffffff).toString(16).padStart(6, "0")}`;

async function findSource(path, folder) {
  const { QuantizerCelebi } = await import(`${folder}/quantize/quantizer_celebi.js`);
  const { Score } = await import(`${folder}/score/score.js`);
  const { default: sharp } = await import("sharp");
  const image = sharp(path).removeAlpha().toColourspace("srgb").resize(SIDE, SIDE, { fit: "inside" });
  const data = await image.raw().toBuffer();
  const pixels = Array.from({ length: data.length / 3 }, (_, i) => ((255 << 24) | data.readUIntBE(3 * i, 3)) >>> 0);
  return Score.score(QuantizerCelebi.quantize(pixels, 128))[0];
}

function nameRoles(scheme, meant) {
  const roles = {
    background: scheme.surface,
    surface: scheme.surfaceContainer,
    text: scheme.onSurface,
    muted: scheme.onSurfaceVariant,
    border: scheme.outlineVariant,
    control: scheme.outline,
    link: scheme.primary,
    primary: scheme.primary,
    secondary: scheme.secondary,
    accent: scheme.tertiary,
    error: scheme.error,
    "on-primary": scheme.onPrimary,
    "on-secondary": scheme.onSecondary,
    "on-accent": scheme.onTertiary,
    "on-error": scheme.onError,
  };
  for (const [name, palette] of Object.entries(meant)) {
    roles[name] = palette.tone(scheme.isDark ? 80 : 40);
    roles[`on-${name}`] = palette.tone(scheme.isDark ? 20 : 100);
  }
  return Object.fromEntries(Object.entries(roles).map(([name, color]) => [name, toHex(color)]));
}

// Six swatches, each with the colors for text on it, and whether pixels have it; one that is not there is null.
function nameSwatches(swatches, read) {
  return Object.fromEntries(
    Object.entries(swatches).map(([name, swatch]) => [name, swatch ? read(swatch) : null]),
  );
}

const adapters = {
  async material(path) {
    const folder = "./node_modules/@material/material-color-utilities";
    const { Hct } = await import(`${folder}/hct/hct.js`);
    const { Blend } = await import(`${folder}/blend/blend.js`);
    const { TonalPalette } = await import(`${folder}/palettes/tonal_palette.js`);
    const { SchemeTonalSpot } = await import(`${folder}/scheme/scheme_tonal_spot.js`);
    const source = await findSource(path, folder);
    const meant = Object.fromEntries(
      Object.entries(MEANT).map(([name, color]) => [name, TonalPalette.fromInt(Blend.harmonize(color, source))]),
    );
    const [light, dark] = [false, true].map((isDark) =>
      nameRoles(new SchemeTonalSpot(Hct.fromInt(source), isDark, 0), meant),
    );
    return { light, dark };
  },
  async "node-vibrant"(path) {
    const { Vibrant } = await import("node-vibrant/node");
    const swatches = await Vibrant.from(path).getPalette();
    return nameSwatches(swatches, ({ hex, titleTextColor, bodyTextColor, population }) => ({
      colors: [hex, titleTextColor, bodyTextColor],
      found: population > 0,
    }));
  },
  async colorthief(path) {
    const { getSwatches } = await import("colorthief");
    return nameSwatches(await getSwatches(path), ({ color, titleTextColor, bodyTextColor }) => ({
      colors: [color, titleTextColor, bodyTextColor].map((each) => each.hex()),
      found: true,
    }));
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { tool, path } = JSON.parse(line);
  let answer;
  try {
    answer = { found: await adapters[tool](path) };
  } catch (error) {
    answer = { error: String(error.message ?? error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}

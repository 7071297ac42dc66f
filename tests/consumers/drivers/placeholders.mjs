// What the packages blurhash and thumbhash make of pictures themselves, and what they show of our hashes.
import { readFileSync } from "node:fs";
import * as blurhash from "blurhash";
import * as thumbhash from "thumbhash";

const base64 = (bytes) => Buffer.from(bytes).toString("base64");
const pictures = JSON.parse(readFileSync(process.argv[2], "utf8"));
const answers = pictures.map(({ width, height, rgba, blur, x, y, thumb }) => {
  const pixels = new Uint8ClampedArray(Buffer.from(rgba, "base64"));
  const bytes = Uint8Array.from(Buffer.from(thumb, "base64"));
  const shown = thumbhash.thumbHashToRGBA(bytes);
  return {
    blur: blurhash.encode(pixels, width, height, x, y),
    isValid: blurhash.isBlurhashValid(blur).result,
    blurred: base64(blurhash.decode(blur, width, height)),
    thumb: base64(thumbhash.rgbaToThumbHash(width, height, pixels)),
    aspect: thumbhash.thumbHashToApproximateAspectRatio(bytes),
    average: thumbhash.thumbHashToAverageRGBA(bytes),
    shown: { width: shown.w, height: shown.h, rgba: base64(shown.rgba) },
  };
});
console.log(JSON.stringify(answers));

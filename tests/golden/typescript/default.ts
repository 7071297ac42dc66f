// 4 colors of stripes.png, by cvpalette
export const palette = {
  color1: "#264653", // 25.0%
  color2: "#2a9d8f", // 25.0%
  color3: "#e9c46a", // 25.0%
  color4: "#e76f51", // 25.0%
} as const;

export type PaletteColor = keyof typeof palette;

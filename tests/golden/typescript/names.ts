// 9 colors of stripes.png, by cvpalette
// By Ada
// CC0 * / -->
export const palette = {
  creme: "#26465380", // Crème *, 11.1%
  class: "#2a9d8f", // class, 11.1%
  class2: "#e9c46a", // Class, 11.1%
  color2nd: "#f4a261", // 2nd, 11.1%
  cremeX: "#e76f51", // Crème * / --> ' % $x \ < & ", 11.1%
  color6: "#000000", // 11.1%
  color: "#ffffff", // color, 11.1%
  all: "#010203", // all, 11.1%
  hashCode: "#fefdfc", // hash code, 11.1%
} as const;

export type PaletteColor = keyof typeof palette;

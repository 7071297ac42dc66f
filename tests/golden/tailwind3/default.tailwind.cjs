// 4 colors of stripes.png, by cvpalette
module.exports = { theme: { extend: { colors: {
  "palette-1": "#264653", // 25.0%
  "palette-2": "#2a9d8f", // 25.0%
  "palette-3": "#e9c46a", // 25.0%
  "palette-4": "#e76f51", // 25.0%
} } } };

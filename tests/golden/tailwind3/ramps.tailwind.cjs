// 2 colors of stripes.png, by cvpalette
module.exports = { theme: { extend: { colors: {
  "brand-sea": { DEFAULT: "#264653", 50: "#f4fcfd", 100: "#e3f6f8", 200: "#caecf1", 300: "#a6dee8", 400: "#7fbdce", 500: "#619bad", 600: "#49788b", 700: "#385e6f", 800: "#264653", 900: "#203843", 950: "#11222b" }, // "Sea \"*\/\"", 50.0%
  "brand-2": { DEFAULT: "#e9c46a", 50: "#fdfbef", 100: "#fbf7d4", 200: "#f8edaa", 300: "#f3dd7c", 400: "#e9c46a", 500: "#dcad5e", 600: "#be874b", 700: "#986237", 800: "#7c4e2a", 900: "#664025", 950: "#3a2212" }, // 50.0%
} } } };

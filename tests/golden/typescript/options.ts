// 2 colors of stripes.png, by cvpalette
export const palette = {
  lightScheme: "#264653", // light scheme, 50.0%
  primary: "#e9c46a", // Primary, 50.0%
};

export const light = {
  background: "#fcfaf5",
  surface: "#f3f0e7",
  text: "#262117",
  muted: "#6c624d",
  border: "#dbd4c2",
  control: "#958a6f",
  link: "#856300",
  primary: "#a98626",
  secondary: "#264653",
  accent: "#3492c7",
  error: "#ad524c",
  warning: "#ae8422",
  success: "#297c42",
  info: "#0075a5",
  onPrimary: "#1c1505",
  onSecondary: "#f2fcff",
  onAccent: "#081822",
  onError: "#fff7f6",
  onWarning: "#1d1506",
  onSuccess: "#f5fdf6",
  onInfo: "#f3fcff",
};

export const dark = {
  background: "#15120c",
  surface: "#231f15",
  text: "#ede7d9",
  muted: "#bcb39f",
  border: "#433c2e",
  control: "#807660",
  link: "#cda94e",
  primary: "#e9c46a",
  secondary: "#4d6e7c",
  accent: "#46a2d7",
  error: "#df7f77",
  warning: "#e2b75c",
  success: "#63b376",
  info: "#41aadd",
  onPrimary: "#1c1505",
  onSecondary: "#f2fcff",
  onAccent: "#081822",
  onError: "#22100f",
  onWarning: "#1c1506",
  onSuccess: "#0c1a0f",
  onInfo: "#071821",
};

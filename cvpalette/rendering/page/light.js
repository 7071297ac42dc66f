const night = matchMedia("(prefers-color-scheme: dark)");

// The swatch under the pointer comes before the one with the focus; null lights the whole palette.
const asked = { point: null, focus: null };
let lit = null;

function light(how, index) {
  asked[how] = index;
  const wanted = asked.point ?? asked.focus;
  if (wanted === lit) return;
  lit = wanted;
  document.dispatchEvent(new CustomEvent("light", { detail: lit }));
}

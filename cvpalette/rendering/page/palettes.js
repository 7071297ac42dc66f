// The palette that was asked for, and perhaps one of colors that were picked in another way.
const { palettes } = data;
let shown = 0;

{
  const radios = [...document.querySelectorAll("input[name=pick]")];

  function choose() {
    const chosen = radios.find((radio) => radio.checked);
    const wanted = palettes.findIndex(({ pick }) => pick === chosen?.value);
    if (wanted < 0 || wanted === shown) return;
    light("point", null);
    light("focus", null);
    shown = wanted;
    document.getElementById("count").textContent = count(palettes[shown].swatches.length);
    for (const parts of [".swatches", ".marks"]) {
      document.querySelectorAll(parts).forEach((part, at) => {
        part.hidden = at !== shown;
      });
    }
    document.dispatchEvent(new CustomEvent("switch"));
  }

  radios.forEach((radio) => radio.addEventListener("change", choose));
  // A reloaded page may still have the other palette chosen; the other scripts must listen first.
  document.addEventListener("DOMContentLoaded", choose);
}

function count(colors) {
  return colors === 1 ? "1\u00a0color" : `${colors}\u00a0colors`;
}

{
  const figure = document.getElementById("picture");
  const veil = figure.querySelector("canvas");
  const context = veil.getContext("2d");
  const marks = figure.querySelectorAll(".mark");
  const map = new Image();
  let indices = [];

  // The map is a picture whose gray levels are the numbers of the swatches.
  function read() {
    veil.width = map.naturalWidth;
    veil.height = map.naturalHeight;
    context.drawImage(map, 0, 0);
    const { data: bytes } = context.getImageData(0, 0, veil.width, veil.height);
    indices = Array.from({ length: bytes.length / 4 }, (_, at) => (bytes[4 * at + 3] ? bytes[4 * at] : -1));
    context.clearRect(0, 0, veil.width, veil.height);
    draw(lit);
  }

  // Each mark is a dot of the swatch's color, at the point that lies deepest in its largest area.
  function mark(index) {
    marks.forEach((mark) => mark.classList.toggle("lit", mark.matches(`.s${index}`)));
  }

  // Covers all other swatches: with a light veil (gray in dark mode) around a color near black, else with a dark one.
  function draw(index) {
    const shown = index !== null && indices.length > 0;
    veil.classList.toggle("shown", shown);
    if (!shown) return;
    const pixels = context.createImageData(veil.width, veil.height);
    const words = new Uint32Array(pixels.data.buffer);
    const level = Math.hypot(...data.swatches[index].lab) < 38 ? (night.matches ? 150 : 245) : 20;
    const color = new Uint32Array(new Uint8Array([level, level, level, 232]).buffer)[0];
    indices.forEach((other, at) => {
      if (other !== index) words[at] = color;
    });
    context.putImageData(pixels, 0, 0);
  }

  function swatchAt(event) {
    const box = figure.getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * veil.width);
    const row = Math.floor(((event.clientY - box.top) / box.height) * veil.height);
    const index = indices[row * veil.width + column] ?? -1;
    return index < 0 ? null : index;
  }

  figure.addEventListener("pointermove", (event) => light("point", swatchAt(event)));
  figure.addEventListener("pointerleave", () => light("point", null));
  figure.addEventListener("click", (event) => {
    const index = swatchAt(event);
    if (index !== null) document.dispatchEvent(new CustomEvent("take", { detail: index }));
  });
  document.addEventListener("light", () => {
    draw(lit);
    mark(lit);
  });
  night.addEventListener("change", () => draw(lit));
  map.addEventListener("load", read);
  map.src = data.map;
}

{
  const figure = document.getElementById("picture");
  const veil = figure.querySelector("canvas");
  const context = veil.getContext("2d");
  const marks = figure.querySelectorAll(".marks");
  // What is read of each palette's map: its size, and the number of each pixel's swatch, -1 for none.
  const maps = [];
  let indices = [];

  // A map is a picture whose gray levels are the numbers of the swatches.
  function read(map) {
    const { naturalWidth: width, naturalHeight: height } = map;
    const scratch = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
    scratch.drawImage(map, 0, 0);
    const { data: bytes } = scratch.getImageData(0, 0, width, height);
    const numbers = Array.from({ length: width * height }, (_, at) => (bytes[4 * at + 3] ? bytes[4 * at] : -1));
    return { width, height, numbers };
  }

  function change() {
    const { width, height, numbers } = maps[shown] ?? { width: 0, height: 0, numbers: [] };
    Object.assign(veil, { width, height });
    indices = numbers;
    draw(lit);
  }

  // Each mark is a dot of the swatch's color, at the point that lies deepest in its largest area.
  function mark(index) {
    marks[shown].querySelectorAll(".mark").forEach((mark) => mark.classList.toggle("lit", mark.matches(`.s${index}`)));
  }

  // Covers all other swatches: with a light veil (gray in dark mode) around a color near black, else with a dark one.
  function draw(index) {
    const covers = index !== null && indices.length > 0;
    veil.classList.toggle("shown", covers);
    if (!covers) return;
    const pixels = context.createImageData(veil.width, veil.height);
    const words = new Uint32Array(pixels.data.buffer);
    const level = Math.hypot(...palettes[shown].swatches[index].lab) < 38 ? (night.matches ? 150 : 245) : 20;
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
  document.addEventListener("switch", change);
  palettes.forEach(({ map: address }, at) => {
    const map = new Image();
    map.addEventListener("load", () => {
      maps[at] = read(map);
      if (at === shown) change();
    });
    map.src = address;
  });
}

// More bands than this are too thin to tell apart or to press.
const MOST_BANDS = 32;

function create(tag, className, parts = {}) {
  return Object.assign(document.createElement(tag), { className, ...parts });
}

function describe({ width, height, colors }) {
  const facts = [`${colors.length} color${colors.length === 1 ? "" : "s"}`];
  // A palette that was read from a file has no size.
  return (height ? [`${width} × ${height}`, ...facts] : facts).join(" · ");
}

function tell({ values, shares }, rank) {
  if (!(rank in shares)) return values[rank];
  const percent = shares[rank] < 0.0005 ? "<0.1%" : `${(100 * shares[rank]).toFixed(1)}%`;
  return `${values[rank]}, ${percent}`;
}

function drawBand(source, rank, isNear) {
  const band = create("button", isNear ? "band near" : "band", { type: "button", tabIndex: -1 });
  band.style.setProperty("--color", `#${source.colors[rank]}`);
  band.style.setProperty("--share", source.shares[rank] ?? 1);
  band.setAttribute("aria-label", `${tell(source, rank)}${isNear ? ", nearest" : ""}`);
  return band;
}

// Draws a palette's colors side by side, in place of a picture.
function drawChips({ colors, shares }) {
  const chips = create("div", "photo chips");
  chips.setAttribute("aria-hidden", "true");
  colors.forEach((digits, rank) => {
    const chip = create("span", "chip");
    chip.style.setProperty("--color", `#${digits}`);
    chip.style.setProperty("--share", shares[rank] ?? 1);
    chips.append(chip);
  });
  return chips;
}

function findBase(name) {
  return name.split("/").at(-1);
}

// How many sources have each file name: those of one name are told apart by their folders.
const counts = new Map();
for (const { name } of sources) counts.set(findBase(name), (counts.get(findBase(name)) ?? 0) + 1);

function writeCaption(name) {
  return counts.get(findBase(name)) > 1 ? name.split("/").slice(-2).join("/") : findBase(name);
}

// Draws the card of a source; `near` is the number of the color to mark, or null.
function drawCard(source, near) {
  const card = create("li", "card");
  if (source.thumbnail === "chips") card.append(drawChips(source));
  else if (source.thumbnail) {
    const address = `data:image/webp;base64,${source.thumbnail}`;
    card.append(create("img", "photo", { alt: "", decoding: "async", src: address }));
  }
  const strip = create("div", "strip");
  strip.setAttribute("role", "group");
  strip.setAttribute("aria-label", `Colors of ${source.name}`);
  const bands = Math.min(source.colors.length, MOST_BANDS);
  strip.style.setProperty("--least", `${50 / bands}%`);
  for (let rank = 0; rank < bands; rank++) strip.append(drawBand(source, rank, rank === near));
  const called = create("p", "called", { textContent: writeCaption(source.name), title: source.name });
  card.append(strip, called, create("p", "value", { textContent: describe(source) }));
  return card;
}

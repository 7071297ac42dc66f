{
  const [WIDTH, GAP, LINES] = [176, 16, 5.75];
  const list = document.getElementById("cards");
  const status = document.getElementById("found");
  const [pick, color, name] = ["pick", "color", "name"].map((id) => document.getElementById(id));
  const count = (number) => number.toLocaleString("en");
  // A palette that was read from a file is no image.
  const hasImage = ({ height }) => height > 0;
  const kind = sources.every(hasImage) ? "image" : sources.some(hasImage) ? "source" : "palette";
  const all = `${count(sources.length)} ${kind}${sources.length === 1 ? "" : "s"}`;

  let { order, nearest } = rank(null, []);
  // The cards that are drawn, by their place in the order.
  let cards = new Map();
  let grid = { columns: 1, width: WIDTH, height: WIDTH, step: WIDTH };
  let stop = null;

  function draw(place) {
    const card = drawCard(sources[order[place]], nearest && nearest[order[place]]);
    card.setAttribute("aria-setsize", order.length);
    card.setAttribute("aria-posinset", place + 1);
    card.dataset.place = place;
    return card;
  }

  function put(card, place) {
    const [column, row] = [place % grid.columns, Math.floor(place / grid.columns)];
    card.style.width = `${grid.width}px`;
    card.style.height = `${grid.height}px`;
    card.style.transform = `translate(${column * (grid.width + GAP)}px, ${row * grid.step}px)`;
  }

  // Draws only the cards in view, and a row above and below: the page stays small with any number of images.
  function render() {
    const top = -list.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(top / grid.step) - 1) * grid.columns;
    const last = Math.min(order.length, (Math.ceil((top + innerHeight) / grid.step) + 1) * grid.columns);
    for (const [place, card] of cards) {
      // A card with the focus stays, even out of view.
      if ((place >= first && place < last) || card.contains(document.activeElement)) continue;
      card.remove();
      cards.delete(place);
    }
    for (let place = first; place < last; place++) {
      if (cards.has(place)) continue;
      const card = draw(place);
      put(card, place);
      cards.set(place, card);
      // The elements stay in the order of the cards, since screen readers follow it.
      const after = [...list.children].find((other) => other.dataset.place > place);
      list.insertBefore(card, after ?? null);
    }
    // The Tab key stops at one band, and the arrow keys go on from there.
    if (!stop?.isConnected) {
      const seen = Math.max(0, Math.ceil(top / grid.step)) * grid.columns;
      stopAt(bandsOf(Math.min(seen, order.length - 1))[0] ?? null);
    }
  }

  function bandsOf(place) {
    return [...(cards.get(place) ?? list).querySelectorAll(".band")];
  }

  function stopAt(band) {
    if (stop) stop.tabIndex = -1;
    stop = band;
    if (stop) stop.tabIndex = 0;
  }

  function lay() {
    const columns = Math.max(2, Math.floor((list.clientWidth + GAP) / (WIDTH + GAP)));
    const width = Math.floor((list.clientWidth + GAP) / columns) - GAP;
    const line = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const height = Math.round((width * 2) / 3 + LINES * line);
    grid = { columns, width, height, step: height + GAP };
    list.style.setProperty("--width", `${width}px`);
    list.style.height = `${Math.ceil(order.length / columns) * grid.step}px`;
    cards.forEach(put);
    render();
  }

  function clear() {
    cards.forEach((card) => card.remove());
    cards = new Map();
  }

  function go(place, rank) {
    const above = document.getElementById("search").getBoundingClientRect().bottom + GAP;
    const top = list.getBoundingClientRect().top + Math.floor(place / grid.columns) * grid.step;
    if (top < above) scrollBy(0, top - above);
    else if (top + grid.step > innerHeight) scrollBy(0, top + grid.step - innerHeight);
    render();
    const bands = bandsOf(place);
    bands.at(Math.min(rank, bands.length - 1)).focus({ preventScroll: true });
  }

  function next(key, place, rank, bands) {
    const page = Math.max(1, Math.floor(innerHeight / grid.step) - 1) * grid.columns;
    const steps = { ArrowUp: -grid.columns, ArrowDown: grid.columns, PageUp: -page, PageDown: page };
    if (key === "ArrowLeft") return rank ? [place, rank - 1] : [place - 1, Infinity];
    if (key === "ArrowRight") return rank < bands - 1 ? [place, rank + 1] : [place + 1, 0];
    if (key === "Home") return [0, 0];
    if (key === "End") return [order.length - 1, Infinity];
    return key in steps ? [place + steps[key], rank] : null;
  }

  function search() {
    const wanted = color.value.trim();
    const found = wanted ? readColor(wanted) : null;
    const words = name.value.toLowerCase().split(/\s+/).filter(Boolean);
    color.setAttribute("aria-invalid", wanted !== "" && !found);
    if (found) pick.value = `#${found.map((level) => level.toString(16).padStart(2, "0")).join("")}`;
    ({ order, nearest } = rank(found, words));
    const shown = words.length ? `${count(order.length)} of ${all}` : all;
    const how = found ? `, nearest to ${wanted} first` : wanted ? `; “${wanted}” is no color` : "";
    status.textContent = `${shown}${how}`;
    clear();
    // Scrolls to where the first result is visible.
    scrollTo(0, Math.min(scrollY, list.getBoundingClientRect().top + scrollY - 200));
    lay();
  }

  // Bands and their cards come and go, so the list listens for all of them.
  function listen(kind, act) {
    list.addEventListener(kind, (event) => {
      const band = event.target.closest(".band");
      if (!band) return;
      const card = band.closest(".card");
      const place = Number(card.dataset.place);
      const bands = bandsOf(place);
      act({ event, band, card, place, bands, rank: bands.indexOf(band), source: sources[order[place]] });
    });
  }

  const show = ({ card, source, rank }) => (card.querySelector(".value").textContent = tell(source, rank));
  const hide = ({ card, source }) => (card.querySelector(".value").textContent = describe(source));
  listen("pointerover", show);
  listen("pointerout", hide);
  listen("focusin", (what) => {
    stopAt(what.band);
    show(what);
  });
  listen("focusout", hide);
  listen("click", ({ band, source, rank }) => {
    // Safari does not focus a clicked button.
    band.focus({ preventScroll: true });
    copy(source.values[rank]);
  });
  listen("keydown", ({ event, place, rank, bands }) => {
    const target = next(event.key, place, rank, bands.length);
    if (!target || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (target[0] >= 0 && target[0] < order.length) go(...target);
  });

  document.getElementById("title").textContent = all;
  document.title = kind === "palette" ? all : `Palettes of ${all}`;
  document.getElementById("search").addEventListener("submit", (event) => event.preventDefault());
  pick.addEventListener("input", () => {
    color.value = pick.value;
    search();
  });
  [color, name].forEach((field) => field.addEventListener("input", search));
  addEventListener("scroll", render, { passive: true });
  new ResizeObserver(lay).observe(document.body);
  // A reloaded page may still have the last search in its fields.
  search();
}

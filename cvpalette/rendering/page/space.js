{
  const canvas = document.getElementById("space");
  const context = canvas.getContext("2d");
  const start = { yaw: -0.6, pitch: 0.35 };
  const view = { ...start };
  const points = data.points.map(([lightness, a, b, ...rest]) => ({ lab: [lightness, a, b], rest }));
  // The scale fits 90% of the points: a few far ones must not make all others small.
  const norms = points.map(({ lab: [lightness, a, b] }) => Math.hypot(lightness - 50, a, b)).sort((one, other) => one - other);
  const reach = Math.max(64, norms[Math.floor(0.9 * norms.length)]);

  function project([lightness, a, b], { width, height }) {
    const x = a * Math.cos(view.yaw) - b * Math.sin(view.yaw);
    const away = a * Math.sin(view.yaw) + b * Math.cos(view.yaw);
    const y = (lightness - 50) * Math.cos(view.pitch) + away * Math.sin(view.pitch);
    const depth = away * Math.cos(view.pitch) - (lightness - 50) * Math.sin(view.pitch);
    const scale = (Math.min(0.42 * width, 0.54 * height) / reach) * (1 - depth / (8 * reach));
    return { x: width / 2 + scale * x, y: height / 2 - scale * y, depth };
  }

  function line(from, to, size) {
    const [first, last] = [project(from, size), project(to, size)];
    context.beginPath();
    context.moveTo(first.x, first.y);
    context.lineTo(last.x, last.y);
    context.stroke();
  }

  function drawAxes(size, style) {
    context.strokeStyle = style.getPropertyValue("--line");
    context.lineWidth = 1;
    const far = 0.8 * reach;
    line([0, 0, 0], [100, 0, 0], size);
    line([50, -far, 0], [50, far, 0], size);
    line([50, 0, -far], [50, 0, far], size);
  }

  function writeWords(size, style) {
    const far = 0.8 * reach;
    const words = { white: [100, 0, 0], black: [0, 0, 0], red: [50, far, 0], green: [50, -far, 0], yellow: [50, 0, far], blue: [50, 0, -far] };
    const middle = project([50, 0, 0], size);
    context.fillStyle = style.getPropertyValue("--quiet");
    context.strokeStyle = style.getPropertyValue("--sheet");
    context.lineWidth = 4;
    context.lineJoin = "round";
    context.font = `12px ${style.fontFamily}`;
    for (const [word, lab] of Object.entries(words)) {
      // The word is a little beyond the end of its axis, clear of a swatch there.
      const end = project(lab, size);
      const [right, down] = [end.x - middle.x, end.y - middle.y];
      const longer = 1 + 22 / Math.max(1, Math.hypot(right, down));
      const [x, y] = [middle.x + longer * right, middle.y + longer * down];
      context.strokeText(word, x, y);
      context.fillText(word, x, y);
    }
  }

  function disc({ x, y }, radius, fill) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = fill;
    context.fill();
  }

  function drawPoints(size) {
    const room = 0.12 * size.width * size.height;
    const placed = points.map(({ lab, rest }) => ({ place: project(lab, size), rest }));
    placed.sort((one, other) => other.place.depth - one.place.depth);
    for (const { place, rest: [hex, share, ...nearest] } of placed) {
      context.globalAlpha = lit === null ? 0.85 : nearest[shown] === lit ? 1 : 0.08;
      const radius = Math.min(10, Math.max(1.5, Math.sqrt((room * share) / Math.PI)));
      disc(place, radius, hex);
      context.strokeStyle = "rgb(128 128 128 / 45%)";
      context.lineWidth = 0.5;
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  function drawSwatches(size, style) {
    const { swatches } = palettes[shown];
    const few = swatches.length <= 16;
    const placed = swatches.map((swatch, at) => ({ ...swatch, at, place: project(swatch.lab, size) }));
    placed.sort((one, other) => (one.at === lit) - (other.at === lit) || other.place.depth - one.place.depth);
    for (const { hex, dark, at, place } of placed) {
      const stands = lit === null || at === lit;
      const radius = (few ? 10 : 4) * (at === lit ? 1.3 : 1);
      context.globalAlpha = stands ? 1 : 0.3;
      if (stands) {
        disc(place, radius + 2, style.getPropertyValue("--ink"));
        disc(place, radius + 1, style.getPropertyValue("--sheet"));
      }
      disc(place, radius, hex);
      if (!few || !stands) continue;
      context.fillStyle = dark ? "#fff" : "#000";
      context.font = `600 11px ${style.fontFamily}`;
      context.fillText(at + 1, place.x, place.y + 0.5);
    }
    context.globalAlpha = 1;
  }

  function draw() {
    const size = { width: canvas.clientWidth, height: canvas.clientHeight };
    const dots = window.devicePixelRatio || 1;
    canvas.width = Math.round(size.width * dots);
    canvas.height = Math.round(size.height * dots);
    context.scale(dots, dots);
    context.textAlign = "center";
    context.textBaseline = "middle";
    const style = getComputedStyle(canvas);
    drawAxes(size, style);
    drawPoints(size);
    writeWords(size, style);
    drawSwatches(size, style);
  }

  function turn(yaw, pitch) {
    view.yaw += yaw;
    view.pitch = Math.max(-Math.PI / 2, Math.min(Math.PI / 2, view.pitch + pitch));
    draw();
  }

  function swatchAt(event) {
    const size = { width: canvas.clientWidth, height: canvas.clientHeight };
    const away = palettes[shown].swatches.map(({ lab }) => {
      const { x, y } = project(lab, size);
      return Math.hypot(x - event.offsetX, y - event.offsetY);
    });
    const least = Math.min(...away);
    return least < 14 ? away.indexOf(least) : null;
  }

  canvas.addEventListener("pointerdown", (event) => canvas.setPointerCapture(event.pointerId));
  canvas.addEventListener("pointermove", (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) turn(-event.movementX / 120, event.movementY / 120);
    else light("point", swatchAt(event));
  });
  canvas.addEventListener("pointerleave", () => light("point", null));
  canvas.addEventListener("keydown", (event) => {
    const turns = { ArrowLeft: [0.1, 0], ArrowRight: [-0.1, 0], ArrowUp: [0, -0.1], ArrowDown: [0, 0.1] };
    if (event.key === "Home") Object.assign(view, start);
    else if (!(event.key in turns)) return;
    event.preventDefault();
    turn(...(turns[event.key] ?? [0, 0]));
  });
  document.addEventListener("light", draw);
  document.addEventListener("switch", draw);
  night.addEventListener("change", draw);
  new ResizeObserver(draw).observe(canvas);
}

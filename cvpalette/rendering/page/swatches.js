{
  // The buttons of each palette; those of one palette are shown.
  const lists = [...document.querySelectorAll(".swatches")].map((list) => [...list.querySelectorAll("button")]);
  const radios = [...document.querySelectorAll("input[name=notation]")];
  const values = (at = shown) =>
    palettes[at].swatches.map((swatch) => swatch[radios.find((radio) => radio.checked).value]);

  function show() {
    lists.forEach((buttons, at) => {
      values(at).forEach((value, index) => {
        buttons[index].querySelector(".value").textContent = value;
      });
    });
  }

  // The Tab key stops at one swatch, and the arrow keys go on from there.
  function stop(button, buttons) {
    buttons.forEach((other) => {
      other.tabIndex = other === button ? 0 : -1;
    });
  }

  function next(key, index, buttons) {
    const columns = buttons.filter((button) => button.offsetTop === buttons[0].offsetTop).length;
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
    if (key in steps) return buttons[index + steps[key]];
    return { Home: buttons[0], End: buttons.at(-1) }[key];
  }

  function listen(button, index, buttons) {
    button.addEventListener("click", () => document.dispatchEvent(new CustomEvent("take", { detail: index })));
    button.addEventListener("pointerenter", () => light("point", index));
    button.addEventListener("pointerleave", () => light("point", null));
    button.addEventListener("focus", () => {
      stop(button, buttons);
      light("focus", index);
    });
    button.addEventListener("blur", () => light("focus", null));
    button.addEventListener("keydown", (event) => {
      if (event.key === "Escape") button.blur();
      const target = next(event.key, index, buttons);
      if (!target || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      target.focus();
    });
  }

  document.addEventListener("take", ({ detail: index }) => {
    // Safari does not focus a clicked button.
    lists[shown][index].focus({ preventScroll: true });
    copy(values()[index]);
  });
  document.addEventListener("light", () => {
    document.getElementById("readout").textContent = lit === null ? "" : lists[shown][lit].textContent;
    lists[shown].forEach((button, index) => button.classList.toggle("lit", index === lit));
  });
  document.getElementById("copy-all").addEventListener("click", () => {
    copy(values().join("\n"), count(values().length));
  });
  radios.forEach((radio) => radio.addEventListener("change", show));
  // A reloaded page may still have another notation chosen.
  show();
  lists.forEach((buttons) => {
    buttons.forEach(listen);
    stop(buttons[0], buttons);
  });
}

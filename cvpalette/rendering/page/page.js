const data = JSON.parse(document.getElementById("data").textContent);
const toast = document.getElementById("toast");
let quiet;

function say(text) {
  clearTimeout(quiet);
  toast.textContent = text;
  toast.classList.add("shown");
  quiet = setTimeout(() => toast.classList.remove("shown"), 1600);
}

async function copy(text, what = text) {
  try {
    await navigator.clipboard.writeText(text);
    say(`Copied ${what}`);
  } catch {
    say(copyOldWay(text) ? `Copied ${what}` : `The browser does not allow copying: ${what}`);
  }
}

// For pages loaded over plain HTTP, which have no navigator.clipboard.
function copyOldWay(text) {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.className = "unseen";
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  focused?.focus({ preventScroll: true });
  return done;
}

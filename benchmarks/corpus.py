"""Compare how cvpalette reads all palette files of other people's packages with readers that are not ours.

    python benchmarks/corpus.py FOLDER... [--consumers FOLDER] [--strangers] [--refused]

Each FOLDER holds unpacked packages. A file's suffix and content tell its format, without cvpalette. The file
is read with cvpalette, and again with an independent reader: a library of another author, where `--consumers`
names the folder of tests/consumers/install.sh, else a few lines of this script. Colors must agree within
8 bits, and names except for blanks. The same content counts once. `--strangers` offers all other files to
cvpalette, with their suffix and without, and lists those that it takes for palettes. `--refused` names each
file that is refused.
"""

import argparse
import hashlib
import io
import json
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path, PurePath
from typing import Final, NamedTuple

from corpus_readers import KINDS, Colors, find_kind

import cvpalette
from cvpalette.plugins.readers import order_readers

MOST_BYTES: Final = 1 << 22
SECONDS: Final = 20
TYPES: Final = ("tried", "read", "right", "differs", "refused", "no other reader")
# All colors of a picture, a page or a style sheet are a palette: these are no strangers.
OFTEN: Final = {".css", ".scss", ".less", ".html", ".htm", ".svg", ".svgz", ".png", ".gif", ".bmp"}
# The libraries that are asked for whole folders at once, and the suffixes of the files that each reads.
LIBRARIES: Final = {
    "anypalette": (".gpl", ".aco", ".ase", ".act", ".pal", ".soc", ".sketchpalette"),
    "ase-utils": (".ase",),
    "procreate-swatches": (".swatches",),
}
PYTHONS: Final = {
    "matplotlib": (".mplstyle",),
    "Pillow": (".gpl",),
    "adobe-color-swatch": (".aco",),
    "swatch": (".ase",),
}
PYTHON_DRIVER: Final = """
import json, sys
library, *files = json.load(sys.stdin)
def read(file):
    if library == "matplotlib":
        import matplotlib, matplotlib.colors
        cycle = matplotlib.rc_params_from_file(file, use_default_template=False)["axes.prop_cycle"]
        return [(matplotlib.colors.to_hex(color), "") for color in cycle.by_key()["color"]]
    if library == "Pillow":
        from PIL.GimpPaletteFile import GimpPaletteFile
        with open(file, "rb") as opened:
            levels = GimpPaletteFile(opened).getpalette()[0]
        return [("#" + levels[at:at + 3].hex(), "") for at in range(0, len(levels), 3)]
    import swatch
    if library == "swatch":
        found = [each for group in swatch.parse(file) for each in group.get("swatches", [group])]
        if any(each["data"]["mode"] != "RGB" for each in found):
            return None
        hexes = ["#" + bytes(round(255 * level) for level in each["data"]["values"]).hex() for each in found]
        return [(color, each["name"]) for color, each in zip(hexes, found)]
    with open(file, "rb") as opened:
        found = swatch.aco.parse_aco(opened) if hasattr(swatch, "aco") else None
    return found
for file in files:
    try:
        colors = read(file)
    except Exception:
        continue
    if colors is not None:
        print(json.dumps([file, colors]))
"""
DRIVER: Final = """
const fs = require('fs'), path = require('path');
const [library, ...files] = JSON.parse(fs.readFileSync(0, 'utf8'));
const reader = require(library);
const byte = share => Math.round(Math.min(1, Math.max(0, share)) * 255).toString(16).padStart(2, '0');
const hex = c => '#' + byte(c[0]) + byte(c[1]) + byte(c[2]);
const say = (file, colors) => console.log(JSON.stringify([file, colors]));
const isText = file => ['.gpl', '.soc', '.sketchpalette'].includes(path.extname(file));
for (const file of files) {
  try {
    if (library === 'anypalette') {
      const data = fs.readFileSync(file, isText(file) ? 'utf8' : 'latin1');
      reader.loadPalette({data, fileExt: path.extname(file).slice(1), filePath: file}, (error, palette) => {
        if (!error) say(file, [...palette].map(c => [hex([c.red, c.green, c.blue]), c.name ?? '']));
      });
    } else if (library === 'ase-utils') {
      const found = [];
      const walk = each => each.color ? found.push(each) : 0;
      const decoded = reader.decode(fs.readFileSync(file));
      decoded.colors.forEach(walk);
      (decoded.groups ?? []).forEach(group => (group.colors ?? []).forEach(walk));
      if (found.every(c => c.model === 'RGB')) say(file, found.map(c => [hex(c.color), c.name]));
    }
  } catch (error) { /* it cannot read the file */ }
}
"""


class Outcome(NamedTuple):
    """What became of a file."""

    kind: str
    result: str
    told: str
    readers: tuple[str, ...] = ()


def main() -> int:
    """Print the table, and each file that differs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--consumers", type=Path)
    parser.add_argument("--strangers", action="store_true")
    parser.add_argument("--refused", action="store_true")
    arguments = parser.parse_args()
    signal.signal(signal.SIGALRM, stop)
    palettes, strangers = sort_files(arguments.folders)
    libraries = ask_libraries(arguments.consumers, palettes) if arguments.consumers else {}
    tallies: dict[str, Counter[str]] = {}
    beside: dict[str, Counter[str]] = {}
    reasons: dict[str, Counter[str]] = {}
    for kind, name, data in palettes:
        outcome = judge(kind, name, data, libraries.get(name, {}))
        tally = tallies.setdefault(kind, Counter())
        tally.update({"tried": 1, outcome.result: 1, "read": int(outcome.result != "refused")})
        beside.setdefault(kind, Counter()).update(outcome.readers)
        if outcome.result == "refused":
            reasons.setdefault(kind, Counter())[outcome.told] += 1
        if outcome.result == "differs" or (arguments.refused and outcome.result == "refused"):
            print(f"{kind}: {outcome.result}: {name}: {outcome.told}", flush=True)
    print_table(tallies, beside, reasons)
    if arguments.strangers:
        offer_strangers(strangers)
    return any(tally["differs"] for tally in tallies.values())


def stop(_signal: int, _frame: object) -> None:
    """End a file that takes too long."""
    raise TimeoutError(f"it took longer than {SECONDS} s")


def sort_files(folders: list[Path]) -> tuple[list[tuple[str, str, bytes]], list[tuple[str, bytes]]]:
    """Return the palette files of some folders, each with its kind, and all other files."""
    palettes, strangers, seen = [], [], set()
    for folder in folders:
        for name, data in list_files(folder):
            digest = hashlib.sha256(data + PurePath(name).suffix.encode()).digest()
            if digest in seen:
                continue
            seen.add(digest)
            kind = find_kind(PurePath(name).name, data)
            if kind:
                palettes.append((kind, name, data))
            else:
                strangers.append((name, data))
    return palettes, strangers


def list_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give the files of a folder and the palettes of the bundles in it."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        if path.suffix == ".bundle":
            with zipfile.ZipFile(path) as bundle:
                for each in bundle.namelist():
                    if each.startswith("palettes/") and not each.endswith("/"):
                        yield f"{path}/{each}", bundle.read(each)
        elif 0 < path.stat().st_size <= MOST_BYTES:
            yield str(path), path.read_bytes()


def ask_libraries(folder: Path, palettes: list[tuple[str, str, bytes]]) -> dict[str, dict[str, Colors]]:
    """Return what libraries of npm read of each file, by the file's name and the library's."""
    found: dict[str, dict[str, Colors]] = {}
    for library, suffixes in (LIBRARIES | PYTHONS).items():
        files = [name for _, name, _ in palettes if name.lower().endswith(suffixes) and Path(name).is_file()]
        environment = "python-ase" if library == "swatch" else "python"
        python = [str(folder / environment / "bin" / "python"), "-c", PYTHON_DRIVER]
        done = subprocess.run(
            ["node", "-e", DRIVER] if library in LIBRARIES else python,
            input=json.dumps([library, *files]),
            capture_output=True,
            text=True,
            cwd=folder / "npm",
            check=False,
        )
        if done.returncode:
            print(f"{library}: {done.stderr.strip()[-300:]}", file=sys.stderr)
        for line in done.stdout.splitlines():
            name, colors = json.loads(line)
            found.setdefault(name, {})[library] = [(color, title) for color, title in colors]
    return found


def read(data: bytes, name: str) -> Colors:
    """Read a palette with cvpalette, within some seconds."""
    signal.alarm(SECONDS)
    try:
        palette = cvpalette.read_palette(io.BytesIO(data), name).palette
    finally:
        signal.alarm(0)
    return [(write_color(swatch), swatch.name) for swatch in palette]


def write_color(swatch: cvpalette.Swatch) -> str:
    """Return a color as the readers beside write it."""
    values = swatch.values
    if values and values.space == "cmyk":
        return "cmyk " + " ".join(str(round(100 * ink)) for ink in values.components)
    return swatch.color.hex


def judge(kind: str, name: str, data: bytes, libraries: dict[str, Colors]) -> Outcome:
    """Read a file with cvpalette and with others, and compare."""
    others = dict(libraries)
    try:
        expected = KINDS[kind].read(data)
    except Exception as error:  # noqa: BLE001 -- the other reader is a few lines, and may fail in any way
        expected, failure = None, f"{type(error).__name__}: {error}"
    else:
        failure = ""
    if expected is not None:
        others["lines of ours"] = expected
    try:
        found = read(data, PurePath(name).name)
    except cvpalette.CvpaletteError as error:
        reason = getattr(error, "reason", str(error))
        is_empty = expected == []
        return Outcome(kind, "refused", reason + (" (and has no color)" if is_empty else ""))
    if not others:
        return Outcome(kind, "no other reader", failure)
    differences = {who: compare(found, colors, KINDS[kind].how) for who, colors in others.items()}
    agreeing = tuple(who for who, difference in differences.items() if not difference)
    # One that agrees is enough for a library's own quirks, but never beside the format's own lines.
    wrong = "lines of ours" in others and differences["lines of ours"]
    if wrong or not agreeing:
        told = "; ".join(f"{who}: {difference}" for who, difference in differences.items() if difference)
        return Outcome(kind, "differs", told, agreeing)
    return Outcome(kind, "right", "", agreeing)


def compare(found: Colors, expected: Colors, how: str) -> str:
    """Return the first difference, or "" for none. Blanks in names and missing names do not count."""
    if how == "part":
        ours = {color for color, _ in found}
        missing = [color for color, _ in expected if not any(are_near(color, each) for each in ours)]
        return f"{len(missing)} of {len(expected)} missing, such as {missing[0]}" if missing else ""
    if how == "stops":
        runs = [groupby(each, key=itemgetter(0)) for each in (found, expected)]
        found, expected = ([next(run) for _, run in each] for each in runs)
    if len(found) != len(expected):
        return f"{len(found)} colors and not {len(expected)}"
    for number, ((color, name), (other, title)) in enumerate(zip(found, expected, strict=True), 1):
        plain = " ".join((title or "").replace("\0", " ").split())
        if not are_near(color, other) or (name and plain and not plain.startswith(name)):
            return f"color {number} is {color} {name!r} and not {other} {plain!r}"
    return ""


def are_near(one: str, other: str) -> bool:
    """Tell whether two colors are of the same space, and differ by no more than rounding does."""
    if one == other or one.startswith("cmyk") or other.startswith("cmyk"):
        return one == other
    return all(
        abs(a - b) <= 1 for a, b in zip(bytes.fromhex(one[1:7]), bytes.fromhex(other[1:7]), strict=True)
    )


def print_table(
    tallies: dict[str, Counter[str]], beside: dict[str, Counter[str]], reasons: dict[str, Counter[str]]
) -> None:
    """Print the counts of each format, and why files are refused."""
    print(f"\n| format | {' | '.join(TYPES)} | agreeing readers |\n|---|{'---|' * (len(TYPES) + 1)}")
    total: Counter[str] = Counter()
    for kind, tally in sorted(tallies.items()):
        total.update(tally)
        who = ", ".join(f"{name} {count}" for name, count in beside[kind].most_common())
        print(f"| {kind} | {' | '.join(str(tally[each]) for each in TYPES)} | {who} |")
    print(f"| all | {' | '.join(str(total[each]) for each in TYPES)} | |")
    print("\n| format | files | refused because |\n|---|---|---|")
    for kind, counts in sorted(reasons.items()):
        for reason, count in counts.most_common(12):
            print(f"| {kind} | {count} | {reason[:200]} |")


def offer_strangers(strangers: list[tuple[str, bytes]]) -> None:
    """Offer files that are no palettes to cvpalette, and list those that it takes."""
    taken: dict[tuple[str, str, str], list[str]] = {}
    tried: Counter[str] = Counter()
    slowest = (0.0, "")
    for name, data in strangers:
        suffix = PurePath(name).suffix.lower()
        if suffix in OFTEN:
            continue
        tried[suffix] += 1
        for called in (PurePath(name).name, "stranger"):
            before = time.process_time()
            try:
                colors = read(data, called)
            except cvpalette.CvpaletteError:
                continue
            except TimeoutError as error:
                print(f"slow: {name}: {error}")
                continue
            finally:
                slowest = max(slowest, (time.process_time() - before, name))
            how = "with its suffix" if called != "stranger" else "without"
            told = f"{name}: {len(colors)} {colors[:2]}"
            taken.setdefault((name_reader(called, data), suffix, how), []).append(told)
    print(f"\n{tried.total()} other files were offered, with their suffix and without")
    print(", ".join(f"{suffix or 'none'} {count}" for suffix, count in tried.most_common(40)))
    print(f"the slowest took {slowest[0]:.1f} s: {slowest[1]}")
    for (reader, suffix, how), names in sorted(taken.items()):
        print(f"\n{reader} {how} took {len(names)} files {suffix or 'without suffix'}")
        for told in names[:: max(1, len(names) // 8)]:
            print(f"  {told[:230]}")


def name_reader(called: str, data: bytes) -> str:
    """Return the name of the reader that takes a file."""
    for reader, _ in order_readers(called, data):
        try:
            reader.parse(data, is_claimed=reader.claims(called) > 0)
        except ValueError:
            continue
        return reader.name
    return "image"


if __name__ == "__main__":
    sys.exit(main())

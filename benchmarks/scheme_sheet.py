#!/usr/bin/env python3
"""Draw sheets on which a judge sees pictures with two schemes each, and cannot tell which is whose.

    python benchmarks/scheme_sheet.py FOLDER [--count N] [--first N] [--rows N] [--seed N] [--labels]
        [--part PART] [--cache CACHE] [--output FOLDER]

FOLDER has pictures. Each has our light and dark scheme in the mock of the output `html`, and beside it the
same mock with the colors of Material, as matugen has them, and with pywal16's in its terminal. They are
called A and B in random order. `--part interface` and `--part terminal` show one of both, since a terminal's
colors can give away whose they are. The sheets are scheme-1.png and so on, as Chromium draws them. Do not
look at key.json before you have judged them all.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from suite.environment import find_program
from suite.halves import find_photos
from suite.scheme_peers import MATERIAL, PYWAL_16, Peers

from cvpalette import extract
from cvpalette.extraction import Extraction
from cvpalette.rendering.page.document import write_document
from cvpalette.rendering.page.embedding import embed_picture
from cvpalette.rendering.page.scheme import list_properties, write_mock, write_mock_rules
from cvpalette.roles.scheme import MODES

OURS: Final = "cvpalette"
PEER: Final = "Material and pywal16"
LETTERS: Final = "AB"
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
# In pixels.
WIDTH: Final = 1680
# How high a row is, by what it shows; the other part of the mock is hidden.
HEIGHTS: Final = {"both": 690, "interface": 400, "terminal": 330}
HIDDEN: Final = {"both": "none", "interface": ".terminal", "terminal": ".app"}
THUMBNAIL: Final = 480
STYLE: Final = """
body { background: #fff; color: #000; max-width: none; padding: 12px; }
.row { display: grid; gap: 10px; grid-template-columns: 220px repeat(4, 1fr); }
.row > div > img { border-radius: 4px; width: 100%; }
.row h2 { font-size: 20px; line-height: 24px; margin-bottom: 6px; }
.mock { grid-template-columns: 1fr; }
.dark .mock { color-scheme: dark; }
"""


@dataclass(frozen=True)
class Row:
    """A picture, and the values of both schemes by name: by mode, and there by the mock's property."""

    name: str
    extraction: Extraction
    schemes: Mapping[str, Mapping[str, Mapping[str, str]]]
    order: Sequence[str]


def main() -> int:
    """Draw the sheets and write the key."""
    arguments = _parse_arguments()
    browser = find_program(*BROWSERS)
    if browser is None:
        raise SystemExit(f"no browser is installed: one of {', '.join(BROWSERS)}")
    peers = Peers(arguments.cache.resolve())
    peers.install()
    chance = random.Random(arguments.seed)
    rows = []
    for path in _choose(find_photos(arguments.folder), arguments.first, arguments.count):
        order = chance.sample((OURS, PEER), 2)
        extraction = extract(path)
        rows.append(Row(path.name, extraction, {OURS: _ours(extraction), PEER: _peer(peers, path)}, order))
    peers.close()
    arguments.output.mkdir(parents=True, exist_ok=True)
    for number, start in enumerate(range(0, len(rows), arguments.rows), 1):
        some = rows[start : start + arguments.rows]
        page = _write_page(some, start, part=arguments.part, labels=arguments.labels)
        height = HEIGHTS[arguments.part] * len(some) + 24
        _draw(browser, page, height, arguments.output / f"scheme-{number}.png")
    key = {
        str(number): {"picture": row.name} | dict(zip(LETTERS, row.order, strict=True))
        for number, row in enumerate(rows, 1)
    }
    (arguments.output / "key.json").write_text(json.dumps(key, indent=1) + "\n", encoding="utf-8")
    return 0


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="pictures")
    parser.add_argument("--count", type=int, default=12, metavar="N", help="so many of them [%(default)s]")
    parser.add_argument("--first", type=int, default=1, metavar="N", help="begin at the Nth picture")
    parser.add_argument("--rows", type=int, default=2, metavar="N", help="pictures on a sheet [%(default)s]")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another order [%(default)s]")
    parser.add_argument("--labels", action="store_true", help="say whose is whose, for work on the schemes")
    parser.add_argument("--part", choices=[*HEIGHTS], default="both", help="what is shown [%(default)s]")
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()) / "cvpalette-schemes",
        help="where the peers are installed [%(default)s]",
    )
    parser.add_argument("--output", type=Path, default=Path(), help="folder for sheets and key")
    return parser.parse_args()


def _choose(paths: Sequence[Path], first: int, count: int) -> Sequence[Path]:
    """Return so many pictures, evenly spread over all."""
    rest = paths[first - 1 :]
    return [rest[at * len(rest) // count] for at in range(min(count, len(rest)))]


def _ours(extraction: Extraction) -> dict[str, dict[str, str]]:
    return {mode: list_properties(extraction.scheme, mode) for mode in MODES}


def _peer(peers: Peers, path: Path) -> dict[str, dict[str, str]]:
    roles, ansi = peers.ask(MATERIAL, path), peers.ask(PYWAL_16, path)
    if not roles or not ansi:
        raise SystemExit(f"a peer failed: {peers.failures}")
    # pywal16 has no color for what is selected: terminals that need one get its bright black.
    return {mode: roles[mode] | ansi[mode] | {"ansi-selection": ansi[mode]["ansi-8"]} for mode in MODES}


def _write_page(rows: Sequence[Row], before: int, *, part: str, labels: bool) -> str:
    """Return a page with one row for each picture; `before` is how many pictures earlier sheets have."""
    body = []
    rules = [STYLE, f".row {{ height: {HEIGHTS[part]}px; }} {HIDDEN[part]} {{ display: none; }}\n"]
    for number, row in enumerate(rows, before + 1):
        cells = [f'<div><h2>{number}</h2><img src="{embed_picture(row.extraction, THUMBNAIL)}" alt=""></div>']
        for letter, name in zip(LETTERS, row.order, strict=True):
            scheme = row.schemes[name]
            rules.append(write_mock_rules(scheme["light"], scheme["dark"], f".{letter}{number} "))
            title = name if labels else letter
            cells.extend(
                f'<div class="{mode} {letter}{number}"><h2>{title}</h2>{write_mock()}</div>' for mode in MODES
            )
        body.append(f'<div class="row">{"".join(cells)}</div>')
    return write_document(
        title="Schemes",
        icon="data:,",
        body="\n".join(body),
        styles=("page.css", "scheme.css"),
        rules="".join(rules),
        scripts=(),
        data={},
    )


def _draw(browser: Path, page: str, height: int, path: Path) -> None:
    """Draw a page with the browser as a PNG file."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "sheet.html"
        source.write_text(page, encoding="utf-8")
        options = (
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--user-data-dir={folder}/profile",
            f"--window-size={WIDTH},{height}",
            f"--screenshot={path.resolve()}",
        )
        subprocess.run([browser, *options, source.as_uri()], check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())

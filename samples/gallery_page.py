"""The gallery: which pictures it has, what is made of each, and the page that shows them, docs/gallery.md."""

import shlex
import sys
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cvpalette.command import cli

SAMPLES: Final = Path(__file__).parent
TEMPLATE: Final = "samples/gallery/scheme.svg.mustache"
# Every picture gets a strip of its colors.
STRIP: Final = ("-f", "svg", "-O", "svg.layout=even", "-O", "svg.width=640")
# A row of the strip in pixels, which has up to eight colors.
ROW: Final = 96
# A longer text is cut: the file has it all.
LINES: Final = 28
# How wide the page shows a picture, and two of them side by side.
WIDE, HALF = "98.5%", "49%"


@dataclass(frozen=True)
class Piece:
    """A picture of the gallery, what the page says of it, and what the command is asked for."""

    file: str
    title: str
    #: What is to be seen, for those who cannot see it.
    alt: str
    text: str
    #: The texts that are made of it, by their suffixes.
    texts: tuple[str, str, str]
    #: Options, and the formats of the texts.
    words: str
    #: The picture that is made of it, by its suffix, and what it shows.
    made: str = "quantized.webp"
    made_alt: str = "The same picture in the few colors of its palette"
    #: The rows of the strip.
    rows: int = 1

    @property
    def name(self) -> str:
        """What the files that are made of it begin with."""
        return Path(self.file).stem

    @property
    def command(self) -> str:
        """The command line, without the strip and where the files go."""
        return f"cvpalette samples/{self.file} {self.words}"


PIECES: Final = (
    Piece(
        "coffee.png",
        "A photo",
        "A cup of coffee on a wooden table",
        "Six colors of the wood, the cup and the coffee. Nothing is asked for but the formats.",
        ("css", "kitty.conf", "gpl"),
        "-f quantized -f css -f kitty -f gpl",
    ),
    Piece(
        "gallery/frog.webp",
        "Small things that matter",
        "A green tree frog with red eyes and blue sides on a leaf",
        "`--pick colors` finds the colors that a person would name: the red of an eye, the blue of a leg.",
        ("tailwind.css", "ghostty", "csv"),
        "--pick colors -f quantized -f tailwind -f ghostty -f csv",
    ),
    Piece(
        "gallery/bedroom.webp",
        "A painting",
        "A bedroom with an orange bed, two chairs and a dark red floor, drawn after Van Gogh",
        "Eight colors, from dark to light. Each is named after the nearest color that CSS has a name for.",
        ("scss", "base16.yaml", "less"),
        "-k 8 --sort lightness --names css -f quantized -f scss -f base16 -f less",
    ),
    Piece(
        "gallery/poster.png",
        "Flat art",
        "A poster of a harbor: a striped tower, two boats, and the sun over hills",
        "Flat colors are found as they are, to the last digit. The report says which of them are readable"
        " upon which.",
        ("css", "contrast.txt", "alacritty.toml"),
        "-k 9 -f quantized -f css -O css.text=yes -f contrast -f alacritty",
    ),
    Piece(
        "gallery/xylophone.webp",
        "A product on white",
        "A xylophone with bars in many colors, on white",
        "`--accents` keeps small parts whose color is far from all others: bars that are two percent of the"
        " picture each.",
        ("colors.xml", "dart", "swift"),
        "-k 9 --accents -f quantized -f android -f flutter -f swiftui",
    ),
    Piece(
        "gallery/game.png",
        "Pixel art",
        "A scene of a game in large pixels: a rocket above a house, trees and hills",
        "`--snap` takes only colors that the picture has. What is made of them goes into sprites and code.",
        ("hex", "h", "gd"),
        "-k 16 --snap -f quantized -f hex -O hex.hash=no -f c -f godot",
        rows=2,
    ),
    Piece(
        "gallery/day.webp",
        "A film",
        "Hills in the morning, a frame of a film of a day",
        "All frames count. The barcode runs from morning over noon and dusk to night. `--sort path` puts"
        " neighbors side by side, for a gradient.",
        ("ggr", "mplstyle", "csv"),
        "-k 7 --frames all --sort path -f barcode -O barcode.width=480 -O barcode.height=270"
        " -f ggr -f mplstyle -f csv",
        "barcode.png",
        "A barcode of the film, from left to right: blue day, a red evening, and a dark night",
    ),
    Piece(
        "gallery/world.webp",
        "A map",
        "A map of the world in soft colors: blue seas, green and sand-colored land",
        "The colors from dark to light, as color tables for maps and plots.",
        ("cpt", "qgis.xml", "r"),
        "--sort lightness -f quantized -f cpt -f qgis -f r",
    ),
    Piece(
        "gallery/camera.webp",
        "Black and white",
        "A man looks through a camera on a tripod, in black and white",
        "Four grays, dithered with blue noise, as a screen of e-paper shows them. The scheme stays gray too.",
        ("foot.ini", "tokens.json", "css"),
        "-k 4 -f quantized -O quantized.dither=ordered -f foot -f dtcg -f css",
    ),
    Piece(
        "rocket.jpg",
        "At night",
        "A rocket on its pad at night, between towers with yellow lamps",
        "Nearly all is dark, and the few lights are what one remembers. `--pick colors` has them.",
        ("helix.toml", "css", "hyprland.conf"),
        "--pick colors -f quantized -f helix -f css -O css.notation=oklch -f hyprland",
    ),
    Piece(
        "astronaut.webp",
        "A portrait",
        "An astronaut in an orange suit before a flag and a model of a space shuttle",
        "The orange of the suit has the lead in the scheme, and the steps of each color go to Tailwind.",
        ("tailwind.cjs", "tmux.conf", "sty"),
        "-k 5 -f quantized -f tailwind3 -O tailwind3.ramps=yes -f tmux -f latex",
    ),
    Piece(
        "chelsea.png",
        "Fur",
        "A ginger cat looks up, seen from near",
        "Colors that differ little. Words from a survey of what people call colors tell them apart.",
        ("kt", "vision.txt", "jl"),
        "-k 5 --names xkcd -f quantized -f compose -f vision -O vision.format=text -f julia",
    ),
)


def make(folder: Path) -> None:
    """Make everything in the folders `output` and `schemes` of this folder."""
    output, schemes = (f"{folder.resolve() / name}/" for name in ("output", "schemes"))
    for piece in PIECES:
        _run([*shlex.split(piece.command)[1:], *_finish(piece), "--output", output])
    pictures = [f"samples/{piece.file}" for piece in PIECES]
    template = ["-f", "template", "-O", f"template.file={TEMPLATE}"]
    _run([*pictures, *template, "--frames", "all", "--jobs", "1", "--output", schemes])


def _finish(piece: Piece) -> list[str]:
    webp = ["-O", "quantized.format=webp"] if piece.made == "quantized.webp" else []
    return [*STRIP, "-O", f"svg.height={piece.rows * ROW}", *webp]


def _run(arguments: list[str]) -> None:
    """Run the command in this process: to start Python for each would take most of the time."""
    kept, sys.argv = sys.argv, ["cvpalette", *arguments, "--force", "--quiet"]
    try:
        # From the checkout, so that no path of anyone's machine is written.
        with chdir(SAMPLES.parent):
            code = cli.main()
    finally:
        sys.argv = kept
    if code:
        raise SystemExit(f"exit code {code}: cvpalette {shlex.join(arguments)}")


def write_page(folder: Path = SAMPLES / "gallery") -> str:
    """Write docs/gallery.md of what is in the folders `output` and `schemes`."""
    return "\n".join(_list_lines(folder)).rstrip() + "\n"


def _list_lines(folder: Path) -> Iterator[str]:
    yield "<!-- made by samples/make.py -->"
    yield "# Gallery"
    yield ""
    yield "Twelve pictures, each in six outputs: a strip of its colors, the picture in these colors,"
    yield "a scheme in use, and three texts to open. The command above them makes them."
    yield ""
    yield " · ".join(f"[{piece.title}](#{_anchor(piece.title)})" for piece in PIECES)
    for piece in PIECES:
        yield from _list_piece(piece, folder)
    yield ""
    yield "## How it is made"
    yield ""
    yield "`python samples/make.py` runs these commands, and writes this page. A test does the same,"
    yield "and compares. To each command it adds the strip, and WebP for the picture in few colors:"
    yield ""
    yield "```sh"
    yield f"{shlex.join(STRIP)} -O svg.height={ROW} \\"
    yield "-O quantized.format=webp"
    yield "```"
    yield ""
    yield "The scheme in use is a [template](templates.md), filled in for all pictures at once:"
    yield ""
    yield "```sh"
    yield "cvpalette PICTURES --frames all \\"
    yield f"  -f template -O template.file={TEMPLATE}"
    yield "```"
    yield ""
    yield "All pictures are CC0 or in the public domain."
    yield "[The samples' page](../samples/README.md) names who made them."


def _list_piece(piece: Piece, folder: Path) -> Iterator[str]:
    base = "../samples/gallery"
    yield ""
    yield f"## {piece.title}"
    yield ""
    yield piece.text
    yield ""
    yield "```sh"
    yield from _wrap(piece.command)
    yield "```"
    yield ""
    yield f'<img src="../samples/{piece.file}" alt="{piece.alt}" width="{HALF}">'
    yield f'<img src="{base}/output/{piece.name}.{piece.made}" alt="{piece.made_alt}" width="{HALF}">'
    yield ""
    colors = "Its colors side by side, with the hex and the share of each"
    yield f'<img src="{base}/output/{piece.name}.svg" alt="{colors}" width="{WIDE}">'
    yield ""
    scheme = "A page with buttons and messages in light and dark, and a terminal, in its scheme"
    yield f'<img src="{base}/schemes/{piece.name}.svg" alt="{scheme}" width="{WIDE}">'
    for suffix in piece.texts:
        path = folder / "output" / f"{piece.name}.{suffix}"
        yield ""
        yield f"<details><summary><code>{path.name}</code></summary>"
        yield ""
        yield f"```{LANGUAGES.get(suffix.rpartition('.')[2], 'text')}"
        lines = path.read_text(encoding="utf-8").rstrip().splitlines()
        yield from lines[:LINES]
        if len(lines) > LINES:
            yield "…"
        yield "```"
        yield ""
        yield "</details>"


# How the languages of the texts are called in Markdown, by their suffixes.
LANGUAGES: Final = {
    "cjs": "js",
    "css": "css",
    "dart": "dart",
    "h": "c",
    "json": "json",
    "jl": "julia",
    "kt": "kotlin",
    "less": "less",
    "r": "r",
    "scss": "scss",
    "swift": "swift",
    "toml": "toml",
    "xml": "xml",
    "yaml": "yaml",
}


def _wrap(command: str) -> Iterator[str]:
    """Break a long command before the first format, as a shell allows."""
    before, formats, after = command.partition(" -f ")
    if len(command) < 84:
        yield command
    else:
        yield f"{before} \\"
        yield f"  {formats.strip()} {after}"


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")

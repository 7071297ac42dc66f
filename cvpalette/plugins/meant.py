"""The outputs that people mean by the name of a program, a language or a file type."""

from collections.abc import Sequence
from typing import Final

from cvpalette.messages import listed, quote

__all__ = ["MEANT", "explain_suffix", "guess_meant", "tell_apart"]

#: Names of outputs, most likely first, by the word that people use.
MEANT: Final = {
    "gimp": "gpl",
    "inkscape": "gpl",
    "krita": "kpl",
    "photoshop": "aco ase",
    "illustrator": "ase",
    "indesign": "ase",
    "adobe": "ase",
    "affinity": "ase",
    "paint.net": "paintnet",
    "paintshop": "jasc",
    "libreoffice": "soc",
    "openoffice": "soc",
    "powerpoint": "office",
    "excel": "office",
    "word": "office",
    "corel": "coreldraw",
    "sketch": "sketchpalette",
    "lospec": "hex",
    "figma": "tokens-studio dtcg",
    "tokens": "dtcg",
    "json5": "json",
    "jsonl": "json",
    "yaml": "base16",
    "kotlin": "compose",
    "android-studio": "android",
    "jetpack": "compose",
    "dart": "flutter",
    "xcode": "colorset swiftui",
    "swift": "swiftui",
    "ios": "colorset swiftui",
    "mac": "colorset swiftui",
    "macos": "colorset swiftui",
    "apple": "colorset swiftui",
    "windows": "windows-terminal",
    "tableau": "tps",
    "gmt": "cpt",
    "ggplot": "r",
    "ggplot2": "r",
    "matplotlib": "mplstyle",
    "octave": "matlab",
    "javascript": "typescript",
    "js": "typescript",
    "ts": "typescript",
    "cpp": "c",
    "c++": "c",
    "arduino": "c",
    "py": "python",
    "sass": "scss",
    "gdscript": "godot",
    "tex": "latex",
    "excel-csv": "csv",
    "png": "swatch quantized recolored strip",
    "gif": "quantized strip",
    "webp": "quantized recolored swatch",
    **dict.fromkeys(("jpeg", "jpg"), "recolored quantized"),
    **dict.fromkeys(("bmp", "ico", "indexed", "pcx", "tiff", "tinypng", "xpm"), "quantized"),
    **dict.fromkeys(("placeholder", "placeholders"), "lqip blurhash thumbhash dominant"),
    "duotone": "recolored",
    **dict.fromkeys(("cube", "hald"), "lut"),
    "canva": "hex",
    "swatches": "swatch procreate",
    **dict.fromkeys(("clip-studio", "clip-studio-paint", "csp"), "aco"),
    "terminal": "xresources kitty alacritty",
    "gallery": "html",
    "page": "html",
    "preview": "swatch html",
    "moodboard": "swatch html",
    "image": "swatch quantized",
    "picture": "swatch quantized",
    "style-dictionary": "dtcg",
    "design-tokens": "dtcg",
    "w3c": "dtcg",
    "colorblind": "vision",
    "cvd": "vision",
    "wcag": "contrast",
    "posterize": "quantized",
    "vim": "neovim",
    "nvim": "neovim",
}


# What to write instead of files that no output writes, by their suffix.
_PICTURES: Final = "pictures are written as '.png', '.svg', '.gif' and '.webp'"
_INSTEAD: Final = {
    **dict.fromkeys((".jfif", ".avif", ".heic", ".heif", ".jxl"), _PICTURES),
    **dict.fromkeys((".pdf", ".eps", ".ps"), f"{_PICTURES}, and pages as '.html'"),
    **dict.fromkeys((".psd", ".psb"), "Photoshop reads '.ase' and '.aco'"),
    ".ai": "Illustrator reads '.ase'",
    ".indd": "InDesign reads '.ase'",
    **dict.fromkeys((".afpalette", ".afdesign", ".afphoto", ".afpub"), "Affinity reads '.ase'"),
    ".xcf": "GIMP reads '.gpl'",
    **dict.fromkeys((".kra", ".krz", ".ora"), "Krita reads '.kpl'"),
    ".clr": "color lists of macOS are only read; take '.ase' or '.gpl'",
    ".apng": "format 'quantized' writes animated PNGs as '.png'",
    ".txt": "format 'hex' writes a color in each line of any text file",
}
# What the pictures show that several outputs write under one suffix.
_SHOWN: Final = {
    "swatch": "the colors as a picture",
    "quantized": "the image in few colors",
    "barcode": "a film as stripes",
}


def explain_suffix(suffix: str) -> str:
    """Return `; Affinity reads '.ase'` for a suffix that no output writes, or ''."""
    return f"; {_INSTEAD[suffix]}" if suffix in _INSTEAD else ""


def tell_apart(names: Sequence[str]) -> str:
    """Return outputs for a sentence, the likeliest first, each with what it shows if that is known."""
    ordered = sorted(names, key=lambda name: [*_SHOWN, name].index(name))
    told = [f"{quote(name)} ({_SHOWN[name]})" if name in _SHOWN else quote(name) for name in ordered]
    return f"{', '.join(told[:-1])} or {told[-1]}"


def guess_meant(word: str) -> str:
    """Return `; did you mean 'gpl'?` for a word that stands for an output, such as 'gimp', or ''."""
    meant = MEANT.get(word.strip().lower().replace("_", "-"), "").split()
    return f"; did you mean {listed(meant)}?" if meant else ""

"""The outputs that people mean by the name of a program, a language or a file type."""

from typing import Final

from cvpalette.messages import listed

__all__ = ["MEANT", "guess_meant"]

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
    "png": "swatch quantized strip",
    "gif": "quantized strip",
    "terminal": "xresources kitty alacritty",
    "vim": "neovim",
    "nvim": "neovim",
}


def guess_meant(word: str) -> str:
    """Return `; did you mean 'gpl'?` for a word that stands for an output, such as 'gimp', or ''."""
    meant = MEANT.get(word.strip().lower().replace("_", "-"), "").split()
    return f"; did you mean {listed(meant)}?" if meant else ""

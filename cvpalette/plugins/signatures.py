"""The first bytes of palette files: which reader they are for, and which formats nobody can read.

A reader is strict itself. This table only says which one to ask first, so that a file with an unusual name
does not load every reader that is installed.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

__all__ = ["find_refusal", "has_strict_sign", "hint_readers"]

# The first bytes of a file that patterns are searched in.
_HEAD: Final = 4096


class _Sign(NamedTuple):
    """A pattern of a file's head, and the readers that it speaks for, the likeliest first."""

    pattern: re.Pattern[bytes]
    readers: tuple[str, ...]


def _begins(pattern: bytes, *readers: str) -> _Sign:
    r"""Return a sign at the very first bytes; blanks and a byte order mark may stand before it."""
    return _Sign(re.compile(rb"(?:\xef\xbb\xbf)?\s{0,64}(?:" + pattern + rb")", re.DOTALL), readers)


def _holds(pattern: bytes, *readers: str) -> _Sign:
    """Return a sign anywhere in the head."""
    return _Sign(re.compile(rb".*?(?:" + pattern + rb")", re.DOTALL), readers)


# What only one format begins with or holds. The order counts, where two signs could fit.
_SURE: Final = (
    _begins(rb"ASEF", "ase"),
    _begins(rb".{4}\xe0\xa5.{122}.{4}\xfa\xf1", "aseprite"),
    _begins(rb"\x89PNG|GIF8[79]a|BM.{12}[\x0c-\x7c]\x00\x00\x00", "strip"),
    _begins(rb"8BCB", "acb"),
    _begins(rb"\x04\x0b(?:streamtyped|typedstream)|bplist00", "clr"),
    _begins(rb"SLCC\x00\x01", "clip-studio"),
    _begins(rb"\xcc[\xbc\xdc]|\xdc[\xbc\xdc]|\xcd[\xbc\xdc\xdd]", "cpl"),
    _begins(rb"ROWS[ \t]{1,8}[0-9]", "painter"),
    _holds(rb"%TAG !u! tag:unity3d\.com", "unity"),
    _begins(rb"GIMP Palette|KDE RGB Palette", "gpl"),
    _begins(rb"GIMP Gradient", "ggr"),
    _begins(rb"JASC-PAL", "jasc"),
    _begins(rb"RIFF....PAL ", "riff"),
    _begins(rb"<!(?:DOCTYPE|doctype)\s+(?:html|HTML)\b|<(?:html|HTML)\b", "html"),
    _begins(rb"<svg\b|<(?:\?xml|!--|!DOCTYPE\s+svg).*?<svg\b", "svg"),
    _holds(rb";\s*paint\.net Palette", "paintnet"),
    _holds(rb"<\w+:color-table\b", "soc"),
    _holds(rb"application/x-krita-(?:palette|resourcebundle)", "kpl"),
    _begins(rb"PK\x03\x04.{0,60}?Swatches\.json", "procreate"),
    _begins(rb"PK\x03\x04.{26}\[Content_Types\]\.xml", "office"),
    _holds(rb"<SCRIBUSCOLORS\b", "scribus"),
    _holds(rb"<palette\s", "coreldraw"),
    _holds(rb"<workbook\b", "tps"),
    _holds(rb"<qgis(?:_style)?\b", "qgis"),
    _holds(rb"<(?:\w{1,20}:)?(?:theme|clrScheme)\b", "office"),
    _holds(rb'"dataColors"', "powerbi"),
    _holds(rb"#\s*COLOR_MODEL\s*=", "cpt"),
    _holds(rb'"compatibleVersion"', "sketchpalette"),
    _holds(rb'"(?:\$themes|\$metadata|tokenSetOrder)"', "tokens-studio"),
    _holds(rb'"(?:valuesByMode|variableCollections)"', "figma"),
    _holds(rb'"collections"\s{0,8}:\s{0,8}\[.{0,4000}?"modes"\s{0,8}:', "figma"),
    _holds(rb'"color(?:theme)?#data"', "adobe-color"),
    _holds(rb'"\$value"', "dtcg"),
    _begins(rb'\[gd_resource type="ColorPalette"', "godot-palette"),
    _begins(rb"\{.{0,4000}?\"idiom\"\s{0,8}:", "colorset-json"),
    _holds(rb"<resources\b", "android"),
    _holds(rb"@theme\b[\w \t]{0,40}\{", "tailwind"),
    _holds(rb"\\(?:define|provide)color(?:set)?\s{0,8}[\[{]", "latex"),
    _holds(rb"axes\.(?:prop|color)_cycle", "mplstyle"),
    _holds(rb'"type"\s{0,8}:\s{0,8}"color"', "tokens-studio", "figma"),
    _holds(rb'"brightPurple"', "windows-terminal"),
    _holds(rb'"special".{0,999}"color0"', "pywal"),
    _holds(rb"<key>Ansi \d\d? Color</key>", "iterm"),
    _holds(rb"\[Colors:", "kde"),
    _holds(rb"\[Color0\]", "konsole"),
    _holds(rb"\[Palette\]", "ptyxis"),
    _holds(rb"\[colors\.(?:normal|primary)\]", "alacritty"),
    _holds(rb"(?:^|\n)brights\s{0,8}=", "wezterm"),
    _holds(rb"(?:^|\n)regular0\s{0,8}=", "foot"),
    _holds(rb"(?:^|\n)palette\s{0,8}=\s{0,8}\d", "ghostty"),
    _holds(rb"(?:^|\n)palette=\[", "gnome-terminal"),
    _holds(rb"(?:^|\n)color0[ \t]{1,40}\S", "kitty"),
    _holds(rb"[*.]color0\s{0,40}:", "xresources"),
    _holds(rb"(?:^|\n)\s{0,8}base00\s{0,8}:", "base16", "base24"),
    _holds(rb"coolors\.co/|/\* (?:CSV|CSS HEX|SCSS HEX) \*/|<palette>\s{0,40}<color name=", "coolors"),
)
# Readers whose signs nothing else has: if they cannot read a file, no reader of any text or JSON may.
_STRICT: Final = frozenset(
    (
        *("ase", "acb", "clip-studio", "cpl", "painter", "gpl", "ggr", "jasc", "riff", "paintnet", "soc"),
        *("scribus", "tps", "qgis", "powerbi", "cpt", "sketchpalette", "figma", "adobe-color", "unity"),
        *("colorset-json", "godot-palette", "iterm"),
    )
)
# What many formats look like: the readers that take what no stricter one has taken.
_LIKELY: Final = (
    _begins(rb"PK\x03\x04", "kpl", "procreate", "office"),
    _begins(rb"[{\[]", "json", "dtcg"),
    _begins(rb"\x00[\x01\x02]", "aco"),
    _begins(rb"\x1f\x8b", "svg"),
    _begins(rb"(?:#|0x)?[0-9A-Fa-f]{6,8}\s", "hex", "paintnet", "csv", "coolors"),
    _holds(rb"--[\w-]{1,80}\s{0,8}:", "css"),
    _holds(rb"\$[\w-]{1,80}\s{0,8}:", "scss"),
    _holds(rb"@[\w-]{1,80}\s{0,8}:", "less"),
    _holds(rb"module\.exports|export default", "tailwind3"),
    _begins(rb"!", "x11"),
    _holds(rb"\n[ 0-9]{5,11}\t\t\S", "x11"),
    _holds(rb"[\w\"'][,;\t]", "csv"),
)
# Formats that are known, and why they are not read. Each sentence goes on after the file's name.
_REFUSED: Final[tuple[tuple[_Sign, str], ...]] = (
    (
        _begins(rb"\x00\xffKA"),
        "is a palette of Affinity, whose format is not public; export it as Adobe Swatch Exchange (.ase)",
    ),
    (
        _begins(rb"8BGR"),
        "holds gradients of Photoshop, which are not read; save their colors as swatches (.aco)",
    ),
)


def hint_readers(data: bytes, *, sure: bool) -> Iterator[str]:
    """Give the names of the readers that a file's first bytes speak for, each once.

    If `sure`, they are those of formats that nothing else looks like, else those of formats without a sign of
    their own.
    """
    signs = _find_signs(data, _SURE if sure else _LIKELY)
    yield from dict.fromkeys(name for sign in signs for name in sign.readers)


def has_strict_sign(data: bytes) -> bool:
    """Tell whether a file's first bytes are those of one format only.

    Then a file that its reader refuses is damaged, and nothing that a reader of any text or JSON should take.
    """
    return any(len(sign.readers) == 1 and sign.readers[0] in _STRICT for sign in _find_signs(data, _SURE))


def _find_signs(data: bytes, signs: Iterable[_Sign]) -> Iterator[_Sign]:
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    return (sign for sign in signs if sign.pattern.match(head))


def find_refusal(data: bytes) -> str:
    """Return why a file of a known format is not read, as a sentence that follows its name; else ''."""
    head = data[:_HEAD]
    return next((sentence for sign, sentence in _REFUSED if sign.pattern.match(head)), "")

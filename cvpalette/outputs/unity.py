"""The output `unity`."""

import json
import re
from dataclasses import dataclass
from typing import ClassVar, Final

from cvpalette.color.color import clip_color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, decode_text, make_palette
from cvpalette.rendering.names import palette_name, plain_name
from cvpalette.result import Result

__all__ = ["UnityPresets"]

# Source: ColorPresetLibrary in Unity's public C# reference, and what its editors save. 12323 is the number of
# that class in the editor.
_HEAD: Final = """\
%YAML 1.1
%TAG !u! tag:unity3d.com,2011:
--- !u!114 &1
MonoBehaviour:
  m_ObjectHideFlags: 52
  m_CorrespondingSourceObject: {fileID: 0}
  m_PrefabInstance: {fileID: 0}
  m_PrefabAsset: {fileID: 0}
  m_GameObject: {fileID: 0}
  m_Enabled: 1
  m_EditorHideFlags: 1
  m_Script: {fileID: 12323, guid: 0000000000000000e000000000000000, type: 0}
"""
_SCRIPT: Final = re.compile(r"\s{1,8}m_Script:\s{0,4}\{fileID: 12323, ")
_TAG: Final = re.compile(r"%TAG !u! tag:unity3d\.com,2011:")
_FIELD: Final = re.compile(r"\s{0,8}(?:- )?(m_\w{1,40}):(?: (.*))?")
_LEVEL: Final = r"\s*{}: ([0-9.eE+-]{{1,30}})\s*"
_COLOR: Final = re.compile(r"\{" + ",".join(_LEVEL.format(channel) for channel in "rgba") + r"\}")
# Text that YAML takes for nothing else.
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9 _./()-]*[A-Za-z0-9)]")
_WORDS: Final = re.compile(r"(?i)y|n|yes|no|on|off|true|false|null|nan|inf")


@dataclass(frozen=True)
class UnityPresets:
    """Color presets of Unity's color picker; put the file into a folder 'Editor' of the project.

    It keeps names and alpha, and loses groups and kinds. The facts are Unity's public C# reference of
    ColorPresetLibrary.
    """

    # KDE's color schemes have the suffix .colors too. Files with that suffix are told apart by their content.
    suffix: ClassVar[str] = ".unity.colors"
    read_suffixes: ClassVar[tuple[str, ...]] = (".colors",)
    family: ClassVar[str] = "palettes"
    holds: ClassVar[frozenset[str]] = frozenset({"names", "alpha"})

    def render(self, result: Result, /) -> str:
        """Write the asset as Unity's editor does, with levels from 0 to 1."""
        name = _write_text(palette_name(result))
        lines = [f"  m_Name: {name}", "  m_EditorClassIdentifier: ", "  m_Presets:"]
        for swatch in result.palette:
            # Unity writes a blank after the colon of an empty text.
            lines += [
                f"  - m_Name: {_write_text(plain_name(swatch.name))}",
                f"    m_Color: {_levels_of(swatch)}",
            ]
        return _HEAD + "\n".join(lines) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the presets that Unity's color picker shows. Raises ValueError."""
        lines = decode_text(data).splitlines()
        if not any(map(_TAG.match, lines[:8])) or not any(map(_SCRIPT.match, lines)):
            raise ValueError("it is no library of color presets of Unity")
        found: list[Entry] = []
        names: list[str] = []
        called = ""
        for number, line in enumerate(lines, 1):
            field = _FIELD.fullmatch(line.rstrip())
            if not field:
                continue
            key, text = field[1], (field[2] or "").strip()
            if key == "m_Name":
                names.append(_read_text(text))
                # The first name is that of the library itself.
                called = names[0] if len(names) == 1 else called
            elif key == "m_Color":
                found.append(_read_color(number, text, names[-1] if len(names) > 1 else ""))
        return make_palette(found, called)


def _levels_of(swatch: Swatch) -> str:
    levels = [f"{level / 255:.8g}" for level in swatch.color.rgb]
    red, green, blue = levels
    return f"{{r: {red}, g: {green}, b: {blue}, a: {swatch.alpha:.8g}}}"


def _write_text(text: str) -> str:
    """Return a text in YAML: as it is if nothing can go wrong, else in double quotes with JSON's escapes."""
    if not text or (_PLAIN.fullmatch(text) and not _WORDS.fullmatch(text)):
        return text
    return json.dumps(text, ensure_ascii=False)


def _read_text(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if not text.startswith('"'):
        return text
    try:
        # YAML's \xNN and \UNNNNNNNN are no JSON.
        escaped = re.sub(r"\\x([0-9A-Fa-f]{2})", r"\\u00\1", text)
        escaped = re.sub(
            r"\\U000([0-9A-Fa-f]{5})", lambda found: chr(min(int(found[1], 16), 0x10FFFF)), escaped
        )
        return str(json.loads(escaped)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    except ValueError:
        return text.strip('"')


def _read_color(number: int, text: str, name: str) -> Entry:
    found = _COLOR.fullmatch(text)
    try:
        if not found:
            raise ValueError(text)
        red, green, blue, alpha = map(float, found.groups())
        color = clip_color("srgb", (red, green, blue))
        if not 0 <= alpha <= 1:
            raise ValueError(text)
    except ValueError as error:
        message = (
            f"line {number}: {quote(text[:60])} is no color of Unity, such as {{r: 1, g: 0, b: 0, a: 1}}"
        )
        raise ValueError(message) from error
    return Entry(color if alpha else None, name, alpha=alpha or 1.0)

"""Makes the folder in which the cases run: a photo, what is broken, and palettes of each kind."""

import io
import json
import struct
import zlib
from pathlib import Path

import numpy as np
import PIL.Image

GPL = "GIMP Palette\nName: Brand\nColumns: 2\n#\n 38  70  83\tink\n233 196 106\tsand\n"
#: A list of names, in which each color is one of the three that most people know.
NAMED = "GIMP Palette\nName: Names\n#\n255 0 0\tred\n0 0 255\tblue\n"


def fill(folder: Path) -> None:
    """Write every file that a case names."""
    photo = _photo()
    photo.save(folder / "photo.jpg", quality=90)
    photo.save(folder / "photo.png")
    for name in ("photos", "photos/inner", "empty", "below/deep", "out", "taken", "closed.colorset"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for path in ("photos/a.jpg", "photos/b.jpg", "below/deep/c.jpg"):
        photo.save(folder / path)
    PIL.Image.new("RGB", (8, 8), "teal").save(folder / "plain.png")
    PIL.Image.new("RGB", (8, 8), "teal").save(folder / "plain-again.png")
    PIL.Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(folder / "transparent.png")
    PIL.Image.new("RGBA", (8, 8), (0, 90, 90, 128)).save(folder / "glass.png")
    PIL.Image.new("RGB", (16384, 1), "teal").save(folder / "long.png")
    PIL.Image.new("RGBA", (8, 8), (0, 128, 128, 128)).save(folder / "veil.png")
    PIL.Image.new("L", (40, 40), "white").save(folder / "white.png")
    PIL.Image.new("L", (4, 4), "white").save(folder / "small-mask.png")
    PIL.Image.new("L", (40, 40), "black").save(folder / "black-mask.png")
    PIL.Image.new("L", (40, 40), 1).save(folder / "labels.png")
    frames = [PIL.Image.new("RGB", (8, 8), color) for color in ("teal", "gold", "navy")]
    frames[0].save(folder / "animation.gif", save_all=True, append_images=frames[1:])
    many = [PIL.Image.new("RGB", (8, 8), (5 * number, 99, 40)) for number in range(12)]
    many[0].save(folder / "many.gif", save_all=True, append_images=many[1:])
    frames[0].save(folder / "pages.tiff", save_all=True, append_images=frames[1:])
    frames[0].save(folder / "page.tiff")
    _write_broken(folder)
    _write_texts(folder)
    _write_unread(folder)
    (folder / "taken" / "photo.css").write_text("mine", "utf-8")
    (folder / "taken" / "photo.swatch.png").write_bytes(b"mine")
    (folder / "taken" / "photo.xcassets").mkdir()
    (folder / "taken" / "photo.xcassets" / "Contents.json").write_text("mine", "utf-8")
    (folder / "blocked" / "photo.xcassets" / "Contents.json").mkdir(parents=True)
    (folder / "elsewhere").mkdir()
    (folder / "linked").mkdir()
    (folder / "linked" / "inner").symlink_to("../elsewhere")
    photo.save(folder / "photos" / "inner" / "d.jpg")
    (folder / "palette.css").mkdir()
    (folder / "link.css").symlink_to("photo.jpg")


def _photo() -> PIL.Image.Image:
    """Return a picture of 40 x 40 pixels with many colors."""
    rows, columns = np.mgrid[0:40, 0:40] / 39
    red, green, blue = 255 * columns, 255 * rows, 255 * (1 - columns) * rows
    return PIL.Image.fromarray(np.stack([red, green, blue], -1).astype(np.uint8))


def _write_broken(folder: Path) -> None:
    for whole, cut in (("photo.jpg", "cut.jpg"), ("photo.png", "cut.png")):
        data = (folder / whole).read_bytes()
        (folder / cut).write_bytes(data[: len(data) * 2 // 3])
    (folder / "head.png").write_bytes((folder / "photo.png").read_bytes()[:40])
    broken = bytearray((folder / "photo.png").read_bytes())
    broken[60:90] = b"\x55" * 30
    (folder / "damaged.png").write_bytes(broken)
    (folder / "empty.png").touch()
    (folder / "overfull.png").write_bytes(_png_header(4, 4, pixels=70_000, level=0))
    progressive = io.BytesIO()
    PIL.Image.new("RGB", (16, 16), "teal").save(progressive, "JPEG", progressive=True)
    scans = progressive.getvalue()
    last = scans[scans.rindex(b"\xff\xda") : -2]
    (folder / "scans.jpg").write_bytes(scans[:-2] + last * 100 + b"\xff\xd9")
    (folder / "huge.png").write_bytes(_png_header(60_000, 60_000))
    (folder / "no-pixels.png").write_bytes(_png_header(0, 5))


def _png_header(width: int, height: int, pixels: int = 64, level: int = -1) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * pixels, level)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def _write_texts(folder: Path) -> None:
    texts = {
        "brand.gpl": GPL,
        "named.gpl": NAMED,
        "unnamed.hex": "#264653\n#e9c46a\n",
        "broken.gpl": "GIMP Palette\nName: Brand\n#\n300 0 0\tred\n",
        "notes.txt": "A list of things to do.\n",
        "drawing.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>\n',
        "vars.css": ":root { --a: var(--b); --b: #264653 }\n",
        "broken.css": ":root { --a: #12 }\n",
        "template.txt": "{{colour}}\n",
        "template.mustache": "{{#colors}}{{hex}}\n",
        "photos/notes.txt": "None.\n",
        "closed.colorset/notes.txt": "None.\n",
        "broken.hex": "#264653\n#26465\n",
        "long.hex": f"#{'2' * 600}\n#264653\n",
        "broken.yaml": "".join(f'base{slot:02X}: "264653"\n' for slot in range(15)) + 'base0F: "26465"\n',
        "broken.scss": "$ink: color.adjust(red, $lightness: -10%);\n",
        "page.html": "<!doctype html><title>A page</title>",
        "none.jsonl": "no line of ours\n",
        "other.jsonl": '{"path": 1}\n',
        "two-groups.json": json.dumps(
            {"Brand": {"ink": {"$type": "color", "$value": "#264653"}}, "Alarm": {"red": {"$value": "#f00"}}}
        ),
        "empty.gpl": "GIMP Palette\nName: Brand\n#\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")


def _write_unread(folder: Path) -> None:
    files = {
        "drawing.eps": b"%!PS-Adobe-3.0 EPSF-3.0\n",
        "drawing.wmf": b"\xd7\xcd\xc6\x9a" + bytes(40),
        "bytes.bin": bytes(range(256)) * 2,
        "picture.wbmp": b"\0\0\x10\x10" + bytes(32),
        "broken.kra": _zip({"mimetype": b"application/x-krita", "mergedimage.png": b"none"}),
        "gif.kra": _zip(
            {"mimetype": b"application/x-krita", "mergedimage.png": (folder / "animation.gif").read_bytes()}
        ),
        "still.mp4": b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + bytes(400),
        "no-pixels.gif": b"GIF89a" + bytes(4) + b"\0\0\0;",
        "affinity.afpalette": b"\0\xffKA" + bytes(40),
        "long.gif": _make_long_gif(),
        "cut.tiff": (folder / "page.tiff").read_bytes()[:8],
        "start.jpg": (folder / "photo.jpg").read_bytes()[:630],
        "sketch.sketch": _zip({"document.json": b"{}"}),
        "picture.kra": _zip({"mimetype": b"application/x-krita"}),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _zip(members: dict[str, bytes]) -> bytes:
    import io  # noqa: PLC0415 -- only here
    import zipfile  # noqa: PLC0415 -- only here

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def _make_long_gif() -> bytes:
    """Return an animation of 10,001 frames of one pixel."""
    head = b"GIF89a\1\0\1\0\x80\0\0" + bytes(6)
    frame = b"!\xf9\4\0\1\0\0\0" + b",\0\0\0\0\1\0\1\0\0" + b"\2\2D\1\0"
    return head + frame * 10_001 + b";"


def install_plugins(folder: Path) -> None:
    """Write two distributions, whose outputs fail in every place where one can, and claim the same name."""
    for name, outputs in {
        "broken": ("import", "missing", "shape", "configure", "render", "type", "twice"),
        "rival": ("twice",),
    }.items():
        about = folder / f"cvpalette_{name}-1.0.dist-info"
        about.mkdir(parents=True)
        (about / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: cvpalette-{name}\nVersion: 1.0\n", "utf-8"
        )
        lines = [f"broken-{each} = {_PLUGINS[each]}" for each in outputs]
        (about / "entry_points.txt").write_text("\n".join(["[cvpalette.outputs]", *lines, ""]), "utf-8")
    (folder / "broken_at_import.py").write_text("raise RuntimeError('no license found')\n", "utf-8")
    (folder / "broken_outputs.py").write_text(_OUTPUTS, "utf-8")


_PLUGINS = {
    "import": "broken_at_import:Output",
    "missing": "broken_nowhere:Output",
    "shape": "broken_outputs:shape",
    "configure": "broken_outputs:Configure",
    "render": "broken_outputs:Render",
    "type": "broken_outputs:Type",
    "twice": "broken_outputs:Render",
}
_OUTPUTS = """
from dataclasses import dataclass
from typing import ClassVar

shape = 7

@dataclass(frozen=True)
class Render:
    suffix: ClassVar[str] = ".broken"
    def render(self, result, /):
        raise KeyError("ink")

@dataclass(frozen=True)
class Configure(Render):
    def __post_init__(self):
        raise RuntimeError("no display")

@dataclass(frozen=True)
class Type(Render):
    def render(self, result, /):
        return 7
"""

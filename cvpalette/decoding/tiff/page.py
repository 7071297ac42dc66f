"""Defines Page: what the tags of a page say of its pixels, checked; what is not read is refused by name."""

import math
from dataclasses import dataclass
from typing import Final, NoReturn, Self

from cvpalette.decoding.jpeg import name_rare_kind
from cvpalette.decoding.tiff.directory import Directory, Tag

__all__ = [
    "ASSOCIATED", "BYTE_CODECS", "CIELAB", "CMYK", "COMPRESSIONS", "FLOAT", "GRAYS", "ICCLAB", "JPEG", "MASK",
    "OLD_JPEG", "PALETTE", "PHOTOMETRICS", "PICTURE_CODECS", "RGB", "SIGNED", "UNASSOCIATED", "UNSPECIFIED",
    "WHITE_IS_ZERO", "YCBCR", "Page", "refuse",
]  # fmt: skip

#: The compressions that have a name here, from TIFF 6.0, its supplements, and libtiff's and tifffile's lists.
COMPRESSIONS: Final = {
    1: "none", 2: "CCITT RLE", 3: "CCITT Group 3", 4: "CCITT Group 4", 5: "LZW", 6: "old-style JPEG",
    7: "JPEG", 8: "Deflate", 9: "JBIG", 10: "JBIG", 99: "JPEG", 22610: "JPEG XR", 32766: "NeXT",
    32767: "Sony ARW", 32770: "Samsung SRW", 32771: "CCITT RLE by words", 32773: "PackBits",
    32809: "ThunderScan", 32895: "IT8 CT", 32896: "IT8 LW", 32897: "IT8 MP", 32898: "IT8 BL",
    32908: "PixarFilm", 32909: "PixarLog", 32946: "Deflate", 32947: "DCS",
    33003: "JPEG 2000 of Aperio, YCbCr", 33005: "JPEG 2000 of Aperio, RGB", 33007: "JPEG", 34661: "JBIG",
    34676: "SGILog", 34677: "SGILog24", 34692: "LuraDocument", 34712: "JPEG 2000", 34713: "Nikon NEF",
    34715: "JBIG2", 34718: "MDI", 34719: "MDI", 34720: "MDI", 34887: "LERC", 34892: "lossy JPEG of DNG",
    34925: "LZMA", 34926: "Zstandard", 34927: "WebP", 34933: "PNG", 34934: "JPEG XR", 48124: "Jetraw",
    50000: "Zstandard", 50001: "WebP", 50002: "JPEG XL", 52546: "JPEG XL of DNG", 65535: "Pentax PEF",
}  # fmt: skip
OLD_JPEG, JPEG, _LERC = 6, 7, 34887
#: Compressions of plain bytes; the samples are unpacked after them.
BYTE_CODECS: Final = {1, 5, 8, 32773, 32946, 34925, 50000}
# Those of them that every Pillow has.
_PLAIN_CODECS: Final = {1, 5, 8, 32773, 32946}
#: Those of them after which the samples may be differences.
_WITH_PREDICTOR: Final = {5, 8, 32946, 34925, 50000}
#: Compressions whose strips or tiles are pictures themselves.
PICTURE_CODECS: Final = {22610, 33005, 34712, 34887, 34933, 34934, 50001, 50002}
# Compressions of pictures that Pillow decodes whole, and what it decodes rightly: the photometric
# interpretation, the bits of a sample, and the samples of a pixel. It errs in other combinations.
_WHOLE_PICTURES: Final = {
    2: {(0, 1, 1), (1, 1, 1)},
    3: {(0, 1, 1), (1, 1, 1)},
    4: {(0, 1, 1), (1, 1, 1)},
    32771: {(0, 1, 1), (1, 1, 1)},
    32809: {(0, 4, 1), (1, 4, 1)},
    7: {(1, 8, 1), (2, 8, 3), (5, 8, 4), (6, 8, 3)},
}
# What Pillow decodes rightly, and faster than our own code, of the compressions of plain bytes.
_PLAIN: Final = {
    *((kind, bits, 1) for kind in (0, 1) for bits in (1, 2, 4, 8)),
    (2, 8, 3),
    (2, 8, 4),
    (5, 8, 4),
}

WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, MASK, CMYK, YCBCR, CIELAB, ICCLAB = 0, 1, 2, 3, 4, 5, 6, 8, 9
GRAYS: Final = (WHITE_IS_ZERO, BLACK_IS_ZERO)
LABS: Final = (CIELAB, ICCLAB)
#: The photometric interpretations that have a name here.
PHOTOMETRICS: Final = {
    0: "gray with 0 as white", 1: "gray", 2: "RGB", 3: "indexed", 4: "a transparency mask", 5: "inks",
    6: "YCbCr", 8: "CIELAB", 9: "ICC LAB", 10: "ITU LAB", 32803: "the mosaic of a raw photo",
    32844: "LogL", 32845: "LogLuv", 34892: "a linear raw photo", 51177: "a depth map",
    52527: "a semantic mask",
}  # fmt: skip
# The samples of a pixel that are color, by the photometric interpretation.
_COLORS: Final = {0: 1, 1: 1, 2: 3, 3: 1, 5: 4, 6: 3, 8: 3, 9: 3}
UNSPECIFIED, ASSOCIATED, UNASSOCIATED = 0, 1, 2
# Corel Draw 10 writes this for alpha.
_COREL: Final = 999
UNSIGNED, SIGNED, FLOAT, UNDEFINED = 1, 2, 3, 4
_FORMATS: Final = {2: "signed", 3: "float", 5: "complex whole numbers", 6: "complex numbers"}
_FLOATS: Final = (16, 32, 64)
_MOST_BITS: Final = 64
_MOST_PACKED: Final = 31
_MOST_SAMPLES: Final = 32
_MOST_INDEX_BITS: Final = 16
# The largest strip or tile, in bytes of decoded samples, and the largest tile, as a multiple of its picture.
_MOST_CHUNK: Final = 1 << 31
_TILE_PIXELS: Final = 1 << 24
# The segments of a JPEG before its samples are shorter.
_JPEG_HEAD: Final = 1 << 16
_CONVERT: Final = "convert it first to a TIFF of 8 or 16 bits with Deflate"


def refuse(what: str, remedy: str = _CONVERT) -> NoReturn:
    """Raise NotImplementedError for what a page has; the remedy says what would work."""
    raise NotImplementedError(f"{what}; {remedy}")


@dataclass(frozen=True, slots=True)
class Page:
    """The size of a page, the kind of its samples, and its strips or tiles.

    `colors` is the number of samples of a pixel that are color, and `extras` what the others are.
    `chunk` is the width and height of a strip or tile.
    """

    directory: Directory
    width: int
    height: int
    bits: int
    kind: int
    compression: int
    photometric: int
    samples: int
    extras: tuple[int, ...]
    is_planar: bool
    predictor: int
    is_reversed: bool
    subsampling: tuple[int, int]
    is_tiled: bool
    chunk: tuple[int, int]

    @classmethod
    def parse(cls, directory: Directory, *, is_mask: bool = False) -> Self:
        """Read and check the tags; raises NotImplementedError, ValueError or EOFError.

        A mask is read as gray: 1 is inside, and is white.
        """
        number = directory.number
        photometric, samples = number(Tag.PHOTOMETRIC, -1), number(Tag.SAMPLES, 1)
        if is_mask:
            photometric = BLACK_IS_ZERO
        width, height = number(Tag.WIDTH, 0), number(Tag.HEIGHT, 0)
        is_tiled = Tag.TILE_WIDTH in directory.entries
        rows = min(number(Tag.STRIP_ROWS, height) or height, height)
        chunk = (number(Tag.TILE_WIDTH, 0), number(Tag.TILE_HEIGHT, 0)) if is_tiled else (width, rows)
        subsampling = directory.numbers(Tag.SUBSAMPLING) or (2, 2)
        planes = number(Tag.PLANES, 1)
        page = cls(
            directory,
            width,
            height,
            _same(directory.numbers(Tag.BITS) or (1,), "bits a sample"),
            _kind_of(directory, photometric),
            number(Tag.COMPRESSION, 1),
            photometric,
            samples,
            _extras_of(directory, photometric, samples),
            planes == 2 and samples > 1,
            number(Tag.PREDICTOR, 1),
            number(Tag.FILL_ORDER, 1) == 2,
            (subsampling[0], subsampling[-1]) if photometric == YCBCR else (1, 1),
            is_tiled,
            chunk,
        )
        if planes not in (1, 2):
            refuse(f"planar configuration {planes}")
        if number(Tag.FILL_ORDER, 1) not in (1, 2):
            refuse(f"fill order {number(Tag.FILL_ORDER, 1)}")
        page._check_compression()
        page._check_samples()
        page._check_colors()
        page._check_size()
        return page

    @property
    def colors(self) -> int:
        """The number of samples of a pixel that are color."""
        return self.samples - len(self.extras)

    @property
    def alpha(self) -> int | None:
        """The index of the sample that is alpha; None if there is none."""
        found = [at for at, extra in enumerate(self.extras) if extra in (ASSOCIATED, UNASSOCIATED)]
        return self.colors + found[0] if found else None

    @property
    def is_associated(self) -> bool:
        """Whether alpha is multiplied into the colors."""
        return self.alpha is not None and self.extras[self.alpha - self.colors] == ASSOCIATED

    @property
    def unread(self) -> int:
        """The number of samples of a pixel that are neither color nor alpha."""
        return len(self.extras) - (self.alpha is not None)

    @property
    def is_for_pillow(self) -> bool:
        """Whether Pillow decodes the page rightly."""
        shape = (self.photometric, self.bits, self.samples)
        if self.compression in _WHOLE_PICTURES:
            return True  # all others were refused
        is_beyond = self.is_planar or self.is_reversed or self.kind != UNSIGNED or self._is_beyond_pillow
        if self.compression not in _PLAIN_CODECS or is_beyond:
            return False
        # Pillow does not know that differences of 16 bits and more exist, and takes any extra for the first.
        return shape in _PLAIN and len(self.extras) <= 1 and (not self.extras or self.photometric == RGB)

    @property
    def _is_beyond_pillow(self) -> bool:
        return self.directory.is_big and self.directory.order == ">"

    def _check_compression(self) -> None:
        code = self.compression
        known = COMPRESSIONS.get(code)
        name = f"compression {known} ({code})" if known else f"compression {code}"
        if code in _WHOLE_PICTURES:
            self._check_whole_picture(name)
        elif code not in BYTE_CODECS | PICTURE_CODECS:
            refuse(name)
        if code == _LERC and any(self.directory.numbers(Tag.LERC_PARAMETERS)[1:2]):
            refuse(f"{name} that is compressed once more")
        if code in PICTURE_CODECS and self.bits not in (8, 16, 32, 64):
            refuse(f"{name} of {_counted(self.bits, 'bit')} a sample")
        if code in _WITH_PREDICTOR and self.predictor not in (1, 2, 3):
            refuse(f"predictor {self.predictor}")
        if self.differs == 2 and self.bits not in (8, 16, 32, 64):
            refuse(f"differences of {self.bits} bits (predictor 2)")
        if self.differs == 3 and self.kind != FLOAT:
            refuse("differences of floats (predictor 3) between whole numbers")

    def _check_whole_picture(self, name: str) -> None:
        shape = (self.photometric, self.bits, self.samples)
        if shape not in _WHOLE_PICTURES[self.compression] or self.is_planar or self.kind != UNSIGNED:
            kind = PHOTOMETRICS.get(self.photometric, f"photometric interpretation {self.photometric}")
            shown = f"{_counted(self.samples, 'sample')} of {_counted(self.bits, 'bit')}"
            refuse(f"{name} of {kind} with {shown}")
        if self._is_beyond_pillow:
            refuse(f"{name} in a BigTIFF with the highest byte first")
        if self.compression == JPEG and name_rare_kind(self._first_chunk()):
            refuse(f"{name} with lossless, hierarchical or arithmetic coding")
        options = {3: Tag.GROUP_3_OPTIONS, 4: Tag.GROUP_4_OPTIONS}.get(self.compression)
        if options and self.directory.number(options, 0) & 2:
            refuse(f"{name} with uncompressed parts")

    def _first_chunk(self) -> bytes:
        at = self.directory.number(Tag.TILE_OFFSETS if self.is_tiled else Tag.STRIP_OFFSETS, 0)
        return self.directory.data[at : at + _JPEG_HEAD]

    @property
    def differs(self) -> int:
        """The predictor, if the compression has one: 1 none, 2 differences, 3 differences of floats."""
        return self.predictor if self.compression in _WITH_PREDICTOR else 1

    def _check_samples(self) -> None:
        if not 1 <= self.samples <= _MOST_SAMPLES:
            refuse(f"{self.samples:,} samples a pixel")
        is_packed = self.bits <= _MOST_PACKED and self.bits % 8 > 0 and self.kind != FLOAT
        is_whole = self.bits in (_FLOATS if self.kind == FLOAT else (8, 16, 32, 64))
        if not (is_packed or is_whole):
            kind = f" ({_FORMATS[self.kind]})" if self.kind in _FORMATS else ""
            refuse(f"{self.bits} bits a sample{kind}")

    def _check_colors(self) -> None:
        photometric = self.photometric
        if photometric < 0:
            refuse("no photometric interpretation")
        if photometric not in _COLORS:
            name = PHOTOMETRICS.get(photometric)
            refuse(f"{name} ({photometric})" if name else f"photometric interpretation {photometric}")
        if self.kind != UNSIGNED and photometric in (PALETTE, YCBCR, *LABS, CMYK):
            refuse(f"{PHOTOMETRICS[photometric]} of {_FORMATS[self.kind]} samples")
        if self.is_associated and photometric not in (*GRAYS, RGB):
            refuse(f"{PHOTOMETRICS[photometric]} with alpha multiplied into it")
        self._check_interpretation()

    def _check_interpretation(self) -> None:
        photometric = self.photometric
        if photometric == PALETTE:
            self._check_palette()
        elif photometric == CMYK:
            self._check_inks()
        elif photometric in LABS and self.bits not in (8, 16):
            refuse(f"{PHOTOMETRICS[photometric]} of {self.bits} bits")
        elif photometric == YCBCR and self.compression != JPEG:
            self._check_ycbcr()

    def _check_palette(self) -> None:
        if self.bits > _MOST_INDEX_BITS:
            refuse(f"indices of {self.bits} bits")
        if len(self.directory.array(Tag.COLOR_MAP)) != 3 << self.bits:
            raise ValueError("it has no palette that fits its indices")

    def _check_inks(self) -> None:
        if self.directory.number(Tag.INK_SET, 1) != 1 or self.directory.number(Tag.INKS, 4) != 4:
            refuse("inks other than cyan, magenta, yellow and black", "convert it first to CMYK or RGB")
        dots = self.directory.numbers(Tag.DOT_RANGE)[:2]
        if dots and dots != (0, 2**self.bits - 1) and self.kind == UNSIGNED:
            refuse(f"a dot range of {dots[0]} to {dots[-1]}")

    def _check_ycbcr(self) -> None:
        across, down = self.subsampling
        if across not in (1, 2, 4) or down not in (1, 2, 4):
            refuse(f"YCbCr subsampling {across} x {down}")
        is_plain = self.bits == 8 and not self.extras and not self.is_planar and self.differs == 1
        if not is_plain and not (self.bits == 8 and self.subsampling == (1, 1)):
            refuse(
                f"subsampled YCbCr of {self.bits} bits with {_counted(self.samples, 'sample')} in this layout"
            )
        if self.compression not in BYTE_CODECS:
            refuse(f"YCbCr with compression {COMPRESSIONS[self.compression]} ({self.compression})")

    def _check_size(self) -> None:
        across, down = self.chunk
        if self.is_tiled and (across < 1 or down < 1):
            raise ValueError("its tiles have no size")
        if across * down > max(_TILE_PIXELS, 4 * self.width * self.height) and self.is_tiled:
            raise ValueError(f"its tiles of {across} x {down} are larger than its picture")
        samples = 1 if self.is_planar else self.samples
        if math.ceil(across * samples * self.bits / 8) * down > _MOST_CHUNK:
            refuse("a strip or tile of more than 2 GB")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _same(values: tuple[int, ...], what: str) -> int:
    if len(set(values)) > 1:
        refuse(f"{' and '.join(str(value) for value in dict.fromkeys(values))} {what}")
    return values[0]


def _kind_of(directory: Directory, photometric: int) -> int:
    """Return the format of the samples: unsigned, signed or float."""
    kinds = directory.numbers(Tag.FORMAT) or (UNSIGNED,)
    if photometric in LABS and set(kinds) <= {UNSIGNED, SIGNED, UNDEFINED}:
        return UNSIGNED  # the photometric interpretation says which are signed
    kind = _same(kinds, "as formats of the samples")
    if kind not in (UNSIGNED, SIGNED, FLOAT, UNDEFINED):
        refuse(_FORMATS.get(kind, f"samples of format {kind}"))
    return UNSIGNED if kind == UNDEFINED else kind


def _extras_of(directory: Directory, photometric: int, samples: int) -> tuple[int, ...]:
    """Return what each sample is that is no color; refuses a page with fewer samples than colors."""
    more = samples - _COLORS.get(photometric, samples)
    if more < 0:
        kind = PHOTOMETRICS[photometric]
        refuse(f"{kind} with {_counted(samples, 'sample')} a pixel")
    said = directory.numbers(Tag.EXTRA)[:more]
    for extra in said:
        if extra not in (UNSPECIFIED, ASSOCIATED, UNASSOCIATED, _COREL):
            refuse(f"extra samples of kind {extra}")
    # A single fourth sample of RGB that the file says nothing about is alpha, as every program takes it.
    missing = UNASSOCIATED if photometric == RGB and more == 1 else UNSPECIFIED
    extras = said + (missing,) * (more - len(said))
    return tuple(UNASSOCIATED if extra == _COREL else extra for extra in extras)

"""Samples of every photometric interpretation become the colors that a person sees."""

from typing import Any

import numpy as np
import pytest

from cvpalette.decoding.reading import decode

WHITE_IS_ZERO, GRAY, RGB, PALETTE, INKS, YCBCR, CIELAB, ICCLAB = 0, 1, 2, 3, 5, 6, 8, 9
ASSOCIATED, UNASSOCIATED = 1, 2
EXTRA, FORMAT, COLOR_MAP, PLANES = 338, 339, 320, 284
ORIENTATION = 274
GRAYS = np.array([[0, 60, 128, 255]], np.uint8)
COLORS = np.array([[(255, 0, 0), (0, 160, 60), (20, 40, 220), (250, 200, 10)]], np.uint8)
ALPHA = np.array([[255, 128, 64, 255]], np.uint8)


def _differs(pixels: np.ndarray, expected: np.ndarray) -> int:
    assert pixels.shape == expected.shape
    return int(np.abs(pixels.astype(int) - expected).max())


def _gray(levels: np.ndarray) -> np.ndarray:
    return np.dstack([levels] * 3)


@pytest.mark.parametrize("bits", [2, 4, 10, 12, 16, 32])
def test_white_may_be_zero_at_any_depth(bits: int, write: Any, page: Any) -> None:
    """As in scans of print."""
    levels = [0, 1, 2**bits - 1, 2 ** (bits - 1)]
    packed = int("".join(f"{level:0{bits}b}" for level in levels), 2)
    content = packed.to_bytes(bits // 2, "big")
    pixels, _ = decode(write(page((4, 1), content, WHITE_IS_ZERO, bits), order=">"), "a")
    expected = [round(255 - level * 255 / (2**bits - 1)) for level in levels]
    assert _differs(pixels, _gray(np.array([expected], np.uint8))) <= 1


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("extra", [ASSOCIATED, UNASSOCIATED])
@pytest.mark.parametrize("photometric", [GRAY, WHITE_IS_ZERO])
def test_gray_may_have_alpha(bits: int, extra: int, photometric: int, write: Any, page: Any) -> None:
    """Multiplied into it or not."""
    stored = GRAYS if photometric == GRAY else 255 - GRAYS
    shown = stored * (ALPHA / 255) if extra == ASSOCIATED else stored
    both = np.dstack([shown, ALPHA]).astype(np.float64)
    samples = np.rint(both * (257 if bits == 16 else 1)).astype(f"<u{bits // 8}")
    pixels, alpha = decode(
        write(page((4, 1), samples.tobytes(), photometric, bits, 2, {EXTRA: [extra]})), "a"
    )
    assert _differs(pixels, _gray(GRAYS)) <= (3 if bits == 8 else 1)
    assert np.array_equal(np.asarray(alpha), ALPHA)


@pytest.mark.parametrize("kind", ["u2", "u4", "f2", "f4"])
def test_alpha_that_is_multiplied_into_the_colors_is_divided_out(kind: str, write: Any, page: Any) -> None:
    """At any depth: soft edges would be dark."""
    shown = np.dstack([COLORS * (ALPHA[..., None] / 255), ALPHA]) / 255
    dtype = np.dtype("<" + kind)
    most = 1 if dtype.kind == "f" else 2 ** (8 * dtype.itemsize) - 1
    samples = (shown * most).astype(dtype)
    tags = {EXTRA: [ASSOCIATED], FORMAT: [3 if dtype.kind == "f" else 1] * 4}
    pixels, alpha = decode(write(page((4, 1), samples.tobytes(), RGB, 8 * dtype.itemsize, 4, tags)), "a")
    assert _differs(pixels, COLORS) <= 1
    assert _differs(np.asarray(alpha), ALPHA) <= 1


@pytest.mark.parametrize("bits", [1, 2, 3, 4, 6, 8, 12])
@pytest.mark.parametrize("scale", [1, 256, 257])
def test_a_palette_may_have_any_depth(bits: int, scale: int, write: Any, page: Any) -> None:
    """Its levels should have 16 bits; programs write 255 as 65535, as 65280, or as 255."""
    used = COLORS[0, : min(4, 2**bits)]
    palette = np.zeros((2**bits, 3), np.uint32)
    palette[: len(used)] = used
    packed = int("".join(f"{index % len(used):0{bits}b}" for index in range(8)), 2).to_bytes(bits, "big")
    tags = {COLOR_MAP: (palette.T * scale).ravel().tolist()}
    pixels, _ = decode(write(page((8, 1), packed, PALETTE, bits, 1, tags)), "a")
    assert pixels.tolist() == [np.resize(used, (8, 3)).tolist()]


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("has_alpha", [False, True])
@pytest.mark.parametrize("is_planar", [False, True])
def test_inks_may_be_deep_and_have_alpha(
    bits: int, has_alpha: bool, is_planar: bool, write: Any, page: Any
) -> None:
    """Without a profile, ink is what is missing from white; 0 is no ink."""
    inks = np.dstack([255 - COLORS, np.zeros_like(GRAYS), *([ALPHA] if has_alpha else [])])
    samples = inks.astype(f"<u{bits // 8}") * (257 if bits == 16 else 1)
    count = 5 if has_alpha else 4
    tags, chunks, below = page((4, 1), samples.tobytes(), INKS, bits, count)
    tags = {**tags, **({EXTRA: [UNASSOCIATED]} if has_alpha else {})}
    if is_planar:
        tags, chunks = {**tags, PLANES: [2]}, [samples[..., plane].tobytes() for plane in range(count)]
    pixels, alpha = decode(write((tags, chunks, below)), "a")
    assert _differs(pixels, COLORS) <= 1
    assert np.array_equal(np.asarray(alpha), ALPHA) if has_alpha else alpha is None


# L, a and b under D50 of white, black, and of sRGB's red and a green.
LAB = np.array([[(100, 0, 0), (0, 0, 0), (54.29, 80.81, 69.89), (58.08, -48.39, 36.55)]])
SEEN = np.array([[(255, 255, 255), (0, 0, 0), (255, 0, 0), (40, 160, 70)]], np.uint8)


@pytest.mark.parametrize(
    ("photometric", "bits", "samples"),
    [
        (CIELAB, 8, np.dstack([LAB[..., 0] * 2.55, LAB[..., 1:] % 256])),
        (CIELAB, 16, np.dstack([LAB[..., 0] * 655.35, LAB[..., 1:] * 256 % 65536])),
        (ICCLAB, 8, np.dstack([LAB[..., 0] * 2.55, LAB[..., 1:] + 128])),
        (ICCLAB, 16, np.dstack([LAB[..., 0] * 652.8, LAB[..., 1:] * 256 + 32768])),
    ],
    ids=["CIELAB 8", "CIELAB 16", "ICC 8", "ICC 16"],
)
def test_cielab_is_converted(photometric: int, bits: int, samples: np.ndarray, write: Any, page: Any) -> None:
    """Each of its four kinds has other numbers for the same color."""
    content = np.rint(samples).astype(f"<u{bits // 8}").tobytes()
    pixels, _ = decode(write(page((4, 1), content, photometric, bits, 3)), "a")
    assert _differs(pixels, SEEN) <= (6 if bits == 8 else 2)


@pytest.mark.parametrize(("across", "down"), [(1, 1), (2, 1), (2, 2), (4, 2), (1, 2)])
def test_ycbcr_may_be_subsampled(across: int, down: int, write: Any, page: Any) -> None:
    """Blocks of Y, then a Cb and a Cr for the block; the picture may end inside a block."""
    red, blue = (76, 85, 255), (29, 255, 107)  # Y, Cb and Cr of ITU-R BT.601
    wide, high = 5, 3
    across_blocks, down_blocks = -(-wide // across), -(-high // down)
    block_red, block_blue = (bytes([color[0]] * (across * down) + list(color[1:])) for color in (red, blue))
    content = (block_red * (across_blocks - 1) + block_blue) * down_blocks
    tags = {530: [across, down], 532: [(0, 1), (255, 1), (128, 1), (255, 1), (128, 1), (255, 1)]}
    pixels, _ = decode(write(page((wide, high), content, YCBCR, 8, 3, tags)), "a")
    edge = (across_blocks - 1) * across
    expected = np.zeros((high, wide, 3), np.uint8)
    expected[:, :edge], expected[:, edge:] = (254, 0, 0), (0, 0, 254)
    assert _differs(pixels, expected) <= 2


def test_ycbcr_has_the_range_that_the_file_says(write: Any, page: Any) -> None:
    """Video has black at 16 and white at 235."""
    tags = {530: [1, 1], 532: [(16, 1), (235, 1), (128, 1), (240, 1), (128, 1), (240, 1)]}
    pixels, _ = decode(write(page((2, 1), bytes([16, 128, 128, 235, 128, 128]), YCBCR, 8, 3, tags)), "a")
    assert pixels.tolist() == [[[0, 0, 0], [255, 255, 255]]]


@pytest.mark.parametrize("orientation", [6, 8])
def test_deep_pages_are_turned_upright(orientation: int, write: Any, page: Any) -> None:
    """With their alpha; 6 is turned right, 8 left."""
    samples = np.dstack([COLORS, ALPHA]).astype("<u2") * 257
    tags = {ORIENTATION: [orientation], EXTRA: [UNASSOCIATED]}
    pixels, alpha = decode(write(page((4, 1), samples.tobytes(), RGB, 16, 4, tags)), "a")
    step = 1 if orientation == 6 else -1
    assert np.array_equal(pixels[:, 0], COLORS[0, ::step])
    assert np.asarray(alpha)[:, 0].tolist() == ALPHA[0, ::step].tolist()


def test_a_profile_counts_at_any_depth(write: Any, page: Any) -> None:
    """Adobe RGB's red is beyond that of sRGB; a swapped profile tells without that."""
    import PIL.ImageCms  # noqa: PLC0415

    profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
    red, blue = profile.index(b"rXYZ", 128), profile.index(b"bXYZ", 128)
    swapped = bytearray(profile)
    swapped[red : red + 4], swapped[blue : blue + 4] = b"bXYZ", b"rXYZ"
    samples = COLORS.astype("<u2") * 257
    pixels, _ = decode(write(page((4, 1), samples.tobytes(), RGB, 16, 3, {34675: bytes(swapped)})), "a")
    assert _differs(pixels, COLORS[..., ::-1]) <= 2

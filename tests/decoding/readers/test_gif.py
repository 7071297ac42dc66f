"""GIFs: a pixel that no frame painted is transparent, and frames are composed as browsers do."""

import struct
from typing import Any, Final

import numpy as np
import pytest
from numpy.typing import NDArray

from cvpalette import ImageError, Reading, read_frames, read_image

MAGENTA, RED, GREEN, BLUE = (255, 0, 255), (220, 30, 40), (40, 160, 70), (30, 70, 200)
# The background, which is index 0, is magenta; nothing paints it.
PALETTE: Final = (MAGENTA, RED, GREEN, BLUE)
KEEP, TO_BACKGROUND, TO_PREVIOUS = 1, 2, 3
ALL: Final = Reading(frames="all")


def _compress(indices: NDArray[Any]) -> bytes:
    """Codes of 9 bits; 256 clears the table of codes before they get longer, and 257 ends them."""
    codes = [256]
    for n, index in enumerate(indices.ravel().tolist()):
        codes += [index, 256] if n % 200 == 199 else [index]
    bits = np.array([*codes, 257])[:, None] >> np.arange(9) & 1
    packed = np.packbits(bits.astype(np.uint8).ravel(), bitorder="little").tobytes()
    blocks = [packed[at : at + 255] for at in range(0, len(packed), 255)]
    return b"\x08" + b"".join(bytes([len(block)]) + block for block in blocks) + b"\0"


def _frame(  # noqa: PLR0913 -- as many as a frame has
    box: tuple[int, int, int, int],
    indices: int | NDArray[Any],
    disposal: int = 0,
    transparent: int | None = None,
    palette: bytes = b"",
    *,
    interlaced: bool = False,
) -> bytes:
    left, top, width, height = box
    rows = np.full((height, width), indices) if isinstance(indices, int) else indices
    if interlaced:
        rows = np.concatenate([rows[0::8], rows[4::8], rows[2::4], rows[1::2]])
    control = b"!\xf9" + bytes([4, disposal << 2 | (transparent is not None), 10, 0, transparent or 0, 0])
    flags = (0x40 if interlaced else 0) | (0x81 if palette else 0)
    image = b"," + struct.pack("<HHHHB", left, top, width, height, flags) + palette
    return control + image + _compress(rows)


def _gif(*frames: bytes, size: tuple[int, int] = (8, 8)) -> bytes:
    screen = b"GIF89a" + struct.pack("<HHBBB", *size, 0x81, 0, 0)
    return screen + b"".join(bytes(color) for color in PALETTE) + b"".join(frames) + b";"


def _shown(data: bytes, reading: Reading = ALL) -> list[dict[tuple[int, ...], int]]:
    """How many pixels each color has, in each frame; None stands for transparent ones."""
    counts = []
    for frame in read_frames(data, "a", reading):
        alpha = np.full(frame.pixels.shape[:2], 255) if frame.alpha is None else frame.alpha
        count: dict[tuple[int, ...], int] = {}
        for color, opacity in zip(frame.pixels.reshape(-1, 3).tolist(), alpha.ravel(), strict=True):
            key = tuple(color) if opacity else ()
            count[key] = count.get(key, 0) + 1
        counts.append(count)
    return counts


def test_the_canvas_outside_the_first_frame_is_transparent() -> None:
    """It has the color of the background only in Pillow."""
    assert _shown(_gif(_frame((2, 1, 4, 4), 1))) == [{RED: 16, (): 48}]


def test_a_frame_that_covers_the_canvas_has_no_alpha() -> None:
    """Most GIFs are such."""
    assert read_image(_gif(_frame((0, 0, 8, 8), 2))).alpha is None


def test_disposal_to_the_background_clears_to_transparent() -> None:
    """Only where the frame was."""
    data = _gif(
        _frame((0, 0, 8, 8), 1, KEEP), _frame((0, 0, 4, 4), 2, TO_BACKGROUND), _frame((6, 6, 2, 2), 3)
    )
    assert _shown(data) == [{RED: 64}, {GREEN: 16, RED: 48}, {(): 16, BLUE: 4, RED: 44}]


def test_disposal_to_the_previous_frame_restores_what_was_not_painted() -> None:
    """Also if nothing was painted before."""
    data = _gif(
        _frame((0, 0, 4, 4), 1, TO_PREVIOUS), _frame((4, 4, 4, 4), 2, TO_PREVIOUS), _frame((0, 0, 1, 1), 3)
    )
    assert _shown(data) == [{RED: 16, (): 48}, {GREEN: 16, (): 48}, {BLUE: 1, (): 63}]


def test_a_transparent_index_leaves_what_is_below() -> None:
    """In the first frame that is nothing."""
    dotted = np.where(np.arange(16).reshape(4, 4) % 2, 3, 0)
    data = _gif(
        _frame((0, 0, 4, 4), dotted, KEEP, 0),
        _frame((0, 0, 8, 8), 1, KEEP),
        _frame((0, 0, 4, 4), dotted, 0, 0),
    )
    assert _shown(data) == [{BLUE: 8, (): 56}, {RED: 64}, {BLUE: 8, RED: 56}]


def test_a_frame_may_have_a_palette_of_its_own_and_be_interlaced() -> None:
    """The rows come in four passes."""
    rows = np.repeat(np.arange(8) // 2, 8).reshape(8, 8)
    own = b"".join(bytes(color) for color in (BLUE, GREEN, RED, MAGENTA))
    frame = read_image(_gif(_frame((0, 0, 8, 8), rows, palette=own, interlaced=True)))
    assert frame.pixels[::2, 0].tolist() == [list(BLUE), list(GREEN), list(RED), list(MAGENTA)]


def test_one_frame_is_composed_with_those_before() -> None:
    """Whichever is asked for, and in any order."""
    data = _gif(_frame((0, 0, 4, 8), 1, KEEP), _frame((4, 0, 4, 8), 2, KEEP), _frame((0, 0, 2, 2), 3))
    assert _shown(data, Reading(frames=2)) == [{RED: 32, GREEN: 32}]
    assert _shown(data, Reading(frames=3)) == [{RED: 28, GREEN: 32, BLUE: 4}]
    with pytest.raises(ImageError, match="has 3 frames; there is no frame 4"):
        read_image(data, reading=Reading(frames=4))


def test_the_canvas_grows_with_a_frame_that_is_outside() -> None:
    """Nothing of it is lost."""
    assert _shown(_gif(_frame((0, 0, 8, 8), 1, KEEP), _frame((6, 8, 4, 4), 2)))[1] == {
        RED: 64,
        GREEN: 16,
        (): 40,
    }


def test_the_part_of_a_truncated_frame_that_is_there_counts() -> None:
    """With what the frames before have painted."""
    noise = np.random.default_rng(0).integers(1, 4, (64, 64))
    data = _gif(_frame((0, 0, 64, 64), 1, KEEP), _frame((0, 0, 64, 64), noise), size=(64, 64))
    with pytest.raises(ImageError, match="is cut short"):
        list(read_frames(data[:-400], "a", ALL))
    first, second = read_frames(data[:-400], "a", Reading(frames="all", allow_truncated=True))
    assert first.alpha is None
    assert second.alpha is not None
    assert 0 < np.count_nonzero(second.alpha) < 64 * 64
    assert second.warning is not None
    assert "in frame 2" in second.warning


def test_a_file_that_ends_between_two_frames_is_cut_short() -> None:
    """Only the mark of the end may be missing: some programs never write it."""
    whole, second = _gif(_frame((0, 0, 8, 8), 1)), _frame((0, 0, 8, 8), 2, palette=bytes(12))
    assert len(_shown(whole[:-1])) == 1
    for cut in range(1, second.index(b",") + 23):
        data = whole[:-1] + second[:cut]
        with pytest.raises(ImageError, match="is cut short"):
            list(read_frames(data, "a", ALL))
        _, *rest = read_frames(data, "a", Reading(frames="all", allow_truncated=True))
        assert [frame.warning for frame in rest] == ["is cut short after frame 1: the others do not count"]


@pytest.mark.parametrize("data", [_gif(), _gif(_frame((0, 0, 8, 8), 1))[:30]], ids=["no frame", "cut header"])
def test_a_gif_without_a_frame_is_damaged(data: bytes) -> None:
    """There is nothing to show."""
    with pytest.raises(ImageError):
        read_image(data)

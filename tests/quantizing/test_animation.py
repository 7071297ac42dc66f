"""Tests animations: what programs read of them, their times, and what becomes transparent."""

import io
import tracemalloc
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import PIL.Image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvpalette.color.color import Color
from cvpalette.decoding.image import Image
from cvpalette.decoding.reading import read_frames
from cvpalette.quantizing.animation import Animation, Drawing, Nearest, Painter
from cvpalette.quantizing.writers import WRITERS
from cvpalette.settings.settings import Reading

COLORS = tuple(Color.from_hex(text) for text in ("#264653", "#2a9d8f", "#e9c46a", "#e76f51", "#000000"))
LEVELS = np.array([color.rgb for color in COLORS], np.uint8)
ALL = Reading(frames="all")


def _make_frame(indices: np.ndarray, seconds: float = 0.1, loops: int | None = 0) -> Image:
    """Return a frame of colors; index 5 is transparent."""
    alpha = np.where(indices == len(COLORS), 0, 255).astype(np.uint8)
    pixels = LEVELS[np.minimum(indices, len(COLORS) - 1)]
    return Image(pixels, None if alpha.all() else alpha, seconds=seconds, loops=loops)


def _draw(
    frames: Sequence[Image],
    file_format: str,
    colors: Sequence[Color] = COLORS,
    painter: Painter | None = None,
) -> Animation:
    drawing = Drawing(
        colors=colors,
        painter=painter or Nearest(colors, "lab"),
        writer=WRITERS[file_format],
        dithered=painter is not None,
        binary=file_format == "gif",
    )
    return drawing.draw(lambda: iter(frames))


def _show(contents: bytes) -> list[np.ndarray]:
    """Return what Pillow shows of each frame (height, width, 4); hidden colors are 0."""
    file = PIL.Image.open(io.BytesIO(contents))
    shown = []
    for number in range(getattr(file, "n_frames", 1)):
        file.seek(number)
        shown.append(_hide(np.asarray(file.convert("RGBA"))))
    return shown


def _hide(pixels: np.ndarray) -> np.ndarray:
    return np.where(pixels[:, :, 3:] > 0, pixels, 0)


def _expand(frame: Image) -> np.ndarray:
    alpha = np.full(frame.pixels.shape[:2], 255, np.uint8) if frame.alpha is None else frame.alpha
    return _hide(np.dstack([frame.pixels, alpha]))


def _list_changes(frames: Sequence[Image]) -> list[np.ndarray]:
    """Return the frames that differ from the one before."""
    pictures = [_expand(frame) for frame in frames]
    return [
        picture
        for number, picture in enumerate(pictures)
        if not number or not np.array_equal(picture, pictures[number - 1])
    ]


@st.composite
def _sequences(draw_: st.DrawFn) -> list[Image]:
    height, width, count = draw_(st.integers(1, 6)), draw_(st.integers(1, 30)), draw_(st.integers(1, 6))
    most = draw_(st.sampled_from([len(COLORS) - 1, len(COLORS)]))
    random = np.random.default_rng(draw_(st.integers(0, 2**32 - 1)))
    indices = random.integers(0, most, (height, width), endpoint=True)
    frames = []
    for _ in range(count):
        top, left = random.integers(0, height), random.integers(0, width)
        indices = indices.copy()
        part = indices[top : top + random.integers(0, 4), left : left + random.integers(0, 4)]
        part[:] = random.integers(0, most, part.shape if random.random() < 0.5 else (), endpoint=True)
        frames.append(_make_frame(indices))
    return frames


@pytest.mark.parametrize("file_format", WRITERS)
@settings(max_examples=40)
@given(frames=_sequences())
def test_frames_are_shown_as_they_were(file_format: str, frames: list[Image]) -> None:
    """Whatever changes, appears or vanishes, and in every format."""
    made = _draw(frames, file_format)
    expected = _list_changes(frames)
    assert made.frames == len(expected)
    assert made.seconds == pytest.approx(0.1 * len(frames))
    assert made.psnr is None
    ours = [_expand(frame) for frame in read_frames(made.contents, "ours", ALL)]
    assert len(ours) == len(expected)
    assert all(map(np.array_equal, ours, expected))
    # Pillow's own reader of GIFs fills what is cleared at the first frame.
    if file_format != "gif" or all((picture[:, :, 3] == 255).all() for picture in expected):
        assert all(map(np.array_equal, _show(made.contents), expected))


def _blink(count: int, seconds: float, loops: int | None = 0) -> list[Image]:
    return [_make_frame(np.full((3, 4), number % 2), seconds, loops) for number in range(count)]


def _list_times(contents: bytes) -> list[float]:
    file = PIL.Image.open(io.BytesIO(contents))
    times = []
    for number in range(getattr(file, "n_frames", 1)):
        file.seek(number)
        file.load()
        times.append(file.info["duration"])
    return times


def test_rounded_times_do_not_drift() -> None:
    """Thirty frames a second are one second, though a GIF counts hundredths."""
    made = _draw(_blink(90, 1 / 30), "gif")
    assert _list_times(made.contents)[:6] == [30, 40, 30, 30, 40, 30]
    assert made.seconds == 3
    assert sum(_list_times(_draw(_blink(90, 1 / 30), "png").contents)) == pytest.approx(3000)


@pytest.mark.parametrize("file_format", WRITERS)
def test_frames_that_browsers_would_slow_down_are_left_out(file_format: str) -> None:
    """No time is below 20 ms, and the whole takes as long."""
    made = _draw(_blink(100, 0.011), file_format)
    assert min(_list_times(made.contents)) >= 20
    assert made.seconds == pytest.approx(1.1)


def test_an_animation_of_one_short_frame_is_kept() -> None:
    """Nothing is there that could be shown for longer."""
    assert _draw(_blink(1, 0.001), "gif").frames == 1


@pytest.mark.parametrize(("file_format", "frames"), [("gif", 3), ("png", 22), ("webp", 2)])
def test_a_frame_that_is_shown_for_long_is_repeated(file_format: str, frames: int) -> None:
    """A format has few bits for a time."""
    made = _draw(_blink(2, 660), file_format)
    assert made.seconds == 1320
    shown = [_expand(frame) for frame in read_frames(made.contents, "ours", ALL)]
    assert len(shown) == made.frames >= frames
    assert {tuple(picture[0, 0]) for picture in shown} == {(*LEVELS[0], 255), (*LEVELS[1], 255)}
    assert all((picture == picture[0, 0]).all() for picture in shown)


@pytest.mark.parametrize("file_format", WRITERS)
@pytest.mark.parametrize(("loops", "expected"), [(0, 0), (None, 0), (1, 1), (3, 3)])
def test_loops_are_kept(file_format: str, loops: int | None, expected: int) -> None:
    """What is unknown plays for ever."""
    made = _draw(_blink(2, 0.1, loops), file_format)
    assert next(read_frames(made.contents)).loops == expected


def test_equal_frames_are_one() -> None:
    """Its time is the sum."""
    still = [_make_frame(np.zeros((3, 4), int), 0.5)] * 3
    made = _draw(still, "gif")
    assert (made.frames, made.seconds) == (1, 1.5)


def test_a_patch_is_cropped_to_what_changes() -> None:
    """It has its own place and size."""
    indices = np.zeros((40, 50), int)
    later = indices.copy()
    later[10:14, 20:27] = 1
    made = _draw([_make_frame(indices), _make_frame(later)], "gif")
    assert b"," + np.array([20, 10, 7, 4], "<u2").tobytes() in made.contents


def _noisy(count: int, spread: int) -> list[Image]:
    random = np.random.default_rng(3)
    ramp = np.linspace(60, 120, 64)[None, :, None] * np.ones((32, 1, 3))
    return [
        Image((ramp + random.integers(-spread, spread + 1, ramp.shape)).astype(np.uint8), seconds=0.1)
        for _ in range(count)
    ]


GRAYS = tuple(Color(level, level, level) for level in (0, 64, 96, 128, 255))


def test_noise_changes_few_pixels() -> None:
    """They keep their color, at hardly any cost."""
    frames = _noisy(8, 3)
    made, first = _draw(frames, "gif", GRAYS), _draw(frames[:1], "gif", GRAYS)
    painter = Nearest(GRAYS, "lab")
    changed = [painter(before) != painter(after) for before, after in pairwise(frames)]
    assert np.mean(changed) > 0.03
    shown = [frame.pixels for frame in read_frames(made.contents, "ours", ALL)]
    moved = [(one != two).any(axis=2) for one, two in pairwise(shown)]
    assert np.mean(moved) < np.mean(changed) / 2
    assert made.psnr is not None
    assert first.psnr is not None
    assert made.psnr > first.psnr - 0.5


def test_a_dither_does_not_flicker() -> None:
    """Where the source does not change, neither does the dither."""
    random = np.random.default_rng(5)

    def paint(image: Image) -> np.ndarray:
        return random.integers(1, 4, image.pixels.shape[:2]).astype(np.uint8)

    frames = _noisy(1, 0) * 3
    assert _draw(frames, "gif", GRAYS, paint).frames == 1


def test_what_moves_leaves_no_trail() -> None:
    """With few colors the errors are large; a pixel gets its swatch when its color has moved on."""
    y, x = np.mgrid[0:40, 0:60]
    slope = np.dstack([4 * x, 255 - 4 * x, 3 * y + x]).astype(np.float64)
    frames = [
        Image(np.clip(slope + (6, -6, 3) * np.full(3, number), 0, 255).astype(np.uint8), seconds=0.1)
        for number in range(12)
    ]
    last = _show(_draw(frames, "gif").contents)[-1][:, :, :3]
    alone = LEVELS[Nearest(COLORS, "lab")(frames[-1])]
    assert (last != alone).any(axis=2).mean() < 0.04


def test_slow_changes_are_followed() -> None:
    """Each change is invisible, but their sum is not."""
    frames = [Image(np.full((4, 4, 3), level, np.uint8), seconds=0.1) for level in range(256)]
    made = _draw(frames, "gif", GRAYS)
    *_, last = read_frames(made.contents, "ours", ALL)
    assert (last.pixels == 255).all()
    painter = Nearest(GRAYS, "lab")
    *_, last = read_frames(_draw(frames, "gif", GRAYS, painter).contents, "ours", ALL)
    assert (last.pixels == 255).all()


def test_translucent_pixels_stay_so_where_a_format_allows_it() -> None:
    """A GIF has no half."""
    frames = [
        replace(frame, alpha=np.full(frame.pixels.shape[:2], alpha, np.uint8))
        for frame, alpha in zip(_blink(3, 0.1), (255, 128, 77), strict=True)
    ]
    for file_format, expected in (("png", [255, 128, 77]), ("webp", [255, 128, 77]), ("gif", [255, 255, 0])):
        contents = _draw(frames, file_format).contents
        alphas = [_expand(frame)[0, 0, 3] for frame in read_frames(contents, "ours", ALL)]
        assert alphas == expected


def test_256_colors_leave_no_room_for_transparency() -> None:
    """Opaque frames need none."""
    colors = tuple(Color(level, level, level) for level in range(256))
    assert len(_draw(_blink(3, 0.1), "gif", colors)) > 0
    with pytest.raises(ValueError, match="at most 255"):
        _draw([_make_frame(np.full((2, 2), 0)), _make_frame(np.full((2, 2), 5))], "gif", colors)


def test_frames_of_other_sizes_are_fitted() -> None:
    """What is beyond a smaller frame is transparent."""
    sizes = [(4, 5), (3, 7), (4, 5)]
    frames = [_make_frame(np.full(size, number)) for number, size in enumerate(sizes)]
    shown = [_expand(frame) for frame in read_frames(_draw(frames, "gif").contents, "ours", ALL)]
    assert [picture.shape for picture in shown] == [(4, 5, 4)] * 3
    assert (shown[1][3, :, 3] == 0).all()
    assert (shown[1][:3, :, 3] == 255).all()


def test_only_one_frame_is_held() -> None:
    """Frames are taken one by one: no frame is kept when the next but one is made."""
    held: list[weakref.ref[Image]] = []

    def give() -> Iterator[Image]:
        for number in range(6):
            assert sum(reference() is not None for reference in held) <= 3
            frame = _make_frame(np.full((5, 5), number % 3))
            held.append(weakref.ref(frame))
            yield frame
            del frame

    drawing = Drawing(colors=COLORS, painter=Nearest(COLORS, "lab"), writer=WRITERS["gif"], binary=True)
    assert drawing.draw(give).frames == 6


def test_large_frames_take_the_memory_of_a_few() -> None:
    """What is computed from pixels is computed for some rows at a time."""
    side = 1200
    steps = np.arange(side, dtype=np.uint8) // 8

    def give() -> Iterator[Image]:
        for number in range(3):
            pixels = np.zeros((side, side, 3), np.uint8)
            pixels[:] = np.roll(steps, number)[:, None]
            frame = Image(pixels, seconds=0.1)
            del pixels
            yield frame
            del frame

    painter = Nearest(GRAYS, "lab")
    painter(next(give()))  # its table has always the same size
    for dithered in (False, True):
        drawing = Drawing(colors=GRAYS, painter=painter, writer=WRITERS["gif"], dithered=dithered)
        tracemalloc.start()
        drawing.draw(give)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 5 * 3 * side**2


def test_hidden_pixels_have_no_error() -> None:
    """However far their hidden color is from all others, the visible ones are drawn as well as alone."""
    frames = []
    for number in range(4):
        pixels = np.zeros((8, 40, 3), np.uint8)
        pixels[:, 10 * number : 10 * number + 10] = 120 + 8 * number
        frames.append(Image(pixels, np.where(pixels[:, :, 0] > 0, 255, 0).astype(np.uint8), seconds=0.1))
    shades = tuple(Color(level, level, level) for level in (120, 128, 136, 144))
    assert _draw(frames, "gif", shades).psnr is None

"""Tests animations: what programs read of them, their times, and what becomes transparent."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import PIL.Image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvpalette.color.color import Color
from cvpalette.decoding.image import Image
from cvpalette.decoding.reading import read_frames
from cvpalette.quantizing.animation import Animation, Nearest, Painter, draw_animation
from cvpalette.quantizing.writers import WRITERS
from cvpalette.settings.settings import Reading

COLORS = tuple(Color.from_hex(text) for text in ("#264653", "#2a9d8f", "#e9c46a", "#e76f51", "#000000"))
LEVELS = np.array([color.rgb for color in COLORS], np.uint8)
ALL = Reading(frames="all")


def make_frame(indices: np.ndarray, seconds: float = 0.1, loops: int | None = 0) -> Image:
    """Return a frame of colors; index 5 is transparent."""
    alpha = np.where(indices == len(COLORS), 0, 255).astype(np.uint8)
    pixels = LEVELS[np.minimum(indices, len(COLORS) - 1)]
    return Image(pixels, None if alpha.all() else alpha, seconds=seconds, loops=loops)


def draw(
    frames: Sequence[Image],
    file_format: str,
    colors: Sequence[Color] = COLORS,
    painter: Painter | None = None,
) -> Animation:
    return draw_animation(
        lambda: iter(frames),
        colors,
        painter or Nearest(colors, "lab"),
        WRITERS[file_format],
        dithered=painter is not None,
        binary=file_format == "gif",
    )


def show(contents: bytes) -> list[np.ndarray]:
    """Return what Pillow shows of each frame (height, width, 4); hidden colors are 0."""
    file = PIL.Image.open(io.BytesIO(contents))
    shown = []
    for number in range(getattr(file, "n_frames", 1)):
        file.seek(number)
        shown.append(hide(np.asarray(file.convert("RGBA"))))
    return shown


def hide(pixels: np.ndarray) -> np.ndarray:
    return np.where(pixels[:, :, 3:] > 0, pixels, 0)


def expand(frame: Image) -> np.ndarray:
    alpha = np.full(frame.pixels.shape[:2], 255, np.uint8) if frame.alpha is None else frame.alpha
    return hide(np.dstack([frame.pixels, alpha]))


def list_changes(frames: Sequence[Image]) -> list[np.ndarray]:
    """Return the frames that differ from the one before."""
    pictures = [expand(frame) for frame in frames]
    return [
        picture
        for number, picture in enumerate(pictures)
        if not number or not np.array_equal(picture, pictures[number - 1])
    ]


@st.composite
def sequences(draw_: st.DrawFn) -> list[Image]:
    height, width, count = draw_(st.integers(1, 6)), draw_(st.integers(1, 7)), draw_(st.integers(1, 6))
    most = draw_(st.sampled_from([len(COLORS) - 1, len(COLORS)]))
    random = np.random.default_rng(draw_(st.integers(0, 2**32 - 1)))
    indices = random.integers(0, most, (height, width), endpoint=True)
    frames = []
    for _ in range(count):
        top, left = random.integers(0, height), random.integers(0, width)
        indices = indices.copy()
        part = indices[top : top + random.integers(0, 4), left : left + random.integers(0, 4)]
        part[:] = random.integers(0, most, part.shape if random.random() < 0.5 else (), endpoint=True)
        frames.append(make_frame(indices))
    return frames


@pytest.mark.parametrize("file_format", WRITERS)
@settings(max_examples=40)
@given(frames=sequences())
def test_frames_are_shown_as_they_were(file_format: str, frames: list[Image]) -> None:
    made = draw(frames, file_format)
    expected = list_changes(frames)
    assert made.frames == len(expected)
    assert made.seconds == pytest.approx(0.1 * len(frames))
    assert made.psnr is None
    ours = [expand(frame) for frame in read_frames(made.contents, "ours", ALL)]
    assert len(ours) == len(expected)
    assert all(map(np.array_equal, ours, expected))
    # Pillow's own reader of GIFs fills what is cleared at the first frame.
    if file_format != "gif" or all((picture[:, :, 3] == 255).all() for picture in expected):
        assert all(map(np.array_equal, show(made.contents), expected))


def blink(count: int, seconds: float, loops: int | None = 0) -> list[Image]:
    return [make_frame(np.full((3, 4), number % 2), seconds, loops) for number in range(count)]


def list_times(contents: bytes) -> list[float]:
    file = PIL.Image.open(io.BytesIO(contents))
    times = []
    for number in range(getattr(file, "n_frames", 1)):
        file.seek(number)
        file.load()
        times.append(file.info["duration"])
    return times


def test_rounded_times_do_not_drift() -> None:
    made = draw(blink(90, 1 / 30), "gif")
    assert list_times(made.contents)[:6] == [30, 40, 30, 30, 40, 30]
    assert made.seconds == 3
    assert sum(list_times(draw(blink(90, 1 / 30), "png").contents)) == pytest.approx(3000)


@pytest.mark.parametrize("file_format", WRITERS)
def test_frames_that_browsers_would_slow_down_are_left_out(file_format: str) -> None:
    made = draw(blink(100, 0.011), file_format)
    assert min(list_times(made.contents)) >= 20
    assert made.seconds == pytest.approx(1.1)


def test_an_animation_of_one_short_frame_is_kept() -> None:
    assert draw(blink(1, 0.001), "gif").frames == 1


@pytest.mark.parametrize(("file_format", "frames"), [("gif", 3), ("png", 22), ("webp", 2)])
def test_a_frame_that_is_shown_for_long_is_repeated(file_format: str, frames: int) -> None:
    made = draw(blink(2, 660), file_format)
    assert made.seconds == 1320
    shown = [expand(frame) for frame in read_frames(made.contents, "ours", ALL)]
    assert len(shown) == made.frames >= frames
    assert {tuple(picture[0, 0]) for picture in shown} == {(*LEVELS[0], 255), (*LEVELS[1], 255)}
    assert all((picture == picture[0, 0]).all() for picture in shown)


@pytest.mark.parametrize("file_format", WRITERS)
@pytest.mark.parametrize(("loops", "expected"), [(0, 0), (None, 0), (1, 1), (3, 3)])
def test_loops_are_kept(file_format: str, loops: int | None, expected: int) -> None:
    made = draw(blink(2, 0.1, loops), file_format)
    assert next(read_frames(made.contents)).loops == expected


def test_equal_frames_are_one() -> None:
    still = [make_frame(np.zeros((3, 4), int), 0.5)] * 3
    made = draw(still, "gif")
    assert (made.frames, made.seconds) == (1, 1.5)


def test_a_patch_is_cropped_to_what_changes() -> None:
    indices = np.zeros((40, 50), int)
    later = indices.copy()
    later[10:14, 20:27] = 1
    made = draw([make_frame(indices), make_frame(later)], "gif")
    assert b"," + np.array([20, 10, 7, 4], "<u2").tobytes() in made.contents


def noisy(count: int, spread: int) -> list[Image]:
    random = np.random.default_rng(3)
    ramp = np.linspace(60, 120, 64)[None, :, None] * np.ones((32, 1, 3))
    return [
        Image((ramp + random.integers(-spread, spread + 1, ramp.shape)).astype(np.uint8), seconds=0.1)
        for _ in range(count)
    ]


GRAYS = tuple(Color(level, level, level) for level in (0, 64, 96, 128, 255))


def test_noise_changes_few_pixels() -> None:
    frames = noisy(8, 3)
    made, first = draw(frames, "gif", GRAYS), draw(frames[:1], "gif", GRAYS)
    painter = Nearest(GRAYS, "lab")
    changed = [painter(before) != painter(after) for before, after in zip(frames, frames[1:], strict=False)]
    assert np.mean(changed) > 0.03
    shown = [frame.pixels for frame in read_frames(made.contents, "ours", ALL)]
    moved = [(one != two).any(axis=2) for one, two in zip(shown, shown[1:], strict=False)]
    assert np.mean(moved) < np.mean(changed) / 2
    assert made.psnr is not None
    assert first.psnr is not None
    assert made.psnr > first.psnr - 0.5


def test_a_dither_does_not_flicker() -> None:
    random = np.random.default_rng(5)

    def paint(image: Image) -> np.ndarray:
        return random.integers(1, 4, image.pixels.shape[:2]).astype(np.uint8)

    frames = noisy(1, 0) * 3
    assert draw(frames, "gif", GRAYS, paint).frames == 1


def test_slow_changes_are_followed() -> None:
    """Each change is invisible, but their sum is not."""
    frames = [Image(np.full((4, 4, 3), level, np.uint8), seconds=0.1) for level in range(0, 256)]
    made = draw(frames, "gif", GRAYS)
    *_, last = read_frames(made.contents, "ours", ALL)
    assert (last.pixels == 255).all()
    painter = Nearest(GRAYS, "lab")
    *_, last = read_frames(draw(frames, "gif", GRAYS, painter).contents, "ours", ALL)
    assert (last.pixels == 255).all()


def test_translucent_pixels_stay_so_where_a_format_allows_it() -> None:
    frames = [
        replace(frame, alpha=np.full(frame.pixels.shape[:2], alpha, np.uint8))
        for frame, alpha in zip(blink(3, 0.1), (255, 128, 77), strict=True)
    ]
    for file_format, expected in (("png", [255, 128, 77]), ("webp", [255, 128, 77]), ("gif", [255, 255, 0])):
        contents = draw(frames, file_format).contents
        alphas = [expand(frame)[0, 0, 3] for frame in read_frames(contents, "ours", ALL)]
        assert alphas == expected


def test_256_colors_leave_no_room_for_transparency() -> None:
    colors = tuple(Color(level, level, level) for level in range(256))
    assert len(draw(blink(3, 0.1), "gif", colors)) > 0
    with pytest.raises(ValueError, match="at most 255"):
        draw([make_frame(np.full((2, 2), 0)), make_frame(np.full((2, 2), 5))], "gif", colors)


def test_frames_of_other_sizes_are_fitted() -> None:
    sizes = [(4, 5), (3, 7), (4, 5)]
    frames = [make_frame(np.full(size, number)) for number, size in enumerate(sizes)]
    shown = [expand(frame) for frame in read_frames(draw(frames, "gif").contents, "ours", ALL)]
    assert [picture.shape for picture in shown] == [(4, 5, 4)] * 3
    assert (shown[1][3, :, 3] == 0).all()
    assert (shown[1][:3, :, 3] == 255).all()


def test_only_one_frame_is_held() -> None:
    """Frames are taken one by one: no frame is kept when the next but one is made."""
    import weakref

    held: list[weakref.ref[Image]] = []

    def give() -> Iterator[Image]:
        for number in range(6):
            assert sum(reference() is not None for reference in held) <= 3
            frame = make_frame(np.full((5, 5), number % 3))
            held.append(weakref.ref(frame))
            yield frame
            del frame

    draw_animation(give, COLORS, Nearest(COLORS, "lab"), WRITERS["gif"], dithered=False, binary=True)

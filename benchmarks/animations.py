"""Animations beside gifsicle, gifski and FFmpeg: bytes and error at equal colors.

    python benchmarks/animations.py [--gifsicle PATH] [--gifski PATH]

Prints the table of animations.md. FFmpeg must be installed; the others are left out where they are missing.
The clips are made here: none is stored. Each is a PNG animation without loss, which all programs read. Each
GIF is compared with the clip frame by frame, as Pillow composes it. The errors are the PSNR of sRGB over all
visible pixels of all frames, so a higher one is better, and the mean CIEDE2000 of a sample of them, so a
lower one is better.
"""

import argparse
import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import PIL.Image
import PIL.ImageDraw

from cvpalette.color.difference import ciede2000
from cvpalette.color.spaces import to_space

SAMPLES = Path(__file__).parent.parent / "samples"
SIZE = 320, 240
FRAMES, RATE = 40, 20
COUNTS = 256, 32
# CIEDE2000 is measured on one pixel in so many.
SAMPLED = 37
DITHERS = "", "floyd_steinberg"


def load(name: str) -> np.ndarray:
    """Return the pixels (height, width, 3) of a sample."""
    return np.asarray(PIL.Image.open(SAMPLES / name).convert("RGB"))


def make_pan() -> Iterator[np.ndarray]:
    """Move a camera over a photo, and near it."""
    photo = load("coffee.png")
    for number in range(FRAMES):
        part = number / FRAMES
        width = 420 - 140 * part
        left, top = 150 * part, 60 * part
        move = np.array([[width / SIZE[0], 0, left], [0, width / SIZE[0], top]])
        yield cv2.warpAffine(photo, move, SIZE, flags=cv2.INTER_AREA | cv2.WARP_INVERSE_MAP)


def make_noisy() -> Iterator[np.ndarray]:
    """Film a face that hardly moves, with the noise of a sensor."""
    photo = cv2.resize(load("chelsea.png")[:, 30:430], SIZE, interpolation=cv2.INTER_AREA)
    random = np.random.default_rng(18)
    for number in range(FRAMES):
        still = np.roll(photo, number // 10, axis=1).astype(np.float64)
        yield np.clip(np.rint(still + random.normal(0, 3, photo.shape)), 0, 255).astype(np.uint8)


def make_screen() -> Iterator[np.ndarray]:
    """Write a text into a window, and move a pointer."""
    text = "print('the colors of a film')\nfor frame in frames:\n    show(frame)\n" * 3
    for number in range(FRAMES):
        picture = PIL.Image.new("RGB", SIZE, "#2e3440")
        draw = PIL.ImageDraw.Draw(picture)
        for row in range(SIZE[1]):
            draw.line((0, row, SIZE[0], row), fill=(30 + row // 6, 40 + row // 8, 70 + row // 4))
        draw.rectangle((30, 30, 290, 210), fill="#eceff4", outline="#4c566a")
        draw.rectangle((30, 30, 290, 46), fill="#5e81ac")
        draw.text((40, 54), text[: 4 * number], fill="#2e3440")
        x, y = 40 + 6 * number, 200 - 4 * number
        draw.polygon([(x, y), (x, y + 14), (x + 10, y + 10)], fill="black", outline="white")
        yield np.asarray(picture)


def make_sprite() -> Iterator[np.ndarray]:
    """Move a ball with shades round on a transparent ground."""
    y, x = np.mgrid[: SIZE[1], : SIZE[0]]
    for number in range(FRAMES):
        angle = 2 * math.pi * number / FRAMES
        left, top = 160 + 90 * math.cos(angle), 120 + 60 * math.sin(angle)
        distance = np.hypot(x - left, y - top) / 45
        light = np.clip(1 - np.hypot(x - left + 15, y - top + 15) / 70, 0, 1)
        pixels = light[:, :, None] * np.array([255, 160, 60]) + (1 - light[:, :, None]) * np.array(
            [60, 10, 90]
        )
        alpha = np.where(distance <= 1, 255, 0)
        yield np.dstack([np.where(alpha[:, :, None] > 0, pixels, 0), alpha]).astype(np.uint8)


def make_test() -> Iterator[np.ndarray]:
    """Take the test picture of FFmpeg, whose counters and squares move."""
    size = f"{SIZE[0]}x{SIZE[1]}"
    source = ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate={RATE}", "-frames:v", str(FRAMES)]
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", *source, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], stdout=-1, check=True
    )
    yield from np.frombuffer(raw.stdout, np.uint8).reshape(FRAMES, SIZE[1], SIZE[0], 3)


CLIPS: dict[str, Callable[[], Iterator[np.ndarray]]] = {
    "pan": make_pan,
    "noisy": make_noisy,
    "screen": make_screen,
    "sprite": make_sprite,
    "test": make_test,
}


def read_gif(path: Path) -> list[np.ndarray]:
    """Return all frames (n, height, width, 4) of a GIF, one for each twentieth of a second."""
    file, frames = PIL.Image.open(path), []
    end = 0.0
    for number in range(file.n_frames):
        file.seek(number)
        end += file.info["duration"] / 1000
        frame = np.asarray(file.convert("RGBA"))
        frames += [frame] * (round(end * RATE) - len(frames))
    return frames


def compare(clip: list[np.ndarray], path: Path) -> tuple[float, float]:
    """Return the PSNR in dB and the mean CIEDE2000; a pixel that one of the two hides counts on black."""
    frames = read_gif(path)
    if len(frames) != len(clip):
        message = f"{path} lasts {len(frames)} frames, not {len(clip)}"
        raise ValueError(message)
    squares = count = 0
    differences = []
    for before, after in zip(clip, frames, strict=True):
        alpha = before[:, :, 3:] > 0 if before.shape[2] == 4 else np.True_
        seen = (after[:, :, 3:] > 0) | alpha
        one, two = before[:, :, :3] * alpha, after[:, :, :3] * (after[:, :, 3:] > 0)
        squares += int(((one.astype(int) - two) ** 2).sum())
        count += 3 * int(np.count_nonzero(seen * np.ones((*one.shape[:2], 1), bool)))
        both = np.broadcast_to(seen, (*one.shape[:2], 1))[:, :, 0]
        some = (to_space(part[both][::SAMPLED].astype(np.uint8), "lab") for part in (one, two))
        differences.append(ciede2000(*some))
    psnr = 10 * math.log10(255**2 * count / squares) if squares else math.inf
    return psnr, float(np.concatenate(differences).mean())


def run(*command: object) -> None:
    """Run a program."""
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)


def make_ours(clip: Path, out: Path, colors: int, dither: str, space: str) -> None:
    """Make a GIF with cvpalette."""
    # One of the colors of a GIF is for pixels that stay, here as with FFmpeg.
    options = ["-k", colors - 1, "--space", space, "-f", "quantized", "-o", out, "--force"]
    options += ["-O", f"quantized.dither={dither.replace('_', '-') or 'none'}"]
    run(sys.executable, "-m", "cvpalette", clip, "--frames", "all", "--quiet", *options)


def make_ffmpeg(clip: Path, out: Path, colors: int, dither: str) -> None:
    """Make a GIF with FFmpeg."""
    use = f"paletteuse=dither={dither or 'none'}"
    graph = f"split[a][b];[a]palettegen=max_colors={colors}[p];[b][p]{use}"
    run("ffmpeg", "-v", "error", "-y", "-i", clip, "-vf", graph, "-fps_mode", "passthrough", out)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--gifsicle", default=shutil.which("gifsicle"))
    parser.add_argument("--gifski", default=shutil.which("gifski"))
    parser.add_argument("--clips", default=",".join(CLIPS))
    given = parser.parse_args()
    print("| clip | colors | dither | cvpalette | cvpalette `--space rgb` | ffmpeg | ffmpeg, gifsicle -O3 |")
    print("|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        lossy = [
            measure_clip(name, Path(folder), given.gifsicle, given.gifski) for name in given.clips.split(",")
        ]
    print("\ngifski:", "; ".join(lossy))


def measure_clip(name: str, folder: Path, gifsicle: str | None, gifski: str | None) -> str:
    """Print the rows of a clip, and return what gifski makes of it."""
    frames = list(CLIPS[name]())
    clip, out, packed = folder / f"{name}.png", folder / "out.gif", folder / "packed.gif"
    pictures = [PIL.Image.fromarray(frame) for frame in frames]
    pictures[0].save(
        clip, save_all=True, append_images=pictures[1:], duration=1000 // RATE, loop=0, disposal=1, blend=0
    )

    def tell(path: Path) -> str:
        psnr, difference = compare(frames, path)
        return f"{path.stat().st_size / 1000:,.0f} kB, {psnr:.1f} dB, {difference:.2f}"

    for colors in COUNTS:
        for dither in DITHERS:
            cells = [name, str(colors), dither.replace("_", "-") or "none"]
            for space in ("lab", "rgb"):
                make_ours(clip, out, colors, dither, space)
                cells.append(tell(out))
            make_ffmpeg(clip, out, colors, dither)
            cells.append(tell(out))
            if gifsicle:
                run(gifsicle, "-O3", out, "-o", packed)
                cells.append(tell(packed))
            print(f"| {' | '.join(cells)} |", flush=True)
    if not gifski:
        return ""
    stills = [folder / f"{name}-{number:03}.png" for number in range(len(pictures))]
    for path, picture in zip(stills, pictures, strict=True):
        picture.save(path, compress_level=1)
    run(gifski, "--fps", RATE, "--quality", 90, "--quiet", "-o", out, *stills)
    return f"{name} {tell(out)}"


if __name__ == "__main__":
    main()

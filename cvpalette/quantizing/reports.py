"""Tell of a file that was drawn: the facts of a picture or an animation, as a line and by name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Self

from cvpalette.decoding.image import Image
from cvpalette.messages import quote
from cvpalette.quantizing.fidelity import Fidelity

if TYPE_CHECKING:
    from cvpalette.quantizing.animation import Animation

__all__ = ["Drawn", "Facts"]

# A mean difference (CIEDE2000) at which every part of a picture has a wrong color.
_RUINED: Final = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What is known of a file: `width` and `height` in pixels, its bytes, and how near it is to its source.

    `source_bytes` is None if the source was not a file. `colors` is how many are in use. `psnr` is in dB, or
    None if no pixel changed. `delta_e_mean` and `delta_e_p95` are CIEDE2000. `alpha_levels` is how many
    different alphas there were, and are, and `regions` is the same of regions, if small ones were merged.
    `frames` and `seconds` are an animation's. None stands for what was not measured.
    """

    name: str
    source_bytes: int | None
    result_bytes: int
    width: int
    height: int
    colors: int
    psnr: float | None
    delta_e_mean: float
    delta_e_p95: float | None = None
    truecolor_png_bytes: int | None = None
    alpha_levels: tuple[int, int] | None = None
    regions: tuple[int, int] | None = None
    frames: int | None = None
    seconds: float | None = None

    @classmethod
    def of_picture(cls, image: Image, found: Fidelity, regions: tuple[int, int] | None = None) -> Self:
        """Return the facts of a still picture: `image` is what it was drawn from, in the same size."""
        return cls(
            name=image.name,
            source_bytes=image.source_bytes,
            result_bytes=found.result_bytes,
            width=image.width,
            height=image.height,
            colors=found.colors,
            psnr=found.psnr,
            delta_e_mean=found.delta_e_mean,
            delta_e_p95=found.delta_e_p95,
            truecolor_png_bytes=found.truecolor_png_bytes,
            alpha_levels=found.alpha_levels,
            regions=regions,
        )

    @classmethod
    def of_animation(cls, image: Image, made: "Animation") -> Self:
        """Return the facts of an animation: `image` is the first frame of its source."""
        return cls(
            name=image.name,
            source_bytes=image.source_bytes,
            result_bytes=len(made),
            width=made.width,
            height=made.height,
            colors=made.colors,
            psnr=made.psnr,
            delta_e_mean=made.delta_e_mean,
            frames=made.frames,
            seconds=made.seconds,
        )

    @property
    def is_larger(self) -> bool:
        """Whether the file is larger than its source."""
        return self.source_bytes is not None and self.result_bytes > self.source_bytes

    def as_dict(self) -> dict[str, Any]:
        """Return the facts for programs, by name; without those that were not measured."""
        found = {
            "truecolor_png_bytes": self.truecolor_png_bytes,
            "delta_e_p95": None if self.delta_e_p95 is None else round(self.delta_e_p95, 3),
            "alpha_levels": None if self.alpha_levels is None else list(self.alpha_levels),
            "regions": None if self.regions is None else list(self.regions),
            "frames": self.frames,
            "seconds": None if self.seconds is None else round(self.seconds, 3),
        }
        return {
            "source_bytes": self.source_bytes,
            "is_larger": self.is_larger,
            "width": self.width,
            "height": self.height,
            "colors": self.colors,
            "psnr": None if self.psnr is None else round(self.psnr, 3),
            "delta_e_mean": round(self.delta_e_mean, 3),
        } | {name: value for name, value in found.items() if value is not None}

    def as_line(self) -> str:
        """Return a line that says how large the file is, what it shows, and how much its colors changed."""
        size = _kilobytes(self.result_bytes)
        if self.source_bytes:
            size += f" in place of {_kilobytes(self.source_bytes)}"
        told = [f"{size}, LARGER than its source" if self.is_larger else size]
        if self.frames is None:
            told.append(f"{self.width} x {self.height} pixels")
        else:
            told.append(f"{_count(self.frames, 'frame')} of {self.width} x {self.height}")
            told.append(f"{self.seconds:,.2f} s")
        told.append(_count(self.colors, "color"))
        if self.regions:
            before, now = self.regions
            told.append(f"{_count(now, 'region')} of {before:,}")
        levels, left = self.alpha_levels or (1, 1)
        if left < levels:
            told.append(f"{left} of {levels} levels of alpha")
        changed = "no pixel changed"
        if self.psnr is not None:
            changed = f"PSNR {self.psnr:.1f} dB, mean dE {self.delta_e_mean:.2f}"
        return f"{quote(self.name)}: {', '.join(told)} ({changed})"


@dataclass(frozen=True, eq=False)
class Drawn:
    """The contents of a file, and what is told of it.

    `measure` finds the facts. It takes time, so it is called when they are needed, and once. `told` is what
    everyone has to know already, and `max_size` is the size that the file had to fit in, if there was one.
    """

    contents: bytes
    measure: Callable[[], Facts]
    told: str = ""
    max_size: str = ""

    def __len__(self) -> int:
        return len(self.contents)

    @cached_property
    def facts(self) -> Facts:
        """What is known of the file."""
        return self.measure()

    def report(self) -> str:
        """Return the facts as a line for people."""
        return self.facts.as_line()

    def list_facts(self) -> dict[str, Any]:
        """Return the facts for programs."""
        return self.facts.as_dict()

    def warn(self) -> str:
        """Return what is told, and that so few colors fit that anyone sees how much is lost; or ''."""
        if not self.max_size or self.facts.delta_e_mean <= _RUINED:
            return self.told
        return f"{self.told}\n".lstrip() + (
            f"{quote(self.facts.name)}: no more than {_count(self.facts.colors, 'color')} fit in "
            f"{self.max_size}, and the mean dE is {self.facts.delta_e_mean:.1f}; a photo of this size is "
            "better a JPEG or an AVIF"
        )


def _count(number: int, unit: str) -> str:
    return f"1 {unit}" if number == 1 else f"{number:,} {unit}s"


def _kilobytes(count: int) -> str:
    return f"{count / 1000:,.1f} kB"

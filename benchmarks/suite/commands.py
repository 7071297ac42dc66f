"""Commands: the programs of the tools, timed from start to end as a shell would run them."""

import io
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from PIL import Image

from suite.adapters import palette_of
from suite.client import SECONDS_ALLOWED, Answer
from suite.environment import Environment, clean_environment, find_program

HEX = re.compile(rb"#([0-9A-Fa-f]{6})\b")
# Debian's own names come first: they are the programs, "convert" may be any wrapper around them.
IMAGEMAGICK = ("magick", "convert-im6.q16", "convert")


@dataclass(frozen=True)
class Command:
    """A program and its arguments; {photo} and {colors} are filled in."""

    words: tuple[str, ...]
    gives: str = ""

    def run(self, photo: Path, colors: int) -> Answer:
        """Time one run, and read the palette if the command gives one that can be read."""
        words = [word.format(photo=photo, colors=colors) for word in self.words]
        try:
            start = perf_counter()
            done = subprocess.run(
                words, capture_output=True, timeout=SECONDS_ALLOWED, env=clean_environment(), check=True
            )
            seconds = perf_counter() - start
            return Answer(seconds, self._palette(done.stdout))
        except subprocess.CalledProcessError as error:
            lines = error.stderr.decode(errors="replace").strip().splitlines()
            return Answer(error=lines[-1] if lines else f"exit code {error.returncode}")
        except subprocess.TimeoutExpired:
            return Answer(error=f"no end in {SECONDS_ALLOWED:.0f} seconds")
        except (OSError, ValueError) as error:
            return Answer(error=str(error))

    def _palette(self, output: bytes) -> tuple[tuple[int, int, int], ...]:
        if self.gives == "hex":
            digits = [bytes.fromhex(found.decode()) for found in HEX.findall(output)]
            return tuple((red, green, blue) for red, green, blue in digits)
        if self.gives == "png":
            with Image.open(io.BytesIO(output)) as image:
                return tuple(palette_of(image))
        return ()


def find_commands(environment: Environment) -> dict[str, Command]:
    """Return the commands whose programs are installed, by the name that tools give them."""
    ours, peers = str(environment.ours / "cvpalette"), environment.peers
    photo, colors = "{photo}", "{colors}"
    modern = str(peers / "modern-colorthief")
    commands = {
        "cvpalette": Command((ours, photo, "-k", colors, "--format", "css")),
        "pylette": Command((str(peers / "pylette"), photo, "--palette-size", colors)),
        "modern_colorthief": Command((modern, photo, "--palette", "--count", colors)),
        "extcolors": Command((str(peers / "extcolors"), photo, "--limit", colors)),
    }
    if node := find_program("node"):
        script = environment.npm / "node_modules" / "colorthief" / "dist" / "cli.js"
        commands["colorthief_npm"] = Command(
            (str(node), str(script), "palette", photo, "--count", colors, "--css")
        )
    if magick := find_program(*IMAGEMAGICK):
        rest = ("+dither", "-colors", colors, "-depth", "8", "-unique-colors", "txt:-")
        commands["imagemagick"] = Command((str(magick), photo, *rest), "hex")
    if pngquant := find_program("pngquant"):
        commands["pngquant"] = Command((str(pngquant), "--nofs", colors, "--output", "-", photo), "png")
    return commands

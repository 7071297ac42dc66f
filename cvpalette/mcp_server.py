"""Serves three tools to agents by the Model Context Protocol: extract, convert and check. See docs/agents.md.

    cvpalette-mcp --root FOLDER

It speaks on stdin and stdout. It reads files below the root and public addresses, and writes below the root.
"""

import argparse
import functools
import inspect
import json
import os
import re
import threading
import typing
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import cvpalette
from cvpalette.errors import (
    CvpaletteError,
    ImageError,
    LibraryError,
    PaletteFileError,
    SettingsError,
    WriteError,
)
from cvpalette.messages import quote
from cvpalette.sources.addresses import is_url, split_group

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

__all__ = ["main", "make_server"]

_INSTRUCTIONS = (
    "Finds the colors of images, converts palettes between formats, and checks palettes. A source is the path"
    " of an image or a palette file below the root, an http or https URL, or the name of a built-in palette"
    " such as 'gameboy'. A share is how much of the picture a color stands for, from 0 to 1."
)
#: The most pixels of an image, unless the server is told otherwise: an agent waits for the answer.
MAX_PIXELS = 50_000_000
#: The most letters of a file that a tool returns. A longer one has to be written to a file.
_MOST = 50_000
#: The most colors of a palette file, and the most violations of a rule that an answer has.
_MOST_COLORS, _MOST_TOLD = 256, 20
_MOST_LETTERS = 200
# What Windows takes for a device, in any folder and with any suffix.
_DEVICES = frozenset(
    ("CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10)))
)

Source = Annotated[str, "Path of an image or palette file, a URL, or the name of a built-in palette."]
Colors = Annotated[
    int | Literal["auto"], "How many colors to find, 1 to 256; 'auto' finds as few as will do."
]
Pick = Annotated[
    Literal["pixels", "colors"], "Find colors that stand for all pixels, or those that a person would pick."
]


class Tools:
    """The three tools, over the files below a folder; an image has at most `max_pixels`."""

    def __init__(self, root: Path, max_pixels: int = MAX_PIXELS) -> None:
        """Take the folder that all paths are below; raises SettingsError if there is none."""
        self.root = root.resolve()
        self.max_pixels = max_pixels
        self._writing = threading.Lock()
        if max_pixels < 1:
            message = f"'{max_pixels}' is no number of pixels; give 1 or more as --max-pixels"
            raise SettingsError(message)
        if not self.root.is_dir():
            message = f"{quote(str(root))} is no folder; give the folder of the files as --root"
            raise SettingsError(message)

    def extract(
        self,
        source: Source,
        colors: Colors = 6,
        pick: Pick = "pixels",
        names: Annotated[Literal["css", "xkcd", "basic"] | None, "Name each color after a list."] = None,
        ignore: Annotated[list[str] | None, "Colors that do not count, such as '#ffffff~5'."] = None,
    ) -> dict[str, Any]:
        """Find the colors of an image, or read a palette file: hex, RGB, OKLCH, share and name of each."""
        result = self._read(source, colors=colors, pick=pick, names=names, ignore=tuple(ignore or ()))
        described: dict[str, Any] = json.loads(str(cvpalette.render(result, "json")))
        return described

    def convert(  # noqa: PLR0913, PLR0917 -- an agent names each
        self,
        source: Source,
        format: Annotated[str, "Format to write, such as 'css', 'gpl', 'ase', 'kitty' or 'scheme'."],  # noqa: A002
        colors: Colors = 6,
        pick: Pick = "pixels",
        options: Annotated[
            dict[str, Any] | None, "Options of the format, such as {'prefix': 'brand'}."
        ] = None,
        output: Annotated[str | None, "File below the root to write to, which must not exist."] = None,
    ) -> str:
        """Write the colors of an image or a palette file in another format: as text, or into a file."""
        result = self._read(source, colors=colors, pick=pick)
        named = {name.replace("-", "_"): value for name, value in (options or {}).items()}
        if cvpalette.find_output(format).load().reads_files:
            message = f"format {quote(format)} reads further files, which this server does not allow"
            raise SettingsError(message)
        if output is not None:
            return f"wrote {self._write(result, self._below(output), format, named)}"
        contents = cvpalette.render(result, format, **named)
        if isinstance(contents, Mapping):
            message = f"format {quote(format)} is a set of files; name an output"
            raise SettingsError(message)
        if isinstance(contents, bytes) or len(contents) > _MOST:
            message = f"the file in format {quote(format)} is no short text; name an output"
            raise SettingsError(message)
        return contents

    def check(
        self,
        source: Source,
        rules: Annotated[
            list[str], "Rules, such as 'contrast>=4.5', 'distinct>=10' or 'distinct:deutan>=8'."
        ],
        colors: Colors = 6,
    ) -> dict[str, Any]:
        """Tell whether a palette keeps rules of contrast and difference, and which colors break them."""
        result = self._read(source, colors=colors)
        checked = []
        for rule in rules:
            broken = cvpalette.check(result, self._place_file(rule))
            told = [
                {"colors": [*map(str, each.colors)], "value": each.value, "reason": each.reason}
                for each in broken[:_MOST_TOLD]
            ]
            checked.append({"rule": rule, "kept": not broken, "broken": len(broken), "violations": told})
        return {"kept": all(each["kept"] for each in checked), "rules": checked}

    def _read(self, source: str, **options: Any) -> "cvpalette.Result | cvpalette.Extraction":
        """Return what was found in an image, or the palette of what is no image."""
        place = self._locate(source)
        try:
            return cvpalette.extract(place, max_pixels=self.max_pixels, **options)
        except ImageError as error:
            # The name that the agent gave, and not where the root is.
            error.rename(source)
            if error.problem not in {"unsupported", "not-found"}:
                raise
            try:
                found = cvpalette.read_palette(place)
            except PaletteFileError as reason:
                reason.rename(source)
                if reason.problem != error.problem:
                    raise
                raise error from reason
        if len(found.palette) > _MOST_COLORS:
            message = f"{quote(source)} has {len(found.palette):,} colors; {_MOST_COLORS} are the most here"
            raise SettingsError(message)
        return found

    def _write(
        self,
        result: "cvpalette.Result | cvpalette.Extraction",
        target: Path,
        name: str,
        options: dict[str, Any],
    ) -> str:
        """Save a result in a new file below the root, and return its path from there."""
        path = target.relative_to(self.root).as_posix()
        # Tools run in threads: only the one that makes the file may write it.
        with self._writing:
            if target.exists():
                message = f"{quote(path)} exists already; name another file"
                raise SettingsError(message)
            try:
                cvpalette.save(result, target, name, **options)
            except WriteError as error:
                error.rename(path)
                raise
        return path

    def _place_file(self, rule: str) -> str:
        """Return a rule with the path of the palette file that it names, if any."""
        start, _, name = rule.partition(":")
        return f"{start}:{self._locate(name)}" if start.strip().startswith("difference") and name else rule

    def _locate(self, source: str) -> str:
        """Return a URL or the name of a built-in palette as it is, and a path if it is below the root."""
        if is_url(source):
            return source
        whole = self._below(source)
        if whole.exists():
            return str(whole)
        # The file of a group is looked up as it will be opened.
        file, group = split_group(str(self.root / source))
        if group:
            return f"{self._below(file.removeprefix(str(self.root)).lstrip(os.sep))}#{group}"
        # A word that is no file may name a built-in palette.
        is_word = source.replace("-", "").replace("_", "").replace(" ", "").isalnum()
        return source if is_word else str(whole)

    def _below(self, path: str) -> Path:
        """Return the path of a file below the root, links followed; raises SettingsError for all others."""
        # Told by its letters first: Windows asks the network for what \\host\share names.
        is_plain = "://" not in path and "\0" not in path and not path.startswith(("/", "\\"))
        is_device = {Path(part).stem.upper() for part in re.split(r"[/\\]", path)} & _DEVICES
        with suppress(OSError, ValueError, RuntimeError):
            if is_plain and not Path(path).is_absolute() and not is_device:
                target = (self.root / path).resolve()
                os.fsencode(target)  # raises for letters that no name has
                target.exists()  # raises for a name that is too long
                if target.is_relative_to(self.root):
                    return target
        shown = quote(path[:_MOST_LETTERS].encode("utf-8", "replace").decode())
        message = f"{shown} is not below the server's root; name a file there by its path from it"
        raise SettingsError(message)


def make_server(root: Path, max_pixels: int = MAX_PIXELS) -> "MCPServer[Any]":
    """Return a server with the three tools over a folder; raises LibraryError without the extra `mcp`."""
    try:
        from mcp.server.mcpserver import MCPServer  # noqa: PLC0415 -- an extra, as what follows
        from mcp.server.mcpserver.exceptions import ToolError  # noqa: PLC0415
        from pydantic import Field  # noqa: PLC0415
    except ImportError as error:
        message = "the server needs the library 'mcp', version 2 or later; install 'cvpalette[mcp]'"
        raise LibraryError(message) from error

    def describe(hint: Any) -> Any:
        """Return a hint whose words reach the client."""
        is_told = typing.get_origin(hint) is Annotated
        return Annotated[hint.__origin__, Field(description=hint.__metadata__[0])] if is_told else hint

    def publish(tool: Callable[..., Any]) -> Callable[..., Any]:
        """Return a tool as the library takes it: its errors are answers that the agent can read."""

        @functools.wraps(tool)
        def call(**keywords: Any) -> Any:
            try:
                return tool(**keywords)
            except CvpaletteError as error:
                raise ToolError(str(error)) from error

        hints = typing.get_type_hints(tool, include_extras=True)
        call.__annotations__ = {name: describe(hint) for name, hint in hints.items()}
        parameters = [
            each.replace(annotation=call.__annotations__[name])
            for name, each in inspect.signature(tool).parameters.items()
        ]
        vars(call)["__signature__"] = inspect.signature(tool).replace(parameters=parameters)
        return call

    server: MCPServer[Any] = MCPServer(
        "cvpalette", instructions=_INSTRUCTIONS, version=cvpalette.__version__, log_level="WARNING"
    )
    tools = Tools(root, max_pixels)
    for tool in (tools.extract, tools.convert, tools.check):
        server.tool()(publish(tool))
    return server


def main() -> None:
    """Run the server until its client ends it."""
    parser = argparse.ArgumentParser(
        "cvpalette-mcp", description="Serve extract, convert and check to agents."
    )
    parser.add_argument(
        "--root", type=Path, default=Path(), help="the folder of the files; by default this one"
    )
    parser.add_argument(
        "--max-pixels",
        type=int,
        default=MAX_PIXELS,
        help="the most pixels of an image (default: %(default)s)",
    )
    parser.add_argument("--version", action="version", version=f"cvpalette {cvpalette.__version__}")
    arguments = parser.parse_args()
    try:
        server = make_server(arguments.root, arguments.max_pixels)
    except CvpaletteError as error:
        parser.error(str(error))
    server.run()


if __name__ == "__main__":
    main()

"""Serves three tools to agents by the Model Context Protocol: extract, convert and check. See docs/agents.md.

    cvpalette-mcp --root FOLDER

It speaks on stdin and stdout. It reads files below the root and public addresses, and writes below the root.
"""

import argparse
import functools
import inspect
import json
import typing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import cvpalette
from cvpalette.errors import CvpaletteError, ImageError, LibraryError, PaletteFileError, SettingsError
from cvpalette.messages import quote

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
            target = self._below(output)
            if target.exists():
                message = f"{quote(output)} exists already; name another file"
                raise SettingsError(message)
            return f"wrote {cvpalette.save(result, target, format, **named).relative_to(self.root)}"
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
                for each in broken
            ]
            checked.append({"rule": rule, "kept": not broken, "violations": told})
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
                return cvpalette.read_palette(place)
            except PaletteFileError as reason:
                reason.rename(source)
                if reason.problem != error.problem:
                    raise
            raise

    def _place_file(self, rule: str) -> str:
        """Return a rule with the path of the palette file that it names, if any."""
        start, _, name = rule.partition(":")
        return f"{start}:{self._locate(name)}" if start.strip().startswith("difference") and name else rule

    def _locate(self, source: str) -> str:
        """Return a URL or the name of a built-in palette as it is, and a path if it is below the root."""
        if source.startswith(("http://", "https://")):
            return source
        target = self._below(source)
        # A word that is no file may name a built-in palette.
        is_word = source.replace("-", "").isalnum()
        return source if is_word and not target.exists() else str(target)

    def _below(self, path: str) -> Path:
        target = (self.root / path).resolve()
        if "://" in path or not target.is_relative_to(self.root):
            message = (
                f"{quote(path)} is not below {quote(str(self.root))}; start the server with another --root"
            )
            raise SettingsError(message)
        return target


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

"""The output `template`: a file of the user's own, filled in with a result's colors."""

import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, ClassVar, Final, Literal, get_args

from cvpalette.messages import quote, reason_of
from cvpalette.rendering.templates.limits import TemplateError
from cvpalette.rendering.templates.model import make_model
from cvpalette.rendering.templates.syntax import Syntax, find_syntax, render_template, suffix_of_output
from cvpalette.rendering.themes import ThemeMode
from cvpalette.result import Result

__all__ = ["OwnTemplate"]

_MOST_BYTES: Final = 1 << 20


@dataclass(frozen=True)
class OwnTemplate:
    """A template of your own, filled in: Jinja, mustache, or one of pywal, tinted-theming or matugen."""

    suffix: ClassVar[str] = ".template"
    # The template says what is made of it, so the file may have any suffix.
    any_suffix: ClassVar[bool] = True
    file: Annotated[str, "Path of the template."] = ""
    syntax: Annotated[
        Literal["auto", "jinja", "mustache", "pywal", "matugen"],
        "How it is written; auto goes by its suffix and by what is in it.",
    ] = "auto"
    mode: ThemeMode = "dark"

    def __post_init__(self) -> None:
        """Read the template at once, so that what is wrong with it is told before an image is read."""
        if not self.file:
            raise ValueError("option 'file' is the path of a template, such as 'colors.css.j2'")
        if self._syntax == "jinja":
            _require_jinja()

    @property
    def file_suffix(self) -> str:
        """The suffix of the file that is made: what is left of the template's name."""
        return suffix_of_output(Path(self.file).name)

    @property
    def reads(self) -> tuple[str, ...]:
        """The files that it reads, which must not be overwritten."""
        return (self.file,)

    def render(self, result: Result, /) -> str:
        """Fill in the template; raises ValueError, which names its file and line."""
        try:
            return render_template(self._text, self._syntax, make_model(result, self.mode))
        except TemplateError as error:
            place = f"{self.file}, line {error.line}" if error.line else self.file
            message = f"{quote(place)}: {error}"
            raise ValueError(message) from error

    @cached_property
    def _text(self) -> str:
        path = Path(self.file)
        try:
            # Opening a pipe would wait, and a device may have no end.
            if not stat.S_ISREG(path.stat().st_mode):
                message = f"the template {quote(self.file)} is not a file"
                raise ValueError(message)
            with path.open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
        except OSError as error:
            message = f"the template {quote(self.file)} cannot be read: {reason_of(error)}"
            raise ValueError(message) from error
        if len(data) > _MOST_BYTES:
            message = f"the template {quote(self.file)} has more than {_MOST_BYTES:,} bytes"
            raise ValueError(message)
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            message = f"the template {quote(self.file)} is not UTF-8 in line {line}"
            raise ValueError(message) from error

    @cached_property
    def _syntax(self) -> Syntax:
        named: dict[str, Syntax] = {syntax: syntax for syntax in get_args(Syntax)}
        return named.get(self.syntax) or find_syntax(Path(self.file).name, self._text)


def _require_jinja() -> None:
    try:
        import jinja2  # noqa: F401, PLC0415 -- optional, and takes a tenth of a second
    except ImportError as error:
        message = "a template in Jinja needs an extra: pip install 'cvpalette[templates]'"
        raise ValueError(message) from error

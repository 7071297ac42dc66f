"""Completes words in a shell, with typer and the table of options; only these runs load typer."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import typer

from cvpalette.command.request import list_parameters
from cvpalette.plugins.registry import find_outputs
from cvpalette.settings.option import Declared

__all__ = ["build", "complete"]

_TYPES: Mapping[str, Any] = {"flag": bool, "text": str, "whole": int, "number": float}


def complete() -> int:
    """Complete a word if a shell asks for that, or install what asks; returns the exit code."""
    command = typer.main.get_command(build(lambda **_: None))
    return int(command.main(prog_name="cvpalette", standalone_mode=False) or 0)


def build(run: Callable[..., Any]) -> typer.Typer:
    """Return the command for typer; it calls `run` with a keyword for each option."""
    app = typer.Typer(
        pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"]}
    )

    def command(**values: Any) -> Any:
        return run(**values)

    sources = typer.Argument(metavar="SOURCES...", hidden=True)
    parameters = [_parameter("sources", list[str], sources, inspect.Parameter.empty)]
    parameters += [_describe(each) for each in list_parameters()]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    app.command()(command)
    return app


def _describe(declared: Declared) -> inspect.Parameter:
    option = declared.option
    kind: Any = _TYPES[declared.kind]
    default = declared.default
    if option.repeated:
        kind, default = list[str] | None, None
    elif default is None:
        kind |= None
    elif declared.kind == "text":
        default = str(default)
    about = typer.Option(
        *option.flags,
        metavar="" if declared.kind == "flag" else declared.metavar,
        help=option.help,
        autocompletion=_complete(declared),
        show_default=bool(default),
    )
    return _parameter(declared.name, kind, about, default)


def _parameter(name: str, kind: Any, about: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, annotation=Annotated[kind, about], default=default
    )


def _complete(declared: Declared) -> Callable[[str], Sequence[str]] | None:
    if declared.name == "formats":
        return lambda incomplete: [name for name in find_outputs() if name.startswith(incomplete)]
    if declared.name in {"names", "palette"}:
        return lambda incomplete: [name for name in _name_palettes(declared) if name.startswith(incomplete)]
    if not declared.choices:
        return None
    return lambda incomplete: [choice for choice in declared.choices if choice.startswith(incomplete)]


def _name_palettes(declared: Declared) -> Sequence[str]:
    """Return the built-in palettes that an option takes; if none fits a word, the shell completes files."""
    from cvpalette.palettes.builtin import list_builtin  # noqa: PLC0415 -- only completion needs them

    has_names = declared.name == "names"
    names = [each.name for each in list_builtin() if each.is_named or not has_names]
    return list(dict.fromkeys([*declared.choices, *names]))

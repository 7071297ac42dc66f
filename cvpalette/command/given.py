"""What the user gave: options of outputs, sorted, and which of the command's own."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import typer
from click.core import ParameterSource

from cvpalette.errors import SettingsError
from cvpalette.messages import quote

__all__ = ["list_given", "parse_options"]


def parse_options(texts: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """Sort options written as FORMAT.NAME=VALUE by format and name; raises SettingsError."""
    options: dict[str, dict[str, str]] = defaultdict(dict)
    for text in texts:
        name, equals, value = text.partition("=")
        output, dot, option = name.partition(".")
        if not (equals and dot and output and option):
            message = f"{quote(text)} is no option; write it as FORMAT.NAME=VALUE, such as 'css.prefix=brand'"
            raise SettingsError(message)
        options[output][option] = value
    return options


def list_given(context: typer.Context, names: Collection[str]) -> list[str]:
    """Return those of some options, by the names of their parameters, that the user gave, as `--colors`."""
    parameters = (each for each in context.command.params if each.name in names)
    return [
        max(each.opts, key=len)
        for each in parameters
        if context.get_parameter_source(str(each.name)) is ParameterSource.COMMANDLINE
    ]

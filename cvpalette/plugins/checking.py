"""check(): tells what keeps a palette from keeping a rule."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction
from cvpalette.plugins.reading import read_palette
from cvpalette.result import Result
from cvpalette.roles.rules import Mode, Rule, Violation

__all__ = ["check", "check_rule", "complete_rule"]


def check(what: Result | Extraction | Palette, rule: str, /) -> tuple[Violation, ...]:
    """Return what keeps a palette from keeping a rule, the worst first; nothing if it keeps it.

    `what` is what `render` takes. The rules are those of the command's `--require`: 'contrast>=4.5',
    'contrast:text/background>=7', 'distinct>=10', 'distinct:deutan>=8', 'difference<=3:brand.gpl'. A palette
    file that a rule names is read at once. Raises SettingsError for any other rule, and PaletteFileError.
    """
    return check_rule(complete_rule(Rule.parse(rule)), what)

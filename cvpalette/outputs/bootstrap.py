"""The output `bootstrap`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.rendering.escaping import css_comment
from cvpalette.rendering.names import summary
from cvpalette.rendering.shades import Fill, blend, fills, readable
from cvpalette.result import Result
from cvpalette.roles.scheme import MODES, Mode, Roles

__all__ = ["BootstrapTheme"]

_SELECTORS: Final[dict[Mode, str]] = {
    "light": ":root, [data-bs-theme=light]",
    "dark": "[data-bs-theme=dark]",
}
#: Bootstrap's names of the colors that fill; it has no accent.
_NAMES: Final = {
    "primary": "primary",
    "secondary": "secondary",
    "success": "success",
    "info": "info",
    "warning": "warning",
    "error": "danger",
}
# How much of a color its subtle ground and border have.
_SUBTLE, _SUBTLE_BORDER = 0.12, 0.35
#: Rules of components that have their colors from Sass, not from variables of the theme.
_BUTTON: Final = """\
.btn-{name} {{
  --bs-btn-color: {on};
  --bs-btn-bg: {fill};
  --bs-btn-border-color: {fill};
  --bs-btn-hover-color: {on};
  --bs-btn-hover-bg: {hover};
  --bs-btn-hover-border-color: {hover};
  --bs-btn-active-color: {on};
  --bs-btn-active-bg: {pressed};
  --bs-btn-active-border-color: {pressed};
  --bs-btn-disabled-color: {on};
  --bs-btn-disabled-bg: {fill};
  --bs-btn-disabled-border-color: {fill};
}}
.btn-outline-{name} {{
  --bs-btn-color: {color};
  --bs-btn-border-color: {color};
  --bs-btn-hover-color: {on};
  --bs-btn-hover-bg: {fill};
  --bs-btn-hover-border-color: {fill};
  --bs-btn-active-color: {on};
  --bs-btn-active-bg: {fill};
  --bs-btn-active-border-color: {fill};
  --bs-btn-disabled-color: {color};
  --bs-btn-disabled-border-color: {color};
}}
.text-bg-{name} {{ background-color: {fill} !important; color: {on} !important; }}"""
_OTHERS: Final = """\
.dropdown-menu { --bs-dropdown-link-active-bg: PRIMARY; --bs-dropdown-link-active-color: ON; }
.nav-pills { --bs-nav-pills-link-active-bg: PRIMARY; --bs-nav-pills-link-active-color: ON; }
.list-group { --bs-list-group-active-bg: PRIMARY; --bs-list-group-active-border-color: PRIMARY; }
.list-group { --bs-list-group-active-color: ON; }
.pagination { --bs-pagination-active-bg: PRIMARY; --bs-pagination-active-border-color: PRIMARY; }
.pagination { --bs-pagination-active-color: ON; }
.progress { --bs-progress-bar-bg: PRIMARY; --bs-progress-bar-color: ON; }
.form-check-input:checked { background-color: PRIMARY; border-color: PRIMARY; }
.form-control, .form-select, .form-check-input { border-color: var(--bs-control-border); }
.form-control:focus, .form-select:focus, .form-check-input:focus { border-color: PRIMARY; }"""


@dataclass(frozen=True)
class BootstrapTheme:
    """Bootstrap 5.3 theme for light and dark, by data-bs-theme; load it after Bootstrap's style sheet."""

    suffix: ClassVar[str] = ".bootstrap.css"
    family: ClassVar[str] = "styles"

    def render(self, result: Result, /) -> str:
        """Write the variables of each mode, and rules for components whose colors are not variables."""
        rules = []
        for mode in MODES:
            variables = _list_variables(result.scheme.mode(mode), mode).items()
            lines = [f"  --bs-{name}: {value};" for name, value in variables]
            rules.append("\n".join([f"{_SELECTORS[mode]} {{", f"  color-scheme: {mode};", *lines, "}"]))
        primary, on = "var(--bs-primary-fill)", "var(--bs-on-primary)"
        rules += [_write_button(name) for name in _NAMES.values()]
        rules.append(_OTHERS.replace("PRIMARY", primary).replace("ON", on))
        return "\n".join([css_comment(summary(result)), "\n\n".join(rules)]) + "\n"


def _list_variables(roles: Roles, mode: Mode) -> dict[str, str]:
    background, surface, text = roles.background.color, roles.surface.color, roles.text.color
    border = roles.border.color
    grounds = (background, surface)
    # `--bs-primary` and its like are colored text too. Buttons have the role itself.
    filled = {_NAMES[name]: fill for name, fill in fills(roles, grounds).items() if name in _NAMES}
    named = roles.named()
    buttons = {
        bootstrap: Fill(named[name].color, named[f"on-{name}"].color) for name, bootstrap in _NAMES.items()
    }
    muted, link = roles.muted.color, Fill(roles.link.color, background)
    light, dark = (surface, text) if mode == "light" else (text, surface)
    colors = {
        "body-color": text,
        "body-bg": background,
        "emphasis-color": text,
        "secondary-color": muted,
        "secondary-bg": surface,
        "tertiary-color": muted,
        "tertiary-bg": surface,
        "heading-color": text,
        "link-color": link.color,
        "link-hover-color": link.hover,
        "code-color": readable(filled["danger"].color, grounds),
        "border-color": border,
        "light": light,
        "dark": dark,
        "control-border": roles.control.color,
        "highlight-bg": (mark := blend(filled["warning"].color, background, _SUBTLE)),
        "highlight-color": readable(text, [mark]),
    }
    with_triplets = {
        *("body-color", "body-bg", "emphasis-color", "secondary-color", "secondary-bg"),
        *("tertiary-color", "tertiary-bg", "link-color", "link-hover-color", "light", "dark"),
    }
    return {
        **_write(colors, with_triplets),
        **_write({name: fill.color for name, fill in filled.items()}, set(filled)),
        **_write(_list_subtle(filled, background), set()),
        **_write(_list_buttons(buttons), set()),
        "border-color-translucent": border.hex,
        "focus-ring-color": f"rgba({_triplet(filled['primary'].color)}, 0.5)",
        "form-valid-color": filled["success"].color.hex,
        "form-valid-border-color": filled["success"].color.hex,
        "form-invalid-color": filled["danger"].color.hex,
        "form-invalid-border-color": filled["danger"].color.hex,
    }


def _list_subtle(filled: Mapping[str, Fill], background: Color) -> dict[str, Color]:
    colors: dict[str, Color] = {}
    for name, fill in filled.items():
        subtle = blend(fill.color, background, _SUBTLE)
        colors |= {
            f"{name}-text-emphasis": readable(fill.color, [subtle]),
            f"{name}-bg-subtle": subtle,
            f"{name}-border-subtle": blend(fill.color, background, _SUBTLE_BORDER),
        }
    return colors


def _list_buttons(buttons: Mapping[str, Fill]) -> dict[str, Color]:
    colors: dict[str, Color] = {}
    for name, fill in buttons.items():
        colors |= {
            f"{name}-fill": fill.color,
            f"on-{name}": fill.on,
            f"{name}-hover": fill.hover,
            f"{name}-pressed": fill.pressed,
        }
    return colors


def _write(colors: Mapping[str, Color], with_triplets: set[str]) -> dict[str, str]:
    """Return the variables of colors, and their channels for the variables that Bootstrap has them of."""
    lines = {}
    for name, color in colors.items():
        lines[name] = color.hex
        if name in with_triplets:
            lines[f"{name}-rgb"] = _triplet(color)
    return lines


def _triplet(color: Color) -> str:
    return f"{color.red}, {color.green}, {color.blue}"


def _write_button(name: str) -> str:
    shades = {shade: f"var(--bs-{name}-{shade})" for shade in ("fill", "hover", "pressed")}
    return _BUTTON.format(name=name, color=f"var(--bs-{name})", on=f"var(--bs-on-{name})", **shades)

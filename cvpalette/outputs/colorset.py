"""The output `colorset`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final

from cvpalette.color.alpha import alpha_part
from cvpalette.color.color import Color
from cvpalette.rendering.escaping import json_text
from cvpalette.rendering.names import require_identifier
from cvpalette.rendering.variables import list_variables
from cvpalette.result import Result

__all__ = ["ColorSets"]

_INFO: Final = {"author": "xcode", "version": 1}
_DARK: Final = [{"appearance": "luminosity", "value": "dark"}]


@dataclass(frozen=True)
class ColorSets:
    """Xcode asset catalog with a color set for each swatch, used as Color("color-1") or Color(.color1).

    Names become identifiers. The roles of the light scheme have those of the dark one as variants. The form
    is that of Apple's Asset Catalog Format Reference, Named Color Type.
    """

    suffix: ClassVar[str] = ".xcassets"
    family: ClassVar[str] = "code"
    holds: ClassVar[frozenset[str]] = frozenset({"alpha"})
    prefix: Annotated[str, "What the names begin with: PREFIX-1."] = "color"
    roles: Annotated[bool, "Add the roles, light and dark: PREFIX-background."] = False

    def __post_init__(self) -> None:
        """Refuse a prefix that no symbol in Swift can begin with."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> Mapping[str, str]:
        """Write one folder for each swatch and each role, and the catalog's own file."""
        swatches, roles = list_variables(result, self.prefix, roles=self.roles)
        sets = {each.name: [_variant(each.color, each.alpha)] for each in swatches}
        sets |= {
            role.name: [_variant(role.light), {"appearances": _DARK, **_variant(role.dark)}] for role in roles
        }
        catalog = {"Contents.json": _write({"info": _INFO})}
        return catalog | {
            f"{name}.colorset/Contents.json": _write({"colors": variants, "info": _INFO})
            for name, variants in sets.items()
        }


def _variant(color: Color, alpha: float = 1.0) -> dict[str, Any]:
    red, green, blue = (f"0x{channel:02X}" for channel in color.rgb)
    components = {"alpha": f"{alpha_part(alpha, 3):.3f}", "blue": blue, "green": green, "red": red}
    return {"color": {"color-space": "srgb", "components": components}, "idiom": "universal"}


def _write(value: Any) -> str:
    return json_text(value, indent=2) + "\n"

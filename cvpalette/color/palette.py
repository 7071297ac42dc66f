"""Represent a palette: swatches in order, each a color with its share and name, in pure Python."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple, Self, TypeAlias, overload

from cvpalette.color.color import Color, require_color
from cvpalette.errors import ColorError, SettingsError
from cvpalette.messages import fold, guess, listed, quote

__all__ = ["KINDS", "SORTS", "Palette", "Swatch", "Value", "Values", "take_palette"]

#: The color of a variable, with its alpha if that is below 1; or in words why it has none.
Value: TypeAlias = Color | tuple[Color, float] | str

#: What programs of print make of a swatch: nothing special, a color that changes everywhere, or an ink.
KINDS: Final = ("", "global", "spot")


class Values(NamedTuple):
    """A color as a file gives it: its space, and its components in that space.

    In 'cmyk', the components are four inks from 0 to 1. In 'lab' they are L from 0 to 100, a and b, of CIELAB
    with the white D50.

    Example:
        >>> cvpalette.Values("cmyk", (0.0, 0.85, 0.75, 0.1))
        Values(space='cmyk', components=(0.0, 0.85, 0.75, 0.1))
    """

    space: str
    components: tuple[float, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Swatch:
    """One color of a palette, its share (0 to 1) of the pixels that count, and its name, which may be empty.

    A share of 0 occurs for a color that was given or kept, and not found. It also stands for a share that is
    unknown, until `Palette.of_swatches` gives all of them the same. If the swatch has the name of
    another color, `name_distance` is how far (CIEDE2000) it is from that color.

    The rest comes from palette files. `group` is the name of the group that the swatch is in, with those
    around it: 'brand/primary'. `kind` is 'global', a color that changes everywhere, 'spot', an ink, or ''.
    `alpha` is above 0 to 1. `values` are how the file gives the color if that is not sRGB. Raises
    SettingsError for a value out of its range.

    Example:
        >>> red = cvpalette.Swatch(cvpalette.Color(230, 57, 70), share=0.25, name="Signal red")
        >>> print(red.color, red.share, red.name)
        #e63946 0.25 Signal red
    """

    color: Color
    share: float = 0.0
    name: str = ""
    name_distance: float | None = field(default=None, compare=False)
    group: str = ""
    kind: str = ""
    alpha: float = 1.0
    values: Values | None = None

    def __post_init__(self) -> None:
        """Refuse a share, a kind or an alpha that is none."""
        if not 0 <= self.share <= 1:
            message = f"a share is 0 to 1, not {self.share}"
            raise SettingsError(message)
        if not 0 < self.alpha <= 1:
            message = f"the alpha of a swatch is above 0 to 1, not {self.alpha}"
            raise SettingsError(message)
        if self.kind not in KINDS:
            message = f"a swatch's kind is {listed(list(KINDS))}, not {quote(str(self.kind))}"
            raise SettingsError(message)

    def __repr__(self) -> str:
        """Return one short line: the color, its share and what else the swatch has."""
        from cvpalette.color.showing import describe_swatch  # noqa: PLC0415 -- only a person at a prompt asks

        return f"<Swatch {describe_swatch(self)}>"

    def _repr_html_(self) -> str:
        """Show the swatch in a notebook: as a chip with its share and name."""
        from cvpalette.color.showing import show_swatch  # noqa: PLC0415 -- as above

        return show_swatch(self)


def _by_share(swatch: Swatch) -> tuple[float, ...]:
    return -swatch.share, *swatch.color.rgb


def _by_lightness(swatch: Swatch) -> tuple[float, ...]:
    return swatch.color.oklch[0], *swatch.color.rgb


def _by_hue(swatch: Swatch) -> tuple[float, ...]:
    lightness, chroma, hue = swatch.color.oklch
    # The eye sees no hue in a gray, whatever its numbers say. So grays come first, dark to light.
    return (-1.0, lightness, 0.0) if chroma < _GRAY_CHROMA else (hue, lightness, chroma)


def _by_chroma(swatch: Swatch) -> tuple[float, ...]:
    return -swatch.color.oklch[1], *swatch.color.rgb


# About two just noticeable differences in Oklab.
_GRAY_CHROMA: Final = 0.04


def _along_path(swatches: Iterable[Swatch]) -> Iterator[Swatch]:
    from cvpalette.color.path import order_by_path  # noqa: PLC0415 -- few runs ask for this order

    # The way must not depend on the order before.
    ordered = sorted(swatches, key=lambda swatch: (swatch.color, -swatch.share))
    return (ordered[at] for at in order_by_path([swatch.color for swatch in ordered]))


_KEYS: Final[dict[str, Callable[[Swatch], tuple[float, ...]]]] = {
    "share": _by_share,
    "lightness": _by_lightness,
    "hue": _by_hue,
    "chroma": _by_chroma,
}
_PATH: Final = "path"
_GIVEN: Final = "given"
#: The orders of a palette, by name.
SORTS: Final = (*_KEYS, _PATH, _GIVEN)


def _in_group(swatches: Iterable[Swatch], group: str, spell: Callable[[str], str]) -> list[Swatch]:
    wanted = spell(group)
    names = ((swatch, spell(swatch.group)) for swatch in swatches if swatch.group)
    return [swatch for swatch, name in names if f"{name}/".startswith(f"{wanted}/")]


def _without(name: str, group: str) -> str:
    """Return a swatch's name without the group behind it: 'sea' of 'sea (dark)' in the group '.dark'."""
    return name.removesuffix(f" ({group})").removesuffix(f" ({group.lstrip('.')})")


def _below(group: str, outer: str) -> str:
    """Return the name of a group within an outer one: 'primary' of 'brand/primary'."""
    # Letters of two cases may differ in number, and so a name in length.
    return "/".join(group.split("/")[outer.count("/") + 1 :])


def _rescaled(swatches: Sequence[Swatch]) -> tuple[tuple[Swatch, ...], bool]:
    """Return some swatches of a palette with the shares they have among themselves, and whether they do."""
    total = math.fsum(swatch.share for swatch in swatches)
    shares = [swatch.share / total if total else 1 / len(swatches) for swatch in swatches]
    scaled = (replace(swatch, share=min(1.0, share)) for swatch, share in zip(swatches, shares, strict=True))
    return tuple(scaled), total > 0


def _as_swatches(given: object) -> tuple[Any, ...]:
    return tuple(given) if isinstance(given, Iterable) else (given,)


def _require_swatches(swatches: tuple[object, ...]) -> None:
    for each in swatches:
        if not isinstance(each, Swatch):
            message = f"a palette has swatches, not {_shown(each)}; Palette.of_colors() makes one of colors"
            raise SettingsError(message)


def _read_color(value: object) -> Color:
    """Return a color, or the one that a text of CSS names; raises ColorError."""
    if isinstance(value, str):
        from cvpalette.color.names import parse_color  # noqa: PLC0415 -- few colors are named

        return parse_color(value)
    return require_color(value)


def _shown(value: object) -> str:
    return quote(value if isinstance(value, str) else type(value).__name__)


def _tell_no_group(group: str, groups: tuple[str, ...], *, has_roles: bool) -> str:
    if has_roles and group in {"light", "dark"} and not groups:
        return f"its roles are no group of the palette; leave {quote(group)} out"
    there = (
        f"; it has {listed(list(groups), 'and')}"
        if groups
        else ", since it has no groups at all; leave it out"
    )
    return f"it has no group {quote(group)}{guess(group, groups) or there}"


@dataclass(frozen=True, slots=True, repr=False)
class Palette:
    """One or more colors in order, whose shares add up to 1.

    In a palette that was found in an image, the most common color comes first. `name` is the palette's own
    name, which may be empty. If `has_shares` is False, the shares are unknown and all the same: palette files
    seldom have shares. `notes` says in words what a palette file holds and this palette does not. `roles` are
    the roles that the file holds besides, each with its name, such as 'text' or 'text (dark)'. `comment` is
    what the file says about itself, such as its author and licence, in lines. `variables` are those of a
    style sheet, for rules, with all that only refer to others. For the modes 'light' and 'dark', and for each
    group, they give the color by the variable's name, with its alpha if it is translucent, or in words why it
    has none there. Where several switches make a page dark, 'dark 2' and so on have one of them on.

    Example:
        >>> palette = cvpalette.read_palette("brand.gpl").palette
        >>> for swatch in palette:
        ...     print(swatch.color, swatch.name)
        #264653 Ink
        #2a9d8f Sea
        #e9c46a Sand
        #e76f51 Clay
        #8ab17d Leaf
        >>> len(palette), palette[0].name, palette.has_shares
        (5, 'Ink', False)
    """

    swatches: tuple[Swatch, ...]
    name: str = ""
    has_shares: bool = True
    notes: tuple[str, ...] = field(default=(), compare=False)
    roles: tuple[tuple[str, Color], ...] = field(default=(), compare=False)
    comment: str = field(default="", compare=False)
    variables: Mapping[str, Mapping[str, Value]] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        """Refuse an empty palette, and shares that do not add up to 1."""
        known: object = self.swatches  # without a type checker, it may be anything
        if not isinstance(known, tuple):
            object.__setattr__(self, "swatches", _as_swatches(known))
        if not self.swatches:
            message = "a palette has at least one swatch"
            raise SettingsError(message)
        _require_swatches(self.swatches)
        total = math.fsum(swatch.share for swatch in self.swatches)
        if not math.isclose(total, 1, abs_tol=1e-6):
            message = f"the shares of a palette add to 1, not to {total:.6f}"
            raise SettingsError(message)

    @classmethod
    def of_colors(cls, colors: Iterable[Color | str], names: Iterable[str] = (), name: str = "") -> Self:
        """Return a palette of colors with unknown shares.

        Each color is a Color, or a text as CSS writes it: '#264653' or 'gold'. `names` are the names of the
        colors, as many as there are colors, or none. `name` is that of the palette. Raises ColorError for
        what is no color, and SettingsError for no colors and for another number of names.

        Example:
            >>> colors = ["#264653", "#2a9d8f", cvpalette.Color(233, 196, 106)]
            >>> print(cvpalette.Palette.of_colors(colors, ["navy", "teal", "sand"], name="Coast"))
            #264653, #2a9d8f, #e9c46a
        """
        if isinstance(colors, str | Color) or not isinstance(colors, Iterable):
            given = _shown(colors)
            message = f"a palette is made of several colors, such as ['#264653', 'gold'], not {given}"
            raise SettingsError(message)
        found = tuple(map(_read_color, colors))
        called = tuple(names) or ("",) * len(found)
        if len(called) != len(found):
            message = f"{len(found)} colors have as many names or none, not {len(called)}"
            raise SettingsError(message)
        share = 1 / max(1, len(found))
        swatches = (Swatch(color, share, each) for color, each in zip(found, called, strict=True))
        return cls(tuple(swatches), name, has_shares=False)

    @classmethod
    def of_swatches(cls, swatches: Iterable[Swatch], name: str = "", comment: str = "") -> Self:
        """Return a palette of swatches whose shares are unknown, such as those of a file with groups.

        Any shares that they have are replaced. `name` and `comment` are those of the palette. Raises
        SettingsError for no swatches.

        Example:
            >>> ink, clay = cvpalette.Color(38, 70, 83), cvpalette.Color(231, 111, 81)
            >>> swatches = [
            ...     cvpalette.Swatch(ink, name="Ink", group="Brand"),
            ...     cvpalette.Swatch(clay, name="Clay", group="Signals", alpha=0.5),
            ... ]
            >>> palette = cvpalette.Palette.of_swatches(swatches, "Coast")
            >>> palette.groups, palette.has_shares
            (('Brand', 'Signals'), False)
        """
        found = tuple(swatches)
        share = 1 / max(1, len(found))
        even = tuple(replace(swatch, share=share) for swatch in found)
        return cls(even, name, has_shares=False, comment=comment)

    def sorted(self, by: str) -> Self:
        """Return the palette sorted by 'share', 'lightness', 'hue', 'chroma' or 'path'; 'given' is as it is.

        'path' is a short way through CIELAB that ends at the darkest color, so that each color is like the
        next. If the shares are unknown, 'share' is the same as 'given'. Raises SettingsError for any other
        order.

        Example:
            >>> print(cvpalette.read_palette("brand.gpl").palette.sorted("lightness"))
            #264653, #2a9d8f, #e76f51, #8ab17d, #e9c46a
        """
        if by not in SORTS:
            message = f"there is no order {quote(str(by))}; choose {listed([*SORTS])}"
            raise SettingsError(message)
        if by == _GIVEN or (by == "share" and not self.has_shares):
            return self
        if by == _PATH:
            return replace(self, swatches=tuple(_along_path(self.swatches)))
        return replace(self, swatches=tuple(sorted(self.swatches, key=_KEYS[by])))

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of the groups that swatches are in, in order, each once.

        Example:
            >>> cvpalette.read_palette("brand.ase").palette.groups
            ('Brand', 'Signals')
        """
        return tuple(dict.fromkeys(swatch.group for swatch in self.swatches if swatch.group))

    def of_group(self, group: str) -> Self:
        """Return the palette of one group and the groups in it, called by the group's name.

        Names of groups are compared without regard to case, and to how accents are written, if one is not
        spelled exactly so. The shares are
        those within the group. Raises SettingsError for a name that no group has.

        Example:
            >>> print(cvpalette.read_palette("brand.ase").palette.of_group("signals"))
            #e76f51, #8ab17d
        """
        chosen = _in_group(self.swatches, group, str) or _in_group(self.swatches, group, fold)
        if not chosen:
            raise SettingsError(_tell_no_group(group, self.groups, has_roles=bool(self.roles)))
        scaled, has_shares = _rescaled(chosen)
        swatches = tuple(
            replace(swatch, name=_without(swatch.name, group), group=_below(swatch.group, group))
            for swatch in scaled
        )
        # A variable that the group does not set has the value of the whole page there.
        here = self.variables.get(chosen[0].group, {})
        whole = chosen[0].group
        label = f" ({whole})"
        # A group such as '.card dark' is an element in one mode, and the page around it is in that mode.
        last = whole.rpartition(" ")[2]
        around = self.variables.get(last, {}) if last != whole else {}
        variables = {}
        for place, values in self.variables.items():
            labelled = {k.removesuffix(label): v for k, v in values.items() if k.endswith(label)}
            variables[place] = {**values, **around, **here, **labelled}
        has_shares = self.has_shares and has_shares
        return replace(self, swatches=swatches, name=group, has_shares=has_shares, variables=variables)

    @property
    def colors(self) -> tuple[Color, ...]:
        """The colors alone, in order."""
        return tuple(swatch.color for swatch in self.swatches)

    def records(self) -> list[dict[str, Any]]:
        """Return a row for each swatch, as a dict that JSON, CSV and data frames take.

        The keys are the same for each palette: 'hex', 'share' (0 to 1), 'name', 'red', 'green' and 'blue' (0
        to 255), 'alpha' (above 0 to 1), 'group', 'kind' and 'name_distance' (CIEDE2000). The value is None
        where it is unknown: a share in a palette without shares, and a name, group or kind that is empty.

        Example:
            >>> brand = cvpalette.read_palette("okabe-ito").palette
            >>> for row in brand.records()[:2]:
            ...     print(row["hex"], row["name"], row["red"], row["share"])
            #000000 black 0 None
            #e69f00 orange 230 None
        """
        return [
            {
                "hex": swatch.color.hex,
                "share": swatch.share if self.has_shares else None,
                "name": swatch.name or None,
                "red": swatch.color.red,
                "green": swatch.color.green,
                "blue": swatch.color.blue,
                "alpha": swatch.alpha,
                "group": swatch.group or None,
                "kind": swatch.kind or None,
                "name_distance": swatch.name_distance,
            }
            for swatch in self
        ]

    def to_frame(self, library: str | None = None) -> Any:
        """Return the `records` as a data frame of 'pandas' or 'polars': by default pandas if it is installed.

        Frames of palettes have the same columns, so that they can be put together. What is unknown is NaN or
        None in pandas, and null in polars. Raises LibraryError, which says what to install, if the library is
        missing, and SettingsError for another library.

        Example:
            >>> frame = cvpalette.extract("photo.jpg", colors=3).palette.to_frame("pandas")
            >>> print(list(frame["hex"]), frame["share"].round(2).tolist())
            ['#ab4e24', '#daa47a', '#311007'] [0.55, 0.25, 0.2]
        """
        from cvpalette.color.libraries import make_frame  # noqa: PLC0415 -- few programs ask for a frame

        return make_frame(self.records(), library)

    def to_colormap(self, name: str | None = None, *, smooth: bool = False) -> Any:
        """Return the palette as a colormap of Matplotlib, in its own order.

        By default it has the colors and no others, for categories: color number 2 is `colormap(2)`. With
        `smooth`, it has 256 steps, which blend from color to color in Oklab, for amounts. Sort the palette
        for that: `palette.sorted("lightness").to_colormap(smooth=True)`. `name` is what Matplotlib calls it;
        by default it is the palette's own name, or 'palette'. Raises LibraryError if Matplotlib is missing.

        The name alone means nothing to Matplotlib before `matplotlib.colormaps.register(colormap)`. For
        numbers of swatches, such as in `scatter(x, y, c=numbers)`, add `vmin=-0.5, vmax=len(palette) - 0.5`:
        otherwise Matplotlib stretches the colors over the numbers that there are.

        Example:
            >>> colormap = cvpalette.read_palette("okabe-ito").palette.to_colormap()
            >>> colormap.N, [round(float(level), 2) for level in colormap(1)]
            (8, [0.9, 0.62, 0.0, 1.0])
        """
        from cvpalette.color.libraries import make_colormap  # noqa: PLC0415 -- as above

        return make_colormap(self, name, smooth=smooth)

    def __iter__(self) -> Iterator[Swatch]:
        """Go through the swatches in order."""
        return iter(self.swatches)

    def __len__(self) -> int:
        """Return how many swatches there are."""
        return len(self.swatches)

    @overload
    def __getitem__(self, index: int) -> Swatch: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: int | slice) -> Swatch | Self:
        """Return one swatch, counted from 0; or, for a slice such as `palette[:3]`, the palette of these.

        The shares of such a palette are those among its own swatches. Raises SettingsError for a slice that
        is empty, and IndexError for a number that no swatch has.

        Example:
            >>> print(cvpalette.read_palette("brand.gpl").palette[:2])
            #264653, #2a9d8f
        """
        if not isinstance(index, slice):
            return self.swatches[index]
        swatches, has_shares = _rescaled(self.swatches[index])
        return replace(self, swatches=swatches, has_shares=self.has_shares and has_shares)

    def __str__(self) -> str:
        """Return one line: each color, with its share in percent if that is known."""
        if not self.has_shares:
            return ", ".join(swatch.color.hex for swatch in self)
        return ", ".join(f"{swatch.color.hex} {swatch.share:.1%}" for swatch in self)

    def __repr__(self) -> str:
        """Return one short line: how many colors there are, and the first of them."""
        from cvpalette.color.showing import describe_palette  # noqa: PLC0415 -- only a person at a prompt asks

        return f"<Palette{describe_palette(self)}>"

    def _repr_html_(self) -> str:
        """Show the palette in a notebook: a chip for each color, with its share and name."""
        from cvpalette.color.showing import show_palette  # noqa: PLC0415 -- as above

        return show_palette(self)


def take_palette(value: object) -> Palette:
    """Return a palette, that of an object that has one, or one of several colors; raises SettingsError."""
    held = value if isinstance(value, Palette) else getattr(value, "palette", None)
    if isinstance(held, Palette):
        return held
    if isinstance(value, list | tuple | set | frozenset) and value:
        several = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        try:
            return Palette.of_colors(several)
        except ColorError as error:
            raise SettingsError(str(error)) from error
    message = (
        f"{_shown(value)} is no palette; give a Palette, what has one, such as what extract() or "
        "read_palette() returned, or a list of colors"
    )
    raise SettingsError(message)

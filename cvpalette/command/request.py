"""Request: defines the command's own options; with the options of extract() they form the command line."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

from cvpalette.errors import SettingsError
from cvpalette.messages import listed, quote
from cvpalette.settings.option import Declared, Option, list_declared
from cvpalette.settings.settings import AUTO, NamedColors, Options, Reading, Scope, Settings

if TYPE_CHECKING:
    from cvpalette.roles.rules import Rule

__all__ = ["Request", "list_parameters"]

_PALETTE: Final = "Palette"
_READING: Final = "Reading"
_WRITING: Final = "Writing"
_MANY: Final = "Many images"
_OTHER: Final = "Other"


@dataclass(frozen=True, kw_only=True)
class Request:
    """The arguments of a run; raises SettingsError for a value that is not possible.

    `given` are the flags of the options that the user wrote, such as `--colors`.
    """

    sources: Sequence[str]
    options: Options
    given: frozenset[str] = frozenset()
    palette: Annotated[
        str | None,
        Option(
            ("--palette",),
            _PALETTE,
            "Take these colors, or with -k the best: a palette, or '#1b1464,#ffd166'.",
            brief="Take these colors, and find none",
            metavar="NAME|FILE",
        ),
    ] = None
    like: Annotated[
        str | None,
        Option(
            ("--like",),
            _PALETTE,
            "Take the colors of this picture.",
            metavar="PICTURE",
        ),
    ] = None
    require: Annotated[
        Sequence[str],
        Option(
            ("--require",),
            _PALETTE,
            "End with exit code 3 unless the palette keeps a rule, such as 'distinct>=10'; may be repeated. "
            "The rule 'distinct:deutan>=8' is about red-green color blindness.",
            metavar="RULE",
            repeated=True,
        ),
    ] = ()
    recursive: Annotated[
        bool,
        Option(
            ("--recursive", "-r"),
            _READING,
            "Read the images in the folders of a folder too.",
            brief="Read the folders in a folder too",
        ),
    ] = False
    formats: Annotated[
        Sequence[str],
        Option(
            ("--format", "-f"),
            _WRITING,
            "Write this format; may be repeated. --list-formats shows all.",
            brief="Write this format; may be repeated",
            metavar="NAME",
            repeated=True,
        ),
    ] = ()
    output: Annotated[
        str | None,
        Option(
            ("--output", "-o"),
            _WRITING,
            "Write to this file, or into this folder; - is stdout. A file's suffix names the format.",
            brief="A file, a folder/, or - for stdout",
            metavar="PATH",
        ),
    ] = None
    output_options: Annotated[
        Sequence[str],
        Option(
            ("--option", "-O"),
            _WRITING,
            "Set an option of a format; may be repeated.",
            brief="Set an option of a format",
            metavar="FORMAT.NAME=VALUE",
            repeated=True,
        ),
    ] = ()
    force: Annotated[
        bool,
        Option(("--force",), _WRITING, "Overwrite files that --output does not name."),
    ] = False
    report: Annotated[
        bool, Option(("--report",), _WRITING, "Print a line of JSON about each file that is written.")
    ] = False
    jobs: Annotated[
        int | None,
        Option(
            ("--jobs",),
            _MANY,
            "Work on this many images at a time; by default one for each core.",
            brief="Work on this many at a time",
            metavar="N",
        ),
    ] = None
    merge: Annotated[
        bool,
        Option(
            ("--merge",), _MANY, "Find one palette for all images.", brief="Find one palette for all images"
        ),
    ] = False
    merge_by: Annotated[
        Literal["pixels", "equal"] | None,
        Option(("--merge-by",), _MANY, "Merge, and weigh images by their pixels or all the same."),
    ] = None
    resume: Annotated[
        bool,
        Option(
            ("--resume",),
            _MANY,
            "Go on with a file of JSON Lines after a break, without the images in it.",
        ),
    ] = False
    scheduler: Annotated[
        str | None,
        Option(
            ("--scheduler",),
            _MANY,
            "Let a Dask cluster do the work, such as tcp://host:8786.",
            metavar="ADDRESS",
        ),
    ] = None
    quiet: Annotated[
        bool,
        Option(("--quiet", "-q"), _OTHER, "Say nothing but errors."),
    ] = False
    debug: Annotated[bool, Option(("--debug",), _OTHER, "Show where errors come from.")] = False
    list_formats: Annotated[
        bool,
        Option(
            ("--list-formats",),
            _OTHER,
            "List the formats and their options, and exit; names limit the list, of formats or of a "
            "family such as 'pictures'; -f json is for programs.",
            brief="Show the formats and their options",
        ),
    ] = False
    list_palettes: Annotated[
        bool,
        Option(
            ("--list-palettes",),
            _OTHER,
            "List the built-in palettes, and exit; color maps and schemes have sizes: viridis-5.",
            brief="Show the built-in palettes",
        ),
    ] = False
    version: Annotated[bool, Option(("--version",), _OTHER, "Print the version, and exit.")] = False

    def __post_init__(self) -> None:
        """Refuse impossible values, and options that contradict each other."""
        if self.jobs is not None:
            _count_jobs(self.jobs)
        if self.merge_by not in {None, "pixels", "equal"}:
            message = f"images cannot be weighed by {quote(str(self.merge_by))}; choose 'pixels' or 'equal'"
            raise SettingsError(message)
        if self.jobs is not None and self.scheduler is not None:
            raise SettingsError("'--jobs' is for this machine and '--scheduler' for others; give one of them")
        finding = self.list_given("colors", "tolerance", "pick", "accents", "keep", "snap", "seed")
        if "--tolerance" in finding and self.options.colors != AUTO:
            raise SettingsError("'--tolerance' is for '--colors auto'; add that")
        if self.require and self.resume:
            message = "'--resume' skips what is done, and '--require' must see it; give one of them"
            raise SettingsError(message)
        self.parse_rules()
        if self.palette is not None and self.like is not None:
            message = "'--palette' and '--like' both say which colors to take; give one of them"
            raise SettingsError(message)
        if self.palette is not None:
            self._refuse_finding()

    def _refuse_finding(self) -> None:
        """Raise SettingsError for options that have no effect on the colors of a given palette."""
        finding = self.list_given("pick", "accents", "snap")
        if finding:
            message = f"with '--palette' no other colors are looked for; leave out {listed(finding, 'and')}"
            raise SettingsError(message)
        choosing = self.list_given("keep", "seed")
        if choosing and self.options.colors is None:
            message = (
                f"with '--palette' all its colors are taken; leave out {listed(choosing, 'and')}, "
                "or say with '--colors' how many to choose"
            )
            raise SettingsError(message)

    @property
    def weight(self) -> str | None:
        """The weight of merged images, 'pixels' or 'equal'; None if images are not merged."""
        return self.merge_by or ("pixels" if self.merge else None)

    @property
    def only_checks(self) -> bool:
        """Whether the run asks for rules, and for no output: then it writes no colors."""
        return bool(self.require) and not self.formats and self.output is None

    @property
    def for_images(self) -> list[str]:
        """The flags that the user gave and that have no effect on a source that is a palette."""
        # A palette file can be sorted, and its colors can get names.
        names = {each.name for each in list_declared(Settings, Scope, Reading)} - {"sort", "names"}
        return self.list_given(*names, "palette", "like")

    @property
    def read_besides(self) -> tuple[str | None, ...]:
        """The files read beside the sources: the mask, the palettes, the picture, and that with the names."""
        names = self.options.names
        named = names.name if isinstance(names, NamedColors) and names.palette is None else None
        return self.options.mask, self.palette, self.like, named, *(rule.file for rule in self.parse_rules())

    @property
    def job_count(self) -> int:
        """The number of images to work on at a time."""
        return _count_jobs(self.jobs)

    def list_given(self, *names: str) -> list[str]:
        """Return the flags that the user gave, such as `--colors`, of the options with these field names."""
        return [each.flag for each in list_parameters() if each.name in names and each.flag in self.given]

    def parse_rules(self) -> "tuple[Rule, ...]":
        """Return the rules that palettes must keep; their files are not read. Raises SettingsError."""
        if not self.require:
            return ()
        from cvpalette.roles.rules import Rule  # noqa: PLC0415 -- few runs have a rule

        try:
            return tuple(map(Rule.parse, self.require))
        except SettingsError as error:
            cut = self.require[-1]
            if set("".join(self.require)) & set("<>"):
                raise
            taken = _find_redirect()
            message = f"{error}; in a shell, a rule is in quotes"
            if taken:
                message = (
                    f"{quote(cut)} is no rule: the shell took {quote('>' + taken)} for a redirect, and made "
                    f"the file {quote(taken)}, which can be deleted; write the rule in quotes, "
                    f"{quote(f'{cut}>{taken}')}"
                )
            raise SettingsError(message) from error

    def parse_output_options(self) -> Mapping[str, Mapping[str, str]]:
        """Sort options written as FORMAT.NAME=VALUE by format and name; raises SettingsError."""
        options: dict[str, dict[str, str]] = {}
        for text in self.output_options:
            name, equals, value = text.partition("=")
            output, dot, option = name.partition(".")
            if not (equals and dot and output and option):
                is_short = len(self.formats) == 1 and equals and not dot
                example = f"{self.formats[0]}.{text}" if is_short else "css.prefix=brand"
                message = (
                    f"{quote(text)} is no option; write it as FORMAT.NAME=VALUE, such as {quote(example)}"
                )
                raise SettingsError(message)
            options.setdefault(output, {})[option] = value
        return options


def _find_redirect() -> str:
    """Return the name of the file that stdout goes to, if it is like that of the end of a rule: '=8'; or ''.

    A shell makes that file of a rule without quotes.
    """
    try:
        stdout = os.fstat(1)
        paths = [path for path in Path().iterdir() if path.name.startswith("=")]
        return next((path.name for path in paths if os.path.samestat(stdout, path.stat())), "")
    except OSError:
        return ""


def _count_jobs(jobs: int | None) -> int:
    from cvpalette.batch.jobs import count_jobs  # noqa: PLC0415 -- a run with one image does not need it

    return count_jobs(jobs)


def list_parameters() -> tuple[Declared, ...]:
    """Return every option of the command."""
    return list_declared(Settings, Scope, Reading, Request)

"""XML of files that anyone may have written: read_xml() reads no entities and no other files."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from cvpalette.parsing.sharing import share

__all__ = ["local_name", "read_comments", "read_xml"]

_MOST_BYTES: Final = 1 << 20
_DEEPEST: Final = 64


def read_xml(
    data: bytes, *, most: int = _MOST_BYTES, deepest: int = _DEEPEST, allows_entities: bool = False
) -> Element:
    """Return the root of an XML document; raises ValueError for anything else, and for more than 1 MiB.

    Names have their namespace in front, as in ElementTree. Entities that the document declares are refused,
    since a few of them can stand for gigabytes. With `allows_entities`, those are read that are plain text
    and cannot make the document longer than `most` bytes. Other files are never read.
    """
    if (most, deepest, allows_entities) == (_MOST_BYTES, _DEEPEST, False):
        return _read_plain(data)
    return _read(data, most, deepest, allows_entities=allows_entities)


@share
def _read_plain(data: bytes) -> Element:
    return _read(data, _MOST_BYTES, _DEEPEST, allows_entities=False)


def _read(data: bytes, most: int, deepest: int, *, allows_entities: bool) -> Element:
    if len(data) > most:
        message = f"it is larger than {most >> 20} MiB, too large for a palette"
        raise ValueError(message)
    builder, depth = TreeBuilder(), 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > deepest:
            raise ValueError("it is nested too deeply")
        builder.start(_qualified(name), {_qualified(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_qualified(name))

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = _limit_entities(data, most) if allows_entities else _refuse_entities
    parser.UnparsedEntityDeclHandler = _refuse_entities
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        message = f"line {error.lineno}: it is not XML: {expat.ErrorString(error.code)}"
        raise ValueError(message) from error
    except LookupError as error:
        message = f"it is not XML: {error}"
        raise ValueError(message) from error
    return builder.close()


def _refuse_entities(*_: Any) -> NoReturn:
    raise ValueError("it declares entities, which no palette needs")


def _limit_entities(data: bytes, most: int) -> Callable[..., None]:
    """Return a function that refuses an entity that is not plain text, or could stand for too much."""
    references = data.count(b"&")

    def check(_name: str, _is_parameter: bool, value: str | None, *_: Any) -> None:
        # Without a value, it names a file, which is not read.
        if value is not None and ("&" in value or "<" in value or len(value) * references > most):
            raise ValueError("it declares entities that stand for too much")

    return check


def read_comments(data: bytes) -> str:
    """Return the comments at the head of an XML document, before the second element; '' if it is no XML.

    There, files say whose they are, and under what licence.
    """
    comments: list[str] = []
    elements = 0

    def start(*_: Any) -> None:
        nonlocal elements
        elements += 1
        if elements > 1:
            raise StopIteration

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.CommentHandler = start, comments.append
    with suppress(expat.ExpatError, LookupError, ValueError, StopIteration):
        parser.Parse(data, True)
    return "\n".join(comments)


def _qualified(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def local_name(name: str) -> str:
    """Return the name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]

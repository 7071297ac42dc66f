"""XML of files that anyone may have written: read_xml() reads no entities and no other files."""

from typing import Any, Final, NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

__all__ = ["local_name", "read_xml"]

_MOST_BYTES: Final = 1 << 20
_DEEPEST: Final = 64


def read_xml(data: bytes) -> Element:
    """Return the root of an XML document; raises ValueError for anything else, and for more than 1 MiB.

    Names have their namespace in front, as in ElementTree. Entities that the document declares are refused,
    since a few of them can stand for gigabytes. Other files are never read.
    """
    if len(data) > _MOST_BYTES:
        raise ValueError("it is larger than 1 MiB, too large for a palette")
    builder, depth = TreeBuilder(), 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise ValueError("it is nested too deeply")
        builder.start(_qualified(name), {_qualified(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_qualified(name))

    def refuse(*_: Any) -> NoReturn:
        raise ValueError("it declares entities, which no palette needs")

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        message = f"line {error.lineno}: it is not XML: {expat.ErrorString(error.code)}"
        raise ValueError(message) from error
    except LookupError as error:
        message = f"it is not XML: {error}"
        raise ValueError(message) from error
    return builder.close()


def _qualified(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def local_name(name: str) -> str:
    """Return the name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]

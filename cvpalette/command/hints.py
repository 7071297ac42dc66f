"""explain(): tells the command's user about an error, and what to do. The error itself names no flag."""

from cvpalette.errors import CvpaletteError, ImageError, OutputNotFoundError, PaletteFileError
from cvpalette.messages import quote
from cvpalette.sources.addresses import is_folder, is_url

__all__ = ["explain"]

_PIPE = "pipe its content to 'cvpalette -'"


def explain(error: CvpaletteError) -> str:
    """Return an error's message, with a hint if there is one."""
    if isinstance(error, OutputNotFoundError) and error.known and "," not in error.output:
        return f"{error.reason}; --list-formats shows all"
    if isinstance(error, ImageError | PaletteFileError) and "built-in palette" in error.reason:
        return f"{error}{'' if error.reason.endswith('?') else ';'} --list-palettes shows all"
    hint = _find_hint(error)
    return f"{error}; {hint}" if hint else str(error)


def _find_hint(error: CvpaletteError) -> str:
    hint = ""
    match error:
        case ImageError(problem="too-large", pixels=pixels) if pixels:
            hint = f"allow them with --max-pixels {pixels}"
        case ImageError(problem="truncated"):
            hint = "take what is there with --allow-truncated"
        case ImageError(problem="empty", is_shallow=is_shallow):
            below = (
                "those in folders below it are found with --recursive, and palette files of any suffix "
                "if you name them"
            )
            hint = "; ".join(filter(None, [below if is_shallow else "", _tell_hidden(error.name)]))
        case ImageError(problem="not-a-file") if not _is_folder(error):
            hint = _PIPE
        case ImageError(problem="unreachable") if _passes_proxies(error):
            hint = f"fetch it with another program, and {_PIPE}"
        case OutputNotFoundError() if "," in error.output:
            hint = "for several, repeat --format"
        case _:
            pass
    return hint


def _tell_hidden(folder: str) -> str:
    """Return a hint for a folder that has the name of a built-in palette."""
    from cvpalette.palettes.builtin import is_builtin  # noqa: PLC0415 -- few folders have such a name

    return f"the built-in palette {quote(folder)} is hidden by this folder" if is_builtin(folder) else ""


def _is_folder(error: ImageError) -> bool:
    return is_folder(error.name)


def _passes_proxies(error: ImageError) -> bool:
    if not is_url(error.name):
        return False
    from cvpalette.sources.web import has_proxies  # noqa: PLC0415 -- http and ssl, which are loaded by now

    return has_proxies()

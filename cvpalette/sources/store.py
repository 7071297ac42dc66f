"""Store: images and outputs behind s3://, gs:// and the like, through fsspec."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from cvpalette.errors import CvpaletteError, ImageError
from cvpalette.messages import cause_of, quote, reason_of
from cvpalette.sources.addresses import IMAGE_SUFFIXES, is_store_folder
from cvpalette.sources.stream import MOST_BYTES, too_large

__all__ = [
    "covers",
    "exists_in_store",
    "filling",
    "list_store",
    "name_in_store",
    "read_store",
    "resolve_in_store",
    "write_to_store",
]

_CHAINED: Final = "::"
_LOCAL: Final = ("file:", "local:")


def resolve_in_store(address: str) -> str:
    """Return an address as list_store gives it, however it is written; raises ImageError."""
    with _worded(address):
        store, path = _open(address)
        return str(store.unstrip_protocol(path))


def covers(address: str, other: str, *, recursive: bool) -> bool:
    """Tell whether what is read at an address includes what there is at another; raises ImageError."""
    root, image = resolve_in_store(address), resolve_in_store(other)
    if image.startswith(f"{root}/") and image.lower().endswith(IMAGE_SUFFIXES):
        return recursive or "/" not in image.removeprefix(f"{root}/")
    return image == root


def name_in_store(address: str) -> str:
    """Return the last part of an address: what its image is called."""
    return address.rstrip("/").rsplit("/", 1)[-1]


def list_store(address: str, *, recursive: bool = False) -> Iterator[str]:
    """Give the images below an address in order of name, by their suffixes; or the address of one image.

    Raises ImageError, also where there are none.
    """
    with _worded(address):
        store, path = _open(address)
        if not is_store_folder(address) or not (address.endswith("/") or store.isdir(path)):
            yield str(store.unstrip_protocol(path))
            return
        number = 0
        # Each folder is asked for when its turn comes.
        for folder, _, files in store.walk(path, maxdepth=None if recursive else 1, on_error="raise"):
            for name in sorted(files):
                if name.lower().endswith(IMAGE_SUFFIXES):
                    number += 1
                    yield str(store.unstrip_protocol(f"{folder}/{name}"))
    if not number:
        raise ImageError(address, "is a folder without images", "empty", is_shallow=not recursive)


def read_store(address: str) -> bytes:
    """Return what is stored at an address, up to the limit of a stream; raises ImageError."""
    with _worded(address):
        store, path = _open(address)
        try:
            data = bytes(store.cat_file(path, start=0, end=MOST_BYTES + 1))
        except FileNotFoundError:
            raise
        except Exception as error:
            # Of an empty object there is no part: HTTP's 416, in the words of each store's library.
            if "range" not in str(error).lower():
                raise
            data = b""
    if len(data) > MOST_BYTES:
        raise too_large(address, MOST_BYTES)
    return data


def exists_in_store(address: str) -> bool:
    """Tell whether there is something at an address; raises ImageError where that cannot be known."""
    with _worded(address):
        store, path = _open(address)
        return bool(store.exists(path))


def write_to_store(address: str, data: bytes) -> None:
    """Store data at an address: whoever looks sees the old object or the new, whole; raises ImageError."""
    with _worded(address):
        store, path = _open(address)
        store.pipe_file(path, data)


@contextmanager
def filling(address: str) -> Iterator[Callable[[bytes], object]]:
    """Give a function that writes what is stored once all is written; raises ImageError."""
    from tempfile import NamedTemporaryFile  # noqa: PLC0415 -- few runs need one

    with _worded(address):
        store, path = _open(address)
        with NamedTemporaryFile(prefix="cvpalette-") as file:
            yield file.write
            file.flush()
            store.put_file(file.name, path)


def _open(address: str) -> tuple[Any, str]:
    """Return the store that an address is in, and the path there."""
    if _CHAINED in address or address.lower().startswith(_LOCAL):
        raise ImageError(address, "is no store; name a file by its path", "invalid")
    try:
        import fsspec  # noqa: PLC0415 -- an extra, for runs that ask for it
    except ImportError as error:
        reason = "is in a store, which takes the extra: pip install 'cvpalette[remote]'"
        raise ImageError(address, reason, "unsupported") from error
    # Not what another run wrote since this process last looked.
    try:
        store, path = fsspec.core.url_to_fs(address, use_listings_cache=False)
    except ValueError as error:
        reason = "is of no kind that is known: give s3://, gs:// or the like"
        raise ImageError(address, reason, "unsupported") from error
    return store, str(path)


@contextmanager
def _worded(address: str) -> Iterator[None]:
    """Turn whatever a store's library raises into an ImageError in plain words."""
    try:
        yield
    except CvpaletteError:
        raise
    except FileNotFoundError as error:
        reason = "is not there: no such object, folder or bucket"
        raise ImageError(address, reason, "not-found") from error
    except PermissionError as error:
        reason = f"may not be read or written: {reason_of(error)}"
        raise ImageError(address, reason, "not-permitted") from error
    except ImportError as error:
        reason = f"cannot be reached: {quote(str(error.name))} is missing"
        raise ImageError(address, reason, "unsupported") from error
    except OSError as error:
        raise ImageError(address, f"cannot be reached: {reason_of(error)}", "unreachable") from error
    except Exception as error:  # each store's library has exceptions of its own
        raise ImageError(address, f"cannot be reached: {cause_of(error)}", "unreachable") from error

"""Reads and writes objects in stores, such as s3:// and gs://, with fsspec."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from cvpalette.errors import CvpaletteError, ImageError, WriteError
from cvpalette.messages import cause_of, quote, reason_of
from cvpalette.sources.addresses import IMAGE_SUFFIXES, is_store_folder
from cvpalette.sources.stream import FETCH, MOST_BYTES, too_large

__all__ = [
    "covers",
    "exists_in_store",
    "filling",
    "is_known_store",
    "list_store",
    "name_in_store",
    "read_store",
    "resolve_in_store",
    "write_to_store",
]

_CHAINED: Final = "::"
_LOCAL: Final = ("file:", "local:")
# The kinds of stores that most people have; fsspec knows more.
_USUAL: Final = ("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "hdfs", "webhdfs", "oci", "b2", "r2")


def is_known_store(address: str) -> bool:
    """Tell whether an address is of a kind of store that is read where that is allowed."""
    kind = address.partition("://")[0].lower()
    try:
        from fsspec.registry import known_implementations  # noqa: PLC0415 -- an extra
    except ImportError:
        return kind in _USUAL
    return kind in known_implementations and f"{kind}:" not in _LOCAL


def resolve_in_store(address: str) -> str:
    """Return an address in the form that list_store gives; raises ImageError."""
    with _worded(address):
        store, path = _open(address)
        return str(store.unstrip_protocol(path))


def covers(address: str, other: str, *, recursive: bool) -> bool:
    """Tell whether reading one address also reads the image at another address; raises ImageError."""
    root, image = resolve_in_store(address), resolve_in_store(other)
    if image.startswith(f"{root}/") and image.lower().endswith(IMAGE_SUFFIXES):
        return recursive or "/" not in image.removeprefix(f"{root}/")
    return image == root


def name_in_store(address: str) -> str:
    """Return the last part of an address, which is the name of its image."""
    return address.rstrip("/").rsplit("/", 1)[-1]


def list_store(address: str, *, recursive: bool = False) -> Iterator[str]:
    """Give the images in a folder in order of name; for the address of one image, give that address.

    Objects with a suffix of images are images. Raises ImageError, also for a folder without images.
    """
    with _worded(address):
        store, path = _open(address)
        if not is_store_folder(address) or not (address.endswith("/") or store.isdir(path)):
            yield str(store.unstrip_protocol(path))
            return
        number = 0
        # `walk` lists each folder only when it gets there.
        for folder, _, files in store.walk(path, maxdepth=None if recursive else 1, on_error="raise"):
            for name in sorted(files):
                if name.lower().endswith(IMAGE_SUFFIXES):
                    number += 1
                    yield str(store.unstrip_protocol(f"{folder}/{name}"))
    if not number:
        raise ImageError(address, "is a folder without images", "empty", is_shallow=not recursive)


def read_store(address: str) -> bytes:
    """Return the bytes at an address; raises ImageError, also for more bytes than a stream may have."""
    with _worded(address):
        store, path = _open(address)
        try:
            data = bytes(store.cat_file(path, start=0, end=MOST_BYTES + 1))
        except FileNotFoundError:
            raise
        except Exception as error:
            # A range of an empty object is an error (HTTP 416), which each store's library words differently.
            if "range" not in str(error).lower() or store.info(path).get("size") != 0:
                raise
            data = b""
    if len(data) > MOST_BYTES:
        raise too_large(address, MOST_BYTES, FETCH)
    return data


def exists_in_store(address: str) -> bool:
    """Tell whether an object exists at an address; raises ImageError if the store does not answer."""
    with _worded(address):
        store, path = _open(address)
        return bool(store.exists(path))


def write_to_store(address: str, data: bytes) -> None:
    """Store data at an address; others see the old object or the new one, each whole; raises WriteError."""
    with _writing(address):
        store, path = _open(address)
        store.pipe_file(path, data)


@contextmanager
def filling(address: str) -> Iterator[Callable[[bytes], object]]:
    """Give a function that writes to a temporary file, and store the file at the end; raises WriteError."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415 -- few runs need one

    with _writing(address):
        store, path = _open(address)
        with TemporaryDirectory(prefix="cvpalette-") as folder:
            name = os.path.join(folder, "contents")  # noqa: PTH118 -- fsspec takes text
            # The file is closed before it is read: Windows opens no temporary file twice.
            with open(name, "xb") as file:  # noqa: PTH123 -- as above
                yield file.write
            store.put_file(name, path)


def _open(address: str) -> tuple[Any, str]:
    """Return the store of an address, and the path in the store."""
    if _CHAINED in address or address.lower().startswith(_LOCAL):
        raise ImageError(address, _refusal(address), "invalid")
    try:
        import fsspec  # noqa: PLC0415 -- an extra, for runs that ask for it
    except ImportError as error:
        what = "is in a store" if is_known_store(address) else "is no http or https URL"
        reason = f"{what}; to use stores such as s3://, pip install 'cvpalette[remote]'"
        raise ImageError(address, reason, "unsupported") from error
    # A cached listing would miss what another run has written since.
    try:
        store, path = fsspec.core.url_to_fs(address, use_listings_cache=False)
    except ValueError as error:
        reason = "is not in a known kind of store: give s3://, gs:// or the like"
        raise ImageError(address, reason, "unsupported") from error
    return store, str(path)


def _refusal(address: str) -> str:
    if _CHAINED in address:
        return f"chains stores with {quote(_CHAINED)}, which is not read; name one address of one store"
    return "is a file of this machine, and no store; name it by its path"


@contextmanager
def _writing(address: str) -> Iterator[None]:
    """Turn any failure to write into a WriteError in plain words."""
    try:
        with _worded(address):
            yield
    except ImageError as error:
        raise WriteError(error.name, error.reason) from error


@contextmanager
def _worded(address: str) -> Iterator[None]:
    """Turn any exception of a store's library into an ImageError in plain words."""
    try:
        yield
    except CvpaletteError:
        raise
    except FileNotFoundError as error:
        reason = "does not exist: no such object, folder or bucket"
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

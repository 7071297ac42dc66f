"""keep_freed_memory(): what one image took is there for the next."""

import ctypes
from functools import cache
from typing import Final

__all__ = ["keep_freed_memory"]

# From glibc's malloc.h; it comes near these values by itself, where no variable of the environment keeps it.
_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_MOST_KEPT: Final = 64 << 20
_LARGEST_KEPT: Final = 32 << 20


@cache
def keep_freed_memory() -> bool:
    """Have up to 64 MiB of freed memory kept by this process; tells whether its C library can.

    Else each array of each image is asked for and given back anew, filled with zeros by the system. Dask's
    workers are told to do so (MALLOC_TRIM_THRESHOLD_), and a photo takes them nearly twice as long.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # no glibc, or Windows
        return False
    return all((mallopt(_MMAP_THRESHOLD, _LARGEST_KEPT), mallopt(_TRIM_THRESHOLD, _MOST_KEPT)))

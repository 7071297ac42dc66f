"""What a batch is asked for: how many jobs, and what an image weighs by where several are merged."""

import os
from typing import Final

from cvpalette.errors import SettingsError
from cvpalette.messages import listed, quote

__all__ = ["EQUAL", "PIXELS", "WEIGHTS", "count_jobs", "require_weight"]

PIXELS: Final = "pixels"
EQUAL: Final = "equal"
WEIGHTS: Final = (PIXELS, EQUAL)


def count_jobs(jobs: int | None) -> int:
    """Return the number of jobs, by default one for each core; raises SettingsError."""
    if jobs is None:
        affinity = getattr(os, "sched_getaffinity", None)  # fewer than all cores, in a container
        return len(affinity(0)) if affinity else os.cpu_count() or 1
    if jobs < 1:
        message = f"{quote(str(jobs))} is no number of jobs; give 1 or more"
        raise SettingsError(message)
    return jobs


def require_weight(by: str) -> str:
    """Return what an image weighs by; raises SettingsError for what it cannot."""
    if by not in WEIGHTS:
        message = f"{quote(by)} is nothing to weigh images by; choose {listed(list(WEIGHTS))}"
        raise SettingsError(message)
    return by

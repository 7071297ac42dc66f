"""count_jobs(): decides how many images are worked on at a time; pure Python."""

import os

from cvpalette.errors import SettingsError
from cvpalette.messages import quote

__all__ = ["count_jobs"]


def count_jobs(jobs: int | None) -> int:
    """Return the number of jobs, by default one for each core; raises SettingsError."""
    if jobs is None:
        affinity = getattr(os, "sched_getaffinity", None)  # a container may have fewer cores than the machine
        return len(affinity(0)) if affinity else os.cpu_count() or 1
    if not isinstance(jobs, int) or isinstance(jobs, bool) or jobs < 1:
        message = f"{quote(str(jobs))} is no number of jobs; give a whole number from 1"
        raise SettingsError(message)
    return jobs

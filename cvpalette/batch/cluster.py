"""Cluster: a running Dask cluster that work is given to."""

import asyncio
import logging.config
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pickle import PickleError
from typing import Any, Final, Self

from cvpalette.errors import ClusterError
from cvpalette.messages import cause_of, listed

__all__ = ["Cluster", "Remote"]

# Seconds in which a scheduler answers, and has a worker.
_PATIENCE: Final = 10.0
_SILENT: Final = {"level": logging.CRITICAL + 1, "handlers": [], "propagate": False}
_LOGGERS: Final = ("distributed", "distributed.client", "tornado", "tornado.application", "asyncio")
_SETTINGS: Final = {
    "logging": {
        "version": 1,
        "disable_existing_loggers": False,
        "loggers": dict.fromkeys(_LOGGERS, _SILENT),
    },
    # A mask is large, and sent once.
    "distributed.admin.large-graph-warning-threshold": "1TB",
}

#: What a task will return, or has returned: it stays where it was made until it is asked for.
Remote = Any


class Cluster:
    """The workers of a Dask scheduler; results stay with them until they are fetched."""

    def __init__(self, client: Any, address: str) -> None:
        """Take a client that is connected, and what its scheduler is called."""
        self._client = client
        self.address = address
        self.threads = sum(client.nthreads().values())

    @classmethod
    @contextmanager
    def connect(cls, address: str, *, patience: float = _PATIENCE) -> Iterator[Self]:
        """Connect to a scheduler that has workers of this version of cvpalette; raises ClusterError."""
        distributed = _load(address)
        try:
            # A client that cannot read its address complains once more when it is thrown away.
            distributed.comm.resolve_address(address)
            with warnings.catch_warnings(action="ignore"):  # of other versions of other packages
                client = distributed.Client(address, timeout=patience, set_as_default=False)
        except ValueError as error:
            raise ClusterError(
                address, "is no address of a scheduler; give one as tcp://host:8786"
            ) from error
        except OSError as error:
            reason = f"no scheduler answers there in {patience:g} seconds; 'dask scheduler' starts one"
            raise ClusterError(address, reason) from error
        with client:
            try:
                client.wait_for_workers(1, timeout=patience)
            except TimeoutError as error:
                reason = f"the scheduler has no workers; 'dask worker {address}' starts one"
                raise ClusterError(address, reason) from error
            _require_version(client, address)
            yield cls(client, address)

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Remote:
        """Have a function called by a worker, on what other tasks return too; raises ClusterError."""
        try:
            return self._client.submit(function, *arguments, pure=False)
        except (AttributeError, TypeError, PickleError) as error:
            reason = f"what is to be done cannot be sent there ({cause_of(error)})"
            raise ClusterError(self.address, reason) from error

    def fetch(self, remote: Remote) -> Future[Any]:
        """Bring here what a task returns.

        The future raises what the task raised, BrokenExecutor where it killed several workers, and
        ClusterError where the scheduler is gone or the workers cannot do it.
        """
        return asyncio.run_coroutine_threadsafe(self._fetch(remote), self._client.loop.asyncio_loop)

    async def _fetch(self, remote: Remote) -> Any:
        from distributed import CancelledError, KilledWorker  # noqa: PLC0415 -- an extra
        from distributed.comm.core import CommClosedError  # noqa: PLC0415

        try:
            return await remote
        except (CancelledError, CommClosedError) as error:
            raise ClusterError(self.address, "the scheduler is gone; what was written is whole") from error
        except KilledWorker as error:
            raise BrokenExecutor(str(error)) from error
        except Exception as error:
            reason = f"a worker cannot do it ({cause_of(error)}); is the same installed on all of them?"
            raise ClusterError(self.address, reason) from error


def _load(address: str) -> Any:
    try:
        import dask  # noqa: PLC0415 -- an extra, for runs that ask for it
    except ImportError as error:
        raise ClusterError(address, "needs the extra: pip install 'cvpalette[dask]'") from error
    dask.config.set(_SETTINGS)  # what distributed logs is for whoever runs the cluster
    import distributed  # noqa: PLC0415

    return distributed


def _require_version(client: Any, address: str) -> None:
    """Compare what is installed on the workers; raises ClusterError."""
    ours = version("cvpalette")
    found = client.run(version, "cvpalette", on_error="return")
    missing = [worker for worker, theirs in found.items() if isinstance(theirs, PackageNotFoundError)]
    if missing:
        raise ClusterError(address, f"cvpalette is not installed on its worker {listed(missing, 'and')}")
    for worker, theirs in found.items():
        if theirs != ours:
            reason = (
                f"cvpalette is {theirs} on its worker {listed([worker])} and {ours} here; install the same"
            )
            raise ClusterError(address, reason)

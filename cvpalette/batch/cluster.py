"""Cluster: sends work to a running Dask cluster and fetches the results."""

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

# Seconds to wait for a scheduler to answer, and then for its first worker.
_PATIENCE: Final = 10.0
_SILENT: Final = {"level": logging.CRITICAL + 1, "handlers": [], "propagate": False}
_LOGGERS: Final = ("distributed", "distributed.client", "tornado", "tornado.application", "asyncio")
_SETTINGS: Final = {
    "logging": {
        "version": 1,
        "disable_existing_loggers": False,
        "loggers": dict.fromkeys(_LOGGERS, _SILENT),
    },
    # A mask is large, but travels only once: dask need not warn about it.
    "distributed.admin.large-graph-warning-threshold": "1TB",
}

#: A handle to the result of a task. The result stays on its worker until `Cluster.fetch` brings it here.
Remote = Any


class Cluster:
    """The workers of a Dask scheduler; results stay on the workers until they are fetched."""

    def __init__(self, client: Any, address: str) -> None:
        """Take a connected client and the address of its scheduler."""
        self._client = client
        self.address = address
        self.threads = sum(client.nthreads().values())

    @classmethod
    @contextmanager
    def connect(cls, address: str, *, patience: float = _PATIENCE) -> Iterator[Self]:
        """Connect to a scheduler whose workers have this version of cvpalette; raises ClusterError."""
        distributed = _load(address)
        try:
            # The address is checked first: a client with a bad one prints a second error when it is freed.
            distributed.comm.resolve_address(address)
            with warnings.catch_warnings(action="ignore"):  # other packages may differ in version
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
        """Have a worker call a function; raises ClusterError.

        The arguments may be the handles of other tasks: the function gets their results.
        """
        try:
            return self._client.submit(function, *arguments, pure=False)
        except (AttributeError, TypeError, PickleError) as error:
            reason = f"the work cannot be sent to it ({cause_of(error)})"
            raise ClusterError(self.address, reason) from error

    def fetch(self, remote: Remote) -> Future[Any]:
        """Bring the result of a task to this process.

        The future raises BrokenExecutor if the task killed several workers. It raises ClusterError if the
        scheduler is gone, or if the task fails otherwise.
        """
        return asyncio.run_coroutine_threadsafe(self._fetch(remote), self._client.loop.asyncio_loop)

    async def _fetch(self, remote: Remote) -> Any:
        from distributed import CancelledError, KilledWorker  # noqa: PLC0415 -- an extra
        from distributed.comm.core import CommClosedError  # noqa: PLC0415

        try:
            return await remote
        except (CancelledError, CommClosedError) as error:
            reason = "the scheduler is gone; the files written so far are complete"
            raise ClusterError(self.address, reason) from error
        except KilledWorker as error:
            raise BrokenExecutor(str(error)) from error
        except Exception as error:
            reason = f"a worker failed ({cause_of(error)}); do all workers have the same packages installed?"
            raise ClusterError(self.address, reason) from error


def _load(address: str) -> Any:
    try:
        import dask  # noqa: PLC0415 -- an extra
    except ImportError as error:
        raise ClusterError(address, "needs the extra: pip install 'cvpalette[dask]'") from error
    dask.config.set(_SETTINGS)  # distributed's logs are for the people who run the cluster, not for users
    import distributed  # noqa: PLC0415

    return distributed


def _require_version(client: Any, address: str) -> None:
    """Raise ClusterError unless every worker has this version of cvpalette."""
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

"""Connect to workers on other machines: a Dask cluster that somebody has started."""

import logging
import re
import socket
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from importlib.util import find_spec

from language.messages import Message
from scenarios.files.refusals import GaveUpError, RefusedError
from scenarios.running.workers import Workers

_ADDRESS = re.compile(r"tcp://[^\s/:]+:\d{1,5}")
_PATIENCE = 5
"""Seconds to wait for an answer."""


@contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """Connect to the scheduler at `address`, such as tcp://10.0.0.1:8786; workers may come and go meanwhile.

    Dask itself runs again what a killed worker had in hand. Raises RefusedError when `distributed` is not
    installed, the address is not one, nobody answers, no worker has joined, or trappe is not installed there.
    """
    if not _ADDRESS.fullmatch(address):
        raise RefusedError(
            Message(
                "--cluster: '{address}' is not an address; write it as tcp://10.0.0.1:8786", address=address
            )
        )
    try:
        from distributed import Client  # noqa: PLC0415  an extra; and a second to import
        from distributed.scheduler import KilledWorker  # noqa: PLC0415
    except ImportError as error:
        raise RefusedError(
            Message(
                "--cluster needs Dask, which is not installed: pip install -c constraints.txt -e .[cluster]"
            )
        ) from error
    # What goes wrong is said here, in a sentence.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        _listen(address)
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, OverflowError, UnicodeError) as error:
        raise RefusedError(
            Message(
                "--cluster: nobody answers at {address}; has a 'dask scheduler' been started there?",
                address=address,
            )
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            raise RefusedError(
                Message(
                    "--cluster: {address} has no workers; start them with 'dask worker {address}'",
                    address=address,
                )
            ) from error
        # Whoever cannot unpickle a chunk ends itself, and the run would wait for it for ever.
        installed = client.run(find_spec, "scenarios") | {"": client.run_on_scheduler(find_spec, "scenarios")}
        if None in installed.values():
            raise _not_installed()
        yield Workers(
            start=lambda: client.get_executor(pure=False),
            count=lambda: sum(client.nthreads().values()),
            hopeless={KilledWorker: _killed(), CancelledError: _lost(), ImportError: _not_installed()},
        )


def _listen(address: str) -> None:
    """Raise OSError unless somebody speaks first there, as a scheduler does: Dask would wait for ever."""
    host, port = address.removeprefix("tcp://").rsplit(":")
    with socket.create_connection((host, int(port)), timeout=_PATIENCE) as connection:
        if not connection.recv(1):
            raise ConnectionResetError


def _not_installed() -> RefusedError:
    return RefusedError(
        Message(
            "--cluster: the cluster lacks trappe; install it everywhere, also where 'dask scheduler' runs"
        )
    )


def _killed() -> GaveUpError:
    return GaveUpError(
        Message("--cluster: the same runs have cost a worker its life again and again; often memory is short")
    )


def _lost() -> GaveUpError:
    return GaveUpError(Message("--cluster: the connection to the cluster is lost"))

"""One server or one restore at a time on a data folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from drypoint.terms.errors import DrypointError


class InUse(DrypointError):
    """Another Drypoint holds this data folder."""


@contextmanager
def sole_use(folder: Path, *, otherwise: str) -> Iterator[None]:
    """Hold the data folder for as long as the block runs; raises ``InUse`` with ``otherwise`` if it is held.

    The kernel lets go when the holder and its worker processes end, however they end.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / "in-use.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(otherwise) from None
        yield
    finally:
        os.close(descriptor)

"""Ctrl-C and SIGTERM: they interrupt whatever the supervisor does, except the ending itself."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ASKING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Ended(BaseException):
    """Somebody asked this process to end. Not an error: no ``except Exception`` may take it."""


@contextmanager
def asked_to_end() -> Iterator[None]:
    """Raise ``Ended`` in the main thread at the first such signal, while the block runs."""
    with _handled_by(_raise):
        yield


@contextmanager
def shielded() -> Iterator[None]:
    """Let the block finish whatever is pressed meanwhile; each of its steps has its own patience."""
    with _handled_by(signal.SIG_IGN):
        yield


def _raise(_number: int, _frame: FrameType | None) -> None:
    raise Ended


@contextmanager
def _handled_by(handler: signal.Handlers | object) -> Iterator[None]:
    before = {asked: signal.signal(asked, handler) for asked in _ASKING}  # type: ignore[arg-type] # typeshed has no name for this union
    try:
        yield
    finally:
        for asked, old in before.items():
            signal.signal(asked, old)

"""Named places where a fault test ends the process as a power cut would, or freezes it. In production nothing is named."""

import os
import signal
from typing import Final

_ENVIRONMENT: Final = "SIMPUL_FAIL_AT"


class FailPoints:
    """`SIMPUL_FAIL_AT="before commit:3"` kills this process with SIGKILL when it passes that place for the third time.

    `before commit:3:stop` freezes it there with SIGSTOP instead.
    """

    def __init__(self, wanted: str | None = None) -> None:
        told = os.environ.get(_ENVIRONMENT, "") if wanted is None else wanted
        self._place, nth, how = (*told.split(":"), "", "")[:3]
        self._left = int(nth or 1)
        self._signal = signal.SIGSTOP if how == "stop" else signal.SIGKILL

    def __call__(self, place: str) -> None:
        if place != self._place:
            return
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), self._signal)

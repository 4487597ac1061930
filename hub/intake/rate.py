"""How often a key may come: a moving window of a minute, in memory.

Own code and not the library `limits`: its memory storage starts a thread to clean up after nearly every request (measured: 0.7 ms a
request at 100 a second), and counts by a clock that jumps.
"""

import time
from collections import deque
from collections.abc import Callable
from math import ceil
from typing import Final

WINDOW_S: Final = 60.0


class Rate:
    """Counts requests by key; each process counts its own."""

    def __init__(self, most: int, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._now = now
        self._seen: dict[str, deque[float]] = {}

    def wait_s(self, key: str) -> int | None:
        """None if the key may go on, and the request is counted; else the seconds until it may."""
        now = self._now()
        seen = self._seen.setdefault(key, deque())
        while seen and seen[0] <= now - WINDOW_S:
            seen.popleft()
        if len(seen) >= self._most:
            return max(1, ceil(seen[0] + WINDOW_S - now))
        seen.append(now)
        return None

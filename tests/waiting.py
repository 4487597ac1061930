"""Waiting for something that another process does, without guessing how long it takes."""

import asyncio
import time
from collections.abc import Awaitable, Callable


def until(holds: Callable[[], bool], limit_s: float = 20) -> None:
    """Look every 20 ms until it holds; fail when it never does."""
    give_up = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < give_up, "it never came to hold"
        time.sleep(0.02)


async def until_async(look: Callable[[], Awaitable[object]], wanted: object, limit_s: float = 20) -> None:
    """Look every 50 ms until it is what was wanted; fail with what it was last when it never is."""
    give_up = time.monotonic() + limit_s
    while (found := await look()) != wanted:
        assert time.monotonic() < give_up, f"it stayed {found!r}"
        await asyncio.sleep(0.05)

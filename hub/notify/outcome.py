"""What became of an attempt to deliver, and when the next one comes."""

import random
from enum import StrEnum
from typing import Final, NamedTuple

FIRST_S: Final = 5.0
LONGEST_S: Final = 3_600.0
TRIES: Final = 80
"""Attempts before a notice is given up: about three days."""
ASKED_S: Final = 86_400.0
"""The longest time that a receiver may ask us to wait."""


class Result(StrEnum):
    DELIVERED = "delivered"
    FAILED = "failed"
    GIVEN_UP = "given_up"


class Outcome(NamedTuple):
    """One attempt.

    Attributes:
        detail: why it failed, without a word of what was sent.
        after: the receiver asked for so many seconds; None: it did not.
        gone: the receiver wants nothing more, ever.
    """

    result: Result
    detail: str = ""
    after: float | None = None
    gone: bool = False


def pause(tries: int, after: float | None) -> float:
    """Seconds until the next attempt: doubling, with half of it left to chance so that a crowd does not come back at once."""
    usual: float = min(FIRST_S * 2 ** max(tries - 1, 0), LONGEST_S)
    usual *= 0.75 + random.random() / 2  # noqa: S311 -- no secret
    return max(usual, min(after or 0.0, ASKED_S))

"""What one check found."""

from dataclasses import dataclass
from enum import Enum


class Weight(Enum):
    """How much a finding matters: nothing to do, worth knowing, or to be put right before going on."""

    GOOD = "baik"
    NOTE = "catatan"
    BAD = "salah"


@dataclass(frozen=True)
class Finding:
    """A sentence in Indonesian, and what to do about it when there is something to do."""

    weight: Weight
    said: str
    advice: str = ""


def good(said: str) -> Finding:
    return Finding(Weight.GOOD, said)


def note(said: str, advice: str) -> Finding:
    return Finding(Weight.NOTE, said, advice)


def bad(said: str, advice: str) -> Finding:
    return Finding(Weight.BAD, said, advice)

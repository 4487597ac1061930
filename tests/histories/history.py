"""Random histories: what was said about a few subjects, in no order; from hypothesis, or from a seed for long runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from hypothesis import strategies as st

from tests.histories.tellings import amendment, fact, impostor
from tests.histories.world import SUBJECTS
from tests.model.said import Said

SEEDS: Final = st.integers(0, 999_999)
KINDS: Final = tuple(SUBJECTS)


@dataclass(frozen=True)
class History:
    """What was said.

    Attributes:
        said: every event once, whatever its order.
        impostors: other contents under names that are taken; the first that arrives stands.
    """

    said: tuple[Said, ...]
    impostors: tuple[Said, ...]


def made(kinds: Sequence[str], facts: Sequence[int], amendments: Sequence[int], impostors: Sequence[int]) -> History:
    """The history that numbers stand for."""
    told = list({one.name: one for one in (fact(seed, tuple(kinds)) for seed in facts)}.values())
    told += list({one.name: one for one in (amendment(seed, told) for seed in amendments)}.values())
    false = [impostor(seed, told) for seed in impostors]
    contents = {one.name: one for one in told}
    return History(tuple(told), tuple(one for one in false if one.kind == contents[one.name].kind and one != contents[one.name]))


@st.composite
def histories(draw: st.DrawFn, kinds: Sequence[str] = KINDS, most: int = 30, *, every: bool = False) -> History:
    """Histories of a few kinds of subject, or of `every` one; they shrink to the fewest events that tell the story."""
    chosen = kinds if every else draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=3, unique=True))
    facts = draw(st.lists(SEEDS, min_size=1, max_size=most // 4) | st.lists(SEEDS, min_size=most // 2, max_size=most))
    return made(chosen, facts, draw(st.lists(SEEDS, max_size=most // 3)), draw(st.lists(SEEDS, max_size=2)))


def random_history(rng: Random, size: int, kinds: Sequence[str] = KINDS, *, every: bool = False) -> History:
    """A history of about `size` events about a few of the kinds, or about `every` one; the same for the same `rng`."""

    def seeds(count: int) -> list[int]:
        return [rng.randrange(1_000_000) for _ in range(count)]

    chosen = kinds if every else rng.sample(kinds, min(len(kinds), rng.randint(1, 4)))
    return made(chosen, seeds(max(1, size * 3 // 4)), seeds(size // 4), seeds(size // 20))

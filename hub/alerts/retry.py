"""Marks of one rule that wait on a list of their own and stop nobody: those with which it failed, and those that were too many for a turn.

While a failed rule waits, its new marks join the others unasked.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from hub.views.things import Thing

LOCK: Final = "LOCK TABLE rule_retry IN SHARE ROW EXCLUSIVE MODE NOWAIT"
"""One evaluator at a time. A table lock comes before the transaction's snapshot; an advisory lock is a query, and would come after it."""
_READ: Final = "SELECT rule, thing, keys, tries, next_try <= clock_timestamp() FROM rule_retry"
_FORGET: Final = "DELETE FROM rule_retry WHERE rule = $1"
_ADD: Final = """
INSERT INTO rule_retry (rule, thing, keys, tries, next_try, error)
SELECT $1, $2, $3, $4::int4, clock_timestamp() + make_interval(secs => CASE WHEN $4 = 0 THEN 0 ELSE least(600, 5 * 2 ^ ($4 - 1)) END), $5
"""
_JOIN: Final = "INSERT INTO rule_retry (rule, thing, keys, tries, error) VALUES ($1, $2, $3, $4, 'waits with the others')"
_MOST_TRIES: Final = 12


class Waiting(NamedTuple):
    """What a failing rule has to make up for; `due`: now."""

    keys: Mapping[Thing, set[int]]
    tries: int
    due: bool


async def read(connection: Any) -> dict[str, Waiting]:
    """Rule → what waits for it."""
    found: dict[str, Waiting] = {}
    for rule, thing, keys, tries, due in await connection.fetch(_READ):
        before = found.get(rule, Waiting({}, 0, due=True))
        merged = {**before.keys, Thing(thing): before.keys.get(Thing(thing), set()) | set(keys)}
        found[rule] = Waiting(merged, max(before.tries, tries), before.due and due)
    return found


async def forget(connection: Any, rule: str) -> None:
    """It works again."""
    await connection.execute(_FORGET, rule)


async def failed(connection: Any, rule: str, keys: Mapping[Thing, set[int]], tries: int, error: str) -> None:
    """It failed with these marks, everything that waited among them; the next try comes after 5 s, 10 s, … 10 minutes."""
    await forget(connection, rule)
    for thing, some in keys.items():
        await connection.execute(_ADD, rule, thing, list(some), min(tries, _MOST_TRIES), error)


async def later(connection: Any, rule: str, thing: Thing, keys: set[int]) -> None:
    """Subjects of a rule for its next turns: it did not fail."""
    await connection.execute(_ADD, rule, thing, list(keys), 0, "too many for one turn")


async def join(connection: Any, rule: str, keys: Mapping[Thing, set[int]], tries: int) -> None:
    """More marks of a rule that waits."""
    for thing, some in keys.items():
        await connection.execute(_JOIN, rule, thing, list(some), tries)

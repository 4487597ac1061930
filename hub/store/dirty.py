"""Marks: what the evaluator must look at. Append-only; one row per batch and thing: single rows cost ten times as much."""

from typing import Any, Final

_ADD: Final = "INSERT INTO dirty (batch, thing, keys, history) VALUES ($1, $2, $3, $4)"


async def add(connection: Any, batch: int, marks: dict[int, set[int]], *, history: bool) -> None:
    """Adds the marks of a batch: thing → keys. Those of a batch that is history alone wait for the live ones."""
    await connection.executemany(_ADD, [(batch, thing, list(keys), history) for thing, keys in sorted(marks.items())])

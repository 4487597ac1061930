"""Marks on a real PostgreSQL: whole batches, live ones first, and slices between them."""

import datetime as dt
from typing import Any

import pytest

from hub.alerts import marks, slices
from hub.alerts.marks import Slice
from hub.alerts.rules import RULES
from hub.settings import Settings
from hub.store import engine
from hub.views.things import Thing

A08 = next(rule for rule in RULES if rule.code == "A08")


async def mark(connection: Any, batch: int, thing: Thing, keys: list[int], *, history: bool = False) -> None:
    await connection.execute("INSERT INTO dirty (batch, thing, keys, history) VALUES ($1, $2, $3, $4)", batch, thing, keys, history)


@pytest.mark.parametrize("since", [None, dt.date(2026, 4, 5)])
def test_slice_survives_being_packed(since: dt.date | None) -> None:
    one = Slice(23, 400, 399, since)
    assert Slice.unpacked(one.packed()) == one


def test_slices_cover_every_key_once() -> None:
    bounds = [Slice(8, 7, place, None).bounds for place in range(7)]
    assert (bounds[0][0], bounds[-1][1]) == (-(1 << 63), (1 << 63) - 1)
    assert [low - 1 for low, _ in bounds[1:]] == [high for _, high in bounds[:-1]]


async def test_batches_are_taken_whole_and_in_order_until_there_are_enough_keys(settings: Settings) -> None:
    connection = await engine.connect(settings.dsn)
    for batch in (3, 1, 2):
        await mark(connection, batch, Thing.POST, [batch * 10, batch * 10 + 1])
        await mark(connection, batch, Thing.NIP, [batch])
    first, second = await marks.take(connection, 3), await marks.take(connection, 100)
    assert (first.batches, dict(first.keys)) == ((1,), {Thing.POST: {10, 11}, Thing.NIP: {1}})
    assert (second.batches, second.keys[Thing.NIP]) == ((2, 3), {2, 3})
    assert not await marks.take(connection, 100)
    await connection.close()


async def test_history_waits_for_what_is_live_and_says_that_it_is_history(settings: Settings) -> None:
    connection = await engine.connect(settings.dsn)
    await mark(connection, 1, Thing.POST, [1], history=True)
    await mark(connection, 2, Thing.POST, [2, 3])
    taken = [await marks.take(connection, 2) for _ in range(2)]
    assert [(one.batches, one.history) for one in taken] == [((2,), False), ((1,), True)]
    await connection.close()


async def test_history_goes_on_beside_live_marks_where_there_is_room(settings: Settings) -> None:
    connection = await engine.connect(settings.dsn)
    await mark(connection, 1, Thing.POST, [1], history=True)
    await mark(connection, 2, Thing.POST, [2])
    taken = await marks.take(connection, 100)
    assert (taken.batches, taken.history, taken.keys) == ((1, 2), False, {Thing.POST: {1, 2}})
    await connection.close()


async def test_slices_are_taken_beside_live_marks(settings: Settings) -> None:
    connection = await engine.connect(settings.dsn)
    wanted = [Slice(8, 8, place, None) for place in range(8)]
    await marks.put(connection, 1, wanted)
    await mark(connection, 2, Thing.POST, [2])
    first, second = await marks.take(connection, 100), await marks.take(connection, 100)
    assert (first.keys, set(first.slices) | set(second.slices)) == ({Thing.POST: {2}}, set(wanted))
    assert len(first.slices) == len(second.slices) == 4
    await connection.close()


async def test_small_table_is_one_slice(settings: Settings) -> None:
    connection = await engine.connect(settings.dsn)
    assert await slices.of_rules(connection, [A08], None) == [Slice(8, 1, 0, None)]
    await connection.close()

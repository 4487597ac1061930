"""A rule that fails is set aside with its marks, and stops nobody."""

import dataclasses
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import Select, literal, text

from hub.alerts import rules
from hub.alerts.evaluator import Evaluator
from hub.alerts.rule import Limits, Moment, Rule
from hub.alerts.stories import acting_head, complained, definitive_head
from hub.settings import Settings
from tests.alerts.region import Region

A08 = next(rule for rule in rules.RULES if rule.code == "A08")
A23 = next(rule for rule in rules.RULES if rule.code == "A23")
TITLE = "Divides by zero"


def divides_by_zero(at: Moment, limits: Limits) -> Select[Any]:
    """Fails for every subject that it finds, as a wrong rule does."""
    return A08.asks(at, limits).where(literal(1) / text("(length(post.title) - length(post.title))") > 0)


BROKEN = dataclasses.replace(A08, asks=divides_by_zero)


@pytest.fixture
async def region(settings: Settings) -> AsyncIterator[Region]:
    region = Region(settings, (BROKEN, A23))
    await region.open()
    await region.on("2026-04-06")
    await region.settle()
    yield region
    await region.close()


def with_rules(region: Region, *some: Rule) -> None:
    region.evaluator = Evaluator(region.connection, region.settings, some)


async def retries(region: Region) -> list[tuple[str, int, str]]:
    rows = await region.connection.fetch("SELECT rule, tries, error FROM rule_retry ORDER BY no")
    return [tuple(row) for row in rows]


async def test_failing_rule_is_set_aside_and_the_others_go_on(region: Region) -> None:
    await region.tell(*acting_head(since="2026-01-05"), complained("2026-03-02"))
    await region.settle()
    assert [rule for rule, _, _ in await region.alerts()] == ["A23", "A23"]
    assert await retries(region) == [("A08", 1, "DivisionByZeroError")]
    assert await region.connection.fetchval("SELECT count(*) FROM dirty") == 0


async def test_new_marks_of_a_waiting_rule_join_the_others_unasked(region: Region) -> None:
    await region.tell(*acting_head(since="2026-01-05"))
    await region.settle()
    await region.tell(*definitive_head(since="2026-05-01")[1:])
    outcomes = await region.settle()
    assert [outcome.failed for outcome in outcomes] == [[]]
    assert {error for _, _, error in await retries(region)} == {"DivisionByZeroError", "waits with the others"}


async def test_rule_that_fails_again_waits_longer(region: Region) -> None:
    await region.tell(*acting_head(since="2026-01-05"))
    await region.settle()
    await region.connection.execute("UPDATE rule_retry SET next_try = now()")
    assert await region.evaluator.waiting()
    await region.evaluator.turn()
    assert await retries(region) == [("A08", 2, "DivisionByZeroError")]
    seconds = await region.connection.fetchval("SELECT extract(epoch FROM next_try - clock_timestamp()) FROM rule_retry")
    assert 5 < seconds <= 10


async def test_mended_rule_makes_up_for_everything_that_waited(region: Region) -> None:
    await region.tell(*acting_head(since="2026-01-05"))
    await region.settle()
    with_rules(region, A08, A23)
    await region.connection.execute("UPDATE rule_retry SET next_try = now()")
    await region.evaluator.turn()
    assert (await region.alerts(), await retries(region)) == ([("A08", "open", 1)], [])


async def test_parameter_that_cannot_be_read_sets_its_rule_aside(region: Region) -> None:
    with_rules(region, A08, A23)
    await region.connection.execute("INSERT INTO parameter VALUES (1, 'parameter/pages:1', 'A08', 'acting_months')")
    await region.connection.execute("INSERT INTO parameter_span VALUES (1, 0, 'tiga', 'Perbup', '2026-01-01', NULL)")
    await region.tell(*acting_head(since="2026-01-05"), complained("2026-03-02"))
    await region.settle()
    assert [rule for rule, _, _ in await region.alerts()] == ["A23", "A23"]
    assert await retries(region) == [("A08", 1, "SetAsideError")]


async def test_new_rule_is_asked_about_what_is_there_and_tells_nobody(region: Region) -> None:
    with_rules(region, A23)
    await region.tell(*acting_head(since="2026-01-05"))
    await region.settle()
    await region.connection.execute("DELETE FROM tick WHERE name = 'rule:A08'")
    with_rules(region, A08, A23)
    await region.settle()
    assert (await region.alerts(), await region.outbox()) == ([("A08", "open", 1)], [])

"""The state machine of alerts: events through the real pipeline, a clock that is set, one evaluator or two."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator

import pytest

from hub.alerts import main, rules
from hub.alerts.evaluator import Evaluator
from hub.alerts.full import evaluate_all, open_alerts
from hub.alerts.stories import (
    PERSON,
    POST,
    Part,
    acting_head,
    complained,
    definitive_head,
    left,
    paid,
    resolved,
    served,
    spm,
    substitute_head,
)
from hub.settings import Settings
from schemas import personnel, reference
from tests.alerts.region import Region

PLT = acting_head(since="2026-01-05")
TOPIC = "topic"


@pytest.fixture
async def region(settings: Settings) -> AsyncIterator[Region]:
    region = Region(settings, rules.RULES)
    await region.open()
    await region.on("2026-03-01")
    await region.settle()
    yield region
    await region.close()


async def test_alert_opens_on_the_midnight_after_its_limit_and_not_before(region: Region) -> None:
    await region.tell(*PLT)
    await region.on("2026-04-05", hour=23)
    await region.settle()
    assert await region.alerts() == []
    await region.on("2026-04-06", hour=0)
    await region.settle()
    assert await region.alerts() == [("A08", "open", 1)]
    assert (await region.last())["values"] == {
        "acting_since": "2026-01-05",
        "extended_until": None,
        "limit": "2026-04-05",
        "since": "2026-01-05",
    }


async def test_late_decree_withdraws_and_says_why(region: Region) -> None:
    await region.tell(*PLT)
    await region.on("2026-04-06")
    await region.settle()
    await region.on("2026-04-20")
    await region.tell(*definitive_head(since="2026-03-23")[1:])
    await region.settle()
    assert await region.alerts() == [("A08", "withdrawn", 1)]
    last = await region.last()
    assert last["transition"] == "withdrawn"
    assert [(cause["type"], cause["subject"], cause["effective"]) for cause in last["causes"]] == [
        ("id.go.pemda.personnel.post-filled.v1", POST, "2026-03-22T17:00:00+00:00")
    ]


async def test_decree_that_takes_effect_later_resolves(region: Region) -> None:
    await region.tell(*PLT)
    await region.on("2026-04-06")
    await region.settle()
    await region.on("2026-04-20")
    await region.tell(*definitive_head(since="2026-04-20")[1:])
    await region.settle()
    assert await region.alerts() == [("A08", "resolved", 1)]


async def test_decree_of_the_future_resolves_when_it_takes_effect(region: Region) -> None:
    await region.tell(*PLT)
    await region.on("2026-04-06")
    await region.settle()
    await region.tell(*definitive_head(since="2026-05-01")[1:])
    await region.settle()
    assert await region.alerts() == [("A08", "open", 1)]
    await region.on("2026-05-01", hour=0)
    await region.settle()
    assert await region.alerts() == [("A08", "resolved", 1)]
    assert (await region.last())["causes"] == []


async def test_same_matter_again_reopens_as_the_next_episode(region: Region) -> None:
    await region.tell(*PLT)
    await region.on("2026-04-06")
    await region.settle()
    await region.on("2026-04-07")
    await region.tell(*definitive_head(since="2026-04-07")[1:])
    await region.settle()
    await region.tell(*acting_head(since="2026-05-01")[1:])
    await region.on("2026-08-02")
    await region.settle()
    assert await region.alerts() == [("A08", "open", 2)]
    assert await region.journal() == [("A08", "opened"), ("A08", "resolved"), ("A08", "reopened")]


async def test_other_values_change_the_alert_once(region: Region) -> None:
    await region.tell(*PLT)
    await region.on("2026-05-01")
    await region.settle()
    extended = personnel.ActingExtended(agency="dishub", person=PERSON, effective=dt.date(2026, 4, 5), until=dt.date(2026, 4, 20))
    await region.tell(Part(POST, extended))
    await region.settle()
    await region.on("2026-05-02")
    await region.settle()
    assert await region.journal() == [("A08", "opened"), ("A08", "changed")]


async def test_answer_on_the_day_of_opening_resolves_rather_than_withdraws(region: Region) -> None:
    await region.tell(complained("2026-03-02"))
    await region.on("2026-03-06", hour=8)
    await region.settle()
    await region.on("2026-03-06", hour=15)
    await region.tell(resolved("2026-03-06 14:00"))
    await region.settle()
    assert await region.alerts() == [("A23", "resolved", 1)]


async def test_late_letter_withdraws_a_signature_alert_and_is_named_as_its_cause(region: Region) -> None:
    await region.tell(spm("2026-03-02"))
    await region.on("2026-03-10")
    await region.settle()
    assert await region.alerts() == [("A10", "open", 1)]
    await region.tell(*substitute_head(since="2026-03-02", until="2026-03-03"))
    await region.settle()
    assert await region.alerts() == [("A10", "withdrawn", 1)]
    assert {cause["subject"] for cause in (await region.last())["causes"]} == {POST}


async def test_backdated_retirement_reaches_pay_lines_over_the_number(region: Region) -> None:
    await region.tell(*served(), paid("2026-04"))
    await region.on("2026-04-02")
    await region.settle()
    assert await region.alerts() == []
    await region.tell(*left(since="2026-04-01")[2:])
    await region.settle()
    assert await region.alerts() == [("A01", "open", 1)]
    assert {cause["type"] for cause in (await region.last())["causes"]} == {"id.go.pemda.personnel.status-changed.v1"}


async def test_declared_holiday_withdraws_what_it_makes_timely(region: Region) -> None:
    await region.tell(complained("2026-03-02"))
    await region.on("2026-03-06")
    await region.settle()
    holiday = reference.CalendarDaySet(calendar="nasional", day=dt.date(2026, 3, 4), kind="joint-leave")
    await region.tell(Part("calendar-day/pages:nasional-2026-03-04", holiday))
    await region.settle()
    assert await region.alerts() == [("A23", "withdrawn", 1)]


async def test_parameter_of_the_region_counts_from_its_own_day(region: Region) -> None:
    await region.tell(*PLT)
    await region.on("2026-03-01")
    two = reference.ParameterSet(rule="A08", name="acting_months", value="1", law="Perbup 1/2026", effective=dt.date(2026, 3, 10))
    await region.tell(Part("parameter/pages:A08-acting_months", two))
    await region.settle()
    assert await region.alerts() == []
    await region.on("2026-03-10")
    await region.settle()
    assert await region.alerts() == [("A08", "open", 1)]


async def test_notices_leave_for_the_topic_and_every_webhook_that_is_on(region: Region) -> None:
    await region.connection.execute(
        "INSERT INTO webhook (name, url, wrapped) VALUES ('a', 'https://a.example', ''), ('b', 'https://b.example', '')"
    )
    await region.connection.execute("UPDATE webhook SET disabled_at = now() WHERE name = 'b'")
    await region.tell(*PLT)
    await region.on("2026-04-06")
    await region.settle()
    assert sorted(await region.outbox()) == [(TOPIC, "opened"), ("webhook:a", "opened")]


async def test_history_tells_nobody_and_neither_does_the_end_of_what_it_opened(region: Region) -> None:
    await region.on("2026-04-06")
    await region.settle()
    await region.tell(*PLT, history=True)
    await region.settle()
    assert await region.alerts() == [("A08", "open", 1)]
    await region.on("2026-04-07")
    await region.tell(*definitive_head(since="2026-04-07")[1:])
    await region.settle()
    assert await region.alerts() == [("A08", "resolved", 1)]
    assert await region.outbox() == []


async def test_causes_older_than_live_from_tell_nobody(region: Region) -> None:
    await region.connection.execute("UPDATE source SET live_from = '2026-01-01'::timestamptz")
    await region.on("2026-04-06")
    await region.settle()
    await region.tell(*PLT)
    await region.settle()
    assert (await region.alerts(), await region.outbox()) == ([("A08", "open", 1)], [])


async def test_two_evaluators_at_once_do_everything_once(region: Region, settings: Settings) -> None:
    other = await main.connect(settings)
    await region.on("2026-04-06")
    await region.tell(*PLT, complained("2026-03-02"), spm("2026-03-02", signer="employee/simpeg:5"))
    await asyncio.gather(region.settle(), main.settle(Evaluator(other, settings, rules.RULES)))
    await other.close()
    assert sorted(await region.journal()) == [("A08", "opened"), ("A10", "opened"), ("A23", "opened"), ("A23", "opened")]
    assert await region.connection.fetchval("SELECT count(*) FROM dirty") == 0


async def test_incremental_alerts_equal_a_full_evaluation(region: Region, settings: Settings) -> None:
    await region.tell(
        *PLT,
        complained("2026-03-02"),
        spm("2026-03-02", signer="employee/simpeg:5"),
        *left(since="2026-03-01", person="employee/simpeg:7"),
        paid("2026-03"),
    )
    now = await region.on("2026-04-06")
    await region.settle()
    stated = await evaluate_all(region.connection, settings, rules.RULES, now)
    assert {one.rule for one in stated} == {"A01", "A08", "A10", "A23"}
    assert await open_alerts(region.connection) == stated

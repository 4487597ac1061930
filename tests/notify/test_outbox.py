"""The outbox worker by itself: when it waits, and when it gives up."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest

from hub.alerts import rules
from hub.alerts.evaluator import Evaluator
from hub.notify.message import Waiting
from hub.notify.outbox import Deliver, Worker
from hub.notify.outcome import TRIES, Outcome, Result
from hub.settings import Settings
from hub.store import engine
from tests.background import background
from tests.notify.hearing import Hearing
from tests.waiting import until_async


class Told:
    """A worker whose channel answers as it is told, and whose log is as far behind as it is told."""

    def __init__(self, connection: object) -> None:
        self.outcome = Outcome(Result.DELIVERED)
        self.unread_s = 0.0
        self.asked = 0
        self.worker = Worker(connection, self.channel, self.unread)

    async def unread(self) -> float:
        self.asked += 1
        return self.unread_s

    async def channel(self, _: str) -> Deliver:
        return self.deliver

    async def deliver(self, waiting: Sequence[Waiting]) -> dict[int, Outcome]:
        return {one.no: self.outcome for one in waiting}


@pytest.fixture
async def told(settings: Settings) -> AsyncIterator[Told]:
    connection = await engine.connect(settings.dsn)
    yield Told(connection)
    await connection.close()


async def test_notices_wait_while_an_event_has_been_unread_for_a_minute(hearing: Hearing, told: Told) -> None:
    await hearing.opens()
    told.unread_s = 61.0

    async def asked_often() -> bool:
        return told.asked >= 3

    async with background(told.worker.run()):
        await until_async(asked_often, wanted=True)
        assert (await hearing.states(), await hearing.deliveries("topic")) == ([("topic", "waiting")], [])
        told.unread_s = 59.0
        await until_async(hearing.states, [("topic", "delivered")])


async def test_notice_is_given_up_after_its_last_attempt(hearing: Hearing, told: Told) -> None:
    await hearing.opens()
    await hearing.region.connection.execute("UPDATE outbox SET tries = $1", TRIES - 1)
    told.outcome = Outcome(Result.FAILED, "HTTP 500")
    async with background(told.worker.run()):
        await until_async(hearing.states, [("topic", "given up")])
    assert await hearing.deliveries("topic") == [("given_up", "HTTP 500")]


async def test_alert_of_a_restricted_rule_is_put_into_no_outbox(hearing: Hearing, settings: Settings) -> None:
    await hearing.webhook()
    secret = [replace(rule, restricted=True) for rule in rules.RULES]
    hearing.region.evaluator = Evaluator(hearing.region.connection, settings, secret)
    await hearing.opens()
    await hearing.resolves()
    assert await hearing.region.journal() == [("A08", "opened"), ("A08", "resolved")]
    assert await hearing.states() == []

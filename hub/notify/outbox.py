"""The outbox worker: takes what waits, delivers it, notes what became of it. At least once, in the order of each matter.

A row is taken by moving its next attempt ahead by a lease, in a transaction of its own: nothing is open while a receiver is slow, and what
a killed worker had in hand comes again when the lease is over. Each channel is worked off by itself: a slow one keeps nobody waiting.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

from hub import logs, metrics
from hub.failpoints import FailPoints
from hub.notify.message import Waiting, unsayable
from hub.notify.outcome import TRIES, Outcome, Result, pause

LEASE_S: Final = 60.0
"""Longer than any attempt of a whole handful, so that no second worker sends what the first is still sending."""
HANDFUL: Final = 8
"""Notices that go by one channel side by side; each is of another alert."""
REST_S: Final = 0.2
PATIENCE_S: Final = 60.0
"""While the oldest unread event is older than that, notices wait: what is unread may withdraw them."""
_DUE: Final = """
SELECT DISTINCT o.channel FROM outbox o JOIN alert_journal j ON j.no = o.journal JOIN alert a ON a.no = j.alert
WHERE o.state = 'waiting' AND o.next_try <= clock_timestamp() AND NOT a.unsure
"""
_TAKE: Final = """
WITH due AS (
    SELECT o.no FROM outbox o JOIN alert_journal j ON j.no = o.journal JOIN alert a ON a.no = j.alert
    WHERE o.state = 'waiting' AND o.channel = $1 AND o.next_try <= clock_timestamp() AND NOT a.unsure AND NOT EXISTS (
        SELECT FROM outbox e JOIN alert_journal k ON k.no = e.journal
        WHERE k.alert = j.alert AND e.channel = o.channel AND e.state = 'waiting' AND e.no < o.no
    )
    ORDER BY o.next_try LIMIT $2 FOR UPDATE OF o SKIP LOCKED
), taken AS (
    UPDATE outbox o SET next_try = clock_timestamp() + make_interval(secs => $3), tries = tries + 1
    FROM due WHERE o.no = due.no RETURNING o.*
)
SELECT t.no, t.channel, t.tries, t.trace, j.no, j.transition, j.episode, j.agency, j.severity, j.values, j.at,
    a.no, a.rule, a.subject, a.period, a.restricted
FROM taken t JOIN alert_journal j ON j.no = t.journal JOIN alert a ON a.no = j.alert ORDER BY t.no
"""
"""An older notice of the same alert on the same channel goes first: the last one to arrive must be the newest."""
_NOTE: Final = "INSERT INTO delivery (outbox, result, detail) SELECT * FROM unnest($1::int8[], $2::text[], $3::text[])"
_SETTLE: Final = """
UPDATE outbox o SET state = u.state, next_try = clock_timestamp() + make_interval(secs => u.secs)
FROM unnest($1::int8[], $2::text[], $3::float8[]) u(no, state, secs) WHERE o.no = u.no
"""
_HOLD: Final = """
UPDATE outbox SET next_try = greatest(next_try, clock_timestamp() + make_interval(secs => $2)) WHERE state = 'waiting' AND channel = $1
"""
_DISABLE: Final = "UPDATE webhook SET disabled_at = coalesce(disabled_at, clock_timestamp()) WHERE 'webhook:' || name = $1"
_DROP: Final = """
WITH dropped AS (UPDATE outbox SET state = 'given up' WHERE state = 'waiting' AND channel = $1 RETURNING no)
INSERT INTO delivery (outbox, result, detail) SELECT no, 'given_up', 'penerima tidak mau lagi' FROM dropped
"""
_STATES: Final = {Result.DELIVERED: "delivered", Result.FAILED: "waiting", Result.GIVEN_UP: "given up"}

Deliver = Callable[[Sequence[Waiting]], Awaitable[Mapping[int, Outcome]]]
"""Delivers notices of one channel: number in the outbox → what became of it."""
Channels = Callable[[str], Awaitable[Deliver | None]]

log: Final = logs.get(__name__)


class Worker:
    """Works off the outbox over one connection.

    Args:
        channels: says, for the channel of a notice, what delivers it; None: there is no such channel any more.
        unread_s: age of the oldest unread event, in seconds.
    """

    def __init__(self, connection: Any, channels: Channels, unread_s: Callable[[], Awaitable[float]]) -> None:
        self._connection = connection
        self._channels = channels
        self._unread_s = unread_s
        self._alone = asyncio.Lock()
        self._fail = FailPoints()

    async def run(self) -> None:
        """Works until it is cancelled; whatever a channel's work raises ends it."""
        at_work: dict[str, asyncio.Task[None]] = {}
        try:
            while True:
                for channel in await self._due():
                    if channel not in at_work:
                        at_work[channel] = asyncio.create_task(self._work(channel))
                await asyncio.sleep(REST_S)
                for channel in [channel for channel, task in at_work.items() if task.done()]:
                    at_work.pop(channel).result()
        finally:
            for task in at_work.values():
                task.cancel()
            await asyncio.gather(*at_work.values(), return_exceptions=True)

    async def _due(self) -> list[str]:
        async with self._alone:
            due = [channel for (channel,) in await self._connection.fetch(_DUE)]
            return due if due and await self._caught_up() else []

    async def _caught_up(self) -> bool:
        return await self._unread_s() <= PATIENCE_S

    async def _work(self, channel: str) -> None:
        """Handful after handful, until one is not full."""
        while await self._handful(channel) == HANDFUL:
            async with self._alone:
                if not await self._caught_up():
                    return

    async def _handful(self, channel: str) -> int:
        async with self._alone:
            taken = [Waiting(*row) for row in await self._connection.fetch(_TAKE, channel, HANDFUL, LEASE_S)]
            deliver = await self._channels(channel)
        outcomes = {one.no: Outcome(Result.GIVEN_UP, why) for one in taken if (why := unsayable(one))}
        sayable = [one for one in taken if one.no not in outcomes]
        if deliver is None:
            outcomes |= {one.no: Outcome(Result.GIVEN_UP, "saluran ini sudah tidak ada") for one in sayable}
        elif sayable:
            outcomes |= await deliver(sayable)
            self._fail("notices sent")
        async with self._alone:
            await self._settle(channel, taken, outcomes)
        return len(taken)

    async def _settle(self, channel: str, taken: Sequence[Waiting], outcomes: Mapping[int, Outcome]) -> None:
        if not taken:
            return
        final = {one.no: _final(one, outcomes[one.no]) for one in taken}
        rows = [
            (one.no, _STATES[what.result], pause(one.tries, what.after), what.result.value, what.detail)
            for one in taken
            for what in (final[one.no],)
        ]
        numbers, states, seconds, results, details = (list(column) for column in zip(*rows, strict=True))
        async with self._connection.transaction():
            await self._connection.execute(_SETTLE, numbers, states, seconds)
            await self._connection.execute(_NOTE, numbers, results, details)
            if any(what.gone for what in final.values()):
                await self._connection.execute(_DISABLE, channel)
                await self._connection.execute(_DROP, channel)
            elif asked := max((what.after or 0.0 for what in final.values()), default=0.0):
                await self._connection.execute(_HOLD, channel, pause(0, asked))
        for one in taken:
            _tell(one, final[one.no])


def _final(waiting: Waiting, outcome: Outcome) -> Outcome:
    """A failure that was the last one is giving up."""
    last = outcome.gone or (outcome.result is Result.FAILED and waiting.tries >= TRIES)
    return outcome._replace(result=Result.GIVEN_UP) if last else outcome


def _tell(waiting: Waiting, outcome: Outcome) -> None:
    metrics.DELIVERIES.labels(waiting.channel.partition(":")[0], outcome.result).inc()
    if outcome.result is Result.GIVEN_UP:
        log.warning("notice given up", notice=waiting.no, channel=waiting.channel, tries=waiting.tries, why=outcome.detail)

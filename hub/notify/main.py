"""The notifier process."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

import asyncpg

from hub import logs
from hub.behind import Behind
from hub.bus import topics
from hub.bus.publisher import Publisher
from hub.errors import TryLaterError
from hub.keys import SealedError
from hub.keys.vault import read_master
from hub.notify import topic, webhook
from hub.notify.message import Waiting
from hub.notify.outbox import PATIENCE_S, Deliver, Worker
from hub.notify.outcome import Outcome, Result
from hub.notify.signing import Safe
from hub.notify.webhook import Receiver
from hub.settings import Settings
from hub.store import engine

AGAIN_S: Final = 1.0
ASK_S: Final = 5.0
AWAY: Final = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
_RECEIVER: Final = """
SELECT url, wrapped, CASE WHEN before_until > clock_timestamp() THEN wrapped_before END FROM webhook WHERE name = $1 AND disabled_at IS NULL
"""

log: Final = logs.get(__name__)


async def serve(settings: Settings) -> None:
    """Delivers until it is cancelled."""
    await _shared_topics(settings)
    publisher, behind = Publisher(settings), Behind(settings)
    await publisher.start()
    try:
        async with webhook.client(settings) as http:
            while True:
                try:
                    await _deliver(settings, publisher, behind, http)
                except AWAY as error:
                    log.warning("notifier lost its database", exc_info=error)
                    await asyncio.sleep(AGAIN_S)
    finally:
        await behind.close()
        await publisher.stop()


async def _shared_topics(settings: Settings) -> None:
    """The hub's own topics, made when they are first needed. While Kafka is away no notice would leave anyway."""
    while True:
        try:
            await topics.make(settings, topics.shared(settings))
        except TryLaterError as why:
            log.warning("notifier waits for kafka", error=str(why))
            await asyncio.sleep(AGAIN_S)
        else:
            return


async def _deliver(settings: Settings, publisher: Publisher, behind: Behind, http: Any) -> None:
    connection = await engine.connect(settings.dsn)
    try:
        channels = Channels(connection, settings, publisher, http)
        await Worker(connection, channels.of, Age(behind, connection).seconds).run()
    finally:
        await connection.close(timeout=5)


class Age:
    """Age of the oldest unread event, asked for now and again: Kafka is not asked at every notice."""

    def __init__(self, behind: Behind, connection: Any) -> None:
        self._behind = behind
        self._connection = connection
        self._seconds = 0.0
        self._asked = float("-inf")

    async def seconds(self) -> float:
        """A Kafka that does not answer hides how much is unread: so notices wait."""
        if time.monotonic() - self._asked > ASK_S:
            try:
                self._seconds = await self._behind.seconds(self._connection)
            except TryLaterError:
                self._seconds = PATIENCE_S + 1
            self._asked = time.monotonic()
        return self._seconds


class Channels:
    """Everything by which notices leave."""

    def __init__(self, connection: Any, settings: Settings, publisher: Publisher, http: Any) -> None:
        self._connection = connection
        self._settings = settings
        self._publisher = publisher
        self._http = http
        self._safe = Safe(read_master(settings.master_key_file))

    async def of(self, channel: str) -> Deliver | None:
        """What delivers the notices of a channel; None: a webhook that is off or unknown."""
        if channel == topic.CHANNEL:
            return self._to_topic
        row = await self._connection.fetchrow(_RECEIVER, channel.removeprefix(webhook.PREFIX))
        if row is None:
            return None
        url, *sealed = row
        try:
            receiver = Receiver(channel, url, tuple(self._safe.open(one) for one in sealed if one is not None))
        except SealedError:
            return _sealed
        return lambda waiting: self._to_webhook(receiver, waiting)

    async def _to_topic(self, waiting: Sequence[Waiting]) -> Mapping[int, Outcome]:
        return await topic.send(self._publisher, self._settings, waiting)

    async def _to_webhook(self, receiver: Receiver, waiting: Sequence[Waiting]) -> Mapping[int, Outcome]:
        outcomes = await asyncio.gather(*(webhook.send(self._http, self._settings, receiver, one) for one in waiting))
        return {one.no: outcome for one, outcome in zip(waiting, outcomes, strict=True)}


async def _sealed(waiting: Sequence[Waiting]) -> Mapping[int, Outcome]:
    """A webhook of another master key stops nobody else's notices."""
    return {one.no: Outcome(Result.FAILED, "rahasianya disegel dengan kunci induk lain") for one in waiting}

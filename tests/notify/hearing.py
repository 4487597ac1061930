"""What tests of the notifier do and look at."""

from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncEngine

from hub.alerts.stories import acting_head, definitive_head
from hub.notify import webhooks
from tests.alerts.region import Region
from tests.notify.receiver import Receiver


class Hearing(NamedTuple):
    """A region, and a receiver outside of it."""

    region: Region
    receiver: Receiver
    engine: AsyncEngine

    async def webhook(self, name: str = "luar", url: str | None = None) -> str:
        """Adds a webhook; its secret."""
        async with self.engine.begin() as connection:
            return await webhooks.add(connection, self.region.settings, name, url or self.receiver.url, who="test")

    async def opens(self) -> None:
        """An alert A08 opens."""
        await self.region.tell(*acting_head(since="2026-01-05"))
        await self.region.on("2026-04-06")
        await self.region.settle()

    async def resolves(self) -> None:
        """It ends."""
        await self.region.on("2026-04-20")
        await self.region.tell(*definitive_head(since="2026-04-20")[1:])
        await self.region.settle()

    async def at_once(self) -> None:
        """What waits is due now."""
        await self.region.connection.execute("UPDATE outbox SET next_try = clock_timestamp() WHERE state = 'waiting'")

    async def states(self) -> list[tuple[str, str]]:
        """(channel, state) of everything in the outbox."""
        return [tuple(row) for row in await self.region.connection.fetch("SELECT channel, state FROM outbox ORDER BY no")]

    async def deliveries(self, channel: str = "webhook:luar") -> list[tuple[str, str]]:
        """(result, detail) of every attempt on a channel."""
        asked = "SELECT d.result, d.detail FROM delivery d JOIN outbox o ON o.no = d.outbox WHERE o.channel = $1 ORDER BY d.no"
        return [tuple(row) for row in await self.region.connection.fetch(asked, channel)]

    async def waits_s(self, channel: str = "webhook:luar") -> float:
        """Seconds until the next attempt on a channel."""
        asked = "SELECT extract(epoch FROM min(next_try) - clock_timestamp()) FROM outbox WHERE state = 'waiting' AND channel = $1"
        return float(await self.region.connection.fetchval(asked, channel))

    async def delivered_rules(self) -> list[str]:
        """Rules of the notices that have left."""
        asked = """SELECT a.rule FROM outbox o JOIN alert_journal j ON j.no = o.journal JOIN alert a ON a.no = j.alert
            WHERE o.state = 'delivered' ORDER BY a.rule"""
        return [rule for (rule,) in await self.region.connection.fetch(asked)]

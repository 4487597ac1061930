"""The intake as one thing, which the application of the pages starts, mounts and stops."""

import asyncio

from fastapi import APIRouter

from hub.bus.publisher import Publisher
from hub.intake.database import Database
from hub.intake.desk import Desk
from hub.intake.registry import AGE_S, Registry
from hub.intake.repeats import Repeats
from hub.intake.routes import Door, router
from hub.intake.stamp import Stamps
from hub.intake.taking import Taker
from hub.keys.vault import Vault, read_master
from hub.settings import Settings
from hub.store.order import Days


class Intake:
    """Takes events over HTTP. Nothing connects before `start`, and nothing that is away keeps it from starting."""

    def __init__(self, settings: Settings, vault: Vault) -> None:
        self._database = Database(settings.dsn)
        self._renewing: asyncio.Task[None] | None = None
        self.publisher = Publisher(settings)
        self.registry = Registry(settings.region, self._database)
        self._taker = Taker(
            prefix=settings.topic_prefix,
            registry=self.registry,
            publisher=self.publisher,
            repeats=Repeats(self._database),
            database=self._database,
            desk=Desk(vault),
            stamps=Stamps(vault, Days(settings.tz)),
        )
        self.router: APIRouter = router(Door(settings, self.registry, self._taker))

    @property
    def ready(self) -> bool:
        """Whether events can be taken now: the registry was read once, and Kafka is there."""
        return self.registry.loaded and self.publisher.ready

    async def start(self) -> None:
        await self._database.start()
        await self.registry.renew()
        await self.publisher.start()
        self._renewing = asyncio.create_task(self._renew())

    async def stop(self) -> None:
        """Answers what waits for Kafka, then closes."""
        if self._renewing is not None:
            self._renewing.cancel()
            await asyncio.gather(self._renewing, return_exceptions=True)
        await self.publisher.stop()
        await self._database.close()

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(AGE_S)
            await self.registry.renew(AGE_S / 2)


def build(settings: Settings) -> Intake:
    """The intake of a region.

    Raises:
        StopError: the master key is missing.
    """
    return Intake(settings, Vault(read_master(settings.master_key_file)))

"""The first words of a region: its own source, and the national holidays with their decrees."""

from pathlib import Path
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from connectors.file import MAPPINGS, file
from connectors.file.reader import Settings as FileSettings
from hub.bus.publisher import Publisher
from hub.connector.runner import Ended, Runner
from hub.intake import registering
from hub.intake.registering import NewSource
from hub.keys.vault import Vault, read_master
from hub.settings import Settings
from hub.store.engine import engine as make_engine

PAGES: Final = NewSource("pages", "setda", "Halaman Simpul", ("reference",), "region")
"""What people enter on pages, and reference data that the operator brings, are events of this source: so they are in the log too."""
HOLIDAYS: Final = Path(__file__).parent / "holidays.csv"
"""2024 to 2026, from the joint decrees (SKB) of the three ministers; a test compares them with a public library."""


async def prepare(settings: Settings, engine: AsyncEngine, runner: Runner) -> Ended:
    """Registers the pages' source and publishes the holidays; a second time changes nothing.

    Raises:
        TryLaterError: Kafka or PostgreSQL is away.
    """
    await registering.add(engine, settings, PAGES, who="hub")
    return await read(runner, HOLIDAYS, "calendar", PAGES.slug)


async def prepare_alone(settings: Settings) -> None:
    """The same, with connections of its own."""
    engine, publisher = make_engine(settings.dsn, pool=1), Publisher(settings)
    await publisher.start()
    try:
        await prepare(settings, engine, Runner(settings, Vault(read_master(settings.master_key_file)), publisher))
    finally:
        await publisher.stop()
        await engine.dispose()


async def read(runner: Runner, rows: Path, mapping: str, source: str) -> Ended:
    """Reads one file with one of the mappings that come with Simpul."""
    return await runner.run(file, FileSettings(path=rows, mapping=MAPPINGS / f"{mapping}.yaml"), source)

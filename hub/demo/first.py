"""What `simpul up --demo` puts into a fresh region: a clock that can be moved, agencies, sources, real complaints."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from hub import clock
from hub.bus.publisher import Publisher
from hub.connector.runner import Runner
from hub.intake import registering
from hub.intake.registering import NewSource
from hub.keys.vault import Vault, read_master
from hub.reference import first as reference
from hub.settings import Settings
from hub.store import engine as store

HERE: Final = Path(__file__).parent
SOURCES: Final = (
    NewSource("simpeg", "bkpsdm", "SIMPEG (contoh)", ("personnel",), "region"),
    NewSource("gaji", "bpkad", "Aplikasi gaji (contoh)", ("payroll",), "region"),
    NewSource("sipd", "bpkad", "SIPD (contoh)", ("spending",), "region"),
    NewSource("lapor", "diskominfo", "SP4N-LAPOR! (contoh)", ("complaints",), "region"),
)
COMPLAINTS: Final = "nyc311-2026-02-12.json"
"""A thousand real requests to New York's 311 line, public open data; they are not part of the project."""


async def prepare(settings: Settings, say: Callable[[str], None]) -> None:
    """Fills a fresh demo; a second time changes nothing.

    Raises:
        TryLaterError: Kafka or PostgreSQL is away.
    """
    connection = await store.connect(settings.dsn)
    await clock.simulate(connection)
    await connection.close()
    engine, publisher = store.engine(settings.dsn, pool=1), Publisher(settings)
    await publisher.start()
    try:
        runner = Runner(settings, Vault(read_master(settings.master_key_file)), publisher)
        await reference.prepare(settings, engine, runner)
        for source in SOURCES:
            await registering.add(engine, settings, source, who="hub")
        for kind in ("agencies", "units"):
            await reference.read(runner, HERE / f"{kind}.csv", kind, reference.PAGES.slug)
        await _complaints(settings, runner, say)
    finally:
        await publisher.stop()
        await engine.dispose()


async def _complaints(settings: Settings, runner: Runner, say: Callable[[str], None]) -> None:
    file = settings.samples / COMPLAINTS
    if not file.exists():
        say(f"Pengaduan sungguhan tidak ada di {settings.samples}; contoh berjalan tanpanya.")
        return
    read, sent, _refused = (await reference.read(runner, file, "nyc311", "lapor")).counts
    say(f"Pengaduan sungguhan (311 Kota New York): {read} peristiwa dibaca, {sent} dikirim.")

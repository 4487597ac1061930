"""The evaluator process: it works, survives its database, and lets nobody hold it up."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest

from hub.alerts import evaluation, main, rules
from hub.alerts.statistics import refresh, tables
from hub.alerts.stories import acting_head, complained
from hub.settings import Settings
from tests.alerts.region import Region


@pytest.fixture
async def region(settings: Settings) -> AsyncIterator[Region]:
    region = Region(settings, rules.RULES)
    await region.open()
    await region.on("2026-04-06")
    yield region
    await region.close()


@pytest.fixture
async def serving(region: Region) -> AsyncIterator[None]:
    task = asyncio.create_task(main.serve(region.settings))
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def eventually(holds: Callable[[], Awaitable[bool]], limit_s: float = 20) -> None:
    async with asyncio.timeout(limit_s):
        while not await holds():  # noqa: ASYNC110 -- what is waited for is done by another connection
            await asyncio.sleep(0.02)


@pytest.mark.usefixtures("serving")
async def test_process_evaluates_what_is_told(region: Region) -> None:
    await region.tell(*acting_head(since="2026-01-05"))

    async def is_open() -> bool:
        return await region.alerts() == [("A08", "open", 1)]

    await eventually(is_open)


@pytest.mark.usefixtures("serving")
async def test_process_goes_on_after_its_connection_was_ended(region: Region, postgres: str) -> None:
    async def begun() -> bool:
        return bool(await region.connection.fetchval("SELECT count(*) FROM tick"))

    await eventually(begun)
    admin = await asyncpg.connect(postgres)
    name = region.settings.dsn.rpartition("/")[2]
    ours = region.connection.get_server_pid(), region.pipeline._connection.get_server_pid()  # noqa: SLF001 -- not to be ended
    await admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> ALL($2::int4[])", name, ours)
    await admin.close()
    await region.tell(complained("2026-03-02"))

    async def are_open() -> bool:
        return len(await region.alerts()) == 2

    await eventually(are_open)


async def test_mark_that_leads_to_too_many_subjects_is_worked_off_in_turns(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation, "MOST", 2)
    await region.connection.execute(
        "INSERT INTO spm (skey, subject, number, agency, kind, amount, issued_at, signing_as, signer)"
        " SELECT n, 'spm/sipd:' || n, n::text, 'dishub', 'LS', 1, '2026-03-02', 'pa', 77 FROM generate_series(1, 7) n"
    )
    await region.settle()
    assert len(await region.alerts()) == 7
    await region.connection.execute("DELETE FROM spm WHERE skey > 3; INSERT INTO dirty (batch, thing, keys) VALUES (1, 1, '{77}')")
    await region.connection.execute("INSERT INTO dirty (batch, thing, keys) VALUES (2, 7, '{4,5,6,7}')")
    await region.settle()
    states = [state for _, state, _ in await region.alerts()]
    assert (states.count("open"), states.count("withdrawn")) == (3, 4)
    assert await region.connection.fetchval("SELECT count(*) FROM rule_retry") == 0


async def test_statistics_are_taken_of_tables_that_grew(region: Region) -> None:
    names = tables(rules.RULES)
    assert {"alert", "complaint_span", "occupancy", "same_as_span", "employment"} <= set(names)
    await region.connection.execute(
        "INSERT INTO spm (skey, subject, number, agency, kind, amount, issued_at)"
        " SELECT n, 's', 's', 'a', 'LS', 1, now() FROM generate_series(1, 500) n"
    )
    await region.connection.execute("SELECT pg_stat_force_next_flush()")
    assert await refresh(region.connection, names) == ["spm"]
    await region.connection.execute("SELECT pg_stat_force_next_flush()")
    assert await refresh(region.connection, names) == []

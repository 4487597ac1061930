"""hub/jobs/queue.py and hub/jobs/runner.py on a real PostgreSQL."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncEngine

from hub.errors import SetAsideError, TryLaterError
from hub.jobs import queue
from hub.jobs.runner import Runner
from hub.jobs.work import Kind, Result, Work
from hub.settings import Settings
from hub.store.engine import engine
from hub.store.tables import job

begun = asyncio.Event()


async def count(work: Work) -> Result:
    work.total = work.arguments["to"]
    while work.done < work.arguments["to"]:
        await asyncio.sleep(0)
        work.done += 1
    return {"counted": work.done}


async def endless(work: Work) -> Result:
    begun.set()
    work.done = 3
    await asyncio.Event().wait()
    raise AssertionError


async def refuse(_work: Work) -> Result:
    raise SetAsideError("empty", "Tidak ada yang dihitung.")


async def crash(_work: Work) -> Result:
    raise ValueError("Siti Rahmawati")


async def later(_work: Work) -> Result:
    raise TryLaterError("Basis data sibuk.")


KINDS = {run.__name__: Kind(run.__name__, run, "") for run in (count, endless, refuse, crash, later)}


@pytest.fixture
async def base(settings: Settings) -> AsyncIterator[AsyncEngine]:
    begun.clear()
    made = engine(settings.dsn)
    yield made
    await made.dispose()


@pytest.fixture
def runner(settings: Settings, base: AsyncEngine) -> Runner:
    return Runner(settings, base, KINDS, pause_s=0.01, beat_s=0.02)


async def asked(base: AsyncEngine, kind: str, *, once: bool = False, **arguments: Any) -> int:
    async with base.begin() as connection:
        return await queue.ask(connection, kind, arguments, "sekda", once=once)


async def row(base: AsyncEngine, no: int) -> RowMapping:
    async with base.connect() as connection:
        return (await connection.execute(select(job).where(job.c.no == no))).mappings().one()


async def silence(base: AsyncEngine, no: int, **values: Any) -> None:
    """What a kill leaves behind, a minute later."""
    async with base.begin() as connection:
        old = dt.datetime.now(dt.UTC) - queue.SILENT - dt.timedelta(seconds=1)
        await connection.execute(update(job).where(job.c.no == no).values(heartbeat=old, **values))


async def test_job_is_worked_on_and_its_result_and_progress_kept(base: AsyncEngine, runner: Runner) -> None:
    no = await asked(base, "count", to=5)
    assert await runner.once() is True
    kept = await row(base, no)
    assert (kept["state"], kept["result"], kept["done"], kept["total"], kept["tries"]) == ("done", {"counted": 5}, 5, 5, 1)
    assert kept["ended_at"] is not None
    assert await runner.once() is False


async def test_job_of_an_unknown_kind_is_left_to_other_processes(base: AsyncEngine, runner: Runner) -> None:
    no = await asked(base, "unheard-of")
    assert await runner.once() is False
    assert (await row(base, no))["state"] == "waiting"


async def test_asked_once_while_the_same_waits_or_runs_is_one_job(base: AsyncEngine, runner: Runner) -> None:
    first = await asked(base, "count", to=1, once=True)
    assert await asked(base, "count", to=1, once=True) == first
    assert await asked(base, "count", to=2, once=True) != first
    assert await runner.once() is True
    assert await asked(base, "count", to=1, once=True) > first


async def test_our_own_error_is_told_and_a_foreign_one_by_its_class_alone(base: AsyncEngine, runner: Runner) -> None:
    ours, foreign = await asked(base, "refuse"), await asked(base, "crash")
    await runner.once()
    await runner.once()
    assert [(kept["state"], kept["error"]) for kept in (await row(base, ours), await row(base, foreign))] == [
        ("failed", "Tidak ada yang dihitung."),
        ("failed", "ValueError"),
    ]


async def test_two_runners_never_claim_the_same_job(settings: Settings, base: AsyncEngine) -> None:
    numbers = [await asked(base, "count", to=3) for _ in range(8)]
    runners = [Runner(settings, base, KINDS) for _ in range(3)]

    async def all_of_them(runner: Runner) -> int:
        worked = 0
        while await runner.once():
            worked += 1
        return worked

    assert sum(await asyncio.gather(*map(all_of_them, runners))) == len(numbers)
    assert [(await row(base, no))["tries"] for no in numbers] == [1] * len(numbers)


async def test_running_job_is_cancelled_and_its_progress_kept(base: AsyncEngine, runner: Runner) -> None:
    no = await asked(base, "endless")
    working = asyncio.create_task(runner.once())
    await begun.wait()
    async with base.begin() as connection:
        assert await queue.cancel(connection, no) is True
    assert await working is True
    kept = await row(base, no)
    assert (kept["state"], kept["done"], kept["error"]) == ("cancelled", 3, None)
    async with base.begin() as connection:
        assert await queue.cancel(connection, no) is False


async def test_waiting_job_is_cancelled_at_once(base: AsyncEngine, runner: Runner) -> None:
    no = await asked(base, "count", to=1)
    async with base.begin() as connection:
        assert await queue.cancel(connection, no) is True
    assert (await row(base, no))["state"] == "cancelled"
    assert await runner.once() is False


async def test_job_of_a_killed_process_is_claimed_after_a_minute_of_silence_and_not_before(base: AsyncEngine, runner: Runner) -> None:
    no = await asked(base, "count", to=1)
    async with base.begin() as connection:
        await queue.claim(connection, "killed", KINDS)
    assert await runner.once() is False
    await silence(base, no)
    assert await runner.once() is True
    kept = await row(base, no)
    assert (kept["state"], kept["tries"], kept["claimed_by"]) == ("done", 2, runner.who)


async def test_frozen_process_that_wakes_stops_and_changes_nothing(base: AsyncEngine, runner: Runner) -> None:
    no = await asked(base, "endless")
    working = asyncio.create_task(runner.once())
    await begun.wait()
    await silence(base, no, claimed_by="another")
    assert await working is True
    kept = await row(base, no)
    assert (kept["state"], kept["claimed_by"]) == ("running", "another")
    async with base.begin() as connection:
        assert await queue.end(connection, no, runner.who, "done") is False


async def test_process_that_ends_puts_its_job_back(base: AsyncEngine, runner: Runner) -> None:
    no = await asked(base, "endless")
    serving = asyncio.create_task(runner.serve())
    await begun.wait()
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    kept = await row(base, no)
    assert (kept["state"], kept["claimed_by"], kept["tries"]) == ("waiting", None, 0)


async def test_job_that_must_wait_is_tried_again_after_a_minute_and_given_up_in_the_end(base: AsyncEngine, runner: Runner) -> None:
    no = await asked(base, "later")
    for _ in range(queue.TRIES):
        assert await runner.once() is True
        assert (await row(base, no))["state"] == "running"
        await silence(base, no)
    assert await runner.once() is False
    kept = await row(base, no)
    assert (kept["state"], kept["error"]) == ("failed", queue.GAVE_UP)


async def test_cancelled_while_its_process_is_dead_is_not_begun_again(base: AsyncEngine, runner: Runner) -> None:
    no = await asked(base, "count", to=1)
    async with base.begin() as connection:
        await queue.claim(connection, "killed", KINDS)
        await queue.cancel(connection, no)
    await silence(base, no)
    assert await runner.once() is False
    assert (await row(base, no))["state"] == "cancelled"

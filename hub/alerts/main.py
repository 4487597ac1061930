"""The evaluator process: turn after turn, as long as there is something to do; then a look every now and again."""

import asyncio
import time
from typing import Any, Final

import asyncpg

from hub import logs
from hub.alerts.evaluator import Evaluator, Outcome
from hub.alerts.rules import RULES
from hub.alerts.statistics import LOOK_S, refresh, tables
from hub.settings import Settings
from hub.store import engine

SOON_S: Final = 0.02
LATE_S: Final = 0.2
"""Rest after a small turn; after a look that found nothing it is doubled, up to this."""
MANY: Final = 2_000
AGAIN_S: Final = 1.0
AWAY: Final = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""The database is away, restarting, or has thrown us out: nothing was committed, so the same marks are there again."""
PLANS: Final = {
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_bitmapscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "work_mem": "64MB",
    "statement_timeout": "20s",
}
"""Every query of a rule goes from the keys that it is asked about to other rows by their indexes. The planner is told so, once and for all:
left to its statistics it takes whole tables while they are young (performance.md 2b), and plans for longer than small batches take."""

log: Final = logs.get(__name__)


async def connect(settings: Settings) -> Any:
    """A connection for evaluators."""
    return await engine.connect(settings.dsn, **PLANS)


async def serve(settings: Settings) -> None:
    """Evaluates until it is cancelled."""
    while True:
        try:
            connection = await connect(settings)
            try:
                await _turns(connection, Evaluator(connection, settings, RULES))
            finally:
                await connection.close(timeout=5)
        except AWAY as error:
            log.warning("evaluator lost its database", exc_info=error)
            await asyncio.sleep(AGAIN_S)


async def _turns(connection: Any, evaluator: Evaluator) -> None:
    """A turn with many marks is followed by the next; a small one, or none, by a rest, in which small batches gather."""
    names, rest, looked = tables(RULES), SOON_S, 0.0
    while True:
        marks = (await evaluator.turn()).marks if await evaluator.waiting() else 0
        if time.monotonic() - looked > LOOK_S:
            looked = time.monotonic()
            await refresh(connection, names)
        if marks < MANY:
            rest = SOON_S if marks else min(2 * rest, LATE_S)
            await asyncio.sleep(rest)


async def settle(evaluator: Evaluator) -> list[Outcome]:
    """Turns until nothing is left to do: what they did. For the demo's clock, which may only move then, and for tests."""
    done: list[Outcome] = []
    while True:
        outcome = await evaluator.turn()
        if outcome.busy:
            await asyncio.sleep(SOON_S)
        elif outcome.idle:
            return done
        else:
            done.append(outcome)

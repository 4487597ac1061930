"""One measured round: the floor, or the hub's two consumers and its evaluator, over everything that lies in Kafka."""

import asyncio
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from hub.settings import Settings
from tests.bench import floor
from tests.bench.region import drop_database, environment, make_database, settings
from tests.bench.watch import cpu, family_cpu, peak_mib
from tests.servers import Servers

CONSUMERS = ("consumer-1", "consumer-2")
POLL_S = 0.05
LIMIT_S = 600.0
DONE = "SELECT coalesce(sum(next), 0) FROM kafka_offset"


@dataclass
class Round:
    """What one round measured; rates in events a second, CPU in µs an event, memory in MiB."""

    rate: float
    seconds: float
    cpu_us: dict[str, float] = field(default_factory=dict)
    peak_mib: dict[str, float] = field(default_factory=dict)


async def floor_round(servers: Servers, postmaster: int, count: int) -> Round:
    """Consume and COPY, nothing else."""
    dsn = await make_database(servers)
    await floor.make(dsn)
    before = family_cpu(postmaster)
    workers = floor.start(servers.bootstrap, dsn)
    await asyncio.to_thread(lambda: [worker.join() for worker in workers])
    connection = await asyncpg.connect(dsn)
    rows = await connection.fetch("SELECT at, n FROM raw_commit ORDER BY at")
    await connection.close()
    assert sum(row["n"] for row in rows) == count, "the floor did not read everything"
    seconds = (rows[-1]["at"] - rows[0]["at"]).total_seconds()
    database = (family_cpu(postmaster) - before) / count * 1e6
    await drop_database(servers, dsn)
    return Round((count - rows[0]["n"]) / seconds, seconds, {"database": database})


async def hub_round(servers: Servers, postmaster: int, broker: int, home: Path, count: int, *, evaluate: bool) -> Round:
    """The hub's own processes, until nothing is unread and nothing is dirty."""
    dsn = await make_database(servers)
    told = settings(servers, dsn, home)
    database, kafka = family_cpu(postmaster), cpu(broker)
    running = {name: _run(told, name) for name in (*CONSUMERS, *(("evaluator",) if evaluate else ()))}
    try:
        first, seconds = await _until_done(dsn, home, count, running, evaluate=evaluate)
        used = {name: cpu(process.pid) / count * 1e6 for name, process in running.items()}
        peaks = {name: peak_mib(process.pid) for name, process in running.items()}
    finally:
        for process in running.values():
            process.terminate()
        for process in running.values():
            process.wait(30)
    used |= {"database": (family_cpu(postmaster) - database) / count * 1e6, "kafka": (cpu(broker) - kafka) / count * 1e6}
    await drop_database(servers, dsn)
    return Round((count - first) / seconds, seconds, used, peaks)


def _run(told: Settings, name: str) -> subprocess.Popen[bytes]:
    log = (told.home / f"{name}.log").open("ab")
    command = [sys.executable, "-m", "hub", "run", name.partition("-")[0]]
    return subprocess.Popen(command, env=environment(told, name), stdout=log, stderr=log)


async def _until_done(
    dsn: str, home: Path, count: int, running: dict[str, subprocess.Popen[bytes]], *, evaluate: bool
) -> tuple[int, float]:
    """Waits until all is read and evaluated; how much the first look saw done, and the seconds from then."""
    connection = await asyncpg.connect(dsn)
    begun, first, deadline = 0.0, 0, time.monotonic() + LIMIT_S
    while True:
        done = int(await connection.fetchval(DONE))
        if done and not first:
            first, begun = done, time.monotonic()
        if done >= count and not (evaluate and await connection.fetchval("SELECT count(*) FROM dirty")):
            await connection.close()
            return first, time.monotonic() - begun
        if ended := [name for name, process in running.items() if process.poll() is not None]:
            raise RuntimeError(f"{ended[0]} ended:\n{(home / (ended[0] + '.log')).read_text()[-3000:]}")
        if time.monotonic() > deadline:
            raise TimeoutError(f"only {done} of {count} events after {LIMIT_S} s")
        await asyncio.sleep(POLL_S)

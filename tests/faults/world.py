"""A region on servers of its own, whose programs and servers a test may kill, freeze and start again."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment as MemberAssignment
from aiokafka.errors import GroupCoordinatorNotAvailableError
from pydantic import SecretStr

from hub.embedded import processes
from hub.embedded.kafka import Kafka
from hub.embedded.postgres import Postgres
from hub.intake import registering
from hub.intake.registering import NewSource
from hub.keys.vault import write_master
from hub.settings import Settings
from hub.store.engine import connect
from hub.store.engine import engine as make_engine
from hub.store.migrate import upgrade
from tests.servers import FAST, open_temporary_folder

PREFIX: Final = "faults."
ROOT: Final = Path(__file__).parents[2]
DONE: Final = "SELECT coalesce(sum(next), 0)::int8 FROM kafka_offset"
LOGGED: Final = "SELECT count(*) FROM event e JOIN topic t ON t.no = e.topic WHERE t.name = $1 AND e.part = $2 AND e.off >= $3"


@dataclass
class World:
    """Servers, settings and running programs.

    Attributes:
        running: name → program; the part of the name before its number is what `simpul run` takes.
        asked: those that the test itself is ending; any other that ends has failed.
    """

    folder: Path
    kafka: Kafka
    postgres: Postgres
    settings: Settings
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def start(self, name: str, *, fail_at: str = "", patched: str = "", **changed: Any) -> None:
        """Starts a program of the hub.

        Args:
            name: `consumer-1`, `evaluator`, …
            fail_at: place where it kills itself (hub/failpoints.py).
            patched: a line of Python that runs before it, for times that are constants in the code.
            changed: settings that differ from the region's.
        """
        settings = self.settings.model_copy(update={"process": name, **changed})
        command = [sys.executable, "-c", f"{patched}\nfrom hub.cli import app\napp()", "run", name.partition("-")[0]]
        self.running[name] = processes.spawn(
            command,
            pid_file=self.folder / f"{name}.pid",
            log=self.log(name),
            env={**environment(settings), "SIMPUL_FAIL_AT": fail_at},
            on_death=signal.SIGKILL,
            cwd=ROOT,
        )
        self.asked.discard(name)

    def log(self, name: str) -> Path:
        return self.folder / "logs" / f"{name}.log"

    def send(self, name: str, number: signal.Signals) -> None:
        """Sends a signal to a program; a killed one is gone when this returns."""
        process = self.running[name]
        if number in (signal.SIGKILL, signal.SIGTERM):
            self.asked.add(name)
        process.send_signal(number)
        if number is signal.SIGKILL:
            process.wait()

    def state(self, name: str) -> str:
        """The kernel's letter: R running, S sleeping, T frozen, Z ended."""
        return Path(f"/proc/{self.running[name].pid}/stat").read_text().rpartition(")")[2].split()[0]

    def _catches(self, name: str, number: signal.Signals) -> bool:
        status = Path(f"/proc/{self.running[name].pid}/status").read_text()
        caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
        return bool(int(caught.split()[1], 16) >> number - 1 & 1)

    async def end(self, name: str, patience_s: float = 40) -> int:
        """Asks a program to end, once it listens to that; its exit code."""
        await until(lambda: self._catches(name, signal.SIGTERM), 20, f"{name} does not catch SIGTERM")
        self.send(name, signal.SIGTERM)
        return await self.ended(name, patience_s)

    async def ended(self, name: str, patience_s: float = 40) -> int:
        """Waits until a program has ended by itself; its exit code."""
        process = self.running[name]
        await until(lambda: process.poll() is not None, patience_s, f"{name} did not end")
        return int(process.returncode)

    def failed(self) -> list[str]:
        """Programs that ended and were not asked to, each with its last words."""
        ended = {name: process.poll() for name, process in self.running.items() if name not in self.asked}
        return [f"{name} ended with {code}:\n{processes.tail(self.log(name), 6)}" for name, code in ended.items() if code is not None]

    async def shared(self) -> bool:
        """Whether the consumers' group is at rest and each member has partitions."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self.settings.kafka)
        await admin.start()
        try:
            (answer,) = await admin.describe_consumer_groups([f"{self.settings.topic_prefix}simpul"])
        except GroupCoordinatorNotAvailableError:  # a fresh broker has none until the first member asks
            return False
        finally:
            await admin.close()
        _, _, state, _, _, members, *_ = answer.groups[0]
        consumers = sum(name.startswith("consumer") for name in self.running)
        return state == "Stable" and len(members) == consumers and all(_partitions(member[-1]) for member in members)

    def last_words(self) -> list[str]:
        """The end of every program's log."""
        return [f"{name}, pid {process.pid}:\n{processes.tail(self.log(name), 15)}" for name, process in self.running.items()]

    def kill_kafka(self) -> None:
        _kill(self.kafka.process)

    async def start_kafka(self) -> None:
        self.kafka.launch()
        await asyncio.sleep(0)
        self.kafka.wait()

    def kill_postgres(self, number: signal.Signals = signal.SIGKILL) -> None:
        """SIGKILL takes the postmaster alone, and its children notice; SIGQUIT is PostgreSQL's own immediate stop."""
        _kill(self.postgres.process, number)

    def start_postgres(self) -> None:
        self.postgres.start()

    async def register(self, *sources: NewSource) -> None:
        engine = make_engine(self.settings.dsn)
        for source in sources:
            await registering.add(engine, self.settings, source, who="test")
        await engine.dispose()

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Any]:
        """A connection that hands instants out as integers."""
        connection = await connect(self.settings.dsn)
        try:
            yield connection
        finally:
            await connection.close(timeout=5)

    async def ask(self, query: str, *arguments: Any) -> Any:
        """One value of the database."""
        async with self.database() as connection:
            return await connection.fetchval(query, *arguments)


def environment(settings: Settings) -> dict[str, str]:
    """The environment of a program with these settings."""
    said = {f"SIMPUL_{name.upper()}": getattr(settings, name) for name in settings.model_fields_set}
    plain = {name: value.get_secret_value() if isinstance(value, SecretStr) else str(value) for name, value in said.items()}
    return {**os.environ, **plain}


def _partitions(assignment: bytes) -> int:
    told = MemberAssignment.decode(assignment) if assignment else None
    return sum(len(parts) for _, parts in told.assignment) if told else 0


async def until(holds: Callable[[], bool], limit_s: float, otherwise: str) -> None:
    """Waits until it holds."""
    give_up = time.monotonic() + limit_s
    while not holds():
        if time.monotonic() > give_up:
            raise TimeoutError(otherwise)
        await asyncio.sleep(0.02)


async def seconds_until(holds: Callable[[], Awaitable[bool]], limit_s: float, otherwise: str) -> float:
    """Waits until it holds; how long that took."""
    began = time.monotonic()
    while not await holds():
        if time.monotonic() - began > limit_s:
            raise TimeoutError(otherwise)
        await asyncio.sleep(0.02)
    return time.monotonic() - began


@asynccontextmanager
async def world(sources: Sequence[NewSource], **changed: Any) -> AsyncIterator[World]:
    """A region on servers of its own; everything that runs is ended afterwards.

    Args:
        sources: who is registered.
        changed: settings that differ from a small region's.
    """
    with open_temporary_folder() as folder:
        kafka = Kafka(folder / "kafka", flush=False, quick=True)
        postgres = Postgres(folder / "postgres", settings={**FAST, "idle_in_transaction_session_timeout": "5s"})
        made: World | None = None
        try:
            kafka.launch()
            postgres.start()
            kafka.wait()
            made = World(folder, kafka, postgres, _settings(folder, kafka, postgres, **changed))
            await upgrade(made.settings.dsn)
            write_master(made.settings.master_key_file)
            await made.register(*sources)
            yield made
        finally:
            for process in made.running.values() if made else ():
                process.kill()
                process.wait()
            kafka.stop()
            postgres.stop()


def _settings(folder: Path, kafka: Kafka, postgres: Postgres, **changed: Any) -> Settings:
    told: dict[str, Any] = {
        "region": "32.73",
        "zone": "Asia/Jakarta",
        "database": SecretStr(postgres.dsn),
        "kafka": kafka.bootstrap,
        "topic_prefix": PREFIX,
        "partitions": 3,
        "home": folder / "home",
        "batch": 500,
        "new_topics_s": 5.0,
        "process": "test",
        **changed,
    }
    return Settings(**told)


def _kill(process: subprocess.Popen[bytes] | None, number: signal.Signals = signal.SIGKILL) -> None:
    assert process is not None
    process.send_signal(number)
    process.wait()

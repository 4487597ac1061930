"""Kafka and PostgreSQL of this home: embedded ones that we start and watch, or others that the settings name."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from hub.embedded.kafka import Kafka
from hub.embedded.postgres import Postgres
from hub.errors import SimpulError
from hub.settings import Settings

Say = Callable[[str], None]

_AGAIN_S = 5.0


@dataclass
class Servers:
    """The embedded servers of a home; None where the settings name a server of somebody else."""

    kafka: Kafka | None
    postgres: Postgres | None
    say: Say
    _again_at: float = field(default=0.0, init=False)

    @classmethod
    def of(cls, settings: Settings, say: Say, *, external: frozenset[str]) -> "Servers":
        """``external`` names the settings (``kafka``, ``database``) that point to a server of somebody else."""
        logs = settings.home / "logs"
        kafka = Kafka(settings.home / "kafka", jars_from=settings.jars_from, log=logs / "kafka.log", progress=_progress(say))
        postgres = Postgres(settings.home / "postgres", programs=settings.postgres_programs, log=logs / "postgres.log")
        return cls(None if "kafka" in external else kafka, None if "database" in external else postgres, say)

    def start(self) -> None:
        """Start both at once and wait for both."""
        if self.kafka:
            self.say("Menyalakan Apache Kafka …")
            self.kafka.launch()
        if self.postgres:
            self.say("Menyalakan PostgreSQL …")
            self.postgres.start()
        if self.kafka:
            self.kafka.wait()

    def addresses(self) -> dict[str, str]:
        """What other processes must know, by the names of the settings."""
        told = {"kafka": self.kafka.bootstrap} if self.kafka else {}
        return {**told, "database": self.postgres.dsn} if self.postgres else told

    def watch(self) -> None:
        """Start a server again that ended by itself, on the same port. What it acknowledged is on its disk."""
        for server, name in ((self.postgres, "PostgreSQL"), (self.kafka, "Kafka")):
            if server is None or server.running or time.monotonic() < self._again_at:
                continue
            self.say(f"{name} berhenti dan dijalankan lagi. Catatan: {server.log_file}")
            try:
                server.start()
            except SimpulError as why:
                self._again_at = time.monotonic() + _AGAIN_S
                self.say(str(why))

    def stop(self) -> None:
        if self.kafka:
            self.kafka.stop()
        if self.postgres:
            self.postgres.stop()


def _progress(say: Say) -> Callable[[int, int], None]:
    """A line at the first, each tenth and the last jar: readable in a terminal and in a log."""

    def progress(done: int, total: int) -> None:
        if done in (1, total) or done % 10 == 0:
            say(f"Mengunduh Apache Kafka: {done} dari {total} berkas")

    return progress

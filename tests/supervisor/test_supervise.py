"""``simpul up`` on the real servers, with processes that stand in for the hub's own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from hub import home
from hub.cli.init import prepare
from hub.embedded import ports, processes
from hub.settings import Settings
from tests.servers import open_temporary_folder
from tests.waiting import until


class Up:
    """A supervisor in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "up.log"
        self.log.unlink(missing_ok=True)
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.supervisor.stand_in", "up"], stdout=output, stderr=subprocess.STDOUT, env=dict(os.environ)
            )

    def said(self, words: str) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return words in self.log.read_text()

    def end(self, sign: signal.Signals) -> int:
        self.process.send_signal(sign)
        return self.process.wait(30)


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of a demo region."""
    with open_temporary_folder() as name:
        monkeypatch.setenv("SIMPUL_HOME", str(name / "home"))
        monkeypatch.setenv("SIMPUL_PORT", str(ports.any_free()[0]))
        prepare({"demo": True})
        yield name / "home"


def pid_files(folder: Path) -> list[Path]:
    """Of everything that ``up`` starts here: two processes and two servers."""
    return [folder / "run" / "idle.pid", folder / "run" / "web.pid", folder / "kafka" / "kafka.pid", folder / "postgres" / "postgres.pid"]


def living(folder: Path) -> list[str]:
    return [file.stem for file in pid_files(folder) if processes.recorded(file)]


async def run(settings: Settings, statement: str) -> object:
    connection = await asyncpg.connect(settings.dsn)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def test_killed_supervisor_takes_all_with_it_loses_nothing_and_ends_cleanly_next_time(folder: Path) -> None:
    up = Up(folder)
    until(lambda: up.said("Ctrl-C menghentikan"))
    assert living(folder) == ["idle", "web", "kafka", "postgres"]
    assert "/masuk/tautan/" in up.log.read_text()
    addresses = home.load()
    await run(addresses, "CREATE TABLE kept AS SELECT 1 AS one")
    up.end(signal.SIGKILL)
    until(lambda: living(folder) == [])

    again = Up(folder)
    until(lambda: again.said("Ctrl-C menghentikan"))
    assert (home.load().dsn, home.load().kafka) == (addresses.dsn, addresses.kafka)
    assert await run(home.load(), "SELECT one FROM kept") == 1

    refused = Up(folder / "logs")
    assert refused.process.wait(20) == 1
    assert f"Simpul sudah berjalan pada folder {folder} (proses {again.process.pid})" in refused.log.read_text()
    assert living(folder) == ["idle", "web", "kafka", "postgres"]

    for file in (pid_files(folder)[0], folder / "kafka" / "kafka.pid"):
        pid = processes.recorded(file)
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        until(lambda file=file, pid=pid: processes.recorded(file) not in {None, pid})  # type: ignore[misc] # mypy cannot infer a lambda's defaults
    assert again.said("idle berhenti (sinyal SIGKILL) dan dijalankan lagi")
    assert again.said("Kafka berhenti dan dijalankan lagi")
    until(lambda: ports.answers(int(addresses.kafka.rpartition(":")[2])))

    assert again.end(signal.SIGINT) == 0
    assert living(folder) == []
    assert [file for file in pid_files(folder) if file.exists()] == []
    assert "tidak ada proses yang tertinggal" in again.log.read_text()

"""Processes that must not outlive their starter."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.embedded import processes
from hub.errors import StopError
from tests.waiting import until

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
STUBBORN = [sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"]

Start = Callable[[list[str]], "subprocess.Popen[bytes]"]


@pytest.fixture
def pid_file(tmp_path: Path) -> Path:
    return tmp_path / "one.pid"


@pytest.fixture
def start(tmp_path: Path, pid_file: Path) -> Start:
    """Start a program and wait until it has said that it is up."""

    def started(command: list[str]) -> "subprocess.Popen[bytes]":
        process = processes.spawn(command, pid_file=pid_file, log=tmp_path / "one.log", env=dict(os.environ))
        until(lambda: processes.tail(tmp_path / "one.log") == "up")
        return process

    return started


def test_started_program_is_recorded_and_ends_when_asked(start: Start, pid_file: Path) -> None:
    process = start(SLEEP)
    assert processes.recorded(pid_file) == process.pid
    assert pid_file.stat().st_mode & 0o777 == 0o600
    assert processes.stop(process, pid_file, with_signal=signal.SIGTERM) == -signal.SIGTERM
    assert not pid_file.exists()


def test_program_that_does_not_listen_is_killed(start: Start, pid_file: Path) -> None:
    assert processes.stop(start(STUBBORN), pid_file, with_signal=signal.SIGTERM, patience_s=0.2) == -signal.SIGKILL


def test_left_over_program_is_ended(start: Start, pid_file: Path) -> None:
    process = start(SLEEP)
    assert processes.end_left_over(pid_file) is True
    assert process.wait() == -signal.SIGTERM
    assert processes.end_left_over(pid_file) is False


def test_stranger_with_a_recorded_pid_is_left_alone(start: Start, pid_file: Path) -> None:
    process = start(SLEEP)
    said = json.loads(pid_file.read_text())
    pid_file.write_text(json.dumps({**said, "birth": "another boot/1"}))
    assert processes.end_left_over(pid_file) is False
    assert process.poll() is None
    processes.stop(process, pid_file, with_signal=signal.SIGKILL)


def test_broken_pid_file_names_nobody(pid_file: Path) -> None:
    pid_file.write_text("{")
    assert (processes.recorded(pid_file), processes.of_earlier_boot(pid_file)) == (None, False)


def test_file_of_an_earlier_boot_is_told_from_todays(pid_file: Path) -> None:
    processes.record(pid_file, os.getpid())
    assert processes.of_earlier_boot(pid_file) is False
    pid_file.write_text(json.dumps({**json.loads(pid_file.read_text()), "boot": "yesterday"}))
    assert processes.of_earlier_boot(pid_file) is True


def test_program_ends_when_its_starter_is_killed(tmp_path: Path, pid_file: Path) -> None:
    starter_says = (
        "import os, time; from pathlib import Path; from hub.embedded import processes;"
        f"processes.spawn({SLEEP!r}, pid_file=Path({str(pid_file)!r}), log=Path({str(tmp_path / 'one.log')!r}), env=dict(os.environ));"
        "time.sleep(60)"
    )
    starter = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", starter_says]
    )
    until(lambda: processes.recorded(pid_file) is not None and processes.tail(tmp_path / "one.log") == "up")
    starter.kill()
    starter.wait()
    until(lambda: processes.recorded(pid_file) is None)


def test_another_thread_than_the_main_one_may_not_start_programs(tmp_path: Path, pid_file: Path) -> None:
    refused: list[Exception] = []

    def try_it() -> None:
        try:
            processes.spawn(SLEEP, pid_file=pid_file, log=tmp_path / "one.log", env={})
        except StopError as why:
            refused.append(why)

    thread = threading.Thread(target=try_it)
    thread.start()
    thread.join()
    assert [str(why) for why in refused] == ["Program anak hanya boleh dijalankan dari utas utama."]

"""A child that ends is started again, later each time."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hub.supervisor import child as module
from hub.supervisor.child import Child
from tests.waiting import until

Make = Callable[[str], Child]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def make(tmp_path: Path, said: list[str]) -> Iterator[Make]:
    """A child that runs a line of Python."""
    made: list[Child] = []

    def child(line: str) -> Child:
        made.append(
            Child(
                "worker",
                [sys.executable, "-c", line],
                env=dict(os.environ),
                log=tmp_path / "worker.log",
                pid_file=tmp_path / "worker.pid",
                say=said.append,
            )
        )
        return made[-1]

    yield child
    for one in made:
        one.stop(1)


def watch_until(child: Child, holds: Callable[[], bool]) -> None:
    def look() -> bool:
        child.watch()
        return holds()

    until(look)


def test_child_that_fails_is_started_again_aloud_and_later_each_time(
    make: Make, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FIRST_WAIT_S", 0.01)
    child = make("print('my last words'); raise SystemExit(3)")
    child.start()
    watch_until(child, lambda: child.ends == 3)
    assert said[0] == f"worker berhenti (kode 3) dan dijalankan lagi dalam 0.0 detik. Catatan: {tmp_path / 'worker.log'}\nmy last words"
    assert len(said) == 3


def test_child_that_ran_long_enough_counts_from_one_again(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STEADY_S", 0.0)
    monkeypatch.setattr(module, "FIRST_WAIT_S", 0.01)
    child = make("raise SystemExit(1)")
    child.start()
    child.ends = 7
    watch_until(child, lambda: child.ends == 1)


def test_wait_doubles_up_to_the_longest(make: Make, said: list[str]) -> None:
    child = make("raise SystemExit(1)")
    for ends, wait in ((0, "0.2"), (1, "0.4"), (4, "3.2"), (12, "30.0")):
        child.start()
        assert child.process is not None
        child.process.wait()
        child.ends = ends
        child.watch()
        assert f"dalam {wait} detik" in said[-1]


def test_child_that_was_asked_to_end_is_not_started_again(make: Make, said: list[str]) -> None:
    child = make("import time; time.sleep(60)")
    child.start()
    child.ask_to_end()
    child.stop(5)
    child.watch()
    assert (child.process, said, child.pid_file.exists()) == (None, [], False)


def test_child_that_a_killed_supervisor_left_is_ended_first(make: Make) -> None:
    first = make("import time; time.sleep(60)")
    first.start()
    assert first.process is not None
    second = make("import time; time.sleep(60)")
    second.start()
    assert first.process.wait() == -signal.SIGTERM
    assert second.process is not None
    assert second.process.poll() is None

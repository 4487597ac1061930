"""One process of the hub, kept alive: a child that ends by itself is started again, aloud, and later each time."""

import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hub.embedded import processes

Say = Callable[[str], None]

FIRST_WAIT_S = 0.2
LONGEST_WAIT_S = 30.0
STEADY_S = 60.0
"""A child that ran so long is healthy: its next end counts as the first."""


@dataclass
class Child:
    """A process with its command, its log and its pid file."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    log: Path
    pid_file: Path
    say: Say
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    ends: int = field(default=0, init=False)
    _started: float = field(default=0.0, init=False)
    _again_at: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Start it, after ending what a killed supervisor left."""
        processes.end_left_over(self.pid_file)
        self._started = time.monotonic()
        self._again_at = 0.0
        self.process = processes.spawn(self.command, pid_file=self.pid_file, log=self.log, env=self.env, cwd=Path.cwd())

    def watch(self) -> None:
        """Notice an end; start it again when its time has come."""
        if self._again_at:
            if time.monotonic() >= self._again_at:
                self.start()
        elif self.process is not None and self.process.poll() is not None:
            self._plan_again(self.process.returncode)

    def ask_to_end(self) -> None:
        self._again_at = 0.0
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def stop(self, patience_s: float) -> None:
        """End it; kill it when patience runs out."""
        self._again_at = 0.0
        if self.process is not None:
            processes.stop(self.process, self.pid_file, with_signal=signal.SIGTERM, patience_s=patience_s)
            self.process = None

    def _plan_again(self, code: int) -> None:
        ran = time.monotonic() - self._started
        self.ends = 1 if ran >= STEADY_S else self.ends + 1
        wait = min(FIRST_WAIT_S * 2 ** (self.ends - 1), LONGEST_WAIT_S)
        self._again_at = time.monotonic() + wait
        words = processes.tail(self.log, 3)
        self.say(f"{self.name} berhenti ({_how(code)}) dan dijalankan lagi dalam {wait:.1f} detik. Catatan: {self.log}\n{words}")


def _how(code: int) -> str:
    return f"sinyal {signal.Signals(-code).name}" if code < 0 else f"kode {code}"

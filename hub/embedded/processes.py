"""Processes that must not outlive their starter, and what to do about those that did.

A started program gets a signal from the kernel when its starter dies (Linux), and leaves a pid file with its birth. The next
starter ends what such a file names, but only while the process is still that one: a pid alone may belong to a stranger by then.
"""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from hub.errors import StopError

_LINUX = sys.platform == "linux"
_LIBC = ctypes.CDLL(None, use_errno=True) if _LINUX else None
_PR_SET_PDEATHSIG = 1
_POLL_S = 0.02


def birth(pid: int) -> str | None:
    """What tells this process from a later one with the same pid, or None when it is gone (a zombie is gone)."""
    if _LINUX:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return None if fields[0] in "ZX" else f"{boot()}/{fields[19]}"
    told = subprocess.run(["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    return told.stdout.strip() or None


def boot() -> str:
    """This run of the machine."""
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip() if _LINUX else ""


def spawn(
    command: Sequence[str | Path],
    *,
    pid_file: Path,
    log: Path,
    env: Mapping[str, str],
    on_death: signal.Signals = signal.SIGTERM,
    user: str | None = None,
    cwd: Path | str = "/",
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, its output appended to ``log``, and record it in ``pid_file``.

    Call it from the main thread alone: the kernel sends ``on_death`` when the *thread* that started the program ends.
    """
    if threading.current_thread() is not threading.main_thread():
        raise StopError("Program anak hanya boleh dijalankan dari utas utama.")
    _private(log)
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - the callers' own programs, no shell
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(env),
            cwd=cwd,
            user=user,
            extra_groups=[] if user else None,
            start_new_session=True,
            preexec_fn=partial(_die_with, os.getpid(), on_death),  # noqa: PLW1509 - one thread only, checked above
        )
    record(pid_file, process.pid)
    return process


def _die_with(starter: int, on_death: signal.Signals) -> None:
    """Runs in the child, after its user was changed (which would clear the request) and before the program."""
    if _LIBC is None:
        return
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(on_death), 0, 0, 0)
    if os.getppid() != starter:
        os._exit(1)


def record(pid_file: Path, pid: int) -> None:
    """Write down a process, readable for us alone."""
    _private(pid_file)
    pid_file.write_text(json.dumps({"pid": pid, "birth": birth(pid), "boot": boot()}))


def recorded(pid_file: Path) -> int | None:
    """The pid in this file while that process still lives, else None."""
    try:
        said = json.loads(pid_file.read_text())
    except (OSError, ValueError):
        return None
    return said["pid"] if said["birth"] and birth(said["pid"]) == said["birth"] else None


def of_earlier_boot(pid_file: Path) -> bool:
    """Whether the recorded process ran before the machine was last started, so that nothing of it can be left."""
    try:
        return bool(json.loads(pid_file.read_text())["boot"] != boot())
    except (OSError, ValueError, KeyError):
        return False


def end_left_over(pid_file: Path, *, with_signal: signal.Signals = signal.SIGTERM, patience_s: float = 20) -> bool:
    """End what an earlier starter left, if it is still that process. Says whether there was something to end."""
    pid = recorded(pid_file)
    if pid is not None:
        end(pid, with_signal=with_signal, patience_s=patience_s)
    pid_file.unlink(missing_ok=True)
    return pid is not None


def end(pid: int, *, with_signal: signal.Signals = signal.SIGTERM, patience_s: float = 20) -> None:
    """Ask a process to end and wait; kill it when patience runs out."""
    born = birth(pid)
    for sign in (with_signal, signal.SIGKILL):
        if born is None or birth(pid) != born:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sign)
        gone_by = time.monotonic() + patience_s
        while birth(pid) == born and time.monotonic() < gone_by:
            time.sleep(_POLL_S)


def stop(process: subprocess.Popen[bytes], pid_file: Path, *, with_signal: signal.Signals, patience_s: float = 20) -> int:
    """End a program of our own, kill it when patience runs out, and return its exit code."""
    if process.poll() is None:
        process.send_signal(with_signal)
    try:
        code = process.wait(patience_s)
    except subprocess.TimeoutExpired:
        process.kill()
        code = process.wait()
    pid_file.unlink(missing_ok=True)
    return code


def tail(log: Path, lines: int = 10) -> str:
    """The last lines of a log, for the sentence that tells why a program ended."""
    try:
        return "\n".join(log.read_bytes()[-8192:].decode(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""


def _private(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)

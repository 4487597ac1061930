"""What a run costs: CPU seconds and peak memory of processes, from the kernel's own accounts."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def cpu(pid: int, *, with_ended_children: bool = False) -> float:
    """CPU seconds of a process so far; 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11 : 15 if with_ended_children else 13])) / TICKS


def family_cpu(pid: int) -> float:
    """CPU seconds of a server, its living children and those that have ended."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    return cpu(pid, with_ended_children=True) + sum(cpu(int(child)) for child in children)


def peak_mib(pid: int) -> float:
    """Highest resident memory so far in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))

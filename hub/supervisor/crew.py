"""The hub's processes as children of this supervisor: their commands, ports, logs and pid files."""

import json
import os
import sys
from pathlib import Path

from hub.embedded import ports, processes
from hub.settings import Settings
from hub.supervisor.child import Child, Say
from hub.supervisor.table import PROCESSES, Process


def of(settings: Settings, say: Say, *, consumers: int = 1) -> list[Child]:
    """One child for each line of the table, in its order; so many of them consume."""
    named = [(name, one) for one in PROCESSES for name in _names(one, consumers)]
    metrics = dict(zip((name for name, _ in named), ports.any_free(len(named)), strict=True))
    _tell_prometheus(settings, {name: settings.port if one.pages else metrics[name] for name, one in named})
    return [_child(name, one, settings, metrics[name], say) for name, one in named]


def address(settings: Settings) -> str:
    """Where people reach the pages."""
    return settings.public_url or f"http://{settings.host}:{settings.port}"


def end_left_over(home: Path) -> None:
    """End what a killed supervisor left, also children that this one will not start."""
    for pid_file in sorted((home / "run").glob("*.pid")):
        processes.end_left_over(pid_file, patience_s=5)


def _names(one: Process, consumers: int) -> list[str]:
    return [f"{one.name}-{number}" for number in range(1, consumers + 1)] if one.name == "consumer" and consumers > 1 else [one.name]


def _child(name: str, one: Process, settings: Settings, metrics_port: int, say: Say) -> Child:
    own = {
        "SIMPUL_PROCESS": name,
        "SIMPUL_HOME": settings.home,
        "SIMPUL_PORT": settings.port,
        "SIMPUL_METRICS_PORT": 0 if one.pages else metrics_port,
    }
    return Child(
        name,
        [sys.executable, "-m", "hub", "run", one.name],
        env={**os.environ, **{key: str(value) for key, value in own.items()}},
        log=settings.home / "logs" / f"{name}.log",
        pid_file=settings.home / "run" / f"{name}.pid",
        say=say,
    )


def _tell_prometheus(settings: Settings, by_name: dict[str, int]) -> None:
    """Write where each process shows its metrics, as Prometheus' file_sd_configs reads it."""
    groups = [{"targets": [f"{settings.host}:{port}"], "labels": {"process": name}} for name, port in by_name.items()]
    (settings.home / "run" / "prometheus.json").write_text(json.dumps(groups, indent=2) + "\n")

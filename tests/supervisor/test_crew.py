"""The hub's processes as children."""

import json
import sys
from pathlib import Path

from hub.settings import Settings
from hub.supervisor import crew
from hub.supervisor.table import PROCESSES


def settings(tmp_path: Path) -> Settings:
    (tmp_path / "run").mkdir()
    return Settings(home=tmp_path, port=18080)


def test_every_line_of_the_table_becomes_a_child_and_consumers_are_numbered(tmp_path: Path) -> None:
    children = crew.of(settings(tmp_path), print, consumers=2)
    assert [child.name for child in children] == ["notifier", "evaluator", "consumer-1", "consumer-2", "web", "connectors"]
    assert children[3].command == [sys.executable, "-m", "hub", "run", "consumer"]
    assert {child.env["SIMPUL_HOME"] for child in children} == {str(tmp_path)}


def test_prometheus_is_told_where_each_process_shows_its_metrics(tmp_path: Path) -> None:
    children = {child.name: child for child in crew.of(settings(tmp_path), print)}
    told = {one["labels"]["process"]: one["targets"] for one in json.loads((tmp_path / "run" / "prometheus.json").read_text())}
    assert told["web"] == ["127.0.0.1:18080"]
    assert told["evaluator"] == [f"127.0.0.1:{children['evaluator'].env['SIMPUL_METRICS_PORT']}"]
    assert len({targets[0] for targets in told.values()}) == len(PROCESSES)

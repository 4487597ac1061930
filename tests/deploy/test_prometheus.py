"""deploy/prometheus: what promtool says, and that rules and scrapes are about metrics and processes that are there."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from hub.metrics import DECLARED
from hub.supervisor.table import PROCESSES

FOLDER = Path(__file__).parents[2] / "deploy/prometheus"
SUFFIXES = ("_bucket", "_count", "_sum")


def promtool(*words: str) -> None:
    judged = subprocess.run(["promtool", *words], cwd=FOLDER, capture_output=True, text=True, check=False)  # noqa: S603, S607 -- our own words
    assert judged.returncode == 0, judged.stdout + judged.stderr


@pytest.mark.prometheus
def test_configuration_and_rules_are_valid() -> None:
    promtool("check", "config", "prometheus.yml")
    promtool("check", "rules", *[str(file) for file in FOLDER.glob("rules/*.yml")])


@pytest.mark.prometheus
def test_rules_fire_and_stay_quiet_as_their_stories_say() -> None:
    promtool("test", "rules", *[str(file) for file in FOLDER.glob("tests/*.yml")])


def rules() -> list[dict[str, Any]]:
    return [rule for file in FOLDER.glob("rules/*.yml") for group in yaml.safe_load(file.read_text())["groups"] for rule in group["rules"]]


def test_rules_name_only_metrics_that_are_declared() -> None:
    declared = {one.name for one in DECLARED}
    declared |= {one.name + suffix for one in DECLARED if one.kind == "histogram" for suffix in SUFFIXES}
    named = {name for rule in rules() for name in re.findall(r"simpul_\w+", re.sub(r"\{__name__=~[^}]*\}", "", rule["expr"]))}
    for pattern in re.findall(r'__name__=~"([^"]+)"', " ".join(rule["expr"] for rule in rules())):
        assert [name for name in declared if re.fullmatch(pattern, name)], pattern
    assert named - declared == set()


def test_labels_in_rules_are_those_of_their_metrics() -> None:
    known = {label for one in DECLARED for label in one.labels} | {"process", "instance", "job", "__name__"}
    shown = {label for rule in rules() for text in rule["annotations"].values() for label in re.findall(r"\$labels\.(\w+)", text)}
    chosen = {label for rule in rules() for label in re.findall(r"[{,]\s*(\w+)\s*=~?\"", rule["expr"])}
    assert (shown | chosen) - known == set()


def test_every_rule_says_what_is_wrong_and_what_to_do() -> None:
    assert [rule["alert"] for rule in rules() if rule["annotations"].keys() != {"summary", "tindakan"}] == []
    assert {rule["labels"]["severity"] for rule in rules()} <= {"critical", "warning", "info"}
    names = [rule["alert"] for rule in rules()]
    assert len(names) == len(set(names))


def test_every_process_is_scraped_at_the_port_of_its_service() -> None:
    services = yaml.safe_load((FOLDER.parents[1] / "docker-compose.yml").read_text())["services"]
    (job,) = yaml.safe_load((FOLDER / "prometheus.yml").read_text())["scrape_configs"]
    targets = {target: one["labels"]["process"] for one in job["static_configs"] for target in one["targets"]}
    expected = {}
    for name, service in services.items():
        if service.get("command", [""])[0] == "run":
            (process,) = [one for one in PROCESSES if one.name == service["command"][1]]
            expected[f"{name}:{8080 if process.pages else 9100}"] = process.name
    assert targets == expected

"""Groups of tests that need programs of an OS package: left out aloud where those lack, demanded where REQUIRE_TESTS names them.

A pytest plugin, so that ``make test`` needs no root and CI cannot pass by leaving things out.
"""

import os
import shutil
from collections import Counter
from typing import NamedTuple

import pytest


class Group(NamedTuple):
    programs: tuple[str, ...]
    packages: str

    @property
    def lacks(self) -> list[str]:
        return [program for program in self.programs if shutil.which(program) is None]


GROUPS = {
    "browser": Group(("chromium",), "chromium"),
    "prometheus": Group(("promtool", "amtool"), "prometheus prometheus-alertmanager"),
}
_left_out: Counter[str] = Counter()
_passed: Counter[str] = Counter()


def required() -> list[str]:
    return os.environ.get("REQUIRE_TESTS", "").split()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for name, group in GROUPS.items():
        lacks = group.lacks
        if not lacks:
            continue
        for item in items:
            if item.get_closest_marker(name):
                _left_out[name] += 1
                item.add_marker(pytest.mark.skip(reason=f"{', '.join(lacks)} is not installed"))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and report.passed:
        _passed.update(name for name in GROUPS if name in report.keywords)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.exitstatus == pytest.ExitCode.OK and any(not _passed[name] for name in required()):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name, count in _left_out.items():
        group = GROUPS[name]
        terminalreporter.write_line(f"left out: {count} tests of group {name} (apt-get install {group.packages})", yellow=True)
    for name in required():
        if not _passed[name]:
            terminalreporter.write_line(f"REQUIRE_TESTS: no test of group {name} passed", red=True)

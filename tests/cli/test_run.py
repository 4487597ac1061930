"""``simpul run``."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hub.cli import app
from hub.cli.exits import STOPPED
from tests.waiting import until

STARTER = """
import sys
from hub.supervisor import table
table.PROCESSES = (table.Process("serving", "tests.cli.serving", "…"),)
from hub.cli import app
app(["run", "serving"])
"""


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_process_that_is_asked_to_end_cleans_up_and_ends_well(sign: signal.Signals, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with log.open("wb") as output:
        env = {**os.environ, "SIMPUL_HOME": str(tmp_path), "SIMPUL_REGION": "35.15"}
        process = subprocess.Popen([sys.executable, "-c", STARTER], stdout=output, stderr=subprocess.STDOUT, env=env)  # noqa: S603 - our own words
    until(lambda: "serving" in log.read_text())
    process.send_signal(sign)
    assert process.wait(10) == 0, log.read_text()
    assert log.read_text() == "serving 35.15\ncleaned up\n"


def test_process_that_must_not_go_on_says_why_as_a_log_line(tmp_path: Path) -> None:
    env = {**os.environ, "SIMPUL_HOME": str(tmp_path), "SIMPUL_REGION": "99.99"}
    done = subprocess.run([sys.executable, "-c", STARTER], capture_output=True, env=env, check=False)  # noqa: S603 - our own words
    assert done.returncode == STOPPED
    assert json.loads(done.stderr)["sentence"] == "region 99.99 is not served"


def test_unknown_process_is_refused_with_the_known_ones() -> None:
    refused = CliRunner().invoke(app, ["run", "nothing"])
    assert (refused.exit_code, "consumer" in refused.output) == (STOPPED, True)

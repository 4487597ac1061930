"""``simpul init``."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hub.cli import app
from hub.cli.exits import STOPPED
from hub.keys.vault import MASTER_BYTES, read_master

REGION = ["--region", "35.15", "--name", "Kabupaten Contoh", "--zone", "Asia/Makassar", "--partitions", "6"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIMPUL_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_init_fixes_the_region_and_makes_a_master_key_for_its_owner_alone(folder: Path) -> None:
    done = CliRunner().invoke(app, ["init", *REGION])
    assert done.exit_code == 0, done.output
    assert json.loads((folder / "region.json").read_text()) == {
        "region": "35.15",
        "zone": "Asia/Makassar",
        "partitions": 6,
        "demo": False,
        "region_name": "Kabupaten Contoh",
    }
    key = folder / "keys" / "master.key"
    assert len(read_master(key)) == MASTER_BYTES
    assert [path.stat().st_mode & 0o777 for path in (key, key.parent)] == [0o600, 0o700]
    assert folder.stat().st_mode & 0o066 == 0


def test_second_init_changes_nothing(folder: Path) -> None:
    CliRunner().invoke(app, ["init", *REGION])
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    refused = CliRunner().invoke(app, ["init", "--region", "11.01"])
    assert (refused.exit_code, "sudah disiapkan" in refused.output) == (STOPPED, True)
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def test_init_keeps_a_master_key_that_was_put_there(folder: Path) -> None:
    CliRunner().invoke(app, ["init", *REGION])
    key = (folder / "keys" / "master.key").read_bytes()
    (folder / "region.json").unlink()
    CliRunner().invoke(app, ["init", *REGION])
    assert (folder / "keys" / "master.key").read_bytes() == key


def test_demo_has_three_partitions(folder: Path) -> None:
    CliRunner().invoke(app, ["init", "--demo"])
    fixed = json.loads((folder / "region.json").read_text())
    assert (fixed["demo"], fixed["partitions"]) == (True, 3)


@pytest.mark.parametrize(("option", "value"), [("--region", "Bandung"), ("--zone", "Asia/Bandung"), ("--partitions", "0")])
def test_wrong_value_is_refused_by_the_name_of_its_setting(folder: Path, option: str, value: str) -> None:
    refused = CliRunner().invoke(app, ["init", option, value])
    assert (refused.exit_code, f"SIMPUL_{option[2:].upper()}: " in refused.output) == (STOPPED, True)
    assert not folder.exists()


def test_init_migrates_a_database_that_the_environment_names(folder: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMPUL_DATABASE", database)
    done = CliRunner().invoke(app, ["init", *REGION])
    assert (done.exit_code, "Skema basis data siap." in done.output, folder.exists()) == (0, True, True)


def test_up_without_init_says_what_to_do(folder: Path) -> None:
    refused = CliRunner().invoke(app, ["up"])
    assert (refused.exit_code, "simpul init" in refused.output, folder.exists()) == (STOPPED, True, False)


def test_demo_is_refused_on_the_home_of_a_real_region(folder: Path) -> None:
    CliRunner().invoke(app, ["init", *REGION])
    refused = CliRunner().invoke(app, ["up", "--demo"])
    assert (refused.exit_code, f"{folder} milik daerah sungguhan" in refused.output) == (STOPPED, True)

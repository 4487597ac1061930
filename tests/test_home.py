"""The home folder: who says what."""

from pathlib import Path

import pytest

from hub import home
from hub.errors import StopError
from hub.settings import Settings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that was made for a region in the east."""
    monkeypatch.setenv("SIMPUL_HOME", str(tmp_path))
    home.make(tmp_path)
    home.fix(Settings(home=tmp_path, region="91.01", zone="Asia/Jayapura", partitions=4, region_name="Kabupaten Contoh"))
    return tmp_path


def test_what_init_fixed_is_loaded(folder: Path) -> None:
    loaded = home.load()
    assert (loaded.home, loaded.region, loaded.zone, loaded.partitions) == (folder, "91.01", "Asia/Jayapura", 4)


def test_running_servers_are_found_and_the_file_is_private(folder: Path) -> None:
    home.tell_running(folder, {"kafka": "127.0.0.1:1234", "database": "postgresql://simpul:x@127.0.0.1:2345/simpul", "port": 8081})
    loaded = home.load()
    assert (loaded.kafka, loaded.dsn, loaded.port) == ("127.0.0.1:1234", "postgresql://simpul:x@127.0.0.1:2345/simpul", 8081)
    assert (folder / "running.json").stat().st_mode & 0o777 == 0o600


def test_environment_has_the_first_word_about_addresses(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.tell_running(folder, {"kafka": "127.0.0.1:1234"})
    monkeypatch.setenv("SIMPUL_KAFKA", "kafka.invalid:9092")
    assert home.load().kafka == "kafka.invalid:9092"


def test_environment_that_contradicts_what_is_fixed_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMPUL_ZONE", "Asia/Jakarta")
    with pytest.raises(StopError, match=rf"SIMPUL_ZONE=Asia/Jakarta bertentangan dengan {folder}.* Asia/Jayapura"):
        home.load()


def test_broken_file_is_named(folder: Path) -> None:
    (folder / "region.json").write_text("{")
    with pytest.raises(StopError, match=r"region\.json rusak"):
        home.load()


def test_home_without_init_has_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMPUL_HOME", str(tmp_path))
    assert (home.is_made(tmp_path), home.load().region) == (False, "32.73")

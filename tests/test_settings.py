"""hub/settings.py: what the environment and a container's secrets may say."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from hub.settings import Settings


def test_secret_in_a_file_is_the_value_of_its_setting(tmp_path: Path) -> None:
    (tmp_path / "simpul_database").write_text("postgresql://simpul:rahasia@postgres:5432/simpul\n")
    (tmp_path / "master.key").write_text("not a setting")
    told = Settings(_secrets_dir=tmp_path)
    assert told.dsn == "postgresql://simpul:rahasia@postgres:5432/simpul"
    assert "rahasia" not in repr(told)


def test_environment_is_stronger_than_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "simpul_kafka").write_text("kafka:9092")
    monkeypatch.setenv("SIMPUL_KAFKA", "elsewhere:9092")
    assert Settings(_secrets_dir=tmp_path).kafka == "elsewhere:9092"


@pytest.mark.parametrize(
    ("name", "value"), [("SIMPUL_REGION", "Bandung"), ("SIMPUL_ZONE", "Asia/Bandung"), ("SIMPUL_PORT", "70000"), ("SIMPUL_BATCH", "0")]
)
def test_value_that_is_not_one_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        Settings()


def test_master_key_lies_in_the_home_unless_it_is_somewhere_else(tmp_path: Path) -> None:
    assert Settings(home=tmp_path).master_key_file == tmp_path / "keys" / "master.key"
    assert Settings(home=tmp_path, master_key=Path("/run/secrets/master.key")).master_key_file == Path("/run/secrets/master.key")

"""``simpul user``."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hub.cli import app

PASSWORD = "kuda laut makan awan\n"


@pytest.fixture(autouse=True)
def _home(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMPUL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SIMPUL_DATABASE", database)


def user(*said: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["user", *said], input=typed)


def test_new_account_comes_with_a_link_and_stands_in_the_list() -> None:
    made = user("add", "Siti", "--name", "Siti, Sekretariat", "--role", "secretariat", "--sekda")
    assert made.exit_code == 0, made.output
    assert "Akun siti dibuat." in made.output
    assert "http://127.0.0.1:8080/masuk/tautan/" in made.output
    assert "siti                 Siti, Sekretariat · Sekretariat (Sekda) · tidak sedang masuk" in user("list").output


def test_account_with_a_password_needs_no_link() -> None:
    made = user("add", "budi", "--name", "Budi", "--role", "opd", "--agency", "dishub", "--password", typed=PASSWORD)
    assert made.output.strip() == "Akun budi dibuat."


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (("--role", "opd"), "Peran opd perlu --agency"),
        (("--role", "operator", "--agency", "dishub"), "hanya peran opd yang memakainya"),
        (("--role", "operator", "--sekda"), "Sekda harus mempunyai peran secretariat"),
    ],
)
def test_account_that_makes_no_sense_is_refused_with_the_reason(said: tuple[str, ...], told: str) -> None:
    refused = user("add", "budi", "--name", "Budi", *said)
    assert refused.exit_code == 1
    assert told in refused.output


@pytest.mark.parametrize("login", ["198503152010012003", "a", "Bu Siti", "siti;--"])
def test_login_is_a_plain_word_and_no_number_of_a_person(login: str) -> None:
    assert "Nama masuk" in user("add", login, "--name", "X", "--role", "operator").output


def test_login_is_taken_once() -> None:
    user("add", "siti", "--name", "Siti", "--role", "operator")
    assert "sudah dipakai" in user("add", "siti", "--name", "Lain", "--role", "operator").output


def test_weak_password_is_refused() -> None:
    user("add", "siti", "--name", "Siti", "--role", "operator")
    assert "paling sedikit 12" in user("password", "siti", typed="pendek\n").output
    assert user("password", "siti", typed=PASSWORD).output.strip() == "Kata sandi siti diganti."


def test_disabled_account_gets_neither_link_nor_token() -> None:
    user("add", "siti", "--name", "Siti", "--role", "operator")
    assert user("token", "siti").output.startswith("simpul_")
    assert user("disable", "siti").output.strip() == "Akun siti ditutup."
    for command in ("link", "token", "disable"):
        assert "Tidak ada akun siti yang aktif" in user(command, "siti").output
    assert "ditutup" in user("list").output

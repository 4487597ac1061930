"""`simpul webhook`: a receiver is added with a secret that is shown once."""

from collections.abc import Callable

import pytest
from typer.testing import CliRunner

from hub.cli import app
from hub.cli.exits import STOPPED
from hub.keys.vault import write_master
from hub.settings import Settings

Simpul = Callable[..., str]


@pytest.fixture
def simpul(settings: Settings) -> Simpul:
    write_master(settings.master_key_file)
    environment = {"SIMPUL_DATABASE": settings.dsn, "SIMPUL_HOME": str(settings.home)}

    def run(*words: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, ["webhook", *words], env=environment)
        assert done.exit_code == code, done.output
        return done.output

    return run


def test_webhook_is_added_with_a_secret_that_is_shown_once(simpul: Simpul) -> None:
    assert "Belum ada webhook" in simpul("list")
    secret = simpul("add", "wa-sekda", "https://gerbang.example/simpul").splitlines()[0]
    assert secret.startswith("whsec_")
    listed = simpul("list")
    assert "https://gerbang.example/simpul" in listed
    assert secret not in listed


def test_new_secret_is_another(simpul: Simpul) -> None:
    first = simpul("add", "luar", "https://a.example/").splitlines()[0]
    assert simpul("rotate", "luar").splitlines()[0] not in ("", first)


def test_disabled_webhook_can_be_added_again_and_a_running_one_cannot(simpul: Simpul) -> None:
    simpul("add", "luar", "https://a.example/")
    assert "sudah ada" in simpul("add", "luar", "https://b.example/", code=STOPPED)
    assert "dimatikan" in simpul("disable", "luar")
    assert "simpul webhook list" in simpul("disable", "luar", code=STOPPED)
    assert "simpul webhook list" in simpul("rotate", "luar", code=STOPPED)
    simpul("add", "luar", "https://b.example/")
    assert "https://b.example/" in simpul("list")


@pytest.mark.parametrize(
    ("name", "url", "told"),
    [
        ("Luar!", "https://a.example/", "huruf kecil"),
        ("luar", "http://a.example/", "https://"),
        ("luar", "https://u:p@a.example/", "https://"),
    ],
)
def test_what_is_no_webhook_is_refused_with_what_would_be(simpul: Simpul, name: str, url: str, told: str) -> None:
    assert told in simpul("add", name, url, code=STOPPED)

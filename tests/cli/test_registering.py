"""`simpul source`, `key`, `topics`: from an empty region to a source that can send."""

from collections.abc import Callable

import pytest
from typer.testing import CliRunner

from hub.cli import app
from hub.cli.exits import FAILED, STOPPED
from hub.intake import api_keys
from hub.settings import Settings

Simpul = Callable[..., str]


@pytest.fixture
def environment(settings: Settings) -> dict[str, str]:
    return {
        "SIMPUL_DATABASE": settings.dsn,
        "SIMPUL_KAFKA": settings.kafka,
        "SIMPUL_TOPIC_PREFIX": settings.topic_prefix,
        "SIMPUL_PARTITIONS": "3",
        "SIMPUL_HOME": str(settings.home),
    }


@pytest.fixture
def simpul(environment: dict[str, str]) -> Simpul:
    """Runs a command and returns what it said; its exit code must be the expected one."""

    def run(*words: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, list(words), env=environment)
        assert done.exit_code == code, done.output
        return done.output

    return run


def test_a_source_is_registered_with_its_topics_and_gets_a_key_that_is_shown_once(simpul: Simpul, settings: Settings) -> None:
    prefix = settings.topic_prefix
    assert "Belum ada sumber" in simpul("source", "list")
    said = simpul("source", "add", "lapor", "--agency", "diskominfo", "--domain", "complaints", "--scope", "region", "--name", "LAPOR")
    assert "/32.73/diskominfo/lapor" in said
    assert f"{prefix}complaints.diskominfo, {prefix}reference.diskominfo" in said
    key = simpul("key", "new", "lapor").splitlines()[0]
    assert len(key) > 50
    listed = simpul("key", "list")
    assert api_keys.prefix_of(key) in listed
    assert key not in listed
    (line,) = [line for line in simpul("source", "list").splitlines() if line.startswith("lapor")]
    assert line.split() == ["lapor", "diskominfo", "complaints", "region", "1", "-", "-"]


def test_registering_again_adds_a_domain_and_another_agency_is_refused(simpul: Simpul) -> None:
    simpul("source", "add", "simpeg", "--agency", "bkpsdm", "--domain", "personnel")
    assert "payroll.bkpsdm" in simpul("source", "add", "simpeg", "--agency", "bkpsdm", "--domain", "payroll")
    assert "payroll,personnel" in simpul("source", "list")
    assert "milik bkpsdm" in simpul("source", "add", "simpeg", "--agency", "dishub", "--domain", "payroll", code=STOPPED)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("Simpeg!", "--agency", "bkpsdm", "--domain", "personnel"), "huruf kecil"),
        (("simpeg", "--agency", "b", "--domain", "personnel"), "huruf kecil"),
        (("simpeg", "--agency", "bkpsdm", "--domain", "kepegawaian"), "Yang ada: complaints"),
    ],
)
def test_a_source_that_is_no_source_is_refused_with_what_would_be(simpul: Simpul, words: tuple[str, ...], sentence: str) -> None:
    assert sentence in simpul("source", "add", *words, code=STOPPED)


def test_a_closed_source_gets_no_key_and_is_not_registered_again(simpul: Simpul) -> None:
    simpul("source", "add", "lama", "--agency", "dishub", "--domain", "complaints")
    simpul("source", "add", "baru", "--agency", "dishub", "--domain", "complaints")
    simpul("source", "close", "lama", "--successor", "baru", "--yes")
    assert "sudah ditutup" in simpul("key", "new", "lama", code=STOPPED)
    assert "sudah ditutup" in simpul("source", "add", "lama", "--agency", "dishub", "--domain", "complaints", code=STOPPED)
    assert "Tidak ada sumber" in simpul("source", "close", "siluman", "--yes", code=STOPPED)


def test_a_key_is_revoked_once(simpul: Simpul) -> None:
    simpul("source", "add", "lapor", "--agency", "diskominfo", "--domain", "complaints")
    prefix = api_keys.prefix_of(simpul("key", "new", "lapor"))
    assert "dicabut" in simpul("key", "revoke", prefix)
    assert "simpul key list" in simpul("key", "revoke", prefix, code=STOPPED)
    assert "Tidak ada sumber" in simpul("key", "new", "siluman", code=STOPPED)


def test_topics_are_listed_and_the_missing_ones_made(simpul: Simpul, settings: Settings) -> None:
    simpul("source", "add", "lapor", "--agency", "diskominfo", "--domain", "complaints")
    assert simpul("topics", "make").split() == [f"{settings.topic_prefix}hub.alerts", f"{settings.topic_prefix}hub.dead-letters"]
    assert "Semua topik sudah ada" in simpul("topics", "make")
    rows = [line.split() for line in simpul("topics").splitlines()[1:]]
    assert [row[1:] for row in rows] == [["3", "siap"]] * 4
    assert "tidak sedang dijeda" in simpul("topics", "resume", "x", code=STOPPED)


def test_without_servers_the_commands_say_what_to_do(simpul: Simpul, environment: dict[str, str]) -> None:
    environment["SIMPUL_DATABASE"] = "postgresql://simpul@127.0.0.1:9/simpul"
    assert "simpul doctor" in simpul("source", "list", code=FAILED)

"""`simpul desk` and `simpul connector`: bad rows come to the desk, people look at them masked, close them, send them again."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hub.cli import app
from hub.cli.exits import STOPPED
from hub.keys.vault import write_master
from hub.settings import Settings

Simpul = Callable[..., str]
MAPPING = """
zone: Asia/Jakarta
key: id
events:
  - event: complaints.received
    time: {column: masuk, as: instant}
    data:
      number: id
      channel: {constant: Loket}
      agency: opd
      reporter_name: nama
      effective: {column: masuk, as: instant}
"""


@pytest.fixture
def simpul(settings: Settings) -> Simpul:
    """Runs a command of a region with one source that may speak of its own agency alone."""
    write_master(settings.master_key_file)
    environment = {
        "SIMPUL_DATABASE": settings.dsn,
        "SIMPUL_KAFKA": settings.kafka,
        "SIMPUL_TOPIC_PREFIX": settings.topic_prefix,
        "SIMPUL_PARTITIONS": "3",
        "SIMPUL_HOME": str(settings.home),
    }

    def run(*words: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, list(words), env=environment)
        assert done.exit_code == code, done.output
        return done.output

    run("source", "add", "loket", "--agency", "dishub", "--domain", "complaints")
    return run


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    """Reads a file with a good row, one about another agency, and one with a broken time."""
    (tmp_path / "m.yaml").write_text(MAPPING)
    rows = ["id;masuk;opd;nama", "1;2026-01-05 09:30;dishub;Siti Aminah", "2;2026-01-05 09:30;dinkes;Siti Aminah", "3;kemarin;dishub;Siti"]
    (tmp_path / "a.csv").write_text("\n".join(rows))
    return ["connector", "run", "file", str(tmp_path / "a.csv"), "--source", "loket", "--mapping", str(tmp_path / "m.yaml")]


def numbers(listed: str) -> list[str]:
    return re.findall(r"^(\d+) ", listed, re.MULTILINE)


def test_bad_rows_wait_on_the_desk_masked_while_the_good_ones_are_sent(simpul: Simpul, command: list[str]) -> None:
    said = simpul(*command)
    assert "3 catatan dibaca, 1 peristiwa dikirim, 2 ditaruh di meja" in said
    assert "riwayat" in said
    listed = simpul("desk", "list")
    assert "scope" in listed
    assert "baris 4: kolom masuk harus waktu" in listed
    assert "Siti" not in listed
    for number in numbers(listed):
        shown = simpul("desk", "show", number)
        assert "Siti" not in shown
        assert "Xxxx" in shown or "xxxx" in shown


def test_the_same_bad_rows_again_do_not_wait_twice(simpul: Simpul, command: list[str], tmp_path: Path) -> None:
    simpul(*command)
    (tmp_path / "a.csv").write_text((tmp_path / "a.csv").read_text() + "\n4;2026-01-05 09:30;dishub;Budi")
    assert "1 peristiwa dikirim, 2 ditaruh di meja" in simpul(*command)
    assert len(numbers(simpul("desk", "list"))) == 2
    assert [line.split()[2:4] for line in simpul("connector", "runs").splitlines()[1:]] == [["file/m", "done"]] * 2


def test_a_refused_event_is_sent_again_unchanged_and_another_closed_with_a_reason(simpul: Simpul, command: list[str]) -> None:
    simpul(*command)
    by_code = {line.split()[6]: line.split()[0] for line in simpul("desk", "list").splitlines()[1:]}
    assert "dikirim ulang" in simpul("desk", "resend", by_code["scope"])
    assert "bukan peristiwa utuh" in simpul("desk", "resend", by_code["bad-row"], code=STOPPED)
    simpul("desk", "close", by_code["bad-row"], "--note", "Diperbaiki di sumber")
    assert numbers(simpul("desk", "list")) == []
    assert len(numbers(simpul("desk", "list", "--state", "semua"))) == 2
    assert "tidak ada" in simpul("desk", "show", "999", code=STOPPED)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("run", "pintu", "--source", "loket"), "Yang ada: file"),
        (("run", "file", "--source", "loket"), "kurang atau salah: mapping, path"),
        (("run", "file", "--source", "loket", "--set", "path"), "nama=nilai"),
        (("run", "file", "tidak.csv", "--source", "loket", "--mapping", "tidak.yaml"), "tidak.yaml tidak dapat dibaca"),
    ],
)
def test_a_connector_that_cannot_run_says_why(simpul: Simpul, words: tuple[str, ...], sentence: str) -> None:
    assert sentence in simpul("connector", *words, code=STOPPED)


def test_connectors_are_listed_with_their_settings(simpul: Simpul) -> None:
    assert "--set mapping=…  Berkas pemetaan (YAML)." in simpul("connector", "list")

"""Mapping files: what is wrong is named by file, line and field."""

from pathlib import Path

import pytest

from connectors.file.mapping import read_mapping
from hub.connector import CannotReadError

GOOD = """\
zone: Asia/Jakarta
key: nomor
tables:
  opd: {Dishub: dishub}
events:
  - event: complaints.verified
    when:
      - {column: status, is: [ya]}
    time: {column: waktu, as: instant}
    data:
      by: {column: opd, table: opd}
      effective: {column: waktu, as: instant}
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "m.yaml"
    file.write_text(text)
    return file


def test_a_good_mapping_knows_its_events_and_columns(tmp_path: Path) -> None:
    mapping = read_mapping(write(tmp_path, GOOD))
    assert mapping.events[0].event_type.name == "id.go.pemda.complaints.verified.v1"
    assert mapping.columns() == ["nomor", "status", "waktu", "opd"]


def test_the_mapping_that_comes_with_simpul_is_good() -> None:
    for file in (Path(__file__).parents[3] / "connectors/file/mappings").glob("*.yaml"):
        assert read_mapping(file).events


WRONG = {
    "no YAML": ("zone: [", "", 1, "bukan YAML"),
    "nothing": (GOOD, "", 1, "harus berisi"),
    "a key twice": ("key: nomor\n", "key: nomor\nkey: id\n", 2, "dua kali, lagi pada baris 3"),
    "an unknown key": ("key: nomor\n", "key: nomor\nkunci: id\n", 3, "tidak dikenal"),
    "no key": ("key: nomor\n", "", 1, "wajib ada"),
    "an unknown zone": ("Asia/Jakarta", "Asia/Bandung", 1, "bukan zona waktu"),
    "an unknown event": ("complaints.verified", "complaints.sung", 6, "yang ada: .*complaints.received"),
    "an unknown version": ("    time:", "    version: 7\n    time:", 9, "tidak punya versi 7"),
    "no events": (GOOD[GOOD.index("events") :], "events: []\n", 5, "tidak kosong"),
    "a field that the event lacks": ("      by:", "      oleh: opd\n      by:", 11, "isian ini tidak ada"),
    "a field that is missing": ("      by: {column: opd, table: opd}\n", "", 10, "belum dipetakan: by"),
    "a table that is not there": ("table: opd}", "table: odp}", 11, "daftar odp tidak ada"),
    "an unknown way to read": (
        "effective: {column: waktu, as: instant}",
        "effective: {column: waktu, as: jam}",
        12,
        "harus salah satu dari",
    ),
    "two shapes": ("by: {column: opd, table: opd}", "by: {column: opd, constant: x}", 11, "tepat satu"),
    "a time that is no instant": ("time: {column: waktu, as: instant}", "time: waktu", 9, "as: instant"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_mapping_is_refused_at_its_line(tmp_path: Path, fault: str) -> None:
    old, new, line, sentence = WRONG[fault]
    text = old if fault == "no YAML" else GOOD.replace(old, new)
    with pytest.raises(CannotReadError, match=rf"m\.yaml, baris {line}.*{sentence}"):
        read_mapping(write(tmp_path, text))


def test_a_mapping_that_is_not_there_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(CannotReadError, match=r"tidak\.yaml"):
        read_mapping(tmp_path / "tidak.yaml")

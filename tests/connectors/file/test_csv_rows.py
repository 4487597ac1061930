"""CSV as spreadsheets export it."""

from pathlib import Path
from typing import Any

import pytest

from connectors.file.content import examine
from connectors.file.rows import Row, rows
from hub.connector import CannotReadError


def read(folder: Path, content: bytes, delimiter: str | None = None) -> list[Row]:
    file = folder / "a.csv"
    file.write_bytes(content)
    return list(rows(examine(file), "csv", delimiter))


def fields(folder: Path, content: bytes, delimiter: str | None = None) -> list[Any]:
    return [row.fields for row in read(folder, content, delimiter)]


@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_the_delimiter_is_seen_in_the_header(tmp_path: Path, sign: str) -> None:
    text = sign.join(["nomor", "nama"]) + "\r\n" + sign.join(["1", '"a;b,c"']) + "\r\n"
    assert fields(tmp_path, text.encode()) == [{"nomor": "1", "nama": "a;b,c"}]


def test_the_delimiter_may_be_said(tmp_path: Path) -> None:
    assert fields(tmp_path, b"a,b;c\n1;2\n", ";") == [{"a,b": "1", "c": "2"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_utf8_with_and_without_mark_and_windows_1252_are_read(tmp_path: Path, encoding: str) -> None:
    assert fields(tmp_path, "nama;ket\ncafé;x\n".encode(encoding)) == [{"nama": "café", "ket": "x"}]


def test_lines_are_counted_as_a_person_sees_them_and_empty_ones_passed_over(tmp_path: Path) -> None:
    found = read(tmp_path, b'a;b\n1;"two\nlines"\n\n2;x\n')
    assert [(row.number, row.place, row.fields) for row in found] == [
        (1, "baris 3", {"a": "1", "b": "two\nlines"}),
        (2, "baris 5", {"a": "2", "b": "x"}),
    ]


def test_a_row_with_too_few_cells_is_a_fault_of_that_row_alone(tmp_path: Path) -> None:
    found = read(tmp_path, b"a;b\n1\n2;x\n")
    assert [(row.fields, row.fault) for row in found] == [(None, "punya 1 kolom, seharusnya 2"), ({"a": "2", "b": "x"}, "")]


@pytest.mark.parametrize("content", [b"", b"\n", b"a;a\n1;2\n"])
def test_a_file_without_a_proper_header_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(CannotReadError, match="nama kolom"):
        read(tmp_path, content)


def test_quotes_that_do_not_match_are_refused_at_their_line(tmp_path: Path) -> None:
    with pytest.raises(CannotReadError, match="baris 3"):
        read(tmp_path, b'a;b\n1;2\n3;"x"y\n')


def test_a_file_that_is_not_there_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(CannotReadError, match=r"tidak\.csv"):
        examine(tmp_path / "tidak.csv")

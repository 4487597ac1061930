"""JSON arrays through a window, and JSON lines."""

import io
import json
from typing import Any

import pytest

from connectors.file import json_rows
from connectors.file.json_rows import array, lines
from hub.connector import CannotReadError


def fields(text: str) -> list[Any]:
    return [told[1] for told in array(io.StringIO(text).read)]


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 65_536])
def test_an_array_is_read_alike_whatever_the_size_of_a_piece(monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    monkeypatch.setattr(json_rows, "PIECE", piece)
    rows = [{"a": 'x,]}{["é'}, {"b": {"c": [1, None, True]}}, {"d": ""}]
    assert fields(" " + json.dumps(rows, indent=1, ensure_ascii=False) + "\n") == rows
    assert fields("[ ]") == []


def test_decimal_numbers_stay_the_text_that_they_were() -> None:
    assert fields('[{"a": 1.10, "b": 12345678901234567890.12, "c": 7}]') == [{"a": "1.10", "b": "12345678901234567890.12", "c": 7}]


def test_a_member_that_is_no_object_is_a_fault_of_that_row_alone() -> None:
    assert [told[::2] for told in array(io.StringIO('[{"a":1}, 7, {"a":2}]').read)] == [
        ("baris 1", ""),
        ("baris 2", "harus objek JSON dengan nama kolom"),
        ("baris 3", ""),
    ]


BROKEN = {
    "no array": ("{}", "harus berisi satu daftar"),
    "nothing": ("", "harus berisi satu daftar"),
    "cut off": ('[{"a":1},{"a"', "pada baris 2"),
    "cut off between rows": ('[{"a":1}', "sesudah baris 1"),
    "a comma missing": ('[{"a":1}{"a":2}]', "sesudah baris 1"),
    "a comma too many": ('[{"a":1},]', "pada baris 2"),
    "NaN": ('[{"a":NaN}]', "pada baris 1"),
    "a name twice": ('[{"a":1,"a":2}]', "dua kali"),
    "deep nesting": ('[{"a":' + "[" * 100_000, "pada baris 1"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_array_is_refused_at_its_row(fault: str) -> None:
    text, sentence = BROKEN[fault]
    with pytest.raises(CannotReadError, match=sentence):
        fields(text)


def test_rows_before_the_fault_are_handed_out() -> None:
    found = array(io.StringIO('[{"a":1},{"a":2},oops]').read)
    assert [next(found)[1], next(found)[1]] == [{"a": 1}, {"a": 2}]
    with pytest.raises(CannotReadError, match="baris 3"):
        next(found)


def test_a_row_beyond_all_measure_is_refused_without_reading_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_rows, "LARGEST", 1000)
    endless = io.StringIO('[{"a":"' + "x" * 1_000_000)
    with pytest.raises(CannotReadError, match="baris 1"):
        list(array(endless.read))
    assert endless.tell() < 3 * json_rows.PIECE


def test_a_broken_line_spoils_itself_alone() -> None:
    found = list(lines(['{"a":1}\n', "\n", "oops\n", '{"a":1,"a":2}\n', "[1]\n", '{"a":3}']))
    assert [(place, said) for place, said, _ in found] == [
        ("baris 1", {"a": 1}),
        ("baris 3", None),
        ("baris 4", None),
        ("baris 5", None),
        ("baris 6", {"a": 3}),
    ]

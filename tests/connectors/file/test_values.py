"""From cells to values."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from connectors.file.mapping import Condition, FileMapping, Value
from connectors.file.values import BadCellError, Cells

UTC = dt.UTC
EVENT = {"event": "complaints.verified", "time": {"column": "t", "as": "instant"}, "data": {"by": "opd", "effective": "t"}}


def cells(zone: str | None = "Asia/Jakarta", **fields: Any) -> Cells:
    told = {"zone": zone, "key": "a", "tables": {"opd": {"Dishub": "dishub"}}, "events": [EVENT]}
    return Cells(fields, FileMapping.model_validate({name: value for name, value in told.items() if value is not None}))


def value(told: Any, **fields: Any) -> Any:
    return cells(**fields).value(Value.model_validate(told))


GOOD: list[tuple[Any, Any, Any]] = [
    ("a", "x", "x"),
    ("a", "  x ", "x"),
    ("a", "", None),
    ("a", "  ", None),
    ("a", None, None),
    ("a", 7, "7"),
    ("a", True, "true"),
    ({"column": "a", "missing": ["N/A"]}, "N/A", None),
    ({"column": "a", "default": "lain"}, None, "lain"),
    ({"constant": "tetap"}, "x", "tetap"),
    ({"column": "a", "table": "opd"}, "Dishub", "dishub"),
    ({"column": "a", "as": "number"}, "-6.9", -6.9),
    ({"column": "a", "as": "integer"}, "12", 12),
    ({"column": "a", "as": "integer", "indonesian": "yes"}, "1.234", 1234),
    ({"column": "a", "as": "rupiah", "indonesian": "yes"}, "Rp1.234.567,50", "1234567.50"),
    ({"column": "a", "as": "rupiah", "indonesian": "yes"}, "1234567", "1234567"),
    ({"column": "a", "as": "rupiah"}, "1234567.5", "1234567.5"),
    ({"column": "a", "as": "day"}, "2026-01-31", dt.date(2026, 1, 31)),
    ({"column": "a", "as": "day", "pattern": "%d/%m/%Y"}, "31/01/2026", dt.date(2026, 1, 31)),
    ({"column": "a", "as": "instant"}, "2026-01-31T08:00:00Z", dt.datetime(2026, 1, 31, 8, tzinfo=UTC)),
    ({"column": "a", "as": "instant"}, "2026-01-31 08:00", dt.datetime(2026, 1, 31, 1, tzinfo=UTC)),
    ({"column": "a", "as": "instant", "zone": "Asia/Jayapura"}, "2026-01-31 08:00", dt.datetime(2026, 1, 30, 23, tzinfo=UTC)),
    ({"column": "a", "as": "yes-no"}, "Ya", True),
    ({"column": "a", "as": "yes-no"}, "tidak", False),
    ({"reference": {"kind": "employee", "source": "simpeg", "column": "a"}}, "47 11", "employee/simpeg:47%2011"),
    ({"column": "/a/b/1"}, {"b": ["x", "y"]}, "y"),
    ({"column": "/a/b/9"}, {"b": ["x", "y"]}, None),
    ({"column": "/a/b/c"}, {"b": "x"}, None),
    ({"object": {"number": "a", "issuer": {"constant": "Bupati"}, "date": "b"}}, "821", {"number": "821", "issuer": "Bupati"}),
    ({"object": {"number": "a"}}, "", None),
]


@pytest.mark.parametrize(("told", "cell", "expected"), GOOD)
def test_a_cell_is_read_as_the_mapping_says(told: Any, cell: Any, expected: Any) -> None:
    assert value(told, a=cell) == expected


def test_columns_are_joined_and_empty_ones_passed_over() -> None:
    assert value({"columns": ["a", "b", "c"], "join": ", "}, a="x", b="", c="z") == "x, z"
    assert value({"columns": ["a", "b"]}, a="") is None


def test_local_times_follow_the_clocks_of_their_zone() -> None:
    told = {"column": "a", "as": "instant", "zone": "America/New_York"}
    assert value(told, a="2026-02-13T02:05:17.000") == dt.datetime(2026, 2, 13, 7, 5, 17, tzinfo=UTC)
    assert value(told, a="2026-07-13T02:05:17.000") == dt.datetime(2026, 7, 13, 6, 5, 17, tzinfo=UTC)
    repeated: dt.datetime = value(told, a="2026-11-01T01:30:00")
    assert repeated.utcoffset() == dt.timedelta(hours=-4)
    assert repeated.tzinfo == ZoneInfo("America/New_York")


BAD: list[tuple[Any, Any, str]] = [
    ({"column": "a", "table": "opd"}, "Dinkes", "tidak ada dalam daftar opd"),
    ({"column": "a", "as": "number"}, "1.234,5", "angka"),
    ({"column": "a", "as": "number"}, "NaN", "angka"),
    ({"column": "a", "as": "integer"}, "1.5", "bulat"),
    ({"column": "a", "as": "integer", "indonesian": "yes"}, "1,5", "bulat"),
    ({"column": "a", "as": "rupiah", "indonesian": "yes"}, "1,234.5", "1.234.567,89"),
    ({"column": "a", "as": "day"}, "31/01/2026", "tanggal"),
    ({"column": "a", "as": "day", "pattern": "%d/%m/%Y"}, "30/02/2026", "tanggal"),
    ({"column": "a", "as": "instant"}, "kemarin", "waktu"),
    ({"column": "a", "as": "yes-no"}, "mungkin", "ya atau tidak"),
]


@pytest.mark.parametrize(("told", "cell", "sentence"), BAD)
def test_a_bad_cell_is_said_by_its_column_without_its_value(told: Any, cell: str, sentence: str) -> None:
    with pytest.raises(BadCellError, match=sentence) as refused:
        value(told, a=cell)
    assert "kolom a" in str(refused.value)
    assert cell not in str(refused.value)


def test_a_time_without_any_zone_is_refused() -> None:
    with pytest.raises(BadCellError, match="zona"):
        cells(zone=None, a="2026-01-31 08:00").value(Value.model_validate({"column": "a", "as": "instant"}))


def test_a_key_is_made_safe_and_never_empty() -> None:
    assert cells(a="001/ADU 2026 é%").key(Value.model_validate("a")) == "001/ADU%202026%20%C3%A9%25"
    with pytest.raises(BadCellError, match="wajib terisi"):
        cells(a="").key(Value.model_validate("a"))


CONDITIONS: list[tuple[dict[str, Any], Any, bool]] = [
    ({"is": ["x", "y"]}, "x", True),
    ({"is": ["x", "y"]}, "z", False),
    ({"is": ["x"]}, None, False),
    ({"is_not": ["x"]}, "z", True),
    ({"is_not": ["x"]}, "x", False),
    ({"present": "yes"}, "x", True),
    ({"present": "yes"}, " ", False),
    ({"present": "no"}, "", True),
    ({"is": ["x"], "present": "no"}, "x", False),
]


@pytest.mark.parametrize(("told", "cell", "holds"), CONDITIONS)
def test_a_condition_looks_at_one_column(told: dict[str, Any], cell: Any, holds: bool) -> None:  # noqa: FBT001 -- of a table
    assert cells(a=cell).meets(Condition.model_validate({"column": "a", **told})) is holds

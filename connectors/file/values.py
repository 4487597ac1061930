"""From the cells of a row to the value of a field: text, numbers, days, instants; and every fault as a sentence about its column."""

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from connectors.file.mapping import Condition, FileMapping, Kind, Value

_INDONESIAN: Final = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")
_YES: Final = {"ya": True, "y": True, "true": True, "1": True, "tidak": False, "t": False, "false": False, "0": False}
_KEPT_IN_KEYS: Final = "!\"#$&'()*+,-./:;<=>?@[\\]^_`{|}~"
"""Printable ASCII but the percent sign; everything else in a key is percent-encoded."""


class BadRowError(ValueError):
    """No event can be made of a row; the sentence never shows a value of it."""


class BadCellError(BadRowError):
    """A cell is not what the mapping says; the sentence names the column."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(f"kolom {column} {sentence}")


class Cells:
    """The cells of one row, read as a mapping says."""

    def __init__(self, fields: Mapping[str, Any], mapping: FileMapping) -> None:
        self._fields = fields
        self._mapping = mapping

    def text(self, column: str) -> str | None:
        """A cell as text, without blanks around it; None where it is absent or empty."""
        found = _pointed(self._fields, column) if column.startswith("/") else self._fields.get(column)
        if found is None or found == "":
            return None
        if isinstance(found, str):
            return found.strip() or None
        return json.dumps(found, ensure_ascii=False)

    def meets(self, condition: Condition) -> bool:
        """Whether a condition holds."""
        found = self.text(condition.column)
        return (
            (condition.among is None or found in condition.among)
            and (condition.not_among is None or found not in condition.not_among)
            and (condition.present is None or condition.present == (found is not None))
        )

    def value(self, value: Value) -> Any:
        """What a field gets; None where there is nothing.

        Raises:
            BadCellError: a cell is not what the mapping says.
        """
        if value.object is not None:
            members = {name: self.value(member) for name, member in value.object.items()}
            return {name: member for name, member in members.items() if member is not None} or None
        found = self._raw(value)
        if found is None or found in value.missing:
            found = value.default
        if found is None:
            return None
        column = _name(value)
        if value.table is not None:
            found = self._mapping.tables[value.table].get(found)
            if found is None:
                raise BadCellError(column, f"berisi nilai yang tidak ada dalam daftar {value.table}")
        if value.reference is not None:
            return f"{value.reference.kind}/{value.reference.source}:{_key(found)}"
        return _READ[value.kind](found, value, column, value.zone or self._mapping.zone)

    def needed(self, value: Value) -> Any:
        """The same, where there must be something.

        Raises:
            BadCellError: there is nothing.
        """
        found = self.value(value)
        if found is None:
            raise BadCellError(_name(value), "kosong, padahal wajib terisi")
        return found

    def key(self, value: Value) -> str:
        """The same as a key, safe for headers and addresses.

        Raises:
            BadCellError: there is nothing.
        """
        return _key(str(self.needed(value)))

    def _raw(self, value: Value) -> str | None:
        if value.constant is not None:
            return value.constant
        if value.columns is not None:
            return value.join.join(text for column in value.columns if (text := self.text(column))) or None
        return self.text(_name(value))


def _name(value: Value) -> str:
    if value.reference is not None:
        return value.reference.column
    return value.column or "+".join(value.columns or ("(tetap)",))


def _key(text: str) -> str:
    return quote(text, safe=_KEPT_IN_KEYS)


def _pointed(fields: Mapping[str, Any], pointer: str) -> Any:
    """The value at a JSON Pointer (RFC 6901), None where there is none."""
    found: Any = fields
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(found, list):
            found = found[int(name)] if name.isdecimal() and int(name) < len(found) else None
        else:
            found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _number(text: str, value: Value, column: str) -> Decimal:
    text = text.removeprefix("Rp").strip()
    if value.indonesian:
        if not _INDONESIAN.fullmatch(text):
            raise BadCellError(column, "harus angka seperti 1.234.567,89")
        text = text.replace(".", "").replace(",", ".")
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise BadCellError(column, "harus angka seperti 1234567.89") from error
    if not number.is_finite():
        raise BadCellError(column, "harus angka")
    return number


def _as_number(text: str, value: Value, column: str, _zone: str | None) -> float:
    return float(_number(text, value, column))


def _as_integer(text: str, value: Value, column: str, _zone: str | None) -> int:
    number = _number(text, value, column)
    if number != int(number):
        raise BadCellError(column, "harus bilangan bulat")
    return int(number)


def _as_rupiah(text: str, value: Value, column: str, _zone: str | None) -> str:
    return f"{_number(text, value, column):f}"


def _as_day(text: str, value: Value, column: str, _zone: str | None) -> dt.date:
    try:
        return dt.datetime.strptime(text, value.pattern).date() if value.pattern else dt.date.fromisoformat(text)  # noqa: DTZ007 -- a day has no zone
    except ValueError as error:
        raise BadCellError(column, f"harus tanggal seperti {value.pattern or '2026-01-31'}") from error


def _as_instant(text: str, value: Value, column: str, zone: str | None) -> dt.datetime:
    """An aware moment. In the hour that a clock change repeats, the first of the two is meant."""
    try:
        moment = dt.datetime.strptime(text, value.pattern) if value.pattern else dt.datetime.fromisoformat(text)  # noqa: DTZ007 -- the zone comes below
    except ValueError as error:
        raise BadCellError(column, f"harus waktu seperti {value.pattern or '2026-01-31T08:00:00'}") from error
    if moment.tzinfo is not None:
        return moment
    if zone is None:
        raise BadCellError(column, "tidak menyebut zona waktu; sebut zone dalam pemetaan")
    return moment.replace(tzinfo=ZoneInfo(zone))


def _as_yes_no(text: str, _value: Value, column: str, _zone: str | None) -> bool:
    if text.lower() not in _YES:
        raise BadCellError(column, "harus ya atau tidak")
    return _YES[text.lower()]


_READ: Final[Mapping[Kind, Callable[[str, Value, str, str | None], Any]]] = {
    "text": lambda text, *_: text,
    "number": _as_number,
    "integer": _as_integer,
    "rupiah": _as_rupiah,
    "day": _as_day,
    "instant": _as_instant,
    "yes-no": _as_yes_no,
}

"""Rows to PostgreSQL's binary COPY format, by a function compiled once per table.

asyncpg's own `copy_records_to_table` calls a codec for every value; one `struct.pack` for each run of fixed columns halves that step
(measured: 10 → 5 µs a row of 18 columns). The source that is compiled is made from our own column lists alone, as dataclasses and
namedtuple do it.

| wire type | value |
|---|---|
| int2, int4, int8, timestamptz | int (timestamptz: microseconds since 2000) |
| bool | bool |
| uuid | 16 bytes |
| date | datetime.date |
| text | str |
| utf8 | bytes, already UTF-8, into a text column |
| bytea | bytes |
| text[], int8[] | list or tuple; int8[] may hold None |
"""

import datetime as dt
import functools
import io
import struct
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from hub.store.rows import Wire

Packer = Callable[[Iterable[Sequence[Any]]], bytes]

_FIXED: Final = {"int2": ("h", 2), "int4": ("i", 4), "int8": ("q", 8), "timestamptz": ("q", 8), "bool": ("?", 1), "uuid": ("16s", 16)}
_HEADER: Final = b"PGCOPY\n\xff\r\n\0" + b"\0" * 8
_TRAILER: Final = b"\xff\xff"
_NULL: Final = b"\xff\xff\xff\xff"
_DAY_ZERO: Final = dt.date(2000, 1, 1).toordinal()
_TEXT_OID: Final = 25
_INT8_OID: Final = 20


def _date(value: dt.date) -> bytes:
    return struct.pack(">ii", 4, value.toordinal() - _DAY_ZERO)


def _text(value: str) -> bytes:
    said = value.encode()
    return len(said).to_bytes(4, "big") + said


def _bytes(value: bytes) -> bytes:
    return len(value).to_bytes(4, "big") + value


def _array(oid: int, parts: list[bytes], nulls: int) -> bytes:
    body = struct.pack(">iiIii", 1, nulls, oid, len(parts), 1) if parts else struct.pack(">iiI", 0, 0, oid)
    return _bytes(body + b"".join(parts))


def _texts(values: Sequence[str]) -> bytes:
    return _array(_TEXT_OID, [_text(value) for value in values], 0)


def _int8s(values: Sequence[int | None]) -> bytes:
    if None in values:
        return _array(_INT8_OID, [_NULL if value is None else struct.pack(">iq", 8, value) for value in values], 1)
    return _bytes(struct.pack(">iiIii" + "iq" * len(values), 1, 0, _INT8_OID, len(values), 1, *(x for value in values for x in (8, value))))


_VARYING: Final[dict[str, Callable[[Any], bytes]]] = {
    "date": _date,
    "text": _text,
    "utf8": _bytes,
    "bytea": _bytes,
    "text[]": _texts,
    "int8[]": _int8s,
}


class _Source:
    """The source text of one packer, grown column by column."""

    def __init__(self, count: int) -> None:
        self.names: dict[str, Any] = {"NULL": _NULL, "HEADER": _HEADER, "TRAILER": _TRAILER}
        self.lines: list[str] = []
        self._format, self._values = ">h", [str(count)]

    def fixed(self, value: str, code: str, size: int) -> None:
        self._format += "i" + code
        self._values += [str(size), value]

    def flush(self) -> None:
        if self._values:
            name = self._name(struct.Struct(self._format).pack)
            self.lines.append(f"add({name}({', '.join(self._values)}))")
        self._format, self._values = ">", []

    def call(self, value: str, pack: Callable[[Any], bytes], *, nullable: bool) -> None:
        self.flush()
        said = f"{self._name(pack)}({value})"
        self.lines.append(f"add(NULL if {value} is None else {said})" if nullable else f"add({said})")

    def _name(self, thing: Any) -> str:
        name = f"p{len(self.names)}"
        self.names[name] = thing
        return name


def packer(columns: Sequence[Wire]) -> Packer:
    """Compiles the function that turns rows (sequences in the order of the columns) into one binary COPY body."""
    source = _Source(len(columns))
    for place, column in enumerate(columns):
        value = f"c{place}"
        if column.type not in _FIXED:
            source.call(value, _VARYING[column.type], nullable=column.nullable)
            continue
        code, size = _FIXED[column.type]
        if column.nullable:
            source.call(value, functools.partial(struct.Struct(">i" + code).pack, size), nullable=True)
        else:
            source.fixed(value, code, size)
    source.flush()
    names = ", ".join(f"c{place}" for place in range(len(columns)))
    body = "\n  ".join(source.lines)
    text = f"def pack(rows):\n out = [HEADER]\n add = out.append\n for {names}, in rows:\n  {body}\n add(TRAILER)\n return b''.join(out)"
    exec(text, source.names)  # noqa: S102 -- made from our own column lists alone; see the module's docstring
    compiled: Packer = source.names["pack"]
    return compiled


class Copier:
    """Copies rows into one table."""

    def __init__(self, table: str, columns: Sequence[Wire]) -> None:
        self.table = table
        self._names = [column.name for column in columns]
        self._pack = packer(columns)

    async def copy(self, connection: Any, rows: Iterable[Sequence[Any]]) -> None:
        """One COPY of all rows, inside the transaction that the connection is in."""
        await connection.copy_to_table(self.table, source=io.BytesIO(self._pack(rows)), format="binary", columns=self._names)

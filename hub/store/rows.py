"""Rows of views: one class is the table for queries (`Complaint.c.agency`) and the value that `step` folds.

A row class is a msgspec Struct: a third of a dataclass's cost to make and copy, and no work for the garbage collector. Its fields
become columns in their order, by their types:

| annotation | column | value in `step` |
|---|---|---|
| `Key` | int8 | 64-bit hash of a subject or an alias |
| `Instant` | timestamptz | microseconds since 2000-01-01 UTC, PostgreSQL's own |
| `Day` | date | `datetime.date` |
| `Sen` | int8 | 1/100 rupiah |
| `int`, `str`, `bool`, `bytes`, `list[str]` | int4, text, boolean, bytea, text[] | the same |

`X | None` may be NULL. The first field is always `skey`, the owner; rows of a list have `no` as their second.
"""

import datetime as dt
import types
from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Final, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Index, Integer, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.types import TypeEngine

from hub.store.metadata import HOT, metadata
from hub.store.metadata import Sen as SenType

Key = Annotated[int, "int8"]
Instant = Annotated[int, "timestamptz"]
Sen = Annotated[int, "sen"]
Day = dt.date

ColumnType = tuple[str, TypeEngine[Any]]
"""Name of the type in PostgreSQL's binary protocol, and the type for SQLAlchemy."""

_MARKED: Final[dict[str, ColumnType]] = {
    "int8": ("int8", BigInteger()),
    "timestamptz": ("timestamptz", DateTime(timezone=True)),
    "sen": ("int8", SenType()),
}
_PLAIN: Final[dict[Any, ColumnType]] = {
    int: ("int4", Integer()),
    str: ("text", Text()),
    bool: ("bool", Boolean()),
    bytes: ("bytea", LargeBinary()),
    dt.date: ("date", Date()),
    list[str]: ("text[]", ARRAY(Text())),
}


class Wire(NamedTuple):
    """A column as the binary COPY writes it."""

    name: str
    type: str
    nullable: bool


class Row(msgspec.Struct, gc=False):
    """Base of all rows of views."""

    table: ClassVar[Table]
    c: ClassVar[ReadOnlyColumnCollection[str, Column[Any]]]
    wire: ClassVar[tuple[Wire, ...]]
    marks: ClassVar[tuple[tuple[int, int], ...]]
    """(place of the column, number of the thing) of every column whose values the evaluator is told of."""


R = TypeVar("R", bound=Row)


def stored(
    table: str, *, many: bool = False, indexes: tuple[str, ...] = (), marks: dict[str, int] | None = None
) -> Callable[[type[R]], type[R]]:
    """Makes a row class the table `table`.

    Args:
        table: name of the table.
        many: a subject owns a list of such rows, numbered by the field `no`; else it owns one.
        indexes: columns to index. Only columns that do not change belong here: an index on one that does costs 9 to 12 µs an event.
        marks: column → number of the thing (hub/views/things.py) whose keys it holds; the owner's `skey` too where rules wait for it.
    """

    def make(cls: type[R]) -> type[R]:
        hints = get_type_hints(cls, include_extras=True)
        names = list(cls.__struct_fields__)
        wire, columns = [], []
        for name in names:
            (wire_type, sql_type), nullable = _column_type(hints[name])
            wire.append(Wire(name, wire_type, nullable))
            key = name == "skey" or (many and name == "no")
            columns.append(Column(name, sql_type, primary_key=key, nullable=nullable, autoincrement=False))
        extra = [Index(f"ix_{table}_{name}", name) for name in indexes]
        cls.table = Table(table, metadata, *columns, *extra, postgresql_with={"fillfactor": HOT, "autovacuum_vacuum_scale_factor": 0.02})
        cls.c = cls.table.c
        cls.wire = tuple(wire)
        cls.marks = tuple((names.index(name), int(thing)) for name, thing in (marks or {}).items())
        return cls

    return make


def _column_type(hint: Any) -> tuple[ColumnType, bool]:
    nullable = False
    if get_origin(hint) in (Union, types.UnionType):
        parts = [part for part in get_args(hint) if part is not type(None)]
        nullable = len(parts) < len(get_args(hint))
        (hint,) = parts
    if get_origin(hint) is Annotated:
        return _MARKED[get_args(hint)[1]], nullable
    return _PLAIN[hint], nullable

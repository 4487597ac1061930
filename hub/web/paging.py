"""Pages of a list by key: the last row's key is the address of what follows, so that rows that come in between shift nothing."""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import ColumnElement, literal, tuple_

from hub.web.problems import INPUT, RefusedError

SIZE: Final = 50
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """A page of a list; `after` is the cursor of the next one, None on the last."""

    rows: Sequence[T]
    after: str | None


def cursor(key: Sequence[str | int | dt.datetime]) -> str:
    """A key as text for a URL."""
    plain = [value.isoformat() if isinstance(value, dt.datetime) else value for value in key]
    return base64.urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")


def beyond(columns: Sequence[ColumnElement[Any]], after: str, *, descending: bool = False) -> ColumnElement[bool]:
    """The condition on rows behind the cursor in the order of the columns, all of them ascending or all descending.

    Raises:
        RefusedError: the cursor was not made by `cursor` for such columns.
    """
    key, kinds = _parse(after), [column.type.python_type for column in columns]
    if len(key) != len(kinds):
        raise RefusedError(INPUT)
    place = tuple_(*(literal(_value(value, kind), column.type) for value, kind, column in zip(key, kinds, columns, strict=True)))
    return tuple_(*columns) < place if descending else tuple_(*columns) > place


def cut(rows: Sequence[T], key: Callable[[T], Sequence[str | int | dt.datetime]]) -> Slice[T]:
    """A page out of at most `SIZE + 1` rows that were asked for."""
    shown = rows[:SIZE]
    return Slice(shown, cursor(key(shown[-1])) if len(rows) > SIZE else None)


def _value(value: Any, kind: type) -> Any:
    if kind is dt.datetime and isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError as error:
            raise RefusedError(INPUT) from error
    if type(value) is not kind:
        raise RefusedError(INPUT)
    return value


def _parse(after: str) -> list[Any]:
    try:
        key = json.loads(base64.b64decode(after + "=" * (-len(after) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise RefusedError(INPUT) from error
    if not isinstance(key, list):
        raise RefusedError(INPUT)
    return key

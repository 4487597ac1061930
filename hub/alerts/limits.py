"""The limits of a rule inside its query: the value that was in force at a moment.

All values of a parameter go into the query as two arrays, the instants from which they hold and the values; the place of a moment
among the instants is the place of its value. A rule that is asked for two moments thus sees two laws, in one statement.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ARRAY, ColumnElement, Integer, Numeric, Text, bindparam, func
from sqlalchemy.sql.elements import Grouping
from sqlalchemy.types import TypeEngine

from hub.alerts.law import Parameter, Value
from hub.alerts.moments import INSTANT, Moment
from hub.store.order import Days

_TYPES: Final[dict[type, TypeEngine[Any]]] = {int: Integer(), Decimal: Numeric(), str: Text()}
_READ: Final = """
SELECT p.rule, p.name, s.value, s.valid_from, s.valid_to
FROM parameter p JOIN parameter_span s USING (skey) ORDER BY s.valid_from, p.skey, s.no
"""
Span = tuple[Value, int, int | None]
"""(value, from, to) of a parameter."""
Told = dict[str, dict[str, list[tuple[str, int, int | None]]]]
"""What events set: rule → parameter → (value as text, from, to) in order of their beginning."""


class Limits:
    """What a rule's query says about its parameters."""

    def __init__(self, moment: Moment, parameters: Iterable[Parameter[Any]]) -> None:
        self._moment = moment
        self._types = {one.name: _TYPES[type(one.value)] for one in parameters}

    def __getitem__(self, name: str) -> ColumnElement[Any]:
        """The value in force at the moment asked for; NULL before its law."""
        return self.on(self._moment.last, name)

    def on(self, instant: ColumnElement[Any], name: str) -> ColumnElement[Any]:
        """The value in force at another instant: that of a contract, a signature."""
        values: Any = Grouping(_array(f"{name}_values", self._types[name]))
        found: ColumnElement[Any] = values[func.width_bucket(instant, _array(f"{name}_since", INSTANT))]
        return found


def _array(name: str, kind: TypeEngine[Any]) -> Any:
    return bindparam(name, None, type_=ARRAY(kind))


async def read(connection: Any) -> Told:
    """What the region has set until now, for today and for later."""
    found: Told = {}
    for rule, name, value, since, to in await connection.fetch(_READ):
        found.setdefault(rule, {}).setdefault(name, []).append((value, since, to))
    return found


def arguments(
    parameters: Iterable[Parameter[Any]], told: Mapping[str, list[tuple[str, int, int | None]]], days: Days
) -> dict[str, list[Any]]:
    """The arrays of a rule's parameters: the declared values under those that events set.

    Raises:
        SetAsideError: a value is not of its parameter's type.
    """
    declared: dict[str, list[Parameter[Any]]] = {}
    for one in parameters:
        declared.setdefault(one.name, []).append(one)
    found: dict[str, list[Any]] = {}
    for name, values in declared.items():
        defaults: list[Span] = [(one.value, days.instant(one.since), None) for one in sorted(values, key=lambda one: one.since)]
        said: list[Span] = [(values[0].read(text), since, to) for text, since, to in told.get(name, [])]
        steps = _steps([*defaults, *said])
        found[f"{name}_since"] = [since for since, _ in steps]
        found[f"{name}_values"] = [value for _, value in steps]
    return found


def _steps(spans: list[Span]) -> list[tuple[int, Value | None]]:
    """(from, value) in order of time; where spans overlap the later one of the list counts, and None where none holds."""
    edges = sorted({edge for _, since, to in spans for edge in (since, to) if edge is not None})
    return [(edge, _holding(spans, edge)) for edge in edges]


def _holding(spans: list[Span], at: int) -> Value | None:
    holding = [value for value, since, to in spans if since <= at and (to is None or at < to)]
    return holding[-1] if holding else None

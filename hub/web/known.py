"""What held, as the hub knew it at a moment: the subjects' facts up to a commit_no, folded anew by the same `step` as ever."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.projection.fold import Told, fold
from hub.projection.telling import Teller
from hub.store.log import Logged
from hub.store.order import Days, moment
from hub.store.tables import event
from hub.views.budgets import BudgetLineState
from hub.views.complaints import ComplaintState
from hub.views.designations import DesignationState
from hub.views.employees import EmployeeState
from hub.views.kit import State
from hub.views.payroll import PayLineState
from hub.views.posts import Occupancy, PostState
from hub.views.registry import VIEWS
from hub.web import formats, words
from hub.web.queries import events


class Span(NamedTuple):
    """Something that held; `end` None: still. A span whose end is its begin is an instant."""

    text: str
    begin: dt.datetime
    end: dt.datetime | None


class Known(NamedTuple):
    """What was known of a subject at a commit."""

    skey: int
    commit_no: int
    spans: tuple[Span, ...]


class _Types:
    """Names of the types in the rows at hand."""

    def __init__(self, names: dict[int, str]) -> None:
        self._names = names

    def name(self, number: int) -> str:
        return self._names[number]


async def known(connection: AsyncConnection, keys: Iterable[int], commits: Sequence[int], days: Days) -> list[Known]:
    """The spans of every subject as known at every commit, in one query."""
    rows = (await connection.execute(events.columns().where(event.c.skey.in_(sorted(set(keys)))))).all()
    numbers = {name: number for number, name in enumerate(sorted({row.type for row in rows}))}
    teller = Teller(_Types({number: name for name, number in numbers.items()}), days)
    found = []
    for skey in dict.fromkeys(keys):
        told = [(row.commit_no, row.subject, row.kind, teller(_logged(row, numbers))) for row in rows if row.skey == skey]
        found += [Known(skey, commit, _spans(skey, [one for one in told if one[0] <= commit], days)) for commit in commits]
    return found


def _logged(row: Any, numbers: dict[str, int]) -> Logged:
    of_key = row.of_key.bytes if row.of_key is not None else None
    return Logged(row.skey, row.okey, numbers[row.type], 0, row.payload, None, (), of_key)


def _spans(skey: int, told: list[tuple[int, str, int, Told]], days: Days) -> tuple[Span, ...]:
    if not told:
        return ()
    _, subject, kind, _ = told[0]
    state = fold(VIEWS[kind], skey, subject, sorted((one[3] for one in told), key=lambda fact: fact.key), days)
    return tuple(_of_state(state, days)) if state is not None else ()


def _span(text: str, begin: int | None, end: int | None) -> Span | None:
    return None if begin is None else Span(text, moment(begin), None if end is None else moment(end))


def _of_state(state: State, days: Days) -> list[Span]:
    match state:
        case PostState(_, occupancies):
            found = [_occupancy(one, days) for one in occupancies]
        case EmployeeState(_, employments):
            found = [_span(words.word(words.STATUS, one.status), one.valid_from, one.valid_to) for one in employments]
        case ComplaintState(_, spans):
            found = [_span(_stage(one.what, one.agency), one.valid_from, one.valid_to) for one in spans if one.what != "open"]
        case DesignationState(row):
            found = [_span(row.office.upper(), row.valid_from, row.valid_to)]
        case BudgetLineState(_, amounts):
            found = [_span(formats.short_rupiah(formats.from_sen(one.amount)), one.valid_from, one.valid_to) for one in amounts]
        case PayLineState(row):
            found = [_span("Dibayar", row.paid_at, row.paid_at)]
        case _:
            found = []
    return [one for one in found if one is not None]


def _occupancy(one: Occupancy, days: Days) -> Span | None:
    """A letter's last day ends the span in the drawing where nothing ended it in fact."""
    planned = one.extended_until or one.until
    last = days.instant(planned + dt.timedelta(days=1)) if planned else None
    return _span(words.word(words.OCCUPANCY, one.kind), one.valid_from, one.valid_to if one.valid_to is not None else last)


def _stage(what: str, agency: str | None) -> str:
    return "Ditunda" if what == "held" else f"di {agency or 'admin'}"

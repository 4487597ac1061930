"""The clocks of a complaint on a page, and that rule A23 counts the same days."""

import datetime as dt
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from hub.calendar.build import calendars
from hub.web.clocks import Clock, Limits, Reckoning, pressing
from hub.web.queries.working import Counted, Working

ZONE = ZoneInfo("Asia/Jakarta")
LIMITS = Limits(3, 5, {"informasi": 5, "pengawasan": 60, None: 14}, "16:00")


class Row(NamedTuple):
    agency: str | None = "dishub"
    unit: str | None = None
    kind: str | None = None
    verified_at: dt.datetime | None = None


class Span(NamedTuple):
    what: str
    valid_from: dt.datetime
    valid_to: dt.datetime | None = None
    answered_at: dt.datetime | None = None
    proof: bool = False


def at(day: int, hour: int = 9, month: int = 4) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=ZONE)


def working() -> Working:
    made = calendars([], {}, dt.date(2026, 12, 31))
    days = {(name, row.day): Counted(row.hk, row.working, row.closes) for name, rows in made.days.items() for row in rows}
    return Working(days, {}, ZONE)


def clocks(row: Row, *spans: Any, now: dt.datetime) -> dict[str, Clock]:
    return {clock.name: clock for clock in Reckoning(LIMITS, working(), now).clocks(row, spans)}


# 2 April 2026 is a Thursday; 3 April a Friday.
@pytest.mark.parametrize(
    ("received", "now", "used", "late"),
    [
        (at(2), at(2, 15), 0, False),
        (at(2), at(7), 3, False),
        (at(2), at(8), 4, True),
        (at(2, 17), at(8), 3, False),
        (at(4), at(9), 3, False),
        (at(4), at(10), 4, True),
    ],
)
def test_verification_is_late_on_the_day_after_its_limit_day(received: dt.datetime, now: dt.datetime, used: int, *, late: bool) -> None:
    clock = clocks(Row(agency=None), Span("open", received), now=now)["verifikasi"]
    assert (clock.used, clock.late) == (used, late)


def test_hand_over_ends_verification_and_begins_the_response() -> None:
    found = clocks(Row(), Span("open", at(2)), Span("at", at(6)), now=at(9))
    assert (found["verifikasi"].ended_at, found["verifikasi"].late) == (at(6), False)
    assert (found["tanggapan"].used, found["tanggapan"].allowed) == (3, 5)


def test_second_hand_over_begins_the_response_anew_but_not_the_completion() -> None:
    found = clocks(Row(), Span("open", at(2)), Span("at", at(2), at(9)), Span("at", at(9)), now=at(13))
    assert (found["tanggapan"].used, found["penyelesaian"].used) == (2, 7)


@pytest.mark.parametrize(("proof", "used", "late"), [(True, 10, False), (False, 20, True)])
def test_hold_stops_the_clock_only_with_proof_that_the_reporter_was_asked(*, proof: bool, used: int, late: bool) -> None:
    held = Span("held", at(6), at(20), proof=proof)
    clock = clocks(Row(), Span("open", at(2)), Span("at", at(2)), held, now=at(30))["penyelesaian"]
    assert (clock.used, clock.late) == (used, late)


def test_hold_without_an_end_stands_still() -> None:
    clock = clocks(Row(), Span("open", at(2)), Span("at", at(2)), Span("held", at(6), proof=True), now=at(1, month=6))["penyelesaian"]
    assert (clock.used, clock.stands, clock.late) == (2, True, False)


def test_resolved_complaint_has_no_running_clock() -> None:
    found = clocks(Row(), Span("open", at(2), at(17)), Span("at", at(2)), now=at(30))
    assert pressing(list(found.values())) is None
    assert (found["penyelesaian"].ended_at, found["penyelesaian"].late) == (at(17), False)


@pytest.mark.parametrize(("kind", "allowed"), [(None, 14), ("aspirasi", 14), ("informasi", 5), ("pengawasan", 60)])
def test_class_decides_the_days_of_completion(kind: str | None, allowed: int) -> None:
    assert clocks(Row(kind=kind), Span("open", at(2)), now=at(3))["penyelesaian"].allowed == allowed


def test_beyond_the_calendar_nothing_is_claimed() -> None:
    assert Reckoning(LIMITS, Working({}, {}, ZONE), at(2)).clocks(Row(), [Span("open", at(2))]) == []

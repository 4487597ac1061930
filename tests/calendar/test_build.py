"""Calendars computed from what was said about days and weeks."""

import datetime as dt

from hub.calendar.build import NATIONAL, Calendars, Special, Week, calendars
from hub.calendar.tables import FIVE, SIX

LAST = dt.date(2026, 12, 31)
SATURDAY, FRIDAY, MONDAY = dt.date(2026, 3, 7), dt.date(2026, 3, 6), dt.date(2026, 3, 9)


def week(since: str, to: str | None = None, days: int = 6, follows: str = NATIONAL, closes: str | None = None) -> Week:
    return Week(dt.date.fromisoformat(since), None if to is None else dt.date.fromisoformat(to), days, follows, closes)


def worked(made: Calendars, name: str, day: dt.date) -> bool:
    return next(one.working for one in made.days[name] if one.day == day)


def between(made: Calendars, name: str, first: dt.date, last: dt.date) -> int:
    hk = {one.day: one.hk for one in made.days[name]}
    return hk[last] - hk[first]


def test_saturday_counts_for_six_days_alone() -> None:
    made = calendars([], {}, LAST)
    assert (worked(made, FIVE, SATURDAY), worked(made, SIX, SATURDAY)) == (False, True)
    assert (between(made, FIVE, FRIDAY, MONDAY), between(made, SIX, FRIDAY, MONDAY)) == (1, 2)


def test_holiday_and_joint_leave_count_for_nobody_and_a_working_day_instead_counts_for_all() -> None:
    said = [Special(NATIONAL, FRIDAY, working=False), Special(NATIONAL, SATURDAY, working=True)]
    made = calendars(said, {}, LAST)
    assert [worked(made, name, day) for name in (FIVE, SIX) for day in (FRIDAY, SATURDAY)] == [False, True, False, True]


def test_ordinals_are_those_of_2026_with_its_joint_leave_in_march() -> None:
    free = ["2026-03-18", "2026-03-19", "2026-03-20", "2026-03-23", "2026-03-24"]
    made = calendars([Special(NATIONAL, dt.date.fromisoformat(day), working=False) for day in free], {}, LAST)
    assert between(made, FIVE, dt.date(2026, 3, 17), dt.date(2026, 3, 25)) == 1


def test_units_that_work_alike_share_a_calendar() -> None:
    made = calendars([], {("dinkes", "pkm-a"): [week("2020-01-01")], ("dinkes", "pkm-b"): [week("2024-01-01")]}, LAST)
    assert made.of == {("dinkes", "pkm-a"): SIX, ("dinkes", "pkm-b"): SIX}
    assert set(made.days) == {FIVE, SIX}


def test_unit_that_changes_its_week_has_a_calendar_of_its_own() -> None:
    weeks = [week("2020-01-01", "2026-03-02"), week("2026-03-02", days=5)]
    made = calendars([], {("dinkes", "pkm-a"): weeks}, LAST)
    name = made.of["dinkes", "pkm-a"]
    assert name == "dinkes/pkm-a"
    assert (worked(made, name, dt.date(2026, 2, 28)), worked(made, name, SATURDAY)) == (True, False)


def test_unit_follows_its_agency_until_it_says_otherwise() -> None:
    made = calendars([], {("dinkes", ""): [week("2020-01-01")], ("dinkes", "kantor"): [week("2020-01-01", days=5)]}, LAST)
    assert made.of == {("dinkes", ""): SIX, ("dinkes", "kantor"): FIVE}


def test_regional_day_counts_for_those_who_follow_its_calendar() -> None:
    said = [Special("kota", FRIDAY, working=False), Special(NATIONAL, MONDAY, working=False)]
    made = calendars(said, {("dishub", ""): [week("2020-01-01", days=5, follows="kota")]}, LAST)
    assert made.of == {("dishub", ""): "dishub"}
    assert [worked(made, "dishub", day) for day in (FRIDAY, MONDAY)] == [False, False]
    assert [worked(made, FIVE, day) for day in (FRIDAY, MONDAY)] == [True, False]


def test_office_hours_belong_to_the_week() -> None:
    made = calendars([], {("dukcapil", ""): [week("2020-01-01", days=5, closes="18:00")]}, LAST)
    assert {one.closes for one in made.days["dukcapil"]} == {"18:00"}
    assert {one.closes for one in made.days[FIVE]} == {None}

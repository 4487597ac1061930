"""Our own table of holidays against the public library: same days, same kind."""

import csv

import holidays

from hub.reference.first import HOLIDAYS

YEARS = (2024, 2025, 2026)


def test_own_holidays_are_those_of_the_public_library() -> None:
    public = holidays.country_holidays("ID", years=YEARS, categories=("public",), language="id")
    joint = holidays.country_holidays("ID", years=YEARS, categories=("government",), language="id")
    expected = {day.isoformat(): "free" for day in public} | {day.isoformat(): "joint-leave" for day in joint if day not in public}
    with HOLIDAYS.open(encoding="utf-8") as rows:
        own = {row["hari"]: row["jenis"] for row in csv.DictReader(rows, delimiter=";")}
    assert {day: "joint-leave" if kind == "joint-leave" else "free" for day, kind in own.items()} == expected
    assert set(own.values()) == {"national-holiday", "joint-leave", "election-day"}

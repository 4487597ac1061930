"""Limits of rules over time: what is declared, under what the region sets."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from hub.alerts.law import Parameter
from hub.alerts.limits import arguments
from hub.errors import SetAsideError
from hub.store.order import Days

DAYS = Days(ZoneInfo("Asia/Jakarta"))
MONTHS = Parameter("months", 3, dt.date(2020, 1, 1), "UU 1", "Bulan.")


def at(day: str) -> int:
    return DAYS.instant(dt.date.fromisoformat(day))


def test_declared_value_holds_from_its_law_on() -> None:
    assert arguments([MONTHS], {}, DAYS) == {"months_since": [at("2020-01-01")], "months_values": [3]}


def test_later_law_replaces_the_earlier_one_from_its_day() -> None:
    later = Parameter("months", 6, dt.date(2025, 4, 30), "UU 2", "Bulan.")
    made = arguments([later, MONTHS], {}, DAYS)
    assert (made["months_since"], made["months_values"]) == ([at("2020-01-01"), at("2025-04-30")], [3, 6])


def test_value_of_the_region_holds_in_its_span_and_the_law_again_after_it() -> None:
    made = arguments([MONTHS], {"months": [("4", at("2026-01-01"), at("2026-07-01"))]}, DAYS)
    assert made["months_since"] == [at("2020-01-01"), at("2026-01-01"), at("2026-07-01")]
    assert made["months_values"] == [3, 4, 3]


def test_value_of_another_type_is_refused_by_name() -> None:
    with pytest.raises(SetAsideError, match="months harus bilangan bulat"):
        arguments([MONTHS], {"months": [("tiga", at("2026-01-01"), None)]}, DAYS)

"""Values of an alert as people read them."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.alerts.rules import RULES
from hub.web import values
from hub.web.formats import Formats

SAID = Formats(ZoneInfo("Asia/Jakarta"))


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("limit", "2026-04-05", "5 Apr 2026"),
        ("limit", "2026-13-05", "2026-13-05"),
        ("seen", "2026-04-05T10:00:00+07:00", "5 Apr 2026, 10.00 WIB"),
        ("period", "2026-03", "Maret 2026"),
        ("amount", "4950000", "Rp4.950.000"),
        ("amount", "banyak", "banyak"),
        ("status", "retired", "Pensiun"),
        ("level", 2, "2"),
        ("share", 1.5, "1,5"),
        ("proof", True, "ya"),
        ("nothing", None, ""),
    ],
)
def test_value_is_shown_by_its_kind(name: str, value: Any, text: str) -> None:
    assert values.one(name, value, SAID) == text


def test_known_values_come_first_and_absent_ones_not_at_all() -> None:
    shown = values.shown({"zebra": 1, "limit": "2026-04-05", "since": "2026-01-05", "extended_until": None}, SAID)
    assert [one.label for one in shown] == ["Sejak", "Batas", "Zebra"]


def test_sentence_of_a_rule_gets_its_values_and_a_dash_for_what_is_missing() -> None:
    assert values.filled("Batas {limit:tanggal}, naik ke {escalates_to}.", {"limit": "2026-04-05"}, SAID) == "Batas 5 Apr 2026, naik ke —."


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_sentence_of_every_rule_is_filled_whole(rule: Any) -> None:
    assert "{" not in values.filled(rule.do_now, {}, SAID)

"""Sentences of rules with their values, as officials read them."""

import pytest

from hub.alerts.rules import RULES
from hub.alerts.words import UNKNOWN, fill


def test_day_and_amount_are_written_as_indonesians_write_them() -> None:
    values = {"limit": "2026-04-05", "amount": "1500000.00"}
    assert fill("Sampai {limit:tanggal}, senilai {amount:rupiah}.", values) == "Sampai 5 April 2026, senilai Rp1.500.000,00."


def test_value_that_is_not_known_says_so() -> None:
    assert fill("Sampai {limit:tanggal}, {clock}.", {"limit": None}) == f"Sampai {UNKNOWN}, {UNKNOWN}."


def test_format_that_is_none_of_ours_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"Unknown format code|Invalid format"):
        fill("{limit:hari}", {"limit": "2026-04-05"})


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_says_what_to_do_even_without_values(rule: object) -> None:
    assert fill(rule.do_now, {}).endswith(".")  # type: ignore[attr-defined]  # pytest gives what RULES holds

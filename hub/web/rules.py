"""What pages say about rules: the words of the catalogue in `hub.alerts.rules`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Self

from hub.alerts.law import Law, Parameter
from hub.alerts.rule import Rule
from hub.alerts.rules import RULES


@dataclass(frozen=True, slots=True)
class RuleText:
    """One rule as people read it; attributes as in `hub.alerts.rule.Rule`."""

    code: str
    title: str
    law: tuple[Law, ...] = ()
    acts: tuple[str, ...] = ()
    do_now: str = ""
    parameters: tuple[Parameter[Any], ...] = ()

    @classmethod
    def of(cls, rule: Rule) -> Self:
        return cls(rule.code, rule.title, rule.law, rule.acts, rule.do_now, rule.parameters)


class Catalogue:
    """All rules by code. A rule that was retired keeps its alerts, so an unknown code has a plain text instead of none."""

    def __init__(self, rules: Iterable[Rule] = RULES) -> None:
        self._rules = {rule.code: RuleText.of(rule) for rule in rules}

    def __getitem__(self, code: str) -> RuleText:
        return self._rules.get(code) or RuleText(code, f"Aturan {code}")

    def __iter__(self) -> Iterator[RuleText]:
        return iter(self._rules.values())

    def name(self, code: str) -> str:
        """`A08 Plt melampaui batas waktu`."""
        return f"{code} {self[code].title}"

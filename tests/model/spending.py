"""Budgets and what was spent, from the whole list of a subject's facts."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from schemas import spending as s
from schemas.payload import Payload
from tests.model.facts import Fact, Rows, Zone, alias, at, last, rupiah


def _begun(facts: Sequence[Fact], beginning: type[Payload]) -> list[Fact]:
    """The newest beginning and what came after it; nothing where there is none."""
    start = max((n for n, fact in enumerate(facts) if isinstance(fact.data, beginning)), default=None)
    return [] if start is None else list(facts[start:])


def budget_version(facts: Sequence[Fact], _: Zone) -> Rows:
    told = _begun(facts, s.BudgetVersionOpened)
    if not told:
        return {}
    opened, closed = told[0], last(told, s.BudgetVersionClosed)
    row = {
        "skey": opened.subject,
        "subject": opened.subject,
        "agency": opened.data.agency,
        "year": opened.data.year,
        "stage": opened.data.stage,
        "number": opened.data.number,
        "effective_at": opened.at,
        "closed_at": at(closed),
        "lines": None if closed is None else closed.data.lines,
        "total": None if closed is None else rupiah(closed.data.total),
    }
    return {"budget_version": [row]}


def budget_line(facts: Sequence[Fact], _: Zone) -> Rows:
    newest = last(facts, s.BudgetLineSet)
    if newest is None:
        return {}
    row = {
        "skey": newest.subject,
        "subject": newest.subject,
        **{name: getattr(newest.data, name) for name in ("agency", "year", "activity", "account", "fund")},
        "amount": rupiah(newest.data.amount),
        "effective_at": newest.at,
    }
    amounts = [
        {
            "skey": fact.subject,
            "no": n,
            "version": fact.data.version,
            "amount": rupiah(fact.data.amount),
            "valid_from": fact.at,
            "valid_to": at(after),
        }
        for n, (fact, after) in enumerate(pairwise([*facts, None]))
        if fact is not None
    ]
    return {"budget_line": [row], "budget_amount": amounts}


def spm(facts: Sequence[Fact], _: Zone) -> Rows:
    told = _begun(facts, s.SpmIssued)
    if not told:
        return {}
    said = told[0].data
    row = {
        "skey": told[0].subject,
        "subject": told[0].subject,
        **_same(said, "number", "agency", "unit", "kind", "signing_as", "signer"),
        "amount": rupiah(said.amount),
        "issued_at": told[0].at,
        "returned_at": at(last(told, s.SpmReturned)),
        "signer_nip": alias("nip", said.signer_nip),
    }
    return {"spm": [row]}


def sp2d(facts: Sequence[Fact], _: Zone) -> Rows:
    told = _begun(facts, s.Sp2dIssued)
    if not told:
        return {}
    issued, said = told[0], told[0].data
    row = {
        "skey": issued.subject,
        "subject": issued.subject,
        **_same(said, "number", "agency", "unit", "year", "kind", "spm"),
        "spending": said.kind in {"LS", "GU"},
        "amount": rupiah(said.amount),
        "issued_at": issued.at,
        "cancelled_at": at(last(told, s.Sp2dCancelled)),
        "token": issued.token,
    }
    lines = [
        {"skey": issued.subject, "no": n, **_same(line, "activity", "account", "fund"), "amount": rupiah(line.amount)}
        for n, line in enumerate(said.lines or ())
    ]
    return {"sp2d": [row], "sp2d_line": lines}


def _same(said: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(said, name) for name in names}

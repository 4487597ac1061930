"""Random facts of spending and payroll."""

from collections.abc import Callable
from random import Random
from typing import Any, Final

from schemas import payroll, spending
from schemas.payload import Payload
from tests.histories.world import ACCOUNTS, AGENCIES, AMOUNTS, DAYS, EMPLOYEES, LETTERS, NIKS, NIPS, SUBJECTS, UNITS, maybe

ACTIVITY, ACCOUNT = ("2.15.02.2.01.0001", "1.02.01.2.01.0001"), ("5.1.02.01.01.0024", "5.1.02.01.01.024")


def _decided(rng: Random) -> dict[str, Any]:
    return {"agency": rng.choice(AGENCIES), "effective": rng.choice(DAYS)}


def _why(rng: Random) -> dict[str, Any]:
    return {**_decided(rng), "reason": maybe(rng, "Salah rekening")}


def _opened(rng: Random) -> dict[str, Any]:
    stage = rng.choice(("apbd", "pergeseran"))
    return {
        **_decided(rng),
        "agency": maybe(rng, *AGENCIES),
        "year": 2026,
        "stage": stage,
        "number": maybe(rng, 1, 2),
        "decree": rng.choice(LETTERS),
    }


def _closed(rng: Random) -> dict[str, Any]:
    return {**_decided(rng), "lines": rng.choice((0, 412)), "total": rng.choice(AMOUNTS)}


def _line(rng: Random) -> dict[str, Any]:
    return {
        "activity": rng.choice(ACTIVITY),
        "account": rng.choice(ACCOUNT),
        "catalogue": maybe(rng, "Kepmendagri 900.1.15.5-3406/2024"),
        "fund": maybe(rng, "pad", "dau"),
        "amount": rng.choice(AMOUNTS),
    }


def _lines(rng: Random) -> tuple[dict[str, Any], ...] | None:
    return maybe(rng, tuple(_line(rng) for _ in range(rng.choice((0, 1, 3)))))


def _budget_line(rng: Random) -> dict[str, Any]:
    version = maybe(rng, *SUBJECTS["budget-version"])
    return {**_decided(rng), **_line(rng), "unit": rng.choice(UNITS), "year": rng.choice((2025, 2026)), "version": version}


def _spm(rng: Random) -> dict[str, Any]:
    return {
        **_decided(rng),
        "unit": rng.choice(UNITS),
        "number": rng.choice(("0017", "0018")),
        "kind": rng.choice(("LS", "UP", "GU", "TU")),
        "amount": rng.choice(AMOUNTS),
        "signer": maybe(rng, *EMPLOYEES),
        "signer_nip": maybe(rng, *NIPS),
        "signing_as": maybe(rng, "pa", "plh-pa"),
        "lines": _lines(rng),
    }


def _sp2d(rng: Random) -> dict[str, Any]:
    return {
        **_decided(rng),
        "unit": rng.choice(UNITS),
        "number": rng.choice(("0021", "0022")),
        "kind": rng.choice(("LS", "UP", "GU", "TU")),
        "year": rng.choice((2025, 2026)),
        "spm": maybe(rng, *SUBJECTS["spm"]),
        "amount": rng.choice(AMOUNTS),
        "lines": _lines(rng),
        "payee": maybe(rng, "CV Contoh"),
    }


def _cancelled(rng: Random) -> dict[str, Any]:
    return {**_why(rng), "decree": rng.choice(LETTERS)}


def _paid(rng: Random) -> dict[str, Any]:
    components = tuple(
        {"code": code, "amount": rng.choice(("4387900", "-100.25", "0"))} for code in ("gaji-pokok", "tunjangan", "gaji-pokok")
    )
    return {
        **_decided(rng),
        "unit": rng.choice(UNITS),
        "pay": rng.choice(("salary", "salary", "thr", "arrears")),
        "period": rng.choice(("2026-02", "2026-03")),
        "person": maybe(rng, *EMPLOYEES, *EMPLOYEES[:1] * 3),
        "nip": maybe(rng, *NIPS),
        "nik": maybe(rng, *NIKS),
        "account": maybe(rng, *ACCOUNTS),
        "components": maybe(rng, components[: rng.choice((0, 1, 3))]),
        "net": rng.choice(("4950000", "-4950000", "0.05")),
        "sp2d": maybe(rng, *SUBJECTS["sp2d"]),
    }


MAKES: Final[dict[type[Payload], Callable[[Random], dict[str, Any]]]] = {
    spending.BudgetVersionOpened: _opened,
    spending.BudgetVersionClosed: _closed,
    spending.BudgetLineSet: _budget_line,
    spending.SpmIssued: _spm,
    spending.SpmReturned: _why,
    spending.Sp2dIssued: _sp2d,
    spending.Sp2dCancelled: _cancelled,
    payroll.LinePaid: _paid,
    payroll.LineReversed: _why,
}

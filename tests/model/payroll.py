"""Pay lines, from the whole list of a subject's facts."""

from collections.abc import Sequence
from decimal import Decimal

from schemas.payroll import LinePaid, LineReversed
from tests.model.facts import Fact, Rows, Zone, alias, at, last, rupiah


def pay_line(facts: Sequence[Fact], _: Zone) -> Rows:
    paid = last(facts, LinePaid)
    if paid is None:
        return {}
    said = paid.data
    row = {
        "skey": paid.subject,
        "subject": paid.subject,
        **{name: getattr(said, name) for name in ("agency", "unit", "period", "pay", "person", "sp2d")},
        "nip": alias("nip", said.nip),
        "account": alias("account", said.account),
        "basic": sum((rupiah(part.amount) for part in said.components or () if part.code == "gaji-pokok"), Decimal(0)),
        "net": rupiah(said.net),
        "paid_at": paid.at,
        "reversed_at": at(last(facts[facts.index(paid) :], LineReversed)),
        "token": paid.token,
    }
    return {"pay_line": [row]}

"""Pay lines: one person, one period, one paying agency. Amounts are specific personal data behind the policy."""

from typing import Final

from hub.keys import subject_key
from hub.store.rows import Instant, Key, Row, Sen, stored
from hub.views.kit import Fact, State, replace, view
from hub.views.things import Thing
from schemas.fields import sen
from schemas.payroll import LinePaid, LineReversed

BASIC: Final = "gaji-pokok"
"""Code of the component that is basic salary."""


@stored("pay_line", indexes=("nip", "account", "person"), marks={"skey": Thing.PAY_LINE})
class PayLine(Row):
    """`pay` is the run (salary, tpp, thirteenth, thr, arrears, death-grant, …); `period` is the month paid for, YYYY-MM."""

    skey: Key
    subject: str
    agency: str
    unit: str | None
    period: str
    pay: str
    person: Key | None
    nip: Key | None
    account: Key | None
    basic: Sen
    net: Sen
    paid_at: Instant
    reversed_at: Instant | None
    sp2d: str | None
    token: bytes | None


class PayLineState(State):
    row: PayLine


@view(Thing.PAY_LINE, PayLineState)
def pay_line(state: PayLineState | None, fact: Fact) -> PayLineState | None:
    """A pay line after one more fact; a reversal before its payment waits for it."""
    match fact.data:
        case LinePaid() as said:
            nip, _, account = fact.hashes
            return PayLineState(
                PayLine(
                    skey=fact.skey,
                    subject=fact.subject,
                    agency=said.agency,
                    unit=said.unit,
                    period=said.period,
                    pay=said.pay,
                    person=None if said.person is None else subject_key(said.person),
                    nip=nip,
                    account=account,
                    basic=sum(sen(part.amount) for part in said.components or () if part.code == BASIC),
                    net=sen(said.net),
                    paid_at=fact.effective,
                    reversed_at=None,
                    sp2d=said.sp2d,
                    token=fact.token,
                )
            )
        case LineReversed() if state is not None:
            return PayLineState(replace(state.row, reversed_at=fact.effective))
    return state

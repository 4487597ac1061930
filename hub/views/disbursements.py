"""What was spent: payment orders (SPM) and disbursements (SP2D)."""

from typing import Final

from hub.keys import subject_key
from hub.store.rows import Instant, Key, Row, Sen, stored
from hub.views.kit import Fact, State, replace, view
from hub.views.things import Thing
from schemas.fields import sen
from schemas.spending import Sp2dCancelled, Sp2dIssued, SpmIssued, SpmReturned

ADVANCES: Final = ("UP", "TU")
"""Advances, not spending, until they are accounted for (Permendagri 77/2020)."""


@stored("spm", indexes=("agency", "signer", "signer_nip"), marks={"skey": Thing.SPM})
class Spm(Row):
    """A payment order; the signer is known as a record, by a NIP, or both."""

    skey: Key
    subject: str
    number: str
    agency: str
    unit: str | None
    kind: str
    amount: Sen
    issued_at: Instant
    returned_at: Instant | None
    signing_as: str | None
    signer: Key | None
    signer_nip: Key | None


class SpmState(State):
    row: Spm


@view(Thing.SPM, SpmState)
def spm(state: SpmState | None, fact: Fact) -> SpmState | None:
    """An SPM after one more fact; a return before its issue waits for it."""
    match fact.data:
        case SpmIssued() as said:
            signer = None if said.signer is None else subject_key(said.signer)
            (nip,) = fact.hashes
            return SpmState(
                Spm(
                    skey=fact.skey,
                    subject=fact.subject,
                    number=said.number,
                    agency=said.agency,
                    unit=said.unit,
                    kind=said.kind,
                    amount=sen(said.amount),
                    issued_at=fact.effective,
                    returned_at=None,
                    signing_as=said.signing_as,
                    signer=signer,
                    signer_nip=nip,
                )
            )
        case SpmReturned() if state is not None:
            return SpmState(replace(state.row, returned_at=fact.effective))
    return state


@stored("sp2d", indexes=("agency",), marks={"skey": Thing.SP2D})
class Sp2d(Row):
    """A disbursement; `spending` is false for advances."""

    skey: Key
    subject: str
    number: str
    agency: str
    unit: str | None
    year: int
    kind: str
    spending: bool
    amount: Sen
    issued_at: Instant
    cancelled_at: Instant | None
    spm: Key | None
    token: bytes | None


@stored("sp2d_line", many=True)
class Sp2dLine(Row):
    """A part of a disbursement by activity, account and fund."""

    skey: Key
    no: int
    activity: str
    account: str
    fund: str | None
    amount: Sen


class Sp2dState(State):
    row: Sp2d
    lines: list[Sp2dLine]


@view(Thing.SP2D, Sp2dState)
def sp2d(state: Sp2dState | None, fact: Fact) -> Sp2dState | None:
    """An SP2D after one more fact; a cancellation before its issue waits for it."""
    match fact.data:
        case Sp2dIssued() as said:
            row = Sp2d(
                skey=fact.skey,
                subject=fact.subject,
                number=said.number,
                agency=said.agency,
                unit=said.unit,
                year=said.year,
                kind=said.kind,
                spending=said.kind not in ADVANCES,
                amount=sen(said.amount),
                issued_at=fact.effective,
                cancelled_at=None,
                spm=None if said.spm is None else subject_key(said.spm),
                token=fact.token,
            )
            lines = [Sp2dLine(fact.skey, no, x.activity, x.account, x.fund, sen(x.amount)) for no, x in enumerate(said.lines or ())]
            return Sp2dState(row, lines)
        case Sp2dCancelled() if state is not None:
            return Sp2dState(replace(state.row, cancelled_at=fact.effective), state.lines)
    return state

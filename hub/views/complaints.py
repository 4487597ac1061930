"""Complaints and their three clocks: verification, first response, completion (PermenPANRB 62/2018)."""

from typing import Any

from hub.store.rows import Instant, Key, Row, stored
from hub.views.kit import Fact, State, replace, view
from hub.views.things import Thing
from schemas.complaints import (
    ComplaintArchived,
    ComplaintClassified,
    ComplaintClosed,
    ComplaintDeclined,
    ComplaintDispatched,
    ComplaintMerged,
    ComplaintPutOnHold,
    ComplaintReceived,
    ComplaintReopened,
    ComplaintResolved,
    ComplaintResponded,
    ComplaintResumed,
    ComplaintVerified,
)


@stored("complaint", indexes=("received_at",), marks={"skey": Thing.COMPLAINT})
class Complaint(Row):
    """The newest of everything; `complaint_span` answers for any moment before. `kind` is the class, null while none is set."""

    skey: Key
    subject: str
    number: str
    agency: str | None
    unit: str | None
    kind: str | None
    topic: str | None
    service: str | None
    region: str | None
    channel: str
    state: str
    received_at: Instant
    verified_at: Instant | None
    responded_at: Instant | None
    resolved_at: Instant | None
    closed_at: Instant | None
    routes: int
    declines: int
    merged_into: str | None
    token: bytes | None


@stored("complaint_span", many=True, indexes=("agency",))
class ComplaintSpan(Row):
    """A span of a complaint.

    `what` is open (from receipt or reopening to resolution), held (the clocks stand still if `proof`: the reporter was asked), or at (an
    agency had it; `answered_at` is its first response).
    """

    skey: Key
    no: int
    what: str
    agency: str | None
    valid_from: Instant
    valid_to: Instant | None
    answered_at: Instant | None
    proof: bool


class ComplaintState(State):
    row: Complaint
    spans: list[ComplaintSpan]


@view(Thing.COMPLAINT, ComplaintState)
def complaint(state: ComplaintState | None, fact: Fact) -> ComplaintState | None:
    """A complaint and its clocks after one more fact; what comes before its receipt waits for it."""
    if isinstance(fact.data, ComplaintReceived):
        return _received(fact, fact.data) if state is None else state
    if state is None:
        return None
    return _handled(state, fact) or _ended(state, fact) or state


def _received(fact: Fact, said: ComplaintReceived) -> ComplaintState:
    row = Complaint(
        skey=fact.skey,
        subject=fact.subject,
        number=said.number,
        agency=said.agency,
        unit=said.unit,
        kind=said.complaint_class,
        topic=said.topic,
        service=said.service,
        region=said.region,
        channel=said.channel,
        state="received",
        received_at=fact.effective,
        verified_at=None,
        responded_at=None,
        resolved_at=None,
        closed_at=None,
        routes=0,
        declines=0,
        merged_into=None,
        token=fact.token,
    )
    spans = _opened([], fact, "open", None)
    return ComplaintState(row, spans if said.agency is None else _opened(spans, fact, "at", said.agency))


def _handled(state: ComplaintState, fact: Fact) -> ComplaintState | None:
    """Steps on the way: verified, classified, handed over, held, answered."""
    row, spans, at = state.row, state.spans, fact.effective
    match fact.data:
        case ComplaintVerified():
            return ComplaintState(_moved(state, "verified", verified_at=_earlier(row.verified_at, at)), spans)
        case ComplaintClassified() as said:
            new = {"topic": said.topic or row.topic, "service": said.service or row.service, "region": said.region or row.region}
            return ComplaintState(replace(row, kind=said.complaint_class, **new), spans)
        case ComplaintDeclined():
            return ComplaintState(_moved(state, "declined", declines=row.declines + 1), spans)
        case ComplaintDispatched() as said:
            row = _moved(state, "dispatched", agency=said.to, unit=said.to_unit, routes=row.routes + 1, responded_at=None)
            return ComplaintState(row, _opened(_closed(spans, "at", at), fact, "at", said.to))
        case ComplaintPutOnHold() as said:
            held = _opened(_closed(spans, "held", at), fact, "held", row.agency, proof=said.reporter_asked and said.proof is not None)
            return ComplaintState(_moved(state, "held"), held)
        case ComplaintResumed():
            return ComplaintState(_moved(state, "in-progress"), _closed(spans, "held", at))
        case ComplaintResponded():
            spans = [replace(s, answered_at=at) if s.what == "at" and s.valid_to is None and s.answered_at is None else s for s in spans]
            return ComplaintState(_moved(state, "in-progress", responded_at=_earlier(row.responded_at, at)), spans)
    return None


def _moved(state: ComplaintState, to: str, **told: Any) -> Complaint:
    """The row after a step on the way. What is done after the end (an agency writes again) does not bring a complaint back."""
    running = any(span.what == "open" and span.valid_to is None for span in state.spans)
    return replace(state.row, state=to if running else state.row.state, **told)


def _earlier(known: int | None, at: int) -> int:
    """Facts come in effective order, so what is known is earlier."""
    return at if known is None else known


def _ended(state: ComplaintState, fact: Fact) -> ComplaintState | None:
    """Steps that end a complaint, and the one that begins it anew. Said twice, the first end stands, as in its span."""
    row, at = state.row, fact.effective
    stopped = _closed(_closed(state.spans, "open", at), "held", at)
    resolved, closed = _earlier(row.resolved_at, at), _earlier(row.closed_at, at)
    match fact.data:
        case ComplaintResolved():
            return ComplaintState(replace(row, state="resolved", resolved_at=resolved), stopped)
        case ComplaintClosed():
            return ComplaintState(replace(row, state="closed", closed_at=closed, resolved_at=resolved), stopped)
        case ComplaintArchived():
            return ComplaintState(replace(row, state="archived", closed_at=closed), stopped)
        case ComplaintMerged() as said:
            return ComplaintState(replace(row, state="merged", closed_at=closed, merged_into=said.into), stopped)
        case ComplaintReopened():
            row = replace(row, state="reopened", resolved_at=None, closed_at=None)
            return ComplaintState(row, _opened(stopped, fact, "open", None))
    return None


def _closed(spans: list[ComplaintSpan], what: str, at: int) -> list[ComplaintSpan]:
    return [replace(s, valid_to=at) if s.what == what and s.valid_to is None else s for s in spans]


def _opened(spans: list[ComplaintSpan], fact: Fact, what: str, agency: str | None, *, proof: bool = False) -> list[ComplaintSpan]:
    return [*spans, ComplaintSpan(fact.skey, len(spans), what, agency, fact.effective, None, None, proof)]

"""Complaints, from the whole list of their facts: each column by its own sentence, each span by what began and what ended it."""

from collections.abc import Sequence
from itertools import count
from typing import Any, Final

from schemas import complaints as c
from schemas.payload import Payload
from tests.model.facts import Fact, Rows, Zone, at, first, last, of

STOPS: Final = (c.ComplaintResolved, c.ComplaintClosed, c.ComplaintArchived, c.ComplaintMerged)
STATES: Final[dict[type[Payload], str]] = {
    c.ComplaintReceived: "received",
    c.ComplaintVerified: "verified",
    c.ComplaintDeclined: "declined",
    c.ComplaintDispatched: "dispatched",
    c.ComplaintPutOnHold: "held",
    c.ComplaintResumed: "in-progress",
    c.ComplaintResponded: "in-progress",
    c.ComplaintResolved: "resolved",
    c.ComplaintClosed: "closed",
    c.ComplaintArchived: "archived",
    c.ComplaintMerged: "merged",
    c.ComplaintReopened: "reopened",
}


def complaint(facts: Sequence[Fact], _: Zone) -> Rows:
    begun = next((n for n, fact in enumerate(facts) if isinstance(fact.data, c.ComplaintReceived)), None)
    if begun is None:
        return {}
    told = [fact for n, fact in enumerate(facts) if n == begun or (n > begun and not isinstance(fact.data, c.ComplaintReceived))]
    return {"complaint": [_row(told)], "complaint_span": _spans(told)}


def _row(told: list[Fact]) -> dict[str, Any]:
    received, dispatched, classified = (
        told[0],
        last(told, c.ComplaintDispatched),
        [f for f in told if isinstance(f.data, c.ComplaintClassified)],
    )
    since_reopened = _since(told, c.ComplaintReopened)
    stops = [f for f in since_reopened if isinstance(f.data, STOPS)]
    holder = received if dispatched is None else dispatched
    return {
        "skey": received.subject,
        "subject": received.subject,
        "number": received.data.number,
        "agency": received.data.agency if dispatched is None else dispatched.data.to,
        "unit": holder.data.unit if dispatched is None else holder.data.to_unit,
        "kind": classified[-1].data.complaint_class if classified else received.data.complaint_class,
        **{name: _newest([getattr(f.data, name) for f in (received, *classified)]) for name in ("topic", "service", "region")},
        "channel": received.data.channel,
        "state": _state(told),
        "received_at": received.at,
        "verified_at": at(first(told, c.ComplaintVerified)),
        "responded_at": at(first(_since(told, c.ComplaintDispatched), c.ComplaintResponded)),
        "resolved_at": at(first(stops, c.ComplaintResolved, c.ComplaintClosed)),
        "closed_at": at(first(stops, *STOPS[1:])),
        "routes": sum(isinstance(f.data, c.ComplaintDispatched) for f in told),
        "declines": sum(isinstance(f.data, c.ComplaintDeclined) for f in told),
        "merged_into": of(last(told, c.ComplaintMerged), "into"),
        "token": received.token,
    }


def _newest(values: list[Any]) -> Any:
    return next((value for value in reversed(values) if value is not None), None)


def _since(told: list[Fact], of_type: type[Payload]) -> list[Fact]:
    """What came after the last of a type; all where there is none."""
    return told[max((n + 1 for n, fact in enumerate(told) if isinstance(fact.data, of_type)), default=0) :]


def _state(told: list[Fact]) -> str:
    """What is done to a complaint that has ended does not bring it back; reopening does."""
    since = _since(told, c.ComplaintReopened)
    ends = [fact for fact in since if isinstance(fact.data, STOPS)]
    if ends:
        return STATES[type(ends[-1].data)]
    moves = [fact for fact in told if type(fact.data) in STATES]
    return STATES[type(moves[-1].data)]


def _spans(told: list[Fact]) -> list[dict[str, Any]]:
    spans, number = [], count()
    for n, fact in enumerate(told):
        said, later = fact.data, told[n + 1 :]
        if isinstance(said, c.ComplaintReceived | c.ComplaintReopened):
            spans.append(_span(next(number), "open", None, fact, first(later, *STOPS, c.ComplaintReopened)))
        if isinstance(said, c.ComplaintPutOnHold):
            end = first(later, c.ComplaintPutOnHold, c.ComplaintResumed, *STOPS, c.ComplaintReopened)
            proof = said.reporter_asked and said.proof is not None
            spans.append({**_span(next(number), "held", _agency(told[:n]), fact, end), "proof": proof})
        holder = said.to if isinstance(said, c.ComplaintDispatched) else said.agency if isinstance(said, c.ComplaintReceived) else None
        if holder is not None:
            end = first(later, c.ComplaintDispatched)
            while_there = later if end is None else later[: later.index(end)]
            answered = at(first(while_there, c.ComplaintResponded))
            spans.append({**_span(next(number), "at", holder, fact, end), "answered_at": answered})
    return spans


def _agency(told: list[Fact]) -> str | None:
    dispatched = last(told, c.ComplaintDispatched)
    agency: str | None = told[0].data.agency if dispatched is None else dispatched.data.to
    return agency


def _span(no: int, what: str, agency: str | None, begin: Fact, end: Fact | None) -> dict[str, Any]:
    return {
        "skey": begin.subject,
        "no": no,
        "what": what,
        "agency": agency,
        "valid_from": begin.at,
        "valid_to": at(end),
        "answered_at": None,
        "proof": False,
    }

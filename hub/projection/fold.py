"""The fold of one subject: its facts in effective order, whatever order they came in, with their amendments applied.

Amendments (design.md 3): the newest by (time, id) counts; one older than its target is void, and so is one of another source or of a
type that its target does not have. A correction keeps the target's own time, source and id, so that correcting twice, or in another
order, gives the same; its effective date is the corrected one. What has no date of its own and holds from when it was recorded (a
registration, a holiday set) keeps that moment: else a corrected old statement would win over a newer one.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from hub.store.order import Days, order_key
from hub.views.kit import Fact, State, View


class Told(msgspec.Struct, gc=False):
    """One event of a subject, decoded, before amendments are applied.

    Attributes:
        amendment: None for a fact; "correction" or "withdrawal".
        payload: of a correction, the right data; else the event's data.
        payload_type: name of the type that `payload` has.
        effective: of a correction, that of its payload.
        dated: its type has a day or instant from which it holds; else that is its time.
    """

    key: bytes
    tie: bytes
    type: str
    rank: int
    source: int
    effective: int
    time: int
    payload: Any
    payload_type: str
    hashes: tuple[int | None, ...]
    token: bytes | None
    dated: bool = True
    amendment: str | None = None
    of_key: bytes | None = None


def amended(events: Sequence[Told]) -> list[Told]:
    """The facts that count, in their total order."""
    amendments: dict[bytes, list[Told]] = {}
    facts: dict[bytes, Told] = {}
    for event in events:
        if event.amendment is None:
            facts[event.key] = event
        elif event.of_key is not None:
            amendments.setdefault(event.of_key, []).append(event)
    for key, said in amendments.items():
        target = facts.get(key)
        counts = [a for a in said if target is not None and _bears_on(a, target)]
        if not counts or target is None:
            continue
        newest = max(counts, key=lambda a: (a.time, a.tie))
        if newest.amendment == "withdrawal":
            del facts[key]
        else:
            facts[key] = _corrected(target, newest)
    return sorted(facts.values(), key=lambda f: order_key(f.effective, f.time, f.rank, f.tie))


def _bears_on(amendment: Told, target: Told) -> bool:
    right_type = amendment.amendment == "withdrawal" or amendment.payload_type == target.type
    return right_type and amendment.source == target.source and amendment.time >= target.time


def _corrected(target: Told, by: Told) -> Told:
    effective = by.effective if by.dated else target.effective
    return msgspec.structs.replace(target, effective=effective, payload=by.payload, hashes=by.hashes, token=by.token)


def fold(view: View[Any], skey: int, subject: str, events: Sequence[Told], days: Days) -> State | None:
    """The State of a subject after all of its events."""
    state: State | None = None
    step: Callable[[State | None, Fact], State | None] = view.step
    for told in amended(events):
        state = step(state, Fact(told.payload, told.effective, told.time, skey, subject, told.hashes, told.token, days))
    return state

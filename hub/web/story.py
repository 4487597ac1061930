"""The time line of an alert: facts as they became known, what the rules found, what people did, in the order of the commits."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from hub.web import words
from hub.web.drawing import Lane
from hub.web.known import Known
from hub.web.queries.alert import Case
from hub.web.queries.events import Logged

OPENING = ("opened", "reopened", "changed")


class Line(NamedTuple):
    """One thing that happened.

    Attributes:
        css: `fact`, `person`, or the transition.
        late: the fact held long before the hub heard of it.
        seen: whether the viewer may open the event behind it.
    """

    commit_no: int
    at: dt.datetime
    css: str
    title: str
    text: str = ""
    pos: int | None = None
    event: Logged | None = None
    who: str = ""
    to_agency: str | None = None
    due: str | None = None


def lines(case: Case, facts: Sequence[Logged]) -> list[Line]:
    """Everything in the order in which the hub came to know it."""
    found = [_transition(case, one) for one in case.journal]
    found += [_action(one) for one in case.actions]
    found += [Line(one.commit_no, one.received, "fact", one.title, pos=one.pos if one.seen else None, event=one) for one in facts]
    return sorted(found, key=lambda line: line.commit_no)


def _transition(case: Case, one: Any) -> Line:
    sent = [notice for notice in case.notices if notice.journal == one.no]
    by = "" if one.causes else "oleh jam" if one.transition in OPENING else ""
    told = ", ".join(f"{notice.channel}: {notice.result}" for notice in sent)
    return Line(one.commit_no, one.at, one.transition, words.word(words.TRANSITION, one.transition), told, who=by)


def _action(one: Any) -> Line:
    title = words.word(words.ACTION, one.action)
    return Line(one.commit_no, one.at, "person", title, one.note, who=one.who, to_agency=one.to_agency, due=one.due)


def late(case: Case, facts: Sequence[Logged]) -> Logged | None:
    """The fact for which an alert was withdrawn: it came after the opening and held before it. The journal's causes know it best."""
    if not case.journal or case.shown != "withdrawn":
        return None
    named = {cause["pos"] for cause in case.journal[-1].causes}
    began, ended = case.journal[0].commit_no, case.journal[-1].commit_no
    came = [one for one in facts if one.pos in named or (began < one.commit_no < ended and one.effective <= case.row.opened_at)]
    return came[-1] if came else None


def moments(case: Case) -> list[int]:
    """The commits at which the drawing shows what was known: when it opened, and when it last changed its state."""
    numbers = [one.commit_no for one in case.journal]
    return sorted({numbers[0], numbers[-1]}) if numbers else []


def lanes(case: Case, found: Sequence[Known]) -> list[Lane]:
    """The lanes of the drawing; what was known twice alike is drawn once."""
    made: list[Lane] = []
    before: dict[int, tuple[Any, ...]] = {}
    for one in sorted(found, key=lambda known: (case.row.stands_on.index(known.skey), known.commit_no)):
        transition = next(line for line in reversed(case.journal) if line.commit_no <= one.commit_no)
        own = one.skey == case.row.skey
        held = transition.at if own and transition.transition in OPENING else None
        shown = (one.spans, held is not None)
        named = case.names.get(one.skey)
        if one.spans and before.get(one.skey) != shown and named is not None:
            made.append(Lane(named.label, transition.at, one.spans, held))
        before[one.skey] = shown
    return made

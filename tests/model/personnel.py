"""People, posts, holders and officers, from the whole list of a subject's facts."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from schemas import personnel as p
from tests.model.facts import Fact, Rows, Zone, alias, at, first, last, of

REPLACES: Final = {"definitive": "definitive plt pj plh", "plt": "definitive plt pj plh", "pj": "definitive plt pj plh", "plh": "plh"}


def employee(facts: Sequence[Fact], zone: Zone) -> Rows:
    if not facts:
        return {}
    served = [fact for fact in facts if isinstance(fact.data, p.EmployeeAppointed | p.Transferred | p.StatusChanged)]
    registered = last(facts, p.PersonRegistered)
    row = {
        "skey": facts[0].subject,
        "subject": facts[0].subject,
        **_standing(served),
        "kind": of(last(facts, p.EmployeeAppointed), "employment"),
        "rank": of(last(facts, p.RankChanged), "grade"),
        "nik": alias("nik", _nik(facts)),
        "registered_at": None if registered is None else registered.time.astimezone(dt.UTC),
        "token": None if registered is None else registered.token,
    }
    employments = [
        {
            "skey": fact.subject,
            "no": n,
            **_standing(served[: n + 1]),
            "cause": fact.data.reason if isinstance(fact.data, p.StatusChanged) else None,
            "valid_from": fact.at,
            "valid_to": at(served[n + 1]) if n + 1 < len(served) else None,
        }
        for n, fact in enumerate(served)
    ]
    return {"employee": [row], "employment": employments, "alias": _aliases(facts, zone)}


def _standing(served: Sequence[Fact]) -> dict[str, Any]:
    """Status, agency and unit after these facts. A status alone tells the agency where nothing else has."""
    placed, kept = last(served, p.EmployeeAppointed, p.Transferred), last(served, p.EmployeeAppointed, p.StatusChanged)
    return {
        "status": "registered" if kept is None else getattr(kept.data, "status", "active"),
        "agency": of(placed or first(served, p.StatusChanged), "agency"),
        "unit": of(placed, "unit"),
    }


def _nik(facts: Sequence[Fact]) -> str | None:
    """The last one given, unless it was ended since."""
    told = [(n, fact.data.nik) for n, fact in enumerate(facts) if isinstance(fact.data, p.PersonRegistered | p.AliasGiven)]
    n, nik = next(((n, nik) for n, nik in reversed(told) if nik is not None), (0, None))
    ended = any(isinstance(fact.data, p.AliasEnded) and fact.data.nik == nik for fact in facts[n:])
    return None if ended else nik


def _aliases(facts: Sequence[Fact], zone: Zone) -> list[dict[str, Any]]:
    """Each number from its TMT, or since ever where its registration alone tells it, to the first of what ends it."""
    begun: list[int] = []
    for n, fact in enumerate(facts):
        if not isinstance(fact.data, p.PersonRegistered | p.AliasGiven) or fact.data.nip is None:
            continue
        ends = [_alias_end(facts, begun, b, n, zone) for b in begun if facts[b].data.nip == fact.data.nip]
        given = isinstance(fact.data, p.AliasGiven)
        if not any(end is None or (end > fact.at and not given) for end in ends):
            begun.append(n)
    return [
        {
            "skey": facts[b].subject,
            "no": no,
            "value": alias("nip", facts[b].data.nip),
            "valid_from": facts[b].at if isinstance(facts[b].data, p.AliasGiven) else None,
            "valid_to": _alias_end(facts, begun, b, len(facts), zone),
        }
        for no, b in enumerate(begun)
    ]


def _alias_end(facts: Sequence[Fact], begun: list[int], b: int, known: int, zone: Zone) -> dt.datetime | None:
    """When the number that began with fact `b` ends, as far as the first `known` facts tell."""
    ends = [zone.end(getattr(facts[b].data, "until", None))]
    for n in range(b + 1, known):
        ended = isinstance(facts[n].data, p.AliasEnded) and facts[n].data.nip == facts[b].data.nip
        replaced = n in begun and isinstance(facts[n].data, p.AliasGiven)
        if ended or replaced:
            ends.append(facts[n].at)
    return min((end for end in ends if end is not None), default=None)


def post(facts: Sequence[Fact], _: Zone) -> Rows:
    if not facts:
        return {}
    described = [fact for fact in facts if isinstance(fact.data, p.PostEstablished | p.PostChanged)]
    newest = described[-1] if described else None
    row = {
        "skey": facts[0].subject,
        "subject": facts[0].subject,
        "agency": (newest or facts[0]).data.agency,
        **{name: of(newest, name) for name in ("unit", "title", "kind", "level", "leads", "retirement_age")},
        "established_at": at(described[0]) if described else None,
        "abolished_at": at(last(facts[facts.index(newest) :] if newest else facts, p.PostAbolished)),
    }
    return {"post": [row], "occupancy": _occupancies(facts)}


def _occupancies(facts: Sequence[Fact]) -> list[dict[str, Any]]:
    begun: list[int] = []
    for n, fact in enumerate(facts):
        if isinstance(fact.data, p.PostFilled) and not any(_extends(facts, begun, b, n) for b in begun):
            begun.append(n)
    return [_occupancy(facts, begun, no, b) for no, b in enumerate(begun)]


def _extends(facts: Sequence[Fact], begun: list[int], b: int, n: int) -> bool:
    """Whether the letter `n` goes on with what the letter `b` began: the same acting person, who is still there."""
    held, said = facts[b].data, facts[n].data
    same = said.kind == held.kind != "definitive" and said.person == held.person
    return same and _left(facts, begun, b, n) is None


def _left(facts: Sequence[Fact], begun: list[int], b: int, known: int) -> int | None:
    """Number of the fact that ended what the letter `b` began, among the first `known`."""
    held = facts[b].data
    for n in range(b + 1, known):
        match facts[n].data:
            case p.PostVacated(person=person) if person == held.person or (person is None and facts[b].at < facts[n].at):
                return n
            case p.PostAbolished():
                return n
            case p.PostFilled(kind=kind) if n in begun and held.kind in REPLACES[kind].split():
                return n
    return None


def _occupancy(facts: Sequence[Fact], begun: list[int], no: int, b: int) -> dict[str, Any]:
    said = facts[b].data
    left = _left(facts, begun, b, len(facts))
    during = range(b + 1, len(facts) if left is None else left)
    longer = [
        facts[n].data.until
        for n in during
        if (isinstance(facts[n].data, p.ActingExtended) and facts[n].data.person == said.person and said.kind != "definitive")
        or (isinstance(facts[n].data, p.PostFilled) and n not in begun and _is_of(facts[n].data, said))
    ]
    return {
        "skey": facts[b].subject,
        "no": no,
        "person": said.person,
        "person_subject": said.person,
        "kind": said.kind,
        "valid_from": facts[b].at,
        "valid_to": None if left is None else facts[left].at,
        "until": said.until,
        "extended_until": longer[-1] if longer else None,
        "decree": said.decree.number if said.decree else None,
    }


def _is_of(letter: p.PostFilled, held: p.PostFilled) -> bool:
    return letter.person == held.person and letter.kind == held.kind


def designation(facts: Sequence[Fact], _: Zone) -> Rows:
    begun = last(facts, p.OfficerDesignated, p.AuthorityDelegated)
    if begun is None:
        return {}
    said = begun.data
    documents = getattr(said, "documents", None)
    row = {
        "skey": begun.subject,
        "subject": begun.subject,
        "agency": said.agency,
        "person": said.person,
        "person_subject": said.person,
        "office": said.office,
        "delegated": isinstance(said, p.AuthorityDelegated),
        "delegated_by": getattr(said, "by", None),
        "activities": None if said.activities is None else list(said.activities),
        "documents": None if documents is None else list(documents),
        "valid_from": begun.at,
        "valid_to": at(last(facts[facts.index(begun) :], p.OfficerEnded)),
        "until": said.until,
        "decree": said.decree.number if said.decree else None,
    }
    return {"designation": [row]}

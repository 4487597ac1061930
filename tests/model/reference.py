"""Agencies, units, calendars, parameters, links and sources, from the whole list of a subject's facts."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from schemas import reference as r
from tests.model.facts import Fact, Rows, Zone, at, first, last, of


def agency(facts: Sequence[Fact], _: Zone) -> Rows:
    begun = last(facts, r.AgencyEstablished)
    if begun is None:
        return {}
    told = list(facts[facts.index(begun) :])
    named = [fact for fact in told if isinstance(fact.data, r.AgencyEstablished | r.AgencyRenamed)]
    codes = [next((f.data.skpd_code for f in reversed(named[: n + 1]) if f.data.skpd_code is not None), None) for n in range(len(named))]
    heir = last(told, r.AgencySplit, r.AgencyMerged)
    into = of(heir, "into")
    row = {
        "skey": begun.subject,
        "subject": begun.subject,
        "slug": begun.data.agency,
        "name": named[-1].data.name,
        "skpd_code": codes[-1],
        "established_at": begun.at,
        "ended_at": at(last(told, r.AgencyMerged, r.AgencyAbolished)),
        "successors": None if into is None else [into] if isinstance(into, str) else list(into),
    }
    names = [
        {"skey": fact.subject, "no": n, "name": fact.data.name, "skpd_code": codes[n], "valid_from": fact.at, "valid_to": at(after)}
        for n, (fact, after) in enumerate(pairwise([*named, None]))
        if fact is not None
    ]
    return {"agency": [row], "agency_name": names}


def unit(facts: Sequence[Fact], _: Zone) -> Rows:
    begun = last(facts, r.UnitEstablished)
    if begun is None:
        return {}
    told = facts[facts.index(begun) :]
    row = {
        "skey": begun.subject,
        "subject": begun.subject,
        "slug": begun.data.unit,
        "agency": begun.data.agency,
        "parent": begun.data.parent,
        "name": of(last(told, r.UnitEstablished, r.UnitRenamed), "name"),
        "established_at": begun.at,
        "ended_at": at(last(told, r.UnitMerged, r.UnitAbolished)),
        "successor": of(last(told, r.UnitMerged), "into"),
    }
    return {"unit": [row]}


def special_day(facts: Sequence[Fact], _: Zone) -> Rows:
    if not facts:
        return {}
    said = facts[-1].data
    row = {
        "skey": facts[-1].subject,
        "subject": facts[-1].subject,
        **{name: getattr(said, name) for name in ("calendar", "day", "kind", "name")},
        "working": said.kind == "working-day",
        "decree": None if said.decree is None else said.decree.number,
    }
    return {"special_day": [row]}


def _spans(facts: Sequence[Fact], zone: Zone, *names: str) -> list[dict[str, Any]]:
    """Each fact holds until its last day or until the next one speaks, whichever comes first."""
    spans = []
    for n, fact in enumerate(facts):
        ends = [zone.end(getattr(fact.data, "until", None)), at(facts[n + 1]) if n + 1 < len(facts) else None]
        end: dt.datetime | None = min((e for e in ends if e is not None), default=None)
        values = {name: getattr(fact.data, name) for name in names}
        spans.append({"skey": fact.subject, "no": n, **values, "valid_from": fact.at, "valid_to": end})
    return spans


def working_week(facts: Sequence[Fact], zone: Zone) -> Rows:
    if not facts:
        return {}
    newest = facts[-1]
    row = {"skey": newest.subject, "subject": newest.subject, "agency": newest.data.agency, "unit": newest.data.unit}
    return {"working_week": [row], "week_span": _spans(facts, zone, "days", "calendar", "opens", "closes")}


def parameter(facts: Sequence[Fact], zone: Zone) -> Rows:
    if not facts:
        return {}
    newest = facts[-1]
    row = {"skey": newest.subject, "subject": newest.subject, "rule": newest.data.rule, "name": newest.data.name}
    return {"parameter": [row], "parameter_span": _spans(facts, zone, "value", "law")}


def same_as(facts: Sequence[Fact], zone: Zone) -> Rows:
    if not facts:
        return {}
    newest = facts[-1]
    row = {"skey": newest.subject, "subject": newest.subject, "one": newest.data.record, "other": newest.data.other}
    return {"same_as": [row], "same_as_span": _spans(facts, zone, "same")}


def source_state(facts: Sequence[Fact], _: Zone) -> Rows:
    if not facts:
        return {}
    checked, resting = last(facts, r.SourceChecked), last(facts, r.MaintenanceAnnounced)
    row = {
        "skey": facts[0].subject,
        "subject": facts[0].subject,
        "checked_at": at(checked),
        "records": of(checked, "records"),
        "rhythm_minutes": of(first(list(reversed(facts)), r.RhythmSet), "minutes"),
        "maintenance_from": of(resting, "starts"),
        "maintenance_to": of(resting, "ends"),
    }
    return {"source_state": [row]}

"""Stories: what happened, in events, and the day on which a rule is asked about it. They are a rule's examples on its page, and its tests.

A part says one thing and leaves everything else at the story's usual persons and places: the post `post/simpeg:kadishub`, its holder
`employee/simpeg:1`, the pay line, SPM and complaint number 1.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from schemas import complaints, payroll, personnel, reference, spending
from schemas.payload import Payload
from schemas.reference.calendars import DayKind

POST: Final = "post/simpeg:kadishub"
PERSON: Final = "employee/simpeg:1"
OTHER: Final = "employee/siasn:1"
"""Another source's record of the same person: it has the same number."""
AGENCY: Final = "dishub"
NIP: Final = "198503152010012003"
JAKARTA: Final = dt.timezone(dt.timedelta(hours=7))


@dataclass(frozen=True)
class Part:
    """One thing that happened: an event's subject and data, as its source says it."""

    subject: str
    data: Payload


@dataclass(frozen=True)
class Asked:
    """The day on which the rule is asked, and values that it must find then."""

    day: dt.date
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    title: str
    parts: tuple[Part, ...]
    asked: Asked


def story(title: str, *said: Part | tuple[Part, ...] | Asked) -> Story:
    """A story out of its parts; the last one says when the rule is asked."""
    *parts, asked = said
    if not isinstance(asked, Asked):
        raise TypeError("a story ends with on(day)")
    flat = [part for one in parts for part in (one if isinstance(one, tuple) else (one,)) if isinstance(part, Part)]
    return Story(title, tuple(flat), asked)


def on(day: str, **values: Any) -> Asked:
    return Asked(_day(day), values)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _at(text: str) -> dt.datetime:
    """'2026-03-02' (at nine in the morning) or '2026-03-02 16:30', western Indonesian time."""
    return dt.datetime.fromisoformat(text if " " in text else f"{text} 09:00").replace(tzinfo=JAKARTA)


# --- posts and persons -----------------------------------------------------------------------------------------------------------------


def post_of(agency: str = AGENCY, *, leads: Literal["agency", "unit"] | None = "agency", since: str = "2020-01-01") -> Part:
    said = personnel.PostEstablished(agency=agency, title="Kepala", kind="jpt-pratama", leads=leads, effective=_day(since))
    return Part(POST, said)


def filled(kind: Literal["definitive", "plt", "plh", "pj"], person: str, since: str, until: str | None = None) -> Part:
    last = None if until is None else _day(until)
    return Part(POST, personnel.PostFilled(agency=AGENCY, kind=kind, person=person, effective=_day(since), until=last))


def acting_head(person: str = PERSON, *, since: str, until: str | None = None, agency: str = AGENCY) -> tuple[Part, ...]:
    """A post that leads an agency, and its Plt."""
    return post_of(agency), filled("plt", person, since, until)


def definitive_head(person: str = "employee/simpeg:9", *, since: str) -> tuple[Part, ...]:
    return post_of(), filled("definitive", person, since)


def substitute_head(person: str = PERSON, *, since: str, until: str) -> tuple[Part, ...]:
    """A Plh: the head is away."""
    return post_of(), filled("plh", person, since, until)


def elsewhere(*, since: str, person: str = PERSON) -> Part:
    """Another post, which the person takes for good."""
    return Part("post/simpeg:kadinkes", personnel.PostFilled(agency="dinkes", kind="definitive", person=person, effective=_day(since)))


def extended(*, until: str, since: str = "2026-04-05", person: str = PERSON) -> Part:
    return Part(POST, personnel.ActingExtended(agency=AGENCY, person=person, effective=_day(since), until=_day(until)))


def served(*, since: str = "2010-01-01", person: str = PERSON, nip: str | None = NIP) -> tuple[Part, ...]:
    """An employee with a number, in service."""
    known = personnel.PersonRegistered(name="Contoh Pegawai", nip=nip)
    return Part(person, known), Part(person, personnel.EmployeeAppointed(agency=AGENCY, employment="pns", effective=_day(since)))


def left(
    status: Literal["retired", "died", "dismissed", "moved-out", "active"] = "retired", *, since: str, person: str = PERSON
) -> tuple[Part, ...]:
    """An employee whose status changed; `active`: he came back."""
    return (*served(person=person), Part(person, personnel.StatusChanged(agency=AGENCY, status=status, effective=_day(since))))


# --- pay -------------------------------------------------------------------------------------------------------------------------------


def paid(period: str, pay: payroll.Pay = "salary", *, nip: str | None = NIP, person: str | None = None) -> Part:
    said = payroll.LinePaid(agency=AGENCY, pay=pay, period=period, nip=nip, person=person, net="4950000", effective=_day(f"{period}-01"))
    return Part("pay-line/gaji:1", said)


def paid_back(day: str) -> Part:
    return Part("pay-line/gaji:1", payroll.LineReversed(agency=AGENCY, effective=_day(day)))


# --- spending --------------------------------------------------------------------------------------------------------------------------


def spm(day: str, *, signer: str | None = PERSON, nip: str | None = None, signing_as: spending.Signing | None = "pa") -> Part:
    number, effective = "900/0017/SPM", _day(day)
    said = spending.SpmIssued(
        agency=AGENCY, number=number, kind="LS", amount="1500000", signer=signer, signer_nip=nip, signing_as=signing_as, effective=effective
    )
    return Part("spm/sipd:1", said)


def spm_returned(day: str) -> Part:
    return Part("spm/sipd:1", spending.SpmReturned(agency=AGENCY, effective=_day(day)))


def designated(office: Literal["pa", "kpa", "ppk"], *, since: str, until: str | None = None, person: str = PERSON) -> Part:
    last = None if until is None else _day(until)
    said = personnel.OfficerDesignated(agency=AGENCY, office=office, person=person, effective=_day(since), until=last)
    return Part("designation/simpeg:1", said)


def delegated(office: Literal["pa", "kpa"] = "pa", *, since: str, until: str, person: str = PERSON) -> Part:
    said = personnel.AuthorityDelegated(
        agency=AGENCY, office=office, person=person, documents=("spm",), effective=_day(since), until=_day(until)
    )
    return Part("designation/simpeg:2", said)


def same_person(one: str, other: str, *, since: str = "2020-01-01") -> Part:
    return Part("same-as/pages:1", reference.SameAsStated(record=one, other=other, same=True, effective=_day(since)))


# --- complaints ------------------------------------------------------------------------------------------------------------------------

COMPLAINT: Final = "complaint/lapor:1"


def complained(at: str, kind: complaints.ComplaintClass | None = None, agency: str | None = None, unit: str | None = None) -> Part:
    said = complaints.ComplaintReceived(
        number="1", channel="SP4N-LAPOR!", complaint_class=kind, agency=agency, unit=unit, effective=_at(at)
    )
    return Part(COMPLAINT, said)


def verified(at: str) -> Part:
    return Part(COMPLAINT, complaints.ComplaintVerified(by="setda", effective=_at(at)))


def dispatched(at: str, to: str = AGENCY, unit: str | None = None) -> Part:
    return Part(COMPLAINT, complaints.ComplaintDispatched(by="setda", to=to, to_unit=unit, effective=_at(at)))


def responded(at: str) -> Part:
    return Part(COMPLAINT, complaints.ComplaintResponded(by=AGENCY, effective=_at(at)))


def held(at: str, *, asked: bool = True) -> Part:
    proof = "Pesan 2026/118" if asked else None
    return Part(COMPLAINT, complaints.ComplaintPutOnHold(by=AGENCY, reporter_asked=asked, proof=proof, effective=_at(at)))


def _step(kind: Callable[..., Payload]) -> Callable[[str], Part]:
    return lambda at: Part(COMPLAINT, kind(by=AGENCY, effective=_at(at)))


resumed = _step(complaints.ComplaintResumed)
resolved = _step(complaints.ComplaintResolved)
reopened = _step(complaints.ComplaintReopened)


# --- calendars -------------------------------------------------------------------------------------------------------------------------


def free(day: str, kind: DayKind = "national-holiday", calendar: str = "nasional") -> Part:
    said = reference.CalendarDaySet(calendar=calendar, day=_day(day), kind=kind)
    return Part(f"calendar-day/pages:{calendar}-{day}", said)


def six_days(agency: str = AGENCY, unit: str | None = None, *, since: str = "2020-01-01") -> Part:
    said = reference.WeekSet(agency=agency, unit=unit, days=6, effective=_day(since))
    return Part(f"week/pages:{agency}-{unit or 'semua'}", said)

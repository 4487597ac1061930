"""The benchmark's events: a seeded stream over five domains, with the shares that issue and prose promise.

5 % late (effective before what the subject already said), 1 % repeated, 1 % amended, 2 % of the subjects' events open or close an alert:
complaints that nobody verified in time, acting heads beyond their limit, pay after a retirement. All other dates are fresh, so that no
rule holds by accident. Person numbers are well formed and invented.
"""

import datetime as dt
import random
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec

REGION = "32.73"
AGENCIES = 24
PREFIX = "id.go.pemda."
LATE, REPEATED, AMENDED, ALERTING = 0.05, 0.01, 0.01, 0.02
WORDS = "lampu jalan padam sejak tiga malam di depan sekolah dasar dan warga meminta segera diperbaiki karena gelap".split()  # noqa: SIM905 -- a sentence reads as one

Said = dict[str, Any]


class Message(NamedTuple):
    """A record to be: topic without prefix, key, value."""

    topic: str
    key: bytes
    value: bytes


class Subject(NamedTuple):
    """A subject of the stream and how its events are made."""

    domain: str
    kind: str
    number: int
    agency: str
    alerting: bool


def nip(number: int) -> str:
    """A well-formed invented NIP for a person's number."""
    born, sequence = dt.date(1970, 1, 1) + dt.timedelta(days=number % 9_000), number // 9_000 % 999 + 1
    return f"{born:%Y%m%d}{born.year + 25}01{1 + number % 2}{sequence:03d}"


class Stream:
    """Makes `count` messages over `subjects` subjects from number `offset` on; the same seed makes the same at the same `now`."""

    def __init__(self, count: int, subjects: int, *, now: dt.datetime, seed: int = 7, offset: int = 0) -> None:
        self._random = random.Random(seed)  # noqa: S311 -- a benchmark's dice
        self._count = count
        self._subjects = subjects
        self._offset = offset
        self._now = now
        self._said: dict[int, int] = {}
        self._recent: deque[Message] = deque(maxlen=5_000)
        self._amendable: deque[tuple[Subject, Said]] = deque(maxlen=5_000)

    def __iter__(self) -> Iterator[Message]:
        for _ in range(self._count):
            dice = self._random.random()
            if dice < REPEATED and self._recent:
                yield self._random.choice(self._recent)
                continue
            message = self._amendment() if dice < REPEATED + AMENDED and self._amendable else self._fact()
            self._recent.append(message)
            yield message

    def _fact(self) -> Message:
        number = self._offset + self._random.randrange(self._subjects)
        subject = _subject(number)
        nth = self._said.get(number, 0)
        self._said[number] = nth + 1
        late = nth > 0 and self._random.random() < LATE * 1.3
        what, data = _MAKERS[subject.kind](self, subject, nth, late=late)
        said = self._envelope(subject, f"{subject.domain}.{what}", f"{what}:{number}:{nth:06d}", data)
        if self._random.random() < 0.1:
            self._amendable.append((subject, said))
        return _message(subject, said)

    def _amendment(self) -> Message:
        subject, target = self._random.choice(self._amendable)
        of = {name: target[name] for name in ("source", "id", "type")}
        data = {"of": of, "payload": target["data"], "reason": "Salah ketik"}
        key = f"corrected:{subject.number}:{self._random.randrange(10**9):09d}"
        return _message(subject, self._envelope(subject, f"{subject.domain}.corrected", key, data))

    def _envelope(self, subject: Subject, name: str, key: str, data: Said) -> Said:
        return {
            "specversion": "1.0",
            "id": key,
            "source": f"/{REGION}/{subject.agency}/{subject.domain}-{subject.agency}",
            "type": f"{PREFIX}{name}.v1",
            "subject": f"{subject.kind}/{subject.domain}-{subject.agency}:{subject.number}",
            "time": self._now.isoformat(),
            "data": data,
        }

    def instant(self, nth: int, *, late: bool, old: bool) -> str:
        """A moment of today in step order; late: before all others; old: so long ago that a clock has run out."""
        at = self._now - (dt.timedelta(days=120) if old else dt.timedelta(hours=3)) + dt.timedelta(minutes=5 * nth)
        return (at - dt.timedelta(minutes=90) * late * self._random.random()).isoformat()

    def day(self, nth: int, *, late: bool, old: bool) -> str:
        """A day in step order; late and old as above."""
        at = self._now.date() - dt.timedelta(days=200 if old else 40) + dt.timedelta(days=2 * nth)
        return (at - dt.timedelta(days=self._random.randrange(1, 30) if late else 0)).isoformat()

    def pick(self, most: int) -> int:
        return self._random.randrange(most)


def _complaint(stream: Stream, subject: Subject, nth: int, *, late: bool) -> tuple[str, Said]:
    at = stream.instant(nth, late=late, old=subject.alerting)
    if nth == 0:
        return "received", {
            "number": str(subject.number),
            "channel": "SP4N-LAPOR!",
            "complaint_class": "non-pengawasan",
            "agency": subject.agency,
            "topic": "Lampu jalan",
            "effective": at,
            "text": " ".join(WORDS[: 6 + stream.pick(11)]),
            "reporter_name": f"Warga Contoh {subject.number}",
        }
    steps = ("verified", "dispatched", "responded", "resolved", "reopened", "responded", "resolved")
    what = steps[(nth - 1) % len(steps)]
    said: Said = {"by": subject.agency, "effective": at}
    if what == "dispatched":
        said["to"] = f"opd-{stream.pick(AGENCIES):02d}"
    if what == "responded":
        said["text"] = " ".join(WORDS[:8])
    return what, said


def _post(stream: Stream, subject: Subject, nth: int, *, late: bool) -> tuple[str, Said]:
    said: Said = {"agency": subject.agency, "effective": stream.day(nth, late=late, old=subject.alerting)}
    if nth == 0:
        return "post-established", said | {"title": f"Kepala Seksi {subject.number}", "kind": "pengawas", "unit": f"{subject.agency}-a"}
    person = f"employee/personnel-{subject.agency}:{subject.number + 20 * stream.pick(400)}"
    if nth % 2 == 0:
        return "post-vacated", said | {"reason": "Pindah tugas ke unit lain"}
    kind = "plt" if subject.alerting else "definitive"
    decree = {"number": f"821.2/{stream.pick(999):03d}/2026", "date": said["effective"], "issuer": "Bupati"}
    return "post-filled", said | {"kind": kind, "person": person, "decree": decree}


def _employee(stream: Stream, subject: Subject, nth: int, *, late: bool) -> tuple[str, Said]:
    if nth == 0:
        return "person-registered", {"name": f"Nama Contoh {subject.number}", "nip": nip(subject.number), "sex": "female"}
    said: Said = {"agency": subject.agency, "effective": stream.day(nth, late=late, old=subject.alerting)}
    if nth == 1:
        return "employee-appointed", said | {"employment": "pns", "unit": f"{subject.agency}-b"}
    if subject.alerting and nth == 2:
        return "status-changed", said | {"status": "retired", "reason": "Mencapai batas usia pensiun"}
    return "rank-changed", said | {"grade": ("III/a", "III/b", "III/c", "III/d")[nth % 4]}


def _pay_line(stream: Stream, subject: Subject, nth: int, *, late: bool) -> tuple[str, Said]:
    said: Said = {"agency": subject.agency, "effective": stream.day(nth, late=late, old=False)}
    if nth % 4 == 3:
        return "line-reversed", said | {"reason": "Salah bayar"}
    # The stream's employees are the numbers 2 and 3 of every twenty; a pay line is one of the same agency's.
    person = subject.number - subject.number % 20 + 2
    amount = 4_000_000 + 1_000 * stream.pick(900)
    return "line-paid", said | {
        "pay": "salary",
        "period": stream.day(0, late=False, old=False)[:7],
        "nip": nip(person),
        "account": f"{subject.number:013d}",
        "components": [{"code": "gaji-pokok", "amount": str(amount)}, {"code": "potongan-iwp", "amount": "-50000"}],
        "net": str(amount - 50_000),
    }


def _budget_line(stream: Stream, subject: Subject, nth: int, *, late: bool) -> tuple[str, Said]:
    return "budget-line-set", {
        "agency": subject.agency,
        "year": 2026,
        "activity": f"1.02.01.2.01.{subject.number % 9_999 + 1:04d}",
        "account": "5.1.02.01.01.0024",
        "catalogue": "Kepmendagri 900.1.15.5-3406/2024",
        "fund": "pad",
        "amount": str(1_000_000 * (1 + stream.pick(500))),
        "effective": stream.day(nth, late=late, old=False),
    }


def _sp2d(stream: Stream, subject: Subject, nth: int, *, late: bool) -> tuple[str, Said]:
    said: Said = {"agency": subject.agency, "effective": stream.day(nth, late=late, old=False)}
    if nth % 3 == 2:
        return "sp2d-cancelled", said | {"reason": "Rekening penerima salah"}
    amount = 1_000 * (1 + stream.pick(90_000))
    line = {
        "activity": f"1.02.01.2.01.{subject.number % 9_999 + 1:04d}",
        "account": "5.1.02.01.01.0024",
        "fund": "pad",
        "amount": str(amount),
    }
    return "sp2d-issued", said | {
        "number": f"900/{subject.number}/SP2D/LS/2026",
        "kind": "LS",
        "year": 2026,
        "amount": str(amount),
        "lines": [line],
        "payee": f"CV Contoh {subject.number % 977}",
    }


def _unit(stream: Stream, subject: Subject, nth: int, *, late: bool) -> tuple[str, Said]:
    said: Said = {"unit": f"u{subject.number}", "agency": subject.agency, "name": f"Unit {subject.number} {stream.pick(99)}"}
    said["effective"] = stream.day(nth, late=late, old=False)
    return ("unit-established" if nth == 0 else "unit-renamed"), said


_MAKERS: dict[str, Callable[..., tuple[str, Said]]] = {
    "complaint": _complaint,
    "post": _post,
    "employee": _employee,
    "pay-line": _pay_line,
    "budget-line": _budget_line,
    "sp2d": _sp2d,
    "unit": _unit,
}
_TWENTY = (
    *(("personnel", "post"),) * 2,
    *(("personnel", "employee"),) * 2,
    *(("complaints", "complaint"),) * 7,
    *(("payroll", "pay-line"),) * 4,
    *(("spending", "budget-line"),) * 2,
    *(("spending", "sp2d"),) * 2,
    *(("reference", "unit"),) * 1,
)
DOMAINS = sorted({domain for domain, _ in _TWENTY})


def _subject(number: int) -> Subject:
    domain, kind = _TWENTY[number % 20]
    group = number // 20
    return Subject(domain, kind, number, f"opd-{group % AGENCIES:02d}", group % round(1 / (2 * ALERTING)) == 0)


def _message(subject: Subject, said: Said) -> Message:
    return Message(f"{subject.domain}.{subject.agency}", said["subject"].encode(), msgspec.json.encode(said))

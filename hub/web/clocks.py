"""The three clocks of a complaint as a page shows them: how many working days were used of how many, and by which day.

The counting is that of rule A23 (hub/alerts/complaint_clocks.py); `tests/web/test_clocks.py` holds the two together.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from hub.calendar.tables import FIVE
from hub.web.queries.working import Working


class Limits(NamedTuple):
    """The limits in force, in working days; `closes` is the region's office hour."""

    verify: int
    respond: int
    complete: Mapping[str | None, int]
    closes: str


class Clock(NamedTuple):
    """A clock.

    Attributes:
        name: verifikasi, tanggapan, penyelesaian.
        used: working days between day 0 and its end, or now; without pauses.
        last: (calendar, ordinal) of its limit day.
        ended_at: when the step was done; None: it runs.
        stands: it stands still, for the reporter was asked.
        late: the limit day passed before the step was done.
    """

    name: str
    used: int
    allowed: int
    calendar: str
    last: int
    ended_at: dt.datetime | None
    stands: bool
    late: bool


def limits(values: Mapping[str, str]) -> Limits:
    """From the parameters of A23."""
    other = int(values["complete_hk"])
    complete = {"informasi": int(values["complete_information_hk"]), "pengawasan": int(values["complete_supervisory_hk"]), None: other}
    return Limits(int(values["verify_hk"]), int(values["respond_hk"]), complete, values["office_closes"])


def moments(row: Any, spans: Sequence[Any], now: dt.datetime) -> list[dt.datetime]:
    """Every moment whose working day the clocks of a complaint need."""
    ends = (row.verified_at, row.resolved_at, row.closed_at, now)
    inner = [at for span in spans for at in (span.valid_from, span.valid_to, span.answered_at)]
    return [at for at in (row.received_at, *ends, *inner) if at is not None and at <= now]


class Reckoning:
    """Reckons the clocks of complaints at one moment."""

    def __init__(self, allowed: Limits, working: Working, now: dt.datetime) -> None:
        self._allowed = allowed
        self._working = working
        self._now = now

    def clocks(self, row: Any, spans: Sequence[Any]) -> list[Clock]:
        """The clocks of a complaint; empty where no calendar reaches."""
        opened = next((span for span in reversed(spans) if span.what == "open"), None)
        had = [span for span in spans if span.what == "at"]
        theirs = self._working.calendar(row.agency, row.unit)
        if opened is None:
            return []
        over = opened.valid_to
        sent = row.verified_at or (had[0].valid_from if had else over)
        complete = self._allowed.complete.get(row.kind, self._allowed.complete[None])
        found = [
            self._clock("verifikasi", FIVE, opened.valid_from, sent, self._allowed.verify, spans),
            had and self._clock("tanggapan", theirs, had[-1].valid_from, had[-1].answered_at or over, self._allowed.respond, spans),
            self._clock("penyelesaian", theirs, opened.valid_from, over, complete, spans),
        ]
        return [clock for clock in found if clock]

    def _clock(
        self, name: str, calendar: str, since: dt.datetime, ended_at: dt.datetime | None, allowed: int, spans: Sequence[Any]
    ) -> Clock | None:
        end = ended_at or self._now
        zero, here = self._working.day_zero(calendar, since, self._allowed.closes), self._working.ordinal(calendar, end)
        before = self._working.ordinal(calendar, end, -1)
        if zero is None or here is None or before is None:
            return None
        paused = self._paused(calendar, since, end, spans)
        stands = ended_at is None and any(_pauses(span) and span.valid_to is None for span in spans)
        last = zero + allowed + paused
        return Clock(name, max(here - zero - paused, 0), allowed, calendar, last, ended_at, stands, not stands and before >= last)

    def _paused(self, calendar: str, since: dt.datetime, end: dt.datetime, spans: Sequence[Any]) -> int:
        total = 0
        for span in spans:
            begin, stop = max(span.valid_from, since), min(span.valid_to or end, end)
            if _pauses(span) and begin < stop:
                total += (self._working.ordinal(calendar, stop) or 0) - (self._working.ordinal(calendar, begin) or 0)
        return total


def _pauses(span: Any) -> bool:
    return bool(span.what == "held" and span.proof)


def pressing(clocks: Sequence[Clock]) -> Clock | None:
    """The running clock that runs out first; a late one before all."""
    running = [clock for clock in clocks if clock.ended_at is None]
    return min(running, key=lambda clock: (not clock.late, clock.allowed - clock.used), default=None)

"""A small region in which everything collides: few subjects, few days, few numbers, so that random events meet each other."""

import datetime as dt
from random import Random
from typing import Final, NamedTuple, TypeVar

REGION: Final = "32.73"
T = TypeVar("T")


class Speaker(NamedTuple):
    """A source as it is registered."""

    slug: str
    agency: str
    domains: tuple[str, ...]
    scope: str

    @property
    def path(self) -> str:
        return f"/{REGION}/{self.agency}/{self.slug}"


SPEAKERS: Final = (
    Speaker("simpeg", "bkpsdm", ("personnel", "payroll"), "region"),
    Speaker("siasn", "bkpsdm", ("personnel",), "region"),
    Speaker("kepeg-dishub", "dishub", ("personnel", "payroll", "complaints"), "own"),
    Speaker("gaji", "bpkad", ("payroll",), "region"),
    Speaker("lapor", "diskominfo", ("complaints",), "region"),
    Speaker("sipd", "bpkad", ("spending",), "region"),
    Speaker("simda", "dishub", ("spending",), "own"),
    Speaker("pages", "setda", ("reference",), "region"),
)
AGENCIES: Final = ("dishub", "dinkes", "bpkad")
UNITS: Final = ("dishub-lalin", "pkm-coblong", None)
EMPLOYEES: Final = ("employee/simpeg:1", "employee/simpeg:2", "employee/siasn:a", "employee/kepeg-dishub:1")
NIPS: Final = ("198503152010012003", "199009132025242014", "197001011995031001")
NIKS: Final = ("3273015503850001", "3273011309900002")
ACCOUNTS: Final = ("0012345678901", "0098765432101")
PHONES: Final = ("+628110000000", "+628110000001")
DAYS: Final = (dt.date(2019, 7, 1), *(dt.date(2026, month, 5) for month in (1, 2, 3, 4)), dt.date(2026, 1, 6), dt.date(2031, 1, 1))
"""Two of them follow each other; the last lies in the future of every receipt."""
INSTANTS: Final = tuple(dt.datetime(2026, 1, 5, hour, tzinfo=dt.UTC) + dt.timedelta(days=day) for day in (0, 1, 9, 40) for hour in (1, 17))
"""17:00 UTC is midnight in Jakarta, where days and instants meet."""
TIMES: Final = (*INSTANTS, dt.datetime(2026, 1, 5, 1, 0, 0, 1, tzinfo=dt.UTC), dt.datetime(2020, 2, 29, 3, tzinfo=dt.UTC))
RECEIVED: Final = dt.datetime(2027, 1, 4, 2, tzinfo=dt.UTC)
"""When Kafka takes the first of them: after every `time`."""
LETTERS: Final = (
    {"number": "821.2/001", "date": dt.date(2026, 1, 2), "issuer": "Bupati"},
    {"number": "821.2/002", "date": dt.date(2026, 2, 2), "issuer": "Bupati"},
    None,
)
AMOUNTS: Final = ("0", "1500000", "999999999999999.99", "0.01", "12.5")

SUBJECTS: Final[dict[str, tuple[str, ...]]] = {
    "employee": EMPLOYEES,
    "post": ("post/simpeg:118", "post/simpeg:119", "post/kepeg-dishub:1"),
    "designation": ("designation/simpeg:1", "designation/kepeg-dishub:1"),
    "complaint": ("complaint/lapor:7712345", "complaint/lapor:7712346", "complaint/kepeg-dishub:1"),
    "budget-version": ("budget-version/sipd:2026-apbd",),
    "budget-line": ("budget-line/sipd:1", "budget-line/simda:1"),
    "spm": ("spm/sipd:0017", "spm/simda:1"),
    "sp2d": ("sp2d/sipd:0021", "sp2d/sipd:0022"),
    "pay-line": ("pay-line/gaji:1", "pay-line/gaji:2", "pay-line/simpeg:1"),
    "agency": ("agency/pages:dishub",),
    "unit": ("unit/pages:dishub-lalin",),
    "calendar-day": ("calendar-day/pages:nasional-2026-08-18",),
    "week": ("week/pages:dishub", "week/pages:pkm-coblong"),
    "parameter": ("parameter/pages:a08-acting-months",),
    "source": tuple(f"source/{speaker.slug}:{speaker.slug}" for speaker in SPEAKERS[:3]),
    "same-as": ("same-as/pages:1",),
}


def dice(seed: int) -> Random:
    """The same choices for the same seed."""
    return Random(seed)  # noqa: S311 -- it chooses test data


def maybe(rng: Random, *values: T) -> T | None:
    """One of the values, or nothing."""
    return rng.choice((*values, None))

"""Positions for small drawings in tables: a meter with its mark, a strip of spans. The templates make the SVG."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

YEARS: Final = dt.timedelta(days=730)
WIDTH: Final = 240.0


class Part(NamedTuple):
    """A span in a strip; `kind` is its occupancy."""

    x: float
    width: float
    kind: str


def strip(occupancies: Sequence[Any], now: dt.datetime) -> list[Part]:
    """Who held a post over the last two years, up to now."""
    begin = now - YEARS
    parts = []
    for one in occupancies:
        left, right = max(one.valid_from, begin), min(one.valid_to or now, now)
        if left < right:
            parts.append(Part(_x(left, begin), max(round((right - left) / YEARS * WIDTH, 1), 2.0), one.kind))
    return parts


def _x(at: dt.datetime, begin: dt.datetime) -> float:
    return round((at - begin) / YEARS * WIDTH, 1)


def filled(share: Decimal | None) -> float:
    """Width of a meter of 100: a share above one fills it."""
    return 0.0 if share is None else float(round(min(max(share, Decimal(0)), Decimal(1)) * 100, 1))


def of_year(now: dt.datetime) -> Decimal:
    """Share of the year that has passed; `now` in the region's zone."""
    first = now.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    return Decimal((now - first) / (first.replace(year=now.year + 1) - first))

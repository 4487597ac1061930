"""The two-time drawing: what held (across) as known at different moments (down), laid out on the server for a wide and a narrow page.

Only positions are computed here; the template makes the SVG, and a table says the same for those who do not see it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from hub.web.formats import Formats
from hub.web.known import Span

MONTH: Final = dt.timedelta(days=31)
YEAR: Final = dt.timedelta(days=365)
MOMENT: Final = dt.timedelta(seconds=1)
"""A span ends before its end: its last day is the one before midnight."""
MARGIN: Final = 16
LETTER: Final = 7.2
"""Width of a letter at the drawing's font size, a little more than the mean."""


class Lane(NamedTuple):
    """One subject as known from a moment on."""

    label: str
    known_at: dt.datetime
    spans: tuple[Span, ...]
    over_from: dt.datetime | None = None
    """Since when the alert held, by what was known."""


class Bar(NamedTuple):
    """A span in the drawing; `text` is "" where it does not fit."""

    x: float
    width: float
    text: str
    css: str
    outside: bool = False
    """The text stands beside an instant, which has no room for any."""


class Row(NamedTuple):
    """A lane in the drawing; `over` is where the alert held."""

    y: float
    label: str
    known: str
    bars: tuple[Bar, ...]
    over: Bar | None
    known_x: float
    again: bool
    """The same subject as the lane above, known later."""


class Tick(NamedTuple):
    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Shape:
    """How wide, and where the parts are."""

    width: float
    letters: int
    """Room for a label above a bar, beside the day from which it was known."""
    step: float = 70
    bar: float = 30


WIDE: Final = Shape(640, 56)
NARROW: Final = Shape(320, 22)


class Drawing(NamedTuple):
    """Everything that the template needs."""

    shape: Shape
    height: float
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]


class Axis:
    """Time to position."""

    def __init__(self, begin: dt.datetime, end: dt.datetime, shape: Shape) -> None:
        self.begin, self.end = begin, end
        self._scale = shape.width / ((end - begin) / dt.timedelta(seconds=1))

    def x(self, at: dt.datetime) -> float:
        """The place of a moment; what lies outside stands at the edge."""
        inside = min(max(at, self.begin), self.end)
        return round((inside - self.begin) / dt.timedelta(seconds=1) * self._scale, 1)


def draw(lanes: Sequence[Lane], now: dt.datetime, formats: Formats, shape: Shape) -> Drawing:
    """The drawing of the lanes; `lanes` is not empty and has spans."""
    axis = Axis(*_reach(lanes, now), shape)
    top = 4.0
    again = [place > 0 and lanes[place - 1].label == lane.label for place, lane in enumerate(lanes)]
    rows = tuple(_row(lane, axis, top + place * shape.step, formats, again=again[place]) for place, lane in enumerate(lanes))
    return Drawing(shape, top + len(lanes) * shape.step + 24, rows, _ticks(axis, formats, shape))


def _reach(lanes: Sequence[Lane], now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """From the first begin, at most fifteen months before the alert, to a while after the last thing drawn."""
    spans = [span for lane in lanes for span in lane.spans]
    over = [lane.over_from for lane in lanes if lane.over_from]
    first, last = min(span.begin for span in spans), max([now, *(span.end for span in spans if span.end), *over])
    begin = max(first, min([now, *over]) - YEAR - 3 * MONTH)
    return begin, min(last, now + YEAR) + max(MONTH, (last - begin) / 12)


def _row(lane: Lane, axis: Axis, y: float, formats: Formats, *, again: bool) -> Row:
    ordered = sorted((span for span in lane.spans if span.end is None or span.end >= axis.begin), key=lambda span: span.begin)
    bars = tuple(
        _bar(_texts(span, formats), span.begin, span.end, axis, "span" if n % 2 == 0 else "other") for n, span in enumerate(ordered)
    )
    over = lane.over_from and _bar(("peringatan terbuka", "terbuka"), lane.over_from, None, axis, "over")
    return Row(y, lane.label, formats.day(lane.known_at), bars, over or None, axis.x(lane.known_at), again)


def _texts(span: Span, formats: Formats) -> tuple[str, ...]:
    """What may stand in a bar, the longest first."""
    if span.end is None or span.end == span.begin:
        return (span.text,)
    return (f"{span.text} sampai {formats.day(span.end - MOMENT)}", span.text)


def _bar(texts: Sequence[str], begin: dt.datetime, end: dt.datetime | None, axis: Axis, css: str) -> Bar:
    left, right = axis.x(begin), axis.x(end or axis.end)
    width = max(right - left, 4.0)
    if begin == end:
        return Bar(left, width, texts[0], css, outside=True)
    fits = next((text for text in texts if len(text) * LETTER + 16 <= width), "")
    return Bar(left, round(width, 1), fits, css)


def _ticks(axis: Axis, formats: Formats, shape: Shape) -> tuple[Tick, ...]:
    """Firsts of months, as many as have room."""
    local = axis.begin.astimezone(formats.zone)
    months = [dt.datetime(local.year + (local.month + n) // 12, (local.month + n) % 12 + 1, 1, tzinfo=formats.zone) for n in range(40)]
    inside = [first for first in months if first < axis.end]
    every = max(1, -(-len(inside) * 62 // int(shape.width)))
    ticks = [Tick(axis.x(first), formats.month(first)) for first in inside[::every]]
    return tuple(tick for tick in ticks if tick.x >= MARGIN and tick.x <= shape.width - MARGIN)

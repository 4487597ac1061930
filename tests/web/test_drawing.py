"""The two-time drawing: places on its axis, what fits into a bar."""

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

from hub.web.drawing import NARROW, WIDE, Lane, draw
from hub.web.formats import Formats
from hub.web.known import Span

ZONE = ZoneInfo("Asia/Jakarta")
SAID = Formats(ZONE)


def at(month: int, day: int, year: int = 2026) -> dt.datetime:
    return dt.datetime(year, month, day, tzinfo=ZONE)


PLT = Span("Plt", at(1, 5), None)
EXTENDED = Span("Plt", at(1, 5), at(7, 5))
LANES = [Lane("Kepala Puskesmas", at(4, 6), (PLT,), at(4, 6)), Lane("Kepala Puskesmas", at(4, 20), (EXTENDED,))]


def test_bar_begins_and_ends_with_its_span_and_the_alert_with_its_opening() -> None:
    before, after = draw(LANES, at(4, 20), SAID, WIDE).rows
    assert before.over is not None
    assert before.bars[0].x == after.bars[0].x == 0
    assert before.bars[0].width == WIDE.width
    assert after.bars[0].width < WIDE.width
    assert 0 < before.over.x < after.known_x < after.bars[0].width


def test_text_is_as_long_as_its_bar_allows() -> None:
    assert [draw(LANES, at(4, 20), SAID, shape).rows[1].bars[0].text for shape in (WIDE, NARROW)] == ["Plt sampai 4 Jul 2026"] * 2
    short = Lane("Jabatan", at(4, 20), (Span("Definitif", at(1, 1), at(1, 4)), Span("Plt", at(1, 4), None)))
    assert [bar.text for bar in draw([short], at(4, 20), SAID, NARROW).rows[0].bars] == ["", "Plt"]


def test_instant_has_its_word_beside_it() -> None:
    (bar,) = draw([Lane("Gaji", at(3, 2), (Span("Dibayar", at(3, 1), at(3, 1)),))], at(4, 20), SAID, WIDE).rows[0].bars
    assert (bar.outside, bar.text, bar.width) == (True, "Dibayar", 4)


def test_only_the_same_subject_known_later_is_joined_by_an_arrow() -> None:
    other = Lane("Pegawai", at(4, 20), (PLT,))
    assert [row.again for row in draw([*LANES, other], at(4, 20), SAID, WIDE).rows] == [False, True, False]


def test_long_past_does_not_squeeze_what_matters() -> None:
    old = Lane("Pegawai", at(3, 2), (Span("Aktif", at(1, 1, 2010), at(2, 1)), Span("Pensiun", at(2, 1), None)), at(3, 2))
    bars = draw([old], at(4, 20), SAID, WIDE).rows[0].bars
    assert bars[0].x == 0
    assert bars[1].width > 60


def test_ticks_stand_apart_and_inside() -> None:
    for shape in (WIDE, NARROW):
        ticks = [tick.x for tick in draw(LANES, at(4, 20), SAID, shape).ticks]
        assert len(ticks) >= 2
        assert all(later - before > 40 for before, later in itertools.pairwise(ticks))
        assert 16 <= min(ticks) <= max(ticks) <= shape.width - 16

"""Floods: what is counted, and when."""

from hub.projection.flood import Flood
from hub.settings import Settings
from hub.store.incoming import Refused

DAY_US = 86_400_000_000


def refused(off: int, *, part: int = 0, day: int = 0) -> Refused:
    return Refused(
        code="broken-json",
        sentence="Bukan JSON yang sah.",
        pointer="",
        agency="dishub",
        source_no=None,
        id=None,
        type=None,
        key=None,
        topic="complaints.dishub",
        topic_no=1,
        part=part,
        off=off,
        received=day * DAY_US,
        body=b"{",
    )


def flood(in_a_row: int = 5, a_day: int = 1_000) -> Flood:
    return Flood(Settings(flood_in_a_row=in_a_row, flood_a_day=a_day))


def test_batch_that_is_tried_again_counts_once() -> None:
    some = flood()
    for _ in range(3):
        assert some.cut([refused(off) for off in range(4)])[1] == {}
    some.keep()
    batch, paused = some.cut([refused(off) for off in range(4, 10)])
    assert paused == {"complaints.dishub": "5 kiriman bermasalah berturut-turut (broken-json)"}
    assert batch.reached == {(1, 0): 5}


def test_partitions_are_counted_apart() -> None:
    batch, paused = flood().cut([refused(off, part=off % 2) for off in range(8)])
    assert paused == {}
    assert batch.reached == {(1, 0): 7, (1, 1): 8}


def test_a_new_day_begins_at_none() -> None:
    some = flood(in_a_row=100, a_day=5)
    assert some.cut([refused(off, day=off // 4) for off in range(12)])[1] == {}
    assert list(some.cut([refused(off, day=9) for off in range(5)])[1].values()) == ["5 kiriman bermasalah dalam sehari"]

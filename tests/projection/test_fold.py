"""Which amendment counts, and in which order facts are folded."""

import datetime as dt
from itertools import permutations

from hub.projection.fold import amended
from schemas.reference import CalendarDaySet, ParameterSet
from tests.model.said import Said
from tests.views.stories import NOON, corrected, rows, says, withdrawn
from tests.views.told import incoming, logged, reader

AT = "2026-03-01"


def parameter(value: str, *, seconds: int = 0, name: str | None = None, since: str = AT) -> Said:
    time = NOON + dt.timedelta(seconds=seconds)
    return says(ParameterSet, time=time, id=name, rule="A08", name="acting_months", value=value, law="SE", effective=since)


def later(seconds: int) -> dt.datetime:
    return NOON + dt.timedelta(seconds=seconds)


def values(*said: Said) -> list[str]:
    """Values in effective order, the same whatever the order of arrival."""
    told = [[row["value"] for row in rows("parameter_span", *order)] for order in permutations(said)]
    assert all(one == told[0] for one in told)
    return told[0]


def test_newest_amendment_counts_whatever_comes_first() -> None:
    fact = parameter("1")
    assert values(corrected(fact, time=later(20), value="3"), fact, corrected(fact, time=later(10), value="2")) == ["3"]


def test_amendment_older_than_its_target_is_void() -> None:
    fact = parameter("1", seconds=30)
    assert values(fact, withdrawn(fact, time=later(29)), corrected(fact, time=later(29), value="2")) == ["1"]
    assert values(fact, corrected(fact, time=later(30), value="2")) == ["2"]


def test_withdrawn_fact_is_back_after_a_later_correction() -> None:
    fact = parameter("1")
    assert values(fact, withdrawn(fact, time=later(10))) == []
    assert values(fact, withdrawn(fact, time=later(10)), corrected(fact, time=later(20), value="2")) == ["2"]


def test_of_two_amendments_in_one_moment_the_higher_id_counts() -> None:
    fact = parameter("1")
    two, three = (corrected(fact, time=later(10), id=f"corrected:x:{n:06}", value=f"{n}") for n in (9, 10))
    assert values(fact, two, three) == ["10"]


def test_amendment_without_its_target_waits_and_amends_no_other() -> None:
    lost, fact = parameter("1", name="parameter-set:x:000001"), parameter("2")
    assert values(fact, corrected(lost, value="3")) == ["2"]


def test_correction_to_the_data_of_another_type_is_void() -> None:
    tell = reader()[1]
    fact = parameter("1")
    told = tell(logged(incoming(fact)))
    strange = tell(logged(incoming(corrected(fact, value="2"))))
    strange.payload_type = "id.go.pemda.reference.week-set.v1"
    assert [one.payload.value for one in amended([told, strange])] == ["1"]


def test_amendment_of_another_source_is_void() -> None:
    tell = reader()[1]
    fact = parameter("1")
    told, foreign = tell(logged(incoming(fact))), tell(logged(incoming(withdrawn(fact))))
    foreign.source += 1
    assert [one.payload.value for one in amended([foreign, told])] == ["1"]


def test_corrected_date_moves_the_fact_among_the_others() -> None:
    first, second = parameter("1", since="2026-01-01"), parameter("2", since="2026-02-01")
    assert values(first, second, corrected(first, effective="2026-03-01")) == ["2", "1"]


def test_what_holds_from_its_recording_keeps_that_moment_when_it_is_corrected() -> None:
    day = {"calendar": "nasional", "day": "2026-08-18"}
    old = says(CalendarDaySet, time=later(0), kind="joint-leave", **day)
    new = says(CalendarDaySet, time=later(10), kind="working-day", **day)
    typo = corrected(old, time=later(20), name="Cuti bersama")
    assert [row["kind"] for row in rows("special_day", old, new, typo)] == ["working-day"]


def test_versions_recorded_in_one_moment_are_in_the_order_of_their_ids() -> None:
    versions = [parameter(str(n), name=f"parameter-set:x:{n:06}") for n in range(1, 4)]
    assert [row["value"] for row in rows("parameter_span", *reversed(versions))] == ["1", "2", "3"]


def test_order_is_effective_then_recorded_then_rank() -> None:
    facts = [
        parameter("3", since="2026-02-01"),
        parameter("2", seconds=9, since="2026-01-01"),
        parameter("1", seconds=5, since="2026-01-01"),
    ]
    assert values(*facts) == ["1", "2", "3"]

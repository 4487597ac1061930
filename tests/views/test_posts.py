"""Who holds a post, from when to when."""

from typing import Any

from schemas.personnel import ActingExtended, PostFilled, PostVacated
from tests.histories.world import EMPLOYEES
from tests.model.said import Said
from tests.views.stories import corrected, midnight, rows, says, withdrawn

ONE, OTHER = EMPLOYEES[:2]


def filled(kind: str, person: str, since: str, **fields: Any) -> Said:
    return says(PostFilled, agency="dishub", kind=kind, person=person, effective=since, **fields)


def holders(*said: Said) -> list[tuple[object, ...]]:
    names = ("person", "kind", "valid_from", "valid_to")
    return [tuple(row[name] for name in names) for row in rows("occupancy", *said)]


def test_definitive_head_ends_the_acting_one_on_his_first_day_however_late_the_decree_comes() -> None:
    plt, head = filled("plt", ONE, "2026-01-05"), filled("definitive", OTHER, "2026-03-20")
    assert holders(plt, head) == [
        (ONE, "plt", midnight("2026-01-05"), midnight("2026-03-20")),
        (OTHER, "definitive", midnight("2026-03-20"), None),
    ]


def test_daily_stand_in_leaves_the_head_in_his_post() -> None:
    assert [row[3] for row in holders(filled("definitive", ONE, "2026-01-05"), filled("plh", OTHER, "2026-02-05"))] == [None, None]


def test_second_letter_for_the_same_acting_person_goes_on_with_the_first() -> None:
    said = filled("plt", ONE, "2026-01-05"), filled("plt", ONE, "2026-04-05", until="2026-07-04")
    assert holders(*said) == [(ONE, "plt", midnight("2026-01-05"), None)]


def test_second_definitive_letter_for_the_same_person_begins_anew() -> None:
    said = filled("definitive", ONE, "2026-01-05"), filled("definitive", ONE, "2026-04-05")
    assert [row[3] for row in holders(*said)] == [midnight("2026-04-05"), None]


def test_extension_is_for_the_acting_holder_not_for_the_same_person_as_head() -> None:
    head = filled("definitive", ONE, "2026-01-05")
    extended = says(ActingExtended, agency="dishub", person=ONE, effective="2026-02-05", until="2026-05-04")
    assert [row["extended_until"] for row in rows("occupancy", head, extended)] == [None]


def test_leaving_and_coming_on_one_day_is_a_change_of_holders() -> None:
    before, after = filled("definitive", ONE, "2026-01-05"), filled("plt", OTHER, "2026-03-05")
    left = says(PostVacated, agency="dishub", effective="2026-03-05")
    assert holders(before, left, after) == [
        (ONE, "definitive", midnight("2026-01-05"), midnight("2026-03-05")),
        (OTHER, "plt", midnight("2026-03-05"), None),
    ]


def test_withdrawn_letter_never_was_and_a_corrected_one_was_always_so() -> None:
    plt, head = filled("plt", ONE, "2026-01-05"), filled("definitive", OTHER, "2026-03-20")
    assert holders(plt, head, withdrawn(head)) == [(ONE, "plt", midnight("2026-01-05"), None)]
    assert [row[3] for row in holders(plt, head, corrected(head, effective="2026-02-20"))] == [midnight("2026-02-20"), None]

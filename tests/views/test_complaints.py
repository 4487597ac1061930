"""What becomes of a complaint, and what does not."""

from typing import Any

from schemas.complaints import ComplaintClosed, ComplaintReceived, ComplaintReopened, ComplaintResolved, ComplaintResponded
from schemas.payload import Payload
from tests.model.said import Said
from tests.views.stories import rows, says

RECEIVED = says(ComplaintReceived, number="1", channel="lapor", agency="dishub", effective="2026-01-05T02:00:00Z")


def step(model: type[Payload], hour: int, **fields: Any) -> Said:
    return says(model, by="dishub", effective=f"2026-01-06T{hour:02}:00:00Z", **fields)


def complaint(*said: Said) -> dict[str, Any]:
    return rows("complaint", RECEIVED, *said)[0]


def test_answer_after_the_end_does_not_bring_a_complaint_back() -> None:
    resolved, answered = step(ComplaintResolved, 2), step(ComplaintResponded, 5)
    found = complaint(resolved, answered)
    assert (found["state"], found["responded_at"].hour, found["resolved_at"].hour) == ("resolved", 5, 2)


def test_reopening_does_and_what_follows_counts_again() -> None:
    said = step(ComplaintResolved, 2), step(ComplaintReopened, 4), step(ComplaintResponded, 5)
    found = complaint(*said)
    assert (found["state"], found["resolved_at"]) == ("in-progress", None)


def test_end_that_is_said_twice_is_the_first_as_in_its_span() -> None:
    said = step(ComplaintResolved, 2), step(ComplaintResolved, 7), step(ComplaintClosed, 9), step(ComplaintClosed, 11)
    found = complaint(*said)
    assert (found["resolved_at"].hour, found["closed_at"].hour) == (2, 9)
    assert [row["valid_to"].hour for row in rows("complaint_span", RECEIVED, *said) if row["what"] == "open"] == [2]

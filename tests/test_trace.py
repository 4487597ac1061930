"""hub/trace.py against the examples of W3C Trace Context."""

import pytest
import structlog

from hub import trace

GIVEN = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_valid_header_is_continued_in_the_same_trace_with_a_place_of_our_own() -> None:
    place = trace.continued(GIVEN)
    assert place.trace_id == "0af7651916cd43dd8448eb211c80319c"
    assert place.flags == 1
    assert place.span_id != "b7ad6b7169203331"
    assert trace.parsed(str(place)) == place


def test_header_of_a_later_version_may_say_more() -> None:
    place = trace.parsed(GIVEN.replace("00-", "01-", 1) + "-what-the-future-will-be-like")
    assert place == trace.Trace("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", 1)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "nonsense",
        GIVEN.upper(),
        GIVEN + "-more",
        GIVEN + " ",
        GIVEN.replace("00-", "ff-", 1),
        "00-" + "0" * 32 + "-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-" + "0" * 16 + "-01",
    ],
)
def test_invalid_header_starts_a_new_trace(header: str | None) -> None:
    assert trace.parsed(header) is None
    one, other = trace.continued(header), trace.continued(header)
    assert trace.parsed(str(one)) == one
    assert one.trace_id != other.trace_id


def test_bound_puts_the_trace_on_log_lines() -> None:
    with structlog.contextvars.bound_contextvars(trace=""):
        trace.bound(GIVEN)
        assert structlog.contextvars.get_contextvars()["trace"] == "0af7651916cd43dd8448eb211c80319c"

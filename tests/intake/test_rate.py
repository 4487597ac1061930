"""The moving window."""

from hub.intake.rate import Rate


def test_a_key_has_its_requests_in_any_minute_and_no_more() -> None:
    now = [100.0]
    rate = Rate(2, lambda: now[0])
    assert rate.wait_s("a") is None
    now[0] = 130.0
    assert rate.wait_s("a") is None
    assert rate.wait_s("a") == 30
    assert rate.wait_s("b") is None
    now[0] = 160.0
    assert rate.wait_s("a") is None
    assert rate.wait_s("a") == 30

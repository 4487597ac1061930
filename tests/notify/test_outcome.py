"""When the next attempt comes."""

import pytest

from hub.notify.outcome import ASKED_S, LONGEST_S, TRIES, pause


@pytest.mark.parametrize(("tries", "usual"), [(1, 5), (2, 10), (5, 80), (30, LONGEST_S)])
def test_pause_doubles_up_to_an_hour_with_chance_around_it(tries: int, usual: float) -> None:
    found = {pause(tries, None) for _ in range(200)}
    assert 0.75 * usual <= min(found) < usual < max(found) <= 1.25 * usual


def test_receiver_may_ask_for_more_time_but_not_for_ever() -> None:
    assert pause(1, 100) == 100
    assert pause(1, 1e9) == ASKED_S
    assert pause(10, 1) > 1


def test_notice_is_given_up_after_some_days() -> None:
    days = sum(pause(tries, None) for tries in range(1, TRIES)) / 86_400
    assert 2 < days < 4

"""Ports."""

import socket
from collections.abc import Iterator

import pytest

from hub.embedded import ports


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.create_server((ports.LOOPBACK, 0)) as listening:
        yield listening.getsockname()[1]


def test_port_in_use_is_not_free_and_answers(taken: int) -> None:
    assert (ports.is_free(taken), ports.answers(taken)) == (False, True)


def test_next_free_passes_over_a_port_in_use(taken: int) -> None:
    found = ports.next_free(taken)
    assert found != taken
    assert ports.is_free(found)


def test_any_free_gives_different_ports() -> None:
    assert len(set(ports.any_free(8))) == 8


def test_port_of_last_time_is_taken_again_only_when_free(taken: int) -> None:
    free = ports.any_free()[0]
    assert ports.again(free) == free
    assert ports.again(taken) != taken
    assert ports.is_free(ports.again(None))

"""Everything that can break breaks under load, each thing at least once, in an order of this run's own; then all must hold."""

import secrets

import pytest

from tests.faults.__main__ import besiege
from tests.faults.actions import ACTIONS

SECONDS = 120


@pytest.mark.timeout(600)
async def test_nothing_is_lost_doubled_or_wrong_whatever_breaks() -> None:
    said = await besiege(secrets.randbelow(1_000_000), SECONDS)
    done = {line.split(" s  ", 1)[1] for line in said}
    assert done >= ACTIONS.keys()
    assert sum(one.startswith("holds:") for one in done) >= len(ACTIONS) // 5

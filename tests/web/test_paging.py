"""Cursors: what was written comes back, anything else is refused."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import BigInteger, Column, DateTime, Integer, Text
from sqlalchemy.dialects import postgresql

from hub.web.paging import SIZE, beyond, cursor, cut
from hub.web.problems import RefusedError

COLUMNS: list[Column[Any]] = [Column("rank", Integer), Column("since", Text), Column("no", BigInteger)]


@given(st.integers(-(2**31), 2**31 - 1), st.text(), st.integers(-(2**63), 2**63 - 1))
def test_key_comes_back_as_bound_values(rank: int, since: str, number: int) -> None:
    said = beyond(COLUMNS, cursor((rank, since, number))).compile(dialect=postgresql.dialect())  # type: ignore[no-untyped-call]  # its own
    assert list(said.params.values()) == [rank, since, number]


def test_moment_comes_back_with_its_zone() -> None:
    at = dt.datetime(2026, 4, 20, 3, 41, tzinfo=dt.UTC)
    said = beyond([Column("at", DateTime(timezone=True))], cursor((at,)), descending=True).compile()
    assert list(said.params.values()) == [at]
    assert "<" in str(said)


@pytest.mark.parametrize("after", ["", "x", "W10", cursor((1,)), cursor((1, 2, 3)), cursor(("1", "a", 3)), "!" * 300, "WzEsImEiLHRydWVd"])
def test_anything_else_is_refused(after: str) -> None:
    with pytest.raises(RefusedError):
        beyond(COLUMNS, after)


def test_page_is_full_only_when_something_follows() -> None:
    assert cut(list(range(SIZE)), lambda row: (row,)).after is None
    more = cut(list(range(SIZE + 1)), lambda row: (row,))
    assert (len(more.rows), more.after) == (SIZE, cursor((SIZE - 1,)))

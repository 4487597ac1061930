"""Queries compiled once, and the guard against a table that is not joined."""

import pytest
from sqlalchemy import BigInteger, bindparam, exists, func, select, true

from hub.alerts.asking import Asking
from hub.alerts.rules import RULES
from hub.alerts.statements import compiled
from hub.views.posts import Occupancy, Post


def test_arguments_stand_in_their_places_and_constants_stay() -> None:
    made = compiled(select(Post.c.skey).where(Post.c.kind == "administrator", Post.c.skey == bindparam("key", None, type_=BigInteger)))
    assert made.arguments({"key": 7}) == ["administrator", 7]
    assert made.sql.endswith("WHERE post.kind = $1::VARCHAR AND post.skey = $2::BIGINT")


def test_two_tables_without_a_join_are_refused() -> None:
    with pytest.raises(ValueError, match="not joined"):
        compiled(select(Post.c.skey).where(Occupancy.c.kind == "plt"))


def test_inner_query_that_does_not_correlate_is_refused() -> None:
    inner = select(func.count()).select_from(Occupancy.table).where(Occupancy.c.skey == Post.c.skey).correlate(None)
    with pytest.raises(ValueError, match="not joined"):
        compiled(select(Post.c.skey).where(inner.scalar_subquery() > 0))


def test_correlated_and_lateral_queries_are_fine() -> None:
    held = select(Occupancy.c.person).where(Occupancy.c.skey == Post.c.skey).correlate_except(Occupancy.table).lateral("held")
    there = exists(select(Occupancy.c.skey).where(Occupancy.c.skey == Post.c.skey).correlate_except(Occupancy.table))
    made = compiled(select(Post.c.skey, held.c.person).select_from(Post.table.join(held, true())).where(there))
    assert made.names == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_compiles(rule: object) -> None:
    assert Asking(rule).rule is rule  # type: ignore[arg-type]  # pytest gives what RULES holds

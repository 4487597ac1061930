"""One person, several records: SQL that follows the links between records, and says who was in service.

A link is a number that two records share (an alias, as a keyed hash) or an operator's word (`same_as`). Links go both ways, so the same
query leads from a record to its person's other ones, and from a mark on one of them back.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Select, and_, exists, func, or_, select, true, union_all
from sqlalchemy.sql.selectable import FromClause, LateralFromClause, TableValuedAlias

from hub.alerts.rule import Way
from hub.store.rows import Row
from hub.views.employees import Alias, Employment
from hub.views.posts import Occupancy
from hub.views.reference import SameAs, SameAsSpan
from hub.views.things import Thing

LEFT: Final = ("retired", "died", "dismissed", "moved-out")
"""Statuses of somebody who does not serve here any more."""


def linked(record: ColumnElement[Any], name: str) -> LateralFromClause:
    """Every record that is or ever was linked with `record`, itself too: one column, `record`. For marks, so the day does not matter."""
    return union_all(_itself(record), _mates(record, name), *_stated(record, name, None)).lateral(name)


def person(record: ColumnElement[Any], nip: ColumnElement[Any], on: ColumnElement[Any]) -> LateralFromClause:
    """All records of whom a row names by a record, a number, or both: one row with one column, the array `records`.

    `on`: the instant on which an operator's word on two records must hold.
    """

    def then(span: FromClause) -> ColumnElement[bool]:
        return and_(span.c.valid_from <= on, or_(span.c.valid_to.is_(None), span.c.valid_to > on))

    bearer = Alias.table.alias("bearer")
    by_number = select(bearer.c.skey).where(bearer.c.value == nip).correlate_except(bearer)
    named = union_all(_itself(record), _mates(record, "named"), by_number).lateral("named")
    every = union_all(_itself(named.c.record), *_stated(named.c.record, "every", then)).lateral("every")
    both = named.join(every, true())
    records = func.array_agg(every.c.record, type_=ARRAY(BigInteger)).label("records")
    return select(records).select_from(both).correlate_except(both).lateral("person")


def _itself(record: ColumnElement[Any]) -> Select[Any]:
    return select(record.label("record")).where(record.is_not(None)).correlate_except()


def _mates(record: ColumnElement[Any], name: str) -> Select[Any]:
    """Records that share a number with it."""
    mine, theirs = Alias.table.alias(f"{name}_mine"), Alias.table.alias(f"{name}_theirs")
    both = mine.join(theirs, and_(theirs.c.value == mine.c.value, theirs.c.skey != mine.c.skey))
    return select(theirs.c.skey).select_from(both).where(mine.c.skey == record).correlate_except(both)


def _stated(
    record: ColumnElement[Any], name: str, then: Callable[[FromClause], ColumnElement[bool]] | None
) -> tuple[Select[Any], Select[Any]]:
    """Records that an operator said to be the same person's, in either direction."""
    link, span = SameAs.table.alias(f"{name}_link"), SameAsSpan.table.alias(f"{name}_span")
    same = link.join(span, and_(span.c.skey == link.c.skey, span.c.same, true() if then is None else then(span)))
    forth = select(link.c.other).select_from(same).where(link.c.one == record).correlate_except(same)
    back = select(link.c.one).select_from(same).where(link.c.other == record).correlate_except(same)
    return forth, back


def out_of_service(record: ColumnElement[Any], on: ColumnElement[Any]) -> ColumnElement[bool]:
    """The record says that its person had left on that instant."""
    e = Employment.table.alias()
    holds = and_(e.c.valid_from <= on, or_(e.c.valid_to.is_(None), e.c.valid_to > on))
    return exists(select(e.c.skey).where(e.c.skey == record, e.c.status.in_(LEFT), holds).correlate_except(e))


def moved_on(holder: FromClause, on: ColumnElement[Any]) -> ColumnElement[bool]:
    """The definitive holder of a post had taken another definitive post by that instant: one has one post, whatever the first was told."""
    later = Occupancy.table.alias()
    newer = and_(later.c.person == holder.c.person, later.c.kind == "definitive", later.c.valid_from > holder.c.valid_from)
    return and_(holder.c.kind == "definitive", exists(select(later.c.skey).where(newer, later.c.valid_from <= on).correlate_except(later)))


def rows_naming(of: type[Row], record: ColumnElement[Any], nip: ColumnElement[Any], *, by: Iterable[Thing]) -> dict[Thing, Way]:
    """The ways from marks on a person to the rows that name him, by any of his records or numbers.

    Args:
        of: the rows.
        record: their column that names a person by a record.
        nip: their column that names a person by a number.
        by: the things whose keys are records.

    A number is a way of its own: when a record loses it, the link through it is gone, and only the mark on the number still leads to
    those whom it linked.
    """

    def of_records(marked: TableValuedAlias) -> Any:
        return _naming(of, record, nip, marked, marked.c.key, marked)

    def of_number(marked: TableValuedAlias) -> Any:
        bearer = Alias.table.alias("bearer")
        outright = select(marked.c.key, of.c.skey).select_from(marked.join(of.table, nip == marked.c.key))
        return union_all(outright, _naming(of, record, nip, marked, bearer.c.skey, marked.join(bearer, bearer.c.value == marked.c.key)))

    return {**dict.fromkeys(by, of_records), Thing.NIP: of_number}


def holders_posts(marked: TableValuedAlias) -> Select[Any]:
    """The way from a marked record to the posts that it holds or held."""
    return select(marked.c.key, Occupancy.c.skey).join_from(marked, Occupancy.table, Occupancy.c.person == marked.c.key)


def rows_naming_holders(of: type[Row], record: ColumnElement[Any], nip: ColumnElement[Any]) -> Way:
    """The way from a marked post to the rows that name anybody who ever held it."""

    def way(marked: TableValuedAlias) -> Any:
        held = Occupancy.table.alias("held")
        return _naming(of, record, nip, marked, held.c.person, marked.join(held, held.c.skey == marked.c.key))

    return way


def _naming(of: type[Row], record: Any, nip: Any, marked: TableValuedAlias, person: Any, start: FromClause) -> Select[Any]:
    every, number = linked(person, "every"), Alias.table.alias("number")
    numbered = number.join(of.table, nip == number.c.value)
    by_record = select(of.c.skey).where(record == every.c.record).correlate_except(of.table)
    by_number = select(of.c.skey).select_from(numbered).where(number.c.skey == every.c.record).correlate_except(numbered)
    named = union_all(by_record, by_number).lateral("naming")
    return select(marked.c.key, named.c.skey).select_from(start.join(every, true()).join(named, true()))

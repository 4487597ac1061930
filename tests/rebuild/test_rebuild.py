"""Views made right again from the log, and refused where that cannot be."""

import pytest

from hub.errors import StopError, TryLaterError
from hub.rebuild.rebuild import Rebuilt, rebuild
from hub.settings import Settings
from hub.store.rows import Row
from hub.views.registry import PROJECTIONS
from hub.views.things import Thing
from tests.model.facts import Zone
from tests.model.views import expected
from tests.path.hubs import Hub, hub
from tests.rebuild.ours import HISTORY, unseen

TABLES = [row.table for view in PROJECTIONS for row in (view.main, *view.lists)]


async def test_emptied_views_are_what_the_model_says_again(filled: Hub) -> None:
    for table in TABLES:
        await filled.connection.execute(str(table.delete()))
    done = await rebuild(filled.settings, None, unseen)
    assert await filled.views() == expected(HISTORY.said, Zone(filled.settings.tz))
    assert (done.events, done.subjects) == (len(HISTORY.said), len({one.subject for one in HISTORY.said}))


async def test_second_rebuild_finds_everything_right_and_writes_nothing(filled: Hub) -> None:
    await rebuild(filled.settings, None, unseen)
    versions = "SELECT sum(version) FROM subject"
    before = await filled.connection.fetchval(versions)
    done = await rebuild(filled.settings, None, unseen)
    assert (done.rows, await filled.connection.fetchval(versions)) == (0, before)


async def test_only_the_named_kind_is_rebuilt(filled: Hub) -> None:
    before = await filled.views()
    await filled.connection.execute("DELETE FROM post; DELETE FROM complaint")
    await rebuild(filled.settings, {Thing.POST}, unseen)
    after = await filled.views()
    assert after["post"] == before["post"]
    assert "complaint" not in after
    await rebuild(filled.settings, None, unseen)


async def test_rows_of_nobody_are_removed_and_heads_of_subjects_are_mended(filled: Hub) -> None:
    await filled.connection.execute("UPDATE post SET skey = 12345 WHERE skey = (SELECT min(skey) FROM post)")
    heads = (await filled.log()).heads
    await filled.connection.execute("UPDATE subject SET last = '', amended = NOT amended")
    await rebuild(filled.settings, None, unseen)
    assert await filled.views() == expected(HISTORY.said, Zone(filled.settings.tz))
    assert (await filled.log()).heads == heads


async def test_what_a_consumer_remembers_of_a_mended_subject_is_stale(filled: Hub) -> None:
    await filled.connection.execute("UPDATE occupancy SET kind = 'lain'")
    query = "SELECT DISTINCT s.skey, s.version FROM subject s JOIN occupancy o USING (skey) ORDER BY s.skey"
    before = await filled.connection.fetch(query)
    await rebuild(filled.settings, None, unseen)
    assert await filled.connection.fetch(query) == [(skey, version + 1) for skey, version in before]


async def test_every_rule_is_asked_about_everything_afterwards_and_after_the_live_marks(filled: Hub) -> None:
    await filled.connection.execute("DELETE FROM dirty")
    await rebuild(filled.settings, None, unseen)
    marks = await filled.connection.fetch("SELECT DISTINCT thing, history FROM dirty")
    assert [tuple(mark) for mark in marks] == [(Thing.ALL, True)]


async def test_rebuild_is_refused_while_a_consumer_is_there_and_a_consumer_while_a_rebuild_is(settings: Settings) -> None:
    async with hub(settings) as one:
        with pytest.raises(TryLaterError):
            await rebuild(settings, None, unseen)
        await one.dismiss()
        assert await rebuild(settings, None, unseen) == Rebuilt(0, 0, 0)


async def test_rebuild_is_refused_where_the_log_has_a_hole(filled: Hub) -> None:
    await filled.connection.execute("UPDATE event_key SET pos = -pos WHERE pos = (SELECT min(pos) FROM event); DELETE FROM post")
    try:
        with pytest.raises(StopError, match="tidak lengkap"):
            await rebuild(filled.settings, None, unseen)
        assert "post" not in await filled.views()
    finally:
        await filled.connection.execute("UPDATE event_key SET pos = -pos WHERE pos < 0")
        await rebuild(filled.settings, None, unseen)


def test_every_table_of_a_view_is_rebuilt() -> None:
    assert {row.table.name for row in Row.__subclasses__()} == {table.name for table in TABLES}

"""A row altered by hand is named; all good is said."""

import asyncio
from collections import Counter
from zoneinfo import ZoneInfo

from typer.testing import CliRunner, Result

from hub import home
from hub.cli import app
from hub.keys import subject_key
from hub.rebuild.compare import DIFFERS, EXTRA, MISSING, Difference
from hub.rebuild.replay import Replay
from hub.rebuild.verify import Verified, examine, verify
from hub.settings import Settings
from hub.store.order import Days
from hub.views.registry import VIEWS
from hub.views.things import Thing
from tests.model.facts import Zone
from tests.model.views import expected
from tests.path.hubs import Hub, hub
from tests.rebuild.ours import HISTORY, unseen

HELD = Counter(row["skey"] for row in expected(HISTORY.said, Zone(ZoneInfo("Asia/Jakarta")))["occupancy"])
POST, COUNT = HELD.most_common(1)[0]
LAST = COUNT - 1
"""Number of the last occupancy of that post."""
ALTERED = (
    (
        "UPDATE post SET title = 'Lain', abolished_at = '2030-01-01' WHERE skey = <post>",
        ("post", POST, None, DIFFERS, ("title", "abolished_at")),
    ),
    ("UPDATE occupancy SET valid_to = '2020-01-01' WHERE no = <last> AND skey = <post>", ("occupancy", POST, LAST, DIFFERS, ("valid_to",))),
    ("DELETE FROM post WHERE skey = <post>", ("post", POST, None, MISSING, ())),
    ("DELETE FROM occupancy WHERE skey = <post> AND no = <last>", ("occupancy", POST, LAST, MISSING, ())),
    ("INSERT INTO unit SELECT 7, 'unit/x:y', 'slug', 'dishub', NULL, 'Lalin', now()", ("unit", "#7", None, EXTRA, ())),
    ("UPDATE subject SET amended = NOT amended WHERE skey = <post>", ("subject", POST, None, DIFFERS, ("amended",))),
    ("UPDATE event SET payload = '' WHERE skey = <post>", ("event", POST, None, DIFFERS, ("payload", "type"))),
)
DISAGREEING = (
    ("DELETE FROM event WHERE pos = (SELECT min(pos) FROM event)", "keys without events"),
    ("DELETE FROM event_key WHERE pos = (SELECT min(pos) FROM event)", "events without keys"),
    (
        "UPDATE event_key SET pos = <ends> - pos WHERE pos IN (SELECT min(pos) FROM event UNION SELECT max(pos) FROM event)",
        "events without keys",
    ),
    ("DELETE FROM commit WHERE batch = (SELECT min(batch) FROM commit)", "events without commits"),
    ("UPDATE kafka_offset SET next = 0", "events beyond offsets"),
    ("DELETE FROM subject WHERE skey = (SELECT min(skey) FROM event)", "events without subjects"),
)
WORDS = {
    "<post>": str(subject_key(POST)),
    "<last>": str(LAST),
    "<ends>": "(SELECT min(pos) + max(pos) FROM event)",
}


def fail(difference: Difference) -> None:
    raise AssertionError(difference)


async def look(
    one: Hub, kinds: set[int] | None = None, size: int | None = None, *, change: str = "SELECT"
) -> tuple[list[Difference], Verified]:
    """What a verification tells, with the database as if somebody had changed it before."""
    for word, meaning in WORDS.items():
        change = change.replace(word, meaning)
    told: list[Difference] = []
    replay = await Replay.prepared(one.connection, VIEWS, Days(one.settings.tz))
    changed = one.connection.transaction()
    await changed.start()
    try:
        await one.connection.execute(change)
        return told, await examine(one.connection, replay, kinds, size, told.append, unseen)
    finally:
        await changed.rollback()


async def test_all_good_is_said_beside_running_consumers(settings: Settings) -> None:
    async with hub(settings):
        assert await verify(settings, None, None, fail, unseen) == Verified(0, 0, 0, [])


async def test_all_good_of_a_whole_history(filled: Hub) -> None:
    told, seen = await look(filled)
    assert (told, seen.good, seen.events) == ([], True, len(HISTORY.said))


async def test_row_altered_by_hand_is_named_without_its_value(filled: Hub) -> None:
    for change, named in ALTERED:
        told, seen = await look(filled, change=change)
        assert (change, told, seen.rows) == (change, [Difference(*named)], 1)


async def test_tables_at_the_heart_that_do_not_agree_are_named(filled: Hub) -> None:
    for change, name in DISAGREEING:
        _, seen = await look(filled, change=change)
        assert (change, name in [count.name for count, _ in seen.counts], seen.good) == (change, True, False)


async def test_other_kinds_are_not_looked_at(filled: Hub) -> None:
    change = "UPDATE post SET title = 'Lain'"
    assert (await look(filled, {Thing.COMPLAINT}, change=change))[0] == []
    assert {one.table for one in (await look(filled, {Thing.POST}, change=change))[0]} == {"post"}


async def test_sample_replays_as_many_subjects_as_it_is_told(filled: Hub) -> None:
    assert (await look(filled, size=5))[1].subjects == 5
    subjects = await filled.connection.fetchval("SELECT count(*) FROM subject")
    told, seen = await look(filled, size=subjects, change="UPDATE post SET title = 'Lain'")
    assert ({one.table for one in told}, seen.subjects) == ({"post"}, subjects)


async def simpul(told: Settings, *words: str) -> Result:
    """The command in a thread of its own, because it runs a loop of its own."""
    env = {"SIMPUL_HOME": str(told.home), "SIMPUL_DATABASE": told.dsn}
    return await asyncio.to_thread(CliRunner().invoke, app, list(words), env=env)


async def test_commands_name_what_differs_mend_it_and_say_that_all_is_good(filled: Hub) -> None:
    home.fix(filled.settings)
    await filled.connection.execute("UPDATE post SET title = 'Rahasia' WHERE subject = $1", POST)
    bad = await simpul(filled.settings, "verify")
    assert (bad.exit_code, f"post: {POST} berbeda: title\n" in bad.stdout, "Rahasia" in bad.output) == (1, True, False)
    mended = await simpul(filled.settings, "rebuild", "--kind", "post")
    assert (mended.exit_code, "1 baris dibetulkan." in mended.stdout) == (0, True)
    good = await simpul(filled.settings, "verify")
    assert (good.exit_code, "Semua baik" in good.stdout) == (0, True)


async def test_kind_that_is_none_is_refused_with_the_known_ones(settings: Settings) -> None:
    refused = await simpul(settings, "verify", "--kind", "jabatan")
    assert (refused.exit_code, "Tidak ada jenis objek 'jabatan'" in refused.output) == (78, True)

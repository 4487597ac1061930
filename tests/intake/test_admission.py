"""Who may say what: the pure rule, and the same answers for direct Kafka producers as at the door."""

from typing import Any

import asyncpg
import pytest

from hub.bus.records import Record
from hub.errors import SetAsideError
from hub.intake.admission import AHEAD_US, admit
from hub.keys.vault import write_master
from hub.pipeline import Pipeline
from hub.settings import Settings
from hub.store.order import instant
from hub.store.sources import Source, Sources
from schemas.decode import decode
from tests.intake.events import LAPOR, body, data, received

ADUAN = "/32.73/dishub/aduan"
OWN: dict[str, Any] = {"source": ADUAN, "subject": "complaint/aduan:1"}


def registry(**changed: Any) -> Sources:
    """Three sources; `changed` is of the one that may speak of its own agency alone."""
    found = [
        Source(1, "lapor", "diskominfo", frozenset({"complaints"}), "region", None, None),
        Source(2, "aduan", "dishub", frozenset({"complaints"}), "own", None, changed.get("closed_at")),
        Source(3, "portal", "dishub", frozenset({"complaints"}), "own", None, None),
    ]
    sources = Sources("32.73")
    sources.by_path = {one.path("32.73"): one for one in found}
    sources.by_slug = {one.slug: one for one in found}
    sources.by_no = {one.no: one for one in found}
    return sources


def verdict(source: int, told: dict[str, Any], *, now: int | None = None, **changed: Any) -> str:
    """The code of the refusal; "" where the event is admitted."""
    event, sources = decode(body(told)), registry(**changed)
    try:
        admit(event, sources.by_no[source], sources, instant(event.time) if now is None else now)
    except SetAsideError as error:
        return error.code
    return ""


def test_a_source_for_the_region_speaks_of_every_agency_and_every_registered_source() -> None:
    assert verdict(1, received()) == ""
    assert verdict(1, received(subject="complaint/aduan:9")) == ""
    assert verdict(1, received(subject="complaint/siluman:9")) == "subject-source"


def test_a_source_of_one_agency_speaks_of_it_and_its_own_sources_alone() -> None:
    assert verdict(2, received(**OWN)) == ""
    assert verdict(2, received(**OWN, data={name: value for name, value in data().items() if name != "agency"})) == ""
    assert verdict(2, received(source=ADUAN, subject="complaint/portal:1")) == ""
    assert verdict(2, received(**OWN, data=data(agency="dinkes"))) == "scope"
    assert verdict(2, received(source=ADUAN)) == "scope"


def test_nobody_speaks_in_the_name_of_another_source() -> None:
    assert verdict(2, received()) == "other-source"
    assert verdict(2, received(source="/32.73/dishub/portal", subject="complaint/portal:1")) == "other-source"


def test_a_correction_is_asked_about_what_it_corrects() -> None:
    of = {"source": ADUAN, "id": "received:1:000001", "type": received()["type"]}
    corrected: dict[str, Any] = {"type": "id.go.pemda.complaints.corrected.v1", **OWN}
    assert verdict(2, received(**corrected, data={"of": of, "payload": data(), "reason": "salah ketik"})) == ""
    foreign = {"of": of, "payload": data(agency="dinkes"), "reason": "salah ketik"}
    with pytest.raises(SetAsideError) as refused:
        admit(decode(body(received(**corrected, data=foreign))), registry().by_no[2], registry(), 10**18)
    assert (refused.value.code, refused.value.pointer) == ("scope", "/data/payload/agency")
    others = {"of": {**of, "source": LAPOR}, "reason": "salah"}
    assert verdict(2, received(type="id.go.pemda.complaints.withdrawn.v1", **OWN, data=others)) == "foreign-amendment"


def test_a_source_is_closed_from_its_instant_on() -> None:
    assert verdict(2, received(**OWN), now=999, closed_at=1000) == "time-ahead"
    assert verdict(2, received(**OWN), now=1000, closed_at=1000) == "source-closed"


def test_a_time_may_be_five_minutes_ahead_and_no_more() -> None:
    time = instant(decode(body(received())).time)
    assert verdict(1, received(), now=time - AHEAD_US) == ""
    assert verdict(1, received(), now=time - AHEAD_US - 1) == "time-ahead"


DIRECT: dict[str, tuple[str, dict[str, Any], str]] = {
    "a source that nobody registered": ("complaints.dishub", received(source="/32.73/dishub/siluman"), "unknown-source"),
    "the source of another agency": ("complaints.dishub", received(), "wrong-topic"),
    "a subject of another agency": ("complaints.dishub", received(source=ADUAN), "scope"),
    "another agency in the data": ("complaints.dishub", received(**OWN, data=data(agency="dinkes")), "scope"),
    "a time ahead": ("complaints.dishub", received(**OWN, time="2030-01-01T00:00:00Z"), "time-ahead"),
}


async def test_direct_producers_get_the_same_answers_on_the_desk_and_good_events_go_on(settings: Settings) -> None:
    write_master(settings.master_key_file)
    connection = await asyncpg.connect(settings.dsn)
    await connection.execute(
        "INSERT INTO source (slug, agency, name, domains, scope) VALUES "
        "('aduan', 'dishub', 'Aduan', '{complaints}', 'own'), ('lapor', 'diskominfo', 'LAPOR', '{complaints}', 'region')"
    )
    pipeline = Pipeline(settings, cluster="test", admit=admit)
    await pipeline.open()
    said = [(topic, body({**told, "id": f"a:{n}"})) for n, (topic, told, _) in enumerate(DIRECT.values())]
    said.append(("complaints.dishub", body(received(**OWN))))
    stamp = 1_767_600_000_000
    await pipeline.take([Record(settings.topic_prefix + topic, 0, n, stamp, value, ()) for n, (topic, value) in enumerate(said)])
    await pipeline.close()
    rows = await connection.fetch("SELECT code FROM dead_letter ORDER BY no")
    accepted = await connection.fetchval("SELECT count(*) FROM event")
    await connection.close()
    assert [row["code"] for row in rows] == [code for _, _, code in DIRECT.values()]
    assert accepted == 1

"""The desk: reasons, masked bodies, sending again unchanged, closing, ending a pause."""

import asyncio
import json
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer
from sqlalchemy import select, text

from hub.bus.topics import make
from hub.store.tables import audit
from tests.web import story
from tests.web.conftest import Site
from tests.web.region import Region

NAME, NIP = "Siti Contoh", "198503152010012003"
EVENT = {
    "specversion": "1.0",
    "type": "id.go.pemda.personnel.person-registered.v1",
    "source": "/32.73/bkpsdm/simpeg",
    "id": "p:1",
    "subject": "employee/simpeg:1",
    "time": "2026-04-20T08:00:00+07:00",
    "data": {"name": NAME, "nip": NIP, "shoe_size": 42},
}
WHOLE = json.dumps(EVENT).encode()


async def letters(site: Site, login: str = "operator") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await (await site.sign_in(login)).get("/api/v1/desk?state=all")).json()["items"]
    return found


@pytest.fixture
async def waiting(region: Region) -> Region:
    """A refused event and a broken one on the desk."""
    await region.take("personnel.bkpsdm", WHOLE, story.at(4, 20, 9))
    await region.take("spending.dishub", b'{"nama": "Siti Contoh", "nip": 198503152010012003', story.at(4, 20, 9, 30))
    return region


@pytest.mark.usefixtures("waiting")
async def test_letters_stand_newest_first_with_their_reasons(own_site: Site) -> None:
    found = [(one["code"], one["agency"], one["state"]) for one in await letters(own_site)]
    assert found == [("broken-json", "dishub", "open"), ("unknown-field", "bkpsdm", "open")]


@pytest.mark.usefixtures("waiting")
async def test_liaison_sees_the_letters_of_the_own_agency_alone(own_site: Site) -> None:
    assert [one["agency"] for one in await letters(own_site, "dishub")] == ["dishub"]
    client = await own_site.sign_in("dishub")
    other = next(one["no"] for one in await letters(own_site) if one["agency"] == "bkpsdm")
    assert (await client.get(f"/meja/{other}")).status_code == 404
    assert (await client.submit("/meja", f"/meja/{other}/tutup", note="Bukan milik saya")).status_code == 404


@pytest.mark.usefixtures("waiting")
async def test_body_is_shown_in_its_form_without_what_it_says(own_site: Site) -> None:
    client = await own_site.sign_in("operator")
    for one in await letters(own_site):
        page = (await client.get(f"/meja/{one['no']}")).text
        assert "disamarkan" in page
        assert NAME not in page
        assert NIP not in page
    assert "&#34;nip&#34;: &#34;999999999999999999&#34;" in page


@pytest.mark.usefixtures("waiting")
async def test_letter_is_sent_again_byte_for_byte_on_its_own_topic(own_site: Site) -> None:
    number = next(one["no"] for one in await letters(own_site) if one["code"] == "unknown-field")
    topic = f"{own_site.settings.topic_prefix}personnel.bkpsdm"
    await make(own_site.settings, [topic])
    client = await own_site.sign_in("operator")
    assert (await client.submit(f"/meja/{number}", f"/meja/{number}/kirim-ulang")).status_code == 303
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=own_site.settings.kafka, auto_offset_reset="earliest")
    await consumer.start()
    async with asyncio.timeout(20):
        record = await consumer.getone()
    await consumer.stop()
    assert (record.value, record.key) == (WHOLE, b"employee/simpeg:1")
    assert next(one["state"] for one in await letters(own_site) if one["no"] == number) == "resent"
    assert await audited(own_site) == [("operator", "letter-resent", {"letter": number})]


@pytest.mark.usefixtures("waiting")
async def test_what_is_no_whole_event_is_not_sent_again(own_site: Site) -> None:
    number = next(one["no"] for one in await letters(own_site) if one["code"] == "broken-json")
    client = await own_site.sign_in("operator")
    assert "tidak dapat dikirim ulang" in (await client.get(f"/meja/{number}")).text
    assert (await client.submit(f"/meja/{number}", f"/meja/{number}/kirim-ulang")).status_code == 422


@pytest.mark.usefixtures("waiting")
async def test_letter_is_closed_once_and_with_a_reason(own_site: Site) -> None:
    number, client = (await letters(own_site))[0]["no"], await own_site.sign_in("operator")
    statuses = [
        (await client.submit("/meja", f"/meja/{number}/tutup", note=note)).status_code for note in ("", "Sudah dikirim ulang", "Lagi")
    ]
    assert statuses == [422, 303, 409]
    assert await audited(own_site) == [("operator", "letter-closed", {"letter": number})]


async def test_destroyed_day_key_leaves_the_reason_and_no_body(own_site: Site, waiting: Region) -> None:
    async with own_site.engine.begin() as connection:
        await connection.execute(text("UPDATE day_key SET wrapped = NULL"))
    page = (await (await own_site.sign_in("operator")).get(f"/meja/{(await letters(own_site))[0]['no']}")).text
    assert waiting.settings == own_site.settings
    assert "sudah dimusnahkan" in page


async def test_pause_is_shown_to_the_sender_and_ended_by_a_person(own_site: Site) -> None:
    topic = f"{own_site.settings.topic_prefix}spending.dishub"
    async with own_site.engine.begin() as connection:
        await connection.execute(text("INSERT INTO topic_pause (topic, reason, by) VALUES (:topic, 'Banjir.', 'hub')"), {"topic": topic})
    assert topic not in (await (await own_site.sign_in("dinkes")).get("/meja")).text
    client = await own_site.sign_in("dishub")
    assert topic in (await client.get("/meja")).text
    assert (await client.submit("/meja", "/meja/teruskan", topic=topic)).status_code == 303
    assert topic not in (await client.get("/meja")).text
    assert await audited(own_site) == [("dishub", "topic-resumed", {"topic": topic})]


async def audited(site: Site) -> list[tuple[str, str, Any]]:
    async with site.engine.connect() as connection:
        rows = (await connection.execute(select(audit.c.who, audit.c.action, audit.c.detail).order_by(audit.c.no))).all()
    return [(row.who, row.action, row.detail) for row in rows if row.who != "test"]

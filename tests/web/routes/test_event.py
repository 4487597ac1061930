"""The page of an event: three times, plain fields, what the policy opens of the rest, and its amendments."""

from typing import Any

from sqlalchemy import select

from hub.keys import subject_key
from hub.store.tables import look
from tests.web import story
from tests.web.conftest import Site
from tests.web.region import Region


async def events_of(site: Site, login: str, subject: str) -> list[int]:
    page = (await (await site.sign_in(login)).get(f"/objek/{subject_key(subject)}")).text
    return [int(part.partition('"')[0]) for part in page.split('<a href="/peristiwa/')[1:]]


async def looks(site: Site) -> list[tuple[Any, ...]]:
    async with site.engine.connect() as connection:
        return [tuple(row) for row in (await connection.execute(select(look.c.who, look.c.subject, look.c.fields))).all()]


async def test_pay_shows_its_amounts_to_the_paying_agency_and_every_sight_is_a_look(own_site: Site) -> None:
    (pos,) = await events_of(own_site, "dishub", story.PAY)
    page = (await (await own_site.sign_in("dishub")).get(f"/peristiwa/{pos}")).text
    assert "Rp4.950.000" in page
    assert "Maret 2026" in page
    assert "198503152010012003" not in page
    assert await looks(own_site) == [("dishub", subject_key(story.PAY), ["net"])]


async def test_encrypted_fields_are_opened_on_demand(own_site: Site) -> None:
    (pos,) = await events_of(own_site, "asisten", story.PAY)
    page = (await (await own_site.sign_in("asisten")).get(f"/peristiwa/{pos}?buka=1")).text
    assert "198503152010012003" in page
    assert [one[2] for one in await looks(own_site)] == [["net", "nip"]]


async def test_api_opens_no_classified_field(site: Site) -> None:
    (pos,) = await events_of(site, "asisten", story.PAY)
    said = (await (await site.sign_in("asisten")).get(f"/api/v1/events/{pos}")).json()
    assert said["data"] == {"agency": "dishub", "pay": "salary", "period": "2026-03", "effective": "2026-03-01"}
    assert set(said["hidden"]) >= {"net", "nip"}


async def test_late_letter_says_how_late(site: Site) -> None:
    pos = (await events_of(site, "dinkes", story.PUSKESMAS))[-1]
    page = (await (await site.sign_in("dinkes")).get(f"/peristiwa/{pos}")).text
    assert "19 hari sesudah berlaku" in page


async def test_correction_and_what_it_corrects_lead_to_each_other(own_site: Site, region: Region) -> None:
    said = {"number": "9", "channel": "LAPOR", "agency": "dishub", "topic": "Lampu", "effective": story.at(4, 20, 8).isoformat()}
    subject = "complaint/lapor:9"
    await region.say(subject, "complaints.received", said, received=story.at(4, 20, 8), key="r:9:1")
    await region.correct(subject, "complaints.received", "r:9:1", said | {"topic": "Jalan"}, received=story.at(4, 20, 9))
    first, second = await events_of(own_site, "dishub", subject)
    client = await own_site.sign_in("dishub")
    right = (await client.get(f"/peristiwa/{second}")).text
    assert "Isi yang benar sejak semula" in right
    assert "<dd>Jalan</dd>" in right
    assert f'href="/peristiwa/{first}"' in right
    assert f'href="/peristiwa/{second}"' in (await client.get(f"/peristiwa/{first}")).text


async def test_places_of_the_log_that_are_none_are_not_found(site: Site) -> None:
    client = await site.sign_in("sekda")
    for pos in ("1", "-5", "x", "99999999999999999999"):
        assert (await client.get(f"/peristiwa/{pos}")).status_code == 404

"""Complaints: counts, clocks, the way of one; and the reporter, who is named nowhere."""

import pytest
from sqlalchemy import select

from hub.keys import subject_key
from hub.store.tables import look
from tests.web import story
from tests.web.conftest import PEOPLE, Site
from tests.web.counting import statements
from tests.web.region import Region

LAMP = subject_key(story.LAMP)
TEXT = "Lampu jalan di depan sekolah padam."


async def test_list_shows_the_clock_that_presses_most(site: Site) -> None:
    page = (await (await site.sign_in("dishub")).get("/pengaduan")).text
    row = page.partition(">7712301<")[2].partition("</tr>")[0]
    assert "Tanggapan pertama 12 / 5 HK" in row
    assert "lewat batas 9 Apr 2026" in row


async def test_counts_by_agency_and_state_are_those_of_the_api(site: Site) -> None:
    client = await site.sign_in("asisten")
    assert (await client.get("/api/v1/complaints/counts")).json() == [
        {"agency": "dinkes", "state": "dispatched", "count": 1},
        {"agency": "dinkes", "state": "resolved", "count": 1},
        {"agency": "dishub", "state": "dispatched", "count": 1},
        {"agency": "dpupr", "state": "dispatched", "count": 1},
        {"agency": None, "state": "received", "count": 1},
    ]
    assert "<h1>5 pengaduan</h1>" in (await client.get("/pengaduan")).text


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("opd=dinkes", ["7712304", "7712303"]),
        ("opd=dinkes&keadaan=resolved", ["7712303"]),
        ("lewat=1", ["7712301"]),
        ("keadaan=archived", []),
    ],
)
async def test_filters_stand_in_the_address(site: Site, asked: str, numbers: list[str]) -> None:
    page = (await (await site.sign_in("asisten")).get(f"/pengaduan?{asked}")).text
    assert [number for number in ("7712305", "7712304", "7712303", "7712302", "7712301") if f">{number}</a>" in page] == numbers


async def test_five_complaints_cost_as_many_queries_as_one(site: Site) -> None:
    client = await site.sign_in("asisten")
    with statements(site.engine) as for_five:
        await client.get("/pengaduan")
    with statements(site.engine) as for_one:
        await client.get("/pengaduan?keadaan=received")
    assert len(for_five) == len(for_one)


async def test_text_is_opened_on_demand_and_the_look_is_written_down(own_site: Site) -> None:
    client = await own_site.sign_in("dishub")
    assert TEXT not in (await client.get(f"/pengaduan/{LAMP}")).text
    assert TEXT in (await client.get(f"/pengaduan/{LAMP}?buka=1")).text
    async with own_site.engine.connect() as connection:
        looks = (await connection.execute(select(look.c.who, look.c.page, look.c.subject, look.c.fields))).all()
    assert [tuple(one) for one in looks] == [("dishub", f"/pengaduan/{LAMP}", LAMP, ["text"])]


async def test_reporter_is_named_on_no_page_and_in_no_answer_to_nobody(site: Site) -> None:
    for login in PEOPLE:
        client = await site.sign_in(login)
        event = (await client.get(f"/pengaduan/{LAMP}")).text.partition('<a href="/peristiwa/')[2].partition('"')[0]
        paths = [f"/pengaduan/{LAMP}", f"/pengaduan/{LAMP}?buka=1", f"/objek/{LAMP}", "/pengaduan", f"/api/v1/complaints/{LAMP}"]
        paths += [f"/peristiwa/{event}", f"/peristiwa/{event}?buka=1", f"/api/v1/events/{event}"] if event else []
        for path in paths:
            assert story.REPORTER not in (await client.get(path)).text, (login, path)


async def test_destroyed_key_leaves_nothing_to_open(own_site: Site) -> None:
    client = await own_site.sign_in("dishub")
    async with own_site.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE person_key SET wrapped = NULL, destroyed_at = now()")
    page = (await client.get(f"/pengaduan/{LAMP}?buka=1")).text
    assert TEXT not in page
    assert "kuncinya sudah dimusnahkan" in page


async def test_hostile_words_of_a_citizen_stay_words(own_site: Site, region: Region) -> None:
    hostile = '<img src=x onerror="alert(1)">'
    said = {
        "number": "1",
        "channel": hostile,
        "topic": hostile,
        "agency": "dishub",
        "text": hostile,
        "effective": story.at(4, 20).isoformat(),
    }
    await region.say("complaint/lapor:1", "complaints.received", said, received=story.at(4, 20))
    client = await own_site.sign_in("dishub")
    for path in ("/pengaduan", f"/pengaduan/{subject_key('complaint/lapor:1')}?buka=1"):
        page = (await client.get(path)).text
        assert "<img" not in page
        assert "&lt;img src=x" in page

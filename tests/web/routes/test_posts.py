"""Posts: how each is held now, and names that are opened on demand alone."""

from sqlalchemy import select

from hub.keys import subject_key
from hub.store.tables import look
from tests.web import story
from tests.web.conftest import Site
from tests.web.counting import statements
from tests.web.region import Region


async def test_first_line_counts_posts_without_a_definitive_holder(site: Site) -> None:
    page = (await (await site.sign_in("asisten")).get("/jabatan")).text
    assert "<h1>1 dari 2 jabatan tanpa pejabat definitif</h1>" in page
    assert 'aria-label="Plt 5 Jan 2026 sampai kini; "' in page


async def test_filter_by_how_a_post_is_held(site: Site) -> None:
    page = (await (await site.sign_in("asisten")).get("/jabatan?pengisian=plt")).text
    assert "Kepala Puskesmas Sukamaju" in page
    assert "Kepala Dinas Perhubungan" not in page


async def test_vacated_post_is_empty_and_a_future_filling_does_not_fill_it_yet(own_site: Site, region: Region) -> None:
    post = "post/simpeg:118"
    await region.say(post, "personnel.post-vacated", {"agency": "dishub", "effective": story.on(4, 10)}, received=story.at(4, 10))
    later = {"agency": "dishub", "kind": "definitive", "person": story.PENSIONER, "effective": story.on(5, 1)}
    await region.say(post, "personnel.post-filled", later, received=story.at(4, 19))
    (found,) = (await (await own_site.sign_in("dishub")).get("/api/v1/posts")).json()["items"]
    assert (found["held"], len(found["occupancies"])) == ("empty", 2)


async def test_names_are_opened_on_demand_and_each_is_a_look(own_site: Site) -> None:
    client = await own_site.sign_in("asisten")
    assert "Budi Contoh" not in (await client.get("/jabatan")).text
    page = (await client.get("/jabatan?nama=1")).text
    assert "Budi Contoh" in page
    async with own_site.engine.connect() as connection:
        looks = (await connection.execute(select(look.c.who, look.c.subject, look.c.fields))).all()
    persons = {subject_key("employee/simpeg:4712"), subject_key("employee/simpeg:4713")}
    assert {(one.who, one.subject, tuple(one.fields)) for one in looks} == {("asisten", person, ("name",)) for person in persons}


async def test_two_posts_cost_as_many_queries_as_one(site: Site) -> None:
    client = await site.sign_in("asisten")
    with statements(site.engine) as for_two:
        await client.get("/jabatan?nama=1")
    with statements(site.engine) as for_one:
        await client.get("/jabatan?nama=1&opd=dishub")
    assert len(for_two) == len(for_one)

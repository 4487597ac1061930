"""Sources: who was heard when, and what is stale looks stale."""

import datetime as dt

import pytest
from sqlalchemy import text

from tests.web import story
from tests.web.conftest import Site
from tests.web.region import NOW, Region


async def heard(site: Site, ago: dt.timedelta) -> None:
    async with site.engine.begin() as connection:
        said = text(
            "INSERT INTO source_seen (source, received, at) SELECT no, :at, now() FROM source "
            "ON CONFLICT (source) DO UPDATE SET received = EXCLUDED.received"
        )
        await connection.execute(said, {"at": NOW - ago})


async def states(site: Site) -> dict[str, str]:
    found = (await (await site.sign_in("operator")).get("/api/v1/sources")).json()
    return {one["slug"]: one["state"] for one in found}


@pytest.mark.parametrize(("hours", "state"), [(23, "live"), (25, "silent")])
async def test_source_is_silent_beyond_its_declared_rhythm(own_site: Site, hours: int, state: str) -> None:
    await heard(own_site, dt.timedelta(hours=hours))
    assert set((await states(own_site)).values()) == {state}


async def test_word_that_nothing_was_new_is_a_sign_of_life(own_site: Site, region: Region) -> None:
    await heard(own_site, dt.timedelta(days=3))
    checked = {"agency": "bkpsdm", "records": 4711, "new": 0}
    await region.say("source/simpeg:simpeg", "reference.source-checked", checked, received=story.at(4, 20, 9))
    await heard(own_site, dt.timedelta(days=3))
    assert (await states(own_site))["simpeg"] == "live"


async def test_announced_maintenance_is_no_silence(own_site: Site, region: Region) -> None:
    await heard(own_site, dt.timedelta(days=3))
    window = {"agency": "bkpsdm", "starts": story.at(4, 19).isoformat(), "ends": story.at(4, 21).isoformat()}
    await region.say("source/simpeg:simpeg", "reference.maintenance-announced", window, received=story.at(4, 18))
    await heard(own_site, dt.timedelta(days=3))
    assert (await states(own_site))["simpeg"] == "maintained"


async def test_silent_source_looks_stale_and_is_counted_in_the_menu(own_site: Site) -> None:
    await heard(own_site, dt.timedelta(days=3))
    page = (await (await own_site.sign_in("operator")).get("/sumber")).text
    assert "<h1>4 dari 4 sumber diam</h1>" in page
    assert page.count('<tr class="stale">') == 4
    assert '<span class="count count-alert">4 diam</span>' in page

"""The story of the README, on the hub's own processes: an acting head stays too long, and a decree arrives that had ended it in time."""

import datetime as dt
from typing import Any

import httpx2
import pytest

from hub import clock
from hub.demo import first
from hub.intake import registering
from hub.keys.vault import write_master
from hub.settings import Settings
from hub.store import engine as store
from tests.story.processes import running, signed_in
from tests.waiting import until_async

POST = "post/simpeg:118"
NOW = dt.datetime.now(dt.UTC)
TODAY = NOW.date()


class Agency:
    """BKPSDM's SIMPEG, speaking over HTTP."""

    def __init__(self, http: httpx2.AsyncClient, key: str) -> None:
        self._http = http
        self._key = key

    async def say(self, event_id: str, what: str, **data: Any) -> httpx2.Response:
        event = {
            "specversion": "1.0",
            "id": event_id,
            "source": "/32.73/bkpsdm/simpeg",
            "type": f"id.go.pemda.personnel.{what}.v1",
            "subject": POST,
            "time": NOW.isoformat(),
            "data": {"agency": "dishub", **data},
        }
        headers = {"authorization": f"Bearer {self._key}", "content-type": "application/cloudevents+json"}
        return await self._http.post("/events", json=event, headers=headers)


@pytest.fixture
async def key(settings: Settings) -> str:
    """A demo without the real complaints, and the key of SIMPEG."""
    write_master(settings.master_key_file)
    await first.prepare(settings.model_copy(update={"samples": settings.home}), lambda _said: None)
    engine = store.engine(settings.dsn, pool=1)
    made = await registering.new_key(engine, "simpeg", who="test")
    await engine.dispose()
    return made.text


async def ahead(settings: Settings, days: int) -> None:
    connection = await store.connect(settings.dsn)
    await clock.move(connection, await clock.instant(connection) + days * 86_400_000_000)
    await connection.close()


@pytest.mark.timeout(180)
async def test_late_decree_withdraws_the_alert_and_the_page_says_why(settings: Settings, key: str) -> None:
    with running(settings, ("consumer", "evaluator", "web")) as address:
        async with signed_in(address, settings) as browser:
            agency = Agency(browser, key)

            async def a08() -> list[tuple[str, str]]:
                found = (await browser.get("/api/v1/alerts", params={"rule": "A08", "state": "all"})).json()
                return [(one["subject"], one["state"]) for one in found["items"]]

            established = {"title": "Kepala Dinas Perhubungan", "kind": "jpt-pratama", "leads": "agency", "effective": "2020-01-02"}
            acting = {"kind": "plt", "person": "employee/simpeg:4711", "effective": TODAY.isoformat()}
            await until_async(lambda: _status(agency.say("established", "post-established", **established)), 202, limit_s=30)
            assert (await agency.say("acting", "post-filled", **acting)).status_code == 202
            assert (await agency.say("acting", "post-filled", **acting)).status_code == 200
            await until_async(lambda: _posts(browser), 1, limit_s=30)
            assert await a08() == []

            await ahead(settings, 94)
            await until_async(a08, [(POST, "open")], limit_s=30)

            definitive = {"kind": "definitive", "person": "employee/simpeg:4800", "effective": (TODAY + dt.timedelta(days=75)).isoformat()}
            assert (await agency.say("definitive", "post-filled", **definitive)).status_code == 202
            await until_async(a08, [(POST, "withdrawn")], limit_s=30)

            (alert,) = (await browser.get("/api/v1/alerts", params={"rule": "A08", "state": "all"})).json()["items"]
            page = (await browser.get(f"/peringatan/{alert['no']}")).text
            assert "Mengapa ditarik" in page
            assert "SE Kepala BKN 1/SE/I/2021" in page
            assert "jabatan diisi" in page


async def _status(answer: Any) -> int:
    return int((await answer).status_code)


async def _posts(browser: httpx2.AsyncClient) -> int:
    return len((await browser.get("/api/v1/posts")).json()["items"])

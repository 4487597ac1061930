"""Live changes: a browser hears what it may see, and resumes behind what it has."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from sqlalchemy import delete

from hub.web.state import Web
from hub.web.tables import session
from tests.waiting import until_async
from tests.web import story
from tests.web.conftest import Site, Told
from tests.web.region import Region
from tests.web.serving import serving


@pytest.fixture
async def address(own_site: Site) -> AsyncIterator[str]:
    """The application behind a real server: streams do not go through an in-process transport."""
    async with serving(own_site) as found:
        yield found


def _checked_out(web: Web) -> Callable[[], Awaitable[int]]:
    async def look() -> int:
        pool: Any = web.engine.pool
        return int(pool.checkedout())

    return look


@asynccontextmanager
async def stream(site: Site, address: str, login: str, after: str | None = None) -> AsyncIterator[AsyncIterator[tuple[str, str, str]]]:
    """(id, event, data) of every event."""
    cookie = (await site.sign_in(login)).cookies["simpul"]
    headers = {"cookie": f"simpul={cookie}"} | ({"last-event-id": after} if after else {})
    async with httpx2.AsyncClient(timeout=20) as client, client.stream("GET", f"{address}/api/v1/alerts/stream", headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield _events(answer)


async def _events(answer: httpx2.Response) -> AsyncIterator[tuple[str, str, str]]:
    said: dict[str, str] = {}
    async for line in answer.aiter_lines():
        name, _, value = line.partition(": ")
        if not line and "event" in said:
            yield said.get("id", ""), said["event"], said["data"]
            said = {}
        elif line and name:
            said[name] = value


async def take(events: AsyncIterator[tuple[str, str, str]], count: int) -> list[tuple[str, str, str]]:
    async with asyncio.timeout(15):
        return [await anext(events) for _ in range(count)]


async def tell(region: Region, number: int, **said: str | bool) -> int:
    more = {"rule": "A23", "agency": "dishub", "severity": "medium", "opened_at": story.at(4, 20), **said}
    return await region.alert(subject=f"complaint/lapor:{number}", **more)


async def test_change_is_heard_within_a_second(own_site: Site, address: str, region: Region) -> None:
    async with stream(own_site, address, "asisten") as events:
        await take(events, 1)
        number = await tell(region, 1)
        began = asyncio.get_running_loop().time()
        ((_, name, data),) = await take(events, 1)
        assert asyncio.get_running_loop().time() - began < 1
    assert name == "alert"
    assert f'"alert":{number},"rule":"A23","transition":"opened"' in data


async def test_resumes_behind_the_last_event_without_a_gap_or_a_repeat(own_site: Site, address: str, region: Region) -> None:
    async with stream(own_site, address, "asisten") as events:
        ((ready, _, _),) = await take(events, 1)
    numbers = [await tell(region, number) for number in range(1, 5)]
    async with stream(own_site, address, "asisten", after=ready) as events:
        first = await take(events, 3)
    async with stream(own_site, address, "asisten", after=first[-1][0]) as events:
        second = await take(events, 3)
    heard = [data.partition('"alert":')[2].partition(",")[0] for _, name, data in (*first, *second) if name == "alert"]
    assert heard == [str(number) for number in numbers]


async def test_place_in_a_commit_is_the_same_for_all_and_what_is_restricted_is_passed_over(
    own_site: Site, address: str, region: Region
) -> None:
    async with stream(own_site, address, "asisten") as events:
        ((ready, _, _),) = await take(events, 1)
    hidden = await tell(region, 1, restricted=True)
    seen = await tell(region, 2)
    async with stream(own_site, address, "inspektur", after=ready) as events:
        both = await take(events, 3)
    async with stream(own_site, address, "asisten", after=ready) as events:
        one = await take(events, 2)
    assert [f'"alert":{number},' in data for number, (_, _, data) in zip((hidden, seen), both[1:], strict=True)] == [True, True]
    assert one[1] == both[2]


async def test_liaison_hears_of_the_own_agency_alone(own_site: Site, address: str, region: Region) -> None:
    async with stream(own_site, address, "dinkes") as events:
        await take(events, 1)
        await tell(region, 1)
        number = await tell(region, 2, agency="dinkes")
        ((_, _, data),) = await take(events, 1)
    assert f'"alert":{number},' in data


async def test_listener_holds_no_connection_of_the_database(own_site: Site, address: str, told: Told) -> None:
    web: Web = own_site.app.state.web
    async with stream(own_site, address, "asisten") as one, stream(own_site, address, "sekda") as other:
        await take(one, 1)
        await take(other, 1)
        await until_async(_checked_out(web), 0)
        assert web.feed.listeners == 2
    assert told.alerts


async def test_stream_ends_with_the_session(own_site: Site, address: str, region: Region) -> None:
    async with stream(own_site, address, "asisten") as events:
        await take(events, 1)
        async with own_site.engine.begin() as connection:
            await connection.execute(delete(session))
        await tell(region, 1)
        async with asyncio.timeout(15):
            assert [name async for _, name, _ in events] == []


@pytest.mark.parametrize("login", ["operator"])
async def test_who_sees_no_alerts_gets_no_stream(site: Site, login: str) -> None:
    assert (await (await site.sign_in(login)).get("/api/v1/alerts/stream")).status_code == 403

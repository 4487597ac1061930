"""The intake while PostgreSQL or Kafka is away, and with senders that are slow or too many."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pydantic import SecretStr

from hub.bus import topics
from hub.settings import Settings
from tests.bus.kafkas import eventually, freeze, own_kafka, thaw
from tests.intake.answers import problem
from tests.intake.conftest import Region, listening
from tests.intake.events import body, received
from tests.intake.proxy import Proxy, before


@pytest.fixture
async def proxy(settings: Settings) -> AsyncIterator[Proxy]:
    async with before(urlsplit(settings.dsn).port or 0) as made:
        yield made


def through(proxy: Proxy, settings: Settings) -> Settings:
    """The same settings, with the proxy before the database."""
    address = urlsplit(settings.dsn)
    place = f"{address.netloc.rpartition(':')[0]}:{proxy.port}"
    return settings.model_copy(update={"database": SecretStr(address._replace(netloc=place).geturl())})


@pytest.fixture
async def guarded(settings: Settings, keys: dict[str, str], proxy: Proxy) -> AsyncIterator[Region]:
    """A region whose database the test can take away."""
    async with listening(through(proxy, settings), keys) as made:
        yield made


@pytest.mark.parametrize("how", ["cut", "stalled"])
async def test_events_are_accepted_from_cached_keys_while_postgresql_alone_is_away(guarded: Region, proxy: Proxy, how: str) -> None:
    assert (await guarded.post(body(received(1)))).status_code == 202
    proxy.cut() if how == "cut" else proxy.stall()
    began = time.monotonic()
    assert (await guarded.post(body(received(2)))).status_code == 202
    assert time.monotonic() - began < 6
    began = time.monotonic()
    assert (await guarded.post(body(received(3)))).status_code == 202
    assert (await guarded.post(body(received(3)))).status_code == 200  # remembered, though nobody can be asked
    assert time.monotonic() - began < 6
    problem(await guarded.post(body(received(4)), "smp_00000000_x"), 401, "wrong-key")
    proxy.heal()
    assert len(await guarded.in_kafka()) == 3


async def test_a_conflict_that_cannot_be_put_on_the_desk_is_asked_to_come_again(guarded: Region, proxy: Proxy) -> None:
    assert (await guarded.post(body(received(1)))).status_code == 202
    proxy.cut()
    other = body(received(1, time="2026-01-05T09:31:00+07:00"))
    assert problem(await guarded.post(other), 503, "away")["detail"]
    proxy.heal()
    await asyncio.sleep(1.1)
    problem(await guarded.post(other), 409, "conflict")


async def test_an_intake_without_a_registry_says_later_and_learns_it(settings: Settings, keys: dict[str, str], proxy: Proxy) -> None:
    proxy.cut()
    async with listening(through(proxy, settings), keys) as region:
        assert not region.intake.ready
        answer = await region.post(body(received()))
        problem(answer, 503, "away")
        assert answer.headers["retry-after"] == "2"
        proxy.heal()
        await eventually(lambda: region.intake.ready)
        assert (await region.post(body(received()))).status_code == 202


async def test_kafka_away_is_said_and_what_is_unsure_is_called_unsure(settings: Settings, keys: dict[str, str], tmp_path: Path) -> None:
    with own_kafka(tmp_path / "kafka") as kafka:
        own = settings.model_copy(update={"kafka": kafka.bootstrap, "ack_s": 1.5})
        await topics.make(own, topics.of_source(own, "diskominfo", ["complaints"]))
        async with listening(own, keys) as region:
            assert (await region.post(body(received(1)))).status_code == 202
            freeze(kafka)
            unsure = await region.post(body(received(2)))
            assert "aman" in problem(unsure, 504, "unknown")["detail"]
            assert unsure.headers["retry-after"] == "1"
            away = await region.post(body(received(3)))
            problem(away, 503, "away")
            assert away.headers["retry-after"] == "2"
            batch = await region.post(body([received(4), received(5)]), content_type="application/cloudevents-batch+json")
            assert (batch.status_code, batch.headers["retry-after"]) == (503, "2")
            thaw(kafka)
            await eventually(lambda: region.intake.ready)
            assert (await region.post(body(received(2)))).status_code in {200, 202}


async def test_a_body_that_does_not_come_is_given_up(settings: Settings, keys: dict[str, str]) -> None:
    async with listening(settings.model_copy(update={"body_s": 0.3}), keys) as region:
        url = region.http.base_url
        reader, writer = await asyncio.open_connection(url.host, url.port)
        head = f"POST /events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {keys['lapor']}\r\nContent-Length: 100\r\n\r\n{{"
        writer.write(head.encode())
        answer = await asyncio.wait_for(reader.read(4096), 5)
        writer.close()
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"/tentang/galat#slow-body" in answer


async def test_a_key_that_comes_too_often_must_wait_and_the_others_need_not(settings: Settings, keys: dict[str, str]) -> None:
    async with listening(settings.model_copy(update={"requests_a_minute": 2}), keys) as region:
        for number in (1, 2):
            assert (await region.post(body(received(number)))).status_code == 202
        late = await region.post(body(received(3)))
        problem(late, 429, "rate")
        assert 50 <= int(late.headers["retry-after"]) <= 60
        problem(await region.post(body(received(3)), "simpeg"), 403, "other-source")

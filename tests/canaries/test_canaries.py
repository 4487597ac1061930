"""Personal values planted in events of every type are nowhere in plain: not in logs, metrics, addresses, Kafka's keys or any column."""

import re
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

import httpx2
import pytest
from aiokafka import AIOKafkaProducer

from hub.embedded import ports
from hub.intake import registering
from hub.intake.registering import NewSource
from hub.store.engine import engine as make_engine
from hub.web import accounts, sessions
from hub.web.accounts import NewAccount
from hub.web.viewer import Role
from schemas.registry import DOMAINS
from tests import canary
from tests.canaries.planted import CANARIES, HTTP, KAFKA, LETTER, NAME, NIK, Sent, everything, of_kafka_alone, slug
from tests.canary import Found, Search
from tests.faults.world import DONE, World, seconds_until, world

SOURCES: Final = tuple(
    NewSource(slug(domain, agency), agency, slug(domain, agency), (domain,), "region") for domain in DOMAINS for agency in (HTTP, KAFKA)
)
PROGRAMS: Final = ("consumer", "evaluator", "notifier", "web")
PAGES: Final = ("/meja?keadaan=semua", "/api/v1/desk", "/peringatan", "/pengaduan", "/jabatan", "/belanja", "/sumber", "/tentang/galat")
LOGS: Final = ("logs/*.log", "postgres/*.log", "kafka/*.log")
LINKED: Final = re.compile(r'(?:href|src|action)="([^"]*)"')
UNMARKED: Final = """
from schemas.registry import EVENT_TYPES
told = EVENT_TYPES["id.go.pemda.complaints.received.v1"]
object.__setattr__(told, "encrypted", tuple(name for name in told.encrypted if name != "reporter_name"))
"""
"""Takes the class from one field of one type, in the program that reads it."""


@dataclass
class Region:
    """The world after everything was sent; `answers` is what its senders were told."""

    world: World
    http: httpx2.AsyncClient
    producer: AIOKafkaProducer
    answers: list[str]
    sent: int = 0

    async def publish(self, one: Sent) -> None:
        topic = f"{self.world.settings.topic_prefix}{one.domain}.{KAFKA}"
        await self.producer.send_and_wait(topic, one.value, b"key", headers=list(one.headers))
        self.sent += 1

    async def read(self) -> None:
        """Waits until all is read and evaluated."""
        await seconds_until(self._is_read, 60, "not everything was read")

    async def _is_read(self) -> bool:
        return await self.world.ask(DONE) >= self.sent and not await self.world.ask("SELECT count(*) FROM dirty")


@pytest.fixture(scope="module")
async def region() -> AsyncIterator[Region]:
    """Everything sent through both doors of the real programs."""
    web, *metrics = ports.any_free(len(PROGRAMS))
    async with world(SOURCES) as made:
        settings = made.settings.model_copy(update={"port": web})
        keys, cookie = await _let_in(made)
        for name, port in zip(PROGRAMS, (*metrics, 0), strict=True):
            made.start(name, port=web, metrics_port=port)
        async with (
            AIOKafkaProducer(bootstrap_servers=settings.kafka, acks="all") as producer,
            httpx2.AsyncClient(base_url=f"http://127.0.0.1:{web}", timeout=20) as http,
        ):
            http.cookies.set("simpul", cookie)
            whole = Region(made, http, producer, [])
            await seconds_until(lambda: _listens(web), 30, "the pages do not listen")
            await _over_http(whole, keys)
            for one in (*everything(KAFKA), *of_kafka_alone()):
                await whole.publish(one)
            await whole.read()
            for port in (web, *metrics):
                whole.answers.append((await http.get(f"http://127.0.0.1:{port}/metrics")).text)
            yield whole


async def _listens(port: int) -> bool:
    return ports.answers(port)


async def _let_in(made: World) -> tuple[dict[str, str], str]:
    """A key for each domain's source, and the cookie of somebody who is signed in."""
    engine = make_engine(made.settings.dsn)
    keys = {domain: (await registering.new_key(engine, slug(domain, HTTP), who="test")).text for domain in DOMAINS}
    async with engine.begin() as connection:
        await accounts.add(connection, NewAccount("budi", "Operator", frozenset({Role.OPERATOR, Role.SECRETARIAT})), by="test")
        cookie = await sessions.start(connection, await accounts.number_of(connection, "budi"))
    await engine.dispose()
    return keys, cookie


async def _over_http(region: Region, keys: dict[str, str]) -> None:
    for one in everything(HTTP):
        headers = {
            "content-type": "application/cloudevents+json",
            "authorization": f"Bearer {keys[one.domain]}",
            "traceparent": LETTER[:40],
        }
        answer = await region.http.post("/events", content=one.value, headers=headers)
        assert (answer.status_code in (200, 202)) == one.accepted, (one.value, answer.text)
        region.sent += answer.status_code == 202
        region.answers.append(answer.text)
    for path in (f"/pegawai/{NIK}", f"/pengaduan?cari={NAME}", f"/peringatan/{NIK}", f"/masuk/tautan/{NIK}"):
        await region.http.get(path)
    await region.http.post(f"/events?nik={NIK}", content=LETTER, headers={"authorization": f"Bearer {NIK}", "x-nama": NIK})


async def search(region: Region) -> Search:
    """All places where nothing personal may be."""
    looking = Search(CANARIES)
    settings, folder = region.world.settings, region.world.folder
    assert sum(canary.in_files(looking, folder, pattern) for pattern in LOGS) >= len(PROGRAMS) + 2
    looked = await canary.in_database(looking, settings.dsn)
    assert looked["event"] > 0
    assert looked["dead_letter"] > 100
    assert looked["alert"] > 0
    prefix = settings.topic_prefix
    assert await canary.in_kafka(looking, settings.kafka, f"{prefix}hub.", values=True)
    for domain in DOMAINS:
        await canary.in_kafka(looking, settings.kafka, f"{prefix}{domain}.{HTTP}")
    for number, answer in enumerate(region.answers):
        looking.look(f"answer {number}", answer)
    return looking


async def test_planted_values_are_in_no_log_metric_answer_key_header_or_plain_column(region: Region) -> None:
    await seconds_until(lambda: _told(region), 20, "no alert left the hub")
    assert (await search(region)).found == []


async def _told(region: Region) -> bool:
    return bool(await region.world.ask("SELECT EXISTS (SELECT FROM outbox WHERE state = 'delivered')"))


async def test_planted_values_are_in_no_listing_and_no_address(region: Region) -> None:
    looking = Search(CANARIES)
    for page in PAGES:
        answer = await region.http.get(page)
        assert answer.status_code == 200, page
        if "desk" in page or "meja" in page:
            looking.look(f"listing {page}", answer.text)
        for address in LINKED.findall(answer.text):
            looking.look(f"address on {page}", address)
    assert looking.found == []


async def test_letters_on_the_desk_show_no_planted_value(region: Region) -> None:
    looking = Search(CANARIES)
    async with region.world.database() as connection:
        numbers = [no for (no,) in await connection.fetch("SELECT DISTINCT ON (code) no FROM dead_letter ORDER BY code, no")]
    for number in numbers:
        looking.look(f"letter {number}", (await region.http.get(f"/meja/{number}")).text)
    assert looking.found == []


async def test_one_class_taken_from_a_schema_is_found_by_the_same_search(region: Region) -> None:
    region.world.send("consumer", signal.SIGKILL)
    region.world.start("consumer", patched=UNMARKED)
    told = next(one for one in everything(KAFKA) if one.domain == "complaints" and one.accepted)
    assert NAME.encode() in told.value
    await region.publish(told._replace(value=told.value.replace(b"complaints.received:1", b"complaints.received:2")))
    await region.read()
    found = (await search(region)).found
    assert Found("name", "event.payload") in found

"""Bad input of direct Kafka producers: each has its clear place on the desk, and good events before and after it go on."""

import json
import secrets
from collections.abc import AsyncIterator, Callable
from typing import Any, Final, NamedTuple

import asyncpg
import pytest
from pydantic import SecretStr

from hub.keys.vault import Vault, read_master
from hub.settings import Settings
from hub.store.desk import DayKeys
from tests.bus.consumers import Headers, Region, prepared, running, until
from tests.intake.events import body, data, received
from tests.servers import Servers

STRUCTURED: Final = ("content-type", b"application/cloudevents+json")
JSON: Final = ("content-type", b"application/json")
ADUAN: Final = "/32.73/dishub/aduan"
FAR: Final = "2199-01-01T00:00:00+07:00"


def binary(**changed: Any) -> list[tuple[str, bytes]]:
    """The headers of `received(1)` in binary mode; `changed` replaces attributes, None takes them away."""
    attributes = {name: value for name, value in received(**changed).items() if name != "data"}
    return [(f"ce_{name}", value.encode()) for name, value in attributes.items()]


def spliced(what: str) -> bytes:
    """`received(1)` with more at the end of its data."""
    return body(received(7)).replace(b"}}", f",{what}}}}}".encode())


def amended() -> dict[str, Any]:
    of = {"source": ADUAN, "id": "received:1:000001", "type": "id.go.pemda.complaints.received.v1"}
    return received(7, type="id.go.pemda.complaints.withdrawn.v1", data={"of": of, "reason": "Salah kirim"})


def hired() -> dict[str, Any]:
    return received(7, type="id.go.pemda.personnel.person-registered.v1", subject="employee/lapor:1", data={"name": "Contoh"})


class Case(NamedTuple):
    """What is sent and the code under which it must lie on the desk."""

    code: str
    value: bytes | None
    headers: Headers = ()
    topic: str = "complaints.diskominfo"


CASES: Final[dict[str, Case]] = {
    "broken JSON": Case("broken-json", body(received(7))[:-9]),
    "no JSON at all": Case("broken-json", b"nomor;tanggal\n1;2026-01-05"),
    "two values": Case("broken-json", body(received(7)) * 2),
    "not UTF-8": Case("not-utf8", body(received(7)).replace(b"SP4N", b"\xff\xfe")),
    "NaN": Case("broken-json", spliced('"latitude":NaN')),
    "a number without end": Case("wrong-field", spliced('"latitude":1e999999999')),
    "a key given twice": Case("duplicate-key", spliced('"topic":"Air","topic":"Jalan"')),
    "deep nesting": Case("too-deep", spliced(f'"topic":{"[" * 500}{"]" * 500}')),
    "NUL": Case("nul", spliced('"topic":"Air\\u0000"')),
    "a list": Case("wrong-field", b"[]"),
    "no type": Case("missing-field", body(received(7, type=None))),
    "unknown type": Case("unknown-type", body(received(7, type="id.go.pemda.complaints.vanished.v1"))),
    "unknown version": Case("unknown-version", body(received(7, type="id.go.pemda.complaints.received.v99"))),
    "unknown field": Case("unknown-field", body(received(7, data=data(colour="merah")))),
    "missing field": Case("missing-field", body(received(7, id=None))),
    "naive time": Case("naive-time", body(received(7, time="2026-01-05T09:30:00"))),
    "time in the future": Case("time-ahead", body(received(7, time=FAR))),
    "2 MB": Case("too-large", spliced(f'"text":"{"a" * 2_000_000}"')),
    "another agency's source": Case("wrong-topic", body(received(7, source=ADUAN))),
    "another domain's event": Case("wrong-topic", body(hired())),
    "a source that nobody knows": Case("unknown-source", body(received(7, source="/32.73/diskominfo/baru"))),
    "another region's source": Case("unknown-source", body(received(7, source="/32.04/diskominfo/lapor"))),
    "a closed source": Case("source-closed", body(received(7, source="/32.73/diskominfo/lama"))),
    "a subject outside the scope": Case("scope", body(received(7, source=ADUAN, subject="complaint/lapor:7")), topic="complaints.dishub"),
    "an agency outside the scope": Case(
        "scope", body(received(7, source=ADUAN, subject="complaint/aduan:7", data=data(agency="dinkes"))), topic="complaints.dishub"
    ),
    "a subject of nobody": Case("subject-source", body(received(7, subject="complaint/tiada:7"))),
    "a subject of another kind": Case("wrong-field", body(received(7, subject="post/lapor:7"))),
    "an amendment of another's event": Case("foreign-amendment", body(amended())),
    "a person's number as key": Case("personal-key", body(received(7, subject="complaint/lapor:3273015503850001"))),
    "reused id": Case("conflict", body(received(1, data=data(topic="Lain")))),
    "null value": Case("no-data", None),
    "empty value": Case("no-data", b""),
    "binary without headers": Case("missing-field", body(data()), [JSON]),
    "binary without its type": Case("missing-field", body(data()), [JSON, *binary(type=None)]),
    "binary with another content": Case("wrong-media-type", b"<a/>", [("content-type", b"application/xml"), *binary(id="b7")]),
    "a batch": Case("wrong-media-type", body([received(7)]), [("content-type", b"application/cloudevents-batch+json")]),
    "a header that is no text": Case("bad-header", body(data()), [JSON, ("ce_subject", b"\xff\xfe"), *binary(subject=None)]),
    "a content type that is no text": Case("bad-header", body(received(7)), [("content-type", b"\x80")]),
    "a header given twice": Case("bad-header", body(data()), [JSON, *binary(), ("ce_id", b"other")]),
    "an endless header": Case("bad-header", body(data()), [JSON, *binary(source=None), ("ce_source", b"/" * 10_000)]),
}
HARMLESS: Final[dict[str, Headers]] = {
    "headers that are not ours": [STRUCTURED, ("x-trace", b"\xff\x00"), ("x-trace", b"again"), ("", b"")],
    "no headers": [],
    "a stamp that somebody made up": [STRUCTURED, ("simpul-stamp", b"\x01" * 200)],
    "an empty stamp": [STRUCTURED, ("simpul-stamp", b"")],
}


class Placed(NamedTuple):
    """Offsets of a case's record and of the good ones around it."""

    before: int
    bad: int
    after: int


class Sent(NamedTuple):
    region: Region
    placed: dict[str, Placed]
    harmless: dict[str, int]


@pytest.fixture(scope="module")
async def sent(servers: Servers, template: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sent]:
    """All cases sent one after another, and read."""
    name = f"bad_{secrets.token_hex(5)}"
    admin = await asyncpg.connect(servers.admin_dsn)
    await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER simpul')
    settings = Settings(
        partitions=1,
        database=SecretStr(servers.database(name)),
        kafka=servers.bootstrap,
        topic_prefix=f"{name}.",
        home=tmp_path_factory.mktemp("home"),
    )
    async with prepared(settings) as region, running(settings):
        numbers = iter(range(100, 1_000))
        await region.send(body(received(1)))
        placed = {what: await _around(region, case, lambda: next(numbers)) for what, case in CASES.items()}
        harmless = {what: await region.send(body(received(next(numbers))), headers=headers) for what, headers in HARMLESS.items()}
        ends = {case.topic: placed[what].after + 1 for what, case in CASES.items()} | {"complaints.diskominfo": max(harmless.values()) + 1}
        for topic, end in ends.items():
            await until(lambda topic=topic, end=end: _reached(region, topic, end))  # type: ignore[misc]  # defaults bind the loop's values
        yield Sent(region, placed, harmless)
    await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await admin.close()


async def _around(region: Region, case: Case, number: Callable[[], int]) -> Placed:
    good = [_good(case.topic, number()) for _ in range(2)]
    before = await region.send(good[0], topic=case.topic)
    bad = await region.send(case.value, topic=case.topic, headers=case.headers)
    return Placed(before, bad, await region.send(good[1], topic=case.topic))


def _good(topic: str, number: int) -> bytes:
    if topic == "complaints.diskominfo":
        return body(received(number))
    return body(received(number, source=ADUAN, subject=f"complaint/aduan:{number}"))


async def _reached(region: Region, topic: str, end: int) -> bool:
    return await region.next_offset(topic) == end


@pytest.mark.parametrize("what", CASES)
async def test_bad_input_waits_on_the_desk_with_its_code_and_its_neighbours_go_on(sent: Sent, what: str) -> None:
    case, placed, region = CASES[what], sent.placed[what], sent.region
    (row,) = await region.connection.fetch(
        "SELECT code, agency, state, sentence, body, day_key FROM dead_letter WHERE topic = $1 AND off = $2",
        region.topic(case.topic),
        placed.bad,
    )
    code, agency, state, sentence, sealed, day_key = row
    assert (code, agency, state) == (case.code, case.topic.partition(".")[2], "open")
    assert sentence.endswith(".")
    logged = await region.logged(case.topic)
    assert placed.before in logged
    assert placed.bad not in logged
    assert placed.after in logged
    keys = DayKeys(Vault(read_master(region.settings.master_key_file)))
    assert await keys.open(region.connection, day_key, sealed) == (case.value or b"")


@pytest.mark.parametrize("what", HARMLESS)
async def test_headers_that_say_nothing_to_us_do_no_harm(sent: Sent, what: str) -> None:
    assert sent.harmless[what] in await sent.region.logged()


async def test_nothing_else_is_on_the_desk(sent: Sent) -> None:
    assert await sent.region.connection.fetchval("SELECT count(*) FROM dead_letter") == len(CASES)
    assert json.loads(await sent.region.connection.fetchval("SELECT json_agg(topic) FROM topic_pause") or "[]") == []

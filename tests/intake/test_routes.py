"""POST /events over real HTTP, on real Kafka and PostgreSQL: what is taken, and every answer to what is not."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from hub.intake import registering
from hub.intake.problems import KINDS
from hub.store.tables import dead_letter, event_key
from schemas.decode import decode
from tests.intake.answers import problem
from tests.intake.conftest import Region
from tests.intake.events import LAPOR, body, data, received

BATCH = "application/cloudevents-batch+json"


async def test_a_structured_event_is_accepted_and_lies_in_kafka_as_it_was_said(region: Region) -> None:
    answer = await region.post(body(received()))
    assert answer.status_code == 202
    trace = answer.headers["traceparent"].split("-")[1]
    assert answer.json() == {"hasil": "diterima", "id": "received:1:000001", "jejak": trace}
    (record,) = await region.in_kafka()
    assert (record.key, record.timestamp_type) == (b"complaint/lapor:1", 1)
    event = decode(record.value)
    assert (event.id, event.source, event.data.agency) == ("received:1:000001", LAPOR, "dishub")
    headers = dict(record.headers)
    assert headers["content-type"].startswith(b"application/cloudevents+json")
    assert headers["traceparent"].decode() == event.traceparent
    assert str(event.traceparent).split("-")[1] == trace


async def test_a_binary_event_is_accepted_with_its_extensions(region: Region) -> None:
    attributes = {f"ce-{name}": value for name, value in received(2).items() if name != "data"} | {"ce-history": "true"}
    key = {"authorization": f"Bearer {region.keys['lapor']}", "content-type": "application/json"}
    answer = await region.http.post("/events", content=body(data(number="2")), headers=attributes | key)
    assert answer.status_code == 202, answer.text
    event = decode((await region.in_kafka())[0].value)
    assert (event.subject, event.model_extra) == ("complaint/lapor:2", {"history": "true"})


async def test_a_batch_gets_an_answer_for_each_event_and_the_good_ones_are_taken(region: Region) -> None:
    events = [received(1), received(2, time="2026-01-05T09:30:00"), received(3), received(1), received(1, data=data(topic="Lampu"))]
    answer = await region.post(body(events), content_type=BATCH)
    assert answer.status_code == 207
    said = answer.json()["hasil"]
    assert [(one["indeks"], one["status"], one["hasil"]) for one in said] == [
        (0, 202, "diterima"),
        (1, 400, "ditolak"),
        (2, 202, "diterima"),
        (3, 200, "duplikat"),
        (4, 409, "ditolak"),
    ]
    assert said[1]["masalah"]["kesalahan"][0]["pointer"] == "/time"
    assert said[4]["masalah"]["type"] == "/tentang/galat#conflict"
    assert {decode(record.value).id for record in await region.in_kafka()} == {"received:1:000001", "received:3:000001"}


@pytest.mark.parametrize(("events", "status"), [([], 200), ([1, 2], 202), ([1, 1], 202)])
async def test_a_batch_without_a_fault_has_one_status(region: Region, events: list[int], status: int) -> None:
    answer = await region.post(body([received(number) for number in events]), content_type=BATCH)
    assert answer.status_code == status
    assert len(answer.json()["hasil"]) == len(events)


async def test_a_batch_of_nothing_but_faults_has_their_status(region: Region) -> None:
    assert (await region.post(b'[{"a":1},{"b":2}]', content_type=BATCH)).status_code == 400


async def test_the_same_event_again_is_a_repeat_however_it_is_written(region: Region) -> None:
    assert (await region.post(body(received()))).status_code == 202
    again = json.dumps(dict(reversed(received(time="2026-01-05T02:30:00Z").items())), indent=2).encode()
    answer = await region.post(again)
    assert (answer.status_code, answer.json()["hasil"]) == (200, "duplikat")
    assert len(await region.in_kafka()) == 1


async def test_an_id_with_other_content_is_refused_aloud_and_waits_once_on_the_desk_sealed(region: Region, engine: AsyncEngine) -> None:
    assert (await region.post(body(received()))).status_code == 202
    other = body(received(data=data(text="Rahasia 08123456789")))
    for _ in range(3):
        problem(await region.post(other), 409, "conflict")
    async with engine.connect() as connection:
        row = (await connection.execute(select(dead_letter))).one()
    assert (row.code, row.agency, row.id, row.state) == ("conflict", "diskominfo", "received:1:000001", "open")
    assert row.type == "id.go.pemda.complaints.received.v1"
    assert b"Rahasia" not in row.body
    assert len(await region.in_kafka()) == 1


async def test_what_is_in_the_log_is_a_repeat_or_a_conflict_for_a_process_that_never_saw_it(region: Region, engine: AsyncEngine) -> None:
    assert (await region.post(body(received()))).status_code == 202
    ((key, mac),) = region.intake._taker._repeats._recent.items()  # noqa: SLF001 -- stands in for the consumer, which has tests of its own
    async with engine.begin() as connection:
        await connection.execute(insert(event_key).values(k=UUID(bytes=key), mac=UUID(bytes=mac), pos=1))
    region.intake._taker._repeats._recent.clear()  # noqa: SLF001 -- as if this process had just started
    assert (await region.post(body(received()))).status_code == 200
    problem(await region.post(body(received(data=data(topic="Lampu")))), 409, "conflict")


async def test_a_source_may_always_say_that_it_was_checked(region: Region) -> None:
    checked = received(
        type="id.go.pemda.reference.source-checked.v1",
        subject="source/lapor:lapor",
        data={"agency": "diskominfo", "records": 0},
    )
    assert (await region.post(body(checked))).status_code == 202
    assert len(await region.in_kafka("reference")) == 1
    problem(await region.post(body({**checked, "subject": "source/simpeg:simpeg"})), 403, "domain")


async def test_without_a_key_or_with_a_wrong_or_revoked_one_nothing_is_read(region: Region, engine: AsyncEngine) -> None:
    nobody = await region.http.post("/events", content=b"")
    problem(nobody, 401, "no-key")
    assert nobody.headers["www-authenticate"].startswith("Bearer")
    problem(await region.post(b"", "smp_00000000_x"), 401, "wrong-key")
    problem(await region.post(b"", region.keys["lapor"] + "x"), 401, "wrong-key")
    await registering.revoke(engine, region.keys["lapor"][:12], who="test")
    await asyncio.sleep(0.3)
    await region.intake.registry.renew()
    problem(await region.post(body(received())), 401, "wrong-key")


async def test_a_key_made_just_now_and_a_source_registered_just_now_work_at_once(region: Region, engine: AsyncEngine) -> None:
    await asyncio.sleep(0.3)
    await registering.add(engine, region.settings, registering.NewSource("call", "dinkes", "112", ("complaints",)), who="test")
    key = await registering.new_key(engine, "call", who="test")
    told = received(source="/32.73/dinkes/call", subject="complaint/call:1", data=data(agency="dinkes"))
    assert (await region.post(body(told), key.text)).status_code == 202


async def test_an_event_of_the_demos_moved_clock_is_taken_at_once(region: Region, engine: AsyncEngine) -> None:
    in_two_months = (datetime.now(UTC) + timedelta(days=60)).isoformat()
    problem(await region.post(body(received(time=in_two_months))), 400, "time-ahead")
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE clock SET simulated = true, ahead = interval '61 days'"))
    await asyncio.sleep(0.3)
    assert (await region.post(body(received(time=in_two_months)))).status_code == 202


async def test_a_closed_source_is_refused(region: Region, engine: AsyncEngine) -> None:
    await registering.close(engine, "aduan", successor="lapor", who="test")
    await asyncio.sleep(0.3)
    await region.intake.registry.renew()
    told = received(source="/32.73/dishub/aduan", subject="complaint/aduan:1")
    problem(await region.post(body(told), "aduan"), 403, "source-closed")


async def test_the_webhook_handshake_is_answered(region: Region) -> None:
    answer = await region.http.options("/events", headers={"WebHook-Request-Origin": "lapor.example"})
    assert answer.status_code == 200
    assert answer.headers["webhook-allowed-origin"] == "lapor.example"
    assert answer.headers["webhook-allowed-rate"] == "6000"
    assert "webhook-allowed-origin" not in (await region.http.options("/events")).headers


async def test_the_trace_of_the_sender_is_continued_and_a_broken_one_begun_anew(region: Region) -> None:
    theirs = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    answer = await region.post(body(received()), traceparent=theirs)
    assert answer.json()["jejak"] == "0af7651916cd43dd8448eb211c80319c"
    broken = await region.post(body(received(2)), traceparent="00-0000-01")
    assert broken.status_code == 202
    own = "00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    assert (await region.post(body(received(3, traceparent=own)), traceparent=theirs)).status_code == 202
    traces = {decode(record.value).id: str(decode(record.value).traceparent).split("-")[1] for record in await region.in_kafka()}
    assert traces["received:1:000001"] == "0af7651916cd43dd8448eb211c80319c"
    assert traces["received:2:000001"] == broken.json()["jejak"]
    assert traces["received:3:000001"] == "1af7651916cd43dd8448eb211c80319c"


async def test_openapi_says_that_batches_are_welcome_and_names_every_reason(region: Region) -> None:
    told = (await region.http.get("/openapi.json")).json()["paths"]["/events"]["post"]
    assert "paling banyak 500 peristiwa" in told["description"]
    assert told["security"] == [{"kunciSumber": []}]
    assert set(told["responses"]) == {"200", "202", "207"} | {str(kind.status) for kind in KINDS.values()}
    assert set(told["requestBody"]["content"]) == {"application/cloudevents+json", BATCH, "application/json"}

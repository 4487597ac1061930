"""The notifier as a whole, on real servers: what leaves, by which way, and what happens when a way is closed."""

import json
import signal
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer
from starlette.responses import RedirectResponse, Response

from hub.alerts.stories import spm
from hub.notify import webhooks
from hub.notify.main import serve
from hub.settings import Settings
from tests.background import background
from tests.notify.hearing import Hearing
from tests.notify.killed import dies_at
from tests.waiting import until_async

FINGERPRINT = "A08:post/simpeg:kadishub:"


async def records(settings: Settings, count: int) -> list[Any]:
    """The first records of `hub.alerts`."""
    consumer = AIOKafkaConsumer(f"{settings.topic_prefix}hub.alerts", bootstrap_servers=settings.kafka, auto_offset_reset="earliest")
    await consumer.start()
    try:
        return [await consumer.getone() for _ in range(count)]
    finally:
        await consumer.stop()


async def test_topic_gets_every_change_under_the_key_of_its_matter(hearing: Hearing, settings: Settings) -> None:
    await hearing.opens()
    await hearing.resolves()
    async with background(serve(settings)):
        opened, resolved = await records(settings, 2)
    assert (opened.key.decode(), resolved.key.decode()) == (FINGERPRINT, FINGERPRINT)
    assert opened.partition == resolved.partition
    assert opened.headers == (("content-type", b"application/cloudevents+json"),)
    number = await hearing.region.connection.fetchval("SELECT no FROM alert")
    said, ended = json.loads(opened.value), json.loads(resolved.value)
    assert (said["type"], said["data"]["alert"]) == ("id.go.pemda.hub.alert-opened.v1", number)
    assert said["data"]["values"] == {"acting_since": "2026-01-05", "extended_until": None, "limit": "2026-04-05", "since": "2026-01-05"}
    assert (ended["type"], ended["data"]["state"]) == ("id.go.pemda.hub.alert-resolved.v1", "resolved")


async def test_webhook_is_signed_and_a_changed_body_is_noticed(hearing: Hearing, settings: Settings) -> None:
    secret = await hearing.webhook()
    await hearing.opens()
    async with background(serve(settings)):
        (got,) = await hearing.receiver.has(1)
        await until_async(hearing.states, [("topic", "delivered"), ("webhook:luar", "delivered")])
    assert got.signed_by(secret)
    assert not got._replace(body=got.body.replace(b"A08", b"A09")).signed_by(secret)
    assert not got._replace(headers={**got.headers, "webhook-id": "another"}).signed_by(secret)
    assert got.headers["content-type"] == "application/cloudevents+json"
    assert got.event["id"] == got.id
    assert await hearing.deliveries() == [("delivered", "204")]


async def test_webhook_continues_the_trace_of_its_cause(hearing: Hearing, settings: Settings) -> None:
    await hearing.webhook()
    await hearing.opens()
    trace = "0af7651916cd43dd8448eb211c80319c"
    await hearing.region.connection.execute("UPDATE outbox SET trace = $1", f"00-{trace}-b7ad6b7169203331-01")
    async with background(serve(settings)):
        (got,) = await hearing.receiver.has(1)
    assert got.headers["traceparent"].split("-")[1] == trace
    assert "b7ad6b7169203331" not in got.headers["traceparent"]


async def test_both_secrets_sign_while_one_is_exchanged(hearing: Hearing, settings: Settings) -> None:
    first = await hearing.webhook()
    async with hearing.engine.begin() as connection:
        second = await webhooks.rotate(connection, settings, "luar", who="test")
    await hearing.opens()
    async with background(serve(settings)):
        await hearing.receiver.has(1)
        await until_async(hearing.deliveries, [("delivered", "204")])
        await hearing.region.connection.execute("UPDATE webhook SET before_until = clock_timestamp()")
        await hearing.resolves()
        during, afterwards = await hearing.receiver.has(2)
    assert (during.signed_by(first), during.signed_by(second)) == (True, True)
    assert (afterwards.signed_by(first), afterwards.signed_by(second)) == (False, True)


async def test_busy_receiver_is_asked_again_not_before_it_wants_and_with_the_same_id(hearing: Hearing, settings: Settings) -> None:
    hearing.receiver.answers = [Response(status_code=503, headers={"retry-after": "300"})]
    await hearing.webhook()
    await hearing.opens()
    async with background(serve(settings)):
        await until_async(hearing.deliveries, [("failed", "HTTP 503")])
        assert 290 < await hearing.waits_s() <= 300
        await hearing.at_once()
        first, second = await hearing.receiver.has(2)
        await until_async(hearing.deliveries, [("failed", "HTTP 503"), ("delivered", "204")])
    assert (first.id, first.body) == (second.id, second.body)


async def test_receiver_that_asks_for_a_pause_gets_nothing_else_meanwhile(hearing: Hearing, settings: Settings) -> None:
    hearing.receiver.answers = [Response(status_code=429, headers={"retry-after": "300"})]
    await hearing.webhook()
    await hearing.opens()
    await hearing.resolves()
    async with background(serve(settings)):
        await until_async(hearing.deliveries, [("failed", "HTTP 429")])
    assert 290 < await hearing.waits_s() <= 300
    assert len(hearing.receiver.got) == 1


async def test_receiver_that_is_gone_is_disabled_and_what_waits_for_it_given_up(hearing: Hearing, settings: Settings) -> None:
    hearing.receiver.answers = [Response(status_code=410)]
    await hearing.webhook()
    await hearing.opens()
    await hearing.resolves()
    async with background(serve(settings)):
        given_up = [("given_up", "HTTP 410"), ("given_up", "penerima tidak mau lagi")]
        await until_async(hearing.deliveries, given_up)
    assert await hearing.region.connection.fetchval("SELECT disabled_at IS NOT NULL FROM webhook")
    assert len(hearing.receiver.got) == 1


async def test_redirect_is_not_followed(hearing: Hearing, settings: Settings) -> None:
    hearing.receiver.answers = [RedirectResponse("/elsewhere", status_code=307)]
    await hearing.webhook()
    await hearing.opens()
    async with background(serve(settings)):
        await until_async(hearing.deliveries, [("failed", "HTTP 307")])
    assert [one.path for one in hearing.receiver.got] == ["/simpul"]


async def test_private_address_is_refused_outside_of_the_demo(hearing: Hearing, settings: Settings) -> None:
    await hearing.webhook(url=hearing.receiver.url.replace("http:", "https:"))
    await hearing.opens()
    async with background(serve(settings.model_copy(update={"demo": False}))):
        await until_async(hearing.deliveries, [("failed", "Alamat webhook berada di jaringan yang tidak boleh dihubungi.")])
    assert hearing.receiver.got == []


async def test_end_of_an_alert_does_not_overtake_its_beginning(hearing: Hearing, settings: Settings) -> None:
    hearing.receiver.answers = [Response(status_code=500)]
    await hearing.webhook()
    await hearing.opens()
    await hearing.resolves()
    async with background(serve(settings)):
        await until_async(hearing.deliveries, [("failed", "HTTP 500")])
        await hearing.at_once()
        got = await hearing.receiver.has(3)
    assert [one.event["data"]["transition"] for one in got] == ["opened", "opened", "resolved"]


async def test_slow_receiver_keeps_the_topic_not_waiting(hearing: Hearing, settings: Settings) -> None:
    hearing.receiver.open.clear()
    await hearing.webhook("lambat")
    await hearing.opens()
    async with background(serve(settings)):
        await hearing.receiver.has(1)
        await until_async(hearing.states, [("topic", "delivered"), ("webhook:lambat", "waiting")])
        await hearing.resolves()
        assert len(await records(settings, 2)) == 2
    assert await hearing.deliveries("webhook:lambat") == []


async def test_notice_of_a_notifier_killed_before_it_noted_the_answer_comes_again_with_the_same_id(
    hearing: Hearing, settings: Settings
) -> None:
    await hearing.webhook()
    await hearing.opens()
    await hearing.region.connection.execute("DELETE FROM outbox WHERE channel = 'topic'")
    assert await dies_at(settings, "notifier", "notices sent") == -signal.SIGKILL
    assert (await hearing.deliveries(), len(hearing.receiver.got)) == ([], 1)
    assert 0 < await hearing.waits_s() <= 60
    await hearing.at_once()
    async with background(serve(settings)):
        first, second = await hearing.receiver.has(2)
        await until_async(hearing.deliveries, [("delivered", "204")])
    assert (first.id, first.body) == (second.id, second.body)


async def test_webhook_of_another_master_key_fails_and_the_topic_goes_on(hearing: Hearing, settings: Settings) -> None:
    await hearing.webhook()
    await hearing.region.connection.execute("UPDATE webhook SET wrapped = $1", bytes(60))
    await hearing.opens()
    async with background(serve(settings)):
        await until_async(hearing.deliveries, [("failed", "rahasianya disegel dengan kunci induk lain")])
        assert len(await records(settings, 1)) == 1


@pytest.mark.parametrize(
    ("statement", "topic"),
    [
        ("UPDATE alert SET restricted = true", "given up"),
        ("UPDATE webhook SET disabled_at = now()", "delivered"),
        ("UPDATE alert SET rule = 'A00'", "given up"),
    ],
    ids=["restricted", "webhook disabled", "rule gone"],
)
async def test_notice_that_may_not_leave_any_more_is_given_up(hearing: Hearing, settings: Settings, statement: str, topic: str) -> None:
    await hearing.webhook()
    await hearing.opens()
    await hearing.region.connection.execute(statement)
    async with background(serve(settings)):
        await until_async(hearing.states, [("topic", topic), ("webhook:luar", "given up")])
    assert hearing.receiver.got == []


async def test_unsure_alert_waits_until_its_source_speaks_again_and_others_do_not(hearing: Hearing, settings: Settings) -> None:
    await hearing.region.tell(spm("2026-03-02", signer="employee/simpeg:5"))
    await hearing.opens()
    await hearing.region.connection.execute("UPDATE alert SET unsure = rule = 'A08'")
    async with background(serve(settings)):
        await until_async(hearing.delivered_rules, ["A10"])
        await hearing.region.connection.execute("UPDATE alert SET unsure = false")
        await until_async(hearing.delivered_rules, ["A08", "A10"])

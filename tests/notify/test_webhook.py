"""One attempt at a webhook."""

import asyncio

import pytest

from hub.notify import webhook
from hub.notify.outcome import Outcome, Result
from hub.notify.signing import new_secret
from hub.notify.webhook import Receiver, after, outcome, send
from hub.settings import Settings
from tests.notify.notice import NOTICE
from tests.notify.receiver import receiving


async def attempt(url: str) -> Outcome:
    settings = Settings(demo=True)
    async with webhook.client(settings) as http:
        return await send(http, settings, Receiver("webhook:a", url, (new_secret(),)), NOTICE)


@pytest.mark.parametrize(
    ("status", "retry_after", "expected"),
    [
        (200, None, Outcome(Result.DELIVERED, "200")),
        (302, None, Outcome(Result.FAILED, "HTTP 302")),
        (410, None, Outcome(Result.FAILED, "HTTP 410", gone=True)),
        (429, "120", Outcome(Result.FAILED, "HTTP 429", 120.0)),
        (500, None, Outcome(Result.FAILED, "HTTP 500")),
    ],
)
def test_only_a_success_is_a_delivery(status: int, retry_after: str | None, expected: Outcome) -> None:
    assert outcome(status, retry_after) == expected


@pytest.mark.parametrize(
    ("said", "seconds"), [(None, None), ("7", 7.0), ("soon", None), ("-1", None), ("Mon, 06 Apr 2020 00:00:00 GMT", 0.0)]
)
def test_retry_after_is_read_as_seconds_or_a_date(said: str | None, seconds: float | None) -> None:
    assert after(said) == seconds


async def test_receiver_that_does_not_listen_is_a_failure() -> None:
    async with receiving() as receiver:
        url = receiver.url
    assert await attempt(url) == Outcome(Result.FAILED, "ConnectError")


async def test_receiver_that_drips_is_cut_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time, so only a deadline for the whole attempt ends it."""
    monkeypatch.setattr(webhook, "DEADLINE_S", 0.5)

    async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            for byte in b"HTTP/1.1 200 OK\r\nx-slow: " + b"x" * 1_000:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(0.05)
        except ConnectionError:
            ended.set()
        finally:
            writer.close()

    ended = asyncio.Event()
    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    assert await attempt(f"http://127.0.0.1:{port}/") == Outcome(Result.FAILED, "TimeoutError")
    await asyncio.wait_for(ended.wait(), 5)
    server.close()
    await server.wait_closed()

"""Signed webhooks: one POST an alert's change, as Standard Webhooks say."""

import asyncio
import datetime as dt
import time
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

import httpx2

from hub import trace
from hub.notify import signing
from hub.notify.message import CONTENT_TYPE, Waiting, event, event_id
from hub.notify.outcome import Outcome, Result
from hub.notify.reach import Guarded, NotAllowedError
from hub.settings import Settings

PREFIX: Final = "webhook:"
"""Begins the channel of a webhook; its name follows."""
DEADLINE_S: Final = 15.0
"""Of a whole attempt, from the name's look-up to the status line: a receiver that drips is no slower than one that is silent."""


class Receiver(NamedTuple):
    """A webhook that is on: where it goes, and the secrets that sign, the newest first."""

    name: str
    url: str
    secrets: tuple[str, ...]


def client(settings: Settings) -> httpx2.AsyncClient:
    """A client that goes nowhere else: no proxy of the environment, no redirect, no private address."""
    return httpx2.AsyncClient(
        transport=Guarded(demo=settings.demo),
        timeout=httpx2.Timeout(DEADLINE_S),
        follow_redirects=False,
        headers={"user-agent": "simpul"},
    )


async def send(http: httpx2.AsyncClient, settings: Settings, receiver: Receiver, waiting: Waiting) -> Outcome:
    """One attempt. The body of the answer is not read: only its sender knows how long it is."""
    body = event(waiting, settings)
    signed = signing.headers(event_id(waiting), int(time.time()), body, receiver.secrets)
    headers = {"content-type": CONTENT_TYPE, trace.HEADER: str(trace.continued(waiting.trace)), **signed}
    try:
        async with asyncio.timeout(DEADLINE_S), http.stream("POST", receiver.url, content=body, headers=headers) as answer:
            return outcome(answer.status_code, answer.headers.get("retry-after"))
    except NotAllowedError as why:
        return Outcome(Result.FAILED, why.sentence)
    except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as why:
        return Outcome(Result.FAILED, type(why).__name__)


def outcome(status: int, retry_after: str | None) -> Outcome:
    """What an answer says; a redirect is none: whoever may redirect could send us anywhere."""
    if httpx2.codes.is_success(status):
        return Outcome(Result.DELIVERED, str(status))
    return Outcome(Result.FAILED, f"HTTP {status}", after(retry_after), gone=status == httpx2.codes.GONE)


def after(said: str | None) -> float | None:
    """Seconds that `Retry-After` asks for, as seconds or as a date; None if it says nothing that can be read."""
    if not said:
        return None
    if said.isascii() and said.isdigit():
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max((until - dt.datetime.now(dt.UTC)).total_seconds(), 0.0) if until.tzinfo else None

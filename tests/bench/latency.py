"""How long an alert takes: from the answer 202 to the event that opens it until the API shows it and the event stream tells it.

Events come by HTTP at a steady rate, in batches of one source each, as senders are asked to send them. Told are the complaints that open
an alert with their first event, so that there is one answer to count from.
"""

import asyncio
import datetime as dt
import itertools
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import httpx2

from hub.embedded.kafka import Kafka
from hub.embedded.postgres import Postgres
from hub.intake import registering
from hub.store import engine as store
from tests.bench.events import Stream
from tests.bench.load import make_topics
from tests.bench.region import make_database, make_home, settings
from tests.servers import Servers
from tests.story.processes import running, signed_in

BATCH = 20
SUBJECTS_PER_EVENT = 0.2
WARM_S = 10.0
"""Left out of the figures: caches of plans and of the registry fill."""
LATEST_S = 30.0
LOOK_S = 0.02
PROCESSES = ("consumer-1", "consumer-2", "evaluator", "web")
RULE = "A23"


class Latencies(NamedTuple):
    """Seconds from the 202 to the API and to the stream, of each alert; how many were never seen."""

    api: list[float]
    stream: list[float]
    missing: int
    sent: int
    late_s: float


@dataclass
class Seen:
    """What was answered and seen, by subject or by number of the alert; times of the monotonic clock.

    Attributes:
        late_s: how far the sender fell behind its own plan at worst.
    """

    accepted: dict[str, float] = field(default_factory=dict)
    api: dict[str, float] = field(default_factory=dict)
    stream: dict[int, float] = field(default_factory=dict)
    number: dict[str, int] = field(default_factory=dict)
    sent: int = 0
    late_s: float = 0.0


def measure(folder: Path, rate: int, seconds: float) -> Latencies:
    """Servers as a region has them (each message and each commit reaches the disk), and all of the hub's processes."""
    kafka, postgres = Kafka(folder / "kafka"), Postgres(folder / "postgres")
    try:
        kafka.launch()
        postgres.start()
        kafka.wait()
        servers = Servers(postgres.admin_dsn, postgres.dsn, kafka.bootstrap, 0, None)
        return asyncio.run(_measure(servers, make_home(folder), rate, seconds))
    finally:
        kafka.stop()
        postgres.stop()


async def _measure(servers: Servers, home: Path, rate: int, seconds: float) -> Latencies:
    await make_topics(servers.bootstrap)
    told = settings(servers, await make_database(servers), home)
    engine = store.engine(told.dsn, pool=1)
    keys = {source.slug: (await registering.new_key(engine, source.slug, who="bench")).text for source in await registering.listed(engine)}
    await engine.dispose()
    seen = Seen()
    with running(told, PROCESSES) as address:
        async with signed_in(address, told) as browser, httpx2.AsyncClient(base_url=address, timeout=30) as sender:
            watching = [asyncio.create_task(_listen(browser, seen)), asyncio.create_task(_look(browser, seen))]
            await _send(sender, keys, rate, seconds, seen)
            await _until_all(seen, watching)
    return _figures(seen)


async def _send(http: httpx2.AsyncClient, keys: dict[str, str], rate: int, seconds: float, seen: Seen) -> None:
    """Batches at a steady rate; none waits for the answer to another."""
    count = int(rate * (seconds + WARM_S))
    stream = Stream(count, int(count * SUBJECTS_PER_EVENT), now=dt.datetime.now(dt.UTC))
    began, asked = time.monotonic(), []
    for number, batch in enumerate(_batches(stream)):
        due = began + number * BATCH / rate
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        seen.late_s = max(seen.late_s, time.monotonic() - due)
        asked.append(asyncio.create_task(_post(http, keys, batch, seen, warm=due - began < WARM_S)))
    await asyncio.gather(*asked)


def _batches(stream: Stream) -> Iterator[list[dict[str, Any]]]:
    """Each of one source; the sources fill theirs side by side."""
    waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for message in stream:
        event = json.loads(message.value)
        waiting[event["source"]].append(event)
        if len(waiting[event["source"]]) == BATCH:
            yield waiting.pop(event["source"])
    yield from waiting.values()


async def _post(http: httpx2.AsyncClient, keys: dict[str, str], batch: list[dict[str, Any]], seen: Seen, *, warm: bool) -> None:
    key = keys[batch[0]["source"].rpartition("/")[2]]
    headers = {"authorization": f"Bearer {key}", "content-type": "application/cloudevents-batch+json"}
    answer = await http.post("/events", content=json.dumps(batch), headers=headers)
    now = time.monotonic()
    assert answer.status_code in (200, 202, 207), answer.text
    seen.sent += len(batch)
    if warm:
        return
    for event, one in zip(batch, answer.json(), strict=True):
        if one["hasil"] == "diterima" and _opens(event):
            seen.accepted.setdefault(event["subject"], now)


def _opens(event: dict[str, Any]) -> bool:
    """Whether this is the first word of a complaint so old that its first clock has run out."""
    old = dt.datetime.now(dt.UTC) - dt.timedelta(days=100)
    return event["type"].endswith("complaints.received.v1") and dt.datetime.fromisoformat(event["data"]["effective"]) < old


async def _listen(http: httpx2.AsyncClient, seen: Seen) -> None:
    """The event stream, as a browser reads it."""
    async with http.stream("GET", "/api/v1/alerts/stream", timeout=None) as answer:
        async for line in answer.aiter_lines():
            if line.startswith("data: ") and (said := json.loads(line[6:])).get("transition") == "opened":
                seen.stream[said["alert"]] = time.monotonic()


async def _look(http: httpx2.AsyncClient, seen: Seen) -> None:
    """The API, asked for the next alert again and again. A number that the stream has passed and the API has not was never given."""
    for number in itertools.count(1):
        while (answer := await http.get(f"/api/v1/alerts/{number}")).status_code != 200:
            if max(seen.stream, default=0) > number + 100:
                break
            await asyncio.sleep(LOOK_S)
        else:
            said = answer.json()
            if said["rule"] == RULE:
                seen.api[said["subject"]] = time.monotonic()
                seen.number[said["subject"]] = number


async def _until_all(seen: Seen, watching: "list[asyncio.Task[None]]") -> None:
    give_up = time.monotonic() + LATEST_S
    while time.monotonic() < give_up and not (seen.accepted.keys() <= seen.api.keys()):  # noqa: ASYNC110 -- a look at what two tasks found
        await asyncio.sleep(0.1)
    await asyncio.sleep(1)
    for task in watching:
        task.cancel()
    for outcome in await asyncio.gather(*watching, return_exceptions=True):
        if isinstance(outcome, Exception):
            raise outcome


def _figures(seen: Seen) -> Latencies:
    found = [subject for subject in seen.accepted if subject in seen.api and seen.number[subject] in seen.stream]
    api = sorted(seen.api[subject] - seen.accepted[subject] for subject in found)
    stream = sorted(seen.stream[seen.number[subject]] - seen.accepted[subject] for subject in found)
    return Latencies(api, stream, len(seen.accepted) - len(found), seen.sent, seen.late_s)


def told(found: Latencies) -> str:
    """The figures as a line each."""
    lines = [f"{found.sent} events sent, {len(found.api)} alerts seen, {found.missing} missing; sender at most {found.late_s:.2f} s late"]
    for name, took in (("API", found.api), ("stream", found.stream)):
        p50, p99 = statistics.median(took), statistics.quantiles(took, n=100)[98]
        lines.append(f"202 to the alert, {name}: p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, worst {took[-1] * 1000:.0f} ms")
    return "\n".join(lines)

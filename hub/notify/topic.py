"""The topic `hub.alerts`: the newest word on every alert, for whoever reads it."""

from collections.abc import Sequence
from typing import Final

from hub.bus.publisher import Message, Publisher, Sent
from hub.bus.topics import ALERTS
from hub.notify.message import CONTENT_TYPE, Waiting, event, fingerprint
from hub.notify.outcome import Outcome, Result
from hub.settings import Settings

CHANNEL: Final = "topic"


async def send(publisher: Publisher, settings: Settings, waiting: Sequence[Waiting]) -> dict[int, Outcome]:
    """Publishes; number in the outbox → what became of it."""
    topic, headers = settings.topic_prefix + ALERTS, [("content-type", CONTENT_TYPE.encode())]
    messages = [Message(topic, fingerprint(one).encode(), event(one, settings), headers) for one in waiting]
    sent = await publisher.publish(messages)
    return {one.no: _outcome(how, settings) for one, how in zip(waiting, sent, strict=True)}


def _outcome(sent: Sent, settings: Settings) -> Outcome:
    """What Kafka's answer means.

    A retired producer still delivers what it holds, for as long as an acknowledgement may take. Trying again only after that keeps the
    order: else an older word could come behind a newer one, and compaction would keep it.
    """
    if sent is Sent.ACKED:
        return Outcome(Result.DELIVERED)
    return Outcome(Result.FAILED, f"kafka: {sent.value}", after=2 * settings.ack_s)

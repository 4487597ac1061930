"""A Kafka record as the hub handles it, and the names of topics."""

from collections.abc import Sequence
from typing import NamedTuple


class Record(NamedTuple):
    """One record of a batch; `timestamp` is Kafka's LogAppendTime in milliseconds since 1970."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]


def topic_of(prefix: str, domain: str, agency: str) -> str:
    """The topic on which an agency publishes a domain."""
    return f"{prefix}{domain}.{agency}"


def sender_of(prefix: str, topic: str) -> tuple[str, str]:
    """(domain, agency) of a topic: the topic is the credential of a direct producer."""
    domain, _, agency = topic.removeprefix(prefix).partition(".")
    return domain, agency

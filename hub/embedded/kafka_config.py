"""The configuration of one embedded broker: KRaft, broker and controller in one process, on the loopback address."""

from collections.abc import Mapping
from pathlib import Path

from hub.embedded.ports import LOOPBACK

DAY_MS = 86_400_000

# Kept by Kafka for 30 days in segments of a day: what agencies sent stays readable that long, and is gone whole days at a time.
# After kill -9 a broker opens its port only when its old registration has run out: 11 s with the default 9000, 4 s with 3000.
BASE: Mapping[str, str | int] = {
    "process.roles": "broker,controller",
    "node.id": 1,
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "PLAINTEXT",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "num.partitions": 1,
    "offsets.topic.num.partitions": 8,
    "offsets.topic.replication.factor": 1,
    "transaction.state.log.num.partitions": 4,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    "share.coordinator.state.topic.replication.factor": 1,
    "share.coordinator.state.topic.min.isr": 1,
    "share.coordinator.state.topic.num.partitions": 1,
    "group.initial.rebalance.delay.ms": 0,
    "auto.create.topics.enable": "false",
    "broker.session.timeout.ms": 3000,
    "broker.heartbeat.interval.ms": 500,
    "log.message.timestamp.type": "LogAppendTime",
    "log.retention.ms": 30 * DAY_MS,
    "log.roll.ms": DAY_MS,
    "num.network.threads": 2,
    "num.io.threads": 4,
    "log.cleaner.dedupe.buffer.size": 16 * 1024 * 1024,
}


def broker(data: Path, port: int, controller_port: int, *, flush: bool) -> str:
    """A properties file. ``flush`` forces every message to the disk before it is acknowledged: it survives a power cut."""
    own: dict[str, str | int] = {
        "log.dirs": str(data),
        "listeners": f"PLAINTEXT://{LOOPBACK}:{port},CONTROLLER://{LOOPBACK}:{controller_port}",
        "advertised.listeners": f"PLAINTEXT://{LOOPBACK}:{port}",
        "controller.quorum.voters": f"1@{LOOPBACK}:{controller_port}",
    }
    if flush:
        own["log.flush.interval.messages"] = 1
    return "".join(f"{name}={value}\n" for name, value in {**BASE, **own}.items())

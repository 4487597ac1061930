"""A notice as the outbox hands it out."""

from hub.notify.message import Waiting
from hub.store.order import EPOCH, instant

AT = instant(EPOCH.replace(year=2026, month=4, day=6))
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
NOTICE = Waiting(
    no=5,
    channel="topic",
    tries=1,
    trace=TRACE,
    journal=7,
    transition="opened",
    episode=1,
    agency="dishub",
    severity="high",
    values='{"limit": "2026-04-05", "since": "2026-01-05"}',
    at=AT,
    alert=3,
    rule="A08",
    subject="post/simpeg:kadishub",
    period="",
    restricted=False,
)

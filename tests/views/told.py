"""Histories folded by the hub's own reader, teller and steps, without a database."""

import json
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from zoneinfo import ZoneInfo

from hub.bus.records import Record
from hub.keys.vault import Vault
from hub.projection.fold import fold
from hub.projection.reading import Reader
from hub.projection.telling import Teller
from hub.store.incoming import Incoming
from hub.store.log import Logged
from hub.store.numbers import Numbers
from hub.store.order import Days
from hub.store.rows import Row
from hub.store.sources import Source, Sources
from hub.views.registry import VIEWS
from schemas.registry import DOMAINS, EVENT_TYPES
from tests.histories.world import REGION, SPEAKERS
from tests.model.facts import Rows
from tests.model.said import Said
from tests.views.rows import Words, rows_of

JAKARTA = ZoneInfo("Asia/Jakarta")
MASTER = bytes(range(32))


class Known(Numbers):
    """Numbers without a database: they are given in the order of the names."""

    def __init__(self, names: list[str]) -> None:
        super().__init__("event_type")
        self._known = {name: number for number, name in enumerate(names, 1)}
        self._names = {number: name for name, number in self._known.items()}


def admit_all(*_: object) -> None:
    """Admission has tests of its own."""


@cache
def reader() -> tuple[Reader, Teller, Days]:
    sources = Sources(REGION)
    known = [Source(n, s.slug, s.agency, frozenset(s.domains), "region", None, None) for n, s in enumerate(SPEAKERS, 1)]
    sources.by_path = {source.path(REGION): source for source in known}
    sources.by_slug = {source.slug: source for source in known}
    days, types = Days(JAKARTA), Known(list(EVENT_TYPES))
    topics = Known([f"{domain}.{speaker.agency}" for domain in DOMAINS for speaker in SPEAKERS])
    vault = Vault(MASTER)
    return (
        Reader(prefix="", days=days, vault=vault, sources=sources, types=types, topics=topics, admit=admit_all),
        Teller(types, days),
        days,
    )


def incoming(said: Said) -> Incoming:
    topic = f"{said.told.domain}.{said.source.split('/')[2]}"
    read = reader()[0].read(Record(topic, 0, 0, 1_800_000_000_000, said.value(), ()), 0)
    assert isinstance(read, Incoming), read
    return read


def logged(event: Incoming) -> Logged:
    """As the log would give it back, but for the encryption of the classified half."""
    return Logged(
        event.skey, event.okey, event.type_no, event.source_no, event.plain.decode(), event.classified, event.hashes, event.of_key
    )


def folded(said: Iterable[Said]) -> Rows:
    """The rows of every subject, each folded by the hub's own code."""
    _, tell, days = reader()
    of_subject: dict[int, list[Incoming]] = defaultdict(list)
    for one in said:
        event = incoming(one)
        of_subject[event.skey].append(event)
    rows: list[Row] = []
    for skey, events in of_subject.items():
        state = fold(VIEWS[events[0].kind], skey, events[0].subject, [tell(logged(event)) for event in events], days)
        rows += [] if state is None else rows_of(state)
    return Words(Vault(MASTER).hashes, json.loads).of(rows)

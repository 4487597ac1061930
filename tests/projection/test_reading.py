"""Records read with the hub's stamp and without it say the same; a wrong stamp is worth nothing."""

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec
import pytest

from hub.bus.records import Record
from hub.intake.stamp import HEADER, Stamps
from hub.keys import Vault
from hub.projection.reading import Reader
from hub.store.incoming import Incoming, Refused
from hub.store.numbers import Numbers
from hub.store.order import Days
from hub.store.sources import Source, Sources
from schemas.decode import decode
from schemas.registry import EVENT_TYPES
from tests.bench.events import AGENCIES, Stream

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
DAYS = Days(ZoneInfo("Asia/Jakarta"))
VAULT = Vault(b"k" * 32)


class Known(Numbers):
    """Numbers of names that no database was asked for."""

    def __init__(self) -> None:
        super().__init__("topic")

    def __getitem__(self, name: str) -> int:
        return self._known.setdefault(name, len(self._known) + 1)


def reader() -> Reader:
    sources = Sources("32.73")
    for domain in {event_type.domain for event_type in EVENT_TYPES.values()}:
        for number in range(AGENCIES):
            agency = f"opd-{number:02d}"
            source = Source(1, f"{domain}-{agency}", agency, frozenset({domain}), "region", None, None)
            sources.by_path[source.path("32.73")] = sources.by_slug[source.slug] = source
    return Reader(prefix="", days=DAYS, vault=VAULT, sources=sources, types=Known(), topics=Known(), admit=lambda *_: None)


def said(read: Incoming | Refused) -> dict[str, object]:
    """Everything but what Kafka's record itself differs in, and the data's class: the plain one knows no classified fields."""
    found = msgspec.structs.asdict(read)
    data = found.pop("data")
    del found["body"]
    hidden = data.event_type.encrypted if hasattr(data, "event_type") else ()
    return found | {"plain data": {name: value for name, value in vars(data).items() if name not in hidden and value is not None}}


def test_stamped_and_unstamped_records_read_alike() -> None:
    stamps, both = Stamps(VAULT, DAYS), reader()
    for message in Stream(3_000, 1_000, now=NOW):
        _, _, value, headers = stamps.put(decode(message.value))
        stamped = both.read(Record(message.topic, 0, 1, 1_772_442_000_000, value, headers), 0)
        plain = both.read(Record(message.topic, 0, 1, 1_772_442_000_000, message.value, ()), 0)
        assert isinstance(stamped, Incoming)
        assert isinstance(plain, Incoming)
        left, right = said(stamped), said(plain)
        left_data, right_data = left.pop("plain data"), right.pop("plain data")
        assert left == right
        assert left_data.items() <= right_data.items()  # type: ignore[attr-defined]  # both are dicts


@pytest.mark.parametrize("place", [0, 20, -1])
def test_changed_stamp_is_no_stamp(place: int) -> None:
    stamps = Stamps(VAULT, DAYS)
    _, _, value, headers = stamps.put(decode(next(iter(Stream(1, 100, now=NOW))).value))
    stamp = bytearray(dict(headers)[HEADER])
    stamp[place] ^= 1
    assert stamps.read([(HEADER, bytes(stamp))], value) is None
    assert stamps.read(headers, value.replace(b"2026", b"2025", 1)) is None
    assert stamps.read(headers, value) is not None


def test_genuine_stamp_on_a_foreign_topic_is_refused() -> None:
    _, _, value, headers = Stamps(VAULT, DAYS).put(decode(next(iter(Stream(1, 100, now=NOW))).value))
    read = reader().read(Record("personnel.opd-99", 0, 1, 1_772_442_000_000, value, headers), 0)
    assert isinstance(read, Refused)
    assert read.code == "wrong-topic"

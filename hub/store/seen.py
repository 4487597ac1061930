"""When each source was last heard: what "data terakhir" on a page and the freshness metric stand on."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from hub.store.incoming import Incoming

_SEEN: Final = """
INSERT INTO source_seen SELECT no, received, clock_timestamp() FROM unnest($1::int2[], $2::timestamptz[]) AS heard (no, received)
ON CONFLICT (source) DO UPDATE SET received = GREATEST(source_seen.received, EXCLUDED.received), at = EXCLUDED.at"""


async def note(connection: Any, newest: Mapping[int, int]) -> None:
    """Notes the newest accepted event of each source of a batch; number of the source → when Kafka took it, µs since 2000.

    Call it last before the COMMIT: other batches of the same sources wait for these rows. They are taken in their order, so no two
    batches wait for each other.
    """
    numbers = sorted(newest)
    await connection.execute(_SEEN, numbers, [newest[number] for number in numbers])


def newest(events: Iterable[Incoming]) -> dict[int, int]:
    """When Kafka took the newest event of each source, as `note` takes it."""
    found: dict[int, int] = {}
    for event in events:
        found[event.source_no] = max(event.received, found.get(event.source_no, event.received))
    return found

"""The desk: events that could not be taken, each with its reason; bodies encrypted under the key of their day."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from hub.keys.vault import PersonKey, SealedError, Vault
from hub.store.event_keys import as_uuid
from hub.store.incoming import Refused
from hub.store.order import moment

_ADD: Final = """
INSERT INTO dead_letter (code, sentence, pointer, agency, source, id, type, key, topic, part, off, received, body, day_key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"""
_DAY_KEY: Final = """
INSERT INTO day_key (day, wrapped) VALUES ($1, $2) ON CONFLICT (day) DO UPDATE SET day = EXCLUDED.day RETURNING no, wrapped"""
_PAUSE: Final = "INSERT INTO topic_pause (topic, reason, by) VALUES ($1, $2, 'hub') ON CONFLICT (topic) DO NOTHING"
_ACCEPTED: Final = """
UPDATE dead_letter d SET state = 'accepted', closed_at = now(), closed_by = 'hub'
WHERE d.state IN ('open', 'resent') AND d.key IS NOT NULL AND d.code <> 'conflict'
AND EXISTS (SELECT FROM event_key k WHERE k.k = d.key)"""


class DayKeys:
    """Seals what waits on the desk; to destroy a day's key is to destroy its bodies."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def today(self, connection: Any, day: dt.date) -> tuple[int, PersonKey]:
        """The number and key of a day, made when it has none."""
        _, wrapped = self._vault.new_key()
        number, wrapped = await connection.fetchrow(_DAY_KEY, day.isoformat(), wrapped)
        if wrapped is None:
            raise SealedError("the key of this day is destroyed")
        return number, self._vault.unwrap(wrapped)

    async def open(self, connection: Any, number: int, body: bytes) -> bytes:
        """The body that was sealed under the day key with this number.

        Raises:
            SealedError: the key is destroyed.
        """
        wrapped = await connection.fetchval("SELECT wrapped FROM day_key WHERE no = $1", number)
        if wrapped is None:
            raise SealedError("the key of this day is destroyed")
        return self._vault.unwrap(wrapped).open(body)


async def add(connection: Any, keys: DayKeys, refused: Sequence[Refused]) -> None:
    """Puts refused events on the desk, in the transaction that moves past them."""
    number, key = await keys.today(connection, moment(refused[0].received).date())
    rows = [
        (
            *(r.code, r.sentence, r.pointer, r.agency, r.source_no, r.id, r.type, as_uuid(r.key) if r.key else None),
            *(r.topic, r.part, r.off, r.received, key.seal(r.body), number),
        )
        for r in refused
    ]
    await connection.executemany(_ADD, rows)


async def pause(connection: Any, topics: Mapping[str, str]) -> None:
    """Pauses topics, each with its reason, in the transaction that moves up to where they were flooded."""
    await connection.executemany(_PAUSE, list(topics.items()))


async def close_accepted(connection: Any) -> None:
    """Closes what waited for an event that has been accepted since; a conflict stays, for the first one stands."""
    await connection.execute(_ACCEPTED)

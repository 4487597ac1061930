"""What the intake and connectors put on the desk: people see it too, not the sender alone."""

from typing import Any, Final, NamedTuple

from hub.keys.vault import Vault
from hub.store.desk import DayKeys
from hub.store.event_keys import as_uuid
from hub.store.order import moment
from hub.store.sources import Source

CONFLICT: Final = "Identitas ini sudah dipakai oleh peristiwa dengan isi lain; yang pertama tetap berlaku."
_ADD: Final = """
INSERT INTO dead_letter (code, sentence, pointer, agency, source, id, type, key, received, body, day_key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"""
_WAITS: Final = """
SELECT EXISTS (SELECT FROM dead_letter WHERE key = $1 AND code = $2 AND state IN ('open', 'resent'))"""
_WAITS_UNVOUCHED: Final = """
SELECT EXISTS (SELECT FROM dead_letter WHERE key IS NULL AND id = $1 AND code = $2 AND state IN ('open', 'resent'))"""


class Waiting(NamedTuple):
    """Something for the desk.

    Attributes:
        id, type: of the event; where `key` is None, `id` is only a fingerprint.
        key: that of (source, id); None where no contract vouches that the attributes of `body` hold nothing personal.
        body: what was sent.
        received: the hub's instant.
    """

    code: str
    sentence: str
    pointer: str
    id: str
    type: str | None
    key: bytes | None
    body: bytes
    received: int


class Desk:
    """Puts things on the desk; bodies are sealed under the key of their day."""

    def __init__(self, vault: Vault) -> None:
        self._keys = DayKeys(vault)

    async def add(self, connection: Any, source: Source, it: Waiting) -> None:
        """Puts one on the desk, unless the like waits there already: a mistake repeated a thousand times tells people nothing new."""
        vouched = None if it.key is None else as_uuid(it.key)
        asked = (_WAITS_UNVOUCHED, it.id) if vouched is None else (_WAITS, vouched)
        if await connection.fetchval(*asked, it.code):
            return
        number, key = await self._keys.today(connection, moment(it.received).date())
        place = (it.code, it.sentence, it.pointer, source.agency, source.no, it.id, it.type, vouched)
        await connection.execute(_ADD, *place, it.received, key.seal(it.body), number)

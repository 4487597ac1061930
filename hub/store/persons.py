"""Keys of persons: one row per person and generation, wrapped; destroyed rows stay as a mark."""

from collections.abc import Iterable
from typing import Any, Final

from hub.keys.vault import PersonKey, Vault

_NEWEST: Final = """
SELECT DISTINCT ON (skey) skey, generation, wrapped FROM person_key WHERE skey = ANY($1::int8[]) ORDER BY skey, generation DESC"""
_ADD: Final = """
INSERT INTO person_key (skey, generation, wrapped) SELECT * FROM unnest($1::int8[], $2::int2[], $3::bytea[])
ON CONFLICT DO NOTHING RETURNING skey"""


async def keys_for(connection: Any, vault: Vault, known: Iterable[int], new: Iterable[int]) -> dict[int, PersonKey]:
    """The key under which each person's next block is sealed.

    Args:
        connection: inside the batch's transaction.
        vault: wraps and unwraps.
        known: persons who may have a key.
        new: persons who have none, as far as the caller can tell (saves asking).
    """
    found = await _newest(connection, vault, list(known)) if known else {}
    destroyed = {skey: generation for skey, (generation, key) in found.items() if key is None}
    keys = {skey: key for skey, (_, key) in found.items() if key is not None}
    wanted = sorted({*new, *known} - keys.keys())
    if wanted:
        made = {skey: vault.new_key(destroyed.get(skey, 0) + 1) for skey in wanted}
        added = await connection.fetch(_ADD, wanted, [made[s][0].generation for s in wanted], [made[s][1] for s in wanted])
        keys |= {row[0]: made[row[0]][0] for row in added}
        if missed := [skey for skey in wanted if skey not in keys]:
            keys |= {skey: key for skey, (_, key) in (await _newest(connection, vault, missed)).items() if key is not None}
    return keys


async def _newest(connection: Any, vault: Vault, persons: list[int]) -> dict[int, tuple[int, PersonKey | None]]:
    rows = await connection.fetch(_NEWEST, persons)
    return {skey: (gen, vault.unwrap(wrapped, gen) if wrapped is not None else None) for skey, gen, wrapped in rows}

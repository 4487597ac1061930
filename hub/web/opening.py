"""Opens encrypted blocks for those whom the policy lets, field by field; what may not be opened never leaves this file."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.keys.vault import SealedError, Vault, generation_of
from hub.store.tables import person_key
from hub.web import policy
from hub.web.policy import Domain, FieldClass
from hub.web.viewer import Viewer
from schemas.event_type import EventType
from schemas.split import decode_classified


class Sealed(NamedTuple):
    """An encrypted block: `owner` is whose key it is under."""

    owner: int
    blob: bytes
    type: EventType


def may_open(viewer: Viewer, domain: Domain, event_type: EventType) -> tuple[str, ...]:
    """Encrypted fields of this type that the policy opens to the viewer, on a thing that the viewer sees."""
    classes = ((name, FieldClass(event_type.classified[name].name)) for name in event_type.encrypted)
    return tuple(name for name, field_class in classes if policy.opens(viewer, domain, field_class, name))


async def opened(
    connection: AsyncConnection, vault: Vault, viewer: Viewer, domain: Domain, blocks: Iterable[Sealed]
) -> list[dict[str, Any] | None]:
    """What the policy lets the viewer see of each block; None: its key was destroyed, the fields are gone for ever."""
    wanted = list(blocks)
    keys = await _keys(connection, {(block.owner, generation_of(block.blob)) for block in wanted})
    return [_open(vault, viewer, domain, block, keys) for block in wanted]


async def _keys(connection: AsyncConnection, wanted: set[tuple[int, int]]) -> dict[tuple[int, int], bytes | None]:
    key = person_key.c
    rows = await connection.execute(
        select(key.skey, key.generation, key.wrapped).where(tuple_(key.skey, key.generation).in_(sorted(wanted)))
    )
    return {(row.skey, row.generation): row.wrapped for row in rows}


def _open(
    vault: Vault, viewer: Viewer, domain: Domain, block: Sealed, keys: Mapping[tuple[int, int], bytes | None]
) -> dict[str, Any] | None:
    generation = generation_of(block.blob)
    wrapped = keys.get((block.owner, generation))
    if wrapped is None:
        return None
    try:
        said = decode_classified(block.type, vault.unwrap(wrapped, generation).open(block.blob))
    except SealedError:
        return None
    return {name: said[name] for name in may_open(viewer, domain, block.type) if name in said}

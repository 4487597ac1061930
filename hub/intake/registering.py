"""Registering sources and their keys: what operators do before an agency can send."""

import datetime as dt
import re
from typing import Any, NamedTuple

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from hub import clock
from hub.bus import topics
from hub.errors import StopError
from hub.intake import api_keys
from hub.settings import Settings
from hub.store.sources import Scope
from hub.store.tables import audit, credential, source
from schemas.envelope import SOURCE_PATTERN
from schemas.registry import DOMAINS


class NewSource(NamedTuple):
    """A source as its operator describes it."""

    slug: str
    agency: str
    name: str
    domains: tuple[str, ...]
    scope: Scope = "own"
    contact: str = ""
    rhythm_minutes: int | None = None
    live_from: dt.datetime | None = None


async def add(engine: AsyncEngine, settings: Settings, new: NewSource, *, who: str) -> list[str]:
    """Registers a source and makes the topics that it lacks; returns their names.

    The topics come first, so that no registered source is without them. A source that is there already with the same agency gets the
    domains that it lacks: registering again is how a source grows.

    Raises:
        StopError: a word of it is not one, or the slug belongs to another agency.
        TryLaterError: Kafka is away.
    """
    _check(settings.region, new)
    async with engine.begin() as connection:
        known = (await connection.execute(select(source).where(source.c.slug == new.slug).with_for_update())).one_or_none()
        if known is not None and known.agency != new.agency:
            raise StopError(f"Sumber {new.slug} sudah terdaftar milik {known.agency}. Nama singkat sumber unik di seluruh daerah.")
        if known is not None and known.closed_at is not None:
            raise StopError(f"Sumber {new.slug} sudah ditutup dan tidak dibuka lagi. Daftarkan penggantinya dengan nama lain.")
        made = await topics.make(settings, topics.of_source(settings, new.agency, new.domains))
        await _write(connection, new, known)
        await _journal(connection, who, "source-added", {"source": new.slug, "domains": list(new.domains), "scope": new.scope})
    return made


async def close(engine: AsyncEngine, slug: str, *, successor: str | None, who: str) -> None:
    """Closes a source from now on, by the hub's clock. What it sent stays.

    Raises:
        StopError: there is no such source, or no such successor.
    """
    async with engine.begin() as connection:
        await _known(connection, slug)
        if successor is not None:
            await _known(connection, successor)
        now = await clock.now(connection)
        closing = update(source).where(source.c.slug == slug, source.c.closed_at.is_(None)).values(closed_at=now, successor=successor)
        await connection.execute(closing)
        await _journal(connection, who, "source-closed", {"source": slug, "successor": successor})


async def listed(engine: AsyncEngine) -> list[Row[Any]]:
    """All sources with the number of their keys."""
    keys = select(func.count()).where(credential.c.source == source.c.no, credential.c.revoked_at.is_(None)).scalar_subquery()
    async with engine.connect() as connection:
        return list((await connection.execute(select(source, keys.label("keys")).order_by(source.c.agency, source.c.slug))).all())


async def new_key(engine: AsyncEngine, slug: str, *, who: str) -> api_keys.NewKey:
    """A fresh key of a source.

    Raises:
        StopError: there is no such source, or it is closed.
    """
    key = api_keys.new()
    async with engine.begin() as connection:
        known = await _known(connection, slug)
        if known.closed_at is not None:
            raise StopError(f"Sumber {slug} sudah ditutup; kunci tidak dibuat.")
        await connection.execute(insert(credential).values(prefix=key.prefix, hash=key.hash, source=known.no))
        await _journal(connection, who, "key-made", {"source": slug, "key": key.prefix})
    return key


async def revoke(engine: AsyncEngine, prefix: str, *, who: str) -> None:
    """Revokes a key; it works for two seconds more at most.

    Raises:
        StopError: there is no such key in use.
    """
    async with engine.begin() as connection:
        revoking = update(credential).where(credential.c.prefix == prefix, credential.c.revoked_at.is_(None)).values(revoked_at=func.now())
        if not (await connection.execute(revoking)).rowcount:
            raise StopError(f"Tidak ada kunci berlaku dengan awalan {prefix}. Lihat `simpul key list`.")
        await _journal(connection, who, "key-revoked", {"key": prefix})


async def keys(engine: AsyncEngine) -> list[Row[Any]]:
    """All keys with their source; never more of them than the prefix."""
    columns = (credential.c.prefix, source.c.slug, source.c.agency, credential.c.made_at, credential.c.revoked_at)
    asked = select(*columns).join(source, source.c.no == credential.c.source).order_by(source.c.slug, credential.c.made_at)
    async with engine.connect() as connection:
        return list((await connection.execute(asked)).all())


def _check(region: str, new: NewSource) -> None:
    if not re.fullmatch(SOURCE_PATTERN, f"/{region}/{new.agency}/{new.slug}"):
        raise StopError("Nama singkat sumber dan OPD: huruf kecil, angka, dan tanda hubung; 2 sampai 40 huruf.")
    if not new.domains or (strange := sorted(set(new.domains) - DOMAINS.keys())):
        said = f"Domain tidak dikenal: {', '.join(strange)}. " if new.domains else "Sebut paling sedikit satu domain. "
        raise StopError(f"{said}Yang ada: {', '.join(sorted(DOMAINS))}.")


async def _write(connection: AsyncConnection, new: NewSource, known: Row[Any] | None) -> None:
    values = {**new._asdict(), "domains": list(new.domains)}
    if known is None:
        await connection.execute(insert(source).values(values))
        return
    values["domains"] = sorted({*known.domains, *new.domains})
    values = {name: value for name, value in values.items() if value not in (None, "")}
    await connection.execute(update(source).where(source.c.no == known.no).values(values))


async def _known(connection: AsyncConnection, slug: str) -> Row[Any]:
    found = (await connection.execute(select(source).where(source.c.slug == slug).with_for_update())).one_or_none()
    if found is None:
        raise StopError(f"Tidak ada sumber {slug}. Lihat `simpul source list`.")
    return found


async def _journal(connection: AsyncConnection, who: str, action: str, detail: dict[str, Any]) -> None:
    await connection.execute(insert(audit).values(who=who, action=action, detail=detail))

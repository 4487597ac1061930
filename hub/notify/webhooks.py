"""Webhooks as their operator knows them: added, listed, given a new secret, disabled."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.alerts.tables import webhook
from hub.errors import StopError
from hub.keys.vault import read_master
from hub.notify.reach import NotAllowedError, check
from hub.notify.signing import Safe, new_secret
from hub.settings import Settings
from hub.store.tables import audit

OVERLAP: Final = dt.timedelta(hours=24)
"""So long the secret before still signs beside the new one."""
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


async def add(connection: AsyncConnection, settings: Settings, name: str, url: str, *, who: str) -> str:
    """Adds a webhook, or brings one back that was disabled; its secret, which is shown this once.

    Raises:
        StopError: the name is none or taken by one that is on; the address is not one that the hub may call.
    """
    if not _NAME.fullmatch(name):
        raise StopError("Nama webhook terdiri atas huruf kecil, angka, dan tanda hubung, paling banyak 40 huruf.")
    try:
        check(url, demo=settings.demo)
    except NotAllowedError as why:
        raise StopError(why.sentence) from why
    if (await connection.execute(select(webhook.c.name).where(webhook.c.name == name, webhook.c.disabled_at.is_(None)))).first():
        raise StopError(f"Webhook {name} sudah ada. Matikan dulu dengan `simpul webhook disable {name}`, atau pakai nama lain.")
    secret, sealed = _secret(settings)
    fresh = {"url": url, "wrapped": sealed, "wrapped_before": None, "before_until": None, "disabled_at": None}
    known = await connection.execute(update(webhook).where(webhook.c.name == name).values(made_at=func.now(), **fresh))
    if not known.rowcount:
        await connection.execute(insert(webhook).values(name=name, **fresh))
    await _journal(connection, who, "webhook-added", name)
    return secret


async def rotate(connection: AsyncConnection, settings: Settings, name: str, *, who: str) -> str:
    """A new secret; the one before signs beside it for `OVERLAP`, so that the receiver may exchange it when it likes.

    Raises:
        StopError: no such webhook is on.
    """
    secret, sealed = _secret(settings)
    until = func.now() + OVERLAP
    await _update(connection, name, wrapped_before=webhook.c.wrapped, before_until=until, wrapped=sealed)
    await _journal(connection, who, "webhook-rotated", name)
    return secret


async def disable(connection: AsyncConnection, name: str, *, who: str) -> None:
    """Nothing goes there any more; what waits for it is given up.

    Raises:
        StopError: no such webhook is on.
    """
    await _update(connection, name, disabled_at=func.now())
    await _journal(connection, who, "webhook-disabled", name)


async def listed(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """Every webhook, without its secrets."""
    asked = select(webhook.c.name, webhook.c.url, webhook.c.made_at, webhook.c.disabled_at)
    return (await connection.execute(asked.order_by(webhook.c.name))).all()


async def _update(connection: AsyncConnection, name: str, **values: Any) -> None:
    found = await connection.execute(update(webhook).where(webhook.c.name == name, webhook.c.disabled_at.is_(None)).values(**values))
    if not found.rowcount:
        raise StopError(f"Tidak ada webhook {name} yang menyala. Lihat `simpul webhook list`.")


def _secret(settings: Settings) -> tuple[str, bytes]:
    secret = new_secret()
    return secret, Safe(read_master(settings.master_key_file)).seal(secret)


async def _journal(connection: AsyncConnection, who: str, action: str, name: str) -> None:
    await connection.execute(insert(audit).values(who=who, action=action, detail={"webhook": name}))

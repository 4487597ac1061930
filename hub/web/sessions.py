"""Server-side sessions: a random cookie whose hash is in a table, ended by idleness, by age, by sign-out, or with the account."""

import datetime as dt
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.web import secret
from hub.web.tables import account, api_token, session
from hub.web.viewer import Role, Viewer

IDLE: Final = dt.timedelta(minutes=30)
ABSOLUTE: Final = dt.timedelta(hours=12)
"""ASVS 5.0 V7.3 asks for both time-outs, documented: half an hour without a request, a working day in all."""
TOUCH: Final = dt.timedelta(minutes=1)

_WHO: Final = (account.c.no, account.c.login, account.c.name, account.c.roles, account.c.agency, account.c.sekda)


async def start(connection: AsyncConnection, number: int) -> str:
    """A new session of the account; the cookie's value. Old sessions that have ended are swept out with it."""
    await connection.execute(delete(session).where(~_alive()))
    cookie = secret.new()
    await connection.execute(insert(session).values(hash=secret.hashed(cookie), account=number))
    return cookie


class Found(NamedTuple):
    """A session's holder, and whether the session's last use must be written down."""

    viewer: Viewer
    touch: bool


async def find(connection: AsyncConnection, cookie: str) -> Found | None:
    """Who holds this cookie; None: nobody any more. Does not keep the session alive; `touch` does."""
    old = (session.c.seen_at < func.now() - TOUCH).label("touch")
    asked = select(*_WHO, old).join(session, session.c.account == account.c.no).where(session.c.hash == secret.hashed(cookie), _alive())
    row = (await connection.execute(asked.where(account.c.disabled_at.is_(None)))).one_or_none()
    return None if row is None else Found(_viewer(row), row.touch)


async def find_token(connection: AsyncConnection, token: str) -> Viewer | None:
    """Whose API token this is; None: nobody's any more."""
    asked = select(*_WHO).join(api_token, api_token.c.account == account.c.no).where(api_token.c.hash == secret.hashed(token))
    row = (await connection.execute(asked.where(api_token.c.revoked_at.is_(None), account.c.disabled_at.is_(None)))).one_or_none()
    return None if row is None else _viewer(row)


async def touch(connection: AsyncConnection, cookie: str) -> None:
    """Notes that the session was used; writes at most once a minute."""
    old = session.c.seen_at < func.now() - TOUCH
    await connection.execute(update(session).where(session.c.hash == secret.hashed(cookie), old).values(seen_at=func.now()))


async def end(connection: AsyncConnection, cookie: str) -> None:
    await connection.execute(delete(session).where(session.c.hash == secret.hashed(cookie)))


def _alive() -> ColumnElement[bool]:
    return (session.c.seen_at > func.now() - IDLE) & (session.c.made_at > func.now() - ABSOLUTE)


def _viewer(row: Row[Any]) -> Viewer:
    return Viewer(row.no, row.login, row.name, frozenset(Role(role) for role in row.roles), row.agency, row.sekda)

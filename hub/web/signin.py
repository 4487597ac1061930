"""Letting people in: by password, throttled; or by a link that works once, for a quarter of an hour."""

import datetime as dt
from typing import Final

from sqlalchemy import Select, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from hub import metrics
from hub.errors import TryLaterError
from hub.settings import Settings
from hub.store.engine import engine as make_engine
from hub.web import accounts, secret, sessions
from hub.web.accounts import AccountError, NewAccount
from hub.web.passwords import Passwords
from hub.web.tables import account, signin_attempt, signin_link
from hub.web.viewer import Role

LINK_LIVES: Final = dt.timedelta(minutes=15)
WINDOW: Final = dt.timedelta(minutes=15)
PER_PAIR: Final = 5
PER_ADDRESS: Final = 30
PER_LOGIN: Final = 50
"""Wrong tries within the window: of one login from one address, of one address, of one login. The last is wide, so that a stranger
cannot lock somebody out with a few requests (ASVS 5.0 V6.1.1)."""
KEPT: Final = dt.timedelta(days=1)
THROTTLED: Final = "Terlalu banyak percobaan yang salah. Coba lagi 15 menit lagi, atau minta tautan masuk kepada operator."
DEMO_LOGIN: Final = "demo"


class ThrottledError(TryLaterError):
    """Too many wrong tries; come again when the window has passed."""


async def sign_in(engine: AsyncEngine, passwords: Passwords, login: str, password: str, address: str) -> str | None:
    """A new session's cookie; None: login or password is wrong, which of them is not said.

    Raises:
        ThrottledError: too many wrong tries.
        TryLaterError: too many people at once.
    """
    login = login.strip().lower()
    # The try is committed before it is counted: tries side by side count each other.
    async with engine.begin() as connection:
        attempt = await _attempt(connection, login, address)
    async with engine.begin() as connection:
        if throttled := await _too_many(connection, login, address):
            await connection.execute(delete(signin_attempt).where(signin_attempt.c.no == attempt))
        found = (await connection.execute(_account(login))).one_or_none()
    if throttled:
        metrics.SIGN_INS.labels("locked").inc()
        raise ThrottledError(THROTTLED)
    if not await passwords.right(found.password if found else None, password) or found is None:
        metrics.SIGN_INS.labels("failed").inc()
        return None
    metrics.SIGN_INS.labels("done").inc()
    async with engine.begin() as connection:
        await connection.execute(update(signin_attempt).where(signin_attempt.c.no == attempt).values(right=True))
        return await sessions.start(connection, found.no)


async def make_link(connection: AsyncConnection, login: str) -> str:
    """The secret of a link that signs the account in once.

    Raises:
        AccountError: there is no such account.
    """
    number = await accounts.number_of(connection, login)
    value = secret.new()
    await connection.execute(insert(signin_link).values(hash=secret.hashed(value), account=number))
    return value


async def link_is_good(connection: AsyncConnection, value: str) -> str | None:
    """The name of whom the link would sign in; None: used, old or unknown."""
    asked = (
        select(account.c.name).join(signin_link, signin_link.c.account == account.c.no).where(signin_link.c.hash == secret.hashed(value))
    )
    fresh = (signin_link.c.used_at.is_(None), signin_link.c.made_at > func.now() - LINK_LIVES, account.c.disabled_at.is_(None))
    name: str | None = (await connection.execute(asked.where(*fresh))).scalar()
    return name


async def use_link(connection: AsyncConnection, value: str) -> str | None:
    """A new session's cookie; None: the link was used, is old or unknown. Of two uses side by side one wins."""
    mine = (signin_link.c.hash == secret.hashed(value), signin_link.c.used_at.is_(None), signin_link.c.made_at > func.now() - LINK_LIVES)
    in_use = signin_link.c.account.in_(select(account.c.no).where(account.c.disabled_at.is_(None)))
    used = update(signin_link).where(*mine, in_use).values(used_at=func.now()).returning(signin_link.c.account)
    number = (await connection.execute(used)).scalar()
    return None if number is None else await sessions.start(connection, number)


async def one_time_link(settings: Settings, login: str | None = None) -> str:
    """The whole address of a one-time sign-in link, for `make demo` and `simpul user link`.

    Without a login, in the demo alone, it is for an account that sees everything, which is made when it is missing.

    Raises:
        AccountError: there is no such account.
    """
    engine = make_engine(settings.dsn, pool=1)
    try:
        async with engine.begin() as connection:
            value = await make_link(connection, login or await _demo_account(connection, settings))
    finally:
        await engine.dispose()
    return f"{base_url(settings)}/masuk/tautan/{value}"


def base_url(settings: Settings) -> str:
    """The address under which people reach the pages."""
    return settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"


async def _demo_account(connection: AsyncConnection, settings: Settings) -> str:
    if not settings.demo:
        raise AccountError("Sebutkan akun: tautan tanpa nama masuk hanya ada dalam demo.")
    there = (await connection.execute(select(account.c.no).where(account.c.login == DEMO_LOGIN))).scalar()
    if there is None:
        roles = frozenset({Role.SECRETARIAT, Role.OPERATOR})
        await accounts.add(connection, NewAccount(DEMO_LOGIN, "Sekretaris Daerah (contoh)", roles, sekda=True), by="demo")
    return DEMO_LOGIN


def _account(login: str) -> Select[tuple[int, str | None]]:
    return select(account.c.no, account.c.password).where(account.c.login == login, account.c.disabled_at.is_(None))


async def _attempt(connection: AsyncConnection, login: str, address: str) -> int:
    await connection.execute(delete(signin_attempt).where(signin_attempt.c.at < func.now() - KEPT))
    written = insert(signin_attempt).values(login=secret.hashed(login), address=address).returning(signin_attempt.c.no)
    number: int = (await connection.execute(written)).scalar_one()
    return number


async def _too_many(connection: AsyncConnection, login: str, address: str) -> bool:
    mine, here = signin_attempt.c.login == secret.hashed(login), signin_attempt.c.address == address
    wrong = (~signin_attempt.c.right, signin_attempt.c.at > func.now() - WINDOW)
    count = func.count
    counted = select(count().filter(mine & here), count().filter(here), count().filter(mine)).where(*wrong, or_(mine, here))
    pair, by_address, by_login = (await connection.execute(counted)).one()
    return bool(pair > PER_PAIR or by_address > PER_ADDRESS or by_login > PER_LOGIN)

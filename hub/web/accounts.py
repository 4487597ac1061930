"""Local accounts: made, listed, disabled, given a password. Each change leaves a row in `audit`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import SimpulError
from hub.store.tables import audit
from hub.web import secret
from hub.web.tables import account, api_token, session
from hub.web.viewer import Role

_LOGIN: Final = re.compile(r"[a-z][a-z0-9._-]{1,39}")


class AccountError(SimpulError):
    """The account cannot be made or found; the text says why."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What is said of a new account."""

    login: str
    name: str
    roles: frozenset[Role]
    agency: str | None = None
    sekda: bool = False
    password: str | None = field(default=None, repr=False)
    """As argon2id wrote it, or None."""

    def fault(self) -> str | None:
        """What is wrong with it, in a sentence; None: nothing."""
        if not _LOGIN.fullmatch(self.login):
            return "Nama masuk: huruf kecil, angka, titik, garis; diawali huruf; 2 sampai 40 karakter. Jangan memakai NIP."
        if not self.roles:
            return "Akun perlu paling sedikit satu peran."
        if (Role.OPD in self.roles) != (self.agency is not None):
            return "Peran opd perlu --agency (slug OPD), dan hanya peran opd yang memakainya."
        if self.sekda and Role.SECRETARIAT not in self.roles:
            return "Sekda harus mempunyai peran secretariat."
        return None


async def add(connection: AsyncConnection, new: NewAccount, by: str) -> int:
    """Makes an account; its number.

    Raises:
        AccountError: something about it is wrong, or the login is taken.
    """
    if fault := new.fault():
        raise AccountError(fault)
    values = {"login": new.login, "name": new.name, "roles": sorted(new.roles), "agency": new.agency}
    said = {**values, "sekda": new.sekda, "password": new.password}
    try:
        number: int = (await connection.execute(insert(account).values(said).returning(account.c.no))).scalar_one()
    except IntegrityError as error:
        raise AccountError(f"Nama masuk {new.login} sudah dipakai.") from error
    await _note(connection, by, "account-added", {"account": number, "roles": sorted(new.roles), "sekda": new.sekda})
    return number


async def listed(connection: AsyncConnection) -> Sequence[RowMapping]:
    """Every account with the moment it was last seen."""
    seen = select(func.max(session.c.seen_at)).where(session.c.account == account.c.no).scalar_subquery()
    columns = (account.c.login, account.c.name, account.c.roles, account.c.agency, account.c.sekda, account.c.disabled_at)
    return (await connection.execute(select(*columns, seen.label("seen_at")).order_by(account.c.login))).mappings().all()


async def disable(connection: AsyncConnection, login: str, by: str) -> None:
    """Closes an account and every session and token of it at once.

    Raises:
        AccountError: there is no such account.
    """
    number = await _change(connection, login, disabled_at=func.now())
    await _sign_out(connection, number)
    await connection.execute(update(api_token).where(api_token.c.account == number).values(revoked_at=func.now()))
    await _note(connection, by, "account-disabled", {"account": number})


async def set_password(connection: AsyncConnection, login: str, hashed: str, by: str) -> None:
    """Gives an account a new password; who is signed in with the old one is signed out.

    Raises:
        AccountError: there is no such account.
    """
    number = await _change(connection, login, password=hashed)
    await _sign_out(connection, number)
    await _note(connection, by, "password-set", {"account": number})


async def give_token(connection: AsyncConnection, login: str, by: str) -> str:
    """A bearer token for the API with the account's own rights; shown once.

    Raises:
        AccountError: there is no such account.
    """
    number = await number_of(connection, login)
    token = f"simpul_{secret.new()}"
    await connection.execute(insert(api_token).values(hash=secret.hashed(token), prefix=token[:13], account=number))
    await _note(connection, by, "token-given", {"account": number, "prefix": token[:13]})
    return token


async def number_of(connection: AsyncConnection, login: str) -> int:
    """The number of an account that is in use.

    Raises:
        AccountError: there is none.
    """
    asked = select(account.c.no).where(account.c.login == login, account.c.disabled_at.is_(None))
    number: int | None = (await connection.execute(asked)).scalar()
    if number is None:
        raise AccountError(f"Tidak ada akun {login} yang aktif. Lihat `simpul user list`.")
    return number


async def _change(connection: AsyncConnection, login: str, **values: Any) -> int:
    number = await number_of(connection, login)
    await connection.execute(update(account).where(account.c.no == number).values(**values))
    return number


async def _sign_out(connection: AsyncConnection, number: int) -> None:
    await connection.execute(delete(session).where(session.c.account == number))


async def _note(connection: AsyncConnection, by: str, action: str, detail: dict[str, Any]) -> None:
    await connection.execute(insert(audit).values(who=by, action=action, detail=detail))

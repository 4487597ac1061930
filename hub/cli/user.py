"""``simpul user``: accounts of people."""

import getpass
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final, TypeVar

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.cli.context import say, settings, wait_for
from hub.errors import StopError
from hub.settings import Settings
from hub.store.engine import engine as make_engine
from hub.web import accounts, passwords, signin
from hub.web.accounts import NewAccount
from hub.web.formats import Formats
from hub.web.passwords import Passwords
from hub.web.viewer import Role
from hub.web.words import ROLE, word

T = TypeVar("T")
app = typer.Typer(
    no_args_is_help=True,
    help="Akun orang.\n\nPeran: " + "; ".join(f"{role.value} ({ROLE[role.value]})" for role in Role) + ". Satu akun boleh beberapa peran.",
)
Login = Annotated[str, typer.Argument(metavar="NAMA_MASUK", help="Huruf kecil, bukan NIP.")]
Roles = Annotated[list[Role], typer.Option("--role", help="Peran; ulangi untuk beberapa.")]
BY: Final = "simpul user"
"""Who acts, in `audit`: whoever has this machine and its database's address."""


def _with(told: Settings, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    async def run() -> T:
        engine = make_engine(told.dsn, pool=1)
        try:
            async with engine.begin() as connection:
                return await work(connection)
        finally:
            await engine.dispose()

    return wait_for(run())


def _asked_password() -> str:
    """A new password: typed twice at a terminal, or one line of the standard input."""
    if not sys.stdin.isatty():
        said = sys.stdin.readline().rstrip("\n")
    else:
        said = getpass.getpass("Kata sandi baru: ")
        if said != getpass.getpass("Sekali lagi: "):
            raise StopError("Kedua kata sandi tidak sama. Ulangi perintahnya.")
    if fault := passwords.fault(said):
        raise StopError(fault)
    return wait_for(Passwords().hash(said))


@app.command()
def add(
    login: Login,
    name: Annotated[str, typer.Option(help="Nama seperti tampil di halaman.")],
    role: Roles,
    agency: Annotated[str | None, typer.Option(help="Slug OPD; wajib untuk peran opd, hanya untuk peran opd.")] = None,
    *,
    sekda: Annotated[bool, typer.Option("--sekda", help="Sekretaris Daerah: juga melihat peringatan terbatas.")] = False,
    password: Annotated[
        bool, typer.Option("--password", help="Tanyakan kata sandi sekarang; tanpa ini, cetak tautan masuk sekali pakai.")
    ] = False,
) -> None:
    """Membuat akun.

    Contoh: simpul user add siti --name "Siti, Sekretariat" --role secretariat

    Penghubung OPD: simpul user add budi --name "Budi, Dishub" --role opd --agency dishub
    """
    told = settings()
    hashed = _asked_password() if password else None
    new = NewAccount(login.lower(), name, frozenset(role), agency, sekda, hashed)
    _with(told, lambda connection: accounts.add(connection, new, BY))
    say(f"Akun {new.login} dibuat.")
    if not password:
        say(f"Tautan masuk, sekali pakai, 15 menit: {wait_for(signin.one_time_link(told, new.login))}")


@app.command("list")
def listed() -> None:
    """Menampilkan semua akun, perannya, dan kapan terakhir terlihat."""
    told = settings()
    formats = Formats(told.tz)
    rows = _with(told, accounts.listed)
    if not rows:
        say("Belum ada akun. Buat yang pertama: simpul user add NAMA_MASUK --name … --role …")
    for row in rows:
        say(_line(row, formats))


def _line(row: Any, formats: Formats) -> str:
    roles = ", ".join(word(ROLE, role) for role in row["roles"]) + (" (Sekda)" if row["sekda"] else "")
    agency = f" · {row['agency']}" if row["agency"] else ""
    state = "ditutup" if row["disabled_at"] else f"terlihat {formats.moment(row['seen_at'])}" if row["seen_at"] else "tidak sedang masuk"
    return f"{row['login']:<20} {row['name']} · {roles}{agency} · {state}"


@app.command()
def disable(login: Login) -> None:
    """Menutup akun: sesi dan token API-nya berakhir saat itu juga. Jejak tindakannya tetap ada."""
    _with(settings(), lambda connection: accounts.disable(connection, login.lower(), BY))
    say(f"Akun {login.lower()} ditutup.")


@app.command()
def password(login: Login) -> None:
    """Memberi kata sandi baru; sesi lama berakhir. Kata sandi ditanyakan, atau dibaca sebaris dari masukan standar."""
    told, hashed = settings(), _asked_password()
    _with(told, lambda connection: accounts.set_password(connection, login.lower(), hashed, BY))
    say(f"Kata sandi {login.lower()} diganti.")


@app.command()
def link(login: Login) -> None:
    """Membuat tautan masuk sekali pakai yang berlaku 15 menit, misalnya bila kata sandi terlupa."""
    say(wait_for(signin.one_time_link(settings(), login.lower())))


@app.command()
def token(login: Login) -> None:
    """Membuat token API dengan wewenang akun itu. Ditampilkan sekali ini saja."""
    say(_with(settings(), lambda connection: accounts.give_token(connection, login.lower(), BY)))

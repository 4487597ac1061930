"""``simpul webhook``: receivers of alerts outside the hub."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.cli.context import say, settings, wait_for
from hub.cli.reaching import database, moment, show, who
from hub.notify import webhooks
from hub.settings import Settings

T = TypeVar("T")
app = typer.Typer(no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="NAMA", help="Nama singkat penerima, misalnya whatsapp-sekda.")]


@app.callback()
def webhook() -> None:
    """Webhook: aplikasi lain yang diberi tahu setiap kali peringatan dibuka, berubah, selesai, atau ditarik.

    Setiap kiriman ditandatangani menurut Standard Webhooks; penerima memeriksanya dengan rahasia yang ditampilkan saat webhook dibuat.

    Peringatan terbatas tidak pernah dikirim. Isi kiriman tidak memuat data pribadi.
    """


@app.command()
def add(name: Name, url: Annotated[str, typer.Argument(metavar="ALAMAT", help="https://… pada jaringan umum.")]) -> None:
    """Menambah penerima dan menampilkan rahasianya SATU KALI ini.

    Contoh: simpul webhook add whatsapp-sekda https://gerbang.contoh.go.id/simpul
    """
    told = settings()
    _secret(_with(told, lambda connection: webhooks.add(connection, told, name, url, who=who())))


@app.command()
def rotate(name: Name) -> None:
    """Mengganti rahasia. Selama 24 jam kiriman ditandatangani dengan yang lama dan yang baru, supaya penerima sempat menggantinya."""
    told = settings()
    _secret(_with(told, lambda connection: webhooks.rotate(connection, told, name, who=who())))


@app.command("list")
def listed() -> None:
    """Menampilkan semua penerima; rahasianya tidak ditampilkan lagi."""
    told = settings()
    rows = _with(told, webhooks.listed)
    cells = [(row.name, row.url, moment(row.made_at, told), moment(row.disabled_at, told)) for row in rows]
    show(("nama", "alamat", "dibuat", "dimatikan"), cells, "Belum ada webhook. Tambahkan dengan: simpul webhook add NAMA ALAMAT")


@app.command()
def disable(name: Name) -> None:
    """Berhenti mengirim ke penerima ini; yang masih menunggu untuknya tidak dikirim lagi."""
    _with(settings(), lambda connection: webhooks.disable(connection, name, who=who()))
    say(f"Webhook {name} dimatikan.")


def _secret(secret: str) -> None:
    say(secret)
    typer.secho("Simpan sekarang: rahasia ini tidak dapat ditampilkan lagi.", err=True, fg="yellow")


def _with(told: Settings, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    async def run() -> T:
        async with database(told) as engine, engine.begin() as connection:
            return await work(connection)

    return wait_for(run())

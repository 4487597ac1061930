"""``simpul migrate``: the database's schema, as this program needs it."""

from typing import Annotated

import asyncpg
import typer

from hub.cli.context import say, settings, wait_for
from hub.errors import StopError, TryLaterError
from hub.settings import Settings
from hub.store.migrate import current, newest, upgrade

app = typer.Typer()


@app.command()
def migrate(
    *, check: Annotated[bool, typer.Option("--check", help="Hanya memeriksa: gagal bila skemanya bukan yang terbaru.")] = False
) -> None:
    """Memperbarui skema basis data ke yang dipakai program ini.

    Aman diulang, dan aman dijalankan saat hub bekerja: satu proses pada satu waktu, dengan penantian kunci yang pendek.
    """
    try:
        wait_for(_checked(settings()) if check else _upgraded(settings()))
    except (OSError, asyncpg.PostgresConnectionError) as away:
        raise TryLaterError("PostgreSQL tidak menjawab. Periksa SIMPUL_DATABASE dengan simpul doctor, lalu ulangi.") from away
    say(f"Skema basis data: {newest()}.")


async def _upgraded(told: Settings) -> None:
    await upgrade(told.dsn)


async def _checked(told: Settings) -> None:
    there = await current(told.dsn)
    if there != newest():
        raise StopError(f"Skema basis data {there or 'belum ada'}, sedangkan program ini memakai {newest()}. Jalankan: simpul migrate")

"""``simpul desk``: events that could not be taken. The same work as on the page /meja, as an operator."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, NamedTuple

import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from hub.bus.publisher import Publisher
from hub.cli.context import say, settings, wait_for
from hub.cli.reaching import database, moment, show, who
from hub.errors import StopError
from hub.keys.vault import Vault, read_master
from hub.settings import Settings
from hub.web import masking
from hub.web.letters import Desk
from hub.web.problems import RefusedError
from hub.web.queries import desk as queries
from hub.web.queries.desk import Filters
from hub.web.viewer import Role, Viewer

app = typer.Typer(no_args_is_help=True)

Number = Annotated[int, typer.Argument(metavar="NOMOR", help="Nomor kiriman, seperti di simpul desk list.")]


class Work(NamedTuple):
    """What the commands work with."""

    settings: Settings
    engine: AsyncEngine
    vault: Vault
    viewer: Viewer


@app.callback()
def desk() -> None:
    """Meja kiriman bermasalah: peristiwa yang tidak dapat dicatat, dengan alasannya.

    Sumbernya tetap boleh mengirim; satu kiriman yang salah tidak menahan yang lain. Bila peristiwa yang sama kemudian diterima,
    kirimannya menutup sendiri.
    """


@app.command("list")
def listed(
    agency: Annotated[str | None, typer.Option(help="Hanya dari OPD pengirim ini.")] = None,
    code: Annotated[str | None, typer.Option(help="Hanya dengan sebab ini, misalnya scope.")] = None,
    state: Annotated[str, typer.Option(help="open, resent, accepted, closed, atau semua.")] = "open",
) -> None:
    """Menampilkan kiriman yang menunggu, yang terbaru lebih dahulu (paling banyak satu halaman)."""
    wait_for(_list(settings(), Filters(None if state == "semua" else state, code, agency)))


@app.command("show")
def shown(number: Number) -> None:
    """Menampilkan satu kiriman dan isinya. Huruf disamarkan menjadi x dan angka menjadi 9, sebab isinya mungkin data pribadi."""
    wait_for(_show(settings(), number))


@app.command()
def resend(number: Number) -> None:
    """Mengirim ulang isi yang sama, tanpa diubah, lewat jalan yang sama. Berguna sesudah sebabnya dibetulkan, misalnya cakupan sumber."""
    wait_for(_resend(settings(), number))
    say(f"Kiriman {number} dikirim ulang. Bila diterima, ia menutup sendiri; bila ditolak lagi, ada kiriman baru di meja.")


@app.command()
def close(number: Number, note: Annotated[str, typer.Option(help="Mengapa tidak perlu apa-apa lagi.")]) -> None:
    """Menutup kiriman dengan alasan."""
    wait_for(_close(settings(), number, note))
    say(f"Kiriman {number} ditutup.")


@asynccontextmanager
async def _work(told: Settings) -> AsyncIterator[Work]:
    """The desk as an operator of this machine sees it.

    Raises:
        StopError: what the pages would refuse.
    """
    viewer = Viewer(0, who(), who(), frozenset({Role.OPERATOR}))
    async with database(told) as engine:
        try:
            yield Work(told, engine, Vault(read_master(told.master_key_file)), viewer)
        except RefusedError as refused:
            raise StopError(refused.problem.detail) from refused


async def _list(told: Settings, filters: Filters) -> None:
    async with _work(told) as work, work.engine.connect() as connection:
        rows = (await queries.listed(connection, work.viewer, filters)).rows
    cells = [(row.no, moment(row.received, told), row.agency, row.slug, row.code, row.state, row.sentence) for row in rows]
    show(("no", "diterima", "opd", "sumber", "sebab", "keadaan", "kalimat"), cells, "Meja kosong.")


async def _show(told: Settings, number: int) -> None:
    async with _work(told) as work, work.engine.connect() as connection:
        row, body = await queries.one(connection, work.vault, work.viewer, number)
    for name, value in (
        ("Nomor", row.no),
        ("Sebab", f"{row.code}: {row.sentence}"),
        ("Letak", row.pointer or None),
        ("OPD", row.agency),
        ("Sumber", row.slug),
        ("Jenis", row.type),
        ("Identitas", row.id),
        ("Topik", None if row.topic is None else f"{row.topic}, partisi {row.part}, offset {row.off}"),
        ("Diterima", moment(row.received, told)),
        ("Keadaan", row.state),
    ):
        if value is not None:
            say(f"{name}: {value}")
    say(masking.masked(body, envelope=row.key is not None) if body is not None else "Isinya sudah dimusnahkan.")


async def _resend(told: Settings, number: int) -> None:
    async with _work(told) as work:
        publisher = Publisher(told)
        await publisher.start()
        try:
            await Desk(told, work.engine, work.vault, publisher).resend(work.viewer, number)
        finally:
            await publisher.stop()


async def _close(told: Settings, number: int, note: str) -> None:
    async with _work(told) as work:
        await Desk(told, work.engine, work.vault, Publisher(told)).close(work.viewer, number, note)

"""``simpul key``: API keys of sources."""

from typing import Annotated

import typer

from hub.cli.context import say, settings, wait_for
from hub.cli.reaching import database, moment, show, who
from hub.intake import registering
from hub.intake.api_keys import NewKey
from hub.settings import Settings

app = typer.Typer(no_args_is_help=True)


@app.callback()
def key() -> None:
    """Kunci API milik sumber: pengirim menyertakannya sebagai Authorization: Bearer <kunci>.

    Simpul hanya menyimpan sidiknya. Satu sumber boleh punya beberapa kunci, supaya dapat diganti tanpa berhenti mengirim.
    """


@app.command()
def new(source: Annotated[str, typer.Argument(metavar="SUMBER", help="Nama singkat sumber.")]) -> None:
    """Membuat kunci baru. Kunci hanya ditampilkan SATU KALI ini; serahkan kepada pemilik sumber lewat jalan yang aman."""
    say(wait_for(_new(settings(), source)).text)
    typer.secho("Simpan sekarang: kunci ini tidak dapat ditampilkan lagi.", err=True, fg="yellow")


async def _new(told: Settings, source: str) -> NewKey:
    async with database(told) as engine:
        return await registering.new_key(engine, source, who=who())


@app.command("list")
def listed() -> None:
    """Menampilkan awalan semua kunci; kuncinya sendiri tidak disimpan."""
    wait_for(_list(settings()))


async def _list(told: Settings) -> None:
    async with database(told) as engine:
        rows = await registering.keys(engine)
    cells = [(row.prefix, row.slug, row.agency, moment(row.made_at, told), moment(row.revoked_at, told)) for row in rows]
    show(("awalan", "sumber", "opd", "dibuat", "dicabut"), cells, "Belum ada kunci. Buat dengan: simpul key new SUMBER")


@app.command()
def revoke(prefix: Annotated[str, typer.Argument(metavar="AWALAN", help="Awalan kunci, seperti di simpul key list.")]) -> None:
    """Mencabut kunci. Paling lama dua detik kemudian kunci itu tidak berlaku lagi."""
    wait_for(_revoke(settings(), prefix))
    say(f"Kunci {prefix} dicabut.")


async def _revoke(told: Settings, prefix: str) -> None:
    async with database(told) as engine:
        await registering.revoke(engine, prefix, who=who())

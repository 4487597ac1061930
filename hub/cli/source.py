"""``simpul source``: which systems of which agencies may say what."""

from datetime import datetime
from typing import Annotated, Literal

import typer

from hub.cli.context import say, settings, wait_for
from hub.cli.reaching import database, moment, show, who
from hub.errors import StopError
from hub.intake import registering
from hub.intake.registering import NewSource
from hub.settings import Settings

app = typer.Typer(no_args_is_help=True)

Slug = Annotated[str, typer.Argument(metavar="SUMBER", help="Nama singkat sumber, unik di daerah dan tetap, misalnya simpeg.")]


@app.callback()
def source() -> None:
    """Sumber data OPD: siapa boleh mengirim apa.

    Sumber adalah satu sistem milik satu OPD. Setiap peristiwa menyebut sumbernya sebagai /<wilayah>/<OPD>/<sumber>, dan hanya
    kunci milik sumber itu yang boleh mengirimnya.
    """


@app.command()
def add(
    slug: Slug,
    agency: Annotated[str, typer.Option(help="Nama singkat OPD pengirim, misalnya bkpsdm.")],
    domain: Annotated[list[str], typer.Option(help="Domain yang boleh dikirim; boleh diulang: --domain personnel --domain payroll.")],
    name: Annotated[str, typer.Option(help="Nama sistem seperti tertulis di halaman.")] = "",
    scope: Annotated[Literal["own", "region"], typer.Option(help="own: hanya tentang OPD-nya sendiri; region: tentang semua OPD.")] = "own",
    contact: Annotated[str, typer.Option(help="Siapa yang dihubungi bila sumber diam.")] = "",
    rhythm: Annotated[int | None, typer.Option(help="Paling lama berapa menit antara dua tanda hidup.", min=1)] = None,
    live_from: Annotated[datetime | None, typer.Option(help="Yang tercatat sebelum saat ini tidak menimbulkan pemberitahuan.")] = None,
) -> None:
    """Mendaftarkan sumber dan membuat topik Kafka-nya.

    Mendaftarkan lagi sumber yang sama menambah domainnya. Sesudahnya buat kunci API: simpul key new SUMBER.
    """
    told = settings()
    since = None if live_from is None else live_from.replace(tzinfo=told.tz)
    new = NewSource(slug, agency, name or slug, tuple(domain), scope, contact, rhythm, since)
    made = wait_for(_add(told, new))
    say(f"Sumber {slug} milik {agency} terdaftar: /{told.region}/{agency}/{slug}")
    say(f"Topik baru: {', '.join(made)}" if made else "Semua topiknya sudah ada.")
    say(f"Berikutnya: simpul key new {slug}")


async def _add(told: Settings, new: NewSource) -> list[str]:
    async with database(told) as engine:
        return await registering.add(engine, told, new, who=who())


@app.command("list")
def listed() -> None:
    """Menampilkan semua sumber."""
    wait_for(_list(settings()))


async def _list(told: Settings) -> None:
    async with database(told) as engine:
        rows = await registering.listed(engine)
    heads = ("sumber", "opd", "domain", "cakupan", "kunci", "ritme (menit)", "ditutup")
    cells = [
        (row.slug, row.agency, ",".join(sorted(row.domains)), row.scope, row.keys, row.rhythm_minutes, moment(row.closed_at, told))
        for row in rows
    ]
    show(heads, cells, "Belum ada sumber. Daftarkan dengan: simpul source add --help")


@app.command()
def close(
    slug: Slug,
    successor: Annotated[str | None, typer.Option(help="Sumber yang menggantikannya.")] = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Tanpa bertanya.")] = False,
) -> None:
    """Menutup sumber mulai sekarang. Yang sudah dikirimnya tetap; sumber tidak pernah dihapus atau dibuka lagi."""
    if not yes and not typer.confirm(f"Tutup sumber {slug} untuk selamanya?"):
        raise StopError("Tidak ada yang diubah.")
    wait_for(_close(settings(), slug, successor))
    say(f"Sumber {slug} ditutup.")


async def _close(told: Settings, slug: str, successor: str | None) -> None:
    async with database(told) as engine:
        await registering.close(engine, slug, successor=successor, who=who())

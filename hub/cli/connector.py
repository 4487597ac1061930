"""``simpul connector``: the code that reads sources."""

from inspect import cleandoc
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from sqlalchemy import select

from connectors import CONNECTORS
from hub.bus.publisher import Publisher
from hub.cli.context import say, settings, wait_for
from hub.cli.reaching import database, moment, show
from hub.connector import Connector, ConnectorSettings
from hub.connector.runner import Ended, Runner
from hub.connector.tables import run as runs_table
from hub.errors import StopError
from hub.keys.vault import Vault, read_master
from hub.settings import Settings
from hub.store.tables import source as source_table

app = typer.Typer(no_args_is_help=True)


@app.callback()
def connector() -> None:
    """Konektor: membaca sistem OPD dan menjadikannya peristiwa.

    Aman dihentikan dan diulang kapan saja: yang sudah dikirim tidak dikirim lagi, yang berubah mendapat versi berikutnya.
    """


@app.command("list")
def listed() -> None:
    """Menampilkan konektor yang ada dan setelannya."""
    for name, one in CONNECTORS.items():
        say(f"{name}\n  {cleandoc(one.says).partition(chr(10))[0]}")
        for field, about in one.settings.model_fields.items():
            say(f"    --set {field}=…  {about.description}")


@app.command()
def run(
    name: Annotated[str, typer.Argument(metavar="KONEKTOR", help="Nama konektor, misalnya file.")],
    path: Annotated[Path | None, typer.Argument(metavar="BERKAS", help="Untuk konektor file: berkas yang dibaca.")] = None,
    *,
    source: Annotated[str, typer.Option(help="Nama singkat sumber yang berbicara.")],
    mapping: Annotated[Path | None, typer.Option(help="Untuk konektor file: berkas pemetaan.")] = None,
    given: Annotated[list[str] | None, typer.Option("--set", help="Setelan lain sebagai nama=nilai; boleh diulang.")] = None,
) -> None:
    """Menjalankan satu pembacaan sampai selesai.

    Contoh: simpul connector run file --source lapor --mapping aduan.yaml aduan.csv
    """
    chosen = _connector(name)
    told = dict(_pair(one) for one in given or ())
    told |= {key: str(value.absolute()) for key, value in (("path", path), ("mapping", mapping)) if value is not None}
    ended = wait_for(_run(settings(), chosen, _settings_of(chosen, told), source))
    read, sent, refused = ended.counts
    say(f"Pembacaan {ended.run} selesai: {read} catatan dibaca, {sent} peristiwa dikirim, {refused} ditaruh di meja.")
    if ended.history:
        say("Pembacaan lengkap pertama: peristiwanya ditandai riwayat dan tidak menimbulkan pemberitahuan.")
    if refused:
        say("Lihat yang bermasalah dengan: simpul desk list")


@app.command()
def runs(*, most: Annotated[int, typer.Option(help="Paling banyak sekian pembacaan terakhir.", min=1)] = 20) -> None:
    """Menampilkan pembacaan terakhir dan hasilnya."""
    wait_for(_runs(settings(), most))


def _connector(name: str) -> Connector[Any]:
    if name not in CONNECTORS:
        raise StopError(f"Tidak ada konektor {name}. Yang ada: {', '.join(CONNECTORS)}.")
    return CONNECTORS[name]


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise StopError(f"--set ditulis nama=nilai, bukan {text}.")
    return name, value


def _settings_of(chosen: Connector[Any], told: dict[str, str]) -> ConnectorSettings:
    try:
        made: ConnectorSettings = chosen.settings.model_validate(told)
    except ValidationError as error:
        names = ", ".join(sorted({str(one["loc"][0]) for one in error.errors(include_input=False)}))
        raise StopError(f"Setelan konektor {chosen.name} kurang atau salah: {names}. Lihat simpul connector list.") from error
    return made


async def _run(told: Settings, chosen: Connector[Any], made: ConnectorSettings, source: str) -> Ended:
    publisher = Publisher(told)
    await publisher.start()
    try:
        return await Runner(told, Vault(read_master(told.master_key_file)), publisher).run(chosen, made, source)
    finally:
        await publisher.stop()


async def _runs(told: Settings, most: int) -> None:
    asked = select(runs_table, source_table.c.slug).join(source_table, source_table.c.no == runs_table.c.source)
    async with database(told) as engine, engine.connect() as connection:
        rows = (await connection.execute(asked.order_by(runs_table.c.no.desc()).limit(most))).all()
    cells = [
        (row.no, row.slug, f"{row.connector}/{row.feed}", row.state, moment(row.started_at, told), row.records, row.sent, row.refused)
        for row in rows
    ]
    heads = ("no", "sumber", "konektor", "keadaan", "mulai", "dibaca", "dikirim", "meja")
    show(heads, cells, "Belum ada pembacaan.")

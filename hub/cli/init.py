"""``simpul init``: what is decided once for a region."""

from typing import Annotated, Any

import typer

from hub import home
from hub.cli.context import given, say, wait_for
from hub.errors import StopError
from hub.keys.vault import write_master
from hub.settings import Settings
from hub.store.migrate import upgrade

app = typer.Typer()

DEMO_PARTITIONS = 3


@app.command()
def init(
    region: Annotated[str | None, typer.Option(help="Kode wilayah Kemendagri, misalnya 32.73.")] = None,
    region_name: Annotated[str | None, typer.Option("--name", help="Nama daerah seperti tertulis di halaman.")] = None,
    zone: Annotated[str | None, typer.Option(help="Zona waktu: Asia/Jakarta, Asia/Makassar, atau Asia/Jayapura.")] = None,
    partitions: Annotated[int | None, typer.Option(help="Partisi tiap topik Kafka: 6 untuk daerah sungguhan.")] = None,
    *,
    demo: Annotated[bool, typer.Option(help="Data contoh dengan jam yang dapat dimajukan; tidak untuk data sungguhan.")] = False,
) -> None:
    """Menyiapkan folder daerah, satu kali.

    Kode wilayah, zona waktu, dan jumlah partisi TETAP sesudahnya: sumber setiap peristiwa memuat kode wilayah, hari (TMT)
    dimulai pukul 00.00 di zona itu, dan urutan peristiwa bergantung pada partisinya.

    Kunci induk ditulis ke keys/master.key, hanya terbaca oleh pemiliknya. Tanpa berkas itu data pribadi tidak dapat dibuka lagi.
    Simpan salinannya di tempat lain, jangan bersama cadangan basis data.
    """
    chosen = {"region": region, "region_name": region_name, "zone": zone, "partitions": partitions, "demo": demo or None}
    settings = prepare({name: value for name, value in chosen.items() if value is not None})
    say(f"Folder {settings.home} siap untuk {settings.region_name} ({settings.region}, {settings.zone}, {settings.partitions} partisi).")
    say(f"Kunci induk: {settings.master_key_file}. Simpan salinannya sekarang, terpisah dari cadangan basis data.")
    if "database" in given():
        wait_for(upgrade(settings.dsn))
        say("Skema basis data siap.")
    say("Berikutnya: simpul doctor untuk memeriksa, simpul up untuk menyalakan.")


def prepare(chosen: dict[str, Any]) -> Settings:
    """Make the home folder with its master key and what is fixed.

    Raises:
        StopError: the folder was prepared before, or a value is not one.
    """
    told = home.checked()
    where = told.home.absolute()
    if home.is_made(where):
        raise StopError(f"Folder {where} sudah disiapkan; nilainya tetap. Untuk daerah lain pakai --home FOLDER.")
    small = {"partitions": DEMO_PARTITIONS} if (chosen.get("demo") or told.demo) and "partitions" not in told.model_fields_set else {}
    settings = home.checked(**{**small, **chosen, "home": where})
    home.make(where)
    if not settings.master_key_file.exists():
        write_master(settings.master_key_file)
    home.fix(settings)
    return settings

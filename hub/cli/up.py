"""``simpul up``: everything on this machine."""

from functools import partial
from typing import Annotated

import typer

from hub import home
from hub.cli.context import given, say, settings
from hub.cli.init import prepare
from hub.errors import StopError
from hub.supervisor import crew
from hub.supervisor.supervise import Supervisor

app = typer.Typer()


@app.command()
def up(
    *,
    demo: Annotated[bool, typer.Option(help="Siapkan folder data contoh bila belum ada.")] = False,
    consumers: Annotated[int, typer.Option(min=1, help="Banyaknya proses pembaca Kafka; partisi dibagi di antaranya.")] = 1,
    servers_only: Annotated[bool, typer.Option(help="Hanya Kafka dan PostgreSQL, tanpa proses Simpul (untuk rebuild).")] = False,
) -> None:
    """Menyalakan Kafka, PostgreSQL, dan semua proses Simpul, sampai Ctrl-C.

    Kafka dan PostgreSQL yang sungguhan dijalankan di folder daerah, kecuali SIMPUL_KAFKA atau SIMPUL_DATABASE menunjuk ke
    server lain. Skema basis data diperbarui lebih dahulu. Proses yang berhenti dijalankan lagi, dan catatannya ada di
    logs/. Data tersimpan; penyalaan berikutnya melanjutkannya, juga setelah mesin mati mendadak.
    """
    if not home.is_made(settings().home):
        if not demo:
            raise StopError("Folder daerah belum disiapkan. Jalankan `simpul init` dahulu, atau `simpul up --demo` untuk data contoh.")
        made = prepare({"demo": True})
        say(f"Folder data contoh disiapkan: {made.home}")
    chosen = settings()
    if demo and not chosen.demo:
        raise StopError(f"Folder {chosen.home} milik daerah sungguhan; --demo tidak berlaku di sini. Pakai --home FOLDER yang lain.")
    home.make(chosen.home)
    children_of = partial(crew.of, consumers=consumers)
    Supervisor(chosen, say, children_of, external=given() & {"kafka", "database"}).run(servers_only=servers_only)

"""``simpul rebuild``."""

import time
from typing import Annotated

import typer

from hub.cli.context import say, settings, wait_for
from hub.cli.progress import KIND_HELP, kinds_of, shown
from hub.rebuild.rebuild import rebuild as build

app = typer.Typer()


@app.command()
def rebuild(kind: Annotated[list[str] | None, typer.Option(metavar="JENIS", help=KIND_HELP)] = None) -> None:
    """Membangun ulang tampilan dari catatan peristiwa, ketika konsumen berhenti.

    Setiap objek diputar ulang dari catatan; yang sudah benar dibiarkan, yang berbeda ditulis lagi. Bila terputus, jalankan
    lagi: yang selesai tetap selesai. Halaman tetap dapat dibaca selama itu. Sesudahnya semua aturan ditanyakan ulang.

    Di satu mesin: hentikan `simpul up`, jalankan `simpul up --servers-only` di jendela lain, lalu perintah ini.
    """
    began = time.monotonic()
    with shown("Membangun ulang") as progress:
        done = wait_for(build(settings(), kinds_of(kind), progress))
    pace = done.subjects / max(time.monotonic() - began, 0.001)
    say(f"{done.subjects} objek ({done.events} peristiwa) diputar ulang, {pace:.0f} objek per detik.")
    say(f"{done.rows} baris dibetulkan." if done.rows else "Semua baris sudah benar.")

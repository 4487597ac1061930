"""``simpul verify``."""

from typing import Annotated, Final

import typer

from hub.cli.context import say, settings, wait_for
from hub.cli.exits import FAILED
from hub.cli.progress import KIND_HELP, kinds_of, shown
from hub.rebuild import compare
from hub.rebuild.alerts import wrong_alerts
from hub.rebuild.compare import Difference
from hub.rebuild.verify import verify as examine

app = typer.Typer()

_HOW: Final = {compare.MISSING: "tidak ada", compare.EXTRA: "tidak seharusnya ada", compare.DIFFERS: "berbeda"}


@app.command()
def verify(
    kind: Annotated[list[str] | None, typer.Option(metavar="JENIS", help=KIND_HELP)] = None,
    sample: Annotated[int | None, typer.Option(min=1, metavar="N", help="Hanya N objek yang dipilih acak.")] = None,
) -> None:
    """Membandingkan tampilan dengan pemutaran ulang catatan peristiwa; tidak mengubah apa pun.

    Setiap baris yang berbeda disebut dengan tabel, objek, dan kolomnya, tanpa isinya. Dapat dijalankan kapan saja. Juga
    diperiksa: catatan terhadap kunci peristiwa, nomor simpan, dan posisi Kafka; peringatan yang terbuka terhadap semua
    aturan, bila tidak ada yang menunggu dievaluasi.

    Keluar dengan kode 1 bila ada yang berbeda. Untuk membetulkannya: simpul rebuild.
    """
    with shown("Memeriksa") as progress:
        seen = wait_for(examine(settings(), kinds_of(kind), sample, lambda difference: say(_sentence(difference)), progress))
    for count, number in seen.counts:
        say(f"catatan: {number} {count.sentence}")
    say(f"{seen.subjects} objek ({seen.events} peristiwa) diputar ulang.")
    say(
        f"{seen.rows} baris berbeda. Hentikan konsumen, lalu: simpul rebuild" if seen.rows else "Setiap baris tampilan sama dengan catatan."
    )
    alerts = _alerts() if kind is None and sample is None else 0
    if alerts or not seen.good:
        raise typer.Exit(FAILED)
    say("Semua baik.")


def _alerts() -> int:
    """Says which open alerts are not as the rules say; how many."""
    wrong = wait_for(wrong_alerts(settings()))
    if wrong is None:
        say("Peringatan tidak diperiksa: masih ada yang menunggu dievaluasi. Ulangi setelah evaluator selesai.")
        return 0
    for alert in wrong:
        what = "seharusnya terbuka seperti itu" if alert.missing else "terbuka, tetapi tidak seharusnya seperti itu"
        say(f"peringatan: {alert.rule} {alert.subject or '(terbatas)'} {what}")
    say(f"{len(wrong)} peringatan berbeda." if wrong else "Peringatan yang terbuka sama dengan hasil semua aturan.")
    return len(wrong)


def _sentence(difference: Difference) -> str:
    place = "" if difference.no is None else f" nomor {difference.no}"
    columns = f": {', '.join(difference.columns)}" if difference.columns else ""
    return f"{difference.table}: {difference.subject}{place} {_HOW[difference.how]}{columns}"

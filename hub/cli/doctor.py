"""``simpul doctor``."""

import typer

from hub.cli.context import given, say, settings, wait_for
from hub.doctor import examine
from hub.doctor.finding import Finding, Weight
from hub.settings import Settings

app = typer.Typer()

_MARKS = {Weight.GOOD: ("✓", "green"), Weight.NOTE: ("•", "yellow"), Weight.BAD: ("✗", "red")}


@app.command()
def doctor() -> None:
    """Memeriksa folder, kunci induk, program, dan server, lalu menyebut apa yang harus dilakukan.

    Keluar dengan kode 1 bila ada yang salah; catatan (•) tidak dihitung salah.
    """
    wrong = wait_for(_show_all(settings()))
    say("Semua baik." if not wrong else f"{wrong} hal perlu dibetulkan; kerjakan dari atas.")
    raise typer.Exit(1 if wrong else 0)


async def _show_all(told: Settings) -> int:
    wrong = 0
    async for finding in examine(told, given()):
        _show(finding)
        wrong += finding.weight is Weight.BAD
    return wrong


def _show(finding: Finding) -> None:
    mark, colour = _MARKS[finding.weight]
    typer.secho(f"{mark} {finding.said}", fg=colour)
    if finding.advice:
        say(f"  → {finding.advice}")

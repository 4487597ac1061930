"""``simpul run``: one process of the hub."""

import asyncio
import signal
from importlib import import_module
from types import FrameType
from typing import Annotated

import typer

from hub import health, logs
from hub.cli.context import settings
from hub.cli.exits import FAILED, STOPPED
from hub.errors import SimpulError, StopError
from hub.settings import Settings
from hub.supervisor.table import PROCESSES, Process, process

LOG = logs.get(__name__)

app = typer.Typer()

_LINES = "\n\n".join(f"{one.name}: {one.does}." for one in PROCESSES)


@app.command(help=f"Menjalankan satu proses Simpul sampai SIGTERM atau Ctrl-C.\n\n{_LINES}")
def run(name: Annotated[str, typer.Argument(metavar="PROSES", help="Salah satu dari nama di atas.")]) -> None:
    try:
        chosen = process(name)
    except KeyError as unknown:
        raise StopError(f"Tidak ada proses {name!r}. Yang ada: {', '.join(one.name for one in PROCESSES)}.") from unknown
    logs.configure(name)
    try:
        asyncio.run(_until_ended(chosen, settings()))
    except SimpulError as why:
        LOG.exception("process stops")
        raise typer.Exit(STOPPED if isinstance(why, StopError) else FAILED) from why


async def _until_ended(chosen: Process, told: Settings) -> None:
    """Serve until asked to end. A cancelled process that was asked to end has ended well."""
    work = import_module(chosen.module).serve(told)
    serving = asyncio.create_task(work if chosen.pages else health.beside(told, work))
    asked = _cancel_when_asked(serving)
    try:
        await serving
    except asyncio.CancelledError:
        if not asked:
            raise


def _cancel_when_asked(serving: "asyncio.Task[None]") -> list[int]:
    """Cancel at SIGTERM or SIGINT, and return the list that will hold the signal.

    Not by the loop's own handlers: uvicorn puts its in their place while it serves, and raises the signal again afterwards.
    """
    asked: list[int] = []
    loop = asyncio.get_running_loop()

    def cancel(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        loop.call_soon_threadsafe(serving.cancel)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, cancel)
    return asked

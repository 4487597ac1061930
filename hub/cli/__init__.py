"""The command ``simpul``. ``table`` lists the commands; each lives in a file of its own beside it.

Only the table is read for ``simpul --help``; a command's module, with the stages it needs, is imported when it is called.
"""

import os
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer._click import Context  # Typer carries its own Click; the lock fixes which

from hub.cli.exits import FAILED, STOPPED
from hub.cli.table import COMMANDS, Row
from hub.errors import SimpulError, StopError


class Later(typer.core.TyperCommand):
    """A line of the table: shows its help at once and becomes the real command when it is called."""

    def __init__(self, row: Row) -> None:
        super().__init__(row.name, help=row.help, short_help=row.help, rich_help_panel=row.group)
        self._module = row.module

    def make_context(self, info_name: str | None, args: list[str], parent: Context | None = None, **extra: Any) -> Context:
        real = typer.main.get_command(import_module(self._module).app)
        return real.make_context(info_name, args, parent, **extra)


class Commands(typer.core.TyperGroup):
    """All commands; what the hub raises becomes a sentence and an exit code, never a traceback."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for row in COMMANDS:
            self.add_command(Later(row))

    def invoke(self, ctx: Context) -> Any:
        try:
            return super().invoke(ctx)
        except SimpulError as why:
            typer.secho(str(why), err=True, fg="red")
            raise typer.Exit(STOPPED if isinstance(why, StopError) else FAILED) from why


app = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def simpul(
    home: Annotated[
        Path | None, typer.Option(help="Folder daerah: kunci, data, catatan. Sama dengan SIMPUL_HOME.", metavar="FOLDER")
    ] = None,
) -> None:
    """Simpul: simpul peristiwa pemerintah daerah.

    Mulai cepat dengan data contoh: simpul up --demo

    Daerah sungguhan: simpul init, lalu simpul doctor, lalu simpul up.
    """
    if home is not None:
        os.environ["SIMPUL_HOME"] = str(home.absolute())

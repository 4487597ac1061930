"""The table of commands and the commands themselves say the same."""

import ast
import sys
from importlib import import_module
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import hub.cli
from hub.cli import app
from hub.cli.table import COMMANDS, Row

FOLDER = Path(hub.cli.__file__).parent


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.name)
def test_every_command_of_the_table_has_its_app(row: Row) -> None:
    assert isinstance(import_module(row.module).app, typer.Typer)


def test_every_file_with_an_app_is_in_the_table() -> None:
    with_app = {
        f"hub.cli.{file.stem}"
        for file in FOLDER.glob("*.py")
        if file.stem != "__init__"
        and any(isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "app" for line in ast.parse(file.read_text()).body)
    }
    assert with_app == {row.module for row in COMMANDS}


def test_help_lists_every_command_without_importing_one() -> None:
    for row in COMMANDS:
        sys.modules.pop(row.module, None)
    shown = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "300", "TERMINAL_WIDTH": "300"})
    assert shown.exit_code == 0
    assert [row.name for row in COMMANDS if f" {row.name} " not in shown.output] == []
    assert [row.module for row in COMMANDS if row.module in sys.modules] == []


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.name)
def test_every_command_explains_itself_in_indonesian(row: Row) -> None:
    shown = CliRunner().invoke(app, [row.name, "--help"], env={"COLUMNS": "300", "TERMINAL_WIDTH": "300"})
    assert shown.exit_code == 0, shown.output
    assert "Usage: " in shown.output
    assert len(shown.output.split()) > 20

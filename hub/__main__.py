"""``python -m hub`` is the command ``simpul``."""

from hub.cli import app

app(prog_name="simpul")

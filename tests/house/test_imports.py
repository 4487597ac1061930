"""The import contracts of pyproject.toml: stages import only earlier stages, only the bus knows Kafka, only one file declares metrics."""

import subprocess
import sys
from pathlib import Path

from tests.house.sources import ROOT


def test_import_contracts_are_kept(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--cache-dir", str(tmp_path)]
    judged = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 -- our own words
    assert judged.returncode == 0, judged.stdout
    assert "0 broken" in judged.stdout


def test_nothing_of_the_hub_reaches_out_when_it_is_imported() -> None:
    """Every module is imported in a process that may open no socket and start no program."""
    asked = """
import pkgutil, importlib, sys, hub, schemas, connectors
def refuse(event, args):
    if event in ("socket.connect", "socket.bind", "subprocess.Popen", "os.system"):
        raise PermissionError(event)
sys.addaudithook(refuse)
for package in (hub, schemas, connectors):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__") and not module.name.startswith("hub.migrations.") :
            importlib.import_module(module.name)
print("imported")
"""
    judged = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 -- our own words
    assert (judged.stdout, judged.stderr) == ("imported\n", "")

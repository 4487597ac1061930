"""``python -m schemas.publish`` writes `schemas/published`; with ``--check`` it only says what is not current, for CI.

A published version is never broken: the command refuses, and a new version of the event is the way. ``--unreleased`` lifts that, for
versions that no release has carried yet; CI compares with the last release by `schemas.compatibility`.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from schemas.compatibility import Breach, breaches
from schemas.published_files import files

FOLDER: Final = Path(__file__).parent / "published"


def text_of(schema: Mapping[str, Any]) -> str:
    """The one spelling of a file: order as made, two blanks, one line feed at the end."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def stale(folder: Path = FOLDER) -> list[str]:
    """Paths that are missing, differ, or should not be there."""
    wanted = {path: text_of(schema) for path, schema in files().items()}
    present = {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.json")}
    return sorted(path for path in wanted.keys() | present.keys() if wanted.get(path) != present.get(path))


def broken(folder: Path = FOLDER) -> list[Breach]:
    """What the models would break of the files that are there; a file whose event is gone counts."""
    made, found = files(), []
    for path in sorted(folder.glob("*/*.json")):
        name = str(path.relative_to(folder))
        if name not in made:
            found.append(Breach(name, "Peristiwa yang sudah terbit hilang."))
        else:
            found += [Breach(f"{name}#{pointer}", sentence) for pointer, sentence in breaches(json.loads(path.read_text()), made[name])]
    return found


def write(folder: Path = FOLDER) -> None:
    """Bring the folder up to date."""
    wanted = {folder / path: text_of(schema) for path, schema in files().items()}
    for path in set(folder.rglob("*.json")) - wanted.keys():
        path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m schemas.publish", description="Tulis skema peristiwa ke schemas/published.")
    parser.add_argument("--check", action="store_true", help="hanya periksa apakah berkasnya sudah sesuai")
    parser.add_argument("--unreleased", action="store_true", help="izinkan perubahan yang memutus, selama belum ada rilis yang memuatnya")
    options = parser.parse_args(arguments)
    if options.check:
        old = stale()
        sys.stderr.writelines(f"{path}: belum sesuai; jalankan python -m schemas.publish\n" for path in old)
        return int(bool(old))
    if not options.unreleased and (found := broken()):
        sys.stderr.writelines(f"{pointer}: {sentence} Buat versi baru peristiwanya.\n" for pointer, sentence in found)
        return 1
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The file reader keeps the contract of all connectors."""

import csv
from pathlib import Path

from connectors.file.reader import Settings, file
from hub.intake.registering import NewSource
from tests.suites.connector_contract import Contents, contract

MAPPING = """
zone: Asia/Jakarta
key: nomor
events:
  - event: complaints.received
    time: {column: masuk, as: instant, pattern: "%d/%m/%Y %H:%M"}
    data:
      number: nomor
      channel: {constant: Loket}
      topic: topik
      effective: {column: masuk, as: instant, pattern: "%d/%m/%Y %H:%M"}
"""


def put(folder: Path, contents: Contents) -> Settings:
    """A CSV file as a spreadsheet exports it."""
    chosen = Settings(path=folder / "aduan.csv", mapping=folder / "aduan.yaml")
    chosen.mapping.write_text(MAPPING)
    with chosen.path.open("w", newline="", encoding="utf-8-sig") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(["nomor", "masuk", "topik"])
        writer.writerows([key, "05/01/2026 09:30", f"Topik {content}"] for key, content in contents.items())
    return chosen


TestFile = contract(file, NewSource("loket", "dishub", "Loket aduan", ("complaints",)), put)

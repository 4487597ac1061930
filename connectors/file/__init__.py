"""Files that an agency exports: JSON, JSON lines, CSV; a mapping file says what their rows mean."""

from pathlib import Path
from typing import Final

from connectors.file.reader import file

MAPPINGS: Final = Path(__file__).parent / "mappings"
"""Mapping files that come with Simpul: reference data, and an example to learn from."""

__all__ = ["MAPPINGS", "file"]

"""READ: one folder or file per kind of source, one line each in `CONNECTORS`."""

from collections.abc import Mapping
from typing import Any, Final

from connectors.file import file
from hub.connector import Connector

CONNECTORS: Final[Mapping[str, Connector[Any]]] = {one.name: one for one in (file,)}

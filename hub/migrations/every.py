"""Every module that declares tables, one line each; a test finds the unlisted."""

from types import ModuleType
from typing import Final

from hub.alerts import tables as alert_tables
from hub.calendar import tables as calendar_tables
from hub.connector import tables as connector_tables
from hub.store import tables
from hub.views import registry
from hub.web import tables as web_tables

MODULES: Final[tuple[ModuleType, ...]] = (tables, registry, calendar_tables, alert_tables, connector_tables, web_tables)

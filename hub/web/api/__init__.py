"""The API: the same queries and the same policy as the pages, as JSON."""

from typing import Final

from fastapi import APIRouter

from hub.web.api import alerts, rest, stream

ROUTERS: Final[tuple[APIRouter, ...]] = (stream.router, alerts.router, rest.router)
"""The stream before the alerts: `/stream` is no number."""

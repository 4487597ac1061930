"""The pages, one file each."""

from typing import Final

from fastapi import APIRouter

from hub.web.routes import about, alert, alerts, assets, complaints, desk, event, posts, signin, sources, spending, subject

ROUTERS: Final[tuple[APIRouter, ...]] = (
    assets.router,
    signin.router,
    about.router,
    alerts.router,
    alert.router,
    event.router,
    complaints.router,
    posts.router,
    spending.router,
    sources.router,
    subject.router,
    desk.router,
)

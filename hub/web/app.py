"""The outer application: pages, API, live updates, and the intake beside them, built from settings. Nothing connects before it starts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import FastAPI
from starlette.middleware import Middleware

from hub.bus.publisher import Publisher
from hub.figures import Reader
from hub.health import Health, kafka, postgresql
from hub.intake.intake import Intake
from hub.keys.vault import Vault, read_master
from hub.settings import Settings
from hub.store.engine import engine as make_engine
from hub.web import api, failures
from hub.web.assets import Assets
from hub.web.formats import Formats
from hub.web.headers import Headers
from hub.web.letters import Desk
from hub.web.live import Feed
from hub.web.passwords import Passwords
from hub.web.routes import ROUTERS
from hub.web.rules import Catalogue
from hub.web.state import Web
from hub.web.templates import Templates
from hub.web.tracing import Tracing

POOL: Final = 8
QUERY_TIME: Final = "10s"
"""No page waits longer for the database; a list that needs more is a job."""
DESCRIPTION: Final = (
    "Peringatan, pengaduan, jabatan, belanja, sumber, dan meja kiriman bermasalah; dengan wewenang yang sama seperti halaman."
)


def shared(settings: Settings, vault: Vault, publisher: Publisher, passwords: Passwords | None = None) -> Web:
    """The state that all requests share."""
    engine = make_engine(settings.dsn, pool=POOL, statement_timeout=QUERY_TIME, application_name="simpul web")
    assets, formats = Assets(), Formats(settings.tz)
    templates = Templates(settings, assets, formats)
    return Web(
        settings=settings,
        engine=engine,
        vault=vault,
        passwords=passwords or Passwords(),
        assets=assets,
        formats=formats,
        templates=templates,
        feed=Feed(engine),
        rules=Catalogue(),
        desk=Desk(settings, engine, vault, publisher),
    )


def build(settings: Settings, *, passwords: Passwords | None = None) -> FastAPI:
    """The application of a region; tests hand in cheaper passwords.

    Raises:
        StopError: the master key is missing.
    """
    vault = Vault(read_master(settings.master_key_file))
    intake = Intake(settings, vault)
    web = shared(settings, vault, intake.publisher, passwords)
    figures = Reader(settings, web.engine)
    health = Health({"postgresql": postgresql(web.engine), "kafka": kafka(settings.kafka)}, figures=figures.read)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await intake.start()
        web.feed.start()
        yield
        await web.feed.stop()
        await intake.stop()
        await figures.close()
        await web.engine.dispose()

    app = FastAPI(
        title="Simpul",
        version="1",
        description=DESCRIPTION,
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        middleware=[Middleware(Tracing), Middleware(Headers, https=web.https)],
    )
    app.state.web = web
    failures.install(app)
    for router in (intake.router, *ROUTERS, *api.ROUTERS):  # tried in turn, and events come oftener than people
        app.include_router(router)
    app.router.routes.extend(health.routes())
    return app

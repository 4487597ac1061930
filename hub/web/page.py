"""What a page of the signed-in has in hand, and how it is shown."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.responses import HTMLResponse, RedirectResponse

from hub import clock
from hub.web import formats, guard, policy, secret
from hub.web.deps import Reading, Shared, SignedIn
from hub.web.policy import Domain
from hub.web.queries import common
from hub.web.state import Web
from hub.web.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Page:
    """A request for a page.

    Attributes:
        reading: the transaction in which all of the page's figures are read.
        now: the hub's time.
        agencies: slug → name.
    """

    request: Request
    web: Web
    reading: AsyncConnection
    viewer: Viewer
    now: dt.datetime
    agencies: dict[str, str]

    async def show(self, template: str, status: int = 200, **facts: Any) -> HTMLResponse:
        """The page from its template; the menu's figures are read with it."""
        menu = await common.menu(self.reading, self.viewer, self.now)
        said = {**facts, **frame(self.request), "page": self, "viewer": self.viewer, "menu": menu}
        return HTMLResponse(self.web.templates.render(template, said), status)

    def agency(self, slug: str | None) -> str:
        """The agency's name; a slug that no event has named yet shows itself."""
        return "Tingkat daerah" if slug is None else self.agencies.get(slug, slug)

    def ago(self, at: dt.datetime) -> str:
        return formats.ago(at, self.now)

    def link(self, **changed: str | None) -> str:
        """This page's address with other filters; a cursor belongs to the old ones and goes."""
        kept = {name: value for name, value in self.request.query_params.items() if name not in changed and name != "setelah"}
        query = urlencode({**kept, **{name: value for name, value in changed.items() if value}})
        return f"{self.request.url.path}?{query}" if query else self.request.url.path

    def sees(self, domain: str) -> bool:
        return policy.sees(self.viewer, Domain(domain))


def frame(request: Request) -> dict[str, Any]:
    """What the layout needs of any request, signed in or not."""
    seed = guard.seed(request)
    return {"path": request.url.path, "token": secret.form_token(seed) if seed else "", "viewer": None, "menu": None, "page": None}


def see_other(url: str) -> RedirectResponse:
    """After a form: the browser gets the page anew, so that a reload sends nothing twice."""
    return RedirectResponse(url, 303)


async def page(request: Request, web: Shared, reading: Reading, viewer: SignedIn) -> Page:
    now = await clock.now(reading)
    return Page(request, web, reading, viewer, now, await common.agencies(reading, now))


Opened = Annotated[Page, Depends(page)]

"""What Simpul is, and what its errors mean."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from hub.intake.problems import KINDS
from hub.web import problems
from hub.web.deps import Shared
from hub.web.page import frame, see_other
from hub.web.routes.signin import HOME

router = APIRouter(include_in_schema=False)


@router.get("/")
async def first() -> Response:
    return see_other(HOME)


@router.get("/tentang")
async def about(request: Request, web: Shared) -> Response:
    return HTMLResponse(web.templates.render("about.html", frame(request)))


@router.get("/tentang/galat")
async def errors(request: Request, web: Shared) -> Response:
    return HTMLResponse(web.templates.render("errors.html", {**frame(request), "problems": problems.ALL, "kinds": KINDS}))

"""Sign-in by password or by a link that works once, and sign-out."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from hub.web import secret, sessions, signin
from hub.web.deps import Shared
from hub.web.guard import Form
from hub.web.page import frame, see_other
from hub.web.state import Web

router = APIRouter(include_in_schema=False)
HOME: Final = "/peringatan"


def _inside(asked: str | None) -> str:
    """Where to go on after sign-in: a path of ours or the first page, never another site."""
    return asked if asked and asked.startswith("/") and not asked.startswith(("//", "/\\")) else HOME


def _shown(request: Request, web: Web, status: int, template: str, **facts: object) -> Response:
    """A page for those who are not signed in; it brings the cookie that guards its form."""
    early = request.cookies.get(web.early_cookie) or secret.new()
    said = {**frame(request), **facts, "token": secret.form_token(request.cookies.get(web.cookie) or early)}
    response = HTMLResponse(web.templates.render(template, said), status)
    response.set_cookie(web.early_cookie, early, httponly=True, secure=web.https, samesite="lax", path="/")
    return response


def _let_in(web: Web, cookie: str, onward: str) -> RedirectResponse:
    response = see_other(onward)
    response.set_cookie(web.cookie, cookie, httponly=True, secure=web.https, samesite="lax", path="/")
    response.delete_cookie(web.early_cookie, path="/", secure=web.https)
    return response


@router.get("/masuk")
async def ask(request: Request, web: Shared, lanjut: str | None = None) -> Response:
    return _shown(request, web, 200, "signin.html", wrong=False, login="", onward=_inside(lanjut))


@router.post("/masuk")
async def enter(request: Request, web: Shared, form: Form) -> Response:
    login, onward = form.get("login", ""), _inside(form.get("onward"))
    address = request.client.host if request.client else ""
    cookie = await signin.sign_in(web.engine, web.passwords, login, form.get("password", ""), address)
    if cookie is None:
        return _shown(request, web, 401, "signin.html", wrong=True, login=login, onward=onward)
    return _let_in(web, cookie, onward)


@router.get("/masuk/tautan/{value}")
async def ask_by_link(request: Request, web: Shared, value: str) -> Response:
    """Looks at the link without using it: mail scanners and previews open links too, so a button does the rest."""
    async with web.engine.connect() as connection:
        name = await signin.link_is_good(connection, value)
    return _shown(request, web, 200 if name else 410, "link.html", name=name, value=value)


@router.post("/masuk/tautan/{value}")
async def enter_by_link(request: Request, web: Shared, value: str, _form: Form) -> Response:
    async with web.engine.begin() as connection:
        cookie = await signin.use_link(connection, value)
    if cookie is None:
        return _shown(request, web, 410, "link.html", name=None, value=value)
    return _let_in(web, cookie, HOME)


@router.post("/keluar")
async def leave(request: Request, web: Shared, _form: Form) -> Response:
    async with web.engine.begin() as connection:
        await sessions.end(connection, request.cookies.get(web.cookie, ""))
    response = see_other("/masuk")
    response.delete_cookie(web.cookie, path="/", secure=web.https)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response

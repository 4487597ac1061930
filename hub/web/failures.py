"""From what went wrong to the answer: problem+json for programs, a page with what to do now for people."""

from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from hub import logs
from hub.errors import TryLaterError
from hub.web import problems
from hub.web.deps import SAFE, SignInNeededError
from hub.web.page import frame
from hub.web.policy import ForbiddenError
from hub.web.problems import Problem, RefusedError
from hub.web.signin import ThrottledError

LOG: Final = logs.get(__name__)
PROGRAMS: Final = ("/api/", "/events")
"""What lies under these is for programs."""
_AWAY: Final = ("08", "53", "57", "25P", "40", "55P")
"""Classes of SQLSTATE: connection, resources, an operator's intervention (a time-out too), frozen transactions, rollbacks, locks."""
_DATA: Final = "22"
"""Data exception: a value that PostgreSQL cannot hold, such as a text with NUL."""
_BY_STATUS: Final = {problem.status: problem for problem in (problems.NOT_FOUND, problems.METHOD, problems.TOO_LARGE, problems.MEDIA)}


def answer(request: Request, problem: Problem) -> Response:
    """A problem in the form that its reader takes."""
    trace = request.state.trace.trace_id
    if request.url.path.startswith(PROGRAMS):
        return problem.response(trace)
    html = request.app.state.web.templates.render("problem.html", {**frame(request), "problem": problem, "trace": trace})
    return HTMLResponse(html, problem.status, problem.headers)


def _route(request: Request) -> str:
    """The pattern of the address, for log lines: the address itself may hold the secret of a sign-in link."""
    return str(getattr(request.scope.get("route"), "path", "-"))


async def _refused(request: Request, error: RefusedError) -> Response:
    to_page = isinstance(error, SignInNeededError) and request.method in SAFE and not request.url.path.startswith(PROGRAMS)
    if to_page:
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse("/masuk?" + urlencode({"lanjut": asked}), 303)
    return answer(request, error.problem)


async def _forbidden(request: Request, error: ForbiddenError) -> Response:
    LOG.warning("out of reach", route=_route(request), code=problems.FORBIDDEN.code)
    return answer(request, replace(problems.FORBIDDEN, detail=str(error)))


async def _later(request: Request, error: TryLaterError) -> Response:
    problem = problems.TOO_MANY if isinstance(error, ThrottledError) else problems.AWAY
    return answer(request, replace(problem, detail=str(error)))


async def _input(request: Request, error: RequestValidationError) -> Response:
    places = tuple({"pointer": "/" + "/".join(map(str, one["loc"])), "detail": "Nilai ini tidak dapat dibaca."} for one in error.errors())
    in_path = any(one["loc"][0] == "path" for one in error.errors())
    return answer(request, problems.NOT_FOUND if in_path else replace(problems.INPUT, errors=places))


async def _http(request: Request, error: HTTPException) -> Response:
    known = _BY_STATUS.get(error.status_code, problems.BROKEN if error.status_code >= problems.BROKEN.status else problems.INPUT)
    return answer(request, replace(known, status=error.status_code, headers=dict(error.headers or {})))


async def _database(request: Request, error: DBAPIError) -> Response:
    """A database that is away or too slow is one thing, a question that it does not understand is our fault."""
    state = str(getattr(error.orig, "sqlstate", None) or "08")
    if state.startswith(_DATA):
        return answer(request, problems.INPUT)
    return await (_away if state.startswith(_AWAY) else _broken)(request, error)


async def _away(request: Request, error: Exception) -> Response:
    LOG.warning("the database did not answer", route=_route(request), **logs.told(error))
    return answer(request, problems.AWAY)


async def _broken(request: Request, error: Exception) -> Response:
    LOG.error("a request failed", route=_route(request), exc_info=error)
    return answer(request, problems.BROKEN)


def install(app: FastAPI) -> None:
    """Makes these the answers of the app."""
    app.exception_handler(RefusedError)(_refused)
    app.exception_handler(ForbiddenError)(_forbidden)
    app.exception_handler(TryLaterError)(_later)
    app.exception_handler(RequestValidationError)(_input)
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(DBAPIError)(_database)
    for away in (PoolTimeoutError, OSError):
        app.exception_handler(away)(_away)
    app.exception_handler(Exception)(_broken)

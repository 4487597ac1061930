"""What a route asks for: the shared state, a connection that only reads, and who is looking."""

from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import Depends, Path, Request
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.web import guard, sessions
from hub.web.problems import SIGN_IN, RefusedError
from hub.web.state import Web
from hub.web.viewer import Viewer

Number = Annotated[int, Path(ge=-(2**63), le=2**63 - 1)]
"""A number of the database in a path: what int8 cannot hold is not found."""
SAFE: Final = frozenset({"GET", "HEAD"})
LIVE: Final = "x-simpul-live"
"""A page that renews itself says so: it keeps no session alive."""
_BEARER: Final = "bearer "


class SignInNeededError(RefusedError):
    """Nobody is signed in: a page leads to the sign-in form, the API answers 401."""

    def __init__(self) -> None:
        super().__init__(SIGN_IN)


def web_of(request: Request) -> Web:
    state: Web = request.app.state.web
    return state


Shared = Annotated[Web, Depends(web_of)]


async def reading(web: Shared) -> AsyncIterator[AsyncConnection]:
    """A connection whose one transaction sees one moment and cannot write: all figures of a page agree."""
    async with web.engine.connect() as connection:
        yield await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


Reading = Annotated[AsyncConnection, Depends(reading, scope="function")]
"""Given back before the answer leaves: a stream, or a slow reader, holds no connection."""


async def viewer(request: Request, web: Shared, connection: Reading) -> Viewer:
    """Who is signed in by cookie.

    Raises:
        SignInNeededError: nobody is.
    """
    cookie = request.cookies.get(web.cookie)
    found = await sessions.find(connection, cookie) if cookie else None
    if found is None or cookie is None:
        raise SignInNeededError
    if found.touch and LIVE not in request.headers:
        async with web.engine.begin() as writing:
            await sessions.touch(writing, cookie)
    return found.viewer


async def caller(request: Request, web: Shared, connection: Reading) -> Viewer:
    """Who calls the API: by bearer token, else by cookie; a cookie alone writes nothing, it needs the form's token in a header.

    Raises:
        SignInNeededError: nobody.
        RefusedError: the request is forged.
    """
    said = request.headers.get("authorization", "")
    if said.lower().startswith(_BEARER):
        by_token = await sessions.find_token(connection, said[len(_BEARER) :].strip())
        if by_token is None:
            raise SignInNeededError
        return by_token
    found = await viewer(request, web, connection)
    if request.method not in SAFE:
        guard.check_origin(request)
        guard.check_token(request, request.headers.get(guard.HEADER, ""))
    return found


SignedIn = Annotated[Viewer, Depends(viewer)]
Caller = Annotated[Viewer, Depends(caller)]

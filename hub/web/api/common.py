"""What every operation of the API has: who asks, the problems it may answer, its cursor."""

import datetime as dt
from typing import Annotated, Any, Final, NamedTuple

from fastapi import Depends, Query, Security
from fastapi.security import HTTPBearer
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import clock
from hub.web import problems
from hub.web.api.models import ProblemDocument
from hub.web.deps import Caller, Reading, Shared
from hub.web.problems import MEDIA_TYPE, Problem
from hub.web.state import Web
from hub.web.viewer import Viewer

BEARER: Final = HTTPBearer(scheme_name="token", description="Token API dari `simpul user token`, atau cookie sesi.", auto_error=False)
"""Named here for OpenAPI alone: `hub.web.deps.caller` reads the header, to take a cookie in its place."""
After = Annotated[str | None, Query(max_length=400, description="Penunjuk halaman: `after` dari jawaban sebelumnya.")]


def answers(*more: Problem) -> dict[int | str, dict[str, Any]]:
    """The problems of an operation, for OpenAPI."""
    always = (problems.SIGN_IN, problems.FORBIDDEN, problems.INPUT, problems.AWAY)
    schema = {"schema": ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")}
    return {one.status: {"description": f"{one.title}. {one.detail}", "content": {MEDIA_TYPE: schema}} for one in (*always, *more)}


class Ask(NamedTuple):
    """A question to the API."""

    web: Web
    reading: AsyncConnection
    viewer: Viewer
    now: dt.datetime


async def ask(web: Shared, reading: Reading, viewer: Caller, _bearer: Annotated[Any, Security(BEARER)] = None) -> Ask:
    return Ask(web, reading, viewer, await clock.now(reading))


Asked = Annotated[Ask, Depends(ask)]

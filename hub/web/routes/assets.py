"""CSS, script and mark, under hashed names."""

from fastapi import APIRouter
from starlette.responses import Response

from hub.web.deps import Shared
from hub.web.problems import NOT_FOUND, RefusedError

router = APIRouter(include_in_schema=False)


@router.get("/aset/{name}")
async def asset(name: str, web: Shared) -> Response:
    found = web.assets.answer(name)
    if found is None:
        raise RefusedError(NOT_FOUND)
    return found


@router.get("/favicon.ico")
async def favicon(web: Shared) -> Response:
    """Browsers ask for it unasked."""
    return await asset(web.assets.url("mark.svg").rpartition("/")[2], web)

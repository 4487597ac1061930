"""The systems that send."""

from fastapi import APIRouter
from starlette.responses import Response

from hub.web.page import Opened
from hub.web.queries import sources

router = APIRouter(include_in_schema=False)


@router.get("/sumber")
async def listed(page: Opened) -> Response:
    found = await sources.listed(page.reading, page.viewer, page.now)
    return await page.show("sources.html", found=found, silent=sum(one.state == "silent" for one in found))

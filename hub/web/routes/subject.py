"""Any subject with the events that made it."""

from fastapi import APIRouter
from starlette.responses import Response

from hub.web.deps import Number
from hub.web.page import Opened
from hub.web.queries import subjects

router = APIRouter(include_in_schema=False)


@router.get("/objek/{skey}")
async def shown(page: Opened, skey: Number) -> Response:
    named, facts = await subjects.one(page.reading, page.viewer, skey)
    return await page.show("subject.html", named=named, facts=facts)

"""The desk: letters that could not be taken."""

from dataclasses import asdict
from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.responses import Response

from hub.web import masking
from hub.web.deps import Number, Shared, SignedIn
from hub.web.guard import Form
from hub.web.page import Opened, see_other
from hub.web.queries import desk
from hub.web.queries.desk import Filters

router = APIRouter(include_in_schema=False)
EVERY: Final = "semua"


@router.get("/meja")
async def listed(
    page: Opened,
    keadaan: str = "open",
    sebab: str | None = None,
    opd: str | None = None,
    sumber: str | None = None,
    setelah: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    filters = Filters(None if keadaan == EVERY else keadaan, sebab or None, opd or None, sumber or None)
    return await page.show(
        "desk.html",
        found=await desk.listed(page.reading, page.viewer, filters, setelah),
        facets=await desk.facets(page.reading, page.viewer, filters),
        pauses=await desk.pauses(page.reading, page.viewer),
        filters=asdict(filters),
        paged=setelah is not None,
    )


@router.get("/meja/{number}")
async def shown(page: Opened, number: Number) -> Response:
    letter = await desk.one(page.reading, page.web.vault, page.viewer, number)
    vouched = letter.row.key is not None
    return await page.show(
        "letter.html",
        row=letter.row,
        body=None if letter.body is None else masking.masked(letter.body, envelope=vouched),
        size=None if letter.body is None else len(letter.body),
        whole=letter.body is not None and masking.is_whole(letter.body),
    )


@router.post("/meja/{number}/kirim-ulang")
async def resend(web: Shared, viewer: SignedIn, number: Number, _form: Form) -> Response:
    await web.desk.resend(viewer, number)
    return see_other(f"/meja/{number}")


@router.post("/meja/{number}/tutup")
async def close(web: Shared, viewer: SignedIn, number: Number, form: Form) -> Response:
    await web.desk.close(viewer, number, form.get("note", ""))
    return see_other("/meja")


@router.post("/meja/teruskan")
async def go_on(web: Shared, viewer: SignedIn, form: Form) -> Response:
    await web.desk.go_on(viewer, form.get("topic", ""))
    return see_other("/meja")

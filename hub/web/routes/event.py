"""One event of the log: what it said, when it held, when it was written down, when it reached us, and where from."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from hub.web import looks, opening
from hub.web.deps import Number
from hub.web.fields import Field, Teller
from hub.web.page import Opened, Page
from hub.web.queries import event
from hub.web.queries.event import Told

router = APIRouter(include_in_schema=False)


@router.get("/peristiwa/{pos}")
async def shown(page: Opened, pos: Number, *, buka: bool = False) -> Response:
    told = await event.one(page.reading, page.viewer, pos)
    teller = Teller(page.web.formats, page.agencies)
    fields = teller.fields(told.type, told.plain) if told.type else []
    openable = opening.may_open(page.viewer, told.domain, told.sealed.type) if told.sealed else ()
    secret = await _opened(page, told) if buka and openable else None
    looked = [*told.looked, *(secret or ())]
    await looks.note(page.web.engine, page.viewer, f"/peristiwa/{pos}", [told.sealed.owner if told.sealed else told.row.skey], looked)
    return await page.show(
        "event.html",
        told=told,
        fields=fields,
        openable=openable,
        opened=buka,
        secret=_fields(teller, told, secret),
        labels=_labels(told),
    )


async def _opened(page: Page, told: Told) -> dict[str, Any] | None:
    assert told.sealed is not None  # noqa: S101 -- the caller looked
    (found,) = await opening.opened(page.reading, page.web.vault, page.viewer, told.domain, [told.sealed])
    return found


def _fields(teller: Teller, told: Told, secret: dict[str, Any] | None) -> list[Field] | None:
    return None if secret is None or told.type is None else teller.fields(told.type, secret)


def _labels(told: Told) -> dict[str, str]:
    """Titles of the classified fields, for naming what is not shown."""
    return {name: told.type.model.model_fields[name].title or name for name in told.type.classified} if told.type else {}

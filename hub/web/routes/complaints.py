"""Complaints: list, counts, one with its way."""

from dataclasses import asdict
from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.responses import Response

from hub.web import looks, opening
from hub.web.clocks import pressing
from hub.web.deps import Number
from hub.web.page import Opened, Page
from hub.web.policy import Domain
from hub.web.queries import complaints, events, sealed
from hub.web.queries.complaints import Clockwork, Filters

router = APIRouter(include_in_schema=False)
After = Annotated[str | None, Query(max_length=400)]
STATES: Final = (
    "received",
    "verified",
    "dispatched",
    "in-progress",
    "held",
    "declined",
    "reopened",
    "resolved",
    "closed",
    "merged",
    "archived",
)
"""In the order of the work."""


def _work(page: Page) -> Clockwork:
    return Clockwork(page.web.rules, page.now, page.web.settings.tz)


@router.get("/pengaduan")
async def listed(
    page: Opened, opd: str | None = None, keadaan: str | None = None, setelah: After = None, *, lewat: bool = False
) -> Response:
    filters = Filters(opd or None, keadaan or None, lewat)
    found = await complaints.listed(page.reading, page.viewer, filters, _work(page), setelah)
    counts = await complaints.counts(page.reading, page.viewer)
    return await page.show(
        "complaints.html",
        found=found,
        counts=_matrix(counts),
        facets=complaints.facets(counts, filters),
        filters=asdict(filters),
        total=sum(count.many for count in counts),
        states=[state for state in STATES if any(count.state == state for count in counts)],
        pressing=pressing,
        paged=setelah is not None,
    )


def _matrix(counts: list[complaints.Count]) -> dict[str | None, dict[str, int]]:
    found: dict[str | None, dict[str, int]] = {}
    for count in counts:
        found.setdefault(count.agency, {})[count.state] = count.many
    return found


@router.get("/pengaduan/{skey}")
async def shown(page: Opened, skey: Number, *, buka: bool = False) -> Response:
    one, spans = await complaints.one(page.reading, page.viewer, skey, _work(page))
    facts = await events.evidence(page.reading, page.viewer, [skey])
    blocks = await sealed.of_subject(page.reading, skey)
    openable = sorted({name for block in blocks for name in opening.may_open(page.viewer, Domain.COMPLAINTS, block.type)})
    told = await _opened(page, skey, blocks) if buka and openable else []
    return await page.show(
        "complaint.html", one=one, row=one.row, spans=spans, facts=facts, openable=openable, opened=buka, told=told, pressing=pressing
    )


async def _opened(page: Page, skey: Number, blocks: list[opening.Sealed]) -> list[tuple[str, str]]:
    """What the complaint says, in the order in which it was said; the reporter stays hidden from everybody."""
    found = await opening.opened(page.reading, page.web.vault, page.viewer, Domain.COMPLAINTS, blocks)
    pairs = [(block.type.model.model_fields, said) for block, said in zip(blocks, found, strict=True) if said]
    told = [(fields[name].title or name, str(said[name])) for fields, said in pairs for name in said]
    names = {name for said in found if said for name in said}
    await looks.note(page.web.engine, page.viewer, f"/pengaduan/{skey}", {block.owner for block in blocks}, names)
    return told

"""The list of alerts."""

from dataclasses import asdict
from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.responses import Response

from hub.web.page import Opened
from hub.web.queries import alerts, journal
from hub.web.queries.alerts import Filters

router = APIRouter(include_in_schema=False)
EVERY: Final = "semua"
"""In the address: no filter by state, for without a word only open alerts are listed."""


@router.get("/peringatan")
async def listed(
    page: Opened,
    aturan: str | None = None,
    keadaan: str = "open",
    tingkat: str | None = None,
    opd: str | None = None,
    setelah: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    filters = Filters(aturan or None, None if keadaan == EVERY else keadaan, tingkat or None, opd or None)
    found = await alerts.listed(page.reading, page.viewer, filters, page.web.settings.zone, setelah)
    facets = await alerts.facets(page.reading, page.viewer, filters)
    many = {facet.value: facet.many for facet in facets["severity"]}
    return await page.show(
        "alerts.html",
        found=found,
        facets=facets,
        filters=asdict(filters),
        paged=setelah is not None,
        total=sum(many.values()),
        worst=many.get("critical", 0),
        rule_name=page.web.rules.name,
        place=await journal.newest(page.reading),
    )

"""Spending by agency, and the documents behind it."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from hub.web import charts
from hub.web.page import Opened
from hub.web.queries import spending

router = APIRouter(include_in_schema=False)
Year = Annotated[int | None, Query(ge=2000, le=2100)]
After = Annotated[str | None, Query(max_length=400)]


@router.get("/belanja")
async def by_agency(page: Opened, tahun: Year = None) -> Response:
    local = page.now.astimezone(page.web.settings.tz)
    year = tahun or local.year
    found = await spending.by_agency(page.reading, page.viewer, year, page.now)
    pagu, spent = sum((one.pagu for one in found), Decimal(0)), sum((one.spent for one in found), Decimal(0))
    passed = charts.of_year(local) if year == local.year else Decimal(1)
    return await page.show(
        "spending.html",
        found=found,
        year=year,
        pagu=pagu,
        spent=spent,
        share=spent / pagu if pagu else None,
        passed=passed,
        filled=charts.filled,
    )


@router.get("/belanja/{agency}")
async def of_agency(page: Opened, agency: str, tahun: Year = None, setelah: After = None, baris: After = None) -> Response:
    year = tahun or page.now.astimezone(page.web.settings.tz).year
    one = spending.only(await spending.by_agency(page.reading, page.viewer, year, page.now), agency)
    documents = await spending.documents(page.reading, page.viewer, agency, year, setelah)
    lines = await spending.lines(page.reading, page.viewer, agency, year, page.now, baris)
    return await page.show("spending_agency.html", one=one, documents=documents, lines=lines, year=year, filled=charts.filled)

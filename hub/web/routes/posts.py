"""Posts and who holds them."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from hub.web import charts, looks, opening
from hub.web.page import Opened, Page
from hub.web.policy import Domain
from hub.web.queries import posts
from hub.web.queries.posts import Filters, Listed

router = APIRouter(include_in_schema=False)


@router.get("/jabatan")
async def listed(
    page: Opened,
    opd: str | None = None,
    pengisian: str | None = None,
    setelah: Annotated[str | None, Query(max_length=400)] = None,
    *,
    nama: bool = False,
) -> Response:
    filters = Filters(opd or None, pengisian or None)
    found = await posts.listed(page.reading, page.viewer, filters, page.now, setelah)
    facets = await posts.facets(page.reading, page.viewer, filters, page.now)
    return await page.show(
        "posts.html",
        found=found,
        facets=facets,
        filters=asdict(filters),
        named=nama,
        names=await _names(page, found.rows) if nama else {},
        strip=lambda one: charts.strip(one.occupancies, page.now),
        total=sum(facet.many for facet in facets["held"]),
        paged=setelah is not None,
    )


async def _names(page: Page, rows: Any) -> dict[int, str]:
    """Names of those who hold the posts now, for whom the policy lets; each is a look."""
    holders: list[Listed] = list(rows)
    blocks = await posts.names_of(page.reading, {one.person for post in holders for one in post.now(page.now)})
    found = await opening.opened(page.reading, page.web.vault, page.viewer, Domain.POSTS, blocks.values())
    names = {person: said["name"] for person, said in zip(blocks, found, strict=True) if said and "name" in said}
    await looks.note(page.web.engine, page.viewer, "/jabatan", names, ["name"])
    return names

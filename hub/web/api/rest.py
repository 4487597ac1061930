"""Everything else by API: events, complaints, posts, spending, sources, the desk."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from hub.web import problems
from hub.web.api import models
from hub.web.api.alerts import fact_of
from hub.web.api.common import After, Ask, Asked, answers
from hub.web.deps import Number
from hub.web.queries import complaints, desk, event, posts, sources, spending
from hub.web.queries.complaints import Clockwork

router = APIRouter(prefix="/api/v1")
OfAgency = Annotated[str | None, Query(description="Kode singkat OPD.", examples=["dishub"])]


@router.get("/me", tags=["Akun"], summary="Siapa saya", operation_id="saya", responses=answers())
async def me(ask: Asked) -> models.Me:
    """Akun pemanggil, perannya, dan jam hub."""
    viewer = ask.viewer
    return models.Me(login=viewer.login, name=viewer.name, roles=sorted(viewer.roles), agency=viewer.agency, now=ask.now)


@router.get(
    "/events/{pos}", tags=["Peristiwa"], summary="Satu peristiwa", operation_id="satu_peristiwa", responses=answers(problems.NOT_FOUND)
)
async def one_event(ask: Asked, pos: Number) -> models.EventDetail:
    """Isi yang tersandi tidak dibuka lewat API; pakai halaman, yang mencatat pembukaannya."""
    told = await event.one(ask.reading, ask.viewer, pos)
    plain = {name: value for name, value in told.plain.items() if name not in told.looked}
    hidden = [*told.hidden, *told.looked, *(told.sealed.type.encrypted if told.sealed else ())]
    said: dict[str, Any] = fact_of(told.logged).model_dump()
    return models.EventDetail(**said, id=told.row.id, data=plain, hidden=hidden, origin=told.row.origin, trace=told.row.trace)


@router.get("/complaints", tags=["Pengaduan"], summary="Daftar pengaduan", operation_id="daftar_pengaduan", responses=answers())
async def listed_complaints(
    ask: Asked,
    agency: OfAgency = None,
    state: Annotated[str | None, Query(description="Keadaan.", examples=["dispatched"])] = None,
    *,
    late: Annotated[bool, Query(description="Hanya yang jamnya terlampaui.")] = False,
    after: After = None,
) -> models.Page[models.Complaint]:
    """Yang terbaru lebih dahulu, dengan tiga jamnya."""
    filters = complaints.Filters(agency, state, late)
    found = await complaints.listed(ask.reading, ask.viewer, filters, _work(ask), after)
    return models.Page(items=[_complaint(one) for one in found.rows], after=found.after)


@router.get("/complaints/counts", tags=["Pengaduan"], summary="Jumlah pengaduan", operation_id="jumlah_pengaduan", responses=answers())
async def counted_complaints(ask: Asked) -> list[models.Count]:
    """Menurut OPD dan keadaan."""
    found = await complaints.counts(ask.reading, ask.viewer)
    return [models.Count(agency=one.agency, state=one.state, count=one.many) for one in found]


@router.get(
    "/complaints/{key}", tags=["Pengaduan"], summary="Satu pengaduan", operation_id="satu_pengaduan", responses=answers(problems.NOT_FOUND)
)
async def one_complaint(ask: Asked, key: Number) -> models.Complaint:
    """Dengan tiga jamnya; isinya dibuka di halaman."""
    found, _ = await complaints.one(ask.reading, ask.viewer, key, _work(ask))
    return _complaint(found)


def _work(ask: Ask) -> Clockwork:
    return Clockwork(ask.web.rules, ask.now, ask.web.settings.tz)


def _complaint(one: complaints.Listed) -> models.Complaint:
    names = ("number", "agency", "kind", "topic", "channel", "state", "received_at", "resolved_at")
    clocks = [
        models.Clock(
            name=each.name, used=each.used, allowed=each.allowed, due=one.due.get(each.name), ended_at=each.ended_at, late=each.late
        )
        for each in one.clocks
    ]
    return models.Complaint(**{name: getattr(one.row, name) for name in names}, key=str(one.row.skey), clocks=clocks)


@router.get("/posts", tags=["Jabatan"], summary="Daftar jabatan", operation_id="daftar_jabatan", responses=answers())
async def listed_posts(
    ask: Asked,
    agency: OfAgency = None,
    held: Annotated[str | None, Query(description="definitive, pj, plt, plh, atau empty.")] = None,
    after: After = None,
) -> models.Page[models.Post]:
    """Dengan semua pengisiannya; pegawai disebut dengan kuncinya."""
    found = await posts.listed(ask.reading, ask.viewer, posts.Filters(agency, held), ask.now, after)
    return models.Page(items=[_post(one) for one in found.rows], after=found.after)


def _post(one: posts.Listed) -> models.Post:
    holders = [
        models.Occupancy(kind=each.kind, person=str(each.person), valid_from=each.valid_from, valid_to=each.valid_to)
        for each in one.occupancies
    ]
    row = one.row
    return models.Post(key=str(row.skey), title=row.title, agency=row.agency, kind=row.kind, held=one.held, occupancies=holders)


@router.get("/spending", tags=["Belanja"], summary="Belanja per OPD", operation_id="belanja", responses=answers())
async def listed_spending(
    ask: Asked, year: Annotated[int | None, Query(ge=2000, le=2100, description="Tahun anggaran.")] = None
) -> list[models.Spending]:
    """Pagu yang berlaku saat ini dan realisasi sampai saat ini; UP dan TU bukan realisasi."""
    found = await spending.by_agency(ask.reading, ask.viewer, year or ask.now.astimezone(ask.web.settings.tz).year, ask.now)
    return [
        models.Spending(agency=o.agency, pagu=o.pagu, spent=o.spent, advances=o.advances, share=o.share, documents=o.documents)
        for o in found
    ]


@router.get("/sources", tags=["Sumber"], summary="Daftar sumber", operation_id="daftar_sumber", responses=answers())
async def listed_sources(ask: Asked) -> list[models.Source]:
    """Dengan kesegarannya; yang diam lebih dahulu."""
    found = await sources.listed(ask.reading, ask.viewer, ask.now)
    return [models.Source(**{name: getattr(one, name) for name in models.Source.model_fields}) for one in found]


@router.get("/desk", tags=["Meja"], summary="Kiriman bermasalah", operation_id="daftar_kiriman", responses=answers())
async def listed_letters(
    ask: Asked,
    state: Annotated[str | None, Query(description="open, resent, accepted, closed, atau all.")] = "open",
    agency: OfAgency = None,
    after: After = None,
) -> models.Page[models.Letter]:
    """Sebabnya, tanpa isinya."""
    found = await desk.listed(ask.reading, ask.viewer, desk.Filters(None if state == "all" else state, None, agency), after)
    names = ("no", "code", "sentence", "pointer", "agency", "type", "received", "state")
    items = [models.Letter(**{name: getattr(row, name) for name in names}, source=row.slug) for row in found.rows]
    return models.Page(items=items, after=found.after)

"""One alert: what, where, since when, the number against normal, the law, what to do now, how it came about, and what people do with it."""

from fastapi import APIRouter
from starlette.responses import Response

from hub.store.order import Days
from hub.web import cases, policy, story
from hub.web.deps import Number, Shared, SignedIn
from hub.web.drawing import NARROW, WIDE, draw
from hub.web.guard import Form
from hub.web.known import known
from hub.web.page import Opened, see_other
from hub.web.queries import alert, events, journal
from hub.web.queries.limits import limits_of

router = APIRouter(include_in_schema=False)


@router.get("/peringatan/{number}")
async def shown(page: Opened, number: Number) -> Response:
    case = await alert.one(page.reading, page.viewer, number)
    facts = await events.evidence(page.reading, page.viewer, case.row.stands_on)
    found = await known(page.reading, case.row.stands_on, story.moments(case), Days(page.web.settings.tz))
    lanes = story.lanes(case, found)
    drawings = [draw(lanes, page.now, page.web.formats, shape) for shape in (WIDE, NARROW)] if lanes else []
    return await page.show(
        "alert.html",
        case=case,
        rule=page.web.rules[case.row.rule],
        facts=facts,
        lines=story.lines(case, facts),
        late=story.late(case, facts),
        limits=await limits_of(page.reading, case.row.rule, page.web.rules, page.now),
        lanes=lanes,
        drawings=drawings,
        disposes=policy.disposes(page.viewer),
        place=await journal.newest(page.reading),
    )


@router.post("/peringatan/{number}/tindakan")
async def act(web: Shared, viewer: SignedIn, number: Number, form: Form) -> Response:
    async with web.engine.begin() as connection:
        await cases.do(connection, viewer, number, cases.read(form), web.settings.tz)
    return see_other(f"/peringatan/{number}")

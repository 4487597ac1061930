"""Alerts by API."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from hub.web import cases, problems
from hub.web.api import models
from hub.web.api.common import After, Ask, Asked, answers
from hub.web.deps import Number
from hub.web.queries import alert, alerts, events
from hub.web.queries.alerts import Filters, Listed
from hub.web.values import filled

router = APIRouter(prefix="/api/v1/alerts", tags=["Peringatan"])


@router.get("", summary="Daftar peringatan", operation_id="daftar_peringatan", responses=answers())
async def listed(
    ask: Asked,
    rule: Annotated[str | None, Query(description="Kode aturan.", examples=["A08"])] = None,
    state: Annotated[str | None, Query(description="open, closed, resolved, withdrawn, atau all.")] = "open",
    severity: Annotated[str | None, Query(description="critical, high, medium, atau low.")] = None,
    agency: Annotated[str | None, Query(description="Kode singkat OPD.", examples=["dishub"])] = None,
    after: After = None,
) -> models.Page[models.Alert]:
    """Yang paling berat dan paling lama lewat batas lebih dahulu; hanya yang boleh dilihat pemanggil."""
    filters = Filters(rule, None if state == "all" else state, severity, agency)
    found = await alerts.listed(ask.reading, ask.viewer, filters, ask.web.settings.zone, after)
    return models.Page(items=[_alert(ask, one) for one in found.rows], after=found.after)


def _alert(ask: Ask, one: Listed) -> models.Alert:
    said = {
        name: getattr(one, name) for name in ("no", "rule", "severity", "subject", "agency", "period", "values", "opened_at", "ended_at")
    }
    more = {name: getattr(one, name) for name in ("unsure", "restricted", "holder", "due")}
    return models.Alert(**said, **more, title=ask.web.rules[one.rule].title, state=one.shown, label=one.named.label if one.named else None)


@router.get("/{no}", summary="Satu peringatan", operation_id="satu_peringatan", responses=answers(problems.NOT_FOUND))
async def one(ask: Asked, no: Number) -> models.AlertDetail:
    """Dengan dasar hukum, yang perlu dilakukan, riwayat keadaan, tindakan orang, dan peristiwa di baliknya."""
    case = await alert.one(ask.reading, ask.viewer, no)
    row, rule = case.row, ask.web.rules[case.row.rule]
    facts = await events.evidence(ask.reading, ask.viewer, row.stands_on)
    columns = ("no", "rule", "severity", "subject", "agency", "period", "opened_at", "ended_at", "unsure", "restricted")
    return models.AlertDetail(
        **{name: getattr(row, name) for name in columns},
        title=rule.title,
        state=case.shown,
        label=case.named.label if case.named else None,
        values=case.found,
        holder=case.holder.to_agency if case.holder else None,
        due=case.holder.due if case.holder else None,
        law=[models.Law(regulation=law.regulation, article=law.article) for law in rule.law],
        do_now=filled(rule.do_now, case.found, ask.web.formats),
        journal=[models.Transition(commit_no=t.commit_no, at=t.at, transition=t.transition, values=t.values) for t in case.journal],
        actions=[models.Action(**action._asdict()) for action in case.actions],
        evidence=[fact_of(fact) for fact in facts],
    )


def fact_of(fact: events.Logged) -> models.Event:
    """An event of the log as the API lists it."""
    said: dict[str, Any] = {name: getattr(fact, name) for name in models.Event.model_fields if name != "may_open"}
    return models.Event(**said, may_open=fact.seen)


@router.post(
    "/{no}/actions", status_code=201, summary="Bertindak atas peringatan", operation_id="tindakan", responses=answers(problems.NOT_FOUND)
)
async def act(ask: Asked, no: Number, action: models.NewAction) -> dict[str, int]:
    """Menerima, mendisposisi, mencatat, atau menutup. Tercatat atas nama pemanggil dan tidak dapat diubah."""
    async with ask.web.engine.begin() as connection:
        made = await cases.do(connection, ask.viewer, no, cases.read(action.model_dump()), ask.web.settings.tz)
    return {"action": made}

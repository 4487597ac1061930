"""What people do with an alert: accept it, say who must act, note, close. Appended with a hash chain, never changed, never rebuilt."""

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import clock
from hub.alerts.tables import alert, case_action
from hub.store.commits import COMMITTING
from hub.web import policy
from hub.web.policy import Domain, ForbiddenError
from hub.web.problems import INPUT, NOT_FOUND, RefusedError
from hub.web.viewer import Viewer

CHAINING: Final = 20_260_010
"""Advisory lock: an action waits for the hash of the one before."""
LONGEST: Final = 2_000
Kind = Literal["acknowledged", "disposed", "noted", "closed"]
KINDS: Final[tuple[Kind, ...]] = ("acknowledged", "disposed", "noted", "closed")
_COMMIT: Final = text(
    f"WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock({COMMITTING})) "  # noqa: S608 -- a constant of ours
    "INSERT INTO commit SELECT :batch, nextval('commit_seq'), clock_timestamp() FROM held"
)
"""Takes the next commit_no under its lock; the COMMIT follows at once (hub/store/commits.py)."""


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody wants to do."""

    kind: Kind
    to_agency: str | None = None
    due: dt.date | None = None
    note: str = ""

    def fault(self, today: dt.date) -> str | None:
        """What is wrong with it, in a sentence; None: nothing."""
        if len(self.note) > LONGEST:
            return f"Catatan paling panjang {LONGEST} huruf."
        if self.kind == "disposed" and not self.to_agency:
            return "Pilih OPD yang harus menindaklanjuti."
        if self.kind == "disposed" and self.due is not None and self.due < today:
            return "Batas waktu disposisi tidak boleh sebelum hari ini."
        if self.kind in ("noted", "closed") and not self.note.strip():
            return "Tulis catatan." if self.kind == "noted" else "Tulis alasan menutup."
        return None


def read(fields: Any) -> Act:
    """An act from the fields of a form or of JSON.

    Raises:
        RefusedError: it says nothing that can be done.
    """
    kind = fields.get("action")
    if kind not in KINDS:
        raise RefusedError(INPUT)
    try:
        due = dt.date.fromisoformat(fields["due"]) if fields.get("due") else None
    except (TypeError, ValueError) as error:
        raise RefusedError(replace(INPUT, detail="Batas waktu ditulis sebagai tanggal, misalnya 2026-04-20.")) from error
    return Act(kind, fields.get("to_agency") or None, due, str(fields.get("note") or "").strip())


async def do(connection: AsyncConnection, viewer: Viewer, number: int, act: Act, zone: dt.tzinfo) -> int:
    """Appends the act, inside a transaction that must be committed at once; the action's number.

    Raises:
        ForbiddenError: the viewer may not do this.
        RefusedError: there is no such alert for the viewer, or the act says something impossible.
    """
    policy.require(viewer, Domain.ALERTS)
    if act.kind in ("disposed", "closed") and not policy.disposes(viewer):
        raise ForbiddenError("Disposisi dan penutupan adalah wewenang sekretariat.")
    now = await clock.now(connection)
    if fault := act.fault(now.astimezone(zone).date()):
        raise RefusedError(replace(INPUT, detail=fault))
    if (await connection.execute(select(alert.c.no).where(alert.c.no == number, policy.alerts(viewer)))).scalar() is None:
        raise RefusedError(NOT_FOUND)
    return await _append(connection, viewer, number, act, now)


async def _append(connection: AsyncConnection, viewer: Viewer, number: int, act: Act, now: dt.datetime) -> int:
    await connection.execute(select(func.pg_advisory_xact_lock(CHAINING)))
    before = (await connection.execute(select(case_action.c.hash).order_by(case_action.c.no.desc()).limit(1))).scalar() or ""
    batch: int = (await connection.execute(text("SELECT nextval('batch_seq')"))).scalar_one()
    due = act.due.isoformat() if act.due else None
    said = {"alert": number, "batch": batch, "who": viewer.login, "action": act.kind, "to_agency": act.to_agency, "due": due}
    row = {**said, "at": now, "note": act.note, "previous": before, "hash": link(before, said)}
    made = (await connection.execute(insert(case_action).values(row).returning(case_action.c.no))).scalar_one()
    await connection.execute(_COMMIT, {"batch": batch})
    return int(made)


def link(before: str, said: dict[str, Any]) -> str:
    """The hash of an action over ids alone, so that a note may be blackened and the chain still holds."""
    parts = [before, *(str(said[name]) for name in ("alert", "batch", "who", "action", "to_agency", "due"))]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


async def broken_at(connection: AsyncConnection) -> int | None:
    """The number of the first action whose hash does not follow from the one before; None: the chain holds."""
    before = ""
    for row in (await connection.execute(select(case_action).order_by(case_action.c.no))).mappings():
        if row["previous"] != before or row["hash"] != link(before, dict(row)):
            return int(row["no"])
        before = row["hash"]
    return None

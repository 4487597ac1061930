"""What is told of the small region: an acting head and the letter that came late, a pensioner who is still paid, complaints, money."""

import datetime as dt
import json
from typing import Any, Final
from zoneinfo import ZoneInfo

from tests.web.region import Region

ZONE: Final = ZoneInfo("Asia/Jakarta")
AGENCIES: Final = {
    "dishub": "Dinas Perhubungan",
    "dinkes": "Dinas Kesehatan",
    "disdik": "Dinas Pendidikan",
    "dpupr": "Dinas Pekerjaan Umum dan Penataan Ruang",
    "bkpsdm": "BKPSDM",
    "bpkad": "BPKAD",
    "diskominfo": "Diskominfo",
    "setda": "Sekretariat Daerah",
    "inspektorat": "Inspektorat",
}
PUSKESMAS: Final = "post/simpeg:220"
PENSIONER: Final = "employee/simpeg:4711"
PAY: Final = "pay-line/sipd:4711-2026-03"
LAMP: Final = "complaint/lapor:7712301"
REPORTER: Final = "Contoh Pelapor"


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    """A moment of 2026 in the region."""
    return dt.datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def on(month: int, day: int, year: int = 2026) -> str:
    return dt.date(year, month, day).isoformat()


async def tell(region: Region) -> dict[str, int]:
    """Everything; the numbers of its alerts by a short name."""
    await agencies(region)
    await personnel(region)
    await complaints(region)
    await spending(region)
    return await alerts(region)


async def agencies(region: Region) -> None:
    for slug, name in AGENCIES.items():
        said = {"agency": slug, "name": name, "effective": on(1, 2, 2020)}
        await region.say(f"agency/pages:{slug}", "reference.agency-established", said, received=at(1, 2))


async def personnel(region: Region) -> None:
    people = {4711: "Siti Contoh", 4712: "Budi Contoh", 4713: "Made Contoh"}
    for number, name in people.items():
        subject = f"employee/simpeg:{number}"
        await region.say(
            subject, "personnel.person-registered", {"name": name, "nip": "198503152010012003"}, received=at(1, 2), key=f"p{number}"
        )
        said = {"agency": "dinkes" if number == 4712 else "dishub", "employment": "pns", "effective": on(1, 1, 2010)}
        await region.say(subject, "personnel.employee-appointed", said, received=at(1, 2))
    retired = {"agency": "dishub", "status": "retired", "effective": on(2, 1)}
    await region.say(PENSIONER, "personnel.status-changed", retired, received=at(2, 3))
    said = {"agency": "dinkes", "title": "Kepala Puskesmas Sukamaju", "kind": "pengawas", "leads": "unit", "effective": on(1, 2, 2020)}
    await region.say(PUSKESMAS, "personnel.post-established", said, received=at(1, 2))
    filled: dict[str, Any] = {"agency": "dinkes", "kind": "plt", "person": "employee/simpeg:4712", "effective": on(1, 5)}
    await region.say(PUSKESMAS, "personnel.post-filled", filled, received=at(1, 6, 8, 15))
    said = {"agency": "dishub", "title": "Kepala Dinas Perhubungan", "kind": "jpt-pratama", "leads": "agency", "effective": on(1, 2, 2020)}
    await region.say("post/simpeg:118", "personnel.post-established", said, received=at(1, 2))
    held = {"agency": "dishub", "kind": "definitive", "person": "employee/simpeg:4713", "effective": on(3, 1, 2024)}
    await region.say("post/simpeg:118", "personnel.post-filled", held, received=at(1, 2))


async def complaints(region: Region) -> None:
    for number, (agency, day) in enumerate((("dishub", 2), ("dishub", 7), ("dinkes", 13), ("dinkes", 15), (None, 16)), 1):
        subject = f"complaint/lapor:77123{number:02d}"
        said = {
            "number": f"77123{number:02d}",
            "channel": "SP4N-LAPOR!",
            "complaint_class": "non-pengawasan",
            "topic": "Lampu jalan",
            "effective": at(4, day).isoformat(),
            "text": "Lampu jalan di depan sekolah padam.",
            "reporter_name": REPORTER,
        }
        await region.say(subject, "complaints.received", said, received=at(4, day, 9, 5))
        if agency:
            moved = {"by": "diskominfo", "to": agency, "effective": at(4, day, 14).isoformat()}
            await region.say(subject, "complaints.dispatched", moved, received=at(4, day, 14, 2))
    moved = {"by": "dishub", "to": "dpupr", "effective": at(4, 9).isoformat()}
    await region.say("complaint/lapor:7712302", "complaints.dispatched", moved, received=at(4, 9, 9, 30))
    done = {"by": "dinkes", "outcome": "done", "effective": at(4, 17).isoformat()}
    await region.say("complaint/lapor:7712303", "complaints.resolved", done, received=at(4, 17, 11))


async def spending(region: Region) -> None:
    line: dict[str, Any] = {"year": 2026, "activity": "2.15.02.2.01.0001", "account": "5.1.02.01.01.0024"}
    for agency, amount, later in (("dishub", "12500000000", "14000000000"), ("dinkes", "41260000000", None)):
        subject = f"budget-line/sipd:{agency}-1"
        said = {**line, "agency": agency, "amount": amount, "effective": on(1, 2)}
        await region.say(subject, "spending.budget-line-set", said, received=at(1, 5))
        if later:
            shifted = {**said, "amount": later, "effective": on(4, 1)}
            await region.say(subject, "spending.budget-line-set", shifted, received=at(4, 2))
    issued = (("dishub", "LS", "3100000000"), ("dishub", "UP", "500000000"), ("dishub", "LS", "250000000"), ("dinkes", "LS", "19700000000"))
    for number, (agency, kind, amount) in enumerate(issued, 1):
        document = f"900/00{number:02d}/SP2D/{kind}/2026"
        said = {"agency": agency, "number": document, "kind": kind, "year": 2026, "amount": amount, "effective": on(3, number)}
        await region.say(f"sp2d/sipd:{number}", "spending.sp2d-issued", said, received=at(3, number, 15))
    await region.say("sp2d/sipd:3", "spending.sp2d-cancelled", {"agency": "dishub", "effective": on(3, 20)}, received=at(3, 20, 15))
    paid = {"agency": "dishub", "pay": "salary", "period": "2026-03", "nip": "198503152010012003", "net": "4950000", "effective": on(3, 1)}
    await region.say(PAY, "payroll.line-paid", paid, received=at(3, 2))


async def alerts(region: Region) -> dict[str, int]:
    """Alerts as the evaluator would have left them."""
    paid = {"pay": "salary", "period": "2026-03", "since": on(2, 1), "paid": on(3, 1), "status": "retired"}
    clock = {"clock": "tanggapan", "since": on(4, 2), "limit": on(4, 9), "allowed_hk": 5, "level": 1, "escalates_to": "pimpinan OPD"}
    return {
        "withdrawn": await withdrawn(region),
        "paid": await region.alert(
            rule="A01", subject=PAY, on=(PAY, PENSIONER), agency="dishub", severity="critical", period="2026-03",
            opened_at=at(3, 2, 9, 1), values=json.dumps(paid),
        ),
        "late": await region.alert(
            rule="A23", subject=LAMP, agency="dishub", severity="medium", period="tanggapan",
            opened_at=at(4, 10, 0), values=json.dumps(clock),
        ),
        "restricted": await region.alert(
            rule="A15", subject="employee/simpeg:4713", agency="dishub", severity="critical", opened_at=at(4, 11), restricted=True
        ),
    }  # fmt: skip


async def withdrawn(region: Region) -> int:
    """The acting head stays beyond the limit; the letter that had extended him in time arrives two weeks late."""
    over = {"since": on(1, 5), "acting_since": on(1, 5), "limit": on(4, 5)}
    number = await region.alert(rule="A08", subject=PUSKESMAS, agency="dinkes", opened_at=at(4, 6, 0), values=json.dumps(over))
    extended = {"agency": "dinkes", "person": "employee/simpeg:4712", "until": on(7, 4), "effective": on(4, 1)}
    await region.say(PUSKESMAS, "personnel.acting-extended", extended, received=at(4, 20, 10, 41), time=at(4, 1))
    await region.move(number, "withdrawn", at(4, 20, 10, 41), "withdrawn")
    return number

"""A23: a clock of a complaint has run out."""

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Select, case, cast, func, literal, true

from hub.alerts.complaint_clocks import local, office, open_complaints, pauses, running
from hub.alerts.rule import SIMPUL, Law, Limits, Moment, Parameter, Severity, found, rule
from hub.alerts.stories import (
    AGENCY,
    complained,
    dispatched,
    free,
    held,
    on,
    reopened,
    resolved,
    responded,
    resumed,
    six_days,
    story,
    verified,
)
from hub.calendar.deadlines import day_zero, working_day
from hub.calendar.tables import calendar_day
from hub.views.complaints import Complaint, ComplaintSpan
from hub.views.reference import SpecialDay, WorkingWeek

PANRB, LAPOR, START = "PermenPANRB 62/2018", "SP4N-LAPOR!, tata cara pengelolaan pengaduan", dt.date(2018, 12, 26)
HANDED = (complained("2026-03-02"), verified("2026-03-03"), dispatched("2026-03-03"))
CAME = complained("2026-03-02")
ANSWERED = (complained("2026-03-05", "non-pengawasan", AGENCY), responded("2026-03-05 10:00"))


@rule(
    "A23", "complaint-clock-broken", title="Jam pengaduan terlampaui", severity=Severity.MEDIUM, acts=("diskominfo",),
    law=(
        Law(PANRB, "Permintaan informasi 5 HK, pengaduan 14 HK, berkadar pengawasan 60 HK sejak diterima.", "domain.md 3.1"),
        Law(LAPOR, "Verifikasi dan penerusan 3 HK; tanggapan pertama 5 HK sejak disposisi.", "blog.lapor.go.id"),
    ),
    parameters=(
        Parameter("verify_hk", 3, START, LAPOR, "Hari kerja sampai diverifikasi dan diteruskan."),
        Parameter("respond_hk", 5, START, LAPOR, "Hari kerja sampai tanggapan pertama sejak disposisi."),
        Parameter("complete_information_hk", 5, START, PANRB, "Hari kerja sampai selesai: permintaan informasi."),
        Parameter("complete_hk", 14, START, PANRB, "Hari kerja sampai selesai: pengaduan dan aspirasi."),
        Parameter("complete_supervisory_hk", 60, START, PANRB, "Hari kerja sampai selesai: berkadar pengawasan."),
        Parameter("second_level", Decimal("1.5"), START, SIMPUL, "Kelipatan batas untuk naik ke Asisten."),
        Parameter("third_level", Decimal(2), START, SIMPUL, "Kelipatan batas untuk naik ke Sekda."),
        Parameter("office_closes", "16:00", START, "Perpres 21/2023 ps. 4", "Jam tutup; sesudahnya dihitung sejak hari kerja berikut."),
    ),
    of=Complaint, reads=(Complaint, ComplaintSpan, WorkingWeek, SpecialDay), working_days=True,
    ripens=lambda _since: Complaint.c.resolved_at.is_(None) & Complaint.c.closed_at.is_(None),
    do_now="Selesaikan langkah {clock} atau tunda dengan bukti bahwa pelapor ditanya; batasnya {limit:tanggal}. Naik ke {escalates_to}.",
    fires=(
        story("Belum diverifikasi sesudah 3 HK", CAME, on("2026-03-06", clock="verifikasi", limit="2026-03-05", level=1)),
        story("Belum ditanggapi 5 HK sejak disposisi", HANDED, on("2026-03-11", clock="tanggapan", since="2026-03-03", limit="2026-03-10")),
        story("Pengaduan belum selesai sesudah 14 HK", ANSWERED, on("2026-03-26", clock="penyelesaian", limit="2026-03-25", level=1)),
        story("Permintaan informasi 5 HK", complained("2026-03-02", "informasi"), verified("2026-03-03"), on("2026-03-10", allowed_hk=5)),
        story("Pengawasan 60 HK", complained("2026-01-05", "pengawasan"), verified("2026-01-06"), on("2026-03-31", limit="2026-03-30")),
        story("Naik ke Asisten pada 1,5 kali", ANSWERED, on("2026-04-04", level=2, escalates_to="Asisten", limit="2026-03-25")),
        story("Naik ke Sekda pada 2 kali", ANSWERED, on("2026-04-15", level=3, escalates_to="Sekda", limit="2026-03-25")),
        story("Ditunda tanpa bukti", ANSWERED, held("2026-03-06", asked=False), resumed("2026-03-20"), on("2026-03-26", paused_hk=0)),
        story("Jeda lima hari kerja", ANSWERED, held("2026-03-06"), resumed("2026-03-13"), on("2026-04-02", limit="2026-04-01")),
        story("Dibuka kembali", ANSWERED, resolved("2026-03-10"), reopened("2026-03-16"), on("2026-04-06", since="2026-03-16")),
        story("Unit enam hari kerja", six_days(), ANSWERED, on("2026-03-22", limit="2026-03-21")),
    ),
    stays_quiet=(
        story("Hari batas masih dihitung", CAME, on("2026-03-05")),
        story("Masuk sesudah jam tutup", complained("2026-03-02 16:30"), on("2026-03-06")),
        story("Masuk pada hari Sabtu", complained("2026-02-28"), on("2026-03-05")),
        story("Libur dan cuti bersama", free("2026-03-04"), free("2026-03-05", "joint-leave"), CAME, on("2026-03-09")),
        story("Sudah ditanggapi", HANDED, responded("2026-03-10"), on("2026-03-11")),
        story("Dialihkan: jam tanggapan mulai lagi", HANDED, dispatched("2026-03-09", "dpupr"), on("2026-03-13")),
        story("Ditunda dengan bukti, belum dilanjutkan", ANSWERED, held("2026-03-06"), on("2026-06-01")),
        story("Selesai pada hari batas", ANSWERED, resolved("2026-03-25"), on("2026-03-26")),
    ),
)  # fmt: skip
def complaint_clock_broken(at: Moment, limits: Limits) -> Select[Any]:
    """A clock ran out before today; one alert per clock (its period). The level is a fact: it changes when the next limit passes."""
    spans = open_complaints(at)
    by_class = {"informasi": limits["complete_information_hk"], "pengawasan": limits["complete_supervisory_hk"]}
    complete = case(by_class, value=Complaint.c.kind, else_=limits["complete_hk"])
    clock = running(at, spans, verify=limits["verify_hk"], respond=limits["respond_hk"], complete=complete)
    calendar = office(clock).c.calendar
    zero = day_zero(calendar, local(clock.c.since), limits["office_closes"], "zero")
    factors = {"first": literal(1), "second": limits["second_level"], "third": limits["third_level"]}
    allowed = {level: cast(func.ceil(clock.c.allowed * factor), BigInteger) for level, factor in factors.items()}
    paused = pauses(at, clock, calendar, zero, allowed)
    last = {level: zero.c.hk + hk + paused.c[level] for level, hk in allowed.items()}
    yesterday = calendar_day.alias("yesterday")
    gone = yesterday.c.hk
    level = case((gone >= last["third"], 3), (gone >= last["second"], 2), else_=1)
    values = {
        "clock": clock.c.name, "since": working_day(calendar, zero.c.hk), "limit": working_day(calendar, last["first"]),
        "allowed_hk": clock.c.allowed, "paused_hk": paused.c.first, "level": level,
        "escalates_to": case({1: "pimpinan OPD", 2: "Asisten", 3: "Sekda"}, value=level),
    }  # fmt: skip
    severity = case((level == 1, Severity.MEDIUM.value), else_=Severity.HIGH.value)
    now = (yesterday.c.calendar == calendar) & (yesterday.c.day == at.day - 1)
    told = found(Complaint, at, agency=clock.c.agency, values=values, stands_on=[Complaint.c.skey], period=clock.c.name, severity=severity)
    of = spans.joined.join(clock, true()).join(calendar.table, true()).join(zero, true()).join(yesterday, now).join(paused, true())
    # The first condition is implied: few clocks need their pauses looked at.
    return told.select_from(of).where(gone >= zero.c.hk + allowed["first"], gone >= last["first"])

"""A01: somebody is paid for a month in which he no longer served."""

import datetime as dt
from typing import Any

from sqlalchemy import ARRAY, Select, Text, and_, any_, case, func, literal, or_, select, true

from hub.alerts.people import LEFT, person, rows_naming
from hub.alerts.rule import SIMPUL, Law, Limits, Moment, Parameter, Severity, Thing, day_of, found, midnight_of, months_after, rule
from hub.alerts.stories import OTHER, PERSON, left, on, paid, paid_back, served, story
from hub.views.employees import Alias, Employment
from hub.views.payroll import PayLine
from hub.views.reference import SameAs, SameAsSpan

GAJI, BASIS, START = "PP 7/1977 jo. PP 5/2024", "PP 11/2025 ps. 9 dan 10", dt.date(2016, 1, 1)
MAY = paid("2026-05")


@rule(
    "A01", "pay-after-leaving", title="Gaji dibayar setelah pegawai berhenti", severity=Severity.CRITICAL, acts=("bpkad", "bkpsdm"),
    law=(
        Law(GAJI, "Gaji adalah hak pegawai selama ia pegawai.", "domain.md A01"),
        Law(BASIS, "THR dan gaji ke-13 sebesar penghasilan satu bulan sebelum bulan bayar.", "PP tentang THR dan gaji ke-13 tiap tahun"),
    ),
    parameters=(
        Parameter("kinds", "salary,tpp,arrears,thirteenth,thr,death-grant", START, SIMPUL, "Jenis pembayaran yang diperiksa."),
        Parameter("basis_months", 1, START, BASIS, "Bulan dasar THR dan gaji ke-13 sebelum bulan bayar."),
    ),
    of=PayLine, reads=(PayLine, Alias, Employment, SameAs, SameAsSpan),
    wakes=rows_naming(PayLine, PayLine.c.person, PayLine.c.nip, by=(Thing.EMPLOYEE,)),
    do_now="Hentikan pembayaran dan tarik kembali yang dibayar untuk {period}; yang bersangkutan berhenti sejak {since:tanggal}.",
    fires=(
        story("Pensiun per 1 Mei, gaji Mei dibayar", left(since="2026-05-01"), MAY, on("2026-05-04", since="2026-05-01")),
        story("Surat berlaku surut", MAY, left("dismissed", since="2026-04-15"), on("2026-05-04")),
        story("Rapel untuk bulan sesudah berhenti", left(since="2026-03-01"), paid("2026-04", "arrears"), on("2026-06-01")),
        story("Gaji ke-13 tanpa masa kerja di bulan dasarnya", left(since="2026-05-01"), paid("2026-06", "thirteenth"), on("2026-06-10")),
        story("Objek pegawai tanpa NIP", left("died", since="2026-04-10"), paid("2026-05", nip=None, person=PERSON), on("2026-05-04")),
    ),
    stays_quiet=(
        story("Berhenti di tengah bulan", left(since="2026-05-02"), MAY, on("2026-05-04")),
        story("Rapel untuk bulan sebelum berhenti", left(since="2026-05-01"), paid("2026-04", "arrears"), on("2026-06-01")),
        story("Uang duka", left("died", since="2026-04-10"), paid("2026-05", "death-grant"), on("2026-05-04")),
        story("THR yang menjadi haknya", left(since="2026-03-01"), paid("2026-03", "thr"), on("2026-03-20")),
        story("Honorarium bukan gaji", left(since="2026-03-01"), paid("2026-05", "honorarium"), on("2026-05-04")),
        story("Uangnya sudah kembali", left(since="2026-05-01"), MAY, paid_back("2026-05-06"), on("2026-05-06")),
        story("Aktif kembali", left(since="2026-03-01"), left("active", since="2026-04-01"), MAY, on("2026-05-04")),
        story("Catatan lain aktif", left("moved-out", since="2026-03-01"), served(since="2026-03-01", person=OTHER), MAY, on("2026-05-04")),
    ),
)  # fmt: skip
def pay_after_leaving(at: Moment, limits: Limits) -> Select[Any]:
    """A line pays for a month on whose first day its person had left, by the newest word of any record; the month is the period."""
    p, e = PayLine.c, Employment.c
    who = person(p.person, p.nip, p.paid_at)
    basis = case((p.pay.in_(("thr", "thirteenth")), -limits["basis_months"]), else_=literal(0))
    first = midnight_of(months_after(func.to_date(p.period, "YYYY-MM"), basis))
    then = and_(e.skey == any_(who.c.records), e.valid_from <= first, or_(e.valid_to.is_(None), e.valid_to > first))
    newest = select(e.skey, e.status, e.valid_from).where(then).order_by(e.valid_from.desc(), e.status.in_(LEFT), e.skey).limit(1)
    last = newest.correlate_except(Employment.table).lateral("last")
    grant = and_(p.pay == "death-grant", last.c.status == "died")
    values = {"period": p.period, "pay": p.pay, "status": last.c.status, "since": day_of(last.c.valid_from), "paid": day_of(p.paid_at)}
    return (
        found(PayLine, at, agency=p.agency, values=values, stands_on=[p.skey, last.c.skey], period=p.period)
        .select_from(at.asked.join(PayLine.table, p.skey == at.key).join(who, true()).join(last, true()))
        .where(p.pay == any_(func.string_to_array(limits["kinds"], ",", type_=ARRAY(Text))), p.net > 0, at.open_ended(p.reversed_at))
        .where(last.c.status.in_(LEFT), ~grant)
    )

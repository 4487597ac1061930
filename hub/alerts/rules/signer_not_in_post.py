"""A10: a payment order was signed by somebody who held no post or designation that lets him sign."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, any_, exists, func, literal, or_, select, true

from hub.alerts.people import moved_on, out_of_service, person, rows_naming, rows_naming_holders
from hub.alerts.rule import SIMPUL, Law, Limits, Moment, Parameter, Severity, Thing, day_of, found, rule
from hub.alerts.stories import (
    NIP,
    OTHER,
    PERSON,
    definitive_head,
    delegated,
    designated,
    elsewhere,
    free,
    left,
    on,
    same_person,
    served,
    spm,
    spm_returned,
    story,
    substitute_head,
)
from hub.calendar.deadlines import calendar_for, working_days_after
from hub.store.rows import Row
from hub.views.designations import Designation
from hub.views.disbursements import Spm
from hub.views.employees import Alias, Employment
from hub.views.posts import Occupancy, Post
from hub.views.reference import SameAs, SameAsSpan, SpecialDay, WorkingWeek

START = dt.date(2019, 3, 12)
SPM, BY_NIP, ASKED = spm("2026-03-02"), spm("2026-03-02", signer=None, nip=NIP, signing_as="kpa"), on("2026-03-10")


@rule(
    "A10", "signer-not-in-post", title="SPM ditandatangani yang tidak berwenang", severity=Severity.CRITICAL, acts=("inspektorat", "bpkad"),
    law=(Law("PP 12/2019", "SPM ditandatangani PA, KPA, atau yang dilimpahi wewenang.", "ps. 10 dan 11; Permendagri 77/2020"),),
    parameters=(Parameter("letter_hk", 5, START, SIMPUL, "Hari kerja bagi surat Plh atau pelimpahan untuk sampai."),),
    of=Spm, reads=(Spm, Designation, Post, Occupancy, Alias, Employment, SameAs, SameAsSpan, WorkingWeek, SpecialDay), working_days=True,
    wakes={
        **rows_naming(Spm, Spm.c.signer, Spm.c.signer_nip, by=(Thing.EMPLOYEE, Thing.HOLDER, Thing.OFFICER)),
        Thing.POST: rows_naming_holders(Spm, Spm.c.signer, Spm.c.signer_nip),
    },
    ripens=lambda since: Spm.c.issued_at > since - 366,
    do_now="Tahan pencairan SPM {number}; minta surat penunjukan, Plh, atau pelimpahan yang berlaku pada {signed:tanggal}.",
    fires=(
        story("Penanda tangan tidak memegang jabatan apa pun", SPM, on("2026-03-10", letter_by="2026-03-09")),
        story("Surat Plh sudah habis", substitute_head(since="2026-02-20", until="2026-02-27"), SPM, ASKED),
        story("NIP yang tidak dikenal", BY_NIP, ASKED),
        story("Penunjukan untuk jabatan lain", designated("ppk", since="2026-01-01"), SPM, ASKED),
        story("Sudah pensiun", left(since="2026-02-01"), designated("pa", since="2026-01-01"), SPM, ASKED),
        story("Kepala yang sudah pindah jabatan", definitive_head(PERSON, since="2025-01-01"), elsewhere(since="2026-02-01"), SPM, ASKED),
    ),
    stays_quiet=(
        story("Suratnya masih dalam waktu lima hari kerja", SPM, on("2026-03-09")),
        story("Plh pada hari itu", substitute_head(since="2026-03-02", until="2026-03-03"), spm("2026-03-02", signing_as="plh-pa"), ASKED),
        story("Kepala OPD adalah PA", definitive_head(PERSON, since="2025-01-01"), SPM, ASKED),
        story("Pelimpahan", delegated(since="2026-03-01", until="2026-03-31"), spm("2026-03-02", signing_as="delegate"), ASKED),
        story("KPA yang ditunjuk, dikenal dari NIP", served(), designated("kpa", since="2026-01-01"), BY_NIP, ASKED),
        story("Catatan lain orang yang sama", same_person(PERSON, OTHER), designated("pa", since="2026-01-01", person=OTHER), SPM, ASKED),
        story("SPM sudah dikembalikan", SPM, spm_returned("2026-03-04"), ASKED),
        story("Hari libur di antaranya", free("2026-03-05"), SPM, ASKED),
    ),
)  # fmt: skip
def signer_not_in_post(at: Moment, limits: Limits) -> Select[Any]:
    """The signer held nothing on the day of signing. A letter may follow within some working days; a later one withdraws."""
    s, d, o = Spm.c, Designation.c, Occupancy.c
    signer = person(s.signer, s.signer_nip, s.issued_at)
    signed = day_of(s.issued_at)
    office = and_(d.office.in_(("pa", "kpa")), or_(s.signing_as.is_(None), d.office == s.signing_as, d.delegated))
    covers = or_(d.documents.is_(None), literal("spm") == any_(d.documents))
    named = (
        select(d.skey)
        .where(d.person == any_(signer.c.records), d.agency == s.agency, office, covers, _in_force(Designation, d.until, s.issued_at))
        .correlate_except(Designation.table)
    )
    letter = func.greatest(o.until, o.extended_until)
    leads = and_(
        o.person == any_(signer.c.records),
        Post.c.agency == s.agency,
        Post.c.leads == "agency",
        _in_force(Occupancy, letter, s.issued_at),
    )
    held = Occupancy.table.join(Post.table, Post.c.skey == o.skey)
    heads = select(o.skey).select_from(held).where(leads, ~moved_on(Occupancy.table, s.issued_at)).correlate_except(held)
    letter_hk = limits.on(s.issued_at, "letter_hk")
    limit = working_days_after(calendar_for(s.agency, s.unit), signed, letter_hk)
    nobody = select(limit.label("limit")).where(~exists(named), or_(s.signing_as == "kpa", ~exists(heads)))
    due = nobody.correlate_except().offset(0).lateral("due")
    values = {"number": s.number, "signed": signed, "signing_as": s.signing_as, "letter_by": due.c.limit}
    return (
        found(Spm, at, agency=s.agency, values=values, stands_on=[s.skey, s.signer])
        .select_from(at.asked.join(Spm.table, s.skey == at.key).join(signer, true()).join(due, true()))
        .where(or_(s.signer.is_not(None), s.signer_nip.is_not(None)), at.open_ended(s.returned_at))
        .where(at.days_ago(s.issued_at, letter_hk), due.c.limit < at.day)  # the first is implied, and spares the young ones everything else
    )


def _in_force(row: type[Row], until: ColumnElement[Any], on: ColumnElement[Any]) -> ColumnElement[bool]:
    """On the instant `on`: begun, not ended, not beyond the last day of its letter, and its bearer in service."""
    ended = or_(row.c.valid_to.is_(None), row.c.valid_to > on)
    return and_(row.c.valid_from <= on, ended, or_(until.is_(None), until >= day_of(on)), ~out_of_service(row.c.person, on))

"""A08: an acting head stays on."""

import datetime as dt
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, true

from hub.alerts.people import holders_posts, out_of_service
from hub.alerts.rule import Law, Limits, Moment, Parameter, Severity, Thing, day_of, found, months_after, rule
from hub.alerts.stories import OTHER, acting_head, definitive_head, extended, left, on, story
from hub.views.employees import Employment
from hub.views.posts import Occupancy, Post

LAW = "SE Kepala BKN 1/SE/I/2021; UU 30/2014 ps. 14"
SINCE = dt.date(2014, 10, 17)
PLT = acting_head(since="2026-01-05")


@rule(
    "A08", "acting-head-too-long", title="Plt melampaui batas waktu", severity=Severity.HIGH, acts=("bkpsdm",),
    law=(
        Law("SE Kepala BKN 1/SE/I/2021", "Plt paling lama 3 bulan, dapat diperpanjang paling lama 3 bulan.", "UU 30/2014 ps. 14"),
        Law("Perpres 3/2018", "Jabatan Sekda mempunyai jangka waktu sendiri (Plh, Penjabat).", "ps. 2-10"),
    ),
    parameters=(
        Parameter("acting_months", 3, SINCE, LAW, "Bulan kalender tanpa perpanjangan; hari terakhir masih dihitung."),
        Parameter("acting_months_in_all", 6, SINCE, LAW, "Bulan kalender seluruhnya, juga bila Plt berganti orang tanpa jeda."),
        Parameter("sekda_agency", "setda", dt.date(2018, 1, 17), "Perpres 3/2018", "OPD yang dipimpin Sekda; jabatan itu diatur sendiri."),
    ),
    of=Post, reads=(Post, Occupancy, Employment),
    wakes={Thing.EMPLOYEE: holders_posts},
    ripens=lambda _since: exists(select(Occupancy.c.skey).where(Occupancy.c.skey == Post.c.skey, Occupancy.c.kind == "plt")),
    do_now="Tetapkan pejabat definitif; batas Plt adalah {limit:tanggal}. Perpanjangan hanya sampai enam bulan seluruhnya.",
    fires=(
        story("Plt tiga bulan lewat satu hari", PLT, on("2026-04-06", since="2026-01-05", limit="2026-04-05")),
        story("Diperpanjang, tetapi lewat enam bulan", PLT, extended(until="2026-09-30"), on("2026-07-06", limit="2026-07-05")),
        story("Plt berganti orang tanpa jeda", PLT, acting_head(OTHER, since="2026-04-01"), on("2026-07-06", limit="2026-07-01")),
    ),
    stays_quiet=(
        story("Hari terakhir masih dihitung", PLT, on("2026-04-05")),
        story("Diperpanjang", PLT, extended(until="2026-07-04"), on("2026-04-06")),
        story("Pejabat definitif sebelum batas, meski suratnya terlambat", PLT, definitive_head(since="2026-03-23"), on("2026-04-06")),
        story("Plt itu sendiri sudah pensiun", PLT, left(since="2026-04-01"), on("2026-04-06")),
        story("Jabatan Sekda", acting_head(agency="setda", since="2026-01-05"), on("2026-04-06")),
    ),
)  # fmt: skip
def acting_head_too_long(at: Moment, limits: Limits) -> Select[Any]:
    """A post is led by an acting head beyond the limit in force at that moment; a standing matter, so without a period."""
    o, p, first, before = Occupancy.c, Post.c, Occupancy.table.alias("first"), Occupancy.table.alias("before")
    goes_on = and_(before.c.valid_from < first.c.valid_from, before.c.valid_to >= first.c.valid_from)
    alone = ~exists(select(before.c.skey).where(before.c.skey == first.c.skey, before.c.kind == "plt", goes_on).correlate_except(before))
    earlier = and_(first.c.skey == o.skey, first.c.kind == "plt", first.c.valid_from <= o.valid_from)
    begun = select(day_of(func.max(first.c.valid_from)).label("on")).where(earlier, alone).correlate_except(first).lateral("begun")
    own = func.greatest(months_after(day_of(o.valid_from), limits["acting_months"]), o.extended_until)
    limit = func.least(own, months_after(begun.c.on, limits["acting_months_in_all"]))
    values = {"since": day_of(o.valid_from), "acting_since": begun.c.on, "extended_until": o.extended_until, "limit": limit}
    sekda = and_(p.leads == "agency", p.agency == limits["sekda_agency"])
    return (
        found(Post, at, agency=p.agency, values=values, stands_on=[p.skey, o.person])
        .select_from(at.asked.join(Post.table, p.skey == at.key).join(Occupancy.table, o.skey == at.key).join(begun, true()))
        .where(o.kind == "plt", at.holds(o.valid_from, o.valid_to), at.open_ended(p.abolished_at), or_(p.leads.is_(None), ~sekda))
        .where(limit < at.day, ~out_of_service(o.person, at.last))
    )

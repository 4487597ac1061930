"""Which days are working days, and for whom. The newest statement about a day counts, by its time; a day has no TMT."""

from typing import Literal

from pydantic import Field

from schemas.common import HasDecree, Tmt
from schemas.event_type import event
from schemas.fields import Day, OwnAgency, Payload, Slug, Text, UnitCode

DayKind = Literal["working-day", "national-holiday", "joint-leave", "regional-holiday", "election-day"]


@event("reference.calendar-day-set", kind="calendar-day", rank=0)
class CalendarDaySet(Payload):
    """Jenis satu hari dalam satu kalender ditetapkan."""

    calendar: Slug = Field(title="Kalender", description="Kode singkat kalender.", examples=["nasional"])
    day: Day = Field(title="Hari", description="Tanggal yang ditetapkan.", examples=["2026-08-18"])
    kind: DayKind = Field(
        title="Jenis hari",
        description="Hari kerja, libur nasional, cuti bersama, libur daerah, pemungutan suara.",
        examples=["joint-leave"],
    )
    name: Text | None = Field(None, title="Nama", description="Nama hari.", examples=["Cuti bersama Hari Kemerdekaan"])
    decree: HasDecree = None


@event("reference.week-set", kind="week", rank=0)
class WeekSet(Payload):
    """Pekan kerja satu OPD atau unit mulai TMT: lima atau enam hari (Perpres 21/2023 ps. 13)."""

    agency: OwnAgency = Field(title="OPD", description="Kode singkat OPD.", examples=["dinkes"])
    unit: UnitCode | None = Field(None, title="Unit kerja", description="Kosong berarti seluruh OPD.", examples=["pkm-coblong"])
    days: Literal[5, 6] = Field(title="Hari kerja", description="Lima atau enam hari sepekan.", examples=[6])
    calendar: Slug | None = Field(None, title="Kalender", description="Kalender hari libur yang diikuti.", examples=["nasional"])
    opens: str | None = Field(
        None, pattern=r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$", title="Jam buka", description="Jam setempat.", examples=["07:30"]
    )
    closes: str | None = Field(
        None, pattern=r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$", title="Jam tutup", description="Jam setempat.", examples=["16:00"]
    )
    effective: Tmt
    decree: HasDecree = None

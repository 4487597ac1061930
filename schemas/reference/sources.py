"""What is said about rules and sources: parameters, signs of life, announced silence, links between records."""

from pydantic import Field

from schemas.common import Tmt, Until, Why
from schemas.event_type import event
from schemas.fields import Count, Moment, OwnAgency, Payload, SubjectRef, Text


@event("reference.parameter-set", kind="parameter", rank=0)
class ParameterSet(Payload):
    """Nilai satu parameter aturan mulai TMT, dengan dasar hukumnya."""

    rule: str = Field(pattern=r"^A[0-9]{2}$", title="Aturan", description="Kode aturan.", examples=["A08"])
    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,59}$", title="Parameter", description="Nama parameter.", examples=["acting_months"])
    value: Text = Field(title="Nilai", description="Nilai sebagai teks; titik untuk desimal.", examples=["3"])
    law: Text = Field(title="Dasar", description="Peraturan dan pasal, atau keputusan daerah.", examples=["SE BKN 1/SE/I/2021"])
    effective: Tmt
    until: Until = None


@event("reference.source-checked", kind="source", rank=0)
class SourceChecked(Payload):
    """Pembacaan sumber selesai, juga bila tidak ada yang baru: tenang bukan berarti diam."""

    agency: OwnAgency = Field(title="OPD", description="OPD pemilik sumber.", examples=["bkpsdm"])
    records: Count = Field(title="Dibaca", description="Banyaknya catatan yang dibaca.", examples=[4711])
    new: Count | None = Field(None, title="Baru", description="Banyaknya peristiwa yang dikirim.", examples=[0])
    run: Text | None = Field(None, title="Pembacaan", description="Identitas pembacaan.", examples=["2026-01-05T09:30"])


@event("reference.maintenance-announced", kind="source", rank=10)
class MaintenanceAnnounced(Payload):
    """Sumber akan diam karena pemeliharaan."""

    agency: OwnAgency = Field(title="OPD", description="OPD pemilik sumber.", examples=["bkpsdm"])
    starts: Moment = Field(title="Mulai", description="Saat mulai.", examples=["2026-02-07T20:00:00+07:00"])
    ends: Moment = Field(title="Selesai", description="Saat selesai.", examples=["2026-02-08T06:00:00+07:00"])
    reason: Why = None


@event("reference.rhythm-set", kind="source", rank=20)
class RhythmSet(Payload):
    """Jarak terlama yang wajar antara dua tanda hidup sumber."""

    agency: OwnAgency = Field(title="OPD", description="OPD pemilik sumber.", examples=["bkpsdm"])
    minutes: int = Field(ge=1, le=525_600, title="Menit", description="Paling lama satu tahun.", examples=[1440])
    effective: Tmt


@event("reference.same-as-stated", kind="same-as", rank=0)
class SameAsStated(Payload):
    """Petugas menyatakan dua catatan adalah hal yang sama, atau bukan, mulai TMT."""

    record: SubjectRef = Field(title="Catatan", description="Objek catatan pertama.", examples=["employee/simpeg:4711"])
    other: SubjectRef = Field(title="Catatan lain", description="Objek catatan kedua.", examples=["employee/siasn:a1b2"])
    same: bool = Field(title="Sama", description="true: hal yang sama; false: bukan.", examples=[True])
    reason: Why = None
    effective: Tmt
    until: Until = None

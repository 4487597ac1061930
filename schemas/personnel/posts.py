"""Posts and who holds them.

On one day a post is established before it changes, its holder leaves before the next one comes, an extension follows the filling that it
extends, and an abolition ends what the day began: that is the order of the ranks.
"""

from typing import Literal

from pydantic import Field

from schemas.common import Agency, Employee, HasDecree, Tmt, Unit, Until, Why
from schemas.event_type import event
from schemas.fields import Day, EmployeeRef, Payload, Text

PostKind = Literal["jpt-utama", "jpt-madya", "jpt-pratama", "administrator", "pengawas", "fungsional", "pelaksana"]
Level = Literal["pemula", "terampil", "mahir", "penyelia", "ahli-pertama", "ahli-muda", "ahli-madya", "ahli-utama"]
Filling = Literal["definitive", "plt", "plh", "pj"]


class _Post(Payload):
    agency: Agency
    unit: Unit = None
    title: Text = Field(title="Nama jabatan", description="Nama jabatan menurut SOTK.", examples=["Kepala Dinas Perhubungan"])
    kind: PostKind = Field(title="Jenis jabatan", description="Jenis menurut UU 20/2023.", examples=["jpt-pratama"])
    level: Level | None = Field(None, title="Jenjang", description="Jenjang jabatan fungsional.", examples=["ahli-muda"])
    leads: Literal["agency", "unit"] | None = Field(
        None, title="Memimpin", description="Apakah jabatan ini memimpin OPD atau unit kerjanya.", examples=["agency"]
    )
    retirement_age: int | None = Field(
        None, ge=50, le=80, title="BUP khusus", description="Batas usia pensiun bila aturan tersendiri berlaku.", examples=[60]
    )
    effective: Tmt
    decree: HasDecree = None


@event("personnel.post-established", kind="post", rank=0)
class PostEstablished(_Post):
    """Jabatan dibentuk."""


@event("personnel.post-changed", kind="post", rank=10)
class PostChanged(_Post):
    """Jabatan berubah; yang disebut adalah keadaan lengkap sesudahnya."""


@event("personnel.post-vacated", kind="post", rank=20)
class PostVacated(Payload):
    """Jabatan ditinggalkan; TMT adalah hari pertama tanpa pejabat itu."""

    agency: Agency
    person: EmployeeRef | None = Field(
        None, title="Pegawai", description="Yang meninggalkan; kosong bila semua pengisian berakhir.", examples=["employee/simpeg:4711"]
    )
    reason: Why = None
    effective: Tmt
    decree: HasDecree = None


@event("personnel.post-filled", kind="post", rank=30)
class PostFilled(Payload):
    """Jabatan diisi, secara definitif atau oleh pelaksana tugas (Plt), pelaksana harian (Plh), atau penjabat (Pj)."""

    agency: Agency
    kind: Filling = Field(title="Cara pengisian", description="Definitif, Plt, Plh, atau Pj.", examples=["plt"])
    person: Employee
    effective: Tmt
    until: Until = None
    decree: HasDecree = None
    consent_letter: Text | None = Field(
        None,
        title="Surat persetujuan",
        description="Nomor persetujuan tertulis menteri bila diisi dalam masa larangan pilkada.",
        examples=["100.2.1.3/1234/SJ"],
    )


@event("personnel.acting-extended", kind="post", rank=40)
class ActingExtended(Payload):
    """Masa Plt, Plh, atau Pj diperpanjang; TMT adalah hari pertama perpanjangan."""

    agency: Agency
    person: Employee
    effective: Tmt
    until: Day = Field(title="Sampai dengan", description="Hari terakhir perpanjangan, ikut dihitung.", examples=["2026-07-04"])
    decree: HasDecree = None


@event("personnel.post-abolished", kind="post", rank=50)
class PostAbolished(Payload):
    """Jabatan dihapus; TMT adalah hari pertama tanpa jabatan itu."""

    agency: Agency
    effective: Tmt
    decree: HasDecree = None

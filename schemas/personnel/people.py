"""People, the numbers they are known by, and their service.

On one day: who it is, then numbers, appointment, moves, rank and increment; the status last, for it ends what the others began.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from schemas.common import Agency, HasDecree, Tmt, Unit, Until, Why
from schemas.event_type import event
from schemas.fields import AgencyCode, Day, Joined, Nik, NipOrNiPppk, Payload, Personal, Text, UnitCode

Employment = Literal["pns", "cpns", "pppk", "other"]
Status = Literal["active", "suspended", "unpaid-leave", "studying", "retired", "died", "dismissed", "moved-out"]

NipField = Annotated[
    Personal[NipOrNiPppk | None],
    Joined("nip"),
    Field(title="NIP atau NI PPPK", description="18 angka; disimpan tersandi.", examples=["198503152010012003"]),
]
NikField = Annotated[
    Personal[Nik | None], Joined("nik"), Field(title="NIK", description="16 angka; disimpan tersandi.", examples=["3273015503850001"])
]


@event("personnel.person-registered", kind="employee", rank=0)
class PersonRegistered(Payload):
    """Seorang pegawai dicatat di sumber."""

    name: Personal[Text] = Field(title="Nama", description="Nama lengkap tanpa gelar.", examples=["Contoh Pegawai"])
    birth_day: Personal[Day | None] = Field(None, title="Tanggal lahir", description="Disimpan tersandi.", examples=["1985-03-15"])
    sex: Literal["male", "female"] | None = Field(None, title="Jenis kelamin", description="Menurut catatan sumber.", examples=["female"])
    nip: NipField = None
    nik: NikField = None


class _Alias(Payload):
    nip: NipField = None
    nik: NikField = None

    @model_validator(mode="after")
    def _one_number_at_least(self) -> Self:
        if self.nip is None and self.nik is None:
            raise PydanticCustomError("no_number", "Isi paling sedikit satu nomor: NIP/NI PPPK (nip) atau NIK (nik).")
        return self


@event("personnel.alias-given", kind="employee", rank=10)
class AliasGiven(_Alias):
    """Pegawai dikenal dengan nomor ini mulai TMT. NI PPPK dapat berganti; NIP berakhir bersama statusnya."""

    effective: Tmt
    until: Until = None


@event("personnel.alias-ended", kind="employee", rank=5)
class AliasEnded(_Alias):
    """Nomor tidak dipakai lagi; TMT adalah hari pertama tanpa nomor itu. Mendahului nomor baru pada hari yang sama."""

    effective: Tmt
    reason: Why = None


@event("personnel.employee-appointed", kind="employee", rank=20)
class EmployeeAppointed(Payload):
    """Pegawai diangkat."""

    agency: Agency
    unit: Unit = None
    employment: Employment = Field(title="Jenis kepegawaian", description="PNS, CPNS, PPPK, atau lainnya.", examples=["pns"])
    effective: Tmt
    contract_end: Day | None = Field(None, title="Akhir kontrak", description="Hari terakhir kontrak PPPK.", examples=["2029-12-31"])
    decree: HasDecree = None


@event("personnel.transferred", kind="employee", rank=30)
class Transferred(Payload):
    """Pegawai pindah; OPD dan unit kerja adalah tempat barunya."""

    agency: Agency
    unit: Unit = None
    from_agency: AgencyCode | None = Field(None, title="Dari OPD", description="OPD sebelumnya.", examples=["dinkes"])
    from_unit: UnitCode | None = Field(None, title="Dari unit kerja", description="Unit kerja sebelumnya.", examples=["pkm-coblong"])
    effective: Tmt
    decree: HasDecree = None


@event("personnel.rank-changed", kind="employee", rank=40)
class RankChanged(Payload):
    """Golongan pegawai berubah."""

    agency: Agency
    grade: str = Field(
        pattern=r"^(?:I{1,3}/[a-d]|IV/[a-e]|I|II|III|IV|V|VI|VII|VIII|IX|X|XI|XII|XIII|XIV|XV|XVI|XVII)$",
        title="Golongan",
        description="PNS I/a sampai IV/e, PPPK I sampai XVII.",
        examples=["III/d"],
    )
    effective: Tmt
    decree: HasDecree = None


@event("personnel.increment-given", kind="employee", rank=50)
class IncrementGiven(Payload):
    """Kenaikan gaji berkala."""

    agency: Agency
    service_years: int | None = Field(None, ge=0, le=50, title="Masa kerja", description="Masa kerja golongan dalam tahun.", examples=[12])
    effective: Tmt
    decree: HasDecree = None


@event("personnel.status-changed", kind="employee", rank=60)
class StatusChanged(Payload):
    """Kedudukan pegawai berubah, misalnya pensiun, meninggal, diberhentikan, cuti di luar tanggungan negara, atau aktif kembali."""

    agency: Agency
    status: Status = Field(title="Kedudukan", description="Kedudukan sejak TMT.", examples=["retired"])
    reason: Why = None
    effective: Tmt
    decree: HasDecree = None

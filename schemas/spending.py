"""Spending: what may be spent, and what was (SIPD, SIMDA, BPKAD). The chain is SPM, then SP2D (PP 12/2019, Permendagri 77/2020).

SP2D of UP and TU are advances, not spending. A cancelled SP2D is a fact with its own day: until then it stood.
"""

from typing import Annotated, Literal

from pydantic import Field

from schemas.common import Agency, HasDecree, Tmt, Unit, Why
from schemas.event_type import event
from schemas.fields import (
    AccountCode,
    ActivityCode,
    Count,
    EmployeeRef,
    Joined,
    NipOrNiPppk,
    OwnAgency,
    Payload,
    Personal,
    Rupiah,
    Slug,
    SubjectRef,
    Text,
    Year,
)

Payment = Literal["LS", "UP", "GU", "TU"]
Stage = Literal["apbd", "pergeseran", "apbd-p"]
Signing = Literal["pa", "kpa", "plt-pa", "plh-pa", "delegate"]

TheActivity = Annotated[ActivityCode, Field(title="Sub-kegiatan", description="Kode sub-kegiatan.", examples=["2.15.02.2.01.0001"])]
TheAccount = Annotated[AccountCode, Field(title="Rekening", description="Kode sub-rincian objek.", examples=["5.1.02.01.01.0024"])]
Catalogue = Annotated[
    Text | None,
    Field(title="Daftar kode", description="Keputusan yang menetapkan kode itu.", examples=["Kepmendagri 900.1.15.5-3406/2024"]),
]
Fund = Annotated[Slug | None, Field(title="Sumber dana", description="Kode singkat sumber dana.", examples=["pad"])]
Amount = Annotated[Rupiah, Field(title="Nilai", description="Rupiah, titik untuk desimal.", examples=["1500000"])]
Number = Annotated[Text, Field(title="Nomor", description="Nomor dokumen.", examples=["900/0017/SPM/LS/DISHUB/2026"])]
ThePayment = Annotated[
    Payment, Field(title="Jenis", description="Langsung, uang persediaan, ganti uang, atau tambah uang.", examples=["LS"])
]
BudgetYear = Annotated[Year, Field(title="Tahun anggaran", description="Tahun anggaran.", examples=[2026])]


class Line(Payload):
    """Satu baris rincian."""

    activity: TheActivity
    account: TheAccount
    catalogue: Catalogue = None
    fund: Fund = None
    amount: Amount


Lines = Annotated[tuple[Line, ...] | None, Field(max_length=500, title="Rincian", description="Nilai per sub-kegiatan dan rekening.")]


@event("spending.budget-version-opened", kind="budget-version", rank=0)
class BudgetVersionOpened(Payload):
    """Versi anggaran ditetapkan: APBD, pergeseran, atau APBD-P."""

    agency: OwnAgency | None = Field(None, title="OPD", description="Bila versi itu hanya untuk satu OPD.", examples=["dishub"])
    year: BudgetYear
    stage: Stage = Field(title="Tahap", description="APBD, pergeseran, atau APBD-P.", examples=["apbd"])
    number: Count | None = Field(None, title="Urutan", description="Pergeseran ke berapa.", examples=[1])
    effective: Tmt
    decree: HasDecree = None


@event("spending.budget-version-closed", kind="budget-version", rank=10)
class BudgetVersionClosed(Payload):
    """Versi anggaran lengkap terkirim; jumlah baris dan nilainya menjadi pengendali."""

    agency: OwnAgency | None = Field(None, title="OPD", description="Bila versi itu hanya untuk satu OPD.", examples=["dishub"])
    lines: Count = Field(title="Jumlah baris", description="Banyaknya baris pagu dalam versi ini.", examples=[412])
    total: Amount
    effective: Tmt


@event("spending.budget-line-set", kind="budget-line", rank=0)
class BudgetLineSet(Payload):
    """Pagu satu baris mulai TMT, menggantikan nilai sebelumnya; nol berarti baris dihapus."""

    agency: Agency
    unit: Unit = None
    year: BudgetYear
    version: SubjectRef | None = Field(None, title="Versi", description="Objek versi anggaran.", examples=["budget-version/sipd:2026-apbd"])
    activity: TheActivity
    account: TheAccount
    catalogue: Catalogue = None
    fund: Fund = None
    amount: Amount
    effective: Tmt


@event("spending.spm-issued", kind="spm", rank=0)
class SpmIssued(Payload):
    """SPM diterbitkan; penanda tangan disebut dengan objek pegawai, NIP, atau keduanya."""

    agency: Agency
    unit: Unit = None
    number: Number
    kind: ThePayment
    amount: Amount
    signer: EmployeeRef | None = Field(
        None, title="Penanda tangan", description="Objek pegawai yang menandatangani.", examples=["employee/simpeg:4711"]
    )
    signer_nip: Annotated[Personal[NipOrNiPppk | None], Joined("nip")] = Field(
        None, title="NIP penanda tangan", description="18 angka; disimpan tersandi.", examples=["198503152010012003"]
    )
    signing_as: Signing | None = Field(None, title="Sebagai", description="Kedudukan penanda tangan menurut dokumen.", examples=["pa"])
    lines: Lines = None
    effective: Tmt


@event("spending.spm-returned", kind="spm", rank=10)
class SpmReturned(Payload):
    """SPM dikembalikan oleh BUD."""

    agency: Agency
    reason: Why = None
    effective: Tmt


@event("spending.sp2d-issued", kind="sp2d", rank=0)
class Sp2dIssued(Payload):
    """SP2D diterbitkan."""

    agency: Agency
    unit: Unit = None
    number: Text = Field(title="Nomor", description="Nomor SP2D.", examples=["900/0021/SP2D/LS/2026"])
    kind: ThePayment
    year: BudgetYear
    spm: SubjectRef | None = Field(None, title="SPM", description="Objek SPM yang dicairkan.", examples=["spm/sipd:0017-ls-dishub-2026"])
    amount: Amount
    lines: Lines = None
    payee: Personal[Text | None] = Field(None, title="Penerima", description="Nama penerima; disimpan tersandi.", examples=["CV Contoh"])
    effective: Tmt


@event("spending.sp2d-cancelled", kind="sp2d", rank=10)
class Sp2dCancelled(Payload):
    """SP2D dibatalkan; sampai TMT pembatalan ia berlaku."""

    agency: Agency
    reason: Why = None
    effective: Tmt
    decree: HasDecree = None

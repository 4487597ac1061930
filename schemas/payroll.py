"""Payroll: one pay line a subject. Whose it is is encrypted; amounts are specific data that stay plain behind the policy (design.md 6)."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.common import Agency, Unit, Why
from schemas.event_type import event
from schemas.fields import (
    BankAccount,
    Day,
    EmployeeRef,
    Joined,
    Month,
    Nik,
    NipOrNiPppk,
    Payload,
    Personal,
    SignedRupiah,
    Slug,
    SpecificPlain,
    SubjectRef,
    Text,
)

Pay = Literal["salary", "tpp", "thirteenth", "thr", "arrears", "death-grant", "honorarium", "other"]
PaidOn = Annotated[Day, Field(title="Tanggal bayar", description="Hari uang dibayarkan.", examples=["2026-03-02"])]


class Component(Payload):
    """Satu komponen pembayaran."""

    code: Slug = Field(title="Kode", description="Kode singkat komponen.", examples=["gaji-pokok"])
    name: Text | None = Field(None, title="Nama", description="Nama komponen.", examples=["Gaji pokok"])
    amount: SignedRupiah = Field(title="Nilai", description="Rupiah; potongan bernilai negatif.", examples=["4387900"])


@event("payroll.line-paid", kind="pay-line", rank=0)
class LinePaid(Payload):
    """Satu baris pembayaran kepada satu orang untuk satu bulan."""

    agency: Agency
    unit: Unit = None
    pay: Pay = Field(
        title="Jenis pembayaran", description="Gaji, TPP, gaji ke-13, THR, rapel, uang duka, honorarium, lainnya.", examples=["salary"]
    )
    period: Month = Field(title="Bulan", description="Bulan yang dibayar; untuk rapel bulan yang kurang dibayar.", examples=["2026-03"])
    person: EmployeeRef | None = Field(
        None, title="Pegawai", description="Objek pegawai bila sumber mengetahuinya.", examples=["employee/simpeg:4711"]
    )
    nip: Annotated[Personal[NipOrNiPppk | None], Joined("nip")] = Field(
        None, title="NIP atau NI PPPK", description="18 angka; disimpan tersandi.", examples=["198503152010012003"]
    )
    nik: Annotated[Personal[Nik | None], Joined("nik")] = Field(
        None, title="NIK", description="16 angka; disimpan tersandi.", examples=["3273015503850001"]
    )
    account: Annotated[Personal[BankAccount | None], Joined("account")] = Field(
        None, title="Rekening bank", description="Nomor rekening; disimpan tersandi.", examples=["0012345678901"]
    )
    components: SpecificPlain[tuple[Component, ...] | None] = Field(
        None, max_length=100, title="Komponen", description="Rincian pembayaran dan potongan."
    )
    gross: SpecificPlain[SignedRupiah | None] = Field(None, title="Kotor", description="Jumlah sebelum potongan.", examples=["5200000"])
    net: SpecificPlain[SignedRupiah] = Field(title="Bersih", description="Jumlah yang diterima.", examples=["4950000"])
    sp2d: SubjectRef | None = Field(None, title="SP2D", description="Objek SP2D yang membayar.", examples=["sp2d/sipd:0021-ls-2026"])
    effective: PaidOn


@event("payroll.line-reversed", kind="pay-line", rank=10)
class LineReversed(Payload):
    """Pembayaran ditarik kembali; sampai hari itu ia berlaku."""

    agency: Agency
    reason: Why = None
    effective: Annotated[Day, Field(title="Tanggal", description="Hari uang kembali.", examples=["2026-03-09"])]

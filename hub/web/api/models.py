"""What the API answers; every field is described, for OpenAPI is its manual.

Keys of subjects are text: JavaScript cannot hold 64 bits in a number.
"""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")
Key = Annotated[str, Field(description="Kunci 64-bit objek, sebagai teks.", examples=["-4611686018427387904"])]
Agency = Annotated[str | None, Field(description="Kode singkat OPD; kosong: tingkat daerah.", examples=["dishub"])]


class Answer(BaseModel):
    """Base of all answers."""

    model_config = ConfigDict(frozen=True)


class Page(Answer, Generic[T]):
    """Satu halaman daftar."""

    items: list[T] = Field(description="Isi halaman ini.")
    after: str | None = Field(description="Kirim sebagai ?after= untuk halaman berikutnya; kosong: ini yang terakhir.")


class Subject(Answer):
    """Objek dengan namanya."""

    key: Key
    subject: str = Field(description="Jenis, sumber, dan kunci di sumber.", examples=["post/simpeg:118"])
    label: str = Field(description="Nama objek; tidak pernah nama orang.", examples=["Kepala Dinas Perhubungan"])
    agency: Agency


class Alert(Answer):
    """Peringatan."""

    no: int = Field(description="Nomor peringatan.")
    rule: str = Field(description="Kode aturan.", examples=["A08"])
    title: str = Field(description="Judul aturan.")
    severity: str = Field(description="critical, high, medium, atau low.")
    state: str = Field(description="open, closed (ditutup orang), resolved, atau withdrawn.")
    subject: str = Field(description="Objeknya.", examples=["post/simpeg:118"])
    label: str | None = Field(description="Nama objeknya.")
    agency: Agency
    period: str = Field(description="Masa menurut faktanya; kosong: perkara yang berlangsung.", examples=["2026-03"])
    values: dict[str, Any] = Field(description="Fakta di balik peringatan, tanpa data pribadi.")
    opened_at: dt.datetime = Field(description="Saat ditemukan, menurut jam hub.")
    ended_at: dt.datetime | None = Field(description="Saat selesai atau ditarik.")
    unsure: bool = Field(description="Sumber yang diandalkan sedang diam.")
    restricted: bool = Field(description="Hanya untuk Inspektorat dan Sekda.")
    holder: Agency = None
    due: str | None = Field(None, description="Batas jawaban disposisi.", examples=["2026-04-27"])


class Event(Answer):
    """Peristiwa dalam catatan."""

    pos: int = Field(description="Tempatnya dalam catatan peristiwa.")
    type: str = Field(description="Jenis CloudEvents.", examples=["id.go.pemda.personnel.post-filled.v1"])
    title: str = Field(description="Apa yang terjadi.")
    subject: str = Field(description="Objeknya.")
    effective: dt.datetime = Field(description="Berlaku sejak (TMT).")
    time: dt.datetime = Field(description="Saat dicatat sumber.")
    received: dt.datetime = Field(description="Saat diterima.")
    commit_no: int = Field(description="Urutan komit sejak hub mengetahuinya.")
    source: str = Field(description="Nama sumber.")
    may_open: bool = Field(description="Boleh dibuka dengan wewenang ini.")


class EventDetail(Event):
    """Peristiwa dengan isinya; bidang di luar wewenang dan yang tersandi disebut namanya saja."""

    id: str = Field(description="Identitas di sumber.")
    data: dict[str, Any] = Field(description="Isi yang boleh dibaca.")
    hidden: list[str] = Field(description="Bidang yang tidak ditampilkan.")
    origin: str | None = Field(description="Asal di sumber.")
    trace: str | None = Field(description="traceparent.")


class Transition(Answer):
    """Perubahan keadaan peringatan."""

    commit_no: int = Field(description="Urutan komit.")
    at: dt.datetime = Field(description="Jam hub.")
    transition: str = Field(description="opened, changed, resolved, withdrawn, atau reopened.")
    values: dict[str, Any] = Field(description="Nilai saat itu.")


class Action(Answer):
    """Tindakan orang."""

    commit_no: int = Field(description="Urutan komit.")
    at: dt.datetime = Field(description="Jam hub.")
    who: str = Field(description="Nama akun.")
    action: str = Field(description="acknowledged, disposed, noted, atau closed.")
    to_agency: Agency
    due: str | None = Field(description="Batas jawaban.")
    note: str = Field(description="Catatan.")


class Law(Answer):
    """Dasar hukum."""

    regulation: str = Field(description="Peraturan.")
    article: str = Field(description="Bunyinya.")


class AlertDetail(Alert):
    """Peringatan dengan dasar hukum, riwayat, tindakan, dan bukti."""

    law: list[Law] = Field(description="Dasar hukum.")
    do_now: str = Field(description="Yang perlu dilakukan.")
    journal: list[Transition] = Field(description="Perubahan keadaan.")
    actions: list[Action] = Field(description="Tindakan orang.")
    evidence: list[Event] = Field(description="Peristiwa di baliknya.")


class NewAction(BaseModel):
    """Tindakan atas peringatan."""

    model_config = ConfigDict(extra="forbid")
    action: str = Field(description="acknowledged, disposed, noted, atau closed.", examples=["disposed"])
    to_agency: str | None = Field(None, description="OPD yang harus bertindak.", examples=["bkpsdm"])
    due: str | None = Field(None, description="Tanggal batas jawaban.", examples=["2026-04-27"])
    note: str | None = Field(None, description="Catatan tanpa nama, NIP, atau NIK.", max_length=2000)


class Clock(Answer):
    """Jam pengaduan dalam hari kerja."""

    name: str = Field(description="verifikasi, tanggapan, atau penyelesaian.")
    used: int = Field(description="Hari kerja terpakai.")
    allowed: int = Field(description="Hari kerja yang diberikan.")
    due: dt.date | None = Field(description="Hari terakhir.")
    ended_at: dt.datetime | None = Field(description="Saat langkahnya selesai.")
    late: bool = Field(description="Lewat batas.")


class Complaint(Answer):
    """Pengaduan; pelapor tidak pernah disebut."""

    key: Key
    number: str = Field(description="Nomor di kanal asal.")
    agency: Agency
    kind: str | None = Field(description="Klasifikasi.")
    topic: str | None = Field(description="Topik.")
    channel: str = Field(description="Kanal.")
    state: str = Field(description="Keadaan.", examples=["dispatched"])
    received_at: dt.datetime = Field(description="Saat diterima kanal.")
    resolved_at: dt.datetime | None = Field(description="Saat selesai.")
    clocks: list[Clock] = Field(description="Tiga jam.")


class Count(Answer):
    """Banyaknya pengaduan satu OPD dalam satu keadaan."""

    agency: Agency
    state: str = Field(description="Keadaan.")
    count: int = Field(description="Banyaknya.")


class Occupancy(Answer):
    """Pengisian jabatan."""

    kind: str = Field(description="definitive, plt, plh, atau pj.")
    person: Key
    valid_from: dt.datetime = Field(description="Sejak.")
    valid_to: dt.datetime | None = Field(description="Sampai sebelum.")


class Post(Answer):
    """Jabatan dan siapa yang memegangnya."""

    key: Key
    title: str = Field(description="Nama jabatan.")
    agency: Agency
    kind: str | None = Field(description="Jenis jabatan.")
    held: str = Field(description="definitive, pj, plt, plh, atau empty.")
    occupancies: list[Occupancy] = Field(description="Semua pengisian.")


class Spending(Answer):
    """Belanja satu OPD dalam satu tahun."""

    agency: Agency
    pagu: Decimal = Field(description="Pagu yang berlaku saat ini, rupiah.")
    spent: Decimal = Field(description="Realisasi: LS dan GU yang berlaku.")
    advances: Decimal = Field(description="Uang muka: UP dan TU.")
    share: Decimal | None = Field(description="Serapan, 0 sampai 1.")
    documents: int = Field(description="Banyaknya SP2D yang berlaku.")


class Source(Answer):
    """Sumber data dan kesegarannya."""

    slug: str = Field(description="Nama pendek, unik di daerah.")
    name: str = Field(description="Nama sistem.")
    agency: Agency
    domains: list[str] = Field(description="Domain yang boleh dikirim.")
    state: str = Field(description="live, silent, maintained, atau closed.")
    event_at: dt.datetime | None = Field(description="Peristiwa terakhir.")
    checked_at: dt.datetime | None = Field(description="Pemeriksaan terakhir.")


class Letter(Answer):
    """Kiriman bermasalah."""

    no: int = Field(description="Nomor.")
    code: str = Field(description="Kode sebab.")
    sentence: str = Field(description="Sebabnya.")
    pointer: str = Field(description="Tempatnya dalam peristiwa.")
    agency: Agency
    source: str | None = Field(description="Sumber.")
    type: str | None = Field(description="Jenis peristiwa.")
    received: dt.datetime = Field(description="Saat diterima.")
    state: str = Field(description="open, resent, accepted, atau closed.")


class Me(Answer):
    """Siapa yang bertanya."""

    login: str = Field(description="Nama masuk.")
    name: str = Field(description="Nama.")
    roles: list[str] = Field(description="Peran.")
    agency: Agency
    now: dt.datetime = Field(description="Jam hub.")


class ProblemDocument(BaseModel):
    """Galat menurut RFC 9457."""

    type: str = Field(description="Alamat penjelasannya.", examples=["/tentang/galat#tidak-ditemukan"])
    title: str = Field(description="Apa yang terjadi.")
    status: int = Field(description="Status HTTP.")
    detail: str = Field(description="Yang perlu dilakukan.")
    instance: str = Field(description="Nomor jejak untuk operator.")
    kesalahan: list[dict[str, str]] = Field([], description="Tempat dan sebab di dalam masukan.")

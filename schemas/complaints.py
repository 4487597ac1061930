"""Complaints of citizens (SP4N-LAPOR! and local channels): three clocks run over these events (PermenPANRB 62/2018).

`effective` is the instant at which a step happened; on one instant the order of the ranks is the order of the work.
"""

from typing import Annotated, Literal

from pydantic import Field

from schemas.common import At, By, Unit, Why, Words
from schemas.event_type import event
from schemas.fields import AgencyCode, Joined, Nik, OwnAgency, Payload, Personal, Phone, RegionCode, SubjectRef, Text, UnitCode

ComplaintClass = Literal["informasi", "aspirasi", "non-pengawasan", "pengawasan"]
TheClass = Annotated[
    ComplaintClass | None,
    Field(
        title="Klasifikasi",
        description="Permintaan informasi, aspirasi, atau pengaduan yang tidak berkadar atau berkadar pengawasan.",
        examples=["non-pengawasan"],
    ),
]
Topic = Annotated[Text | None, Field(title="Topik", description="Topik menurut daftar sumber.", examples=["Lampu jalan"])]
Service = Annotated[Text | None, Field(title="Layanan", description="Layanan yang diadukan.", examples=["Penerangan jalan umum"])]
Region = Annotated[RegionCode | None, Field(title="Wilayah", description="Kode Kemendagri bertitik.", examples=["32.73.02.1004"])]


class Attachment(Payload):
    """Berkas yang tetap di sumber; namanya dapat menyebut pengirim, jadi tidak disebut."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", title="SHA-256", description="Sidik berkas dalam heksadesimal.", examples=["0" * 64])
    media_type: Text = Field(title="Jenis berkas", description="Jenis media berkas.", examples=["image/jpeg"])
    size: int | None = Field(None, ge=0, le=2**40, title="Ukuran", description="Dalam bita.", examples=[245_760])


@event("complaints.received", kind="complaint", rank=0)
class ComplaintReceived(Payload):
    """Pengaduan masuk."""

    number: Text = Field(title="Nomor", description="Nomor pengaduan di kanal asal.", examples=["7712345"])
    channel: Text = Field(title="Kanal", description="Kanal yang menerima.", examples=["SP4N-LAPOR!"])
    complaint_class: TheClass = None
    topic: Topic = None
    service: Service = None
    agency: OwnAgency | None = Field(None, title="OPD", description="OPD penanggung jawab bila sudah diketahui.", examples=["dishub"])
    unit: Unit = None
    region: Region = None
    latitude: float | None = Field(None, ge=-90, le=90, title="Lintang", description="Derajat desimal.", examples=[-6.9])
    longitude: float | None = Field(None, ge=-180, le=180, title="Bujur", description="Derajat desimal.", examples=[107.6])
    effective: At
    text: Words = None
    place: Personal[Text | None] = Field(
        None, title="Alamat", description="Tempat dengan kata-kata; disimpan tersandi.", examples=["Jalan Contoh 5"]
    )
    identity: Literal["open", "anonymous", "confidential"] | None = Field(
        None, title="Kerahasiaan", description="Permintaan pelapor: terbuka, anonim, atau rahasia.", examples=["confidential"]
    )
    reporter_name: Personal[Text | None] = Field(None, title="Nama pelapor", description="Disimpan tersandi.", examples=["Contoh Pelapor"])
    reporter_phone: Annotated[Personal[Phone | None], Joined("phone")] = Field(
        None, title="Telepon pelapor", description="Disimpan tersandi.", examples=["+628110000000"]
    )
    reporter_nik: Annotated[Personal[Nik | None], Joined("nik")] = Field(
        None, title="NIK pelapor", description="Disimpan tersandi.", examples=["3273011503850001"]
    )
    attachments: tuple[Attachment, ...] | None = Field(None, max_length=50, title="Lampiran", description="Berkas tetap di sumber.")


@event("complaints.verified", kind="complaint", rank=10)
class ComplaintVerified(Payload):
    """Pengaduan diperiksa dan dinyatakan lengkap."""

    by: By
    effective: At


@event("complaints.classified", kind="complaint", rank=20)
class ComplaintClassified(Payload):
    """Klasifikasi ditetapkan atau diubah; yang kosong tetap seperti semula."""

    by: By
    complaint_class: ComplaintClass = Field(title="Klasifikasi", description="Klasifikasi baru.", examples=["pengawasan"])
    topic: Topic = None
    service: Service = None
    region: Region = None
    effective: At


@event("complaints.declined", kind="complaint", rank=30)
class ComplaintDeclined(Payload):
    """OPD menyatakan bukan wewenangnya."""

    by: By
    reason: Why = None
    effective: At


@event("complaints.dispatched", kind="complaint", rank=40)
class ComplaintDispatched(Payload):
    """Pengaduan diteruskan kepada OPD yang berwenang."""

    by: By
    to: AgencyCode = Field(title="Kepada OPD", description="Kode singkat OPD penerima.", examples=["dishub"])
    to_unit: UnitCode | None = Field(None, title="Kepada unit kerja", description="Unit kerja penerima.", examples=["dishub-lalin"])
    reason: Why = None
    effective: At


@event("complaints.put-on-hold", kind="complaint", rank=50)
class ComplaintPutOnHold(Payload):
    """Pengaduan ditunda. Jam hanya berhenti bila pelapor sudah dimintai kelengkapan, dengan bukti."""

    by: By
    reason: Why = None
    reporter_asked: bool = Field(title="Pelapor ditanya", description="Apakah pelapor dimintai kelengkapan.", examples=[True])
    proof: Text | None = Field(
        None, title="Bukti", description="Nomor surat atau pesan permintaan, tanpa data pribadi.", examples=["Pesan 2026/118"]
    )
    effective: At


@event("complaints.resumed", kind="complaint", rank=60)
class ComplaintResumed(Payload):
    """Penanganan dilanjutkan sesudah ditunda."""

    by: By
    effective: At


@event("complaints.responded", kind="complaint", rank=70)
class ComplaintResponded(Payload):
    """OPD menjawab pelapor."""

    by: By
    text: Words = None
    effective: At


@event("complaints.resolved", kind="complaint", rank=80)
class ComplaintResolved(Payload):
    """Pengaduan selesai ditangani."""

    by: By
    outcome: Literal["done", "unfounded", "forwarded"] | None = Field(
        None, title="Hasil", description="Ditangani, tidak terbukti, atau diteruskan ke luar daerah.", examples=["done"]
    )
    text: Words = None
    effective: At


@event("complaints.rated", kind="complaint", rank=90)
class ComplaintRated(Payload):
    """Pelapor menilai penyelesaian."""

    score: int = Field(ge=1, le=5, title="Nilai", description="1 (buruk) sampai 5 (baik).", examples=[4])
    text: Words = None
    effective: At


@event("complaints.closed", kind="complaint", rank=100)
class ComplaintClosed(Payload):
    """Pengaduan ditutup, oleh pelapor, admin, atau karena lewat waktu."""

    by: By
    reason: Why = None
    effective: At


@event("complaints.reopened", kind="complaint", rank=110)
class ComplaintReopened(Payload):
    """Pengaduan dibuka kembali."""

    by: By
    reason: Why = None
    effective: At


@event("complaints.merged", kind="complaint", rank=120)
class ComplaintMerged(Payload):
    """Pengaduan digabung ke pengaduan lain tentang hal yang sama."""

    by: By
    into: SubjectRef = Field(title="Ke pengaduan", description="Objek pengaduan yang meneruskan.", examples=["complaint/lapor:7712300"])
    effective: At


@event("complaints.archived", kind="complaint", rank=130)
class ComplaintArchived(Payload):
    """Pengaduan diarsipkan tanpa penanganan lebih lanjut."""

    by: By
    reason: Why = None
    effective: At

"""The screen's words for what the code calls otherwise (design.md 1)."""

from collections.abc import Mapping
from typing import Final

from hub.intake.problems import KINDS
from hub.views.things import Thing

SEVERITY: Final = {"critical": "Kritis", "high": "Tinggi", "medium": "Sedang", "low": "Rendah"}
SIGN: Final = {"critical": "▲", "high": "◆", "medium": "●", "low": "○"}
"""Severity is never told by colour alone."""
ALERT_STATE: Final = {"open": "Terbuka", "closed": "Ditutup", "resolved": "Selesai", "withdrawn": "Ditarik"}
TRANSITION: Final = {
    "opened": "Dibuka",
    "changed": "Nilainya berubah",
    "resolved": "Selesai: syaratnya tidak terpenuhi lagi",
    "withdrawn": "Ditarik: dengan yang kini diketahui, syaratnya tidak pernah terpenuhi",
    "reopened": "Dibuka kembali",
}
ACTION: Final = {"acknowledged": "Diterima", "disposed": "Disposisi", "noted": "Catatan", "closed": "Ditutup"}
ROLE: Final = {"secretariat": "Sekretariat", "inspektorat": "Inspektorat", "opd": "Penghubung OPD", "operator": "Operator"}
COMPLAINT_STATE: Final = {
    "received": "Diterima",
    "verified": "Terverifikasi",
    "dispatched": "Terdisposisi",
    "declined": "Bukan wewenang",
    "in-progress": "Diproses",
    "held": "Ditunda",
    "resolved": "Selesai",
    "reopened": "Dibuka kembali",
    "closed": "Ditutup",
    "archived": "Diarsipkan",
    "merged": "Digabung",
}
CLOCK: Final = {"verifikasi": "Verifikasi", "tanggapan": "Tanggapan pertama", "penyelesaian": "Penyelesaian"}
COMPLAINT_KIND: Final = {
    "informasi": "Permintaan informasi",
    "aspirasi": "Aspirasi",
    "non-pengawasan": "Pengaduan tidak berkadar pengawasan",
    "pengawasan": "Pengaduan berkadar pengawasan",
}
OCCUPANCY: Final = {"definitive": "Definitif", "plt": "Plt", "plh": "Plh", "pj": "Pj"}
HELD: Final = {**OCCUPANCY, "empty": "Kosong"}
REASON: Final = {
    "broken-json": "JSON rusak",
    "not-utf8": "Bukan UTF-8",
    "too-large": "Terlalu besar",
    "too-deep": "Bersarang terlalu dalam",
    "duplicate-key": "Nama bidang ditulis dua kali",
    "nul": "Memuat karakter NUL",
    "unknown-type": "Jenis peristiwa tidak dikenal",
    "unknown-version": "Versi peristiwa tidak dikenal",
    "missing-field": "Bidang wajib tidak ada",
    "unknown-field": "Bidang tidak dikenal",
    "wrong-field": "Isi bidang salah",
    "naive-time": "Waktu tanpa zona",
    "personal-key": "Nomor orang di dalam kunci",
    "not-cloudevents": "Bukan CloudEvents",
    "wrong-media-type": "Jenis isi salah",
    "bad-header": "Header salah",
    "no-data": "Tanpa isi",
    "bad-row": "Baris tidak sesuai pemetaan",
    "unknown-source": "Sumber tidak terdaftar",
    "wrong-topic": "Topik OPD atau domain lain",
}
DOMAIN: Final = {
    "personnel": "kepegawaian",
    "complaints": "pengaduan",
    "spending": "keuangan",
    "payroll": "penggajian",
    "reference": "acuan",
}
SOURCE_STATE: Final = {"live": "Aktif", "silent": "Diam", "maintained": "Pemeliharaan", "closed": "Ditutup"}
DESK_STATE: Final = {"open": "Terbuka", "resent": "Dikirim ulang", "accepted": "Diterima kemudian", "closed": "Ditutup"}
STATUS: Final = {
    "active": "Aktif",
    "suspended": "Diberhentikan sementara",
    "unpaid-leave": "Cuti di luar tanggungan negara",
    "studying": "Tugas belajar",
    "retired": "Pensiun",
    "died": "Meninggal",
    "dismissed": "Diberhentikan",
    "moved-out": "Pindah keluar",
}
OUTCOME: Final = {"done": "ditangani", "unfounded": "tidak terbukti", "forwarded": "diteruskan ke luar daerah"}
KIND: Final = {
    **OCCUPANCY,
    "jpt-utama": "JPT utama",
    "jpt-madya": "JPT madya",
    "jpt-pratama": "JPT pratama",
    "administrator": "Administrator",
    "pengawas": "Pengawas",
    "fungsional": "Fungsional",
    "pelaksana": "Pelaksana",
}
PAY: Final = {
    "salary": "Gaji",
    "tpp": "TPP",
    "thirteenth": "Gaji ke-13",
    "thr": "THR",
    "arrears": "Rapel",
    "death-grant": "Uang duka",
    "honorarium": "Honorarium",
    "other": "Lainnya",
}
SIGNING: Final = {"pa": "PA", "kpa": "KPA", "plt-pa": "Plt PA", "plh-pa": "Plh PA", "delegate": "penerima pelimpahan"}
THING: Final = {
    Thing.EMPLOYEE: "Pegawai",
    Thing.POST: "Jabatan",
    Thing.DESIGNATION: "Penunjukan pejabat keuangan",
    Thing.COMPLAINT: "Pengaduan",
    Thing.BUDGET_VERSION: "Versi anggaran",
    Thing.BUDGET_LINE: "Baris anggaran",
    Thing.SPM: "SPM",
    Thing.SP2D: "SP2D",
    Thing.PAY_LINE: "Baris gaji",
    Thing.AGENCY: "OPD",
    Thing.UNIT: "Unit kerja",
    Thing.CALENDAR_DAY: "Hari khusus",
    Thing.WEEK: "Pekan kerja",
    Thing.PARAMETER: "Parameter",
    Thing.SOURCE: "Sumber",
    Thing.SAME_AS: "Kesamaan catatan",
}


def reason(code: str) -> str:
    """Why a letter lies on the desk, in a few words; the letter's own sentence says more."""
    return REASON.get(code) or (KINDS[code].title if code in KINDS else code)


def word(table: Mapping[str, str], code: str | None) -> str:
    """The word of a code; a code that is not in the table yet shows itself rather than failing the page."""
    return "" if code is None else table.get(code, code)

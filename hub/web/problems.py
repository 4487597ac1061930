"""What went wrong, as RFC 9457 problem details for programs, and as the facts of a page for people."""

from dataclasses import dataclass, field
from typing import Any, Final

from starlette.responses import JSONResponse

from hub.errors import SimpulError

MEDIA_TYPE: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem.

    Attributes:
        status: of HTTP.
        code: last part of `type`; each has a paragraph on /tentang/galat.
        title: what happened, the same for every problem of this code.
        detail: this one, and what to do now.
        errors: places in the input: `pointer`, `detail`.
    """

    status: int
    code: str
    title: str
    detail: str
    errors: tuple[dict[str, str], ...] = ()
    headers: dict[str, str] = field(default_factory=dict)

    def body(self, trace: str) -> dict[str, Any]:
        """The members of the problem document; `instance` leads operators to the log lines of the same trace."""
        said: dict[str, Any] = {
            "type": f"/tentang/galat#{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": f"urn:trace:{trace}",
        }
        return {**said, "kesalahan": list(self.errors)} if self.errors else said

    def response(self, trace: str) -> JSONResponse:
        return JSONResponse(self.body(trace), self.status, self.headers, MEDIA_TYPE)


class RefusedError(SimpulError):
    """A request that gets a problem for an answer."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


NOT_FOUND: Final = Problem(404, "tidak-ditemukan", "Tidak ditemukan", "Alamat ini tidak ada, atau bukan urusan OPD Anda.")
FORBIDDEN: Final = Problem(403, "di-luar-wewenang", "Di luar wewenang", "Akun Anda tidak mempunyai peran untuk halaman ini.")
FORGED: Final = Problem(
    403,
    "permintaan-asing",
    "Permintaan ditolak",
    "Formulir ini tidak berasal dari halaman Simpul yang Anda buka. Muat ulang halaman, lalu kirim lagi.",
)
SIGN_IN: Final = Problem(401, "belum-masuk", "Belum masuk", "Masuk dahulu, atau kirim token API.", headers={"WWW-Authenticate": "Bearer"})
METHOD: Final = Problem(405, "cara-salah", "Cara salah", "Alamat ini tidak menerima cara (metode) itu.")
CHANGED: Final = Problem(409, "sudah-berubah", "Sudah berubah", "Keadaannya berubah sejak halaman dibuka. Muat ulang, lalu putuskan lagi.")
TOO_LARGE: Final = Problem(413, "terlalu-besar", "Terlalu besar", "Isian formulir melebihi 64 KiB.")
MEDIA: Final = Problem(415, "jenis-isi-salah", "Jenis isi salah", "Kirim formulir sebagai application/x-www-form-urlencoded.")
INPUT: Final = Problem(422, "isian-salah", "Isian salah", "Ada isian atau alamat yang tidak dapat dibaca. Periksa, lalu coba lagi.")
TOO_MANY: Final = Problem(429, "terlalu-sering", "Terlalu sering", "Tunggu sebentar, lalu coba lagi.", headers={"Retry-After": "900"})
BROKEN: Final = Problem(
    500, "galat-hub", "Terjadi galat di Simpul", "Ini bukan salah Anda. Operator dapat menemukannya dengan nomor jejak di bawah."
)
AWAY: Final = Problem(
    503,
    "sedang-sibuk",
    "Simpul sedang sibuk",
    "Basis data tidak menjawab. Tidak ada data yang hilang; coba lagi sebentar lagi.",
    headers={"Retry-After": "5"},
)

ALL: Final = (NOT_FOUND, FORBIDDEN, FORGED, SIGN_IN, METHOD, CHANGED, TOO_LARGE, MEDIA, INPUT, TOO_MANY, BROKEN, AWAY)
"""Every code that pages and API answer with; the page /tentang/galat is made from it."""

"""Every reason for which the intake refuses, as RFC 9457 problem details: one line each, the code the same on the desk and in metrics."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from hub.errors import SetAsideError
from schemas.errors import Code, Unreadable

MEDIA_TYPE: Final = "application/problem+json"
PAGE: Final = "/tentang/galat#"


class Kind(NamedTuple):
    """A kind of problem.

    Attributes:
        status: of HTTP.
        title: what happened, the same for every problem of this kind.
        retry_s: for `Retry-After`, where the same request may be right later.
    """

    status: int
    title: str
    retry_s: int | None = None


_CONTENT: Final = Kind(400, "Isi peristiwa tidak sah")
_MEDIA: Final = Kind(415, "Jenis isi tidak diterima")
_LARGE: Final = Kind(413, "Terlalu besar")
_READING: Final[Mapping[str, Kind]] = {
    **dict.fromkeys((str(code) for code in Code), _CONTENT),
    Code.TOO_LARGE: _LARGE,
    Code.WRONG_MEDIA_TYPE: _MEDIA,
    Code.NOT_CLOUDEVENTS: _MEDIA,
}
KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        **_READING,
        "no-key": Kind(401, "Kunci API tidak ada"),
        "wrong-key": Kind(401, "Kunci API tidak berlaku"),
        "other-source": Kind(403, "Bukan sumber Anda"),
        "source-closed": Kind(403, "Sumber sudah ditutup"),
        "foreign-amendment": Kind(403, "Bukan peristiwa Anda"),
        "domain": Kind(403, "Di luar domain sumber"),
        "scope": Kind(403, "Di luar cakupan sumber"),
        "subject-source": Kind(403, "Objek dari sumber yang tidak dikenal"),
        "time-ahead": Kind(400, "Waktu di masa depan"),
        "method": Kind(405, "Cara tidak diterima"),
        "slow-body": Kind(408, "Terlalu lambat"),
        "conflict": Kind(409, "Identitas sudah dipakai isi lain"),
        "rate": Kind(429, "Terlalu sering"),
        "away": Kind(503, "Belum dapat diterima", 2),
        "unknown": Kind(504, "Belum pasti", 1),
    }
)
"""By code. 504 is our own "unknown; send it again": nobody can say whether the event arrived, and a repeat is harmless."""

CONFLICT: Final = (
    "Peristiwa dengan sumber dan identitas (id) ini sudah tercatat dengan isi lain. Yang pertama tetap berlaku; kiriman ini menunggu di "
    "meja kiriman bermasalah. Kesalahan isi dibetulkan dengan peristiwa koreksi (corrected), perubahan dengan identitas baru."
)
AWAY: Final = "Kafka belum dapat dicapai, dan peristiwa ini belum diterima. Kirim lagi sebentar lagi."
UNKNOWN: Final = (
    "Kafka belum menjawab pada waktunya, jadi belum pasti apakah peristiwa ini diterima. Kirim lagi dengan identitas yang sama; "
    "kiriman ulang aman."
)
NO_REGISTRY: Final = "Simpul baru menyala dan belum dapat membaca daftar sumber. Kirim lagi sebentar lagi."


class Problem(NamedTuple):
    """One problem: its code, what to do about this one (Indonesian, without a value of the event), and places in the input."""

    code: str
    detail: str
    faults: Sequence[tuple[str, str]] = ()
    retry_s: int | None = None

    @property
    def kind(self) -> Kind:
        return KINDS[self.code]

    def document(self, trace_id: str) -> dict[str, Any]:
        """The members of the problem document; `instance` leads operators to the log lines of the same trace."""
        said: dict[str, Any] = {
            "type": PAGE + self.code,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
            "instance": f"urn:trace:{trace_id}",
        }
        if self.faults:
            said["kesalahan"] = [{"pointer": pointer, "detail": sentence} for pointer, sentence in self.faults]
        return said

    @property
    def headers(self) -> dict[str, str]:
        retry = self.retry_s or self.kind.retry_s
        said = {} if retry is None else {"Retry-After": str(retry)}
        return {**said, "WWW-Authenticate": 'Bearer realm="simpul"'} if self.kind.status == 401 else said  # noqa: PLR2004 -- of HTTP


class RefusedError(Exception):
    """A request that gets a problem for an answer."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def of_unreadable(error: Unreadable) -> Problem:
    """All that was wrong with an event, each at its place."""
    return Problem(str(error.code), error.sentence, [(fault.pointer, fault.sentence) for fault in error.faults])


def of_set_aside(error: SetAsideError) -> Problem:
    """Why this source may not say this."""
    return Problem(error.code, error.sentence, [(error.pointer, error.sentence)] if error.pointer else [])

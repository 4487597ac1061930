"""Random facts of complaints."""

from collections.abc import Callable
from random import Random
from typing import Any, Final

from schemas import complaints as c
from schemas.payload import Payload
from tests.histories.world import AGENCIES, INSTANTS, NIKS, PHONES, SUBJECTS, UNITS, maybe


def _received(rng: Random) -> dict[str, Any]:
    return {
        "number": rng.choice(("7712345", "7712346")),
        "channel": "SP4N-LAPOR!",
        **_described(rng),
        "complaint_class": maybe(rng, "informasi", "non-pengawasan"),
        "agency": maybe(rng, *AGENCIES),
        "unit": rng.choice(UNITS),
        "latitude": maybe(rng, -6.9, 0.1),
        "text": maybe(rng, "Lampu jalan padam."),
        "reporter_name": maybe(rng, "Contoh Pelapor"),
        "reporter_phone": maybe(rng, *PHONES),
        "reporter_nik": maybe(rng, *NIKS),
        "effective": rng.choice(INSTANTS[:3]),
    }


def _described(rng: Random) -> dict[str, Any]:
    return {
        "topic": maybe(rng, "Lampu jalan", "Air"),
        "service": maybe(rng, "Penerangan jalan umum"),
        "region": maybe(rng, "32.73.02.1004", "32.73.02"),
    }


def _step(rng: Random) -> dict[str, Any]:
    return {"by": rng.choice(AGENCIES), "effective": rng.choice(INSTANTS)}


def _why(rng: Random) -> dict[str, Any]:
    return {**_step(rng), "reason": maybe(rng, "Bukan wewenang")}


def _classified(rng: Random) -> dict[str, Any]:
    return {**_step(rng), **_described(rng), "complaint_class": rng.choice(("informasi", "pengawasan"))}


def _dispatched(rng: Random) -> dict[str, Any]:
    return {**_why(rng), "to": rng.choice(AGENCIES), "to_unit": rng.choice(UNITS)}


def _held(rng: Random) -> dict[str, Any]:
    return {**_why(rng), "reporter_asked": rng.choice((True, False)), "proof": maybe(rng, "Pesan 2026/118")}


def _responded(rng: Random) -> dict[str, Any]:
    return {**_step(rng), "text": maybe(rng, "Sedang diperiksa.")}


def _resolved(rng: Random) -> dict[str, Any]:
    return {**_responded(rng), "outcome": maybe(rng, "done", "unfounded")}


def _rated(rng: Random) -> dict[str, Any]:
    return {"score": rng.choice((1, 5)), "effective": rng.choice(INSTANTS)}


def _merged(rng: Random) -> dict[str, Any]:
    return {**_step(rng), "into": rng.choice(SUBJECTS["complaint"])}


MAKES: Final[dict[type[Payload], Callable[[Random], dict[str, Any]]]] = {
    c.ComplaintReceived: _received,
    c.ComplaintVerified: _step,
    c.ComplaintClassified: _classified,
    c.ComplaintDeclined: _why,
    c.ComplaintDispatched: _dispatched,
    c.ComplaintPutOnHold: _held,
    c.ComplaintResumed: _step,
    c.ComplaintResponded: _responded,
    c.ComplaintResolved: _resolved,
    c.ComplaintRated: _rated,
    c.ComplaintClosed: _why,
    c.ComplaintReopened: _why,
    c.ComplaintMerged: _merged,
    c.ComplaintArchived: _why,
}

"""What OpenAPI says of `POST /events`, for the vendors who read it."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import Security
from fastapi.security import HTTPBearer

from hub.intake.problems import KINDS, MEDIA_TYPE
from schemas.envelope import MAX_BYTES
from schemas.http import MAX_BATCH

_EVENT: Final[Mapping[str, Any]] = {
    "specversion": "1.0",
    "type": "id.go.pemda.complaints.received.v1",
    "source": "/32.73/diskominfo/lapor",
    "id": "received:7712345:000001",
    "subject": "complaint/lapor:7712345",
    "time": "2026-01-05T09:30:00+07:00",
    "data": {"number": "7712345", "channel": "SP4N-LAPOR!", "agency": "dishub", "effective": "2026-01-05T09:30:00+07:00"},
}
_DESCRIPTION: Final = f"""
Peristiwa ditulis sebagai CloudEvents 1.0 dalam salah satu dari tiga bentuk, menurut Content-Type:

- **terstruktur** `application/cloudevents+json`: satu peristiwa;
- **biner**: atribut dalam header `ce-*`, isi JSON dalam badan permintaan (`application/json`);
- **berkelompok** `application/cloudevents-batch+json`: daftar peristiwa. Bentuk ini disukai, paling banyak {MAX_BATCH} peristiwa;
  setiap peristiwa mendapat jawabannya sendiri, dan yang salah tidak menahan yang benar.

Badan permintaan paling besar {MAX_BYTES // 1024} KiB. Identitas (`id`) yang sama dari sumber yang sama adalah peristiwa yang sama: kiriman
ulang selalu aman. `source` harus sumber pemilik kunci API. Jawaban 202 berarti peristiwa tersimpan di Kafka dan tidak akan hilang.
"""
_STATUSES: Final[Mapping[int, str]] = {
    200: "Duplikat: peristiwa ini sudah diterima sebelumnya, dengan isi yang sama.",
    202: "Diterima.",
    207: "Kelompok dengan hasil yang berbeda-beda: baca hasil setiap peristiwa.",
}
_RESULT: Final[Mapping[str, Any]] = {
    "type": "object",
    "required": ["hasil", "jejak"],
    "properties": {"hasil": {"type": "string", "enum": ["diterima", "duplikat"]}, "id": {"type": "string"}, "jejak": {"type": "string"}},
}
_RESULTS: Final[Mapping[str, Any]] = {
    "type": "object",
    "required": ["hasil", "jejak"],
    "properties": {
        "hasil": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["indeks", "status", "hasil"],
                "properties": {
                    "indeks": {"type": "integer"},
                    "status": {"type": "integer"},
                    "id": {"type": "string"},
                    "hasil": {"type": "string", "enum": ["diterima", "duplikat", "ditolak"]},
                    "masalah": {"type": "object"},
                },
            },
        },
        "jejak": {"type": "string"},
    },
}


def _problems() -> dict[int | str, dict[str, Any]]:
    """Every status that a refusal can have, with its reasons."""
    found: dict[int | str, dict[str, Any]] = {}
    for status in sorted({kind.status for kind in KINDS.values()}):
        codes = [code for code, kind in KINDS.items() if kind.status == status]
        titles = ", ".join(dict.fromkeys(KINDS[code].title for code in codes))
        content = {MEDIA_TYPE: {"schema": {"type": "object"}}}
        found[status] = {"description": f"{titles}. Kode: {', '.join(codes)}.", "content": content}
    return found


def _answers() -> dict[int | str, dict[str, Any]]:
    either = {"application/json": {"schema": {"oneOf": [_RESULT, _RESULTS]}}}
    return {status: {"description": said, "content": either} for status, said in _STATUSES.items()} | _problems()


_KEY: Final = HTTPBearer(scheme_name="kunciSumber", description="Kunci API milik satu sumber.", auto_error=False)
"""Named here for OpenAPI alone: the door reads the header itself, to say what is wrong with it."""
_BODY: Final[Mapping[str, Any]] = {
    "required": True,
    "content": {
        "application/cloudevents+json": {"schema": {"type": "object"}, "example": _EVENT},
        "application/cloudevents-batch+json": {"schema": {"type": "array", "maxItems": MAX_BATCH}, "example": [_EVENT]},
        "application/json": {"schema": {"type": "object"}, "example": _EVENT["data"]},
    },
}
POST: Final[Mapping[str, Any]] = {
    "summary": "Mengirim satu peristiwa atau sekelompok peristiwa",
    "description": _DESCRIPTION.strip(),
    "operation_id": "kirim_peristiwa",
    "status_code": 202,
    "responses": _answers(),
    "dependencies": [Security(_KEY)],
    "openapi_extra": {"requestBody": _BODY},
}
OPTIONS: Final[Mapping[str, Any]] = {
    "summary": "Jabat tangan webhook CloudEvents",
    "description": "Menjawab header WebHook-Request-Origin dengan izin mengirim dan batas permintaan semenit.",
    "operation_id": "jabat_tangan",
    "responses": {200: {"description": "Boleh mengirim, dengan kunci API."}},
}

"""A CloudEvent 1.0.2 as we take it: the attributes, closed except for well-formed extensions. The bindings are `http` and `kafka`.

Lengths: an identifier stands in keys, headers and indexes, so it is short printable ASCII. Free text has its place in `data`.
"""

from typing import Any, ClassVar, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from schemas.event_type import EventType
from schemas.fields import EARLIEST, LATEST, SOURCE_SLUG, subject_pattern

MAX_BYTES: Final = 256 * 1024
"""Largest event in bytes; every intermediary must forward 64 KiB (CloudEvents 1.0.2, size limits), and ours takes four times that."""

SOURCE_PATTERN: Final = rf"^/[1-9][0-9](?:\.[0-9]{{2}})?/[a-z0-9][a-z0-9-]{{0,38}}[a-z0-9]/{SOURCE_SLUG}$"
"""``/<region code>/<agency>/<source>``: a province (32) or a regency or city (32.73)."""


class Event(BaseModel):
    """One event; `data` is an instance of the model of its `event_type`. Instances come from `decode`, of a subclass per type.

    `about` names whose the classified fields are (``reporter/lapor:7712345``); None means the subject's. `origin` says where the sender has
    it from. CloudEvents lets an optional attribute be null; it then counts as absent.
    """

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)
    event_type: ClassVar[EventType]

    specversion: Literal["1.0"] = Field(title="Versi CloudEvents", description="Selalu 1.0.", examples=["1.0"])
    id: str = Field(
        pattern=r"^[!-~]{1,200}$",
        title="Identitas",
        description="Peristiwa, kunci sumber, dan versi; kiriman ulang memakai yang sama.",
        examples=["post-filled:118:000001"],
    )
    source: str = Field(
        max_length=100,
        pattern=SOURCE_PATTERN,
        title="Sumber",
        description="Kode wilayah, OPD pengirim, dan sumber.",
        examples=["/32.73/bkpsdm/simpeg"],
    )
    type: str = Field(title="Jenis peristiwa", description="Nama lengkap dengan versi.", examples=["id.go.pemda.personnel.post-filled.v1"])
    subject: str = Field(
        pattern=subject_pattern(""), title="Objek", description="Jenis objek, sumber, dan kunci sumber.", examples=["post/simpeg:118"]
    )
    time: AwareDatetime = Field(
        ge=EARLIEST,
        lt=LATEST,
        title="Waktu tercatat",
        description="Saat sumber mencatatnya, dengan zona waktu.",
        examples=["2026-01-05T09:30:00+07:00"],
    )
    datacontenttype: str | None = Field(
        None,
        max_length=100,
        pattern=r"^(?i:application/json)(?: *;.*)?$",
        title="Jenis isi",
        description="Selalu JSON.",
        examples=["application/json"],
    )
    dataschema: str | None = Field(
        None, max_length=300, title="Skema", description="Alamat JSON Schema dari isi.", examples=["/schemas/personnel.post-filled.v1.json"]
    )
    partitionkey: str | None = Field(
        None, max_length=200, title="Kunci partisi", description="Biasanya objek.", examples=["post/simpeg:118"]
    )
    traceparent: str | None = Field(
        None, max_length=100, title="Jejak", description="W3C Trace Context.", examples=["00-" + "1" * 32 + "-" + "2" * 16 + "-01"]
    )
    tracestate: str | None = Field(None, max_length=512, title="Keadaan jejak", description="W3C Trace Context.", examples=["simpul=1"])
    dataclassification: Literal["public", "internal", "confidential", "restricted"] | None = Field(
        None,
        title="Klasifikasi data",
        description="Tingkat kerahasiaan menurut pengirim; yang tidak dikenal ditolak.",
        examples=["confidential"],
    )
    origin: str | None = Field(
        None,
        max_length=500,
        title="Asal",
        description="Dari mana pengirim mendapatkannya: sidik dan baris berkas, tabel dan kunci, atau permintaan.",
        examples=["file:sha256=ab12#row=17"],
    )
    about: str | None = Field(
        None,
        pattern=subject_pattern(""),
        title="Tentang",
        description="Pemilik isian berkelas bila bukan objeknya sendiri.",
        examples=["reporter/lapor:7712345"],
    )
    data: Any = Field(title="Isi", description="Isi peristiwa.")

    @property
    def agency(self) -> str:
        """Slug of the sender's agency, as the source states it."""
        return self.source.split("/", 3)[2]

    @property
    def source_slug(self) -> str:
        """Slug of the source, unique in the region."""
        return self.source.rpartition("/")[2]

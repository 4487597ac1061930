"""The mapping file: which events the rows of a file are, and from which column each field comes.

Written in YAML by whoever knows the file; every error names its line and the field. `docs` of the fields below are the reference; a whole
example is `mappings/nyc311.yaml`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from connectors.file.lined_yaml import LinedYaml, Place
from connectors.file.rows import Format
from schemas.event_type import PREFIX, EventType
from schemas.registry import EVENT_TYPES

Kind = Literal["text", "number", "integer", "rupiah", "day", "instant", "yes-no"]
SHAPES: Final = ("constant", "column", "columns", "reference", "object")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, populate_by_name=True)


class Reference(_Part):
    """The subject of another record: `kind/source:<the column's value>`."""

    kind: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$", description="Jenis objek, misalnya employee.")
    source: str = Field(pattern=r"^[a-z0-9-]{1,40}$", description="Nama singkat sumber yang punya objek itu.")
    column: str = Field(description="Kolom dengan kunci objek di sumber itu.")


class Value(_Part):
    """Where a value comes from. A bare text is the name of a column."""

    constant: str | None = Field(None, description="Nilai tetap.")
    column: str | None = Field(None, description="Nama kolom; yang diawali / adalah JSON Pointer ke dalam baris.")
    columns: tuple[str, ...] | None = Field(None, min_length=1, description="Beberapa kolom yang disambung; yang kosong dilewati.")
    join: str = Field(" ", description="Penyambung kolom.")
    reference: Reference | None = Field(None, description="Objek lain yang dirujuk.")
    object: Mapping[str, "Value"] | None = Field(None, description="Isian bertingkat, misalnya surat keputusan.")
    kind: Kind = Field("text", alias="as", description="Cara membaca nilai.")
    pattern: str | None = Field(None, description="Bentuk tanggal seperti strptime, misalnya %d/%m/%Y. Kosong: ISO 8601.")
    zone: str | None = Field(None, description="Zona waktu nilai ini, bila bukan zona berkas.")
    indonesian: bool = Field(default=False, description="Angka ditulis 1.234.567,89.")
    table: str | None = Field(None, description="Nama daftar di tables; nilai yang tidak ada di sana ditolak.")
    missing: tuple[str, ...] = Field((), description="Tulisan yang berarti kosong, misalnya N/A.")
    default: str | None = Field(None, description="Nilai bila kosong.")

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"column": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_shape(self) -> Self:
        if sum(getattr(self, shape) is not None for shape in SHAPES) != 1:
            raise ValueError(f"harus punya tepat satu dari {', '.join(SHAPES)}")
        return self

    @field_validator("zone")
    @classmethod
    def _zone(cls, value: str | None) -> str | None:
        return value if value is None else _zone_name(value)

    def named(self) -> Iterator[str]:
        """The columns that it reads."""
        yield from self.columns or ()
        if self.column is not None:
            yield self.column
        if self.reference is not None:
            yield self.reference.column
        for member in (self.object or {}).values():
            yield from member.named()


class Condition(_Part):
    """A test of one column; an absent or empty one is `present: no`."""

    column: str = Field(description="Nama kolom.")
    among: tuple[str, ...] | None = Field(None, alias="is", description="Salah satu dari nilai ini.")
    not_among: tuple[str, ...] | None = Field(None, alias="is_not", description="Bukan salah satu dari nilai ini.")
    present: bool | None = Field(None, description="Terisi (yes) atau kosong (no).")


class EventMapping(_Part):
    """One event that a row can be."""

    event: str = Field(description="Jenis peristiwa, misalnya complaints.received.")
    version: int = Field(1, ge=1, description="Versi kontraknya.")
    when: tuple[Condition, ...] = Field((), description="Syarat; semua harus terpenuhi. Kosong: setiap baris.")
    key: Value | None = Field(None, description="Kunci objek, bila bukan key seluruh berkas.")
    time: Value = Field(description="Saat sumber mencatatnya.")
    stamp: Value | None = Field(None, description="Cap perubahan dari sumber. Kosong: Simpul menghitung versinya sendiri.")
    about: Value | None = Field(None, description="Pemilik isian berkelas (reference), bila bukan objeknya sendiri.")
    data: Mapping[str, Value] = Field(description="Isian peristiwa dan asal nilainya.")

    @field_validator("event")
    @classmethod
    def _is_known(cls, value: str) -> str:
        facts = sorted({one.short for one in EVENT_TYPES.values() if one.amendment is None})
        if value not in facts:
            near = [name for name in facts if name.partition(".")[0] == value.partition(".")[0]] or facts
            raise ValueError(f"tidak dikenal; yang ada: {', '.join(near)}")
        return value

    @property
    def event_type(self) -> EventType:
        return EVENT_TYPES[f"{PREFIX}{self.event}.v{self.version}"]


class FileMapping(_Part):
    """A whole mapping file."""

    format: Format | None = Field(None, description="json, jsonl, atau csv. Kosong: menurut akhiran nama berkas.")
    delimiter: Literal[";", ",", "\t"] | None = Field(None, description="Pemisah kolom CSV. Kosong: dilihat dari baris pertama.")
    zone: str | None = Field(None, description="Zona waktu tanggal dan jam tanpa zona, misalnya Asia/Jakarta.")
    key: Value = Field(description="Kunci objek di sumber.")
    expects: tuple[Condition, ...] = Field((), description="Syarat yang harus dipenuhi setiap baris; yang tidak, ditaruh di meja.")
    tables: Mapping[str, Mapping[str, str]] = Field({}, description="Daftar padanan nilai: nilai di berkas, nilai di peristiwa.")
    events: tuple[EventMapping, ...] = Field(min_length=1, description="Peristiwa yang dapat dibuat dari satu baris.")

    @field_validator("zone")
    @classmethod
    def _zone(cls, value: str | None) -> str | None:
        return value if value is None else _zone_name(value)

    def columns(self) -> list[str]:
        """Every column that it reads, JSON Pointers left out."""
        found = [*self.key.named(), *(one.column for one in self.expects)]
        for event in self.events:
            found += [one.column for one in event.when]
            for value in (event.key, event.time, event.stamp, event.about, *event.data.values()):
                found += value.named() if value else ()
        return [name for name in dict.fromkeys(found) if not name.startswith("/")]


def read_mapping(path: Path) -> FileMapping:
    """A mapping from its file.

    Raises:
        CannotReadError: with file, line and field of what is wrong.
    """
    document = LinedYaml(path)
    try:
        mapping = FileMapping.model_validate(document.data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise document.wrong(first["loc"], _sentence(first["type"], first["msg"], first.get("ctx", {}))) from None
    for place, sentence in _contradictions(mapping):
        raise document.wrong(place, sentence)
    return mapping


def _contradictions(mapping: FileMapping) -> Iterator[tuple[Place, str]]:
    """What no field can see by itself: tables and fields that are not there, fields that must be."""
    for number, event in enumerate(mapping.events):
        place: Place = ("events", number)
        if f"{PREFIX}{event.event}.v{event.version}" not in EVENT_TYPES:
            yield (*place, "version"), f"{event.event} tidak punya versi {event.version}"
            return
        if event.time.kind != "instant":
            yield (*place, "time"), "saat tercatat dibaca dengan as: instant"
        fields = event.event_type.model.model_fields
        for name, value in event.data.items():
            if name not in fields:
                yield (*place, "data", name), f"isian ini tidak ada dalam {event.event}; yang ada: {', '.join(fields)}"
            if value.table is not None and value.table not in mapping.tables:
                yield (*place, "data", name, "table"), f"daftar {value.table} tidak ada dalam tables"
        lacking = [name for name, field in fields.items() if field.is_required() and name not in event.data]
        if lacking:
            yield (*place, "data"), f"isian wajib {event.event} belum dipetakan: {', '.join(lacking)}"


def _zone_name(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, KeyError, OSError) as error:
        raise ValueError("bukan zona waktu; contoh: Asia/Jakarta") from error
    return value


def _sentence(kind: str, message: str, context: Mapping[str, Any]) -> str:
    match kind:
        case "missing":
            return "wajib ada"
        case "extra_forbidden":
            return "tidak dikenal di sini"
        case "literal_error":
            return "harus salah satu dari " + str(context["expected"]).replace("'", "").replace(" or ", " atau ")
        case "value_error":
            return str(context["error"])
        case "tuple_type" | "too_short":
            return "harus daftar yang tidak kosong"
        case "mapping_type" | "model_type" | "model_attributes_type" | "dict_type":
            return "harus berisi nama dan nilai"
    return f"tidak sah ({message})"

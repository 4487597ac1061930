"""Corrections and withdrawals: the same two for every domain.

A correction says what was always so (90 was typed for 900); a withdrawal says that it never was (sent by mistake). What happened in the
world, such as the cancellation of an SP2D, is a fact of its own and no amendment.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, create_model

from schemas.event_type import EventType, describe
from schemas.fields import Payload, Text

Reason = Annotated[Text, Field(title="Alasan", description="Mengapa diubah, tanpa data pribadi.", examples=["Salah ketik tanggal"])]


class Of(Payload):
    """Peristiwa yang diubah; objeknya sama dengan objek perubahan ini."""

    source: str = Field(max_length=100, title="Sumber", description="Sumber peristiwa asal.", examples=["/32.73/bkpsdm/simpeg"])
    id: str = Field(
        pattern=r"^[!-~]{1,200}$", title="Identitas", description="Identitas peristiwa asal.", examples=["post-filled:118:000001"]
    )
    type: str = Field(title="Jenis", description="Jenis peristiwa asal.", examples=["id.go.pemda.personnel.post-filled.v1"])


class Correction(Payload):
    """Koreksi: isi yang benar sejak semula, lengkap."""

    of: Of = Field(title="Peristiwa asal", description="Yang dikoreksi.")
    payload: Payload = Field(title="Isi yang benar", description="Seluruh isi yang benar, bukan hanya yang berubah.")
    reason: Reason


class Withdrawal(Payload):
    """Penarikan: peristiwa asal tidak pernah terjadi."""

    of: Of = Field(title="Peristiwa asal", description="Yang ditarik.")
    reason: Reason


AMENDED, WITHDRAWN = 900, 910
"""Ranks after every fact; the order of amendments is their time and id, so this only keeps them apart."""


def amendments_of(domain: str) -> tuple[EventType, EventType]:
    """The two amendment types of a domain."""
    return (
        describe(Correction, f"{domain}.corrected", kind="", rank=AMENDED, amendment="correction"),
        describe(Withdrawal, f"{domain}.withdrawn", kind="", rank=WITHDRAWN, amendment="withdrawal"),
    )


def _camel(event_type: EventType) -> str:
    return "".join(part.capitalize() for part in event_type.name.replace("-", ".").split(".")[3:])


def _of(event_type: EventType) -> type[Of]:
    name: Any = Annotated[Literal[event_type.name], Of.model_fields["type"]]
    return create_model(f"Of{_camel(event_type)}", __base__=Of, type=(name, ...))


def correction_model(event_type: EventType, *, plain: bool) -> type[Correction]:
    """`Correction` whose payload is the model of the amended type."""
    payload = event_type.plain_model if plain else event_type.model
    name = f"{'Plain' if plain else ''}CorrectionOf{_camel(event_type)}"
    of: Any = Annotated[_of(event_type), Correction.model_fields["of"]]
    right: Any = Annotated[payload, Correction.model_fields["payload"]]
    return create_model(name, __base__=Correction, of=(of, ...), payload=(right, ...))


def withdrawal_model(event_types: Iterable[EventType]) -> type[Withdrawal]:
    """`Withdrawal` of one of these types."""
    names: Any = Annotated[Literal[tuple(t.name for t in event_types)], Of.model_fields["type"]]
    of: Any = Annotated[create_model("OfWithdrawn", __base__=Of, type=(names, ...)), Withdrawal.model_fields["of"]]
    return create_model("WithdrawalOf", __base__=Withdrawal, of=(of, ...))


def type_of_target(value: Any) -> str | None:
    """The tag of a correction: its `of.type`, from JSON or from an instance."""
    if isinstance(value, Correction):
        return value.of.type
    of = value.get("of") if isinstance(value, dict) else None
    tag = of.get("type") if isinstance(of, dict) else None
    return tag if isinstance(tag, str) else None


def corrections(event_types: Iterable[EventType], *, plain: bool) -> Any:
    """The annotation of all corrections in a domain: a union told apart by `of.type`, so that the payload is read in the same one pass."""
    tagged: list[Any] = [Annotated[correction_model(t, plain=plain), Tag(t.name)] for t in event_types]
    return Annotated[reduce(or_, tagged), Discriminator(type_of_target)]

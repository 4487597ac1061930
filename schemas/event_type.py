"""What the hub knows about a type of event, read off its model: class of fields, joins, references, when it takes effect."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, TypeVar

from pydantic import create_model, model_validator

from schemas.marks import Classification, Joined, Own, RefersTo, marks
from schemas.payload import Payload

PREFIX: Final = "id.go.pemda."
Effective = Literal["day", "instant", "time"]
Amendment = Literal["correction", "withdrawal"]
M = TypeVar("M", bound=Payload)


@dataclass(frozen=True, slots=True)
class Join:
    """A field by whose keyed hash rules join; `kind` is the space of numbers (``nip`` holds NI PPPK too)."""

    field: str
    kind: str


@dataclass(frozen=True, slots=True)
class EventType:
    """One type and version of event.

    Attributes:
        name: full CloudEvents type, ``id.go.pemda.personnel.post-filled.v1``.
        domain: ``personnel``.
        version: 1, 2, ...
        kind: kind of the subjects that it is about; "" for amendments, whose subject is that of what they amend.
        rank: order among the types of one kind on the same instant, lowest first.
        model: of the data. For corrections the base `Correction`; each instance is of a subclass that knows its payload's model.
        plain_model: subclass of model for the plain payload of the log: encrypted fields may be absent, nothing is checked across fields.
        classified: top-level fields with a class.
        encrypted: those of them that leave the plain payload, in the order of the model.
        joins: in declared order.
        effective: type of the field of that name: a day, an instant, or none (then the event's time counts).
        own_agency: fields that must name the sender's own agency where its source's scope is ``own``. Absent (None) is nobody's.
        references: fields that hold a subject.
        amendment: None for facts.
    """

    name: str
    domain: str
    version: int
    kind: str
    rank: int
    model: type[Payload]
    plain_model: type[Payload]
    classified: dict[str, Classification]
    encrypted: tuple[str, ...]
    joins: tuple[Join, ...]
    effective: Effective
    own_agency: tuple[str, ...]
    references: tuple[str, ...]
    amendment: Amendment | None = None

    @property
    def short(self) -> str:
        """``personnel.post-filled``, as people say it."""
        return self.name.removeprefix(PREFIX).rpartition(".")[0]


_DECLARED: Final = "__event_type__"


def event(name: str, *, kind: str, rank: int, version: int = 1, amendment: Amendment | None = None) -> Callable[[type[M]], type[M]]:
    """Declare a model as the data of `<domain>.<what-happened>`; the registry takes it from the domain's module."""

    def declare(model: type[M]) -> type[M]:
        setattr(model, _DECLARED, describe(model, name, kind=kind, rank=rank, version=version, amendment=amendment))
        return model

    return declare


def declared(model: object) -> EventType | None:
    """The type that the decorator attached to this very class (a subclass is no event by inheritance)."""
    found = vars(model).get(_DECLARED) if isinstance(model, type) else None
    return found if isinstance(found, EventType) else None


def describe(model: type[Payload], name: str, *, kind: str, rank: int, version: int = 1, amendment: Amendment | None = None) -> EventType:
    """An EventType read off a model's fields."""
    found = {field: marks(info) for field, info in model.model_fields.items()}
    classified = {field: mark for field, all_ in found.items() for mark in all_ if isinstance(mark, Classification)}
    encrypted = tuple(field for field, mark in classified.items() if mark.encrypted)
    return EventType(
        name=f"{PREFIX}{name}.v{version}",
        domain=name.partition(".")[0],
        version=version,
        kind=kind,
        rank=rank,
        model=model,
        plain_model=_plain(model, encrypted),
        classified=classified,
        encrypted=encrypted,
        joins=tuple(Join(field, mark.kind) for field, all_ in found.items() for mark in all_ if isinstance(mark, Joined)),
        effective=_effective(model),
        own_agency=tuple(field for field, all_ in found.items() if any(isinstance(mark, Own) for mark in all_)),
        references=tuple(field for field, all_ in found.items() if any(isinstance(mark, RefersTo) for mark in all_)),
        amendment=amendment,
    )


def _effective(model: type[Payload]) -> Effective:
    field = model.model_fields.get("effective")
    if field is None:
        return "time"
    return "day" if field.annotation is date else "instant"


def _unchecked(self: Payload) -> Payload:
    return self


def _plain(model: type[Payload], encrypted: tuple[str, ...]) -> type[Payload]:
    """The log was checked when it was written, and a check across fields would miss the encrypted ones: so the plain model has none."""
    checks: Any = dict.fromkeys(model.__pydantic_decorators__.model_validators, model_validator(mode="after")(_unchecked))
    if not encrypted and not checks:
        return model
    optional: Any = {field: (model.model_fields[field].annotation | None, None) for field in encrypted}  # type: ignore[operator]  # a type
    return create_model(f"{model.__name__}Plain", __base__=model, __module__=model.__module__, __validators__=checks, **optional)

"""The house rules of the contracts: what every event type must keep, so that the hub may rely on it."""

from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

import schemas
from schemas.common import Agency
from schemas.complaints import ComplaintMerged, ComplaintReceived
from schemas.event_type import EventType, declared, describe
from schemas.fields import Decree, Joined, Payload, Personal, Restricted, Text
from schemas.marks import Classification, RefersTo, marks
from schemas.payroll import LinePaid
from schemas.personnel import PersonRegistered, PostFilled
from schemas.registry import DOMAINS, EVENT_TYPES, event_type_of
from schemas.spending import SpmIssued

FACTS = [event_type for event_type in EVENT_TYPES.values() if event_type.amendment is None]
facts = pytest.mark.parametrize("event_type", FACTS, ids=lambda event_type: event_type.short)


def models_of(model: type[BaseModel]) -> list[type[BaseModel]]:
    found = [model]
    for field in model.model_fields.values():
        for inner in _models(field.annotation):
            found += models_of(inner)
    return found


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in _models(argument)]


MODELS = dict.fromkeys(model for event_type in FACTS for model in models_of(event_type.model))
FIELDS = {f"{model.__name__}.{name}": (model, field) for model in MODELS for name, field in model.model_fields.items()}


def test_every_file_that_declares_events_is_a_listed_domain() -> None:
    root = Path(schemas.__file__).parent
    declaring = {path.relative_to(root).parts[0].removesuffix(".py") for path in root.rglob("*.py") if "\n@event(" in path.read_text()}
    assert declaring == set(DOMAINS)


def test_every_declared_event_is_registered() -> None:
    for domain, module in DOMAINS.items():
        text = "".join(path.read_text() for path in sorted(Path(module.__file__ or "").parent.rglob("*.py")) if _belongs(path, domain))
        assert text.count("\n@event(") == sum(1 for event_type in FACTS if event_type.domain == domain)


def _belongs(path: Path, domain: str) -> bool:
    return domain in (path.stem, path.parent.name)


def test_every_domain_can_correct_and_withdraw() -> None:
    for domain in DOMAINS:
        assert EVENT_TYPES[f"id.go.pemda.{domain}.corrected.v1"].amendment == "correction"
        assert EVENT_TYPES[f"id.go.pemda.{domain}.withdrawn.v1"].amendment == "withdrawal"


def test_ranks_of_one_kind_differ_so_that_the_order_is_total() -> None:
    seen = Counter((event_type.kind, event_type.rank) for event_type in FACTS)
    assert [pair for pair, count in seen.items() if count > 1] == []


@facts
def test_name_is_the_past_tense_type_in_full(event_type: EventType) -> None:
    assert EVENT_TYPES[event_type.name] is event_type
    assert event_type.name == f"id.go.pemda.{event_type.domain}.{event_type.short.partition('.')[2]}.v{event_type.version}"


@facts
def test_model_is_explained_in_one_indonesian_sentence(event_type: EventType) -> None:
    assert vars(event_type.model).get("__doc__", "").rstrip().endswith(".")


@facts
def test_what_is_joined_is_encrypted(event_type: EventType) -> None:
    assert {join.field for join in event_type.joins} <= set(event_type.encrypted)


@facts
def test_references_are_single_subjects(event_type: EventType) -> None:
    for name in event_type.references:
        assert "tuple" not in str(event_type.model.model_fields[name].annotation)


@facts
def test_data_class_finds_its_type_also_when_plain(event_type: EventType) -> None:
    assert event_type_of(event_type.model) is event_type
    assert event_type_of(event_type.plain_model) is event_type


def test_field_has_title_description_and_example() -> None:
    silent = [
        name
        for name, (_, field) in FIELDS.items()
        if not (field.title and (field.description or "").endswith(".") and (field.examples or _models(field.annotation)))
    ]
    assert silent == []


def test_optional_field_defaults_to_none() -> None:
    assert [name for name, (_, field) in FIELDS.items() if not field.is_required() and field.get_default(call_default_factory=False)] == []
    assert [name for name, (_, field) in FIELDS.items() if field.default_factory] == []


def test_class_mark_is_outermost_or_it_would_not_be_found() -> None:
    def found(all_: list[Any]) -> list[Any]:
        return [mark for mark in all_ if isinstance(mark, Classification | Joined)]

    assert [name for name, (_, field) in FIELDS.items() if found(list(field.metadata)) != found(marks(field))] == []


def test_class_mark_inside_a_nested_object_would_stay_in_the_plain_payload_so_there_is_none() -> None:
    marked = [name for name, (_, field) in FIELDS.items() if any(isinstance(mark, Classification) for mark in marks(field))]
    assert [name for name in marked if not declared(FIELDS[name][0])] == []


def test_no_field_holds_any_object_whose_keys_would_not_be_counted() -> None:
    assert [name for name, (_, field) in FIELDS.items() if "dict" in str(field.annotation) or "Any" in str(field.annotation)] == []


def test_effective_is_read_off_the_annotation() -> None:
    assert event_type_of(PostFilled).effective == "day"
    assert event_type_of(ComplaintReceived).effective == "instant"
    assert event_type_of(PersonRegistered).effective == "time"


def test_marks_are_read_off_the_fields() -> None:
    line = event_type_of(LinePaid)
    assert [(join.field, join.kind) for join in line.joins] == [("nip", "nip"), ("nik", "nik"), ("account", "account")]
    assert line.classified["net"] == Classification("specific", encrypted=False)
    assert "net" not in line.encrypted
    assert line.own_agency == ("agency",)
    assert line.references == ("person", "sp2d")
    assert event_type_of(ComplaintMerged).references == ("into",)
    assert event_type_of(SpmIssued).encrypted == ("signer_nip",)


def test_personal_fields_of_the_catalogue_are_marked() -> None:
    assert set(event_type_of(PersonRegistered).encrypted) == {"name", "birth_day", "nip", "nik"}
    assert {"text", "reporter_name", "reporter_phone", "reporter_nik"} <= set(event_type_of(ComplaintReceived).encrypted)


def test_restricted_field_is_encrypted_too() -> None:
    class Case(Payload):
        agency: Agency
        violation: Restricted[Text | None] = None

    found = describe(Case, "personnel.case-opened", kind="discipline", rank=0)
    assert found.encrypted == ("violation",)
    assert found.classified["violation"].name == "restricted"


def test_mark_taken_away_leaves_the_field_plain() -> None:
    class Marked(Payload):
        text: Personal[Text | None] = None

    class Unmarked(Payload):
        text: Text | None = None

    assert describe(Marked, "personnel.a", kind="x", rank=0).encrypted == ("text",)
    assert describe(Unmarked, "personnel.a", kind="x", rank=0).encrypted == ()


def test_reference_mark_is_found_inside_an_optional_field() -> None:
    field = PostFilled.model_fields["person"]
    assert RefersTo("employee") in marks(field)


def test_class_that_is_no_event_is_said_so() -> None:
    with pytest.raises(LookupError, match="Decree"):
        event_type_of(Decree)

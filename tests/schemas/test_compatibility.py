"""The compatibility check: known breaks are named, known widenings pass, and Hypothesis finds no pass that breaks."""

import copy
import json
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it has no types, and its stubs are not installed
from pydantic import Field, TypeAdapter, create_model

from schemas.compatibility import breaches, breaches_between
from schemas.fields import Payload
from schemas.publish import write

Schema = dict[str, Any]


class Inner(Payload):
    a: str = Field(max_length=5)
    b: int | None = None


class Old(Payload):
    text: str = Field(min_length=1, max_length=10, pattern="^[a-z]+$")
    number: int = Field(ge=0, le=100)
    choice: Literal["x", "y"]
    inner: Inner
    many: tuple[Inner, ...] | None = Field(None, max_length=3)
    flag: bool | None = None


def changed(**fields: Any) -> Schema:
    return create_model("New", __base__=Old, **fields).model_json_schema()


class Wider(Inner):
    a: str = Field(max_length=9)
    c: str | None = None


class Narrower(Inner):
    b: int


ALLOWED: dict[str, Schema] = {
    "nothing": changed(),
    "optional field more": changed(more=(str | None, None)),
    "longer text": changed(text=(str, Field(max_length=20, pattern="^[a-z]+$"))),
    "no pattern": changed(text=(str, ...)),
    "wider range": changed(number=(int, Field(ge=-5, le=200))),
    "number for integer": changed(number=(float, ...)),
    "value more": changed(choice=(Literal["x", "y", "z"], ...)),
    "any text for values": changed(choice=(str, ...)),
    "required becomes optional": changed(number=(int | None, None)),
    "wider object within": changed(inner=(Wider, ...)),
    "alternative more": changed(flag=(bool | str | None, None)),
    "other words": changed(text=(str, Field(min_length=1, max_length=10, pattern="^[a-z]+$", title="Lain", description="Lain."))),
}

REFUSED: dict[str, tuple[Schema, str]] = {
    "field more that is required": (changed(more=(str, ...)), "/more"),
    "shorter text": (changed(text=(str, Field(min_length=1, max_length=9, pattern="^[a-z]+$"))), "/text"),
    "longer least text": (changed(text=(str, Field(min_length=2, max_length=10, pattern="^[a-z]+$"))), "/text"),
    "other pattern": (changed(text=(str, Field(min_length=1, max_length=10, pattern="^[a-c]+$"))), "/text"),
    "narrower range": (changed(number=(int, Field(ge=1, le=100))), "/number"),
    "exclusive range": (changed(number=(int, Field(gt=-1, le=100))), "/number"),
    "other type": (changed(number=(str, ...)), "/number"),
    "value less": (changed(choice=(Literal["x"], ...)), "/choice"),
    "values for text": (changed(text=(Literal["a"], ...)), "/text"),
    "optional becomes required": (changed(flag=(bool | None, ...)), "/flag"),
    "null less": (changed(flag=(bool, False)), "/flag"),
    "narrower object within": (changed(inner=(Narrower, ...)), "/inner/b"),
    "shorter list": (changed(many=(tuple[Inner, ...] | None, Field(None, max_length=2))), "/many"),
    "narrower object in a list": (changed(many=(tuple[Narrower, ...] | None, Field(None, max_length=3))), "/many"),
}


@pytest.mark.parametrize("case", ALLOWED)
def test_widening_is_allowed(case: str) -> None:
    assert breaches(Old.model_json_schema(), ALLOWED[case]) == []


@pytest.mark.parametrize("case", REFUSED)
def test_break_is_named_by_its_place(case: str) -> None:
    schema, pointer = REFUSED[case]
    found = breaches(Old.model_json_schema(), schema)
    assert pointer in [breach.pointer for breach in found]
    assert all(breach.sentence.endswith(".") for breach in found)


def test_field_that_is_gone_is_a_break() -> None:
    schema = Old.model_json_schema()
    del schema["properties"]["flag"]
    assert [breach.pointer for breach in breaches(Old.model_json_schema(), schema)] == ["/flag"]


@pytest.mark.parametrize("keyword", ["not", "allOf", "patternProperties", "dependentRequired", "multipleOf", "prefixItems"])
def test_unknown_keyword_is_refused_on_either_side(keyword: str) -> None:
    old, new = Old.model_json_schema(), Old.model_json_schema()
    new["properties"]["text"][keyword] = {}
    assert breaches(old, new) != []
    assert breaches(new, old) != []


def test_vanished_version_is_a_break_between_releases(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    write(old)
    write(new)
    assert breaches_between(old, new) == []
    (new / "payroll/line-paid.v1.json").unlink()
    schema = json.loads((new / "complaints/rated.v1.json").read_text())
    schema["properties"]["score"]["maximum"] = 4
    (new / "complaints/rated.v1.json").write_text(json.dumps(schema))
    assert [breach.pointer for breach in breaches_between(old, new)] == ["complaints/rated.v1.json#/score", "payroll/line-paid.v1.json"]


# --- no pass that breaks: random pairs of schemas, random instances of the old one ---------------------------------------------------

small = st.integers(0, 4)
scalars = st.sampled_from(["a", "ab", "b", 0, 1, 2, True, False])


def optional(keys: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Schema]:
    return st.fixed_dictionaries({}, optional=keys)


def of_type(name: str, keys: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Schema]:
    return optional(keys).map(lambda found: {"type": name} | found)


leaves = st.one_of(
    of_type("string", {"minLength": small, "maxLength": small, "pattern": st.sampled_from(["^a", "b$"])}),
    of_type("integer", {"minimum": small, "maximum": small, "exclusiveMinimum": small, "exclusiveMaximum": small}),
    of_type("number", {"minimum": small, "maximum": small}),
    st.just({"type": "boolean"}),
    st.just({"type": "null"}),
    st.just({}),
    st.lists(scalars, min_size=1, max_size=3).map(lambda values: {"enum": values}),
    scalars.map(lambda value: {"const": value}),
)


def is_no_union(schema: Schema) -> bool:
    """A union right inside a union is beyond the check, which says so."""
    return not {"anyOf", "oneOf"} & schema.keys()


def tagged(tag: str, schema: Schema) -> Schema:
    """A schema told apart from others by a constant, as alternatives of pydantic's tagged unions are."""
    return {"type": "object", "properties": {"p": {"const": tag}, "q": schema}, "required": ["p"]}


def containers(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    properties = st.dictionaries(st.sampled_from("pqr"), inner, max_size=3)
    required = st.lists(st.sampled_from("pqr"), max_size=2, unique=True)
    return st.one_of(
        of_type("object", {"properties": properties, "required": required, "additionalProperties": st.booleans()}),
        of_type("array", {"items": inner, "minItems": small, "maxItems": small}),
        st.lists(inner.filter(is_no_union), min_size=1, max_size=3).map(lambda choices: {"anyOf": choices}),
        st.dictionaries(st.sampled_from("ab"), inner, min_size=1).map(lambda found: {"oneOf": [tagged(*pair) for pair in found.items()]}),
    )


schemas = st.recursive(leaves, containers, max_leaves=6)
SCALARS: list[Any] = [None, True, False, -1, 0, 1, 2, 4, 5, 0.5, 2.0, "", "a", "b", "ab", "ba", "abbb", "abbbb"]
LISTS: list[Any] = [[], *([one] for one in SCALARS), *([one] * 5 for one in SCALARS), [0, "a"], [[1]], [{"p": 1}]]
OBJECTS: list[Any] = [
    {},
    *({name: one} for name in "pqs" for one in (*SCALARS, [], ["a"], {"p": "a"})),
    {"p": 1, "q": "ab"},
    *({"p": tag, "q": one} for tag in "ab" for one in SCALARS),
    {"p": {}, "r": 2},
]
VALUES = SCALARS + LISTS + OBJECTS


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Schema, Schema]:
    """An old schema and a new one that differs from it in one place, or is another altogether."""
    old = draw(schemas)
    if draw(st.booleans()):
        return old, draw(schemas)
    new = copy.deepcopy(old)
    place = draw(st.sampled_from(list(places(new))))
    replacement = draw(schemas)
    if draw(st.booleans()):
        place.clear()
    place.update(replacement)
    return old, new


def places(schema: Schema) -> list[Schema]:
    found = [schema]
    for inner in schema.get("properties", {}).values():
        found += places(inner)
    for key in ("anyOf", "oneOf"):
        for inner in schema.get(key, []):
            found += places(inner)
    return found + (places(schema["items"]) if "items" in schema else [])


@settings(max_examples=100, phases=[Phase.explicit, Phase.generate])  # shrinking nested schemas takes minutes and they are small
@given(st.lists(pairs(), min_size=1, max_size=8))
def test_what_passes_the_check_takes_all_that_the_old_schema_took(found: list[tuple[Schema, Schema]]) -> None:
    for old, new in found:
        before, after = Draft202012Validator(old), Draft202012Validator(new)
        if not breaches(old, new):
            assert [value for value in VALUES if before.is_valid(value) and not after.is_valid(value)] == []


@given(schemas)
def test_schema_that_the_check_understands_is_compatible_with_itself(schema: Schema) -> None:
    assert breaches(schema, copy.deepcopy(schema)) == []


def test_union_inside_a_union_is_beyond_the_check() -> None:
    schema = {"anyOf": [{"anyOf": [{"type": "string"}]}]}
    assert [breach.sentence for breach in breaches(schema, schema)] == ["Pilihan di dalam pilihan tidak dikenal pemeriksaan ini."] * 2


@given(st.sampled_from([name for name, schema in ALLOWED.items() if schema]), st.data())
def test_old_valid_data_passes_the_new_model_of_each_allowed_change(case: str, data: st.DataObject) -> None:
    text, number = data.draw(st.from_regex(r"\A[a-z]{1,10}\Z")), data.draw(st.integers(0, 100))
    inner = {"a": data.draw(st.text(max_size=5))} | data.draw(st.just({}) | st.just({"b": 7}))
    value = {"text": text, "number": number, "choice": data.draw(st.sampled_from("xy")), "inner": inner, "many": [inner] * 3, "flag": None}
    TypeAdapter(Old).validate_python(value)
    assert Draft202012Validator(ALLOWED[case]).is_valid(value)

"""The published files are current, valid, and point to one another; a breaking change is refused."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it has no types, and its stubs are not installed
from referencing import Registry, Resource

from schemas.examples import examples
from schemas.publish import FOLDER, broken, main, stale, write
from schemas.published_files import files, path_of
from schemas.registry import EVENT_TYPES

ASYNCAPI: dict[str, Any] = json.loads((FOLDER / "asyncapi.json").read_text())


def test_published_files_are_current() -> None:
    assert stale() == []


def test_every_event_has_its_file() -> None:
    assert {str(path.relative_to(FOLDER)) for path in FOLDER.glob("*/*.json")} == {path_of(found) for found in EVENT_TYPES.values()}


@pytest.mark.parametrize("name", EVENT_TYPES)
def test_schema_is_valid_and_takes_its_example(name: str) -> None:
    schema = json.loads((FOLDER / path_of(EVENT_TYPES[name])).read_text())
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(examples()[name]["data"])) == []
    assert list(Draft202012Validator(schema).iter_errors(examples()[name]["data"] | {"surplus": 1})) != []


def test_envelope_takes_extensions_and_refuses_what_decode_refuses() -> None:
    validator = Draft202012Validator(json.loads((FOLDER / "envelope.json").read_text()))
    event = next(iter(examples().values()))
    assert validator.is_valid(event | {"ext": "a", "flag": True})
    assert not validator.is_valid(event | {"Ext": "a"})
    assert not validator.is_valid(event | {"data_base64": ""})
    assert not validator.is_valid(event | {"ext": {}})


def test_class_of_a_field_is_published_with_it() -> None:
    schema = files()["payroll/line-paid.v1.json"]
    assert schema["properties"]["nip"]["x-klasifikasi"] == "personal"
    assert schema["properties"]["net"] | {"x-klasifikasi": "specific", "x-terenkripsi": False} == schema["properties"]["net"]
    assert "x-klasifikasi" not in schema["properties"]["agency"]


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for inner in node.values():
            yield from references(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from references(inner)


def test_every_reference_of_the_asyncapi_document_leads_somewhere() -> None:
    found = list(references(ASYNCAPI))
    assert len(found) > len(EVENT_TYPES)
    for reference in found:
        if reference.startswith("./"):
            assert (FOLDER / reference).is_file()
        else:
            node: Any = ASYNCAPI
            for part in reference.removeprefix("#/").split("/"):
                node = node[part]


def test_every_message_takes_its_own_example() -> None:
    registry: Registry[Any] = Registry().with_resources(
        [(f"./{path}", Resource.from_contents(schema)) for path, schema in files().items() if path != "asyncapi.json"]
    )
    assert ASYNCAPI["asyncapi"] == "3.0.0"
    for made in ASYNCAPI["components"]["messages"].values():
        schema = made["payload"]["schema"]
        assert Draft202012Validator(schema, registry=registry).is_valid(made["examples"][0]["payload"])
        assert not Draft202012Validator(schema, registry=registry).is_valid(made["examples"][0]["payload"] | {"type": "x"})


def test_every_channel_holds_the_messages_of_its_domain() -> None:
    named = {name for channel in ASYNCAPI["channels"].values() for name in channel["messages"]}
    assert named == set(ASYNCAPI["components"]["messages"]) == {f"{found.short}.v{found.version}" for found in EVENT_TYPES.values()}


def test_check_says_what_is_not_current(tmp_path: Path) -> None:
    write(tmp_path)
    assert stale(tmp_path) == []
    (tmp_path / "envelope.json").write_text("{}")
    (tmp_path / "surplus.json").write_text("{}")
    (tmp_path / "payroll/line-paid.v1.json").unlink()
    assert stale(tmp_path) == ["envelope.json", "payroll/line-paid.v1.json", "surplus.json"]


def test_version_that_would_break_is_named(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / "payroll/line-paid.v1.json"
    schema = json.loads(path.read_text())
    schema["properties"]["bonus"] = {"type": "string"}
    path.write_text(json.dumps(schema))
    (tmp_path / "payroll/line-doubled.v1.json").write_text("{}")
    assert [breach.pointer for breach in broken(tmp_path)] == ["payroll/line-doubled.v1.json", "payroll/line-paid.v1.json#/bonus"]


def test_command_checks_the_real_folder() -> None:
    assert main(["--check"]) == 0

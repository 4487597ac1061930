"""Whether a new schema takes all that the published one took. Structural, for the keywords that pydantic emits; others are refused.

No library decides this well enough: some call breaking changes safe, some give no answer on unions of objects. A false alarm is possible
(a wider pattern cannot be told from another one); a false pass is not, which the tests ask of Hypothesis.
"""

import json
import sys
from collections.abc import Iterator
from itertools import combinations
from operator import gt, lt, ne
from pathlib import Path
from typing import Any, Final, NamedTuple

Schema = dict[str, Any]

ANNOTATIONS: Final = frozenset({"$schema", "$id", "$defs", "title", "description", "examples", "default", "deprecated", "discriminator"})
"""Say something to people, decide nothing. So do all that begin with ``x-``."""
UNIONS: Final = ("anyOf", "oneOf")
UPPER: Final = ("maxLength", "maxItems", "maximum", "exclusiveMaximum")
LOWER: Final = ("minLength", "minItems", "minimum", "exclusiveMinimum")
SAME: Final = ("pattern", "format")
SHAPE: Final = ("$ref", "type", "enum", "const", "items", "properties", "required", "additionalProperties")
KNOWN: Final = ANNOTATIONS | {*UNIONS, *UPPER, *LOWER, *SAME, *SHAPE}


class Breach(NamedTuple):
    """One place where the new schema may refuse what the old one took; `sentence` is Indonesian."""

    pointer: str
    sentence: str


class _Side(NamedTuple):
    """A schema at some place, with the definitions of its document."""

    schema: Schema
    defs: Schema

    def at(self, schema: Schema) -> "_Side":
        """Another place of the same document, its reference followed; what stands beside a reference is annotation."""
        while "$ref" in schema:
            rest = {key: value for key, value in schema.items() if key != "$ref" and not _is_annotation(key)}
            schema = self.defs[schema["$ref"].rpartition("/")[2]] | rest
        return _Side(schema, self.defs)

    def choices(self) -> list["_Side"]:
        """The alternatives of a union; a schema without one is its only alternative."""
        for union in UNIONS:
            if union in self.schema:
                return [self.at(one) for one in self.schema[union]]
        return [self]


def breaches(old: Schema, new: Schema) -> list[Breach]:
    """All places where data valid under `old` may be invalid under `new`; empty: compatible."""
    before, after = _Side(old, old.get("$defs", {})), _Side(new, new.get("$defs", {}))
    return list(_compare(before.at(old), after.at(new), ""))


def _compare(old: _Side, new: _Side, at: str) -> Iterator[Breach]:
    strange = list(_strange(old, at)) + list(_strange(new, at))
    if strange:
        yield from strange
        return
    choices = new.choices()
    if len(choices) == 1 and len(old.choices()) == 1:
        yield from _compare_one(old.choices()[0], choices[0], at)
        return
    for choice in old.choices():
        if not any(not list(_compare_one(choice, found, at)) for found in choices):
            yield Breach(at, "Satu pilihan dari bentuk lama tidak lagi diterima.")


def _is_annotation(key: str) -> bool:
    return key in ANNOTATIONS or key.startswith("x-")


def _strange(side: _Side, at: str) -> Iterator[Breach]:
    """Keywords that this check does not understand, also beside a union, where it would not look."""
    unions = [union for union in UNIONS if union in side.schema]
    if unions and any(union in choice.schema for choice in side.choices() for union in UNIONS):
        yield Breach(at, "Pilihan di dalam pilihan tidak dikenal pemeriksaan ini.")
    if "oneOf" in unions and not _told_apart(side.choices()):
        yield Breach(at, "Pilihan oneOf tanpa penanda yang membedakannya tidak dikenal pemeriksaan ini.")
    for key in side.schema:
        if key not in KNOWN and not _is_annotation(key):
            yield Breach(at, f"Kata kunci {key} tidak dikenal pemeriksaan ini.")
        elif unions and key != unions[0] and not _is_annotation(key):
            yield Breach(at, f"Kata kunci {key} di samping pilihan tidak dikenal pemeriksaan ini.")


def _told_apart(choices: list[_Side]) -> bool:
    """Whether no value can fit two alternatives: some constant that both require differs."""
    tags = [dict(_constants(choice, "")) for choice in choices]
    return all(any(one[at] != other[at] for at in one.keys() & other.keys()) for one, other in combinations(tags, 2))


def _constants(side: _Side, at: str) -> Iterator[tuple[str, str]]:
    """The constant texts that an object must hold, by their place."""
    if side.schema.get("type") == "object":
        for name in side.schema.get("required", []):
            inner = side.at(side.schema.get("properties", {}).get(name, {}))
            if isinstance(inner.schema.get("const"), str):
                yield f"{at}/{name}", inner.schema["const"]
            yield from _constants(inner, f"{at}/{name}")


def _compare_one(old: _Side, new: _Side, at: str) -> Iterator[Breach]:
    strange = list(_strange(old, at)) + list(_strange(new, at))
    if strange:
        yield from strange
        return
    values = _values(old.schema)
    if values is not None:
        yield from _compare_values(values, new, at)
        return
    if _values(new.schema) is not None:
        yield Breach(at, "Nilai yang dulu bebas kini dibatasi.")
    yield from _compare_types(old.schema, new.schema, at)
    yield from _compare_limits(old.schema, new.schema, at)
    yield from _compare_items(old, new, at)
    yield from _compare_objects(old, new, at)


def _values(schema: Schema) -> list[Any] | None:
    if "const" in schema:
        return [schema["const"]]
    found: list[Any] | None = schema.get("enum")
    return found


def _compare_values(values: list[Any], new: _Side, at: str) -> Iterator[Breach]:
    """A list of values against whatever the new schema says: its own list, its type, and nothing more, for no limit is applied here."""
    allowed, said = _values(new.schema), new.schema.get("type")
    limits = [key for key in new.schema if key not in {"type", "enum", "const"} and not _is_annotation(key)]
    if limits or ("enum" in new.schema and "const" in new.schema) or (said and {_json_type(value) for value in values} != {said}):
        yield Breach(at, "Daftar nilai diganti batasan lain.")
    elif allowed and (gone := [value for value in values if not any(_same(value, one) for one in allowed)]):
        yield Breach(at, f"Nilai {json.dumps(gone, ensure_ascii=False)} tidak lagi diterima.")


def _same(one: Any, other: Any) -> bool:
    """Equal as JSON: true is no 1."""
    return type(one) is type(other) and bool(one == other)


def _json_type(value: Any) -> str:
    names: dict[type, str] = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}
    return names[type(value)]


def _compare_types(old: Schema, new: Schema, at: str) -> Iterator[Breach]:
    before, after = old.get("type"), new.get("type")
    if after not in {None, before} and (before, after) != ("integer", "number"):
        yield Breach(at, f"Jenis {before} menjadi {after}.")


def _compare_limits(old: Schema, new: Schema, at: str) -> Iterator[Breach]:
    for keys, tighter in ((UPPER, lt), (LOWER, gt), (SAME, ne)):
        for key in keys:
            if key in new and (key not in old or tighter(new[key], old[key])):
                yield Breach(at, f"Batas {key} lebih ketat dari semula.")


def _compare_items(old: _Side, new: _Side, at: str) -> Iterator[Breach]:
    if "items" in new.schema:
        if "items" not in old.schema:
            yield Breach(at, "Isi daftar yang dulu bebas kini dibatasi.")
        else:
            yield from _compare(old.at(old.schema["items"]), new.at(new.schema["items"]), f"{at}/items")


def _compare_objects(old: _Side, new: _Side, at: str) -> Iterator[Breach]:
    before, after = old.schema.get("properties", {}), new.schema.get("properties", {})
    if new.schema.get("additionalProperties", True) is not True and old.schema.get("additionalProperties", True) is not False:
        yield Breach(at, "Isian tambahan dulu boleh, kini tidak.")
    if old.schema.get("additionalProperties", True) is not False and after.keys() - before.keys():
        yield Breach(at, "Isian yang dulu bebas kini dibatasi.")
    for name in new.schema.get("required", []):
        if name not in old.schema.get("required", []):
            yield Breach(f"{at}/{name}", "Isian kini wajib.")
    for name, schema in before.items():
        if name in after:
            yield from _compare(old.at(schema), new.at(after[name]), f"{at}/{name}")
        elif new.schema.get("additionalProperties", True) is not True:
            yield Breach(f"{at}/{name}", "Isian hilang.")


def breaches_between(old: Path, new: Path) -> list[Breach]:
    """Compare two folders of published schemas; a version that vanished is a breach. Only data is compared, not the envelope."""
    found: list[Breach] = []
    for path in sorted(old.glob("*/*.json")):
        name = path.relative_to(old)
        if not (new / name).exists():
            found.append(Breach(str(name), "Versi yang sudah terbit hilang."))
            continue
        pair = json.loads(path.read_text()), json.loads((new / name).read_text())
        found += [Breach(f"{name}#{breach.pointer}", breach.sentence) for breach in breaches(*pair)]
    return found


if __name__ == "__main__":
    FOUND = breaches_between(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stderr.writelines(f"{breach.pointer}: {breach.sentence}\n" for breach in FOUND)
    sys.exit(bool(FOUND))

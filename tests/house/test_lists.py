"""Who reacts to what is one visible table: whatever is declared stands in its list."""

import ast
import importlib
import inspect
import pkgutil
import subprocess
import sys
from types import ModuleType

from sqlalchemy import Table

import connectors
import hub
import hub.alerts.rules
import hub.views
from connectors import CONNECTORS
from hub import metrics
from hub.alerts.rule import Rule
from hub.alerts.rules import RULES
from hub.connector import Connector
from hub.jobs.kinds import KINDS
from hub.metrics import REGISTRY
from hub.migrations.every import MODULES
from hub.settings import Settings
from hub.supervisor.table import PROCESSES
from hub.views.kit import View
from hub.views.registry import PROJECTIONS
from tests.house.sources import CODE, ROOT, functions, nodes, python


def modules(package: ModuleType) -> list[ModuleType]:
    """Every module of a package, however deep."""
    names = [found.name for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    return [importlib.import_module(name) for name in names if not name.endswith("__main__")]


def test_every_declared_table_is_known_to_migrations() -> None:
    declared = {
        node.args[0].value
        for source in python("hub")
        for node in nodes(source)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Table", "stored")
        if node.args and isinstance(node.args[0], ast.Constant)
    }
    asked = "import hub.migrations.every; from hub.store.metadata import metadata; print(*metadata.tables)"
    known = subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert declared - set(known.stdout.split()) == set()


def test_every_view_is_listed_once() -> None:
    declared = {
        id(value): f"{module.__name__}.{name}"
        for module in modules(hub.views)
        for name, value in vars(module).items()
        if isinstance(value, View)
    }
    listed = [id(view) for view in PROJECTIONS]
    assert [declared[one] for one in declared if one not in listed] == []
    assert len({view.thing for view in PROJECTIONS}) == len(PROJECTIONS)


def test_every_table_has_a_primary_key_or_is_append_only() -> None:
    tables = [table for module in MODULES for table in vars(module).values() if isinstance(table, Table)]
    assert sorted(table.name for table in tables if not table.primary_key.columns) == ["dirty"]


def test_every_job_is_listed_under_its_name() -> None:
    assert [(name, kind.name) for name, kind in KINDS.items() if name != kind.name] == []
    written = {
        function.name
        for source in python(*CODE)
        for function in functions(source)
        if function.returns and (ast.unparse(function.returns), len(function.args.args)) == ("Result", 1)
        if function.args.args[0].annotation and ast.unparse(function.args.args[0].annotation) == "Work"
    }
    assert written == {kind.run.__name__ for kind in KINDS.values()}


def test_every_metric_of_the_registry_is_in_the_table() -> None:
    named = {one.name.removesuffix("_total") for one in metrics.DECLARED}
    ours = {family.name for family in REGISTRY.collect() if family.name.startswith("simpul")}
    assert ours - named == set()


def test_every_metric_is_used() -> None:
    constants = {
        ast.unparse(node.target): node.value
        for source in python("hub")
        if source.name == "hub/metrics.py"
        for node in source.tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func).startswith("_")
    }
    used = {
        node.attr
        for source in python("hub")
        for node in nodes(source)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "metrics"
    }
    assert sorted(constants.keys() - used - {"BUILD"}) == []


def test_every_setting_says_what_it_is_for() -> None:
    unsaid = [name for name, field in Settings.model_fields.items() if not (field.description or "").endswith(".")]
    assert unsaid == []


def test_every_rule_is_listed_once() -> None:
    declared = {
        id(value): f"{module.__name__}.{name}"
        for module in modules(hub.alerts.rules)
        for name, value in vars(module).items()
        if isinstance(value, Rule)
    }
    listed = [id(rule) for rule in RULES]
    assert [declared[one] for one in declared if one not in listed] == []
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


def test_every_connector_is_listed_under_its_name() -> None:
    declared = {
        id(value): f"{module.__name__}.{name}"
        for module in modules(connectors)
        for name, value in vars(module).items()
        if isinstance(value, Connector)
    }
    listed = {id(value) for value in CONNECTORS.values()}
    assert [declared[one] for one in declared if one not in listed] == []
    assert [name for name, value in CONNECTORS.items() if value.name != name] == []


def test_every_process_is_there_and_serves() -> None:
    lacking = [one.module for one in PROCESSES if not (ROOT / (one.module.replace(".", "/") + ".py")).exists()]
    assert lacking == []
    assert [one.module for one in PROCESSES if not inspect.iscoroutinefunction(importlib.import_module(one.module).serve)] == []

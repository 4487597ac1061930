"""House rules about how the code is written. ruff has most of them; these it does not have, or has with holes."""

import ast
import re

from tests.house.sources import CODE, at, functions, nodes, python

LOG_METHODS = {"debug", "info", "warning", "error", "critical", "exception"}


def share(small: int, of: int) -> float:
    return small / of if of else 1.0


def test_nine_files_in_ten_are_under_250_lines() -> None:
    lengths = {source.name: source.text.count("\n") for source in python(*CODE, "tests")}
    long = {name: length for name, length in lengths.items() if length >= 250}
    assert share(len(lengths) - len(long), len(lengths)) >= 0.9, long


def test_nine_functions_in_ten_are_under_25_lines() -> None:
    lengths = {at(source, node): (node.end_lineno or 0) - node.lineno + 1 for source in python(*CODE) for node in functions(source)}
    long = {name: length for name, length in lengths.items() if length >= 25}
    assert share(len(lengths) - len(long), len(lengths)) >= 0.9, long


def test_imports_stand_at_the_top_of_the_file() -> None:
    inner = [
        at(source, node)
        for source in python(*CODE, "tests")
        for function in functions(source)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inner == []


def test_no_exception_is_swallowed() -> None:
    swallowed = [
        at(source, node)
        for source in python(*CODE, "tests")
        for node in nodes(source)
        if isinstance(node, ast.ExceptHandler) and (node.type is None or all(_says_nothing(statement) for statement in node.body))
    ]
    assert swallowed == []


def _says_nothing(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Pass) or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))


def test_async_code_does_not_sleep_in_its_thread() -> None:
    sleeping = [
        at(source, node)
        for source in python(*CODE, "tests")
        for function in functions(source)
        if isinstance(function, ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("time.sleep", "sleep")
    ]
    assert sleeping == []


def test_nothing_is_left_to_do() -> None:
    wish = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
    left = [f"{source.name}: {found.group()}" for source in python(*CODE, "tests") if (found := wish.search(source.text))]
    assert left == []


def test_every_exception_from_a_linter_has_its_reason() -> None:
    bare = re.compile(r"# noqa(?!: [A-Z]+\d+(, [A-Z]+\d+)* *(--|-|#) )|# type: ignore(?!\[[a-z-]+\] +# )")
    unreasoned = [
        f"{source.name}:{number}"
        for source in python(*CODE)
        for number, line in enumerate(source.text.splitlines(), 1)
        if bare.search(line) and "re.compile" not in line
    ]
    assert unreasoned == []


def test_log_lines_are_constant_sentences_whose_values_are_keys() -> None:
    """A value in the sentence would pass the first net of hub/logs.py."""
    spoken = [
        at(source, node)
        for source in python(*CODE)
        for node in nodes(source)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in LOG_METHODS
        and _is_logger(node.func.value)
        and not (len(node.args) == 1 and isinstance(node.args[0], ast.Constant))
    ]
    assert spoken == []


def _is_logger(node: ast.expr) -> bool:
    return ast.unparse(node).lower().rpartition(".")[2] in ("log", "logger", "_log")


def test_a_logged_exception_is_not_put_into_words() -> None:
    """`str(error)` of a foreign exception may quote a value; `exc_info` is told safely."""
    quoted = [
        at(source, node)
        for source in python(*CODE)
        for node in nodes(source)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in LOG_METHODS
        and _is_logger(node.func.value)
        if any(_quotes_an_error(part) for part in ast.walk(node))
    ]
    assert quoted == []


def _quotes_an_error(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("str", "repr")
        and ast.unparse(node).strip("strep()") in ("error", "e", "exc", "err")
    )


def test_every_test_asserts_something() -> None:
    asserting = _asserting()
    silent = [
        at(source, function)
        for source in python("tests")
        for function in functions(source)
        if function.name.startswith("test_") and not _asserts(function, asserting)
    ]
    assert silent == []


def _asserting() -> set[str]:
    """Names of the tests' functions that assert, or call one that does."""
    known = {"raises", "fail", "timeout", "wait_for"}
    while True:
        more = {one.name for source in python("tests") for one in functions(source) if _asserts(one, known)}
        if more <= known:
            return known
        known |= more


def _asserts(function: ast.FunctionDef | ast.AsyncFunctionDef, asserting: set[str]) -> bool:
    called = {ast.unparse(node.func).rpartition(".")[2] for node in ast.walk(function) if isinstance(node, ast.Call)}
    return bool(called & asserting) or any(isinstance(node, ast.Assert) for node in ast.walk(function))

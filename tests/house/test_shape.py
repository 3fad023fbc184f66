"""One noun, one file, and it fits in the eye."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest

from tests.house.tree import PACKAGES, ROOT, functions_of, name_of, python_files, tree_of

LONGEST_FILE = 300
LONGEST_FUNCTION = 60
MEDIAN_FUNCTION = 10
# A drawer with one of these names takes in everything.
NOT_NOUNS = {"util", "utils", "helper", "helpers", "common", "manager", "service", "services", "misc"}
CODE = python_files(*PACKAGES)
# A migration is a list of columns, long and read once; all else about it is as everywhere.
READ_ONCE = ROOT / "storage" / "migrations" / "versions"
FUNCTIONS = [path for path in CODE if not path.is_relative_to(READ_ONCE)]


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_a_file_is_short(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST_FILE


@pytest.mark.parametrize("path", FUNCTIONS, ids=name_of)
def test_a_function_is_short(path: Path) -> None:
    assert [f.name for f in functions_of(path) if lines_of(f) > LONGEST_FUNCTION] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_most_functions_are_seen_at_once(package: str) -> None:
    ours = set(python_files(package)) & set(FUNCTIONS)
    lengths = [lines_of(f) for path in ours for f in functions_of(path)]
    assert statistics.median(lengths or [0]) <= MEDIAN_FUNCTION


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_a_file_is_named_after_a_noun(path: Path) -> None:
    assert not NOT_NOUNS & set(path.relative_to(ROOT).with_suffix("").parts)


def modules_of(node: ast.AST) -> set[str]:
    """Return the packages that an import statement takes from; nothing for another node."""
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    return {(node.module or "").partition(".")[0]} if isinstance(node, ast.ImportFrom) else set()


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_no_import_inside_a_function_hides_a_circle(path: Path) -> None:
    # A heavy library may be imported when it is first needed; our own packages never.
    inside = [(function.name, node) for function in functions_of(path) for node in ast.walk(function)]
    assert [name for name, node in inside if modules_of(node) & set(PACKAGES)] == []


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_no_failure_is_swallowed(path: Path) -> None:
    silent = [
        node.lineno
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and all(isinstance(inner, ast.Pass) for inner in node.body)
    ]
    assert silent == []


def test_every_folder_of_code_and_tests_is_a_package() -> None:
    # Without it tests/ledger would stand in front of ledger.
    folders = {
        parent for path in python_files(*PACKAGES, "tests") for parent in path.parents if parent != ROOT
    }
    ours = {folder for folder in folders if folder.is_relative_to(ROOT)}
    assert sorted(name_of(folder) for folder in ours if not (folder / "__init__.py").exists()) == []


def test_no_python_stands_among_the_templates() -> None:
    assert [name_of(path) for path in python_files("templates")] == []

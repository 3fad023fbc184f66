"""What import-linter cannot see: the standard library only, no async, no clock, no open file."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tests.house.tree import name_of, python_files, tree_of

LEDGER = python_files("ledger")
CLOCKS = {"now", "utcnow", "today"}
OUTSIDE = {"open", "print", "input", "eval", "exec"}


def imported(path: Path) -> set[str]:
    modules = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules.add(node.module)
    return {module.partition(".")[0] for module in modules}


@pytest.mark.parametrize("path", LEDGER, ids=name_of)
def test_it_imports_the_standard_library_only(path: Path) -> None:
    assert imported(path) - sys.stdlib_module_names - {"ledger"} == set()


@pytest.mark.parametrize("path", LEDGER, ids=name_of)
def test_it_waits_for_nothing(path: Path) -> None:
    waiting = (ast.Await, ast.AsyncFor, ast.AsyncWith, ast.AsyncFunctionDef)
    assert [node.lineno for node in ast.walk(tree_of(path)) if isinstance(node, waiting)] == []


@pytest.mark.parametrize("path", LEDGER, ids=name_of)
def test_it_asks_no_clock_and_opens_nothing(path: Path) -> None:
    nodes = list(ast.walk(tree_of(path)))
    clocks = [n.lineno for n in nodes if isinstance(n, ast.Attribute) and n.attr in CLOCKS]
    calls = [n for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    assert clocks + [n.lineno for n in calls if getattr(n.func, "id", "") in OUTSIDE] == []


@pytest.mark.parametrize("path", LEDGER, ids=name_of)
def test_every_public_function_says_what_it_promises(path: Path) -> None:
    functions = [node for node in tree_of(path).body if isinstance(node, ast.FunctionDef)]
    public = [function for function in functions if not function.name.startswith("_")]
    assert [function.name for function in public if not ast.get_docstring(function)] == []

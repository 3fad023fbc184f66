"""The documents name what exists, and what exists is in the documents."""

from __future__ import annotations

import ast
import re

import pytest
from typer.testing import CliRunner

from bot.cli import COMMANDS as COMMAND_LINE
from bot.cli import build
from config.settings import PREFIX, Settings
from config.variables import Variable, variables_of
from handlers.registry import COMMANDS
from tests.house.tree import ROOT, python_files, tree_of

VARIABLES = tuple(variables_of(Settings, PREFIX))
READMES = ("README.md", "README.zh-CN.md")
# Words before options in a line of a shell block, as in `.venv/bin/qingzhang aging --as-of 2026-11-30`.
COMMAND = re.compile(r"(?:\.venv/bin/qingzhang|python -m bot) ([a-z][a-z-]*)")
TARGET = re.compile(r"^(?:[A-Z]+=\S+ )*make ([a-z][a-z-]*)", re.MULTILINE)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section(document: str, name: str) -> str:
    """Return what stands between `<!-- name -->` and `<!-- /name -->`."""
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", text_of(document), re.DOTALL)
    assert found, f"{document} has no section {name}"
    return found.group(1)


def row(variable: Variable) -> str:
    default = f"`{variable.default}`" if variable.default else ""
    return f"| `{variable.name.removeprefix(PREFIX)}` | {default} | {variable.description} |"


def settings_table() -> str:
    return "\n".join(["| variable | default | what it is |", "|---|---|---|", *map(row, VARIABLES), ""])


def test_the_table_of_settings_is_the_settings() -> None:
    assert section("README.md", "settings") == settings_table()


def test_the_chinese_readme_names_the_same_settings() -> None:
    named = re.findall(r"^\| `([A-Z_]+)` \|", section("README.zh-CN.md", "settings"), re.MULTILINE)
    assert [PREFIX + name for name in named] == [variable.name for variable in VARIABLES]


def test_the_example_names_every_variable_with_its_default() -> None:
    written = re.findall(r"^#? ?(QINGZHANG_[A-Z_]+)=(.*)$", text_of(".env.example"), re.MULTILINE)
    assert [name for name, _ in written] == [variable.name for variable in VARIABLES]
    assert [default for _, default in written] == [variable.default for variable in VARIABLES]


def test_the_example_gives_no_secret() -> None:
    assert not re.search(r"^[^#\s]", text_of(".env.example"), re.MULTILINE)


@pytest.mark.parametrize("document", [*READMES, "CONTRIBUTING.md"])
def test_every_make_target_that_is_named_exists(document: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    named = set(TARGET.findall(text_of(document))) | set(re.findall(r"`make ([a-z-]+)", text_of(document)))
    assert named - targets == set()


@pytest.mark.parametrize("document", [*READMES, "CONTRIBUTING.md"])
def test_every_variable_that_is_named_exists(document: str) -> None:
    named = set(re.findall(r"QINGZHANG_[A-Z_]+[A-Z]", text_of(document)))
    known = {variable.name for variable in VARIABLES}
    assert {name for name in named if not name.startswith("QINGZHANG_TEST_")} - known == set()


def test_make_alone_prints_every_target() -> None:
    makefile = text_of("Makefile")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    printed = set(re.findall(r'@echo "make ([a-z-]+)', makefile))
    assert set(phony.split()) - {"help", "setup"} == printed


def test_every_command_that_is_named_exists() -> None:
    named = {name for document in READMES for name in COMMAND.findall(text_of(document))}
    assert named - set(COMMAND_LINE) == set()


@pytest.mark.parametrize("name", sorted(COMMAND_LINE))
def test_every_command_explains_itself(name: str) -> None:
    asked = CliRunner().invoke(build([name]), ["--help"])
    assert asked.exit_code == 0
    assert asked.stdout.strip()


def commands_table() -> str:
    rows = (f"| {command.title} | {' · '.join(command.says)} |" for command in COMMANDS)
    return "\n".join(["| | for example |", "|---|---|", *rows, ""])


def test_the_table_of_what_one_can_say_is_the_commands() -> None:
    assert section("README.md", "commands") == commands_table()


def test_the_chinese_readme_says_the_same() -> None:
    written = section("README.zh-CN.md", "commands").splitlines()[2:]
    assert written == commands_table().splitlines()[2:]


def test_every_line_of_the_log_that_is_explained_is_written_somewhere() -> None:
    said = {
        str(node.args[0].value)
        for path in python_files("bot")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).startswith("_log.")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    rows = [
        line.split("|")[1] for line in text_of("docs/operations.md").splitlines() if line.startswith("| `")
    ]
    assert [event for row in rows for event in re.findall("`([^`]+)`", row) if event not in said] == []

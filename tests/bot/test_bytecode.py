"""Compiled templates are kept beside them, and never taken for what they are not."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from bot.bytecode import BytecodeBeside
from bot.render import Renderer


def folder(tmp_path: Path, text: str = "应收{{ fen|yuan }}") -> Path:
    (tmp_path / "x.txt.j2").write_text(text)
    return tmp_path


def render(of: Path) -> str:
    return Renderer(of).render("x.txt", {"fen": 123_456})


def test_a_second_renderer_compiles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert render(folder(tmp_path)) == "应收1,234.56"
    monkeypatch.delattr(jinja2.Environment, "_compile")
    assert render(tmp_path) == "应收1,234.56"


def test_a_changed_template_is_compiled_anew(tmp_path: Path) -> None:
    render(folder(tmp_path))
    assert render(folder(tmp_path, "欠{{ fen|yuan }}")) == "欠1,234.56"


def test_other_filters_compile_everything_anew(tmp_path: Path) -> None:
    prints = []
    for name in ("one", "another"):
        filters = tmp_path / f"{name}.py"
        filters.write_text(name)
        prints.append(BytecodeBeside(tmp_path, (filters,)).get_source_checksum("source"))
    assert prints[0] != prints[1]


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (folder(tmp_path) / "__pycache__").touch()
    assert render(tmp_path) == "应收1,234.56"

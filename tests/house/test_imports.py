from __future__ import annotations

import os

import pytest
from importlinter.cli import lint_imports

from tests.house.tree import ROOT


def test_the_arrows_of_the_house(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(os.fspath(ROOT))
    broken = lint_imports(no_cache=True)
    assert not broken, capsys.readouterr().out

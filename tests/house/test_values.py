"""`ledger.values.value`: what is quick to make is held for frozen by the type checker, which must not stop doing so."""

import sys
from pathlib import Path
from subprocess import run

from tests.house.tree import ROOT

_CHANGES = """
from ledger.receivable import Part

part = Part(5_000)
part.amount = 4_000
"""


def test_the_type_checker_lets_nobody_change_a_value(tmp_path: Path) -> None:
    changes = tmp_path / "changes.py"
    changes.write_text(_CHANGES)
    command = [sys.executable, "-m", "mypy", "--strict", f"--cache-dir={tmp_path / 'cache'}", str(changes)]
    found = run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert 'changes.py:5: error: Property "amount" defined in "Part" is read-only' in found.stdout

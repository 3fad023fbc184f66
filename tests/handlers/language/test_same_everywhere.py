"""Two processes read alike: nothing rests on the order of a set, which Python shuffles in every process."""

from __future__ import annotations

import os
import subprocess
import sys

_READS = """
from handlers.language.names import NameEntry, NameIndex
names = ("花蕾纺", "花丽纺", "花美纺", "花之浓纺", "花达纺", "花多纺")
index = NameIndex([NameEntry(n, name, ()) for n, name in enumerate(names, 1)], 1)
for word in ("花浓纺", "花大纺", "花之纺", "浓花纺"):
    found = index.guess(word, 0, len(word))
    print(found.fit, found.customer_id, found.candidates)
"""


def read_with(seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _READS],
        env={**os.environ, "PYTHONHASHSEED": seed},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def test_candidates_come_in_one_order_whatever_the_process() -> None:
    first, *others = [read_with(seed) for seed in ("1", "2", "3")]
    assert "typo" in first
    assert others == [first, first]

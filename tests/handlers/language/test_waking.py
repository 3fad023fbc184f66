"""A rule that a message does not wake would have said nothing about it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.language import affairs, reader, safety, standing
from handlers.language.mending import mend
from handlers.language.sight import Sight, look
from handlers.language.waking import Rules
from tests.handlers.language.circle import INDEX, NOW

TABLES = {
    "reader": reader.RULES,
    "standing": standing.RULES,
    "affairs": affairs.RULES,
    "safety": safety.RULES,
}


def messages() -> Iterator[str]:
    """Every sentence of these tests, the dialogues, and the same without its first half."""
    here = Path(__file__).parent
    for path in sorted(here.glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) <= 40:
                yield node.value
                yield node.value[len(node.value) // 2 :]
    for path in sorted((here.parent.parent / "dialogues").glob("*.txt")):
        yield from (line.partition(": ")[2] for line in path.read_text(encoding="utf-8").splitlines())


@pytest.fixture(scope="module")
def sights() -> list[Sight]:
    texts = dict.fromkeys(messages())
    return [mend(look(text, now=NOW, role="sales", index=INDEX)) for text in texts]


@pytest.mark.parametrize("name", TABLES)
def test_what_sleeps_has_nothing_to_say(name: str, sights: list[Sight]) -> None:
    rules: Rules = TABLES[name]
    missed = {
        (rule.__name__, sight.text)
        for sight in sights
        for rule in set(rules.every) - set(rules.awake(sight))
        if rule(sight) is not None
    }
    assert not missed
    assert len(sights) > 500


def test_a_plain_debt_wakes_a_few_rules() -> None:
    sight = look("青禾欠5000 15号", now=NOW, role="sales", index=INDEX)
    assert len(reader.RULES.awake(sight)) < 12

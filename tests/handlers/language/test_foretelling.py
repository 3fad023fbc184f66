"""A message read before its turn says what it says in its turn."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.language.foretelling import foretell, read_once
from handlers.language.reader import read
from tests.handlers.language.circle import INDEX, NOW
from tests.handlers.language.test_waking import messages

LAST = (1, "永盛装饰")


def test_what_is_foretold_does_not_depend_on_what_was_said_before() -> None:
    differ = []
    for text in dict.fromkeys(messages()):
        foretold = foretell(text, now=NOW, role="sales", index=INDEX)
        if foretold is not None:
            in_turn = read(text, now=NOW, role="sales", index=INDEX, last=LAST)
            differ += [text] if in_turn != foretold.reading else []
    assert differ == []


@pytest.mark.parametrize("text", ["他又拿了500", "同上 3000", "再加2000 月底", "这家还欠多少"])
def test_what_leans_on_the_last_customer_is_not_foretold(text: str) -> None:
    assert foretell(text, now=NOW, role="sales", index=INDEX) is None


def test_what_holds_is_not_read_again_and_anything_else_is() -> None:
    foretold = foretell("永盛欠1.2万", now=NOW, role="sales", index=INDEX)
    assert foretold is not None
    same = {"now": NOW, "role": "sales", "index": INDEX, "last": None, "foretold": foretold}
    assert read_once("永盛欠1.2万", **same) is foretold.reading  # type: ignore[arg-type]
    for change in ({"now": NOW + timedelta(days=1)}, {"role": "finance"}):
        assert read_once("永盛欠1.2万", **{**same, **change}) is not foretold.reading  # type: ignore[arg-type]
    assert read_once("永盛欠1.3万", **same) is not foretold.reading  # type: ignore[arg-type]

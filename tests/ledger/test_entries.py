from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from ledger.entries import GENESIS, KINDS, SOURCES, Leg, chained_hash, effect_of, microseconds
from ledger.errors import InvalidEntry
from tests.ledger.rows import entry

BOUNCED = {"reverses": 1, "reverses_kind": "payment", "reason": "bounced"}


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.carries_money])
def test_legs_balance_and_a_reversal_turns_the_effect_round(kind: str) -> None:
    there = entry(1, kind, 100, "2026-01-01")
    back = entry(2, "reversal", 100, "2026-01-02", reverses=1, reverses_kind=kind, reason="mistake")
    assert sum(leg.fen for leg in there.legs) == sum(leg.fen for leg in back.legs) == 0
    assert there.effect + back.effect == 0


def test_a_debt_is_owed_and_a_payment_takes_it_down() -> None:
    assert entry(1, "debt", 100, "2026-01-01").legs == (Leg("receivable", 100), Leg("sales", -100))
    assert entry(1, "payment", 100, "2026-01-01").effect == -100


def test_money_on_a_written_off_debt_moves_no_balance() -> None:
    assert entry(1, "recovery", 100, "2026-01-01").effect == 0


def test_entries_without_money_have_no_legs_and_no_effect() -> None:
    plain = entry(1, "reallocate", 0, "2026-01-01")
    assert (plain.legs, plain.effect) == ((), 0)


def test_sources_are_what_reduces_a_balance() -> None:
    assert set(SOURCES) == {name for name in KINDS if effect_of(name) < 0}


@pytest.mark.parametrize(
    ("kind", "amount", "more"),
    [
        ("gift", 1, {}),
        ("debt", 0, {}),
        ("debt", -1, {}),
        ("debt", 1.0, {}),
        ("allocate", 5, {}),
        ("allocate", -5, {}),
        ("debt", 1, {"reverses": 3}),
        ("reversal", 1, {}),
        ("reversal", 1, {**BOUNCED, "reverses_kind": "reversal"}),
        ("reversal", 1, {**BOUNCED, "reverses_kind": None}),
        ("reversal", 1, {**BOUNCED, "reason": ""}),
    ],
)
def test_an_entry_that_contradicts_itself_cannot_be_built(
    kind: str, amount: Any, more: dict[str, Any]
) -> None:
    with pytest.raises(InvalidEntry):
        entry(1, kind, amount, "2026-01-01", **more)


def test_the_hash_covers_every_field_the_chain_and_the_effects() -> None:
    debt = entry(1, "debt", 100, "2026-01-01")
    changed = [
        replace(debt, id=2), replace(debt, corp_id=2), replace(debt, seq=2), replace(debt, kind="late_fee"),
        replace(debt, customer_id=8), replace(debt, amount=101), replace(debt, currency="USD"),
        replace(debt, effective_on=debt.effective_on.replace(day=2)), replace(debt, actor="li"),
        replace(debt, recorded_at=debt.recorded_at.replace(microsecond=1)), replace(debt, message_id=1),
        replace(debt, receivable_id=1), replace(debt, receipt_id=1), replace(debt, note="x"),
        replace(debt, reason="x"),
    ]  # fmt: skip
    hashes = {chained_hash(GENESIS, each) for each in [debt, *changed]}
    hashes |= {chained_hash("1" * 64, debt), chained_hash(GENESIS, debt, [("a", "b")])}
    assert len(hashes) == len(changed) + 3


def test_the_canonical_text_is_version_1_for_ever() -> None:
    """A change here breaks every chain that exists."""
    digest = chained_hash(GENESIS, entry(1, "debt", 100, "2026-01-01", note="瓷砖"), [("open", "5")])
    assert digest == "3f814e3d86060c637632d0534b1daf1b49aa65436e981565e193d42d59680ca1"
    quoted = entry(1, "debt", 100, "2026-01-01", note='他说"行"\n\\')
    digest = chained_hash(GENESIS, quoted, [("open", "5", '"')])
    assert digest == "bd89db14d40ca65d7e481e2560ea700d42f870a94d58089123931efdbeaeecd6"


def test_an_instant_needs_its_zone() -> None:
    assert microseconds(datetime(2026, 1, 1, 0, 0, 0, 7, tzinfo=UTC)) == 1_767_225_600_000_007
    with pytest.raises(InvalidEntry):
        microseconds(datetime(2026, 1, 1))  # noqa: DTZ001

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ledger.chain import Link, check_chain
from ledger.entries import GENESIS, Entry, chained_hash
from tests.ledger.rows import entry

EFFECTS = (("open", "1"),)


def links(*entries: Entry) -> list[Link]:
    head, chain = GENESIS, []
    for each in entries:
        digest = chained_hash(head, each, EFFECTS)
        chain.append(Link(each, head, digest, EFFECTS))
        head = digest
    return chain


CHAIN = links(*(entry(n, "debt", 100, "2026-01-01") for n in (1, 2, 3)))


def found(chain: list[Link], anchors: dict[int, str] | None = None) -> list[tuple[str, int]]:
    return [(problem.check, problem.id) for problem in check_chain(chain, anchors)]


def test_an_unbroken_chain_has_no_problems() -> None:
    assert found(CHAIN, {0: GENESIS, 2: CHAIN[1].hash, 3: CHAIN[2].hash}) == []
    assert found([]) == []


def test_a_changed_entry_is_told_once() -> None:
    changed = replace(CHAIN[1], entry=replace(CHAIN[1].entry, amount=1))
    assert found([CHAIN[0], changed, CHAIN[2]]) == [("chain_unbroken", 2)]


def test_a_changed_effect_is_seen() -> None:
    assert found([replace(CHAIN[0], effects=()), *CHAIN[1:]]) == [("chain_unbroken", 1)]


def test_a_missing_entry_is_seen() -> None:
    assert found([CHAIN[0], CHAIN[2]]) == [("seq_gapless", 3), ("chain_unbroken", 3)]


def test_a_clock_that_went_back_is_seen() -> None:
    early = CHAIN[0].entry.recorded_at - timedelta(seconds=1)
    chain = links(CHAIN[0].entry, replace(CHAIN[1].entry, recorded_at=early))
    assert found(chain) == [("recorded_in_order", 2)]


def test_a_tail_that_was_cut_off_is_seen_by_its_anchor() -> None:
    assert found(CHAIN[:2], {3: CHAIN[2].hash}) == [("anchors", 3)]


def test_a_chain_written_anew_is_seen_by_its_anchor() -> None:
    other = links(entry(1, "debt", 999, "2026-01-01"))
    assert found(other, {1: CHAIN[0].hash, 0: "another"}) == [("anchors", 0), ("anchors", 1)]

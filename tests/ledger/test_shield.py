"""What is not asked for: each fen once, and no more than was named."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ledger.shield import Item, Promise, shielded

TODAY = date(2026, 12, 3)
OLD, NEW = date(2026, 11, 1), date(2026, 11, 20)


def item(id: int, fen: int, due_on: date | None = OLD, *, receivable: int = 0, disputed: int = 0) -> Item:
    return Item(id, receivable or id, fen, date(2026, 10, 1), due_on, disputed=disputed)


def asked(*items: Item, **more: object) -> list[int]:
    return [row.asked for row in shielded(items, today=TODAY, **more)]  # type: ignore[arg-type]


def test_without_anything_all_is_asked_for_and_the_oldest_is_first() -> None:
    rows = shielded([item(1, 100, NEW), item(2, 200, OLD), item(3, 5, None)], today=TODAY)
    assert [row.id for row in rows] == [2, 1, 3]
    assert [row.asked for row in rows] == [200, 100, 5]


def test_a_disputed_sum_gets_no_money_and_its_rest_stays_due() -> None:
    assert asked(item(1, 100, disputed=30), item(2, 50), free=80) == [0, 40]
    assert asked(item(1, 20, disputed=30)) == [0]


def test_money_that_is_here_covers_the_oldest() -> None:
    covered, rest = shielded([item(1, 100), item(2, 100, NEW)], today=TODAY, free=130, reported=20)
    assert (covered.covered, covered.asked) == (100, 0)
    assert (rest.covered, rest.reported, rest.asked) == (30, 20, 50)


def test_a_promise_silences_the_sum_and_the_debts_it_names_and_no_more() -> None:
    rows = [item(1, 100), item(2, 100, NEW)]
    assert asked(*rows, promises=[Promise(TODAY, 30, frozenset({2}))]) == [100, 70]
    assert asked(*rows, promises=[Promise(TODAY, 130)]) == [0, 70]
    assert asked(*rows, promises=[Promise(TODAY)]) == [0, 0]
    assert asked(*rows, promises=[Promise(TODAY, share=(1, 2))]) == [0, 100]


def test_a_promise_that_is_past_silences_nothing() -> None:
    assert asked(item(1, 100), promises=[Promise(date(2026, 12, 2), 100)]) == [100]


def test_two_promises_add_up_and_the_later_day_counts() -> None:
    promises = [Promise(date(2026, 12, 9), 60), Promise(TODAY, 60)]
    (row,) = shielded([item(1, 100)], today=TODAY, promises=promises)
    assert (row.promised, row.promised_until) == (100, date(2026, 12, 9))


FEN = st.integers(0, 10_000)


@given(
    st.lists(st.tuples(st.integers(1, 10_000), FEN, st.integers(1, 3)), max_size=6),
    FEN,
    FEN,
    st.lists(st.tuples(st.one_of(st.none(), FEN), st.frozensets(st.integers(1, 3), max_size=2)), max_size=3),
)
def test_every_fen_is_asked_for_or_shielded_once(
    debts: list[tuple[int, int, int]],
    free: int,
    reported: int,
    words: list[tuple[int | None, frozenset[int]]],
) -> None:
    items = [
        item(n, fen, receivable=which, disputed=disputed) for n, (fen, disputed, which) in enumerate(debts)
    ]
    promises = [Promise(TODAY, amount, named) for amount, named in words]
    rows = shielded(items, today=TODAY, free=free, reported=reported, promises=promises)
    assert all(
        min(row.asked, row.disputed, row.covered, row.reported, row.promised) >= 0
        and row.asked <= row.outstanding
        for row in rows
    )
    assert sum(row.covered for row in rows) <= free
    assert sum(row.reported for row in rows) <= reported
    if None not in {amount for amount, _ in words}:
        assert sum(row.promised for row in rows) <= sum(amount or 0 for amount, _ in words)

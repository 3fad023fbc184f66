from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.aging import BY_DUE, BY_YEARS, AgedItem, Buckets, age, bucket_of, by_days
from ledger.errors import InvalidMoney
from tests.ledger.rows import day

TODAY = day("2026-12-01")


def item(key: str, fen: int, due: str | None, issued: str = "2026-01-01", currency: str = "CNY") -> AgedItem:
    return AgedItem(key, fen, day(due) if due else None, day(issued), currency)


def test_the_shipped_buckets_have_the_names_of_the_interface() -> None:
    assert BY_DUE.labels == ("not_due", "1-30", "31-60", "61-90", "91-180", "181-365", ">365")


@pytest.mark.parametrize(
    ("days", "label"),
    [
        (-9, "not_due"),
        (0, "not_due"),
        (1, "1-30"),
        (30, "1-30"),
        (31, "31-60"),
        (365, "181-365"),
        (366, ">365"),
    ],
)
def test_buckets_are_closed_on_the_right(days: int, label: str) -> None:
    assert bucket_of(days) == label


def test_buckets_can_be_set() -> None:
    assert by_days(0, 10).labels == ("not_due", "1-10", ">10")


@pytest.mark.parametrize("bounds", [(), (30, 0), (0, 0)])
def test_bounds_that_do_not_ascend_are_refused(bounds: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="ascend"):
        Buckets(("a",) * (len(bounds) + 1), bounds)


def test_a_row_for_each_key_and_a_total() -> None:
    items = [item("b", 5, "2026-11-30"), item("a", 3, "2026-12-02"), item("b", 2, None)]
    aging = age(items, TODAY, unallocated={"a": 1, "c": 4})
    assert [(row.key, row.outstanding, row.unallocated) for row in aging.rows] == [
        ("a", 3, 1),
        ("b", 7, 0),
        ("c", 0, 4),
    ]
    assert (aging.total.amounts[:2], aging.total.unallocated, aging.total.net) == ((5, 5), 5, 5)


def test_nothing_owed_has_no_rows_and_a_total_of_zeros() -> None:
    aging = age([], TODAY)
    assert (aging.rows, aging.total.amounts) == ((), (0,) * 7)


@pytest.mark.parametrize(
    ("issued", "label"),
    [
        ("2026-12-01", "0-1y"),
        ("2025-12-01", "0-1y"),
        ("2025-11-30", "1-2y"),
        ("2021-12-01", "4-5y"),
        ("2021-11-30", ">5y"),
    ],
)
def test_years_from_the_day_of_issue(issued: str, label: str) -> None:
    aging = age([item("a", 1, None, issued)], TODAY, basis="issued", buckets=BY_YEARS)
    assert dict(zip(BY_YEARS.labels, aging.total.amounts, strict=True))[label] == 1


def test_currencies_are_never_added() -> None:
    with pytest.raises(InvalidMoney):
        age([item("a", 1, None), item("a", 1, None, currency="USD")], TODAY)


def test_another_basis_is_refused() -> None:
    with pytest.raises(ValueError, match="basis"):
        age([], TODAY, basis="paid")


@given(st.lists(st.tuples(st.integers(1, 10**9), st.dates(day("2015-01-01"), day("2035-01-01")))))
def test_every_fen_is_in_exactly_one_bucket(rows: list[tuple[int, object]]) -> None:
    items = [AgedItem("a", fen, due, day("2015-01-01")) for fen, due in rows]  # type: ignore[arg-type]
    assert age(items, TODAY).total.outstanding == sum(fen for fen, _ in rows)

from __future__ import annotations

from ledger.history import standing
from tests.ledger.rows import NOON, day, entry, history, part, share


def test_nothing_stands_in_empty_books() -> None:
    now = standing(history([], []))
    assert (now.balance, now.outstanding, now.unallocated) == (0, {}, {})


def test_money_refunded_is_no_longer_unallocated() -> None:
    entries = [entry(1, "payment", 100, "2026-01-01"), entry(2, "refund", 30, "2026-01-05")]
    given = share(1, 1, 30, "2026-01-05", None, by=2, target_entry=2)
    now = standing(history(entries, [], [given]))
    assert (now.balance, now.unallocated) == (-70, {1: 70})


def test_what_is_paid_off_is_left_out() -> None:
    entries = [entry(1, "debt", 100, "2026-01-01"), entry(2, "payment", 100, "2026-01-02")]
    now = standing(history(entries, [part(1, 100, None)], [share(1, 2, 100, "2026-01-02")]))
    assert (now.balance, now.outstanding, now.unallocated) == (0, {}, {})


def test_an_instalment_is_there_from_its_opening_day() -> None:
    books = history([], [part(1, 100, None, issued="2026-01-01", opened_on=day("2026-01-05"))])
    assert standing(books, day("2026-01-04")).outstanding == {}
    assert standing(books, day("2026-01-05")).outstanding == {1: 100}


def test_rows_enter_the_hash_as_plain_words() -> None:
    closed = part(5, 100, "2026-02-01", issued="2026-01-01", closed_on=day("2026-03-01"))
    to_entry = share(9, 2, -100, "2026-01-02", None, NOON, target_entry=3, undoes=8, designated_by="抵")
    opened = ("open", "5", "1", "5", "principal", "100", "2026-01-01", "2026-02-01", "2026-01-01")
    assert closed.canonical_opening() == opened
    assert closed.canonical_closing() == ("close", "5", "2026-03-01")
    assert to_entry.canonical() == ("allocation", "9", "2", "e", "3", "-100", "2026-01-02", "抵", "8")
    assert share(9, 2, 100, "2026-01-02", 4).canonical()[3:5] == ("i", "4")


def test_what_is_not_known_yet_enters_the_hash_empty() -> None:
    waiting = part(5, 100, None)
    assert waiting.canonical_opening()[7] == ""
    assert waiting.canonical_closing() == ("close", "5", "")

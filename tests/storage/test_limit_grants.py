"""Limits that end by themselves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.storage.books import Books, opened

TODAY = date(2026, 12, 3)


def in_force(books: Books, customer: int, day: date) -> list[tuple[str, int]]:
    found = books.run(lambda uow: uow.limit_grants.in_force(customer, day))
    return [(one.kind, one.limit.fen) for one in found]


def grant(books: Books, customer: int, kind: str, fen: int, until: date) -> None:
    books.run(lambda uow: uow.limit_grants.grant(customer, kind, fen, until, by="zhao", asked_by="wang"))


def test_a_grant_holds_up_to_and_with_its_last_day(database_url: str) -> None:
    with opened(database_url) as books:
        customer, other = books.customer(), books.customer("鑫源商贸")
        grant(books, customer, "temporary", 30_000_000, TODAY)
        assert in_force(books, customer, TODAY) == [("temporary", 30_000_000)]
        assert in_force(books, customer, TODAY + timedelta(1)) == []
        assert in_force(books, other, TODAY) == []


def test_a_new_one_replaces_one_of_its_kind_only(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        grant(books, customer, "temporary", 100, TODAY)
        grant(books, customer, "delivery", 200, TODAY)
        grant(books, customer, "temporary", 300, TODAY)
        assert sorted(in_force(books, customer, TODAY)) == [("delivery", 200), ("temporary", 300)]


def test_it_can_be_ended_before_its_day_once(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        grant(books, customer, "temporary", 100, TODAY)
        ends = [books.run(lambda uow: uow.limit_grants.end(customer, "temporary")) for _ in range(2)]
        assert (ends, in_force(books, customer, TODAY)) == ([True, False], [])


def test_an_unknown_kind_is_refused(database_url: str) -> None:
    with opened(database_url) as books, pytest.raises(ValueError, match="forever"):
        grant(books, books.customer(), "forever", 100, TODAY)

from __future__ import annotations

from datetime import date

from storage.owing import OwingCustomer, owing
from tests.storage.books import opened

TODAY = date(2026, 12, 3)


def test_who_owes_most_comes_first_within_the_owners(database_url: str) -> None:
    with opened(database_url) as books:
        small, large, other = (
            books.customer(name, owner) for name, owner in (("甲", "wang"), ("乙", "wang"), ("丙", "li"))
        )
        books.debt(small, 100, TODAY)
        books.debt(large, 150, TODAY)
        books.debt(large, 150, TODAY)
        books.debt(other, 900, TODAY)
        books.payment(large, 50, TODAY)
        mine = books.run(lambda uow: owing(uow, {"wang"}, limit=9))
        assert mine == [
            OwingCustomer(large, "乙", "wang", 250, 2),
            OwingCustomer(small, "甲", "wang", 100, 1),
        ]
        assert [row.name for row in books.run(lambda uow: owing(uow, limit=1))] == ["丙"]

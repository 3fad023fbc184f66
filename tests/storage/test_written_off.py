"""What was written off and is still claimed."""

from __future__ import annotations

from datetime import date

from storage.check import problems
from storage.written_off import written_off, written_off_of
from tests.storage.books import Books, opened

DAY = date(2026, 12, 3)


def write_off(books: Books, customer: int, fen: int) -> int:
    books.debt(customer, fen, date(2026, 3, 1))
    return books.run(
        lambda uow: (
            uow.journal.credit(
                "write_off",
                customer_id=customer,
                amount=fen,
                effective_on=DAY,
                actor="zhao",
                reason="bad_debt",
            ).entry.id
        )
    )


def test_what_is_left_is_what_was_not_recovered(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        write_off(books, customer, 500)
        books.run(
            lambda uow: uow.journal.recovery(customer_id=customer, amount=200, effective_on=DAY, actor="li")
        )
        found = books.run(lambda uow: written_off_of(uow, customer))
        assert found is not None
        assert (found.written, found.recovered, found.left, found.last_on) == (500, 200, 300, DAY)
        assert books.run(lambda uow: list(problems(uow))) == []


def test_what_was_taken_back_is_not_written_off(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        entry = write_off(books, customer, 500)
        books.run(lambda uow: uow.journal.reverse(entry, reason="mistake", actor="zhao"))
        assert books.run(lambda uow: written_off_of(uow, customer)) is None


def test_the_largest_comes_first_and_others_are_not_shown(database_url: str) -> None:
    with opened(database_url) as books:
        for name, owner, fen in (("永盛装饰", "wang", 100), ("鑫源商贸", "qian", 300)):
            write_off(books, books.customer(name, owner), fen)
        assert [row.written for row in books.run(lambda uow: written_off(uow))] == [300, 100]
        assert [row.name for row in books.run(lambda uow: written_off(uow, {"wang"}))] == ["永盛装饰"]

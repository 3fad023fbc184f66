from __future__ import annotations

from datetime import date

from ledger.outcome import Outcome
from storage.outcomes import outcomes
from tests.storage.books import Books, opened

DAY = date(2026, 3, 1)
DUE = date(2026, 3, 31)


def ended(books: Books) -> list[Outcome]:
    return books.run(lambda uow: list(outcomes(uow)))


def test_the_last_money_settles_and_what_is_owed_is_open(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        for fen in (100, 300):
            books.debt(customer, fen, DAY, DUE)
        books.payment(customer, 60, date(2026, 3, 20))
        books.payment(customer, 50, date(2026, 4, 2))
        assert ended(books) == [
            Outcome(str(customer), DAY, DUE, 100, date(2026, 4, 2)),
            Outcome(str(customer), DAY, DUE, 300, None),
        ]


def test_money_taken_back_did_not_settle(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        books.debt(customer, 100, DAY, DUE)
        paid = books.payment(customer, 100, date(2026, 3, 20))
        books.run(lambda uow: uow.journal.reverse(paid.entry.id, reason="mistake", actor="wang"))
        books.payment(customer, 100, date(2026, 4, 5))
        assert [row.settled_on for row in ended(books)] == [date(2026, 4, 5)]


def test_what_no_payment_settled_or_what_has_no_day_is_left_out(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        books.debt(customer, 100, DAY, DUE)
        books.run(
            lambda uow: uow.journal.credit(
                "write_off", customer_id=customer, amount=100, effective_on=DAY, actor="wang", reason="跑了"
            )
        )
        books.debt(customer, 200, DAY, None)
        assert ended(books) == []

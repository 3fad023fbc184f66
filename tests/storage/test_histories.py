from __future__ import annotations

from datetime import date

from ledger.checks import check_customer
from ledger.history import standing
from storage.histories import history_of
from tests.storage.books import opened

TODAY = date(2026, 12, 3)


def test_a_customers_rows_stand_as_they_were_posted(database_url: str) -> None:
    with opened(database_url) as books:
        customer, other = books.customer("甲"), books.customer("乙")
        books.debt(customer, 300, TODAY)
        books.debt(other, 900, TODAY)
        paid = books.payment(customer, 100, TODAY)
        books.run(lambda uow: uow.journal.reverse(paid.entry.id, reason="mistake", actor="wang"))
        books.payment(customer, 350, TODAY)
        history = books.run(lambda uow: history_of(uow, customer))
    now = standing(history)
    assert (now.balance, now.outstanding, sum(now.unallocated.values())) == (-50, {}, 50)
    assert list(check_customer(history)) == []


def test_nobody_has_an_empty_history(database_url: str) -> None:
    with opened(database_url) as books:
        history = books.run(lambda uow: history_of(uow, 404))
    assert (history.entries, history.allocations, history.instalments) == ((), (), ())

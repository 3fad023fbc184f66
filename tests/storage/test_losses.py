"""Charged days, restarted clocks and provisions on both engines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ledger.accrual import Charge, charges
from ledger.errors import InvalidEntry
from ledger.interest import statutory_rate
from ledger.provision import METHODS, provision
from storage.aging_query import aging
from storage.check import problems
from storage.histories import history_of
from storage.provisions import ProvisionView
from storage.unit_of_work import UnitOfWork
from tests.storage.books import Books, opened

DUE = date(2026, 3, 1)


def late(uow: UnitOfWork, customer: int, until: date) -> tuple[Charge, ...]:
    own, replaced = uow.late_fees.settled(customer)
    return charges(
        history_of(uow, customer),
        until=until,
        rate_of=lambda _: statutory_rate(),
        charged=own,
        replaced=replaced,
    )


def charge(books: Books, customer: int, until: date) -> int:
    """The id of the fee's entry."""

    def post(uow: UnitOfWork) -> int:
        (found,) = late(uow, customer, until)
        entry = uow.journal.late_fee(
            receivable_id=found.receivable_id, amount=found.fen, effective_on=until, due_on=until, actor="li"
        ).entry
        uow.late_fees.settle(customer, [found], entry_id=entry.id, by="li")
        return entry.id

    return books.on(until).run(post)


def test_charged_days_are_settled_until_the_fee_was_a_mistake(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        books.debt(customer, 1_000_000, date(2026, 2, 1), DUE)
        entry = charge(books, customer, date(2026, 3, 11))
        charge(books, customer, date(2026, 3, 21))
        assert books.run(lambda uow: late(uow, customer, date(2026, 3, 21))) == ()
        books.run(lambda uow: uow.journal.reverse(entry, reason="mistake", actor="li"))
        spans = books.run(lambda uow: uow.late_fees.of_customer(customer))
        assert [span.counts for span in spans] == [False, True]
        assert books.problems() == []


def test_days_waived_are_open_again_when_the_waiver_is_lifted(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        books.debt(customer, 1_000_000, date(2026, 2, 1), DUE)
        found = books.run(lambda uow: late(uow, customer, date(2026, 3, 11)))
        ids = books.run(lambda uow: uow.late_fees.settle(customer, found, entry_id=None, by="li"))
        for lifted in (1, 0):
            assert books.run(lambda uow: uow.late_fees.lift(customer, ids, by="li")) == lifted
        assert books.run(lambda uow: late(uow, customer, date(2026, 3, 11))) == found
        charge(books, customer, date(2026, 3, 21))
        assert books.run(lambda uow: late(uow, customer, date(2026, 3, 21))) == ()
        assert books.problems() == []


def test_a_cancelled_fee_stands_again_for_its_days_once(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        books.debt(customer, 1_000_000, date(2026, 2, 1), DUE)
        entry = charge(books, customer, date(2026, 3, 11))

        def again(uow: UnitOfWork) -> None:
            uow.journal.reverse(entry, reason="cancelled", actor="li", on=date(2026, 3, 11))
            before = uow.journal.entry(entry)
            assert before is not None
            assert before.receivable_id is not None
            posted = uow.journal.late_fee(
                receivable_id=before.receivable_id, amount=before.amount, effective_on=before.effective_on,
                due_on=before.effective_on, actor="li",
            )  # fmt: skip
            uow.late_fees.charge_again(customer, entry, posted.entry.id, by="li")

        books.run(again)
        assert [span.counts for span in books.run(lambda uow: uow.late_fees.of_customer(customer))] == [
            False,
            True,
        ]
        assert books.problems() == []


def test_the_same_days_cannot_be_settled_twice(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        books.debt(customer, 1_000_000, date(2026, 2, 1), DUE)
        found = books.run(lambda uow: late(uow, customer, date(2026, 3, 11)))
        books.run(lambda uow: uow.late_fees.settle(customer, found, entry_id=None, by="li"))
        # Somebody who looked before the first was written tries the same key.
        with pytest.raises(InvalidEntry):
            books.run(lambda uow: uow.late_fees.write(found[0], customer, entry_id=None, by="li", attempt=0))


def test_a_day_charged_twice_is_found(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        books.debt(customer, 1_000_000, date(2026, 2, 1), DUE)
        found = books.run(lambda uow: late(uow, customer, date(2026, 3, 11)))
        for _ in range(2):
            books.run(lambda uow: uow.late_fees.settle(customer, found, entry_id=None, by="li"))
        assert [one.check for one in books.problems()] == ["fees_charged_once"]


def test_a_proof_stands_until_it_is_withdrawn(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        debt = books.debt(customer, 1_000_000, date(2026, 2, 1), DUE).receivable
        assert debt is not None
        kept = books.run(
            lambda uow: uow.clock_restarts.add(
                customer, DUE, "agreement", "statement", noted_by="wang", receivable_id=debt.id, message_id=5
            )
        )
        assert books.run(lambda uow: [one.day for one in uow.clock_restarts.of_message(5)]) == [DUE]
        assert books.run(lambda uow: uow.clock_restarts.withdraw(kept.id))
        assert not books.run(lambda uow: uow.clock_restarts.withdraw(kept.id))
        assert books.run(lambda uow: list(uow.clock_restarts.of_customer(customer))) == []


def provide(books: Books, as_of: date) -> ProvisionView:
    def post(uow: UnitOfWork) -> ProvisionView:
        basis, buckets = METHODS["due"]
        table = aging(uow, as_of, known_by=uow.now, basis=basis, buckets=buckets)
        stood = dict(zip(buckets.labels, table.total.amounts, strict=True))
        lines = provision(stood, dict.fromkeys(buckets.labels, Decimal("0.1")))
        row = uow.provisions.propose(uow.provisions.draft(as_of, uow.now, "due", lines))
        assert uow.provisions.decide(row.id, "posted", by="li")
        return row

    return books.on(as_of).run(post)


def test_provisions_follow_each_other_and_what_was_written_off(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        books.debt(customer, 1_000_000, date(2026, 2, 1), DUE)
        first = provide(books, date(2026, 3, 31))
        books.on(date(2026, 4, 10)).run(
            lambda uow: uow.journal.credit(
                "write_off", customer_id=customer, amount=50_000, effective_on=date(2026, 4, 10), actor="zhao",
                reason="bad_debt",
            )
        )  # fmt: skip
        second = provide(books, date(2026, 4, 30))
        assert (first.total, first.charge) == (100_000, 100_000)
        assert (second.opening, second.used, second.total, second.charge) == (100_000, 50_000, 95_000, 45_000)
        assert books.problems() == []


def test_what_was_told_later_does_not_change_what_was_known(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        books.debt(customer, 1_000_000, date(2026, 2, 1), DUE)
        provide(books, date(2026, 3, 31))
        books.on(date(2026, 5, 1)).debt(customer, 500_000, date(2026, 3, 2))
        assert books.problems() == []


def test_a_decided_one_is_not_decided_again(database_url: str) -> None:
    with opened(database_url) as books:
        books.debt(books.customer(), 1_000_000, date(2026, 2, 1), DUE)
        row = provide(books, date(2026, 3, 31))
        assert not books.run(lambda uow: uow.provisions.decide(row.id, "refused", by="li"))
        with pytest.raises(ValueError, match="open"):
            books.run(lambda uow: uow.provisions.decide(row.id, "open", by="li"))


def test_forged_sums_are_found(database_url: str) -> None:
    with opened(database_url) as books:
        books.debt(books.customer(), 1_000_000, date(2026, 2, 1), DUE)
        provide(books, date(2026, 3, 31))
        books.run(
            lambda uow: uow.connection.exec_driver_sql("UPDATE provision SET written_off = 7, charge = 1")
        )
        found = books.run(lambda uow: [one.check for one in problems(uow)])
        assert found == ["provision_adds_up", "provision_known_then"]

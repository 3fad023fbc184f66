from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from ledger.grade import Paid
from ledger.warning import EarlyWarning
from storage.standing import Standing, customers_after, standings
from tests.storage.books import Books, opened

TODAY = date(2026, 12, 3)


def of(books: Books, customer: int) -> Standing:
    (found,) = books.on(TODAY).run(lambda uow: standings(uow, [customer], TODAY))
    return found


def paid(books: Books, customer: int, fen: int, due: date, days_late: int) -> None:
    books.debt(customer, fen, due - timedelta(days=30), due)
    books.payment(customer, fen, due + timedelta(days=days_late))


def test_what_was_paid_and_what_is_overdue_make_the_record(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        paid(books, customer, 100, date(2026, 6, 1), -2)
        paid(books, customer, 200, date(2026, 7, 1), 9)
        books.debt(customer, 300, date(2026, 10, 1), date(2026, 11, 1))
        found = of(books, customer)
        assert sorted(found.record.paid) == [Paid(-2, 6), Paid(9, 5), Paid(32, 1)]
        assert (found.record.oldest_days, found.record.months) == (32, 7)
        assert (found.signs.overdue, found.signs.exposure, found.signs.late_since) == (
            300,
            300,
            date(2026, 11, 1),
        )


def test_what_was_paid_in_parts_counts_once_by_its_last_part(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        books.debt(customer, 300, date(2026, 6, 1), date(2026, 7, 1))
        for day in (3, 9):
            books.payment(customer, 150, date(2026, 7, day))
        assert of(books, customer).record.paid == (Paid(8, 5),)


def test_used_is_the_share_of_the_limit(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        books.run(lambda uow: uow.customers.update(customer, credit_limit=1_000))
        books.debt(customer, 900, date(2026, 11, 1), date(2026, 12, 31))
        assert of(books, customer).record.used == Fraction(9, 10)


def test_money_of_the_last_quarter_beside_that_before(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        books.debt(customer, 1_000, date(2026, 5, 1), date(2026, 6, 1))
        books.payment(customer, 300, date(2026, 8, 1))
        books.debt(customer, 500, date(2026, 10, 1), date(2026, 12, 31))
        books.payment(customer, 100, date(2026, 11, 1))
        signs = of(books, customer).signs
        assert (signs.paid, signs.paid_before) == (100, 300)
        assert (signs.exposure, signs.exposure_before) == (1_100, 700)


def test_the_rhythm_of_now_stands_beside_the_usual_one(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        for month, late in enumerate((1, 1, 1, 20, 20, 20), 1):
            paid(books, customer, 100, date(2026, month, 1), late)
        signs = of(books, customer).signs
        assert (signs.usual_delay, signs.recent_delay, signs.paid_late) == (1, 20, 6)


def test_customers_come_in_order_a_page_at_a_time(database_url: str) -> None:
    with opened(database_url) as books:
        ids = [books.customer(name) for name in ("甲", "乙", "丙")]
        for customer in ids[:2]:
            books.debt(customer, 100, TODAY)
        pages = books.run(lambda uow: [customers_after(uow, 0, most=1), customers_after(uow, ids[0], most=9)])
        assert pages == [[ids[0]], [ids[1]]]
        assert books.run(lambda uow: standings(uow, [], TODAY)) == []


def test_an_event_is_warned_of_once_and_closed_once(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        found = EarlyWarning("slowed", "2026-12", "visit", 20, 5)
        assert books.run(lambda uow: uow.credit_warnings.add(customer, found))
        assert not books.run(lambda uow: uow.credit_warnings.add(customer, found))
        (open_one,) = books.run(lambda uow: uow.credit_warnings.open({"wang"}))
        assert (open_one.customer, open_one.kind, open_one.value) == ("永盛装饰", "slowed", 20)
        assert books.run(lambda uow: uow.credit_warnings.close(open_one.id, "false_alarm", by="wang"))
        assert not books.run(lambda uow: uow.credit_warnings.close(open_one.id, "done", by="wang"))
        assert books.run(lambda uow: uow.credit_warnings.counts()) == {("slowed", "false_alarm"): 1}
        assert not books.run(lambda uow: uow.credit_warnings.of_customer(customer))


def test_a_month_has_one_proposal_and_a_new_one_replaces_the_open_one(database_url: str) -> None:
    with opened(database_url) as books:
        customer = books.customer()
        for month in (date(2026, 11, 1), date(2026, 12, 1)):
            propose = lambda uow, month=month: uow.grades.propose(  # noqa: E731
                customer, month, "C", 55, [{"cause": "broken", "lost": 12}], before="A"
            )
            assert books.run(propose)
            assert not books.run(propose)
        (open_one,) = books.run(lambda uow: uow.grades.open())
        assert (open_one.month, open_one.reasons) == (date(2026, 12, 1), ({"cause": "broken", "lost": 12},))
        assert books.run(lambda uow: uow.grades.decide(open_one.id, "accepted", by="zhao"))
        assert not books.run(lambda uow: uow.grades.decide(open_one.id, "refused", by="zhao"))
        states = [row.state for row in books.run(lambda uow: uow.grades.of_customer(customer))]
        assert states == ["accepted", "replaced"]

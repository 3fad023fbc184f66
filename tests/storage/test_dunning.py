"""What a reminder run knows of a customer, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from storage.dunning import Facts, facts_of, one_batch
from storage.stages import SaidView
from tests.storage.books import Books, opened

TODAY = date(2026, 3, 2)
DAY = timedelta(1)
LATE = TODAY - 5 * DAY


@pytest.fixture
def books(database_url: str) -> Iterator[Books]:
    with opened(database_url) as found:
        yield found.on(TODAY)


def facts(books: Books, customer: int, latest: date = TODAY + 31 * DAY) -> Facts:
    (found,) = books.run(lambda uow: list(facts_of(uow, (customer,), TODAY, latest)))
    return found


def item_of(books: Books, customer: int) -> int:
    return books.run(lambda uow: uow.receivables.open_items(customer))[0].id


def test_who_owes_nothing_is_not_there(books: Books) -> None:
    customer = books.customer()
    assert books.run(lambda uow: list(facts_of(uow, (customer,), TODAY))) == []


def test_of_many_named_customers_nobody_in_between_is_read(books: Books) -> None:
    customers = [books.customer(f"客户{number}") for number in range(24)]
    for customer in customers:
        books.debt(customer, 10_000, LATE - timedelta(30), LATE)
    named = customers[::2]
    found = books.run(lambda uow: list(facts_of(uow, named, TODAY)))
    assert [facts.customer.id for facts in found] == named
    assert all(facts.owed == {"CNY": 10_000} for facts in found)


def test_the_money_of_a_customer(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 10_000, TODAY - 60 * DAY, LATE)
    books.payment(customer, 12_000, TODAY)
    books.debt(customer, 5_000, TODAY, TODAY + DAY)
    books.run(lambda uow: uow.receipts.report(customer, 700, TODAY, reported_by="wang"))
    found = facts(books, customer)
    assert (found.owed, found.free, found.reported) == ({"CNY": 3_000}, {"CNY": 2_000}, {"CNY": 700})
    assert [one.item.outstanding for one in found.items] == [5_000]


def test_what_falls_due_far_off_is_only_in_the_sums(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 9_999, TODAY, LATE, TODAY + 90 * DAY, None)
    found = facts(books, customer)
    assert [one.item.due_on for one in found.items] == [LATE]
    assert found.owed == {"CNY": 9_999}


def test_the_last_stage_of_each_audience_is_known(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 10_000, TODAY - 60 * DAY, LATE)
    item = item_of(books, customer)
    for day, stages in ((LATE + DAY, {"owner": 1, "customer": 1}), (TODAY - DAY, {"owner": 3})):
        said = [SaidView(customer, item, day, stages)]
        books.run(lambda uow, day=day, said=said: uow.stages.say(day, said))  # type: ignore[misc]
    found = facts(books, customer)
    assert found.items[0].reached == (3, 1, None, None, None)
    assert found.contacted == [LATE + DAY]


def test_a_text_that_was_drafted_and_passed_on_is_one_contact_of_that_day(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 10_000, TODAY - 60 * DAY, LATE)
    said = [SaidView(customer, item_of(books, customer), TODAY - DAY, {"customer": 1})]
    books.run(lambda uow: uow.stages.say(TODAY - DAY, said))
    books.run(lambda uow: uow.follow_ups.add("sent", noted_by="wang", customer_id=customer))
    assert facts(books, customer).contacted == [TODAY]


def test_a_text_that_was_passed_on_by_itself_is_a_contact(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 10_000, TODAY - 60 * DAY, LATE)
    books.run(lambda uow: uow.follow_ups.add("sent", noted_by="wang", customer_id=customer))
    assert facts(books, customer).contacted == [TODAY]


def test_holds_promises_and_people(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 10_000, TODAY - 60 * DAY, LATE)
    books.run(lambda uow: uow.holds.add(customer, "contact", held_by="wang", until=TODAY))
    books.run(lambda uow: uow.holds.add(customer, "lawyer", held_by="wang"))
    books.run(lambda uow: uow.promises.add(customer, TODAY, made_by="wang", fraction="1/3", items=(7,)))
    books.run(lambda uow: uow.contacts.put(customer, "刘会计", role="accountant"))
    found = facts(books, customer)
    assert found.holds == {"contact": TODAY, "lawyer": date.max}
    assert (found.promises[0].share, found.promises[0].receivables) == ((1, 3), frozenset({7}))
    assert [one.name for one in found.people] == ["刘会计"]


@pytest.mark.parametrize(("fen", "parts"), [(4_000, [1_000]), (7_000, [4_000]), (3_000, [0])])
def test_a_dispute_lies_on_what_falls_due_last(books: Books, fen: int, parts: list[int]) -> None:
    customer = books.customer()
    books.debt(customer, 9_000, TODAY - 60 * DAY, LATE, TODAY + 60 * DAY)  # 4,500 each
    debt = books.run(lambda uow: uow.receivables.of_customer(customer))[0].id
    books.run(
        lambda uow: uow.disputes.add(
            customer, debt, fen + 1_500, raised_by="wang", owner="wang", deadline=TODAY
        )
    )
    assert [one.item.disputed for one in facts(books, customer).items] == parts


def test_every_customer_is_met_once_in_batches(books: Books) -> None:
    customers = [books.customer(f"客户{n}") for n in range(7)]
    for customer in customers:
        books.debt(customer, 10_000, TODAY - 60 * DAY, LATE)
    met: list[int] = []
    above: int | None = 0
    while above is not None:
        batch = books.run(
            lambda uow, above=above: one_batch(uow, above, TODAY, TODAY, lambda *_: True, size=3)  # type: ignore[misc]
        )
        met += [found.customer.id for found in batch.facts]
        above = batch.last
    assert met == customers


def test_only_customers_with_something_wanted_are_looked_at(books: Books) -> None:
    for name, due_on in (("永盛装饰", LATE), ("宏达五金", TODAY)):
        books.debt(books.customer(name), 10_000, TODAY - 60 * DAY, due_on)
    batch = books.run(lambda uow: one_batch(uow, 0, TODAY, TODAY, lambda due_on, _: due_on == LATE))
    assert [found.customer.name for found in batch.facts] == ["永盛装饰"]

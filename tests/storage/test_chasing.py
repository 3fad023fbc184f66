"""Disputes, holds, tasks, reminders and contacts, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.storage.books import Books, opened

TODAY = date(2026, 12, 3)


@pytest.fixture
def books(migrated_url: str) -> Iterator[Books]:
    with opened(migrated_url) as found:
        found.on(TODAY)
        yield found


def owing(books: Books, customer: int) -> int:
    posted = books.debt(customer, 10_000, TODAY - timedelta(30), TODAY - timedelta(2))
    assert posted.receivable is not None
    return posted.receivable.id


def dispute(books: Books, customer: int, debt: int, fen: int) -> int:
    return books.run(
        lambda uow: uow.disputes.add(customer, debt, fen, raised_by="wang", owner="wang", deadline=TODAY).id
    )


def test_disputed_money_is_passed_over_by_a_payment(books: Books) -> None:
    customer = books.customer("永盛装饰")
    debt = owing(books, customer)
    dispute(books, customer, debt, 8_000)
    posted = books.payment(customer, 5_000, TODAY)
    assert ([share.amount for share in posted.shares], posted.unallocated) == ([2_000], 3_000)
    assert books.problems() == []


def test_a_resolved_dispute_is_due_again(books: Books) -> None:
    customer = books.customer("永盛装饰")
    debt = owing(books, customer)
    number = dispute(books, customer, debt, 8_000)
    assert books.run(lambda uow: uow.disputes.resolve(number, by="wang", outcome="due"))
    assert not books.run(lambda uow: uow.disputes.withdraw(number, by="wang"))
    assert [item.disputed for item in books.run(lambda uow: uow.receivables.open_items(customer))] == [0]


def test_a_new_hold_takes_the_place_of_the_open_one(books: Books) -> None:
    customer = books.customer("永盛装饰")
    for until in (TODAY, TODAY + timedelta(7)):
        books.run(lambda uow, until=until: uow.holds.add(customer, "contact", held_by="wang", until=until))
    assert [one.state for one in books.run(lambda uow: uow.holds.of_customer(customer))] == [
        "replaced",
        "open",
    ]


def test_a_hold_ends_with_its_last_day(books: Books) -> None:
    customer = books.customer("永盛装饰")
    books.run(lambda uow: uow.holds.add(customer, "contact", held_by="wang", until=TODAY))
    books.run(lambda uow: uow.holds.add(customer, "lawyer", held_by="wang"))
    tomorrow = TODAY + timedelta(1)
    assert [one.kind for one in books.run(lambda uow: uow.holds.active_of(customer, TODAY))] == [
        "contact",
        "lawyer",
    ]
    assert [one.kind for one in books.run(lambda uow: uow.holds.active(tomorrow, ["wang"]))] == ["lawyer"]


def test_an_unknown_hold_is_refused(books: Books) -> None:
    customer = books.customer("永盛装饰")
    with pytest.raises(ValueError, match="nothing"):
        books.run(lambda uow: uow.holds.add(customer, "nothing", held_by="wang"))


def test_a_task_is_asked_about_once_a_day_until_it_is_closed(books: Books) -> None:
    task = books.run(lambda uow: uow.tasks.add("wang", TODAY, words="去一趟", given_by="zhao"))
    assert [one.id for one in books.run(lambda uow: uow.tasks.unanswered(TODAY))] == [task.id]
    books.run(lambda uow: uow.tasks.asked(task.id, TODAY))
    assert books.run(lambda uow: uow.tasks.unanswered(TODAY)) == []
    assert books.run(lambda uow: uow.tasks.close(task.id, "done", "收到5000"))
    assert not books.run(lambda uow: uow.tasks.close(task.id, "failed"))
    assert books.run(lambda uow: uow.tasks.given_by("zhao")) == []


def test_a_reminder_comes_once_and_not_before_its_time(books: Books) -> None:
    later = books.run(lambda uow: uow.now) + timedelta(hours=1)
    one = books.run(lambda uow: uow.reminders.add("wang", later, words="收钱"))
    assert books.run(lambda uow: uow.reminders.due()) == []
    books.on(TODAY + timedelta(1))
    assert [found.id for found in books.run(lambda uow: uow.reminders.due())] == [one.id]
    assert books.run(lambda uow: uow.reminders.sent(one.id))
    assert not books.run(lambda uow: uow.reminders.cancel(one.id))


def test_the_accountant_is_addressed_before_the_owner_and_never_who_is_to_be_left_alone(books: Books) -> None:
    customer = books.customer("永盛装饰")
    for name, role in (("王总", "owner"), ("小工", "site"), ("刘会计", "accountant")):
        books.run(lambda uow, name=name, role=role: uow.contacts.put(customer, name, role=role))
    assert addressed(books, customer) == "刘会计"
    books.run(lambda uow: uow.contacts.put(customer, "刘会计", do_not_contact=True))
    assert addressed(books, customer) == "王总"


def addressed(books: Books, customer: int) -> str:
    found = books.run(lambda uow: uow.contacts.addressed(customer))
    return found.name if found else ""


def test_what_is_open_goes_to_another(books: Books) -> None:
    customer = books.customer("永盛装饰")
    dispute(books, customer, owing(books, customer), 8_000)
    books.run(lambda uow: uow.tasks.add("wang", TODAY, words="去一趟", customer_id=customer))
    assert books.run(lambda uow: uow.disputes.hand_over(customer, to="qian")) == 1
    assert books.run(lambda uow: uow.tasks.hand_over(customer, by="wang", to="qian")) == 1
    assert [one.owner for one in books.run(lambda uow: uow.disputes.open_of(customer))] == ["qian"]
    assert len(books.run(lambda uow: uow.tasks.open_of("qian"))) == 1

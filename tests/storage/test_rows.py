"""Customers, receipts, people, settings and messages on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from ledger.errors import InvalidReceipt
from storage.receipts import ReceiptView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork
from tests.storage.books import Books, opened

DAY = date(2026, 1, 10)
TODAY = date(2026, 3, 1)


@pytest.fixture
def books(database_url: str) -> Iterator[Books]:
    with opened(database_url) as found:
        yield found


def report(books: Books, customer: int | None, fen: int, **details: object) -> ReceiptView:
    def run(uow: UnitOfWork) -> ReceiptView:
        return uow.receipts.report(customer, fen, DAY, reported_by="wang", **details)  # type: ignore[arg-type]

    return books.run(run)


def test_a_new_name_moves_the_version_of_names_once_a_change(books: Books) -> None:
    customer = books.customer("永盛装饰")
    assert books.run(lambda uow: uow.customers.learn_alias(customer, "永盛", "wang"))
    assert not books.run(lambda uow: uow.customers.learn_alias(customer, "永盛", "li"))
    assert books.run(lambda uow: uow.customers.names()) == (2, [(customer, "永盛装饰", "", ("永盛",))])


def test_a_payer_is_not_a_name_of_the_customer(books: Books) -> None:
    customer = books.customer()
    books.run(lambda uow: uow.customers.learn_alias(customer, "王德发", "li", kind="payer"))
    assert books.run(lambda uow: uow.customers.names())[1][0][3] == ()
    assert [view.id for view in books.run(lambda uow: uow.customers.by_alias("王德发", kind="payer"))] == [
        customer
    ]


def test_two_customers_of_one_name_are_refused(books: Books) -> None:
    books.customer("永盛装饰")
    with pytest.raises(IntegrityError):
        books.customer("永盛装饰")


def test_a_customer_is_read_back_as_changed(books: Books) -> None:
    customer = books.customer()
    books.run(lambda uow: uow.customers.update(customer, credit_limit=20_000_000, grade="B"))
    view = books.run(lambda uow: uow.customers.get(customer))
    assert view == books.run(lambda uow: uow.customers.by_name("永盛装饰"))
    assert view is not None
    assert (view.credit_limit, view.grade, view.owner) == (20_000_000, "B", "wang")


def test_what_is_usual_leaves_out_what_was_reversed(books: Books) -> None:
    customer = books.customer()
    wrong = [books.debt(customer, fen, DAY) for fen in (100, 200, 9_999)][-1]
    books.run(lambda uow: uow.journal.reverse(wrong.entry.id, reason="mistake", actor="wang"))
    assert books.run(lambda uow: uow.customers.usual_amounts(customer, "debt")) == [200, 100]


def test_lists_show_the_customers_of_some_owners_only(books: Books) -> None:
    mine, other = books.customer("永盛装饰", "wang"), books.customer("宏达五金", "sun")
    books.debt(mine, 300, DAY, date(2026, 2, 1))
    books.debt(other, 500, DAY, date(2026, 2, 20))
    late = books.run(lambda uow: uow.receivables.overdue(TODAY))
    assert [(row.name, row.overdue, row.oldest_days) for row in late] == [
        ("宏达五金", 500, 9),
        ("永盛装饰", 300, 28),
    ]
    assert [row.name for row in books.run(lambda uow: uow.receivables.overdue(TODAY, min_days=10))] == [
        "永盛装饰"
    ]
    assert books.run(lambda uow: uow.receivables.totals(TODAY, {"wang"})).outstanding == 300
    due = books.run(lambda uow: uow.receivables.due_between(DAY, TODAY, {"sun"}))
    assert [(row.customer_name, row.instalment.outstanding) for row in due] == [("宏达五金", 500)]


def test_due_today_is_not_overdue(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 100, DAY, TODAY)
    assert books.run(lambda uow: uow.receivables.overdue(TODAY)) == []
    assert books.run(lambda uow: uow.customers.position(customer, TODAY)).overdue == 0


def test_the_same_debt_is_found_within_three_days(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 100, DAY)
    near, far = DAY + timedelta(days=3), DAY + timedelta(days=4)
    assert len(books.run(lambda uow: uow.receivables.similar(customer, 100, near))) == 1
    assert books.run(lambda uow: uow.receivables.similar(customer, 100, far)) == []
    assert books.run(lambda uow: uow.receivables.similar(customer, 101, near)) == []


def test_what_a_person_recorded_just_now_is_found(books: Books) -> None:
    customer, since = books.customer(), books.now
    posted = books.debt(customer, 100, DAY)
    assert posted.receivable is not None
    found = books.run(lambda uow: uow.receivables.recent_of("wang", customer, since))
    assert [view.number for view in found] == [posted.receivable.number]
    assert books.run(lambda uow: uow.receivables.recent_of("sun", customer, since)) == []
    assert books.run(lambda uow: uow.receivables.recent_of("wang", customer, books.now)) == []


def test_a_document_number_is_kept_and_the_change_is_noted(books: Books) -> None:
    customer = books.customer()
    posted = books.debt(customer, 100, DAY)
    number = posted.entry.receivable_id or 0
    books.run(lambda uow: uow.receivables.set_document(number, "8831", actor="sun"))
    view = books.run(lambda uow: uow.receivables.get(number))
    assert view is not None
    assert view.document_no == "8831"
    notes = books.run(lambda uow: uow.audit.of(f"receivable:{number}"))
    assert [(note.actor, note.details) for note in notes] == [("sun", {"document_no": "8831"})]


def test_reported_money_waits_and_is_not_in_the_books(books: Books) -> None:
    customer = books.customer()
    receipt = report(books, customer, 800, draft={"designated": [1]})
    assert books.run(lambda uow: uow.customers.position(customer, TODAY)).reported == 800
    assert books.run(lambda uow: uow.receipts.reported(["wang"])) == [receipt]
    assert books.run(lambda uow: uow.receipts.reported(["sun"])) == []
    assert books.run(lambda uow: uow.receipts.confirm(receipt.id, actor="li")).confirmed_by == "li"
    assert books.run(lambda uow: uow.receipts.reported()) == []


def test_a_state_moves_only_as_it_may(books: Books) -> None:
    receipt = report(books, books.customer(), 800)
    books.run(lambda uow: uow.receipts.withdraw(receipt.id, actor="li"))
    with pytest.raises(InvalidReceipt):
        books.run(lambda uow: uow.receipts.confirm(receipt.id, actor="li"))


def test_unclaimed_money_is_claimed(books: Books) -> None:
    customer = books.customer()
    receipt = report(books, None, 5_000_000, state="unclaimed", payer="王德发")
    assert books.run(lambda uow: uow.receipts.unclaimed()) == [receipt]
    claimed = books.run(lambda uow: uow.receipts.claim(receipt.id, customer, actor="wang"))
    assert (claimed.state, claimed.customer_id) == ("reported", customer)


def test_cash_is_in_hand_until_it_is_handed_over(books: Books) -> None:
    customer = books.customer()
    cash = report(books, customer, 500, account="cash", holder="wang")
    report(books, customer, 300, account="wallet", holder="wang")
    assert [row.amount for row in books.run(lambda uow: uow.receipts.cash_in_hand("wang"))] == [500]
    books.run(lambda uow: uow.receipts.change(cash.id, actor="li", handed_over=True))
    assert books.run(lambda uow: uow.receipts.cash_in_hand("wang")) == []


def test_people_under_a_manager_are_found_through_the_chain(books: Books) -> None:
    people = [
        StaffView("zhao", "赵总", "manager", "销售"),
        StaffView("wang", "老周", "sales", manager="zhao"),
        StaffView("xiao", "小李", "sales", manager="wang"),
        StaffView("qian", "老钱", "manager", "仓库"),
        StaffView("wu", "老吴", "warehouse", "仓库"),
    ]
    for person in people:
        books.run(lambda uow, person=person: uow.staff.put(person))  # type: ignore[misc]
    assert books.run(lambda uow: uow.staff.under("zhao")) == {"wang", "xiao"}
    assert books.run(lambda uow: uow.staff.under("qian")) == {"wu"}
    assert books.run(lambda uow: uow.staff.under("wu")) == set()


def test_who_was_reached_stays_reached(books: Books) -> None:
    books.run(lambda uow: uow.staff.put(StaffView("wang", "老周", "sales")))
    books.run(lambda uow: uow.staff.mark_reached("wang"))
    books.run(lambda uow: uow.staff.put(StaffView("wang", "老周", "manager")))
    person = books.run(lambda uow: uow.staff.get("wang"))
    assert person == StaffView("wang", "老周", "manager", reached=True)


def test_the_narrowest_setting_holds(books: Books) -> None:
    put = [{}, {"category": "工程"}, {"customer": 7}]
    for version, scope in enumerate(put):
        books.run(lambda uow, v=str(version), s=scope: uow.settings.put("terms", v, by="li", **s))  # type: ignore[misc]
    books.run(lambda uow: uow.settings.put("terms", "9", by="li"))
    ask = [{}, {"category": "工程"}, {"customer": 7, "category": "工程"}, {"customer": 8}]
    found = [books.run(lambda uow, s=scope: uow.settings.get("terms", **s)) for scope in ask]  # type: ignore[misc]
    assert found == ["9", "1", "2", "9"]
    assert books.run(lambda uow: uow.settings.texts(customer=7)) == {"terms": "2"}
    with pytest.raises(KeyError):
        books.run(lambda uow: uow.settings.get("unknown"))


def test_a_message_is_there_once_with_its_answer(books: Books) -> None:
    added = books.run(lambda uow: uow.inbox.add(channel="app", key="m1", sender="wang", text="永盛1.2万"))
    books.run(lambda uow: uow.inbox.answer(added.id, "记好了"))
    found = books.run(lambda uow: uow.inbox.find("app", "m1"))
    assert found is not None
    assert (found.answer, found.state) == ("记好了", "answered")
    with pytest.raises(IntegrityError):
        books.run(lambda uow: uow.inbox.add(channel="app", key="m1", sender="wang"))


def test_a_push_leaves_once(books: Books) -> None:
    def push(uow: UnitOfWork) -> bool:
        return uow.outbox.push("app", "wang", "k1", "chat/hello", {"name": "老周"})

    assert [books.run(push), books.run(push)] == [True, False]
    (row,) = books.run(lambda uow: uow.outbox.claim("me"))
    assert books.run(lambda uow: uow.outbox.claim("other")) == []
    assert books.run(lambda uow: uow.outbox.freeze(row.id, "老周好"))
    assert not books.run(lambda uow: uow.outbox.freeze(row.id, "again"))
    assert books.run(lambda uow: uow.outbox.done(row.id, external_id="x"))
    (sent,) = books.run(lambda uow: uow.outbox.list("sent"))
    assert (sent.body, sent.attempts, sent.context) == ("老周好", 1, {"name": "老周"})


def test_a_push_whose_sender_died_is_found(books: Books) -> None:
    books.run(lambda uow: uow.outbox.push("app", "wang", "k1"))
    (row,) = books.run(lambda uow: uow.outbox.claim("me", lease=timedelta(seconds=1)))
    books.run(lambda uow: uow.outbox.freeze(row.id, "x"))
    assert [view.id for view in books.run(lambda uow: uow.outbox.cut_off())] == [row.id]


def test_a_conversation_is_kept_for_each_speaker(books: Books) -> None:
    books.run(lambda uow: uow.conversations.save("app", "", "wang", {"open": ["12万"]}))
    books.run(lambda uow: uow.conversations.save("app", "", "wang", {"open": []}))
    assert books.run(lambda uow: uow.conversations.load("app", "", "wang")) == {"open": []}
    assert books.run(lambda uow: uow.conversations.load("app", "", "sun")) == {}


def test_a_timer_is_due_once(books: Books) -> None:
    at = books.now + timedelta(minutes=1)
    put = [books.run(lambda uow: uow.timers.put("unbooked", "u1", at, {"who": "wang"})) for _ in range(2)]
    assert put == [True, False]
    assert books.run(lambda uow: uow.timers.due()) == []
    (timer,) = books.run(lambda uow: uow.timers.due(at))
    assert timer.context == {"who": "wang"}
    assert [books.run(lambda uow: uow.timers.done(timer.id)) for _ in range(2)] == [True, False]


def test_a_picture_waits_for_its_record(books: Books) -> None:
    since = books.now
    kept = books.run(lambda uow: uow.attachments.add(sender="wang", kind="image", media_id="m"))
    assert books.run(lambda uow: uow.attachments.loose_of("wang", since)) == [kept]
    books.run(lambda uow: uow.attachments.attach(kept.id, "receivable:1"))
    assert [row.id for row in books.run(lambda uow: uow.attachments.of("receivable:1"))] == [kept.id]

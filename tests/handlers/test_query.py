from __future__ import annotations

from handlers import conversation, query, whose
from handlers.command import Reply, Request
from handlers.language.reading import Answer, Fit, Intent, Mention
from storage.unit_of_work import UnitOfWork
from tests.handlers.desk import Desk

BALANCE = query.QUERIES[Intent.QUERY_BALANCE]


def two_of_a_name(desk: Desk) -> Mention:
    ids = [desk.books.customer(name) for name in ("宏达五金", "宏达装饰")]
    return Mention("宏达", Fit.SEVERAL, candidates=((ids[0], "宏达五金"), (ids[1], "宏达装饰")))


def answered(desk: Desk, answer: Answer) -> str | None:
    """What is heard when the open question gets this answer."""
    asked = conversation.newest(desk.state)
    assert asked is not None

    def go_on(request: Request, uow: UnitOfWork) -> str | None:
        reply = query.resume(asked, answer, request, uow)
        return desk.said(reply) if isinstance(reply, Reply) else None

    return desk.on(go_on)


def test_two_customers_of_a_name_are_asked_about(desk: Desk) -> None:
    assert desk.asks(BALANCE, two_of_a_name(desk)) == "没听准。“宏达”是哪家？1 宏达五金 2 宏达装饰"
    assert answered(desk, Answer(choice=2)) == "宏达装饰 不欠钱"
    assert conversation.newest(desk.state) is None


def test_a_query_without_a_customer_asks_for_one(desk: Desk) -> None:
    customer = desk.books.customer("永盛装饰")
    assert desk.asks(BALANCE) == "查哪家？发客户名就行"
    mention = Mention("永盛", Fit.SHORT, customer, "永盛装饰")
    assert answered(desk, Answer(mention=mention)) == "永盛装饰 不欠钱"


def test_an_answer_that_names_nobody_leaves_the_question_open(desk: Desk) -> None:
    desk.asks(BALANCE, two_of_a_name(desk))
    assert answered(desk, Answer(choice=7)) is None
    assert answered(desk, Answer(amount=5)) is None
    assert conversation.newest(desk.state) is not None


def test_an_open_query_is_not_counted_as_unbooked(desk: Desk) -> None:
    desk.asks(BALANCE)
    assert conversation.unbooked(desk.state) == []


def test_who_was_asked_about_is_he_from_now_on(desk: Desk) -> None:
    customer = desk.books.customer("永盛装饰")
    desk.asks(BALANCE, customer)
    assert conversation.last_customer(desk.state) == (customer, "永盛装饰")


def test_a_role_without_queries_is_not_even_asked_whom_it_means(desk: Desk) -> None:
    assert "看不了这个" in desk.asks(BALANCE, by="wu")
    assert whose.WHICH not in [asked.asker for asked in conversation.open_questions(desk.state)]

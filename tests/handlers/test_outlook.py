from __future__ import annotations

from datetime import date, timedelta

from handlers import conversation, outlook
from handlers.language.reading import Answer, Intent
from tests.handlers.desk import TODAY, Desk

NEW_YEAR = date(2027, 2, 5)


def pays_late(desk: Desk, name: str, days: int, owner: str = "wang", owes: int = 2_000_000) -> int:
    """A customer who always pays so many days late, and owes something due in ten days."""
    customer = desk.books.customer(name, owner)
    for month in range(3):
        due = TODAY - timedelta(days=200 - 30 * month)
        desk.books.debt(customer, 100_000, due - timedelta(days=30), due)
        desk.books.payment(customer, 100_000, due + timedelta(days=days))
    desk.books.debt(customer, owes, TODAY - timedelta(days=20), TODAY + timedelta(days=10))
    return customer


def hopeless(desk: Desk, name: str, fen: int) -> None:
    due = TODAY - timedelta(days=400)
    desk.books.debt(desk.books.customer(name), fen, due - timedelta(days=30), due)


def test_what_will_come_by_new_year_and_who_is_hard(desk: Desk) -> None:
    pays_late(desk, "永盛装饰", 5)
    hopeless(desk, "跑路商行", 3_100_000)
    lines = desk.asks(outlook.run, to=NEW_YEAR).splitlines()
    assert lines == [
        "2月5日(周五)前约能收回 2万，现在欠 51,000.00",
        "难收 1家 31,000.00：跑路商行 31,000.00",
    ]


def test_who_pays_after_the_day_is_not_expected_by_it(desk: Desk) -> None:
    pays_late(desk, "永盛装饰", 60)
    assert "约能收回 0，" in desk.asks(outlook.run, to=TODAY + timedelta(days=30))


def test_the_manager_reads_his_people_in_ten_thousands_and_is_asked_for_lists(desk: Desk) -> None:
    pays_late(desk, "永盛装饰", 5)
    pays_late(desk, "宏达五金", 5, "qian", 4_000_000)
    lines = desk.asks(outlook.run, by="zhao", to=NEW_YEAR).splitlines()
    assert lines[0].startswith("2月5日(周五)前约能收回 6万")
    assert lines[-1] == "小李 4万，老周 2万"


def test_everyone_gets_his_own_list(desk: Desk) -> None:
    pays_late(desk, "永盛装饰", 5)
    pays_late(desk, "宏达五金", 5, "qian", 4_000_000)

    def listed(request: object, uow: object) -> object:
        outlook.run(request, uow)  # type: ignore[arg-type]
        asked = conversation.newest(request.state)  # type: ignore[attr-defined]
        assert asked is not None
        return outlook.resume_lists(asked, Answer(choice=1), request, uow)  # type: ignore[arg-type]

    reply = desk.on(listed, by="zhao", intent=Intent.WHAT_IF, to=NEW_YEAR)
    assert [push.target for push in reply.pushes] == ["qian", "wang"]  # type: ignore[attr-defined]
    names = [line["customer"] for push in reply.pushes for line in push.context["lines"]]  # type: ignore[attr-defined]
    assert names == ["宏达五金", "永盛装饰"]
    assert desk.said(reply) == "名单发给了小李、老周"  # type: ignore[arg-type]


def test_a_salesperson_sees_his_own_and_the_warehouse_nothing(desk: Desk) -> None:
    pays_late(desk, "永盛装饰", 5)
    pays_late(desk, "宏达五金", 5, "qian", 4_000_000)
    assert "现在欠 20,000.00" in desk.asks(outlook.run, to=NEW_YEAR)
    assert "欠" not in desk.asks(outlook.run, by="wu", to=NEW_YEAR)


def test_nothing_owed_and_a_day_gone_by(desk: Desk) -> None:
    assert desk.asks(outlook.run, to=NEW_YEAR) == "现在没有欠款，没有可收的"
    pays_late(desk, "永盛装饰", 5)
    assert desk.asks(outlook.run, to=TODAY - timedelta(days=1)).startswith("那天已经过了")

"""Warnings and grades: found in the books, told once, dealt with by chat."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from handlers import grade, grade_round, standing, warning
from handlers.language.reading import Intent
from tests.handlers.desk import TODAY, ZONE, Desk


def worsening(desk: Desk, name: str = "永盛装饰", owner: str = "wang") -> int:
    """Always in time until now: the last one is 40 days over, and all that he owes is."""
    customer = desk.books.customer(name, owner)
    for month in range(6):
        due = TODAY - timedelta(days=300 - 30 * month)
        desk.books.debt(customer, 100_000, due - timedelta(days=30), due)
        desk.books.payment(customer, 100_000, due)
    desk.books.debt(customer, 5_000_000, TODAY - timedelta(days=70), TODAY - timedelta(days=40))
    return customer


def looked(desk: Desk, *customers: int) -> standing.Noted:
    with desk.books.on(TODAY).command() as uow:
        return standing.look(uow, customers, TODAY, with_grades=True)


def said(desk: Desk, run: Any, by: str, **extra: Any) -> str:
    return desk.on(lambda request, uow: desk.said(run(request, uow)), by=by, intent=Intent.WARNINGS, **extra)


def test_a_sign_is_noted_once(desk: Desk) -> None:
    customer = worsening(desk)
    assert looked(desk, customer) == standing.Noted(2, 1)
    assert looked(desk, customer) == standing.Noted(0, 0)


def test_a_monthly_sign_comes_again_only_when_it_was_dealt_with(desk: Desk) -> None:
    customer = desk.books.customer("永盛装饰", "wang")
    desk.books.run(lambda uow: uow.customers.update(customer, credit_limit=100_000))
    desk.books.debt(customer, 95_000, TODAY, TODAY + timedelta(days=90))

    def in_days(days: int) -> int:
        later = TODAY + timedelta(days=days)
        with desk.books.on(later).command() as uow:
            return standing.look(uow, [customer], later, with_grades=False).warnings

    assert (in_days(0), in_days(31)) == (1, 0)
    said(desk, warning.run, "wang")
    said(desk, warning.run, "wang", mark="done", numbers=[1])
    assert in_days(62) == 1


def test_warnings_say_what_is_wrong_and_what_to_do(desk: Desk) -> None:
    looked(desk, worsening(desk))
    assert sorted(said(desk, warning.run, "wang").splitlines()) == sorted(
        [
            "预警 2条",
            "1 永盛装饰：欠款过半超期：5万/5万。先停货",
            "2 永盛装饰：一向准时（6笔），这次第一回超期，已40天。上门一趟",
            "回“处理1”选办法，“误报1”就不再提",
        ]
    )


def test_a_false_alarm_is_marked_and_gone_and_counted(desk: Desk) -> None:
    looked(desk, worsening(desk))
    said(desk, warning.run, "wang")
    assert said(desk, warning.run, "wang", mark="false_alarm", numbers=[1]) == "第1条记为误报，不再提"
    assert said(desk, warning.run, "wang", mark="done", numbers=[1]).startswith("没动。这几条已经处理过了")
    assert "预警 1条" in said(desk, warning.run, "wang")
    assert ("mostly_overdue", "false_alarm") in desk.books.run(lambda uow: uow.credit_warnings.counts())


def test_a_line_that_was_not_shown_cannot_be_closed(desk: Desk) -> None:
    looked(desk, worsening(desk))
    assert said(desk, warning.run, "wang", mark="done", numbers=[1]).startswith("没动。先回“预警”看清单")
    said(desk, warning.run, "wang")
    assert "没有第9条" in said(desk, warning.run, "wang", mark="done", numbers=[9])


def test_a_colleague_sees_none_of_it_and_the_warehouse_may_not_ask(desk: Desk) -> None:
    looked(desk, worsening(desk))
    assert said(desk, warning.run, "qian") == "没有要处理的预警"
    assert said(desk, warning.run, "wu").startswith("你是仓库，看不了这个")


def test_owner_and_manager_hear_of_what_is_new(desk: Desk) -> None:
    customer = worsening(desk)
    with desk.books.on(TODAY).command() as uow:
        standing.look(uow, [customer], TODAY, with_grades=True)
        now = uow.now.astimezone(ZONE)
        standing.tell(uow, uow.now, now, "app")
        grade_round.tell(uow, now, "app")
    rows = desk.books.run(lambda uow: list(uow.outbox.list()))
    told = sorted((row.target, row.template) for row in rows if row.template != "cards/asked.card")
    assert told == [
        ("wang", "chat/questions/warned.txt"),
        ("zhao", "chat/questions/grade_one.txt"),
        ("zhao", "chat/questions/warned.txt"),
    ]


def test_an_accepted_grade_is_the_customers(desk: Desk) -> None:
    customer = worsening(desk)
    looked(desk, customer)
    listed = said(desk, grade.run, "zhao").splitlines()
    assert listed[:2] == ["要定等级的 1家", "1 永盛装饰 B：最久超40天，近24月逾期率18%，来往才10个月"]
    assert said(desk, grade.run, "zhao", mark="accepted", numbers=[1]) == "定好了：永盛装饰 B级"
    view = desk.books.run(lambda uow: uow.customers.get(customer))
    assert view is not None
    assert view.grade == "B"
    assert said(desk, grade.run, "zhao") == "没有要定的等级"


def test_a_refused_grade_changes_nothing_and_stays_in_the_history(desk: Desk) -> None:
    customer = worsening(desk)
    looked(desk, customer)
    said(desk, grade.run, "zhao")
    assert said(desk, grade.run, "zhao", mark="refused", numbers=[]) == "没采纳，等级不变：永盛装饰"
    lines = desk.asks(grade.run, customer).splitlines()
    assert lines[0] == "永盛装饰 还没定等级"
    assert lines[2] == "2026年12月 建议没采纳：B"


def test_who_sells_does_not_decide_about_grades(desk: Desk) -> None:
    looked(desk, worsening(desk))
    assert "永盛" not in said(desk, grade.run, "wang")


def test_too_little_is_known_of_a_new_customer(desk: Desk) -> None:
    customer = desk.books.customer("新客户")
    assert "账面还看不出" in desk.asks(grade.run, customer)

"""Receipts week by week, as customers pay."""

from __future__ import annotations

from datetime import date, timedelta

from bot.documents.picture import png
from bot.render import Renderer
from handlers import outlook
from handlers.command import Reply
from handlers.jsonable import to_rich
from handlers.language.reading import Intent
from tests.handlers.desk import TODAY, Desk


def pays_late(desk: Desk, name: str, days: int, owner: str = "wang", owes: int = 2_000_000) -> int:
    """A customer who always pays so many days late, and owes something due in ten days."""
    customer = desk.books.customer(name, owner)
    for month in range(3):
        due = TODAY - timedelta(days=200 - 30 * month)
        desk.books.debt(customer, 100_000, due - timedelta(days=30), due)
        desk.books.payment(customer, 100_000, due + timedelta(days=days))
    desk.books.debt(customer, owes, TODAY - timedelta(days=20), TODAY + timedelta(days=10))
    return customer


def asked(desk: Desk, customer: int | None = None, by: str = "wang", **extra: object) -> Reply:
    return desk.on(outlook.run, customer, by=by, intent=Intent.WHAT_IF, topic="weeks", **extra)


def test_the_sum_and_the_next_weeks(desk: Desk) -> None:
    pays_late(desk, "永盛装饰", 5)
    assert desk.said(asked(desk)).splitlines() == [
        "13周内（到3月3日）约收回 2万，现在欠 20,000.00",
        "这7天 0，第2周 0，第3周 2万，第4周 0，之后 0",
        "按各家平时晚几天付估的",
    ]


def test_never_more_is_expected_than_is_owed(desk: Desk) -> None:
    pays_late(desk, "永盛装饰", 5, owes=9_547_292)
    reply = asked(desk)
    sums = {reply.context[key] for key in ("expected", "low", "high", "owed")}
    assert sums == {9_547_292}


def test_as_many_weeks_as_asked(desk: Desk) -> None:
    pays_late(desk, "永盛装饰", 5)
    assert desk.said(asked(desk, count=2)).startswith("2周内（到12月16日）约收回 0")


def test_one_customer(desk: Desk) -> None:
    customer = pays_late(desk, "永盛装饰", 5)
    pays_late(desk, "宏达五金", 5)
    assert desk.said(asked(desk, customer)).startswith("永盛装饰 13周内（到3月3日）约收回 2万")


def test_the_manager_sees_his_people_and_a_salesperson_his_own(desk: Desk) -> None:
    pays_late(desk, "永盛装饰", 5)
    pays_late(desk, "宏达五金", 5, "qian", 4_000_000)
    assert "约收回 6万" in desk.said(asked(desk, by="zhao"))
    assert "约收回 2万" in desk.said(asked(desk))
    assert "约" not in desk.said(asked(desk, by="wu"))


def test_what_is_hard_is_told_apart(desk: Desk) -> None:
    pays_late(desk, "永盛装饰", 5)
    due = TODAY - timedelta(days=400)
    desk.books.debt(desk.books.customer("跑路商行"), 3_100_000, due - timedelta(days=30), due)
    assert "难收的 31,000.00（1家）没算在内" in desk.said(asked(desk))


def test_nobody_ever_paid_and_nothing_owed(desk: Desk) -> None:
    assert desk.said(asked(desk)) == "现在没有欠款，没有可收的"
    desk.books.debt(desk.books.customer(), 100_000, TODAY)
    assert desk.said(asked(desk)).startswith("估不了")


def test_the_picture_shows_what_came_and_what_will(desk: Desk) -> None:
    customer = pays_late(desk, "永盛装饰", 5)
    desk.books.payment(customer, 300_000, TODAY - timedelta(days=3))
    (push,) = asked(desk).pushes
    context = to_rich(push.context)
    assert context["past"][-1] == {"start": date(2026, 11, 26), "fen": 300_000}
    assert len(context["weeks"]) == 13
    svg = Renderer().render(push.template, context)
    assert "实收" in svg
    assert png(svg).startswith(b"\x89PNG")


def test_money_taken_back_did_not_come(desk: Desk) -> None:
    customer = pays_late(desk, "永盛装饰", 5)
    paid = desk.books.payment(customer, 300_000, TODAY - timedelta(days=3))
    desk.books.run(lambda uow: uow.journal.reverse(paid.entry.id, reason="mistake", actor="wang"))
    (push,) = asked(desk).pushes
    assert [week["fen"] for week in to_rich(push.context)["past"]] == [0, 0, 0, 0]

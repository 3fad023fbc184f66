"""Which open instalments are shaky, and what will fall behind."""

from __future__ import annotations

from datetime import date, timedelta

from handlers import outlook
from handlers.command import Reply
from handlers.judging import JOB
from handlers.language.reading import Intent
from ledger.scorecard import FIGURES, Scorecard
from tests.handlers.desk import TODAY, Desk


def pays(
    desk: Desk, name: str, *delays: int, owner: str = "wang", owes: int = 2_000_000, due_in: int = 10
) -> int:
    """A customer who paid so many days late each time, and owes something."""
    customer = desk.books.customer(name, owner)
    for place, days in enumerate(delays):
        due = TODAY - timedelta(days=300 - 30 * place)
        desk.books.debt(customer, 100_000, due - timedelta(days=30), due)
        desk.books.payment(customer, 100_000, due + timedelta(days=days))
    desk.books.debt(customer, owes, TODAY - timedelta(days=20), TODAY + timedelta(days=due_in))
    return customer


def asked(
    desk: Desk, topic: str = "risk", customer: int | None = None, by: str = "wang", **extra: object
) -> Reply:
    return desk.on(outlook.run, customer, by=by, intent=Intent.WHAT_IF, topic=topic, **extra)


def test_the_shakiest_first_with_a_reason(desk: Desk) -> None:
    pays(desk, "永盛装饰", 20, 25, 30, owes=1_000_000)
    pays(desk, "宏达五金", 3, 3, 3, 0, owes=1_000_000)
    pays(desk, "鑫源商贸", 0, 0, 0)
    assert desk.said(asked(desk)).splitlines() == [
        "悬的有2笔，20,000.00：",
        "1 永盛装饰 #1007 10,000.00 12月13日到期，九成会晚",
        "近3笔都晚付，一般晚25天",
        "2 宏达五金 #1016 10,000.00 12月13日到期，七成会晚",
        "近4笔有3笔晚付，一般晚3天",
    ]


def test_what_nobody_pays_so_late_is_hard(desk: Desk) -> None:
    pays(desk, "永盛装饰", 5, 5, 5, due_in=-15)
    said = desk.said(asked(desk))
    assert "难收" in said
    assert "超15天了，没人拖这么久还付的" in said


def test_all_of_one_customers_are_told_even_the_safe_ones(desk: Desk) -> None:
    customer = pays(desk, "永盛装饰", 0, 0, -2)
    assert desk.said(asked(desk, customer=customer)).splitlines() == [
        "永盛装饰：都还稳",
        "1 #1007 20,000.00 12月13日到期，应该不晚",
        "近3笔都按时付",
    ]


def test_nothing_is_shaky(desk: Desk) -> None:
    assert desk.said(asked(desk)) == "近两个月没有要到的账"
    pays(desk, "永盛装饰", 0, 0, 0)
    assert desk.said(asked(desk)).startswith("没有明显悬的")


def test_the_manager_reads_whose_they_are(desk: Desk) -> None:
    pays(desk, "永盛装饰", 20, 20, 20)
    pays(desk, "宏达五金", 9, 9, 9, owner="qian")
    said = desk.said(asked(desk, by="zhao"))
    assert "（老周）" in said
    assert "（小李）" in said
    assert "宏达" not in desk.said(asked(desk))
    assert "#" not in desk.said(asked(desk, by="wu"))


def test_what_will_fall_behind_in_a_period(desk: Desk) -> None:
    pays(desk, "永盛装饰", 20, 20, 20, 0, owes=1_000_000, due_in=40)
    pays(desk, "宏达五金", 0, 0, 0, owes=3_000_000, due_in=45)
    pays(desk, "鑫源商贸", 9, 9, 9, due_in=5)
    said = desk.said(asked(desk, "will_be_late", **{"from": date(2027, 1, 1), "to": date(2027, 1, 31)}))
    assert said.splitlines() == [
        "1月1日到1月31日到期 2笔 40,000.00，估计 1.2万 会逾期：",
        "1 永盛装饰 #1009 10,000.00 1月12日到期，七成会晚",
        "近4笔有3笔晚付，一般晚20天",
    ]


JANUARY = {"from": date(2027, 1, 1), "to": date(2027, 1, 31)}


def test_what_is_due_before_and_will_be_late_into_the_period_is_told_as_well(desk: Desk) -> None:
    pays(desk, "永盛装饰", 20, 20, 20, owes=1_000_000, due_in=28)  # 31 December
    pays(desk, "宏达五金", 5, 5, 5, owes=3_000_000, due_in=10)  # paid by 18 December
    pays(desk, "鑫源商贸", 0, 0, 0, owes=3_000_000, due_in=28)
    assert desk.said(asked(desk, "will_be_late", **JANUARY)).splitlines() == [
        "1月1日到1月31日没有要到期的",
        "之前到期、估计拖过1月1日的 1笔 10,000.00：",
        "1 永盛装饰 #1007 10,000.00 12月31日到期，九成会晚",
        "近3笔都晚付，一般晚20天",
    ]


def test_both_are_numbered_as_one_list(desk: Desk) -> None:
    pays(desk, "永盛装饰", 20, 20, 20, owes=1_000_000, due_in=28)
    pays(desk, "宏达五金", 5, 5, 5, owes=3_000_000, due_in=40)
    lines = desk.said(asked(desk, "will_be_late", **JANUARY)).splitlines()
    assert lines[0].startswith("1月1日到1月31日到期 1笔 30,000.00")
    assert [line[:6] for line in lines if line[:1] in "12" and "#" in line] == ["1 宏达五金", "2 永盛装饰"]


def test_many_that_were_due_before_are_counted(desk: Desk) -> None:
    for number in range(10):
        pays(desk, f"永盛{number}店", 20, 20, 20, owes=1_000_000, due_in=28)
    said = desk.said(asked(desk, "will_be_late", **JANUARY))
    assert "10笔 100,000.00：" in said
    assert said.endswith("这样的还有2笔")


def test_nothing_falls_due(desk: Desk) -> None:
    assert desk.said(asked(desk, "will_be_late")) == "12月3日到1月2日没有要到期的"


def test_the_scorecard_speaks_where_it_was_chosen(desk: Desk) -> None:
    pays(desk, "永盛装饰", 0, 0, 0, owes=9_000_000)
    size = FIGURES.index("size")
    weights = tuple(9.0 if place == size else 0.0 for place in range(len(FIGURES)))
    card = Scorecard(0.0, weights, (0.0,) * len(FIGURES), (1.0,) * len(FIGURES))
    report = {"choice": "scorecard", "card": card.as_lists(), "late_before": 0.3}
    _finish(desk, report)
    assert "这笔是平时的90倍" in desk.said(asked(desk))


def test_the_rule_speaks_where_the_scorecard_lost(desk: Desk) -> None:
    pays(desk, "永盛装饰", 0, 0, 0, owes=9_000_000)
    _finish(desk, {"choice": "rule"})
    assert desk.said(asked(desk)).startswith("没有明显悬的")


def _finish(desk: Desk, report: dict[str, object]) -> None:
    desk.books.run(lambda uow: uow.job_runs.claim(JOB, TODAY, "me"))
    assert desk.books.run(lambda uow: uow.job_runs.finish(JOB, TODAY, "me", report))

"""The digests' sentences: within their channels, with nothing to say, and with names that bite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.render import Renderer
from handlers.digests import finance, overview, review, sales, todo
from handlers.digests.facts import Facts
from handlers.digests.money import Arrivals
from handlers.digests.period import Period
from storage.aging_query import AgedRow
from storage.late import LateCustomer, NewlyLate
from storage.movements import DueCustomer, Movement, Word
from storage.receipts import ReceiptView
from storage.staff import StaffView

DAY = date(2026, 12, 3)
PARTS = ("todo", "totals", "movers", "new", "broken", "today", "silent")
LONG = "内蒙古自治区呼和浩特市永盛建筑装饰装修工程材料有限责任公司第二分公司"
HOSTILE = "**永盛**<@all>{{ 271*37 }}\n# <a href='http://x'>`"
SUM = 123_456_789_00


def facts(name: str, customers: int) -> Facts:
    """A company in which `customers` of this name are in every trouble there is."""
    who = range(1, customers + 1)
    row = {n: AgedRow(str(n), name, (SUM,) * 7, SUM) for n in who}
    return Facts(
        period=Period("daily", DAY, date(2026, 12, 2)),
        owners=dict.fromkeys(who, "zhou"),
        names={"zhou": name},
        now=row,
        then={n: AgedRow(str(n), name, (SUM // 2 if n % 2 else 2 * SUM,) * 7, 0) for n in who},
        late=[LateCustomer(n, name, "zhou", 1, (SUM,) * 6, 3, date(2026, 8, 1)) for n in who],
        new=[NewlyLate(n, SUM, 2, True) for n in who],
        moved={"zhou": Movement(SUM, SUM, SUM)} if customers else {},
        words=[
            Word(n, name, "zhou", day, SUM, "王总")
            for n in who
            for day in ([DAY] if n % 2 else [date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2)])
        ],
        due=[DueCustomer(n, name, "zhou", SUM, DAY) for n in who],
        soon=[DueCustomer(n, name, "zhou", SUM, DAY) for n in who],
        silent={n: [("disputed", SUM), ("promised", SUM), ("on_hold", 1)] for n in who},
        other_currencies=["USD"] if customers else [],
        seq=123_456_789 if customers else 0,
        mark="a1b2c3d4",
    )


def rendered(template: str, context: Mapping[str, Any]) -> str:
    return Renderer().render(template, context)


def all_texts(name: str, customers: int) -> dict[str, str]:
    one = facts(name, customers)
    receipt = ReceiptView(
        1, 1, None, "CNY", SUM, 0, DAY, "cash", "zhou", None, "", "", "", "reported", "", "", None, None, {}, False,
        None,  # type: ignore[arg-type]
    )  # fmt: skip
    money = Arrivals([receipt] * customers, [receipt] * customers)
    people = [StaffView(f"seller{n}", name, "sales") for n in range(customers)]
    tasks = [{"words": name, "customer": name, "by": name}] * customers
    many = one if not customers else facts(name, customers)
    return {
        "manager": rendered(overview.TEMPLATE, overview.context(one, money, PARTS)),
        "review": rendered(review.TEMPLATE, {**review.context(one), "kind": "weekly"}),
        "todo": rendered(todo.TEMPLATE, todo.context(many, [receipt] * customers, tasks)),
        "sales": rendered(sales.TEMPLATE, sales.context(one, people)),
        "finance": rendered(finance.TEMPLATE, finance.context(one, money)),
        "finance chat": rendered(finance.CHAT_TEMPLATE, finance.context(one, money)),
    }


@pytest.mark.parametrize("customers", [1, 30, 500])
def test_no_digest_is_longer_than_its_channel(customers: int) -> None:
    room = {"finance": 4_096, "finance chat": 4_096}
    sizes = {which: len(text.encode()) for which, text in all_texts(LONG, customers).items()}
    assert {which: size for which, size in sizes.items() if size > room.get(which, 2_048)} == {}


@pytest.mark.parametrize("which", ["manager", "review", "todo", "sales", "finance", "finance chat"])
def test_nothing_to_say_is_said_in_a_friendly_line(which: str) -> None:
    text = all_texts("", 0)[which]
    assert any(words in text for words in ("没有超期的", "没有要催的"))
    assert "None" not in text


def test_hostile_names_are_only_names() -> None:
    for which, text in all_texts(HOSTILE, 4).items():
        assert "10027" not in text, which
        assert "\n# " not in text, which
        if which in ("finance", "sales"):
            assert "<@all>" not in text, which
            assert "**永盛" not in text, which


def test_what_is_left_out_is_said_and_where_to_see_it() -> None:
    texts = all_texts("永盛", 40)
    assert "超期共40家，说“谁超期了”看全部" in texts["manager"]
    assert "其余25家" in texts["finance"]
    assert "还有" in texts["todo"]


def test_a_part_that_is_not_wanted_is_left_out() -> None:
    one = facts("永盛", 2)
    text = rendered(overview.TEMPLATE, overview.context(one, Arrivals([], []), ("totals",)))
    assert text.splitlines()[1].startswith("净欠")
    assert "多欠了" not in text


def test_who_is_late_since_the_last_list_is_named_also_below_the_first_lines() -> None:
    many = facts("客户", 10)
    named = [replace(one, name=f"客户{one.customer_id}") for one in many.late]
    found = todo.context(replace(many, late=named, silent={}), [])
    shown = {line["customer"] for line in found["chase"]["lines"]}
    assert found["fresh"]["count"] == 4
    assert shown.isdisjoint(line["customer"] for line in found["fresh"]["lines"])


def test_a_year_whose_days_off_are_not_published_is_told_on_its_mondays() -> None:
    one, money = facts("客户", 1), Arrivals([], [])
    told = []
    for day in (date(2049, 6, 7), date(2049, 6, 8), date(2026, 11, 30)):
        period = Period("daily", day, day - timedelta(1))
        told.append(rendered(overview.TEMPLATE, overview.context(replace(one, period=period), money, PARTS)))
    assert ["放假安排还没公布" in text for text in told] == [True, False, False]

"""What a run plans for one customer: rules in their scopes, ways in their order, one letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.company import load_company
from config.dunning import load_dunning
from handlers.calendar import official
from handlers.dunning.planning import Plan, answers_of, is_wanted, plan_of, way_to
from handlers.dunning.rules import Rules
from handlers.dunning.run import Sending, opening, pushes_of, spread
from ledger.shield import Item, Promise
from ledger.silence import Silence
from storage.contacts import ContactView
from storage.customers import CustomerView
from storage.dunning import Facts, OpenItem

TODAY = date(2026, 12, 3)
DAY = timedelta(1)
NINE = time(9, 5)
NEW = (None,) * 5
ZONE = ZoneInfo("Asia/Shanghai")
CUSTOMER = CustomerView(7, "永盛装饰", owner="zhou", category="装修")


def rules(ways: frozenset[str] = frozenset(), **texts: Mapping[str, str]) -> Rules:
    scopes = {name.replace("_", ":"): values for name, values in texts.items()}
    return Rules(load_dunning(), load_company(), official(), scopes, ways)


def owing(*days_late: int, **changes: object) -> Facts:
    items = [
        OpenItem(Item(n, n, 100_000, TODAY - 200 * DAY, TODAY - late * DAY), "CNY", NEW)
        for n, late in enumerate(days_late, 1)
    ]
    facts = Facts(CUSTOMER, items, owed={"CNY": 100_000 * len(items)})
    for name, value in changes.items():
        setattr(facts, name, value)
    return facts


def said(plan: Plan, audience: str) -> list[int]:
    return [one.stage.days for one in plan.stages(audience) if not isinstance(one.stage, Silence)]


def planned(facts: Facts, by: Rules | None = None) -> Plan:
    return plan_of(facts, by or rules(), TODAY, at=NINE)


def test_each_audience_hears_its_stage() -> None:
    plan = planned(owing(40))
    found = {name: said(plan, name) for name in ("owner", "customer", "sales", "finance", "manager")}
    assert found == {"owner": [30], "customer": [1], "sales": [30], "finance": [15], "manager": [30]}
    assert plan.said[0].stages == {"owner": 30, "customer": 1, "sales": 30, "finance": 15, "manager": 30}


def test_a_demand_does_not_speak_of_what_is_not_due_yet() -> None:
    plan = planned(owing(8, -3))
    assert said(plan, "customer") == [1]
    assert said(plan, "owner") == [7, -3]


def test_a_closed_customer_is_left_alone() -> None:
    facts = owing(40)
    facts.customer = replace(CUSTOMER, state="closed")
    assert planned(facts).answers == ()


@pytest.mark.parametrize(
    ("scopes", "stages"),
    [
        ({}, [1]),
        ({"category_装修": {"stages_customer": "7,30"}}, [7]),
        ({"category_别的": {"stages_customer": "7,30"}}, [1]),
        ({"category_装修": {"stages_customer": "7"}, "customer_7": {"stages_customer": "15"}}, [15]),
        ({"customer_7": {"remind_customers": "false"}}, []),
    ],
)
def test_a_customer_or_category_has_its_own_ladder(
    scopes: dict[str, dict[str, str]], stages: list[int]
) -> None:
    assert said(planned(owing(40), rules(**scopes)), "customer") == stages


@pytest.mark.parametrize(
    ("ways", "people", "way"),
    [
        ((), (), "forward"),
        (("task",), (ContactView(1, 7, "刘", "accountant", external_userid="wm"),), "task"),
        (("task",), (ContactView(1, 7, "仓库小王", "site", external_userid="wm"),), "forward"),
        (("sms", "email"), (ContactView(1, 7, "陈", "owner", phone="13800000000", email="a@b.cn"),), "sms"),
        (("email",), (ContactView(1, 7, "陈", "owner", phone="13800000000", email="a@b.cn"),), "email"),
        (("sms",), (ContactView(1, 7, "陈", "owner", phone="13800000000", do_not_contact=True),), "forward"),
    ],
)
def test_the_first_way_that_leads_to_somebody_who_may_be_asked(
    ways: tuple[str, ...], people: tuple[ContactView, ...], way: str
) -> None:
    assert way_to(owing(9, people=list(people)), rules(frozenset(ways))) == way


def test_without_a_salesperson_and_a_way_it_is_silent_by_name() -> None:
    facts = owing(9)
    facts.customer = replace(CUSTOMER, owner="")
    (answer,) = answers_of(facts, rules(), datetime.combine(TODAY, NINE))
    assert answer.stage == Silence("no_channel")


def test_a_promise_has_a_workday_of_grace() -> None:
    friday = Promise(TODAY + DAY)
    monday = datetime.combine(TODAY + 4 * DAY, NINE)
    answers = [answers_of(owing(9, promises=[friday]), rules(), at)[0].stage for at in (monday, monday + DAY)]
    assert [isinstance(answer, Silence) for answer in answers] == [True, False]


@given(
    st.integers(-40, 300),
    st.lists(st.sampled_from([None, -3, 0, 1, 7, 15, 30, 60, 90, 120]), min_size=5, max_size=5),
)
def test_whoever_is_told_was_wanted(late: int, reached: list[int | None]) -> None:
    facts = owing(late)
    facts.items = [replace(facts.items[0], reached=tuple(reached))]
    if planned(facts, rules(customer_7={"stages_owner": "7,60", "stages_customer": "15"})).answers:
        assert is_wanted(rules(), TODAY)(TODAY - late * DAY, tuple(reached))


@given(st.text(min_size=1), st.integers(0, 24 * 60 - 1))
def test_what_is_spread_leaves_soon_and_never_on_the_hour_or_half_past(key: str, minute: int) -> None:
    start = datetime(2026, 12, 3, tzinfo=ZONE) + timedelta(minutes=minute)
    leaves = spread(start, key)
    assert leaves.minute not in (0, 30)
    assert timedelta() < leaves - start < timedelta(minutes=16)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-12-03T09:00+08:00", "2026-12-03T09:00+08:00"),
        ("2026-12-03T07:00+08:00", "2026-12-03T08:00+08:00"),
        ("2026-12-03T23:00+08:00", "2026-12-04T08:00+08:00"),
        ("2026-12-04T23:00+08:00", "2026-12-07T08:00+08:00"),
        ("2026-12-05T12:00+08:00", "2026-12-07T08:00+08:00"),
        ("2026-09-30T23:00+08:00", "2026-10-08T08:00+08:00"),
    ],
)
def test_the_door_opens_on_the_next_workday_morning(now: str, opens: str) -> None:
    policy = rules().policies(CUSTOMER)["customer"]
    assert opening(datetime.fromisoformat(now), policy, official()) == datetime.fromisoformat(opens)


def test_a_letter_by_task_leaves_today_and_one_by_email_after_its_announcement() -> None:
    person = ContactView(1, 7, "陈", "owner", email="a@b.cn", external_userid="wm")
    sending = Sending(TODAY, datetime.combine(TODAY, NINE, ZONE))
    found = {}
    for way in ("task", "email"):
        by = rules(frozenset({way}))
        pushes = pushes_of(planned(owing(9, people=[person]), by), sending, by)
        found[way] = [(push.channel, push.not_before.date() - TODAY) for push in pushes]
    assert found["task"] == [("customer", timedelta())]
    assert found["email"] == [("customer", DAY), ("app", timedelta())]

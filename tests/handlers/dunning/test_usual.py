"""Usual customers are decided case by case, and it is the same as if each had been decided for himself."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.company import load_company
from config.dunning import load_dunning
from handlers.calendar import official
from handlers.dunning.planning import is_wanted, plan_of
from handlers.dunning.rules import Rules, rules_of
from handlers.dunning.run import Sending, pushes_of
from handlers.dunning.usual import Cases, Letters, Sayings, apart, sayings
from ledger.ladder import AUDIENCES
from ledger.silence import Silence
from storage.settings import SettingView
from storage.stages import SaidView
from storage.unit_of_work import UnitOfWork
from storage.usual import Page, one_page
from tests.storage.books import Books, opened

TODAY = date(2026, 12, 3)
DAY = timedelta(1)
NINE = time(9, 5)
SENDING = Sending(TODAY, datetime.combine(TODAY, NINE, ZoneInfo("Asia/Shanghai")))


@pytest.fixture
def books(database_url: str) -> Iterator[Books]:
    with opened(database_url) as found:
        yield found


def rules(*set_: SettingView, ways: frozenset[str] = frozenset({"task"})) -> Rules:
    return rules_of(load_dunning(), load_company(), official(), set_, ways)


def page(books: Books, by: Rules, *, in_full: bool = False) -> Page:
    latest = TODAY - by.earliest * DAY
    who = None if in_full else apart(by)
    return books.run(lambda uow: one_page(uow, 0, TODAY, latest, is_wanted(by, TODAY), who, size=100))


def plans_of(found: Page, by: Rules) -> Sayings:
    """What is said to those who are read in full."""
    told = Sayings()
    for facts in found.others:
        plan = plan_of(facts, by, TODAY, at=NINE)
        for view in plan.said:
            stages = (view.stages.get(name) for name in AUDIENCES)
            told.said.append((view.instalment_id, view.customer_id, *stages))
        for push in pushes_of(plan, SENDING, by):
            told.letters.append((push.target, push.unique_key, "", push.not_before))
        for answer in plan.answers:
            if not isinstance(answer.stage, Silence):
                told.heard[answer.audience] += 1
            elif answer.audience == "customer":
                told.silent[answer.stage.reason] += 1
                told.silent_fen[answer.stage.reason] += answer.item.outstanding
    return told


def shown(*told: Sayings) -> object:
    """Comparable, whatever its order; contexts apart."""
    return (
        sorted(str(row) for one in told for row in one.said),
        sorted((*row[:2], row[3]) for one in told for row in one.letters),
        *(sum((getattr(one, name) for one in told), Counter()) for name in ("heard", "silent", "silent_fen")),
    )


def told(found: Page, by: Rules) -> Sayings:
    return sayings(found, Cases(by, TODAY, NINE), Letters(SENDING))


def owing(books: Books, late: int, **details: object) -> int:
    customer = books.customer(f"客户{books.now.timestamp()}")
    books.debt(customer, 10_000, TODAY - (late + 60) * DAY, TODAY - late * DAY)

    def known(uow: UnitOfWork) -> None:
        uow.contacts.put(customer, "陈姐", role="accountant", external_userid="wm", **details)

    books.run(known)
    return customer


def crowd(books: Books, chance: random.Random) -> None:
    for _ in range(40):
        customer = owing(books, chance.randrange(-35, 130), do_not_contact=chance.random() < 0.1)
        if chance.random() < 0.5:
            due = TODAY - chance.randrange(-35, 130) * DAY
            books.debt(customer, 7_000, due - chance.randrange(3, 70) * DAY, due)
        if chance.random() < 0.15:
            books.payment(customer, chance.choice((4_000, 30_000)), TODAY)
        books.run(lambda uow, who=customer: befall(who, chance, uow))  # type: ignore[misc]


def befall(customer: int, chance: random.Random, uow: UnitOfWork) -> None:
    """Something of what can stand in between, or nothing."""
    for item in uow.receivables.open_items(customer):
        if chance.random() < 0.4:
            stages = {name: chance.choice((-3, 1, 7, 15)) for name in chance.sample(AUDIENCES, 3)}
            day = TODAY - chance.randrange(1, 40) * DAY
            uow.stages.say(day, [SaidView(customer, item.id, day, stages)])
    fate = chance.random()
    if fate < 0.1:
        uow.promises.add(customer, TODAY + 2 * DAY, made_by="wang", amount=5_000)
    elif fate < 0.2:
        uow.holds.add(customer, chance.choice(("contact", "lawyer", "delivery")), held_by="wang")
    elif fate < 0.25:
        uow.receipts.report(customer, 9_000, TODAY, reported_by="wang")
    elif fate < 0.35:
        uow.customers.update(customer, grade=chance.choice("ABCDE"), category="装修", released=fate < 0.3)
    elif fate < 0.45:
        uow.follow_ups.add("sent", noted_by="wang", customer_id=customer, words="转了")


@pytest.mark.parametrize("seed", range(4))
def test_it_is_the_same_as_deciding_each_for_himself(books: Books, seed: int) -> None:
    crowd(books.on(TODAY), random.Random(seed))
    by = rules(SettingView("category:装修", "stages_customer", "7,30", 1, "zhao", books.now))
    found, everybody = page(books, by), page(books, by, in_full=True)
    assert min(len(found.usual), len(found.others)) > 5 > len(everybody.usual)
    assert shown(told(found, by), plans_of(found, by)) == shown(plans_of(everybody, by))


def test_a_letter_row_is_the_one_that_a_plan_writes(books: Books) -> None:
    owing(books, 9)
    by = rules()
    (row,) = told(page(books, by), by).letters
    (facts,) = page(books, by, in_full=True).others
    (push,) = pushes_of(plan_of(facts, by, TODAY, at=NINE), SENDING, by)
    assert row[:2] == (push.target, push.unique_key)
    assert json.loads(row[2]) == push.context
    assert row[3] == push.not_before


def test_nobody_is_usual_where_the_first_way_is_another(books: Books) -> None:
    owing(books, 9)
    for ways in (frozenset({"sms"}), frozenset[str]()):
        found = page(books, rules(ways=ways))
        assert (len(found.usual), len(found.others)) == (0, 1)


def test_who_owes_less_than_anybodys_minimum_or_has_rules_of_his_own_is_read_in_full(books: Books) -> None:
    customer = owing(books, 9)
    small = SettingView("category:装修", "remind_minimum", "100.01", 1, "zhao", books.now)
    own = SettingView(f"customer:{customer}", "remind_gap_days", "3", 1, "zhao", books.now)
    assert [len(page(books, rules(one)).usual) for one in (small, own)] == [0, 0]
    assert len(page(books, rules()).usual) == 1


def test_the_letters_of_neighbours_leave_together_and_all_within_a_quarter_of_an_hour() -> None:
    letters = Letters(SENDING)
    moments = [letters.to(number)[3] for number in range(16 * 20)]
    assert all(len(set(moments[first : first + 16])) == 1 for first in range(0, len(moments), 16))
    assert len(set(moments)) > 15
    assert timedelta() < min(moments) - SENDING.start < max(moments) - SENDING.start < timedelta(minutes=16)

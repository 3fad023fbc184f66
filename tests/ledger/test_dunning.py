"""Dunning: every silence by its name, and what must hold over any number of days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.calendar import Calendar
from ledger.dunning import Debtor, History, decide
from ledger.ladder import AUDIENCES, Caps, Policy, Stage
from ledger.shield import Item, Promise, shielded
from ledger.silence import REASONS, Silence

TODAY = date(2026, 12, 3)  # a Thursday
DAY = timedelta(1)
DUE = TODAY - 10 * DAY
ITEM = Item(1, 11, 10_000, date(2026, 9, 1), DUE)
DEBTOR = Debtor(owed=10_000)
STAGES = ((-15, "gentle"), (-3, "gentle"), (1, "gentle"), (7, "firm"), (15, "firm"), (30, "formal"))
CUSTOMER = Policy(
    "customer",
    tuple(Stage(days, "customer", tone) for days, tone in STAGES),
    min_gap_days=3,
    caps=Caps(1, 2, 4),
    minimum=100,
)
OWNER = Policy("owner", tuple(Stage(days, "owner") for days in (-3, 0, 1, 7, 15, 30)), repeat_days=30)


def said(
    item: Item = ITEM,
    debtor: Debtor = DEBTOR,
    *,
    reached: int | None = None,
    contacts: tuple[date, ...] = (),
    policy: Policy = CUSTOMER,
    today: date = TODAY,
    at: time = time(9, 7),
) -> object:
    """The days of the stage, or the silence."""
    answer = decide(item, History(debtor, reached, contacts), policy, Calendar(), today, at=at)
    return answer.days if isinstance(answer, Stage) else answer


def reason(answer: object) -> str:
    assert isinstance(answer, Silence), answer
    return answer.reason


def test_a_debt_that_is_late_is_spoken_of() -> None:
    assert said() == 1
    assert said(policy=OWNER) == 7


SILENCED: dict[str, Callable[[], object]] = {
    "settled": lambda: said(replace(ITEM, outstanding=0)),
    "not_dated": lambda: said(replace(ITEM, due_on=None)),
    "not_yet": lambda: said(reached=7),
    "finished": lambda: said(replace(ITEM, due_on=TODAY - 40 * DAY), reached=30),
    "lawyer": lambda: said(debtor=replace(DEBTOR, has_lawyer=True)),
    "do_not_contact": lambda: said(debtor=replace(DEBTOR, do_not_contact=True)),
    "unreleased": lambda: said(debtor=replace(DEBTOR, is_released=False)),
    "no_channel": lambda: said(debtor=replace(DEBTOR, is_reachable=False)),
    "just_sold": lambda: said(replace(ITEM, issued_on=TODAY - DAY, due_on=TODAY + 15 * DAY)),
    "disputed": lambda: said(replace(ITEM, disputed=10_000)),
    "promised": lambda: said(replace(ITEM, promised=10_000, promised_until=TODAY)),
    "on_hold": lambda: said(debtor=replace(DEBTOR, held_until=TODAY)),
    "quiet_hours": lambda: said(at=time(22, 5)),
    "too_recent": lambda: said(contacts=(TODAY - 2 * DAY,)),
    "below_minimum": lambda: said(debtor=replace(DEBTOR, owed=99)),
    "unallocated_money_covers_it": lambda: said(replace(ITEM, covered=10_000)),
    "customer_cap": lambda: said(contacts=(TODAY - 3 * DAY, TODAY - 5 * DAY)),
    "not_workday": lambda: said(today=TODAY + 2 * DAY),
    "awaiting_confirmation": lambda: said(replace(ITEM, reported=10_000)),
}


@pytest.mark.parametrize("name", SILENCED)
def test_every_silence_has_its_name(name: str) -> None:
    assert reason(SILENCED[name]()) == name


def test_there_is_a_case_for_every_name() -> None:
    assert tuple(SILENCED) == REASONS


@pytest.mark.parametrize(
    ("answer", "until"),
    [
        (lambda: said(reached=7), DUE + 15 * DAY),
        (SILENCED["promised"], TODAY + DAY),
        (SILENCED["on_hold"], TODAY + DAY),
        (SILENCED["too_recent"], TODAY + DAY),
        (SILENCED["customer_cap"], TODAY + 2 * DAY),
        (SILENCED["quiet_hours"], TODAY + DAY),
        (lambda: said(at=time(7, 59)), TODAY),
        (SILENCED["not_workday"], date(2026, 12, 7)),
        (lambda: said(debtor=replace(DEBTOR, held_until=date.max)), None),
    ],
)
def test_a_silence_says_until_when_it_lasts(answer: Callable[[], object], until: date | None) -> None:
    silence = answer()
    assert isinstance(silence, Silence)
    assert silence.until == until


def test_the_first_reason_that_fits_is_named() -> None:
    everything = replace(DEBTOR, has_lawyer=True, do_not_contact=True, is_released=False, is_reachable=False)
    fixed = (
        {"has_lawyer": False},
        {"do_not_contact": False},
        {"is_released": True},
        {"is_reachable": True},
        {"held_until": None},
    )
    debtor = replace(everything, held_until=TODAY, owed=1)
    named = []
    for change in fixed:
        named.append(reason(said(debtor=debtor, at=time(23))))
        debtor = replace(debtor, **change)
    assert named == ["lawyer", "do_not_contact", "unreleased", "no_channel", "on_hold"]
    assert reason(said(debtor=debtor, at=time(23))) == "quiet_hours"


def test_of_a_ladder_or_not() -> None:
    assert Silence("not_yet").is_of_the_ladder
    assert not Silence("lawyer").is_of_the_ladder
    with pytest.raises(ValueError, match="mood"):
        Silence("mood")


@pytest.mark.parametrize("audience", [name for name in AUDIENCES if name != "customer"])
def test_what_keeps_from_the_customer_does_not_keep_from_colleagues(audience: str) -> None:
    debtor = replace(DEBTOR, has_lawyer=True, is_released=False, is_reachable=False)
    policy = Policy(audience, (Stage(1, audience),))
    assert said(debtor=debtor, policy=policy, at=time(23), contacts=(TODAY,)) == 1


def test_a_hold_by_sales_does_not_keep_it_from_the_manager() -> None:
    held = replace(DEBTOR, held_until=TODAY)
    assert reason(said(debtor=held, policy=OWNER)) == "on_hold"
    assert said(debtor=held, policy=Policy("manager", (Stage(7, "manager"),))) == 7


def test_half_a_term_before_the_due_day_is_not_too_early() -> None:
    due = TODAY + 15 * DAY
    assert said(replace(ITEM, issued_on=due - 30 * DAY, due_on=due)) == -15
    short = replace(ITEM, issued_on=due - 29 * DAY, due_on=due)
    assert said(short) == Silence("just_sold", due - 3 * DAY)  # the first that is not too early


def test_the_rest_of_what_is_disputed_or_promised_is_asked_for() -> None:
    assert said(replace(ITEM, disputed=4_000)) == 1
    assert said(replace(ITEM, promised=4_000, promised_until=TODAY)) == 1
    whole = replace(ITEM, disputed=4_000, promised=6_000, promised_until=TODAY)
    assert reason(said(whole)) == "disputed"


def test_a_contact_of_the_future_is_none() -> None:
    assert said(contacts=(TODAY + DAY,)) == 1


def test_a_day_may_have_no_cap() -> None:
    free = replace(CUSTOMER, caps=Caps(0, 0, 0), min_gap_days=0)
    assert said(policy=free, contacts=(TODAY, TODAY, TODAY)) == 1


def test_the_grade_makes_the_tone() -> None:
    policy = replace(CUSTOMER, shifts={"E": 1})
    stage = decide(ITEM, History(replace(DEBTOR, grade="E")), policy, Calendar(), TODAY)
    assert isinstance(stage, Stage)
    assert stage.tone == "firm"


@dataclass
class Town:
    """A customer with one debt, reminded as the days go by."""

    policy: Policy = CUSTOMER
    item: Item = ITEM
    debtor: Debtor = DEBTOR
    said: list[tuple[date, int]] = field(default_factory=list)

    def run(self, today: date, *, at: time = time(9, 7)) -> None:
        history = History(
            self.debtor,
            self.said[-1][1] if self.said else None,
            tuple(day for day, _ in self.said) if self.policy.is_outside else (),
        )
        stage = decide(self.item, history, self.policy, Calendar(), today, at=at)
        if isinstance(stage, Stage):
            self.said.append((today, stage.days))


def test_twenty_two_runs_in_a_day_are_one_reminder() -> None:
    town = Town()  # a scheduler that asked by equality with the date sent 22 mails in one day
    for _ in range(22):
        town.run(TODAY)
    assert town.said == [(TODAY, 1)]


def test_a_run_that_missed_the_day_is_caught_up_the_next() -> None:
    town = Town(policy=OWNER)  # equality with a date lost the reminder of the day the server was down
    town.run(DUE + 8 * DAY)
    town.run(DUE + 9 * DAY)
    assert [days for _, days in town.said] == [7]


def test_a_month_without_runs_is_caught_up_without_a_flood() -> None:
    town = Town()
    for day in range(30, 45):
        town.run(DUE + day * DAY)
    gaps = [(b - a).days for (a, _), (b, _) in pairwise(town.said)]
    assert [days for _, days in town.said] == [1, 7, 15, 30][: len(town.said)]
    assert min(gaps) >= CUSTOMER.min_gap_days


def test_a_ladder_changed_in_mid_way_goes_on_from_what_was_said() -> None:
    town = Town()
    town.run(DUE + 1 * DAY)
    town.policy = replace(CUSTOMER, stages=tuple(Stage(days, "customer") for days in (-5, 2, 10)))
    town.run(DUE + 7 * DAY)
    town.run(DUE + 14 * DAY)
    assert [days for _, days in town.said] == [1, 2, 10]


def test_a_payment_stops_it_and_a_bounced_one_goes_on_where_it_was() -> None:
    town = Town()
    town.run(DUE + 1 * DAY)
    town.item = replace(ITEM, outstanding=0)
    town.run(DUE + 7 * DAY)
    town.item = ITEM
    town.run(DUE + 9 * DAY)
    assert [days for _, days in town.said] == [1, 7]


def test_a_moved_due_day_is_a_new_instalment_and_a_new_ladder() -> None:
    town = Town()
    town.run(DUE + 1 * DAY)
    moved = Town(item=replace(ITEM, id=2, due_on=TODAY + 40 * DAY))
    moved.run(TODAY)
    moved.run(TODAY + 41 * DAY)
    assert moved.said == [(TODAY + 41 * DAY, 1)]


def test_a_customer_who_promised_is_left_alone_until_the_day_and_its_grace() -> None:
    promise = Promise(TODAY + DAY)
    days = (TODAY, TODAY + DAY, TODAY + 4 * DAY)
    answers = [
        said(shielded([ITEM], today=day, promises=[promise])[0], today=day, reached=None) for day in days
    ]
    assert [isinstance(answer, Silence) for answer in answers] == [True, True, False]


@given(st.lists(st.tuples(st.integers(-20, 150), st.integers(0, 23)), max_size=60))
def test_over_any_days_and_hours_no_rule_is_broken(visits: list[tuple[int, int]]) -> None:
    town = Town()
    for age, hour in sorted(visits):
        town.run(DUE + age * DAY, at=time(hour, 7))
    stages = [days for _, days in town.said]
    assert stages == sorted(set(stages))
    after = [days for days in stages if days > 0]
    assert after == [1, 7, 15, 30][: len(after)]
    days = [day for day, _ in town.said]
    assert all((b - a).days >= 3 for a, b in pairwise(days))
    assert all(sum(first <= day < first + 7 * DAY for day in days) <= 2 for first in days)
    assert all(sum(first <= day < first + 30 * DAY for day in days) <= 4 for first in days)
    assert all(day.weekday() < 5 for day in days)
    assert all((day - DUE).days >= stage for day, stage in town.said)


@given(st.sets(st.integers(-20, 200)))
def test_twice_a_day_or_on_two_machines_changes_nothing(ages: set[int]) -> None:
    once, often = Town(), Town()
    for age in sorted(ages):
        once.run(DUE + age * DAY)
        for _ in range(3):
            often.run(DUE + age * DAY)
    assert once.said == often.said


UNTOUCHABLE = (
    replace(DEBTOR, has_lawyer=True),
    replace(DEBTOR, do_not_contact=True),
    replace(DEBTOR, is_released=False),
    replace(DEBTOR, is_reachable=False),
    replace(DEBTOR, held_until=date.max),
    replace(DEBTOR, owed=99),
)


@given(st.sampled_from(UNTOUCHABLE), st.integers(-30, 400), st.integers(0, 23))
def test_who_is_silenced_is_told_nothing_on_any_day(debtor: Debtor, age: int, hour: int) -> None:
    assert isinstance(said(debtor=debtor, today=DUE + age * DAY, at=time(hour)), Silence)

"""What a run says about one customer: for each audience the stages that are due, and every silence by its name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from handlers.dunning.address import address
from handlers.dunning.rules import FORWARD, Rules
from ledger.calendar import add_workdays
from ledger.dunning import Debtor, History, decide
from ledger.ladder import AUDIENCES, Policy, Stage, next_stage
from ledger.shield import Item, Promise, shielded
from ledger.silence import OTHERS_FIRST, Silence
from storage.contacts import ADDRESSED
from storage.customers import CustomerView
from storage.dunning import Facts, OpenItem, Reached, Wanted
from storage.stages import SaidView

GRACE_WORKDAYS = 1  # a promise of today may still arrive tomorrow: banks take a day
_PLACES = {audience: place for place, audience in enumerate(AUDIENCES)}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is decided about one instalment for one audience."""

    audience: str
    item: Item
    currency: str
    stage: Stage | Silence


@dataclass(frozen=True, slots=True)
class Plan:
    """One customer's part of a run. `way` is how the customer is reached, "" when in no way."""

    customer: CustomerView
    day: date
    way: str
    answers: tuple[Answer, ...] = field(default=())

    def stages(self, audience: str) -> list[Answer]:
        """What is said to this audience."""
        return [one for one in self.answers if one.audience == audience and isinstance(one.stage, Stage)]

    @property
    def said(self) -> list[SaidView]:
        """As it is kept: the stages of each instalment."""
        stages: dict[int, dict[str, int]] = defaultdict(dict)
        for answer in self.answers:
            if isinstance(answer.stage, Stage):
                stages[answer.item.id][answer.audience] = answer.stage.days
        return [SaidView(self.customer.id, item, self.day, said) for item, said in stages.items()]

    def deferred(self) -> Plan:
        """The same, but the customer's turn has not come."""
        later = Silence(OTHERS_FIRST)
        said = self.stages("customer")
        return replace(
            self, answers=tuple(replace(one, stage=later) if one in said else one for one in self.answers)
        )

    def letter(self) -> Plan:
        """What is said to the customer alone."""
        return replace(self, answers=tuple(self.stages("customer")))


def is_wanted(rules: Rules, today: date) -> Wanted:
    """Whether anybody might hear of an instalment, by the widest ladders: an override only leaves stages out."""
    policies = [
        Policy(name, tuple(Stage(rung.days, name) for rung in ladder.stages), repeat_days=ladder.repeat)
        for name in AUDIENCES
        for ladder in (rules.dunning.ladder(name),)
    ]
    known: dict[tuple[date, Reached], bool] = {}

    def wanted(due_on: date, reached: Reached) -> bool:
        question = (due_on, reached)
        if question not in known:
            age = (today - due_on).days
            known[question] = any(
                next_stage(policy, age, said) is not None
                for policy, said in zip(policies, reached, strict=True)
            )
        return known[question]

    return wanted


def plan_of(facts: Facts, rules: Rules, today: date, *, at: time) -> Plan:
    """Everything that is decided about the customer today; what is silent only for want of a stage is left out."""
    way = way_to(facts, rules)
    answers: list[Answer] = []
    if facts.customer.state != "closed":
        moment = datetime.combine(today, at)
        for currency, rows in _by_currency(facts.items).items():
            debtor = debtor_of(facts, currency, is_reachable=bool(way))
            items = {item.id: item for item in _shielded(facts, currency, rows, rules, today)}
            for row in rows:
                answers += _answers(items[row.item.id], row, facts, debtor, rules, moment)
    return Plan(facts.customer, today, way, tuple(_one_letter(answers)))


def _one_letter(answers: list[Answer]) -> list[Answer]:
    """A demand for what is late does not also speak of what is not due yet: that keeps its stage for later."""

    def is_early(one: Answer) -> bool:
        return one.audience == "customer" and isinstance(one.stage, Stage) and one.stage.days <= 0

    if len(answers) < 2:
        return answers
    demands = any(
        one.audience == "customer" and isinstance(one.stage, Stage) and one.stage.days > 0 for one in answers
    )
    return [one for one in answers if not (demands and is_early(one))]


def _answers(
    item: Item, row: OpenItem, facts: Facts, debtor: Debtor, rules: Rules, now: datetime
) -> list[Answer]:
    if item.due_on is None:
        return []
    today, found = now.date(), []
    for audience in rules.due(facts.customer, (today - item.due_on).days, row.reached):
        policy = rules.policies(facts.customer)[audience]
        history = History(
            debtor, row.reached[_PLACES[audience]], facts.contacted if policy.is_outside else ()
        )
        stage = decide(item, history, policy, rules.calendar, today, at=now.time())
        found.append(Answer(audience, item, row.currency, stage))
    return found


def answers_of(facts: Facts, rules: Rules, now: datetime) -> list[Answer]:
    """For each open item what the customer would be told now, or why not: also “not yet”."""
    policy = rules.policies(facts.customer)["customer"]
    is_reachable = bool(way_to(facts, rules))
    found = []
    for currency, rows in _by_currency(facts.items).items():
        debtor = debtor_of(facts, currency, is_reachable=is_reachable)
        items = {item.id: item for item in _shielded(facts, currency, rows, rules, now.date())}
        for row in rows:
            history = History(debtor, row.reached[_PLACES["customer"]], facts.contacted)
            item = items[row.item.id]
            answer = decide(item, history, policy, rules.calendar, now.date(), at=now.time())
            found.append(Answer("customer", item, currency, answer))
    return found


def debtor_of(facts: Facts, currency: str, *, is_reachable: bool) -> Debtor:
    asked = [one for one in facts.people if one.role in ADDRESSED]
    return Debtor(
        owed=facts.owed.get(currency, 0),
        grade=facts.customer.grade,
        is_reachable=is_reachable,
        is_released=facts.customer.released,
        has_lawyer="lawyer" in facts.holds,
        do_not_contact="no_contact" in facts.holds
        or (bool(asked) and all(one.do_not_contact for one in asked)),
        held_until=facts.holds.get("contact"),
    )


def way_to(facts: Facts, rules: Rules) -> str:
    """The first way in order that leads to the customer; "" when none does."""
    for way in rules.channels:
        if facts.customer.owner if way == FORWARD else address(way, facts.customer, facts.people):
            return way
    return ""


def _by_currency(rows: Sequence[OpenItem]) -> dict[str, list[OpenItem]]:
    found: dict[str, list[OpenItem]] = defaultdict(list)
    for row in rows:
        found[row.currency].append(row)
    return found


def shielded_items(facts: Facts, currency: str, rules: Rules, today: date) -> tuple[Item, ...]:
    """The items of one currency, each with what is not asked for."""
    return _shielded(facts, currency, _by_currency(facts.items).get(currency, []), rules, today)


def _shielded(
    facts: Facts, currency: str, rows: Sequence[OpenItem], rules: Rules, today: date
) -> tuple[Item, ...]:
    if not (facts.promises or facts.free.get(currency) or facts.reported or facts.disputed):
        return tuple(row.item for row in rows)
    promises = [_with_grace(promise, rules) for promise in facts.promises]
    return shielded(
        (row.item for row in rows),
        today=today,
        free=facts.free.get(currency, 0),
        reported=facts.reported.get(currency, 0),
        promises=promises,
    )


def _with_grace(promise: Promise, rules: Rules) -> Promise:
    return replace(promise, until=add_workdays(rules.calendar, promise.until, GRACE_WORKDAYS))

"""What a run says to usual customers: decided once for each case, by the same plan as for everybody.

What is decided of a customer with nothing in between depends on the rules of his category, his grade, the days on which
he was contacted, and of each item on its days and what was said of it: of many customers few cases are made.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from handlers.dunning.planning import plan_of
from handlers.dunning.rules import Rules
from handlers.dunning.run import NEIGHBOURS, Sending, letter_context, letter_prefix, letter_spot, spread
from ledger.ladder import AUDIENCES, Stage
from ledger.money import CURRENCY
from ledger.shield import Item
from storage.contacts import ADDRESSED, ContactView
from storage.customers import CustomerView
from storage.dunning import Facts, OpenItem
from storage.pushes import Alike
from storage.ranges import day_of
from storage.stages import Said
from storage.usual import Apart, Due, Page, Usual

WAY = "task"
_MOST_CASES = 50_000  # remembered at once
_PLENTY = 1 << 62  # fen: who owes less than the minimum is no usual customer


@dataclass(frozen=True, slots=True, eq=False)  # counted by the thousand: each is itself
class Case:
    """Places are those of the customer's items. `said`: (place, stage of each of `AUDIENCES`); `silent`: (place, why)."""

    said: tuple[tuple[int, tuple[int | None, ...]], ...]
    silent: tuple[tuple[int, str], ...]
    audiences: tuple[str, ...]
    has_letter: bool


def apart(rules: Rules) -> Apart | None:
    """Who is no usual customer by the rules; None when nobody is, because the first way to customers is another."""
    if rules.channels[0] != WAY:
        return None
    own = frozenset(
        int(scope.removeprefix("customer:")) for scope in rules.texts if scope.startswith("customer:")
    )
    companies = [rules.company, *(rules.company.over(texts) for texts in rules.texts.values())]
    return Apart(max(company.fen("remind_minimum") for company in companies), own)


class Cases:
    """The cases of one day, each decided when it is first met."""

    def __init__(self, rules: Rules, day: date, at: time) -> None:
        self._rules = rules
        self._day = day
        self._at = at
        self._known: dict[Hashable, Case] = {}

    def of(self, usual: Usual, due: Sequence[Due], contacted: Sequence[date]) -> Case:
        question = (usual[1], usual[2], *contacted, *[row[3:] for row in due])
        case = self._known.get(question)
        if case is None:
            if len(self._known) >= _MOST_CASES:
                self._known.clear()
            case = self._known[question] = self._decided(usual, due, contacted)
        return case

    def _decided(self, usual: Usual, due: Sequence[Due], contacted: Sequence[date]) -> Case:
        plan = plan_of(_facts(usual, due, contacted), self._rules, self._day, at=self._at)
        places = {row[1]: place for place, row in enumerate(due)}
        stages: dict[int, dict[str, int]] = {}
        silent: list[tuple[int, str]] = []
        audiences: list[str] = []
        for answer in plan.answers:
            place = places[answer.item.id]
            if isinstance(answer.stage, Stage):
                stages.setdefault(place, {})[answer.audience] = answer.stage.days
                audiences.append(answer.audience)
            elif answer.audience == "customer":
                silent.append((place, answer.stage.reason))
        said = tuple(
            (place, tuple(of.get(name) for name in AUDIENCES)) for place, of in sorted(stages.items())
        )
        return Case(said, tuple(silent), tuple(audiences), "customer" in audiences)


def _facts(usual: Usual, due: Sequence[Due], contacted: Sequence[date]) -> Facts:
    """As `plan_of` takes them; of the person at the customer no more counts than that there is one."""
    customer_id, category, grade = usual
    items = [
        OpenItem(Item(row[1], row[1], row[2], _issued(row[3]), day_of(row[4])), CURRENCY, row[5:])
        for row in due
    ]
    person = ContactView(0, customer_id, "", ADDRESSED[0], external_userid="known")
    customer = CustomerView(customer_id, "", category=category, grade=grade)
    return Facts(customer, items, {CURRENCY: _PLENTY}, people=[person], contacted=list(contacted))


def _issued(value: object) -> date:
    return date.min if value is None else day_of(value)


@dataclass(slots=True)
class Sayings:
    """What is written for usual customers, and counted: instalments by audience and by silence, with fen at stake."""

    letters: list[Alike] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    heard: Counter[str] = field(default_factory=Counter)
    silent: Counter[str] = field(default_factory=Counter)
    silent_fen: Counter[str] = field(default_factory=Counter)


class Letters:
    """The rows of letters that go as tasks: alike but for the customer."""

    def __init__(self, sending: Sending) -> None:
        self._sending = sending
        self._neighbours = -1
        self._moment = sending.start
        self._prefix = letter_prefix(sending.day)
        context = json.dumps(letter_context(0, sending, way=WAY, person=""), ensure_ascii=False)
        self._head, self._tail = context.split('"customer": "0"')

    def to(self, customer_id: int) -> Alike:
        if customer_id // NEIGHBOURS != self._neighbours:
            self._neighbours = customer_id // NEIGHBOURS
            self._moment = spread(self._sending.start, letter_spot(self._sending.day, customer_id))
        context = f'{self._head}"customer": "{customer_id}"{self._tail}'
        return (str(customer_id), f"{self._prefix}{customer_id}", context, self._moment)


def sayings(page: Page, cases: Cases, letters: Letters) -> Sayings:
    """What the usual customers of a page are told, and their colleagues of them."""
    found, times = Sayings(), Counter[Case]()
    for usual in page.usual:
        customer = usual[0]
        due = page.due[customer]
        case = cases.of(usual, due, page.contacted[customer])
        found.said += [(due[place][1], customer, *stages) for place, stages in case.said]
        times[case] += 1
        if case.has_letter:
            found.letters.append(letters.to(customer))
        for place, reason in case.silent:
            found.silent[reason] += 1
            found.silent_fen[reason] += due[place][2]
    for case, count in times.items():
        for audience in case.audiences:
            found.heard[audience] += count
    return found

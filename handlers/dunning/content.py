"""What a reminder says, from the books as they are at the moment of sending."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from handlers.dunning.planning import Answer, answers_of, debtor_of, way_to
from handlers.dunning.rules import Rules
from ledger.calendar import add_workdays
from ledger.ladder import Policy, Stage, toned
from ledger.money import CURRENCY
from storage.contacts import ADDRESSED
from storage.customers import CustomerView
from storage.debtors import company_name, debts_of
from storage.dunning import Facts, facts_of
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

AHEAD = timedelta(31)  # so far before the due day reaches the longest ladder
DAYS_TO_PAY = 5  # workdays: a demand names a day (DOMAIN.md §5)


@dataclass(frozen=True, slots=True)
class Line:
    """One instalment in a list, in fen; `asked` is what is wanted now of `outstanding`."""

    customer: str
    number: int
    document: str
    issued_on: date
    due_on: date
    days_late: int
    asked: int
    outstanding: int
    currency: str
    owner: str

    @property
    def shown(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in Line.__slots__}


def letter(
    customer_id: int, day: date, uow: UnitOfWork, rules: Rules, now: datetime
) -> dict[str, Any] | None:
    """The reminder to a customer that was planned for `day`; None when nothing is left to ask for.

    All that is late is in it, not only what was planned; the tone is that of the gravest stage planned. `said`: the
    instalments of those planned that are still asked for.
    """
    facts = next(facts_of(uow, (customer_id,), now.date(), now.date() + AHEAD), None)
    planned = {
        view.instalment_id: view.stages["customer"]
        for view in uow.stages.of_customer_on(customer_id, day)
        if "customer" in view.stages
    }
    if facts is None or not planned or _is_stopped(facts, rules, now.date()):
        return None
    asked = [one for one in answers_of(facts, rules, now) if one.item.asked > 0]
    said = [one for one in asked if one.item.id in planned]
    if not said:
        return None
    stage = _stage(max(planned[one.item.id] for one in said), facts.customer, rules)
    today = now.date()
    rest = [one for one in asked if one.item.id not in planned and _is_late(one, today)]
    lines = lines_of([*said, *rest], {customer_id: facts.customer}, uow, today)
    return {**letter_context(facts, lines, stage, uow, rules, today), "said": [one.item.id for one in said]}


def letter_context(
    facts: Facts, lines: Sequence[Line], stage: Stage, uow: UnitOfWork, rules: Rules, today: date
) -> dict[str, Any]:
    """What the letters of all tones are made from."""
    person = next(
        (one for role in ADDRESSED for one in facts.people if one.role == role and not one.do_not_contact),
        None,
    )
    signer = uow.staff.get(facts.customer.owner)
    settings = rules.settings(facts.customer)
    return {
        "customer": facts.customer.name,
        "person": person.name if person else "",
        "role": person.role if person else "",
        "company": settings.text("company_name") or company_name(uow),
        "signer": signer.name if signer else "",
        "phone": signer.phone if signer else "",
        "account": settings.text("payment_account"),
        "lines": [line.shown for line in lines],
        "sums": _sums(lines),
        "tone": stage.tone,
        "days": stage.days,
        "way": way_to(facts, rules),
        "by": add_workdays(rules.calendar, today, DAYS_TO_PAY),
        "today": today,
    }


def listing(
    audience: str, day: date, owners: Collection[str] | None, uow: UnitOfWork, rules: Rules, now: datetime
) -> dict[str, Any] | None:
    """What colleagues hear of `day`: the instalments whose stage was said and that are still to be asked for.

    `owners`: of their customers only; None for everybody's. None when nothing is left.
    """
    planned: dict[int, set[int]] = defaultdict(set)
    for owner in [None] if owners is None else owners:
        for view in uow.stages.heard_on(day, audience, owner):
            planned[view.customer_id].add(view.instalment_id)
    found: list[Answer] = []
    customers: dict[int, CustomerView] = {}
    today = now.date()
    for facts in facts_of(uow, planned, today, today + AHEAD):
        customers[facts.customer.id] = facts.customer
        items = planned[facts.customer.id]
        found += [one for one in answers_of(facts, rules, now) if one.item.id in items and one.item.asked > 0]
    lines = lines_of(found, customers, uow, today)
    if not lines:
        return None
    return {
        "said": [one.item.id for one in found],
        "lines": [line.shown for line in lines],
        "sums": _sums(lines),
        "people": _people(lines, uow),
        "debtors": _debtors(lines, uow),
        "today": today,
    }


def lines_of(
    answers: Iterable[Answer], customers: Mapping[int, CustomerView], uow: UnitOfWork, today: date
) -> list[Line]:
    """The longest overdue first."""
    rows = list(answers)
    debts = debts_of(uow, {one.item.receivable_id for one in rows})
    lines = []
    for one in rows:
        debt = debts[one.item.receivable_id]
        customer = customers[debt.customer_id]
        due_on = one.item.due_on or today
        lines.append(
            Line(
                customer.name, debt.number, debt.document_no, one.item.issued_on, due_on,
                (today - due_on).days, one.item.asked, one.item.outstanding, one.currency, customer.owner,
            )
        )  # fmt: skip
    return sorted(lines, key=lambda line: (line.due_on, line.customer, line.number))


def _people(lines: Sequence[Line], uow: UnitOfWork) -> list[dict[str, Any]]:
    """Sums per salesperson, the largest first; customers without one come last."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.owner].append(line)
    people = [
        {"userid": owner, "name": _named(uow.staff.get(owner)), "items": len(rows), "sums": _sums(rows)}
        for owner, rows in found.items()
    ]
    return sorted(people, key=lambda person: (not person["userid"], -person["sums"][0]["fen"]))


def _debtors(lines: Sequence[Line], uow: UnitOfWork) -> list[dict[str, Any]]:
    """Sums per customer, the largest first."""
    found: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        found[line.customer, line.owner].append(line)
    debtors = [
        {
            "customer": customer, "owner": _named(uow.staff.get(owner)) if owner else "", "sums": _sums(rows),
            "days_late": max(row.days_late for row in rows),
        }
        for (customer, owner), rows in found.items()
    ]  # fmt: skip
    return sorted(debtors, key=lambda debtor: -debtor["sums"][0]["fen"])


def _named(person: StaffView | None) -> str:
    return person.name if person else ""


def _sums(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Fen by currency, yuan first."""
    found: dict[str, int] = defaultdict(int)
    for line in lines:
        found[line.currency] += line.asked
    return [
        {"currency": currency, "fen": fen}
        for currency, fen in sorted(found.items(), key=lambda one: (one[0] != CURRENCY, one[0]))
    ]


def _stage(days: int, customer: CustomerView, rules: Rules) -> Stage:
    policy: Policy = rules.policies(customer)["customer"]
    ladder = rules.dunning.customer.stages
    rung = next((rung for rung in reversed(ladder) if rung.days <= days), ladder[0])
    return toned(Stage(days, "customer", rung.tone, rung.template), customer.grade, policy)


def _is_late(answer: Answer, today: date) -> bool:
    return answer.item.due_on is not None and answer.item.due_on < today


def _is_stopped(facts: Facts, rules: Rules, today: date) -> bool:
    """What ends a customer's message between planning and sending, whatever stage was said; money and promises are in
    the sums.
    """
    debtor = debtor_of(facts, CURRENCY, is_reachable=bool(way_to(facts, rules)))
    is_held = debtor.held_until is not None and debtor.held_until >= today
    is_open = debtor.is_reachable and debtor.is_released
    return is_held or debtor.has_lawyer or debtor.do_not_contact or not is_open

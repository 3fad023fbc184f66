"""Money past due that nobody asks for, by the name of the reason: decided as the reminders are (DOMAIN.md §5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from functools import cache

from config.company import CompanySettings
from config.dunning import Dunning, load_dunning
from handlers.calendar import official
from handlers.dunning.content import AHEAD
from handlers.dunning.planning import debtor_of, shielded_items
from handlers.dunning.rules import Rules, rules_of
from ledger.dunning import withheld
from ledger.money import CURRENCY
from ledger.silence import REASONS
from storage.between import customers_apart, customers_between
from storage.dunning import Facts, facts_of
from storage.unit_of_work import UnitOfWork

# Those that `ledger.dunning.withheld` tells, in their order, but for no way to a customer.
SILENT = tuple(
    reason
    for reason in REASONS
    if reason
    in {
        "lawyer", "do_not_contact", "unreleased", "disputed", "promised", "on_hold",
        "below_minimum", "unallocated_money_covers_it", "awaiting_confirmation",
    }
)  # fmt: skip


@cache
def _ladder() -> Dunning:
    return load_dunning()


def silent_money(
    uow: UnitOfWork, company: CompanySettings, today: date, odd: Collection[int] | None = None
) -> Mapping[int, list[tuple[str, int]]]:
    """By customer the reasons (of `SILENT`, in their order) and fen past due that they cover, in yuan.

    `odd`: customers with money that is not allocated, or who owe little, where they are known.
    """
    if odd is None:
        odd = customers_apart(uow, company.fen("remind_minimum"))
    rules = rules_of(_ladder(), company, official(), uow.settings.all())
    found = {}
    for facts in facts_of(uow, customers_between(uow) | set(odd), today, today + AHEAD):
        rows = _of(facts, rules, today)
        if rows:
            found[facts.customer.id] = rows
    return found


def _of(facts: Facts, rules: Rules, today: date) -> list[tuple[str, int]]:
    # Whom no way leads to is for his salesperson or the manager to see to: that is no silence.
    debtor = debtor_of(facts, CURRENCY, is_reachable=True)
    policy = rules.policies(facts.customer)["customer"]
    sums: dict[str, int] = defaultdict(int)
    for item in shielded_items(facts, CURRENCY, rules, today):
        if item.due_on is not None and item.due_on < today:
            for reason, fen in withheld(item, debtor, policy, rules.calendar, today).items():
                sums[reason] += fen
    return [(reason, sums[reason]) for reason in SILENT if sums[reason]]

"""Whose text a salesperson gets to pass on today, where more are due than he can pass on (`remind_drafts`)."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping
from datetime import date

from handlers.dunning.planning import Plan, way_to
from handlers.dunning.rules import FORWARD, Rules
from storage.dunning import Facts
from storage.last_contact import last_contacts
from storage.work import Work

Turn = tuple[str, int, int]  # last day of contact ("" for never), −fen past due, customer


class Turns:
    """The first customers of each salesperson: who waited longest, then who owes more. Memory knows no others."""

    def __init__(
        self, rules: Rules, known: Mapping[str, Iterable[Iterable[str | int]]] | None = None
    ) -> None:
        """`known`: the `plain` of an earlier part of the run."""
        self._most = rules.company.whole("remind_drafts")
        self._first = {
            owner: [(str(day), int(late), int(customer)) for day, late, customer in turns]
            for owner, turns in (known or {}).items()
        }

    def take(self, plan: Plan, facts: Facts, last: Mapping[int, date]) -> bool:
        """Is its letter a text to pass on, and so in line with the others? `last`: see `last_days`."""
        if plan.way != FORWARD or not plan.stages("customer"):
            return False
        late = sum(
            one.item.outstanding for one in facts.items if one.item.due_on and one.item.due_on < plan.day
        )
        turns = self._first.setdefault(plan.customer.owner, [])
        contact = last.get(plan.customer.id)
        insort(turns, ("" if contact is None else contact.isoformat(), -late, plan.customer.id))
        del turns[self._most + 1 :]  # one more than get theirs tells that there are others
        return True

    @property
    def chosen(self) -> frozenset[int]:
        """Customers whose turn it is."""
        return frozenset(int(turn[2]) for turns in self._first.values() for turn in turns[: self._most])

    @property
    def waiting(self) -> list[str]:
        """Salespeople with customers whose turn did not come."""
        return sorted(owner for owner, turns in self._first.items() if len(turns) > self._most)

    @property
    def plain(self) -> dict[str, list[list[str | int]]]:
        return {owner: [list(turn) for turn in turns] for owner, turns in self._first.items()}


def last_days(work: Work, of: Iterable[Facts], rules: Rules) -> Mapping[int, date]:
    """The last day of contact of those whose letters are passed on; nobody who never heard."""
    return last_contacts(work, [one.customer.id for one in of if way_to(one, rules) == FORWARD])

"""Random histories, told to the model and to real books alike; they must agree on every day, as known then.

To drive other books, subclass `Histories` with a `make_books` that returns what has the methods of `Book`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.laws.model import Model

CUSTOMERS = (1, 2)
FIRST = date(2026, 1, 1)
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
REASONS = ("mistake", "bounced", "returned", "cancelled")

days = st.integers(0, 60).map(lambda n: FIRST + timedelta(n))
late_days = st.integers(-400, 400).map(lambda n: FIRST + timedelta(n))
fen = st.integers(1, 20_000)
customers = st.sampled_from(CUSTOMERS)
picks = st.integers(0, 1_000)
plans = st.lists(
    st.tuples(fen, days.flatmap(lambda d: st.integers(0, 90).map(lambda n: d + timedelta(n)))),
    min_size=1,
    max_size=3,
)


class Histories(RuleBasedStateMachine):
    """What people do, in any order and with any dates; each fact has a name and an instant of writing."""

    @initialize()
    def begin(self) -> None:
        self.model = Model()
        self.books: Any = self.make_books()
        self.names = 0

    def make_books(self) -> Any:
        raise NotImplementedError

    def both(self, what: str, *names: int, **facts: Any) -> None:
        for books in (self.model, self.books):
            getattr(books, what)(*names, **facts)

    def fresh(self) -> dict[str, Any]:
        self.names += 1
        return {"name": self.names, "at": BEGIN + timedelta(minutes=self.names)}

    def standing(self, what: str) -> list[int]:
        """Names of facts of a kind that can still be changed."""
        facts = self.model.facts.items()
        return [name for name, fact in facts if fact["what"] == what and not fact["reversed"]]

    @rule(customer=customers, parts=plans, day=days)
    def debt(self, customer: int, parts: list[tuple[int, date]], day: date) -> None:
        self.both("debt", **self.fresh(), customer=customer, parts=parts, day=day)

    @rule(customer=customers, amount=fen, day=days, what=st.sampled_from(("payment", "credit")), pick=picks)
    def money(self, customer: int, amount: int, day: date, what: str, pick: int) -> None:
        debts = [name for name in self.standing("debt") if self.model.facts[name]["customer"] == customer]
        named = [debts[pick % len(debts)]] if debts and pick % 3 == 0 else []
        self.both(what, **self.fresh(), customer=customer, amount=amount, day=day, named=named)

    @precondition(lambda self: self.reversible())
    @rule(pick=picks, reason=st.sampled_from(REASONS), day=days)
    def reverse(self, pick: int, reason: str, day: date) -> None:
        name = self.reversible()[pick % len(self.reversible())]
        at = self.fresh()["at"]
        self.both("reverse", name, reason=reason, day=day, at=at)

    def reversible(self) -> list[int]:
        """Money that was refunded is taken back only after its refund."""
        money = [name for name in self.standing("money") if not self.model.live_refunds(name)]
        return sorted([*money, *self.standing("debt"), *self.standing("refund")])

    @precondition(lambda self: self.standing("debt"))
    @rule(
        pick=picks,
        weights=st.lists(st.tuples(st.integers(1, 5), late_days), min_size=1, max_size=3),
        day=days,
    )
    def reschedule(self, pick: int, weights: list[tuple[int, date]], day: date) -> None:
        name = self.standing("debt")[pick % len(self.standing("debt"))]
        total = self.model.facts[name]["amount"]
        parts = [(total * w // sum(w for w, _ in weights), due) for w, due in weights]
        parts[0] = (total - sum(amount for amount, _ in parts[1:]), parts[0][1])
        parts = [(amount, due) for amount, due in parts if amount]
        self.both("reschedule", name, parts=parts, day=day, at=self.fresh()["at"])

    @precondition(lambda self: self.standing("money"))
    @rule(pick=picks, amounts=st.lists(fen, min_size=1, max_size=3), day=days)
    def reallocate(self, pick: int, amounts: list[int], day: date) -> None:
        name = self.standing("money")[pick % len(self.standing("money"))]
        customer, left = self.model.facts[name]["customer"], self.model.movable(name)
        debts = [debt for debt in self.standing("debt") if self.model.facts[debt]["customer"] == customer]
        shares = []
        for debt, amount in zip(debts[pick % 2 :], amounts, strict=False):
            share = min(amount, left, self.model.room(name, debt))
            left -= share
            shares += [(debt, share)] if share else []
        self.both("reallocate", name, shares=shares, day=day, at=self.fresh()["at"])

    @precondition(lambda self: self.refundable())
    @rule(pick=picks, amount=fen, day=days)
    def refund(self, pick: int, amount: int, day: date) -> None:
        source, free = self.refundable()[pick % len(self.refundable())]
        self.both("refund", **self.fresh(), source=source, amount=min(amount, free), day=day)

    def refundable(self) -> list[tuple[int, int]]:
        return sorted(pair for customer in CUSTOMERS for pair in self.model.unallocated(customer).items())

    @rule(
        customer=customers,
        as_of=late_days,
        step=st.integers(-1, 60),
        basis=st.sampled_from(("due", "issued")),
    )
    def look_back(self, customer: int, as_of: date, step: int, basis: str) -> None:
        known_by = None if step < 0 else BEGIN + timedelta(minutes=step)
        for ask in ("balance", "outstanding", "unallocated"):
            expected = getattr(self.model, ask)(customer, as_of, known_by)
            assert getattr(self.books, ask)(customer, as_of, known_by) == expected, ask
        aged = self.books.aging(customer, as_of, known_by, basis)
        assert aged == self.model.aging(customer, as_of, known_by, basis)
        free = sum(self.model.unallocated(customer, as_of, known_by).values())
        assert sum(aged) - free == self.model.balance(customer, as_of, known_by)

    @invariant()
    def agree(self) -> None:
        for customer in CUSTOMERS:
            assert self.books.balance(customer) == self.model.balance(customer)
            assert self.books.outstanding(customer) == self.model.outstanding(customer)
            assert self.books.unallocated(customer) == self.model.unallocated(customer)

    def teardown(self) -> None:
        assert self.books.problems() == []

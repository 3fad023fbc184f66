"""An independent model of the books, to compare real ones with: plain dicts of dated moves, no shared code.

It keeps no rows, legs or two-sided entries; it notes for each purse (part of a debt, sum of money, customer's
balance) how much went in or out, on which day, and when that was written. Any past day is a sum over moves.
Names of facts are given by the caller and are the same for the model and the books it is compared with.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

Parts = Sequence[tuple[int, date]]
FOREVER = date(9999, 1, 1)


class Model:
    """Customers, days and fen as given; `at` is the instant of writing and must grow from call to call."""

    def __init__(self) -> None:
        self.moves: list[dict[str, Any]] = []
        self.facts: dict[int, dict[str, Any]] = {}  # by name: what, customer, amount, day, reversed
        self.parts: list[dict[str, Any]] = []  # parts of debts, open or not
        self.money: dict[int, dict[str, Any]] = {}  # by name: customer, since
        self.uses: list[dict[str, Any]] = []  # live uses of money: for a part or a refund
        self.debts = 0

    # What happens

    def debt(self, name: int, *, customer: int, parts: Parts, day: date, at: datetime) -> None:
        total = sum(fen for fen, _ in parts)
        self.debts += 1
        self.facts[name] = {
            "what": "debt",
            "customer": customer,
            "amount": total,
            "day": day,
            "number": self.debts,
            "reversed": False,
        }
        self._move(("balance", customer), day, at, total)
        self._open(name, parts, day=day, issued=day, at=at)

    def payment(
        self, name: int, *, customer: int, amount: int, day: date, at: datetime, named: Sequence[int] = ()
    ) -> None:
        self.facts[name] = {
            "what": "money",
            "customer": customer,
            "amount": amount,
            "day": day,
            "reversed": False,
        }
        self.money[name] = {"customer": customer, "since": day}
        self._move(("balance", customer), day, at, -amount)
        self._move(("free", name), day, at, amount)
        self._spread(name, amount, day, at, named)

    credit = payment  # a credit note moves what a payment moves

    def reverse(self, name: int, *, reason: str, day: date, at: datetime) -> None:
        fact = self.facts[name]
        fact["reversed"] = True
        start = fact["day"] if reason == "mistake" else max(day, fact["day"])
        parts = self._open_parts(name)
        start = max([start, *(part["since"] for part in parts)])
        if fact["what"] == "money":
            start = max(start, self.money[name]["since"])
        sign = +1 if fact["what"] == "money" else -1
        self._move(("balance", fact["customer"]), start, at, sign * fact["amount"])
        for use in list(self.uses):
            if use["money"] == name or use["for"] == ("refund", name) or use["part"] in parts:
                self._take_back(use, start, at)
        for part in parts:
            self._close(part, start, at)
        if fact["what"] == "money":
            self._move(("free", name), start, at, -fact["amount"])

    def reschedule(self, name: int, *, parts: Parts, day: date, at: datetime) -> None:
        """New parts of the same total; what was paid goes to them in payment order, first paid first."""
        old = self._open_parts(name)
        start = max([day, *(part["since"] for part in old)])
        carried = [use for use in self.uses if use["part"] in old]
        issued = old[0]["issued"]
        for use in carried:
            self._take_back(use, start, at)
        for part in old:
            self._close(part, start, at)
        self._open(name, parts, day=start, issued=issued, at=at)
        new = sorted(self._open_parts(name), key=self._turn)
        for use in carried:
            left = use["fen"]
            for part in new:
                fen = min(left, self._sum(("owed", part["key"])))
                self._use(use["money"], part, fen, max(start, use["day"]), at)
                left -= fen

    def reallocate(self, name: int, *, shares: Sequence[tuple[int, int]], day: date, at: datetime) -> None:
        """The money goes to the debts of `shares` (name, fen) instead; the rest of it stays free."""
        for use in [use for use in self.uses if use["money"] == name and use["part"]]:
            self._take_back(use, day, at)
        for debt, fen in shares:
            for part in sorted(self._open_parts(debt), key=self._turn):
                taken = min(fen, self._sum(("owed", part["key"])))
                self._use(name, part, taken, max(day, self.money[name]["since"], part["since"]), at)
                fen -= taken

    def refund(self, name: int, *, source: int, amount: int, day: date, at: datetime) -> None:
        money = self.money[source]
        start = max(day, money["since"])
        customer = money["customer"]
        self.facts[name] = {
            "what": "refund",
            "customer": customer,
            "amount": amount,
            "day": start,
            "reversed": False,
        }
        self._move(("balance", customer), start, at, amount)
        self._move(("free", source), start, at, -amount)
        self.uses.append(dict(money=source, part=None, fen=amount, day=start, **{"for": ("refund", name)}))

    # What is asked

    def balance(self, customer: int, as_of: date | None = None, known_by: datetime | None = None) -> int:
        return self._sum(("balance", customer), as_of, known_by)

    def outstanding(
        self, customer: int, as_of: date | None = None, known_by: datetime | None = None
    ) -> dict[int, int]:
        """Fen by debt, without those at zero."""
        result: dict[int, int] = {}
        for part in self.parts:
            if self.facts[part["debt"]]["customer"] == customer:
                fen = self._sum(("owed", part["key"]), as_of, known_by)
                result[part["debt"]] = result.get(part["debt"], 0) + fen
        return {debt: fen for debt, fen in result.items() if fen}

    def unallocated(
        self, customer: int, as_of: date | None = None, known_by: datetime | None = None
    ) -> dict[int, int]:
        """Fen by payment or credit, without those at zero."""
        mine = [name for name, money in self.money.items() if money["customer"] == customer]
        sums = {name: self._sum(("free", name), as_of, known_by) for name in mine}
        return {name: fen for name, fen in sums.items() if fen}

    def aging(
        self, customer: int, as_of: date, known_by: datetime | None = None, basis: str = "due"
    ) -> list[int]:
        """Fen not due, and 1–30, 31–60, 61–90, 91–180, 181–365, over 365 days late."""
        columns = [0] * 7
        for part in self.parts:
            if self.facts[part["debt"]]["customer"] == customer:
                late = as_of.toordinal() - (part["due"] if basis == "due" else part["issued"]).toordinal()
                column = 0
                for limit in (0, 30, 60, 90, 180, 365):
                    column += late > limit
                columns[column] += self._sum(("owed", part["key"]), as_of, known_by)
        return columns

    def live_refunds(self, source: int) -> list[int]:
        """Names of refunds out of this money that are not taken back."""
        return [use["for"][1] for use in self.uses if use["money"] == source and not use["part"]]

    def room(self, source: int, debt: int) -> int:
        """How much of the debt this money could pay if it were allocated anew."""
        own: int = sum(
            u["fen"] for u in self.uses if u["money"] == source and u["part"] in self._open_parts(debt)
        )
        return own + sum(self._sum(("owed", part["key"])) for part in self._open_parts(debt))

    def movable(self, source: int) -> int:
        """How much of this money is free or on debts: all but what was refunded."""
        on_parts: int = sum(use["fen"] for use in self.uses if use["money"] == source and use["part"])
        return on_parts + self._sum(("free", source))

    # How it is kept

    def _move(self, purse: tuple[str, Any], day: date, at: datetime, fen: int) -> None:
        self.moves.append({"purse": purse, "day": day, "at": at, "fen": fen})

    def _sum(
        self, purse: tuple[str, Any], as_of: date | None = None, known_by: datetime | None = None
    ) -> int:
        total: int = 0
        for move in self.moves:
            late = as_of is not None and move["day"] > as_of
            unknown = known_by is not None and move["at"] > known_by
            if move["purse"] == purse and not late and not unknown:
                total += move["fen"]
        return total

    def _open(self, debt: int, parts: Parts, *, day: date, issued: date, at: datetime) -> None:
        for position, (fen, due) in enumerate(parts, start=1):
            key = len(self.parts)
            part = {
                "key": key,
                "debt": debt,
                "fen": fen,
                "due": due,
                "issued": issued,
                "since": day,
                "position": position,
            }
            self.parts.append({**part, "open": True})
            self._move(("owed", key), day, at, fen)

    def _open_parts(self, debt: int) -> list[dict[str, Any]]:
        return [part for part in self.parts if part["debt"] == debt and part["open"]]

    def _close(self, part: dict[str, Any], day: date, at: datetime) -> None:
        part["open"] = False
        self._move(("owed", part["key"]), day, at, -part["fen"])

    def _turn(self, part: dict[str, Any]) -> tuple[Any, ...]:
        return (part["due"], part["issued"], self.facts[part["debt"]]["number"], part["position"])

    def _spread(self, name: int, left: int, day: date, at: datetime, named: Sequence[int]) -> None:
        customer = self.money[name]["customer"]
        waiting = [
            part for part in self.parts if part["open"] and self.facts[part["debt"]]["customer"] == customer
        ]
        waiting.sort(key=self._turn)
        first = [part for debt in named for part in waiting if part["debt"] == debt]
        for part in first + [part for part in waiting if part not in first]:
            fen = min(left, self._sum(("owed", part["key"])))
            self._use(name, part, fen, max(day, part["since"], part["issued"]), at)
            left -= fen

    def _use(self, name: int, part: dict[str, Any], fen: int, day: date, at: datetime) -> None:
        if fen:
            self._move(("owed", part["key"]), day, at, -fen)
            self._move(("free", name), day, at, -fen)
            self.uses.append(dict(money=name, part=part, fen=fen, day=day, **{"for": ("part", part["key"])}))

    def _take_back(self, use: dict[str, Any], day: date, at: datetime) -> None:
        """Taken back on its own day it leaves no trace; later, what it was on was used until then."""
        day = max(day, use["day"])
        self.uses.remove(use)
        self._move(("free", use["money"]), day, at, use["fen"])
        used_until = day if day > use["day"] else date.min
        self.money[use["money"]]["since"] = max(self.money[use["money"]]["since"], used_until)
        if use["part"]:
            self._move(("owed", use["part"]["key"]), day, at, use["fen"])
            use["part"]["since"] = max(use["part"]["since"], used_until)

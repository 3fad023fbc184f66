"""One customer that goes on for another, customers that change hands: facts of the journal, undone by further facts.

What is open moves on the day of the merge, so that every earlier day stays what it was: each debt is cancelled with
the one and posted again under its number with the other, and the money on it, or on nothing, goes there by transfers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from ledger.entries import Entry
from ledger.errors import InvalidEntry
from ledger.history import InstalmentRow
from ledger.receivable import Instalment
from storage.claims import Claims
from storage.debts import Debts
from storage.posting import Author, Move, Posted
from storage.receivables import ReceivableView
from storage.relations import ENTRY
from storage.sources import Live, Source
from storage.stages import Stages

MERGED = "merge"
_CURRENCIES = (
    select(ENTRY.c.currency)
    .where(ENTRY.c.corp_id == bindparam("corp"), ENTRY.c.customer_id == bindparam("customer"))
    .distinct()
    .order_by(ENTRY.c.currency)
)
_FACTS = (
    select(ENTRY.c.id, ENTRY.c.kind, ENTRY.c.note)
    .where(
        ENTRY.c.corp_id == bindparam("corp"),
        ENTRY.c.customer_id == bindparam("customer"),
        ENTRY.c.kind.in_(("merge", "unmerge")),
    )
    .order_by(ENTRY.c.seq.desc())
)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge that stands. `receivables` and `money` (entries) are what moved; `details` what the caller kept."""

    entry_id: int
    customer_id: int
    into: int
    receivables: tuple[int, ...]
    money: tuple[int, ...]
    details: Mapping[str, Any]


class Merges(Debts, Claims):
    """Posts merges and hand-overs. They count from today, and no past day knows of them."""

    def merge(
        self,
        customer_id: int,
        into: int,
        *,
        actor: str,
        details: Mapping[str, Any],
        message_id: int | None = None,
        carried: Sequence[int] = (),
    ) -> Posted:
        """All that is open of a customer is `into`'s from today; the fact keeps `details` (JSON). The fact comes last.

        `carried` are the debts that went before, by `carry_some`.
        """
        if customer_id == into:
            raise InvalidEntry("nobody is merged into himself", customer_id=customer_id)
        day = self._posting.open_day(self._work.today())
        rest, money = self.bring_along(customer_id, into, actor=actor)
        receivables = list(dict.fromkeys((*carried, *rest)))
        kept = {"into": str(into), "receivables": _texts(receivables), "money": _texts(money), **details}
        return Posted(self._fact(MERGED, customer_id, day, kept, Author(actor, message_id)))

    def bring_along(self, customer_id: int, into: int, *, actor: str) -> tuple[list[int], list[int]]:
        """What is open now of a customer moves to `into`: receivables, and the entries by which money arrived."""
        day = self._posting.open_day(self._work.today())
        author = Author(actor)
        receivables = self.open_debts(customer_id)
        self._carry_all(receivables, into, day, author)
        loose = [
            found
            for one in self._currencies(customer_id)
            for found in self._sources.with_money(customer_id, currency=one)
        ]
        return receivables, [self._transferred(source, source.left, into, day, author).id for source in loose]

    def open_debts(self, customer_id: int) -> list[int]:
        """Receivables of which anything is owed, in every currency."""
        items = [
            item
            for one in self._currencies(customer_id)
            for item in self._receivables.open_items(customer_id, currency=one)
        ]
        return list(dict.fromkeys(item.receivable_id for item in items))

    def _currencies(self, customer_id: int) -> list[str]:
        return [row[0] for row in self._work.rows(_CURRENCIES, customer=customer_id)]

    def carry_some(self, receivables: Sequence[int], whose: int, to: int, *, actor: str) -> list[int]:
        """Those of these debts that are still open and `whose` go to another customer: a part of a merge."""
        theirs = self._still(receivables, whose)
        self._carry_all(theirs, to, self._posting.open_day(self._work.today()), Author(actor))
        return theirs

    def carry_back(self, receivables: Sequence[int], merge: Merge, *, actor: str) -> list[int]:
        """As `carry_some`, a part of the end of that merge: what was written off on them since goes along."""
        theirs = self._still(receivables, merge.into)
        self._back(theirs, merge, self._posting.open_day(self._work.today()), Author(actor))
        return theirs

    def _back(self, receivables: Sequence[int], merge: Merge, day: date, author: Author) -> None:
        claims = self._lifted(receivables, merge.into, day, author)
        stands_in = self._carry_all(receivables, merge.customer_id, day, author)
        for claim in claims:
            self._give_up(claim, merge.customer_id, stands_in, day, author)

    def _still(self, receivables: Sequence[int], whose: int) -> list[int]:
        views = [self._receivables.get(receivable) for receivable in receivables]
        return [
            one.id for one in views if one is not None and one.customer_id == whose and one.state == "open"
        ]

    def unmerge(self, merge: Merge, *, actor: str, message_id: int | None = None) -> Posted:
        """What that merge moved goes back from today, with what was paid on it since."""
        day = self._posting.open_day(self._work.today())
        author = Author(actor)
        self._back(self._still(merge.receivables, merge.into), merge, day, author)
        for source in self._sources.by_id(merge.money).values() if merge.money else ():
            if source.left and not self._entries.is_reversed(source.entry_id):
                self._transferred(source, source.left, merge.customer_id, day, author)
        kept = {"merge": str(merge.entry_id), "from": str(merge.into)}
        return Posted(self._fact("unmerge", merge.customer_id, day, kept, Author(actor, message_id)))

    def merge_of(self, customer_id: int) -> Merge | None:
        """The merge by which this customer went into another one, while it stands."""
        row = self._work.row(_FACTS, customer=customer_id)
        if row is None or row.kind != MERGED:
            return None
        kept = json.loads(row.note)
        moved = (tuple(map(int, kept["receivables"])), tuple(map(int, kept["money"])))
        return Merge(row.id, customer_id, int(kept["into"]), *moved, kept)

    def hand_over(
        self, customer_id: int, *, before: str, after: str, actor: str, message_id: int | None = None
    ) -> Posted:
        """Another salesperson (userid) looks after the customer from today. Debts keep the one fixed at issue."""
        day = self._posting.first_open_day(self._work.today())
        kept = {"from": before, "to": after}
        return Posted(self._fact("hand_over", customer_id, day, kept, Author(actor, message_id)))

    def _fact(self, kind: str, customer_id: int, day: date, kept: Mapping[str, Any], author: Author) -> Entry:
        text = json.dumps(dict(kept), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        told = Author(author.actor, author.message_id, None, text)
        entry = self._posting.entry(kind, customer_id=customer_id, amount=0, effective_on=day, author=told)
        self._posting.post(entry)
        return entry

    def _carry_all(self, receivables: Sequence[int], to: int, day: date, author: Author) -> dict[int, int]:
        """These debts, and what was said of their instalments: no stage is said again because of a merge.

        Instalment → its heir.
        """
        stands_in: dict[int, int] = {}
        for receivable in receivables:
            stands_in |= self._carry(receivable, to, day, author)
        Stages(self._work).follow(stands_in, to)
        return stands_in

    def _carry(self, receivable_id: int, to: int, day: date, author: Author) -> dict[int, int]:
        """The debt with its fees and the money on it, from the customer who has it to another: instalment → its heir."""
        view = self._receivable(receivable_id)
        items = {item.id: item for item in self._receivables.live_items(receivable_id)}
        freed: list[Live] = []
        owed: list[tuple[Entry, list[Instalment]]] = []
        # Fees before the debt that they are on.
        for entry in sorted(
            self._entries.live_of_receivable(receivable_id), key=lambda one: one.kind == "debt"
        ):
            touched = self._touched(entry)
            freed += touched.live
            owed.append((entry, [items[closed] for closed in touched.closed]))
            day = self._reverse(entry, touched, "cancelled", day, author).effective_on
        rows: dict[int, InstalmentRow] = {}
        for entry, own in reversed(owed):
            rows |= self._posted_again(view, entry, own, to, day, author)
        for source in dict.fromkeys(live.source for live in freed):
            shares = [(rows[live.instalment or 0], live) for live in freed if live.source == source]
            found = self._sources.by_id([source])[source]
            self._transferred(found, sum(live.amount for _, live in shares), to, day, author, shares)
        return {before: row.id for before, row in rows.items()}

    def _posted_again(
        self, view: ReceivableView, entry: Entry, items: Sequence[Instalment], to: int, day: date, author: Author
    ) -> dict[int, InstalmentRow]:  # fmt: skip
        """The debt or fee with the other customer: its instalments as they were, by the ids of those."""
        if entry.kind == "debt":
            self._repost(view.id, to, entry.amount, view.issued_on)
        again = self._posting.entry(
            entry.kind, customer_id=to, amount=entry.amount, effective_on=day,
            author=Author(author.actor, author.message_id, None, entry.note), currency=view.currency,
            receivable_id=view.id, reason=MERGED,
        )  # fmt: skip
        opened = {
            item.id: InstalmentRow(
                self._work.new_id(), view.id, item.position, item.amount, item.issued_on, item.due_on, again.id,
                day, again.recorded_at, item.kind, outstanding=item.amount,
            )
            for item in items
        }  # fmt: skip
        self._posting.post(again, opened=list(opened.values()))
        return opened

    def _transferred(
        self, source: Source, amount: int, to: int, day: date, author: Author,
        shares: Sequence[tuple[InstalmentRow, Live]] = (),
    ) -> Entry:  # fmt: skip
        """Money of one customer's source becomes the other's; it pays what it paid before, else nothing yet."""
        out = self._given_away(
            "transfer_out", source.customer_id, amount, day, [(source, amount)], author, source.currency
        )
        into = self._posting.entry(
            "transfer_in", customer_id=to, amount=amount, effective_on=out.effective_on, author=author,
            currency=source.currency, reason=MERGED,
        )  # fmt: skip
        moves = [
            Move(
                into.id,
                live.amount,
                max(out.effective_on, live.effective_on),
                row.id,
                designated_by=live.designated_by,
            )
            for row, live in shares
        ]
        self._posting.post(into, moves)
        return into


def _texts(ids: Sequence[int]) -> list[str]:
    return [str(one) for one in ids]

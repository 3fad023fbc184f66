"""Write-offs that one customer's debts take along when they go back to the other: who has the debt has its claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ledger.entries import Entry
from storage.posting import Author, Move
from storage.reversals import Reversals, Touched
from storage.sources import Live
from storage.written_off import claims_of


@dataclass(frozen=True, slots=True)
class Lifted:
    """What a write-off that was taken off had given to debts that leave: by instalment."""

    entry: Entry
    rows: tuple[Live, ...]


class Claims(Reversals):
    """Takes write-offs off debts, and posts them again with whoever has the debts then."""

    def _lifted(self, receivables: Sequence[int], whose: int, day: date, author: Author) -> list[Lifted]:
        """The write-offs that were booked with `whose` on these debts; what they gave to others of his stays given.

        One stays as it is where money was recovered on it: that is booked with `whose`, and needs its claim there.
        """
        items = [item.id for one in receivables for item in self._receivables.live_items(one)]
        live = self._sources.live_on_instalments(items) if items else []
        found = []
        for source, rows in groupby(
            sorted(live, key=lambda row: (row.source, row.id)), lambda row: row.source
        ):
            entry, going = self._entries.get(source), tuple(rows)
            if entry is None or entry.kind != "write_off" or entry.customer_id != whose:
                continue
            stands = self._sources.live_of(source)
            if sum(row.amount for row in stands if row.entry is None) != entry.amount:
                continue  # a part of it went elsewhere by an earlier merge
            if self._left(entry) < sum(row.amount for row in going):
                continue
            on = max([day, *(row.effective_on for row in stands)])
            self._reverse(entry, Touched(stands, (), [on]), "cancelled", on, author)
            rest = tuple(row for row in stands if row not in going)
            if rest:
                self._give_up(Lifted(entry, rest), whose, {}, on, author)
            found.append(Lifted(entry, going))
        return found

    def _left(self, entry: Entry) -> int:
        claims = claims_of(self._work, entry.customer_id, currency=entry.currency)
        return sum(one.left for one in claims if one.customer_id == entry.customer_id)

    def _give_up(
        self, lifted: Lifted, customer: int, stands_in: Mapping[int, int], day: date, author: Author
    ) -> None:
        """The same on the same debts, as the customer's who has them: `stands_in` names their instalments' heirs."""
        debts = {row.receivable_id or 0 for row in lifted.rows}
        items = {item.id: item for debt in debts for item in self._receivables.live_items(debt)}
        targets = [
            (items[stands_in.get(row.instalment or 0, row.instalment or 0)], row) for row in lifted.rows
        ]
        on = max([day, *(item.free_from or day for item, _ in targets)])
        again = self._posting.entry(
            "write_off", customer_id=customer, amount=sum(row.amount for row in lifted.rows), effective_on=on,
            author=Author(author.actor, author.message_id, None, lifted.entry.note),
            currency=lifted.entry.currency, reason=lifted.entry.reason,
        )  # fmt: skip
        moves = [
            Move(again.id, row.amount, on, item.id, designated_by=row.designated_by) for item, row in targets
        ]
        self._posting.post(again, moves)

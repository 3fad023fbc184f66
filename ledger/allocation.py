"""Which money pays what. Decided once, at posting, against what is open then; later changes are commands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ledger.errors import NotAllocatable
from ledger.receivable import Instalment
from ledger.values import value

_NO_DAY = date.max


@value
class Share:
    """Fen of a source for one instalment, and from when they count. `designated_by` quotes the payer."""

    instalment: Instalment
    amount: int
    effective_on: date
    designated_by: str = ""


def payment_order(instalment: Instalment) -> tuple[bool, date, date, int, int]:
    """Sort key: principal before fees, then due day, issue day, number (民法典 560 as a product rule)."""
    return (
        instalment.kind == "fee",
        instalment.due_on or _NO_DAY,
        instalment.issued_on,
        instalment.number,
        instalment.position,
    )


def allocate(
    amount: int,
    open_items: Iterable[Instalment],
    *,
    effective_on: date,
    designated: Sequence[int] = (),
    designated_by: str = "",
) -> tuple[Share, ...]:
    """Shares of `amount` fen over the open instalments; what is left over stays unallocated with its source.

    `designated` are receivable ids the payer named: they go first, in that order, disputed money included.
    The others follow in `payment_order`, disputed amounts skipped. A share counts from the later of
    `effective_on` (the source's day, or the day it was decided for) and the target's issue and `free_from`.
    Returns () when nothing is open. Raises `NotAllocatable` for an amount ≤ 0.
    """
    if amount <= 0:
        raise NotAllocatable("nothing to allocate", amount=amount)
    rank = {receivable: place for place, receivable in enumerate(designated)}
    items = sorted(open_items, key=lambda i: (rank.get(i.receivable_id, len(rank)), payment_order(i)))
    shares = []
    for item in items:
        named = item.receivable_id in rank
        payable = item.outstanding if named else item.outstanding - item.disputed
        part = min(amount, payable)
        if part > 0:
            day = max(effective_on, item.issued_on, item.free_from or item.issued_on)
            shares.append(Share(item, part, day, designated_by if named else ""))
            amount -= part
    return tuple(shares)

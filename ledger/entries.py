"""The journal: kinds of entries, what each does to the accounts, and the chain that shows a changed past."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from ledger.errors import InvalidEntry
from ledger.money import CURRENCY
from ledger.values import value

GENESIS = "0" * 64
# Kept: `json.dumps` makes a new one for each entry.
_CANONICAL = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ESCAPED = re.compile(r'["\\\x00-\x1f]')  # what JSON writes otherwise
_BETWEEN = '","'


@value
class Kind:
    """What an entry of this kind does. `effect` is the sign of its effect on the customer's balance.

    `source`: its money can be allocated (to instalments, refunds, transfers). No accounts, no money.
    """

    name: str
    debit: str = ""
    credit: str = ""
    effect: int = 0
    source: bool = False

    @property
    def carries_money(self) -> bool:
        return bool(self.debit)


_KINDS = (
    Kind("debt", "receivable", "sales", +1),
    Kind("payment", "money", "receivable", -1, source=True),
    Kind("credit_note", "returns", "receivable", -1, source=True),
    Kind("discount", "discounts", "receivable", -1, source=True),
    Kind("late_fee", "receivable", "fee_income", +1),
    Kind("write_off", "bad_debt", "receivable", -1, source=True),
    Kind("recovery", "money", "bad_debt", 0),
    Kind("refund", "receivable", "money", +1),
    Kind("transfer_out", "receivable", "clearing", +1),
    Kind("transfer_in", "clearing", "receivable", -1, source=True),
    Kind("reversal"),
    Kind("allocate"),
    Kind("reallocate"),
    Kind("reschedule"),
    Kind("merge"),
    Kind("unmerge"),
    Kind("hand_over"),
)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _KINDS})
SOURCES = tuple(kind.name for kind in _KINDS if kind.source)
REVERSAL_REASONS = ("mistake", "bounced", "returned", "cancelled")


@value
class Leg:
    """One side of an entry in an account, in fen: debit positive, credit negative."""

    account: str
    fen: int


@value
class Entry:
    """A line of the journal, never changed. `amount` is fen, 0 for what carries no money.

    `effective_on` is when it counts, `recorded_at` (aware, UTC) when it was written. `reverses_kind` is the
    kind of the reversed entry. Raises `InvalidEntry` when the parts contradict each other.
    """

    id: int
    corp_id: int
    seq: int
    kind: str
    customer_id: int
    amount: int
    effective_on: date
    recorded_at: datetime
    actor: str
    currency: str = CURRENCY
    message_id: int | None = None
    receivable_id: int | None = None
    receipt_id: int | None = None
    reverses: int | None = None
    reverses_kind: str | None = None
    reason: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        kind = KINDS.get(self.kind)
        if kind is None:
            raise InvalidEntry("unknown kind", entry=self)
        with_money = kind.carries_money or self.kind == "reversal"
        if type(self.amount) is not int or not (self.amount > 0 if with_money else self.amount == 0):
            raise InvalidEntry("money needs an amount above zero, anything else has zero", entry=self)
        self._check_reversal()

    def _check_reversal(self) -> None:
        if (self.kind == "reversal") is not (self.reverses is not None):
            raise InvalidEntry("a reversal, and only a reversal, names what it reverses", entry=self)
        if self.kind != "reversal":
            return
        reversed_kind = KINDS.get(self.reverses_kind or "")
        if reversed_kind is None or not reversed_kind.carries_money:
            raise InvalidEntry("only entries with money are reversed", entry=self)
        if self.reason not in REVERSAL_REASONS:
            raise InvalidEntry("a reversal has a reason", entry=self)

    @property
    def effect(self) -> int:
        """Signed fen this entry adds to the customer's balance."""
        return effect_of(self.kind, self.reverses_kind) * self.amount

    @property
    def legs(self) -> tuple[Leg, ...]:
        """Its two legs, computed, summing to zero; none for an entry without money."""
        kind = KINDS[self.reverses_kind or self.kind]
        if not kind.carries_money:
            return ()
        sign = -1 if self.kind == "reversal" else 1
        return (Leg(kind.debit, sign * self.amount), Leg(kind.credit, -sign * self.amount))


def effect_of(kind: str, reverses_kind: str | None = None) -> int:
    """Sign (−1, 0, +1) of the effect on the customer's balance; a reversal turns that of its entry round."""
    return -KINDS[reverses_kind].effect if reverses_kind else KINDS[kind].effect


def chained_hash(prev_hash: str, entry: Entry, effects: Iterable[tuple[str, ...]] = ()) -> str:
    """SHA-256 (hex) over the previous hash and the canonical text (version 1) of an entry with its effects.

    `effects` are rows of plain strings: its allocations, instalments opened or closed, in order.
    """
    fields = [
        *("1", prev_hash, str(entry.corp_id), str(entry.seq), str(entry.id)),
        *(entry.kind, str(entry.customer_id)),
        *(str(entry.amount), entry.currency, entry.effective_on.isoformat()),
        *(str(microseconds(entry.recorded_at)), entry.actor, str(entry.message_id or "")),
        *(str(entry.receivable_id or ""), str(entry.receipt_id or ""), str(entry.reverses or "")),
        *(entry.reverses_kind or "", entry.reason, entry.note),
    ]
    rows = ",".join(map(_canonical, effects))
    return hashlib.sha256(f"[{_canonical(fields)},[{rows}]]".encode()).hexdigest()


def _canonical(strings: Sequence[str]) -> str:
    """A JSON array of strings, without blanks and without \\u. The encoder takes five times as long."""
    if _ESCAPED.search("".join(strings)):
        return _CANONICAL.encode(strings)
    return f'["{_BETWEEN.join(strings)}"]'


def microseconds(instant: datetime) -> int:
    """UTC microseconds since 1970 of an aware instant. Raises `InvalidEntry` for a naive one."""
    if instant.tzinfo is None:
        raise InvalidEntry("an instant needs its zone", instant=instant)
    return round(instant.timestamp() * 1_000_000)

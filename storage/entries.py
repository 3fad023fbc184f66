"""The journal as it is read: entries of a message, a receivable, a receipt, a person."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select

from ledger.entries import KINDS, Entry
from storage.relations import ENTRY
from storage.work import Work

COLUMNS = tuple(ENTRY.c[field.name] for field in fields(Entry))
_OURS = select(*COLUMNS).where(ENTRY.c.corp_id == bindparam("corp")).order_by(ENTRY.c.seq)
_GET = _OURS.where(ENTRY.c.id == bindparam("id"))
_AT_SEQ = _OURS.where(ENTRY.c.seq == bindparam("at"))
_OF_MESSAGE = _OURS.where(ENTRY.c.message_id == bindparam("message"))
_OF_RECEIVABLE = _OURS.where(ENTRY.c.receivable_id == bindparam("receivable"))
_OF_RECEIPT = _OURS.where(ENTRY.c.receipt_id == bindparam("receipt"))
_OF_CUSTOMER = (
    _OURS.where(
        ENTRY.c.customer_id == bindparam("customer"),
        ENTRY.c.effective_on.between(bindparam("first"), bindparam("last")),
    )
    .order_by(None)
    .order_by(ENTRY.c.effective_on, ENTRY.c.seq)
)
_REVERSAL = ENTRY.alias("reversal")
IS_REVERSED = (
    select(_REVERSAL.c.id)
    .where(_REVERSAL.c.corp_id == ENTRY.c.corp_id, _REVERSAL.c.reverses == ENTRY.c.id)
    .exists()
)
_REVERSAL_OF = select(ENTRY.c.id).where(
    ENTRY.c.corp_id == bindparam("corp"), ENTRY.c.reverses == bindparam("id")
)
_MONEY = tuple(name for name, kind in KINDS.items() if kind.carries_money)
_LAST_OF = (
    select(*COLUMNS)
    .where(
        ENTRY.c.corp_id == bindparam("corp"),
        ENTRY.c.actor == bindparam("actor"),
        ENTRY.c.kind.in_(_MONEY),
        ENTRY.c.reason != "merge",  # moved with its customer: nobody's booking
        ~IS_REVERSED,
    )
    .order_by(ENTRY.c.seq.desc())
    .limit(1)
)
_LIVE_OF_MESSAGE = _OF_MESSAGE.where(ENTRY.c.kind.in_(_MONEY), ~IS_REVERSED)
_LIVE_OF_RECEIVABLE = _OF_RECEIVABLE.where(ENTRY.c.kind.in_(_MONEY), ~IS_REVERSED)
_LIVE_OF_RECEIPT = _OF_RECEIPT.where(ENTRY.c.kind.in_(_MONEY), ~IS_REVERSED)

_WRITTEN_BETWEEN = _OURS.where(
    ENTRY.c.seq >= bindparam("first"),
    ENTRY.c.recorded_at >= bindparam("since", type_=ENTRY.c.recorded_at.type),
    ENTRY.c.recorded_at < bindparam("until", type_=ENTRY.c.recorded_at.type),
)
LATELY = 5_000  # entries or numbers: more are not written in the days that people ask about
_PAYMENTS = _OURS.where(
    ENTRY.c.customer_id == bindparam("customer"),
    ENTRY.c.kind == "payment",
    ENTRY.c.recorded_at >= bindparam("since", type_=ENTRY.c.recorded_at.type),
    ~IS_REVERSED,
)
_REFUNDS = _OF_CUSTOMER.where(ENTRY.c.kind == "refund", ~IS_REVERSED)


class Entries:
    """Entries of the company in the order of their seq; lists are empty when there are none."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, entry_id: int) -> Entry | None:
        row = self._work.row(_GET, id=entry_id)
        return None if row is None else Entry(*row)

    def at_seq(self, seq: int) -> Entry | None:
        row = self._work.row(_AT_SEQ, at=seq)
        return None if row is None else Entry(*row)

    def of_message(self, message_id: int) -> list[Entry]:
        return self._all(_OF_MESSAGE, message=message_id)

    def of_receivable(self, receivable_id: int) -> list[Entry]:
        return self._all(_OF_RECEIVABLE, receivable=receivable_id)

    def of_receipt(self, receipt_id: int) -> list[Entry]:
        return self._all(_OF_RECEIPT, receipt=receipt_id)

    def of_customer(self, customer_id: int, first: date, last: date) -> list[Entry]:
        """Entries that count from `first` to `last`, by that day."""
        return self._all(_OF_CUSTOMER, customer=customer_id, first=first, last=last)

    def payments_since(self, customer_id: int, since: datetime) -> list[Entry]:
        """Payments written since then that are not reversed."""
        return self._all(_PAYMENTS, customer=customer_id, since=since)

    def refunds_of(self, customer_id: int, first: date, last: date) -> list[Entry]:
        """Money paid back that counts from `first` to `last` and is not reversed, by that day."""
        return self._all(_REFUNDS, customer=customer_id, first=first, last=last)

    def written_between(self, since: datetime, until: datetime) -> list[Entry]:
        """What was written from `since` to before `until`, among the last entries of the journal."""
        head = self._work.head
        return self._all(_WRITTEN_BETWEEN, first=head.next_seq - LATELY, since=since, until=until)

    def live_of_receivable(self, receivable_id: int) -> list[Entry]:
        """Debts and late fees of it that are not reversed."""
        return self._all(_LIVE_OF_RECEIVABLE, receivable=receivable_id)

    def live_of_receipt(self, receipt_id: int) -> list[Entry]:
        return self._all(_LIVE_OF_RECEIPT, receipt=receipt_id)

    def last_of(self, actor: str, since: datetime | None = None) -> list[Entry]:
        """The entries with money, not reversed, of the last message by which this person posted any."""
        row = self._work.row(_LAST_OF, actor=actor)
        if row is None:
            return []
        last = Entry(*row)
        if since is not None and last.recorded_at < since:
            return []
        if last.message_id is None:
            return [last]
        return self._all(_LIVE_OF_MESSAGE, message=last.message_id)

    def is_reversed(self, entry_id: int) -> bool:
        return self._work.row(_REVERSAL_OF, id=entry_id) is not None

    def _all(self, statement: Any, **values: Any) -> list[Entry]:
        return [Entry(*row) for row in self._work.rows(statement, **values)]

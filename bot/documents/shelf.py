"""One customer's books as rows for files: what is owed, and every entry, as of a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

from ledger.entries import Entry
from ledger.history import History, InstalmentRow, Standing, standing
from storage.check import histories
from storage.customers import CustomerView
from storage.receivables import ReceivableView
from storage.unit_of_work import UnitOfWork

# Fields of an item, with the headers by which import reads them again.
ITEM_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "customer": "客户",
        "document": "单号",
        "amount": "金额",
        "issued_on": "开单日期",
        "due_on": "到期日",
        "salesperson": "业务员",
        "note": "备注",
        "currency": "币种",
        "number": "编号",
        "position": "期次",
        "kind": "种类",
        "outstanding": "未收",
    }
)
ENTRY_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "seq": "序号",
        "customer": "客户",
        "kind": "种类",
        "effective_on": "生效日",
        "debit": "增加",
        "credit": "减少",
        "currency": "币种",
        "number": "编号",
        "reverses_kind": "冲销",
        "reason": "原因",
        "note": "备注",
        "actor": "经手",
        "recorded_at": "记录时间",
    }
)


@dataclass(frozen=True)
class Shelf:
    """A customer in one currency. In rows an amount is (fen,): nothing else in them is a tuple."""

    customer: CustomerView
    history: History
    as_of: date | None
    receivables: Mapping[int, ReceivableView]

    @cached_property
    def standing(self) -> Standing:
        return standing(self.history, self.as_of)

    @property
    def counted(self) -> Iterator[Entry]:
        """Entries with money that count by the day, in the order of the journal."""
        for entry in self.history.entries:
            if entry.amount and (self.as_of is None or entry.effective_on <= self.as_of):
                yield entry

    def items(self) -> Iterator[dict[str, Any]]:
        """Instalments that were there on the day, paid ones too."""
        for row in self.history.instalments:
            if self._was_there(row):
                view = self.receivables[row.receivable_id]
                yield {
                    "customer": self.customer.name,
                    "document": _document(view, row),
                    "amount": (row.amount,),
                    "issued_on": row.issued_on,
                    "due_on": row.due_on,
                    "salesperson": view.salesperson,
                    "note": view.note,
                    "currency": self.history.currency,
                    "number": f"#{view.number}",
                    "position": row.position,
                    "kind": row.kind,
                    "outstanding": (self.standing.outstanding.get(row.id, 0),),
                }

    def entries(self) -> Iterator[dict[str, Any]]:
        for entry in self.counted:
            view = self.receivables.get(entry.receivable_id or 0)
            yield {
                "seq": entry.seq,
                "customer": self.customer.name,
                "kind": entry.kind,
                "effective_on": entry.effective_on,
                "debit": (entry.effect,) if entry.effect > 0 else None,
                "credit": (-entry.effect,) if entry.effect < 0 else None,
                "currency": entry.currency,
                "number": f"#{view.number}" if view else "",
                "reverses_kind": entry.reverses_kind or "",
                "reason": entry.reason,
                "note": entry.note,
                "actor": entry.actor,
                "recorded_at": entry.recorded_at.isoformat(),
            }

    def _was_there(self, row: InstalmentRow) -> bool:
        if self.as_of is None:
            return row.closed_by is None
        opened = row.opened_on <= self.as_of
        return opened and (row.closed_on is None or row.closed_on > self.as_of)


def _document(view: ReceivableView, row: InstalmentRow) -> str:
    """What names the document to whoever reads the file; a fee is a document of its own."""
    named = view.document_no or f"#{view.number}"
    return named if row.kind == "principal" else f"{named}/{row.kind}{row.position}"


def shelves(uow: UnitOfWork, as_of: date | None) -> Iterator[Shelf]:
    """Every customer with entries, a few hundred in memory at a time."""
    customers = {view.id: view for view in uow.customers.all()}
    for history in histories(uow):
        receivables = {view.id: view for view in uow.receivables.of_customer(history.customer_id)}
        # After a correction of whose debt it was, an old instalment is of a receivable of somebody else.
        for row in history.instalments:
            if row.receivable_id not in receivables:
                view = uow.receivables.get(row.receivable_id)
                if view is not None:
                    receivables[view.id] = view
        yield Shelf(customers[history.customer_id], history, as_of, receivables)

"""Which debts a payment or a return names: by number, document, month or exact amount. 民法典 560: the payer decides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.command import Request
from handlers.draft import Fact
from ledger.money import fen_of
from ledger.receivable import Instalment
from storage.unit_of_work import UnitOfWork

_NUMBER = re.compile(r"#?(\d{4,})")
_MONTH = re.compile(r"(\d{1,2})月")
_SUM = re.compile(r"\d+(\.\d{1,2})?")


@dataclass(frozen=True, slots=True)
class Designation:
    """Receivable ids in the order they are paid, and the payer's words; empty when he named nothing."""

    receivables: tuple[int, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """The words name a debt that cannot be found."""

    words: str


def designate(fact: Fact, request: Request, uow: UnitOfWork) -> Designation | Unclear:
    """What the fact names among the customer's open debts."""
    words = _words(fact)
    if "designated" in fact.extra:  # settled by a question
        return Designation(tuple(int(number) for number in fact.extra["designated"]), words)
    if not words or fact.customer_id is None:
        return Designation()
    items = uow.receivables.open_items(fact.customer_id)
    found: list[int] = []
    for name in _names(fact):
        matched = (
            [] if _is_settled_record(name, fact.customer_id, items, uow) else _matching(name, items, request)
        )
        if not matched:
            return Unclear(words)
        found += [number for number in matched if number not in found]
    return Designation(tuple(found), words)


def _names(fact: Fact) -> Sequence[str]:
    if fact.says("number"):
        return [str(fact.says("number"))]
    allocations = fact.says("allocations", ())
    if allocations:
        return [str(row[0]) if isinstance(row, (list, tuple)) else str(row) for row in allocations]
    applies = fact.says("applies_to", ())
    return [applies] if isinstance(applies, str) else [str(name) for name in applies]


def _words(fact: Fact) -> str:
    return "、".join(name for name in _names(fact) if name)


def _matching(name: str, items: Sequence[Instalment], request: Request) -> list[int]:
    """Receivables fitting one name, oldest first: a number, a document, a month of issue, an exact open sum."""
    number = _NUMBER.fullmatch(name.strip())
    if number:
        by_number = [item.receivable_id for item in items if item.number == int(number[1])]
        if by_number:
            return _unique(by_number)
    by_document = [item.receivable_id for item in items if item.document_no and item.document_no in name]
    if by_document:
        return _unique(by_document)
    month = _MONTH.search(name)
    if month:
        return _unique([item.receivable_id for item in items if item.issued_on.month == int(month[1])])
    amount = _SUM.search(name.replace(",", ""))
    if amount:
        fen = fen_of(amount[0])
        exact = _unique(
            [item.receivable_id for item in items if item.outstanding == fen or item.amount == fen]
        )
        return exact if len(exact) == 1 else []
    return []


def _is_settled_record(name: str, customer_id: int, items: Sequence[Instalment], uow: UnitOfWork) -> bool:
    """Is it the number of a debt of this customer with nothing open? Then it is no sum of as many yuan."""
    number = _NUMBER.fullmatch(name.strip())
    if number is None or any(item.number == int(number[1]) for item in items):
        return False
    debt = uow.receivables.by_number(int(number[1]))
    return debt is not None and debt.customer_id == customer_id


def _unique(numbers: Sequence[int]) -> list[int]:
    return list(dict.fromkeys(numbers))

"""Payments: money that arrived, for the document it names first, else for the oldest debts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.imports.books import Books, Whose
from bot.imports.cells import Cells
from bot.imports.item import ACTOR, NOTHING, Kind, Mark, Marker
from bot.imports.rows import Line, Problem
from bot.imports.values import BadCell
from storage.imports import Document
from storage.unit_of_work import UnitOfWork

# Words of a way of payment, by the account that the money arrived in; any other word means the bank.
_METHODS = {
    "wallet": ("微信", "支付宝", "扫码", "wechat", "alipay", "wallet"),
    "cash": ("现金", "现款", "cash"),
    "bill": ("承兑", "汇票", "票据", "银承", "商承", "bill", "draft"),
}


@dataclass(frozen=True, slots=True)
class Payment:
    """Fen that arrived. `designated` are ids of the receivables under the document that the row names."""

    line: Line
    whose: Whose
    owner: str
    document: str
    currency: str
    amount: int
    received_on: date
    account: str
    note: str
    designated: tuple[int, ...]
    marks: tuple[Mark, ...]

    @property
    def details(self) -> Mapping[str, Any]:
        return NOTHING


def read(lines: Sequence[Line], books: Books) -> tuple[list[Payment], list[Problem]]:
    """Payments in the order of their days: what is not designated pays what was oldest then."""
    payments: list[Payment] = []
    problems: list[Problem] = []
    marker = Marker()
    for line in lines:
        cells = Cells(line)
        payment = _payment(line, cells, books, marker)
        if payment is not None:
            payments.append(payment)
        if cells.problem is not None:
            problems.append(cells.problem)
    return sorted(payments, key=lambda payment: payment.received_on), problems


def _payment(line: Line, cells: Cells, books: Books, marker: Marker) -> Payment | None:
    number = cells.words("document")
    whose = cells.take(lambda: _whose(cells.words("customer"), number, books))
    fen = cells.amount("amount")
    day = cells.day("received_on")
    currency = cells.currency()
    if day is not None:
        known_day = day
        cells.take(lambda: books.open_day(known_day))
    found = _documents(number, whose, currency, books, cells) if number and whose is not None else []
    if whose is None or fen is None or day is None or currency is None or cells.reasons:
        return None
    return Payment(
        line, whose, "", number, currency, fen, day, account_of(cells.words("method")), _note(cells),
        tuple(one.id for one in found), (marker(whose, number, str(day), fen),),
    )  # fmt: skip


def _whose(name: str, number: str, books: Books) -> Whose:
    """The customer named; without a name, whose document it is. Raises `BadCell`."""
    if name or not number:
        return books.whose(name)
    owners = {document.customer_id for document in books.document(number, None)}
    if len(owners) != 1:
        raise BadCell(f"no customer, and document {number} is that of {len(owners)} customers")
    return books.by_id(owners.pop())


def _documents(number: str, whose: Whose, currency: str | None, books: Books, cells: Cells) -> list[Document]:
    found = books.document(number, whose)
    if not found:
        cells.reasons.append(f"{whose.name} has no open document {number}")
    elif all(document.currency != currency for document in found):
        cells.reasons.append(f"document {number} is in {found[0].currency}")
    return found


def _note(cells: Cells) -> str:
    return " ".join(word for word in (cells.words("method"), cells.words("note")) if word)


def account_of(method: str) -> str:
    """bank | wallet | cash | bill."""
    lowered = method.lower()
    for account, words in _METHODS.items():
        if any(word in lowered for word in words):
            return account
    return "bank"


def settle(item: Payment, books: Books, uow: UnitOfWork) -> bool:
    """Two payments of one sum on one day are two payments."""
    return False


def post(item: Payment, customer_id: int, run_id: int, uow: UnitOfWork) -> str:
    receipt = uow.receipts.report(
        customer_id,
        item.amount,
        item.received_on,
        reported_by=ACTOR,
        state="confirmed",
        account=item.account,
        note=item.note,
        currency=item.currency,
        run_id=run_id,
    )
    uow.journal.payment(
        customer_id=customer_id,
        amount=item.amount,
        effective_on=item.received_on,
        actor=ACTOR,
        receipt_id=receipt.id,
        designated=item.designated,
        designated_by=item.document,
        note=item.note,
        run_id=run_id,
        currency=item.currency,
    )
    return f"receipt:{receipt.id}"


KIND = Kind("payments", read, settle, post)

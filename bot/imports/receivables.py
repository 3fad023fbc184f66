"""Receivables: a row is a debt, or with others of the same document one of its instalments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.imports.books import Books, Whose
from bot.imports.cells import Cells
from bot.imports.item import ACTOR, NOTHING, Kind, Mark, Marker
from bot.imports.rows import Line, Problem
from bot.imports.terms import terms_in
from bot.imports.values import BadCell, day_in
from ledger.errors import InvalidTerms
from ledger.money import grouped
from ledger.receivable import Part
from ledger.terms import Terms, due_on, parse
from storage.imports import Document
from storage.unit_of_work import UnitOfWork


@dataclass(slots=True)
class Debt:
    """A receivable to be posted; fen by due day, None while an event is awaited."""

    line: Line
    whose: Whose
    owner: str
    document: str
    currency: str
    issued_on: date
    terms: str
    note: str
    parts: list[Part] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    @property
    def details(self) -> Mapping[str, Any]:
        return NOTHING

    @property
    def principal(self) -> int:
        return sum(part.amount for part in self.parts)


def read(lines: Sequence[Line], books: Books) -> tuple[list[Debt], list[Problem]]:
    """Debts in the order of their first rows."""
    debts: list[Debt] = []
    problems: list[Problem] = []
    documents: dict[tuple[str, str], Debt] = {}
    marker = Marker()
    for line in lines:
        cells = Cells(line)
        debt = _debt(line, cells, books)
        if debt is not None:
            first = documents.setdefault((debt.whose.key, debt.document), debt) if debt.document else debt
            if first is debt:
                debts.append(debt)
            else:
                _join(first, debt, cells)
            stated = cells.words("due_on") or cells.words("terms") if debt.document else ""
            day = f"{debt.issued_on}/{stated}" if stated else str(debt.issued_on)
            first.marks.append(marker(debt.whose, debt.document, day, debt.parts[-1].amount))
        if cells.problem is not None:
            problems.append(cells.problem)
    return debts, problems


def _debt(line: Line, cells: Cells, books: Books) -> Debt | None:
    whose = cells.take(lambda: books.whose(cells.words("customer")))
    fen = cells.amount("amount")
    issued_on = cells.day("issued_on")
    currency = cells.currency()
    person = cells.take(lambda: books.person(cells.words("salesperson")))
    terms = cells.take(lambda: terms_in(cells.raw("terms"), books.company)) if cells.has("terms") else None
    if issued_on is not None:
        day = issued_on
        cells.take(lambda: books.open_day(day))
    if whose is None or fen is None or issued_on is None or currency is None or cells.reasons:
        return None
    due, terms = _due(line, cells, issued_on, terms, whose, books)
    if cells.reasons:
        return None
    return Debt(
        line, whose, person or "", cells.words("document"), currency, issued_on, str(terms or ""),
        cells.words("note"), [Part(fen, due)],
    )  # fmt: skip


def _due(
    line: Line, cells: Cells, issued_on: date, terms: Terms | None, whose: Whose, books: Books
) -> tuple[date | None, Terms | None]:
    """The due day said, else by the terms said, the customer's, the company's."""
    if cells.has("due_on"):
        day = cells.take(lambda: day_in(cells.raw("due_on"), line.date_format))
        if day is not None and day < issued_on:
            cells.reasons.append(f"due on {day}, before its issue on {issued_on}")
        return day, terms
    if terms is None and whose.terms:
        terms = _kept(whose.terms)
    terms = terms or Terms("net", books.company.whole("default_terms_days"))
    return due_on(terms, issued_on), terms


def _kept(text: str) -> Terms | None:
    try:
        return parse(text)
    except InvalidTerms:
        return None


def _join(first: Debt, debt: Debt, cells: Cells) -> None:
    """Another row of the same document is another instalment of it."""
    same = (first.issued_on, first.currency) == (debt.issued_on, debt.currency)
    if not same or (debt.owner and first.owner and debt.owner != first.owner):
        cells.reasons.append(
            f"document {debt.document} has another day, currency or person in row {first.line.row}"
        )
    first.parts.append(debt.parts[0])


def settle(item: Debt, books: Books, uow: UnitOfWork) -> bool:
    """Is the document in the books? Raises `BadCell` when it is there with other figures."""
    found = books.document(item.document, item.whose) if item.document else []
    if not found:
        return False
    if not any(_is_same(item, document, uow) for document in found):
        other = found[0]
        shown = f"#{other.number}, {grouped(other.principal)} of {other.issued_on}"
        raise BadCell(f"document {item.document} is in the books with other figures: {shown}")
    return True


def _is_same(debt: Debt, document: Document, uow: UnitOfWork) -> bool:
    theirs = (document.principal, document.issued_on, document.currency)
    if theirs != (debt.principal, debt.issued_on, debt.currency):
        return False
    items = [item for item in uow.receivables.live_items(document.id) if item.kind == "principal"]
    return _plan([Part(item.amount, item.due_on) for item in items]) == _plan(debt.parts)


def _plan(parts: Sequence[Part]) -> list[tuple[date, int]]:
    return sorted((part.due_on or date.max, part.amount) for part in parts)


def post(item: Debt, customer_id: int, run_id: int, uow: UnitOfWork) -> str:
    posted = uow.journal.debt(
        customer_id=customer_id,
        principal=item.principal,
        issued_on=item.issued_on,
        parts=sorted(item.parts, key=lambda part: part.due_on or date.max),
        actor=ACTOR,
        salesperson=item.owner or item.whose.owner,
        document_no=item.document,
        terms=item.terms,
        note=item.note,
        currency=item.currency,
        source="import",
        run_id=run_id,
    )
    return f"receivable:{posted.entry.receivable_id}"


KIND = Kind("receivables", read, settle, post)

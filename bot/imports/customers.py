"""Customers: new ones, and what was still blank of those already known."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.imports.books import Books, Whose
from bot.imports.cells import Cells
from bot.imports.item import ACTOR, Kind, Mark, Marker
from bot.imports.people import Person, people_in
from bot.imports.rows import Line, Problem
from bot.imports.terms import terms_in
from bot.imports.values import BadCell, fen_in
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

FILLED = "customer.fill"
PEOPLE = "customer.people"
STATES = {"正常": "active", "停货": "blocked", "停用": "closed"}  # as a table calls them
_BLANK_STATE = "active"
_GRADES = frozenset("ABCDE")
_WORDS = ("short_name", "category", "industry", "region", "phone", "email", "contract")


@dataclass(frozen=True, slots=True)
class Customer:
    """What a row says of a customer: fields of `CustomerView` that are not blank."""

    line: Line
    whose: Whose
    owner: str
    details: Mapping[str, Any]
    marks: tuple[Mark, ...]
    people: tuple[Person, ...] = ()


def read(lines: Sequence[Line], books: Books) -> tuple[list[Customer], list[Problem]]:
    customers: list[Customer] = []
    problems: list[Problem] = []
    rows: dict[str, int] = {}
    marker = Marker()
    for line in lines:
        cells = Cells(line)
        whose = cells.take(partial(books.whose, cells.words("customer")))
        details = _details(cells, books)
        people = cells.take(partial(people_in, cells.words("people"))) or ()
        if whose is not None and rows.setdefault(whose.key, line.row) != line.row:
            cells.reasons.append(f"{whose.name} stands in row {rows[whose.key]} already")
        if cells.problem is not None:
            problems.append(cells.problem)
        elif whose is not None:
            told = [whose.name, details, *([one.name, one.role, one.phone] for one in people)]
            text = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
            mark = marker(whose, text, "", details.get("credit_limit", 0))
            customers.append(Customer(line, whose, details.get("owner", ""), details, (mark,), people))
    return customers, problems


def _details(cells: Cells, books: Books) -> dict[str, Any]:
    found: dict[str, Any] = {name: cells.words(name) for name in _WORDS}
    found["owner"] = cells.take(lambda: books.person(cells.words("owner")))
    found["terms"] = str(cells.take(lambda: terms_in(cells.raw("terms"), books.company)) or "")
    found["grade"] = cells.take(partial(_grade, cells.words("grade")))
    found["state"] = cells.take(partial(_state, cells.words("state")))
    if cells.has("known_since"):
        found["known_since"] = cells.day("known_since")
    details = {name: value for name, value in found.items() if value}
    if cells.has("limit"):
        limit = cells.take(lambda: fen_in(cells.raw("limit")))
        if limit is not None and limit < 0:
            cells.reasons.append("a limit below zero")
        details["credit_limit"] = limit
    return details


def _grade(text: str) -> str:
    if text and text.upper() not in _GRADES:
        raise BadCell(f"{text!r} is no grade: A to E")
    return text.upper()


def _state(text: str) -> str:
    if text and text not in STATES:
        raise BadCell(f"{text!r} is no state: {', '.join(STATES)}")
    return STATES.get(text, "")


def settle(item: Customer, books: Books, uow: UnitOfWork) -> bool:
    """Is all of it known? Raises `BadCell` when the books say something else."""
    view = uow.customers.get(item.whose.customer_id) if item.whose.customer_id else None
    if view is None:
        return False
    other = [
        f"{name} {getattr(view, name)!r}, not {value!r}"
        for name, value in item.details.items()
        if not _is_blank(name, getattr(view, name)) and getattr(view, name) != value
    ]
    if other:
        raise BadCell(f"{view.name} is in the books with {'; '.join(other)}")
    return not _blanks(item, view) and not _unknown(item, view.id, uow)


def _is_blank(name: str, value: Any) -> bool:
    return value is None or value == (_BLANK_STATE if name == "state" else "")


def _unknown(item: Customer, customer_id: int, uow: UnitOfWork) -> list[Person]:
    """People of the row who are not known, or not with this role and phone."""
    known = (
        {one.name: (one.role, one.phone) for one in uow.contacts.of_customer(customer_id)}
        if item.people
        else {}
    )
    return [one for one in item.people if known.get(one.name) != (one.role, one.phone)]


def _blanks(item: Customer, view: CustomerView) -> dict[str, Any]:
    """What the row knows and the books do not."""
    return {
        name: value
        for name, value in item.details.items()
        if _is_blank(name, getattr(view, name)) and getattr(view, name) != value
    }


def post(item: Customer, customer_id: int, run_id: int, uow: UnitOfWork) -> str:
    """Fill in what is blank; what was filled in is audited, so that it can be taken back."""
    view = uow.customers.get(customer_id)
    blanks = _blanks(item, view) if view is not None else {}
    if blanks:
        uow.customers.update(customer_id, **blanks)
        details = {"run": str(run_id), "fields": blanks}
        uow.audit.note(ACTOR, FILLED, f"customer:{customer_id}", details)
    people = _unknown(item, customer_id, uow)
    for one in people:
        uow.contacts.put(customer_id, one.name, role=one.role, phone=one.phone)
    if people:
        named = {"run": str(run_id), "names": [one.name for one in people]}
        uow.audit.note(ACTOR, PEOPLE, f"customer:{customer_id}", named)
    return f"customer:{customer_id}"


KIND = Kind("customers", read, settle, post)

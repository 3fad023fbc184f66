"""What the rows of a file are held against: customers, people, documents and rows already in the books."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.imports.values import BadCell
from config.company import CompanySettings
from storage.customers import CustomerView
from storage.imports import Document
from storage.unit_of_work import UnitOfWork

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Whose:
    """A customer of the books, or (without an id) one that is to be created under this name."""

    name: str
    customer_id: int | None = None
    owner: str = ""
    terms: str = ""
    key: str = ""  # the same for all spellings of one name in a file


@dataclass(slots=True)
class Books:
    """A snapshot. `strangers` are people whom rows name and nobody knows, with how often."""

    today: date
    closed_until: date | None
    company: CompanySettings
    views: dict[int, CustomerView]
    names: dict[str, list[CustomerView]]
    people: dict[str, list[str]]
    documents: dict[str, list[Document]]
    strangers: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    met: dict[str, Whose] = field(default_factory=dict)

    def whose(self, name: str) -> Whose:
        """The customer of this name, short name or alias, or a new one. Raises `BadCell`."""
        known = self.met.get(name)
        if known is None:
            known = self.met[name] = self._whose(name)
        return known

    def _whose(self, name: str) -> Whose:
        key = folded_name(name)
        if key in self.met:
            return self.met[key]
        if not key:
            raise BadCell("no customer")
        if len(name) > LONGEST_NAME:
            raise BadCell(f"a name of {len(name)} characters is no name")
        found = self.names.get(key, [])
        exact = [view for view in found if view.name == name] or found
        if len(exact) > 1:
            raise BadCell(f"{name!r} may be {' or '.join(sorted(view.name for view in exact))}")
        whose = _of(exact[0]) if exact else Whose(name, key=key)
        self.met[key] = whose
        return whose

    def by_id(self, customer_id: int) -> Whose:
        """The customer whom a document names."""
        return _of(self.views[customer_id])

    def person(self, text: str) -> str:
        """The userid of a userid or name; a stranger stays as written. Raises `BadCell` for two of one name."""
        if not text:
            return ""
        found = self.people.get(text, [])
        if len(found) > 1:
            raise BadCell(f"{text!r} is the name of {' and '.join(found)}: write the userid")
        if found:
            return found[0]
        self.strangers[text] += 1
        return text

    def document(self, number: str, whose: Whose | None) -> list[Document]:
        """Open receivables under this document number, of the customer if he is known."""
        wanted = whose.customer_id if whose is not None else None
        found = self.documents.get(number, [])
        return [one for one in found if whose is None or one.customer_id == wanted]

    def open_day(self, day: date) -> date:
        """The day itself. Raises `BadCell` for one to come, and one in a closed month."""
        if day > self.today:
            raise BadCell(f"{day} has not come yet")
        if self.closed_until is not None and day <= self.closed_until:
            raise BadCell(f"{day}: the books are closed until {self.closed_until}")
        return day


def _of(view: CustomerView) -> Whose:
    return Whose(view.name, view.id, view.owner, view.terms, str(view.id))


def folded_name(name: str) -> str:
    """A name as it is compared: half-width, without blanks, lower case."""
    return "".join(unicodedata.normalize("NFKC", name).lower().split())


def load_books(uow: UnitOfWork, company: CompanySettings, documents: Iterable[str]) -> Books:
    """The snapshot for rows that name these documents."""
    by_number: dict[str, list[Document]] = defaultdict(list)
    for document in uow.imports.documents(documents):
        by_number[document.document_no].append(document)
    people: dict[str, list[str]] = {person.userid: [person.userid] for person in uow.staff.all()}
    for person in uow.staff.all():
        if person.name and person.name != person.userid and person.active:
            people.setdefault(person.name, []).append(person.userid)
    settings = company.over(uow.settings.texts())
    views = {view.id: view for view in uow.customers.all()}
    names = _names(views, uow)
    return Books(uow.today(), uow.company.closed_until, settings, views, names, people, by_number)


def _names(views: Mapping[int, CustomerView], uow: UnitOfWork) -> dict[str, list[CustomerView]]:
    """Customers by full name, and by short name and alias where no full name is the same."""
    full: dict[str, list[CustomerView]] = defaultdict(list)
    other: dict[str, list[CustomerView]] = defaultdict(list)
    for customer_id, name, short_name, aliases in uow.customers.names()[1]:
        full[folded_name(name)].append(views[customer_id])
        for called in {folded_name(text) for text in (short_name, *aliases) if text}:
            other[called].append(views[customer_id])
    return {**other, **full}

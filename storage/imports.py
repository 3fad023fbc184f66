"""Runs of imports and the rows they took in: what makes a file safe to import twice, and to take back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, insert, or_, select, update

from storage.relations import (
    ALIAS,
    ALLOCATION,
    CONTACT,
    CUSTOMER,
    ENTRY,
    IMPORT_ROW,
    INSTALMENT,
    RECEIPT,
    RECEIVABLE,
    RUN,
    metadata,
)
from storage.work import Work

AT_ONCE = 500  # values in one IN list
JOB = "import:"


@dataclass(frozen=True, slots=True)
class RunView:
    """A dated record of an import; `report` is what it said at its end."""

    id: int
    job: str
    key: str
    on: date
    state: str
    started_by: str
    started_at: datetime
    report: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """customers | receivables | payments."""
        return self.job.removeprefix(JOB)


@dataclass(frozen=True, slots=True)
class Document:
    """A receivable in the books under a document number; fen of its principal, its live instalments."""

    id: int
    number: int
    customer_id: int
    document_no: str
    principal: int
    issued_on: date
    currency: str


_THESE: Any = bindparam("these", expanding=True)
_COLUMNS = tuple(RUN.c[field.name] for field in fields(RunView))
_OURS = select(*_COLUMNS).where(RUN.c.corp_id == bindparam("corp"))
_GET = _OURS.where(RUN.c.id == bindparam("id"))
_OF_FILE = _OURS.where(RUN.c.job == bindparam("of_job"), RUN.c.key == bindparam("of_key"))
_CHANGE = update(RUN).where(RUN.c.corp_id == bindparam("corp"), RUN.c.id == bindparam("row_id"))
_KNOWN = select(IMPORT_ROW.c.row_key).where(
    IMPORT_ROW.c.corp_id == bindparam("corp"), IMPORT_ROW.c.row_key.in_(_THESE)
)
_TAKEN = (
    select(IMPORT_ROW.c.row_key, IMPORT_ROW.c.subject)
    .where(IMPORT_ROW.c.corp_id == bindparam("corp"), IMPORT_ROW.c.run_id == bindparam("run"))
    .order_by(IMPORT_ROW.c.subject)
)
_FORGET = delete(IMPORT_ROW).where(
    IMPORT_ROW.c.corp_id == bindparam("corp"), IMPORT_ROW.c.row_key.in_(_THESE)
)
_DOCUMENTS = select(*(RECEIVABLE.c[field.name] for field in fields(Document))).where(
    RECEIVABLE.c.corp_id == bindparam("corp"),
    RECEIVABLE.c.document_no.in_(_THESE),
    RECEIVABLE.c.state == "open",
)
_NAMED = select(CUSTOMER.c.name, CUSTOMER.c.id).where(
    CUSTOMER.c.corp_id == bindparam("corp"), CUSTOMER.c.name.in_(_THESE)
)
_NUMBERS = {
    "receivable": select(RECEIVABLE.c.id, RECEIVABLE.c.number).where(
        RECEIVABLE.c.corp_id == bindparam("corp"), RECEIVABLE.c.id.in_(_THESE)
    ),
    "receipt": select(RECEIPT.c.id, RECEIPT.c.number).where(
        RECEIPT.c.corp_id == bindparam("corp"), RECEIPT.c.id.in_(_THESE)
    ),
}
_ENTRIES = {
    "receivable": select(ENTRY.c.receivable_id, ENTRY.c.id).where(ENTRY.c.receivable_id.in_(_THESE)),
    "receipt": select(ENTRY.c.receipt_id, ENTRY.c.id).where(ENTRY.c.receipt_id.in_(_THESE)),
}
_FOREIGN = or_(ENTRY.c.run_id.is_(None), ENTRY.c.run_id != bindparam("run"))
# Something was posted on it since, or money came onto it.
_TOUCHED = {
    "receivable": (
        select(ENTRY.c.receivable_id).where(
            ENTRY.c.corp_id == bindparam("corp"), ENTRY.c.receivable_id.in_(_THESE), _FOREIGN
        ),
        select(INSTALMENT.c.receivable_id).where(
            INSTALMENT.c.corp_id == bindparam("corp"),
            INSTALMENT.c.receivable_id.in_(_THESE),
            or_(INSTALMENT.c.closed_by.is_not(None), INSTALMENT.c.outstanding != INSTALMENT.c.amount),
        ),
    ),
    "receipt": (
        select(ENTRY.c.receipt_id).where(
            ENTRY.c.corp_id == bindparam("corp"), ENTRY.c.receipt_id.in_(_THESE), _FOREIGN
        ),
        select(ENTRY.c.receipt_id)
        .join_from(
            ENTRY,
            ALLOCATION,
            and_(ALLOCATION.c.corp_id == ENTRY.c.corp_id, ALLOCATION.c.source_entry == ENTRY.c.id),
        )
        .where(
            ENTRY.c.corp_id == bindparam("corp"),
            ENTRY.c.receipt_id.in_(_THESE),
            ALLOCATION.c.by_entry != ENTRY.c.id,
        ),
    ),
}
# Whatever points to a customer, but for what goes with him.
_USED = tuple(
    select(table.c.customer_id).where(
        table.c.corp_id == bindparam("corp"), table.c.customer_id == bindparam("customer")
    )
    for table in metadata.sorted_tables
    if table not in (ALIAS, CONTACT)
    and any(key.referred_table is CUSTOMER for key in table.foreign_key_constraints)
)
_IS_USED = select(or_(*(exists(statement) for statement in _USED)))
_NO_ALIAS = delete(ALIAS).where(
    ALIAS.c.corp_id == bindparam("corp"), ALIAS.c.customer_id == bindparam("customer")
)
_NO_CONTACT = delete(CONTACT).where(
    CONTACT.c.corp_id == bindparam("corp"), CONTACT.c.customer_id == bindparam("customer")
)
_NO_CUSTOMER = delete(CUSTOMER).where(
    CUSTOMER.c.corp_id == bindparam("corp"), CUSTOMER.c.id == bindparam("customer")
)


class Imports:
    """Runs of imports. A subject is `customer:<id>`, `receivable:<id>` or `receipt:<id>`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, run_id: int) -> RunView | None:
        """A run of an import; None for another number, and for a run that is no import."""
        view = self._view(self._work.row(_GET, id=run_id))
        return view if view is not None and view.job.startswith(JOB) else None

    def of_file(self, kind: str, key: str) -> RunView | None:
        return self._view(self._work.row(_OF_FILE, of_job=JOB + kind, of_key=key))

    def begin(self, kind: str, key: str, *, by: str) -> RunView:
        """The run of this file: a new one, or the one that was begun before."""
        known = self.of_file(kind, key)
        if known is not None:
            self._work.execute(_CHANGE, row_id=known.id, state="running")
            return replace(known, state="running")
        work = self._work
        work.heads.head(work.connection, work.corp_id)  # a new database has no company yet
        view = RunView(work.new_id(), JOB + kind, key, work.today(), "running", by, work.now, {})
        row = {field.name: getattr(view, field.name) for field in fields(view)}
        work.flush()
        work.connection.execute(insert(RUN), row | {"corp_id": work.corp_id, "report": "", "holder": ""})
        return view

    def finish(self, run_id: int, report: Mapping[str, Any]) -> None:
        text = json.dumps(dict(report), ensure_ascii=False, default=str)
        self._work.execute(_CHANGE, row_id=run_id, state="done", ended_at=self._work.now, report=text)

    def mark_undone(self, run: RunView) -> None:
        """All of it was taken back: the same file is a new one from now on."""
        key = f"{run.key}:{run.id}"
        self._work.execute(_CHANGE, row_id=run.id, state="undone", key=key, ended_at=self._work.now)

    def remember(self, run_id: int, row_key: str, subject: str) -> None:
        row = {"corp_id": self._work.corp_id, "row_key": row_key, "run_id": run_id, "subject": subject}
        self._work.insert(IMPORT_ROW, row)

    def known(self, keys: Iterable[str]) -> set[str]:
        """Those of the row keys that were taken in before."""
        return {row[0] for these in _chunks(keys) for row in self._work.rows(_KNOWN, these=these)}

    def taken(self, run_id: int) -> list[tuple[str, str]]:
        """(row key, subject) of what the run took in and was not taken back, by subject."""
        return [(row[0], row[1]) for row in self._work.rows(_TAKEN, run=run_id)]

    def forget(self, keys: Iterable[str]) -> None:
        """The rows were taken back and may come again."""
        for these in _chunks(keys):
            self._work.execute(_FORGET, these=these)

    def named(self, names: Iterable[str]) -> dict[str, int]:
        """Ids of the customers of exactly these names, by name."""
        return {row[0]: row[1] for these in _chunks(names) for row in self._work.rows(_NAMED, these=these)}

    def documents(self, numbers: Iterable[str]) -> list[Document]:
        """Open receivables with one of these document numbers, of all customers."""
        return [
            Document(*row) for these in _chunks(numbers) for row in self._work.rows(_DOCUMENTS, these=these)
        ]

    def entries(self, what: str, ids: Iterable[int]) -> dict[int, int]:
        """The entry of each receivable or receipt (`what`) that nothing but its import has touched."""
        statement = _ENTRIES[what].where(ENTRY.c.corp_id == bindparam("corp"))
        return {row[0]: row[1] for these in _chunks(ids) for row in self._work.rows(statement, these=these)}

    def touched(self, what: str, ids: Iterable[int], run_id: int) -> list[int]:
        """Numbers (#1042) of those that were paid, corrected, moved or reversed since the run, in order."""
        found: list[int] = []
        for these in _chunks(ids):
            rows = [row for part in _TOUCHED[what] for row in self._work.rows(part, these=these, run=run_id)]
            if rows:
                touched = sorted({row[0] for row in rows})
                found += [row[1] for row in self._work.rows(_NUMBERS[what], these=touched)]
        return sorted(found)

    def is_used(self, customer_id: int) -> bool:
        """Is there anything about the customer besides his name and his people?"""
        return bool(self._work.one(_IS_USED, customer=customer_id)[0])

    def remove_customer(self, customer_id: int) -> None:
        """Take a customer out again that is not used."""
        self._work.execute(_NO_ALIAS, customer=customer_id)
        self._work.execute(_NO_CONTACT, customer=customer_id)
        self._work.execute(_NO_CUSTOMER, customer=customer_id)
        self._work.bump_names()

    def _view(self, row: Any) -> RunView | None:
        if row is None:
            return None
        return replace(RunView(*row), report=json.loads(row.report) if row.report else {})


def _chunks(values: Iterable[Any]) -> Iterator[Sequence[Any]]:
    rest = list(values)
    for start in range(0, len(rest), AT_ONCE):
        yield rest[start : start + AT_ONCE]

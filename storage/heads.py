"""Each company's end of the journal, its counters and what its commands share: read and written once per transaction.

A writer hands its `Heads` from one transaction to the next. Nothing in it is trusted there: `open` asks first whether
anybody else has written since, and then forgets everything.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Executable, bindparam, insert, select, update

from ledger.entries import GENESIS
from ledger.values import value
from storage.compiled import query_of
from storage.kept import Kept
from storage.marks import LAST_WRITER, Mark, leave_mark, marks_found
from storage.relations import CORP, CORP_HEAD, SETTING

FIRST_NUMBER = 1001
DEFAULT_ZONE = "Asia/Shanghai"
CLOSED_UNTIL = "closed_until"
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


@value
class Head:
    """The end of a company's journal. `next_number` counts debts and receipts (#1001) alike."""

    next_seq: int = 1
    next_number: int = FIRST_NUMBER
    head_hash: str = GENESIS
    last_recorded_at: datetime = _EARLIEST


@value
class Company:
    """What every command asks of its company: zone, version of the customers' names, last closed day."""

    zone: str = DEFAULT_ZONE
    names_version: int = 0
    closed_until: date | None = None


_CORP: BindParameter[int] = bindparam("corp")
# Not locked: the writers of a database stand in line already (`storage.transaction`).
_HEAD = select(
    CORP_HEAD.c.next_seq, CORP_HEAD.c.next_number, CORP_HEAD.c.head_hash, CORP_HEAD.c.last_recorded_at
).where(CORP_HEAD.c.corp_id == _CORP)
_COMPANY = select(
    CORP.c.zone,
    CORP.c.names_version,
    select(SETTING.c.value)
    .where(SETTING.c.corp_id == CORP.c.corp_id, SETTING.c.scope == "corp", SETTING.c.key == CLOSED_UNTIL)
    .order_by(SETTING.c.version.desc())
    .limit(1)
    .scalar_subquery(),
).where(CORP.c.corp_id == _CORP)
_NEW_CORP = insert(CORP)
_NEW_HEAD = insert(CORP_HEAD)
_SAVE = update(CORP_HEAD).where(CORP_HEAD.c.corp_id == _CORP)
_SAVE_MARKED = _SAVE.returning(LAST_WRITER)
_BUMP = update(CORP).where(CORP.c.corp_id == _CORP)
Snapshot = tuple[dict[int, Head], dict[int, Company]]


class Heads:
    """The heads and companies that were read, and in `kept` what else need not be read twice."""

    def __init__(self) -> None:
        self.kept = Kept()
        self._heads: dict[int, Head] = {}
        self._saved: dict[int, Head] = {}
        self._companies: dict[int, Company] = {}
        self._versions: dict[int, int] = {}
        self._marks: dict[int, Mark] = {}
        self._changed: set[int] = set()
        self._is_bypassed = False

    def open(self, connection: Connection, corps: Collection[int]) -> None:
        """Begin a transaction, alone among all writers: what was kept stays if nobody has written in between."""
        found = marks_found(connection, corps)
        if any(mark is None or self._marks.get(corp_id, mark) != mark for corp_id, mark in found.items()):
            self._forget()
        self._marks.update(found)
        self._changed = set()
        self._is_bypassed = False

    def note_change(self, corp_id: int) -> None:
        """Something of the company is changed: the commit leaves our mark."""
        self._changed.add(corp_id)

    def note_bypass(self, corp_id: int) -> None:
        """Somebody took the connection itself and may have changed anything: nothing is kept beyond the commit."""
        self._changed.add(corp_id)
        self._is_bypassed = True

    def last_recorded(self, connection: Connection, corp_id: int) -> datetime:
        """The instant of the journal's last entry, long ago when it has none. Makes no rows."""
        head = self._heads.get(corp_id) or self._read(connection, corp_id)
        return head.last_recorded_at if head else _EARLIEST

    def head(self, connection: Connection, corp_id: int) -> Head:
        """The head; a new company gets its rows."""
        head = self._heads.get(corp_id) or self._read(connection, corp_id)
        if head is None:
            head = self._heads[corp_id] = self._saved[corp_id] = self._found(connection, corp_id)
        return head

    def company(self, connection: Connection, corp_id: int) -> Company:
        """The company as this transaction sees it; the defaults when it has no row yet."""
        company = self._companies.get(corp_id)
        if company is None:
            row = _first(connection, _COMPANY, corp_id)
            company = Company(row[0], row[1], closed_day(row[2] or "")) if row else Company()
            self._companies[corp_id] = company
            self._versions[corp_id] = company.names_version
        return company

    def take_seq(self, connection: Connection, corp_id: int) -> int:
        head = self.head(connection, corp_id)
        # Written out: `replace` takes ten times as long, four times a debt.
        self._heads[corp_id] = Head(
            head.next_seq + 1, head.next_number, head.head_hash, head.last_recorded_at
        )
        return head.next_seq

    def take_number(self, connection: Connection, corp_id: int) -> int:
        head = self.head(connection, corp_id)
        self._heads[corp_id] = Head(
            head.next_seq, head.next_number + 1, head.head_hash, head.last_recorded_at
        )
        return head.next_number

    def advance(self, connection: Connection, corp_id: int, *, head_hash: str, recorded_at: datetime) -> None:
        """The chain has a new last entry."""
        head = self.head(connection, corp_id)
        self._heads[corp_id] = Head(head.next_seq, head.next_number, head_hash, recorded_at)

    def bump_names(self, connection: Connection, corp_id: int) -> None:
        """Names have changed: indexes built on an older version are read again."""
        company = self.company(connection, corp_id)
        self._companies[corp_id] = replace(company, names_version=company.names_version + 1)

    def close_until(self, connection: Connection, corp_id: int, value: str) -> None:
        """The setting that closes months was set to `value`."""
        company = self.company(connection, corp_id)
        self._companies[corp_id] = replace(company, closed_until=closed_day(value))

    def snapshot(self) -> Snapshot:
        return dict(self._heads), dict(self._companies)

    def restore(self, snapshot: Snapshot) -> None:
        """Back to what it was. What was read since is read again: its lock, or its new row, is gone."""
        heads, companies = snapshot
        self._heads = dict(heads)
        self._companies = dict(companies)
        self.kept.clear()

    def save(self, connection: Connection) -> None:
        """Write the heads and versions that moved, and leave our marks. Called once, before the commit."""
        for corp_id, company in self._companies.items():
            if company.names_version != self._versions[corp_id]:
                connection.execute(_BUMP, {"corp": corp_id, "names_version": company.names_version})
                self._versions[corp_id] = company.names_version
        for corp_id, head in self._heads.items():
            if head != self._saved[corp_id]:
                self._save_head(connection, corp_id, head)
        for corp_id in self._changed:
            self._marks[corp_id] = leave_mark(connection, corp_id)
        if self._is_bypassed:
            self._forget()

    def _save_head(self, connection: Connection, corp_id: int, head: Head) -> None:
        values = {
            "corp": corp_id,
            "next_seq": head.next_seq,
            "next_number": head.next_number,
            "head_hash": head.head_hash,
            "last_recorded_at": head.last_recorded_at,
        }
        if connection.dialect.name == "sqlite":
            connection.execute(_SAVE, values)
        else:
            self._marks[corp_id] = tuple(connection.execute(_SAVE_MARKED, values).one())
            self._changed.discard(corp_id)
        self._saved[corp_id] = head

    def _forget(self) -> None:
        self.kept.clear()
        self._marks = {}
        self._heads, self._saved, self._companies, self._versions = {}, {}, {}, {}

    def _read(self, connection: Connection, corp_id: int) -> Head | None:
        row = _first(connection, _HEAD, corp_id)
        if row is None:
            return None
        head = self._heads[corp_id] = self._saved[corp_id] = Head(*row)
        return head

    def _found(self, connection: Connection, corp_id: int) -> Head:
        if connection.execute(_COMPANY, {"corp": corp_id}).one_or_none() is None:
            connection.execute(
                _NEW_CORP,
                {"corp_id": corp_id, "name": "", "zone": DEFAULT_ZONE, "mode": "live", "names_version": 0},
            )
        head = Head()
        connection.execute(
            _NEW_HEAD,
            {
                "corp_id": corp_id,
                "next_seq": head.next_seq,
                "next_number": head.next_number,
                "head_hash": head.head_hash,
                "last_recorded_at": head.last_recorded_at,
            },
        )
        return head


def _first(connection: Connection, statement: Executable, corp_id: int) -> Any:
    """Asked in every transaction: by the driver itself, in a quarter of SQLAlchemy's time."""
    values = {"corp": corp_id}
    query = query_of(statement, connection.dialect, values)
    if query is None:
        raise TypeError("no list is asked for")
    return query.first(query.execute(connection, values), connection.dialect)


def closed_day(value: str) -> date | None:
    """The day in a setting's text (`""` or JSON `""` means that no month is closed)."""
    text = value.strip('"')
    return date.fromisoformat(text) if text and text != "null" else None

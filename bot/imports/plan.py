"""Everything about an import that is decided before the first write: what to post, and every reason not to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from bot.imports import customers, payments, receivables
from bot.imports.books import Books, load_books
from bot.imports.garbage import kept_whole
from bot.imports.headers import REQUIRED
from bot.imports.item import Item, Kind, row_key
from bot.imports.mapping import Mapped
from bot.imports.rows import Line, Problem, Table, problems_of, read_table
from bot.imports.sheets import Sheet, read_sheets
from bot.imports.values import BadCell, Cell, words_of
from bot.imports.workbook import Unreadable
from config.company import CompanySettings
from ledger.money import yuan
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")
KINDS: Mapping[str, Kind] = MappingProxyType(
    {kind.name: kind for kind in (customers.KIND, receivables.KIND, payments.KIND)}
)
Mends = Mapping[tuple[str, int], Mapping[str, Cell] | None]
NOT_MENDED: Mends = MappingProxyType({})


class Read(Protocol):
    """Runs a function on one snapshot of the books."""

    def __call__(self, fn: Callable[[UnitOfWork], T], /) -> T: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file comes to. With any problem nothing of it is written.

    `items` are those not yet in the books; `there` the number of rows that are. `digest` is the SHA-256 of the
    file with its mapping. `notes` say what was done on a guess. `doubtful` are the rows that have a problem.
    """

    kind: Kind
    digest: str
    items: Sequence[Item]
    problems: Sequence[Problem]
    rows: int
    there: int
    extra: Sequence[str]
    sheets: Sequence[Mapping[str, Any]]
    notes: Sequence[str]
    new_customers: Sequence[str]
    doubtful: Mapping[tuple[str, int], Line] = field(default_factory=dict)

    def report(self) -> dict[str, Any]:
        """As it is printed by `--json` and kept with the run."""
        return {
            "kind": self.kind.name,
            "rows": self.rows,
            "to_write": sum(len(item.marks) for item in self.items),
            "already_there": self.there,
            "new_customers": list(self.new_customers),
            "extra_columns": list(self.extra),
            "sheets": list(self.sheets),
            "notes": list(self.notes),
            "problems": [{"sheet": one.sheet, "row": one.row, "reason": one.reason} for one in self.problems],
        }


def make_plan(
    path: Path,
    kind: str,
    mapped: Mapped | None,
    company: CompanySettings,
    read: Read,
    *,
    mended: Mends = NOT_MENDED,
) -> Plan:
    """The plan for a file. Raises `Unreadable` and OSError when there is nothing to plan from.

    `mended` are cells that somebody corrected, by sheet and row; a row of None is left out.
    """
    with kept_whole():
        return _made(path, kind, mapped, company, read, mended)


def _made(
    path: Path, kind: str, mapped: Mapped | None, company: CompanySettings, read: Read, mended: Mends
) -> Plan:
    data = path.read_bytes()
    sheets = read_sheets(path.name, data)
    tables = [(sheet, read_table(sheet, kind, mapped)) for sheet in sheets]
    known = [table for _, table in tables if table is not None]
    if not known:
        raise Unreadable(_no_headers(kind, sheets, mapped))
    lines = [line for table in known for line in _mended(table, mended)]
    digest = hashlib.sha256(data + (mapped.digest.encode() if mapped else b"")).hexdigest()
    notes = [f"sheet {sheet.name} has no headers for {kind}" for sheet, table in tables if table is None]
    return read(lambda uow: _plan(KINDS[kind], digest, known, lines, notes, company, uow))


def _mended(table: Table, mended: Mends) -> list[Line]:
    """The lines of a table as they were corrected; a total row that was left out is no problem any more."""
    if not mended:
        return table.lines
    dropped = {row for (sheet, row), cells in mended.items() if sheet == table.sheet and cells is None}
    table.problems = [problem for problem in table.problems if problem.row not in dropped]
    kept = [line for line in table.lines if line.row not in dropped]
    return [
        replace(line, cells={**line.cells, **cells})
        if (cells := mended.get((line.sheet, line.row)))
        else line
        for line in kept
    ]


def _plan(
    kind: Kind,
    digest: str,
    tables: Sequence[Table],
    lines: Sequence[Line],
    notes: Sequence[str],
    company: CompanySettings,
    uow: UnitOfWork,
) -> Plan:
    books = load_books(uow, company, _documents(lines))
    items, problems = kind.read(lines, books)
    problems = [*problems_of(tables), *problems]
    rest, there = _rest(kind, items, problems, books, uow)
    where = {(problem.sheet, problem.row) for problem in problems}
    doubtful = {(line.sheet, line.row): line for line in lines if where and (line.sheet, line.row) in where}
    order = {table.sheet: place for place, table in enumerate(tables)}
    return Plan(
        kind,
        digest,
        rest,
        sorted(problems, key=lambda problem: (order.get(problem.sheet, -1), problem.row)),
        len(lines),
        there,
        tuple(dict.fromkeys(header for table in tables for header in table.extra)),
        [_sheet(table) for table in tables],
        [*notes, *(f"nobody on the staff is called {name} (rows: {n})" for name, n in books.strangers.items())],
        sorted({item.whose.name for item in rest if item.whose.customer_id is None}),
        doubtful,
    )  # fmt: skip


def _rest(
    kind: Kind, items: Iterable[Item], problems: list[Problem], books: Books, uow: UnitOfWork
) -> tuple[list[Item], int]:
    """The items that are not in the books, and how many rows are. Adds to the problems."""
    keys = [keys_of(kind.name, item) for item in items]
    known = uow.imports.known(key for own in keys for key in own)
    rest: list[Item] = []
    there = 0
    for item, own in zip(items, keys, strict=True):
        among = sum(key in known for key in own)
        try:
            if own and among == len(own):
                there += among
            elif among:
                raise BadCell("other rows of this document were imported before, without this one")
            elif kind.settle(item, books, uow):
                there += len(item.marks)
            else:
                rest.append(item)
        except BadCell as error:
            problems.append(Problem(item.line.sheet, item.line.row, str(error)))
    return rest, there


def keys_of(kind: str, item: Item, customer_id: int | None = None) -> list[str]:
    """The row keys of an item; none while its customer is not in the books."""
    known = customer_id if customer_id is not None else item.whose.customer_id
    return [] if known is None else [row_key(kind, known, mark) for mark in item.marks]


def _documents(lines: Iterable[Line]) -> set[str]:
    return {words_of(line.cells.get("document")) for line in lines} - {""}


def _sheet(table: Table) -> dict[str, Any]:
    stated = [{"row": row, "total": yuan(fen), "agrees": True} for row, fen in table.stated]
    return {"name": table.sheet, "rows": len(table.lines), "totals": stated, "covered": yuan(table.covered)}


def _no_headers(kind: str, sheets: Sequence[Sheet], mapped: Mapped | None) -> str:
    if not sheets:
        return "the file is empty"
    if mapped is not None:
        return f"no row has all the headers that the mapping names: {', '.join(sorted(mapped.sources))}"
    return f"no row has headers for {', '.join(REQUIRED[kind])}; rename columns, or give a --mapping"

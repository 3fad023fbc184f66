"""The books in a file: one writer for each format."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

import orjson

from bot.documents.plaintext import write_beancount, write_hledger
from bot.documents.shelf import ITEM_HEADERS, Shelf, shelves
from bot.documents.xlsx import disarmed, write_workbook
from ledger.money import yuan
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

Text = IO[str]


def write_csv(out: Text, books: Iterator[Shelf]) -> int:
    """The debts as they stood, under the headers that import reads; one row an instalment."""
    writer = csv.writer(out)
    writer.writerow(ITEM_HEADERS.values())
    rows = 0
    for shelf in books:
        for item in shelf.items():
            writer.writerow([_csv_cell(item[name]) for name in ITEM_HEADERS])
            rows += 1
    return rows


def write_jsonl(out: Text, books: Iterator[Shelf]) -> int:
    """Customers, instalments and entries, one JSON object a line; amounts in yuan and ids are strings."""
    rows = 0
    last: CustomerView | None = None
    for shelf in books:
        objects: list[dict[str, Any]] = []
        if shelf.customer != last:
            objects.append({"type": "customer", **_customer(shelf.customer)})
        last = shelf.customer
        objects += ({"type": "instalment", **_plain(item)} for item in shelf.items())
        objects += ({"type": "entry", **_plain(entry)} for entry in shelf.entries())
        out.writelines(orjson.dumps(one).decode() + "\n" for one in objects)
        rows += len(objects)
    return rows


FORMATS: Mapping[str, Callable[[Text, Iterator[Shelf]], int] | None] = MappingProxyType(
    {
        "xlsx": None,
        "csv": write_csv,
        "jsonl": write_jsonl,
        "beancount": write_beancount,
        "hledger": write_hledger,
    }
)


def write_export(uow: UnitOfWork, file: Path, form: str, as_of: date | None) -> int:
    """Write the file and return its rows; a file that was there stays until the new one is whole. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    os.close(handle)
    try:
        rows = _write(uow, Path(name), form, as_of)
        Path(name).replace(file)
        return rows
    finally:
        Path(name).unlink(missing_ok=True)


def _write(uow: UnitOfWork, file: Path, form: str, as_of: date | None) -> int:
    write = FORMATS[form]
    if write is None:
        return write_workbook(file, shelves(uow, as_of))
    # Excel takes a CSV for UTF-8 only with its mark.
    encoding = "utf-8-sig" if form == "csv" else "utf-8"
    newline = "" if form == "csv" else "\n"
    with file.open("w", encoding=encoding, newline=newline, errors="replace") as out:
        return write(out, shelves(uow, as_of))


def _csv_cell(value: Any) -> str:
    if isinstance(value, str):
        return disarmed(value)
    return _text(value)


def _text(value: Any) -> str:
    """Fen come as (fen,): see `shelf`."""
    if isinstance(value, tuple):
        return yuan(value[0])
    return "" if value is None else str(value)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, (str, type(None))) else _text(value) for name, value in row.items()
    }


def _customer(view: CustomerView) -> dict[str, Any]:
    limit = None if view.credit_limit is None else yuan(view.credit_limit)
    words = (
        "name",
        "short_name",
        "owner",
        "category",
        "industry",
        "region",
        "terms",
        "phone",
        "email",
        "state",
    )
    return {"id": str(view.id), **{name: getattr(view, name) for name in words}, "limit": limit}

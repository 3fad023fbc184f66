"""Workbooks that Excel opens without running anything in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from bot.documents.shelf import ENTRY_FIELDS, ITEM_HEADERS, Shelf
from bot.imports.values import SIGNS
from ledger.money import yuan

ITEMS, ENTRIES = "欠款明细", "流水"
MOST_ROWS = 1_048_575  # below the headers; more go on in another sheet
EXACT_FEN = 2**53  # a cell holds a double
WIDTH = 14
_FORMULA = (*SIGNS, "\t", "\r")
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def disarmed(text: str) -> str:
    """Text that no program takes for a formula: an apostrophe before a sign, tab or CR, as import knows it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_workbook(file: Path, books: Iterator[Shelf]) -> int:
    """A sheet of debts and one of entries. Returns the rows of both."""
    with xlsxwriter.Workbook(str(file), OPTIONS) as workbook:
        items = _Pages(workbook, ITEMS, ITEM_HEADERS)
        entries = _Pages(workbook, ENTRIES, ENTRY_FIELDS)
        for shelf in books:
            for item in shelf.items():
                items.add(item)
            for entry in shelf.entries():
                entries.add(entry)
        return items.rows + entries.rows


class _Pages:
    """A table that goes on in another sheet when one is full."""

    def __init__(self, workbook: Any, title: str, headers: Mapping[str, str]) -> None:
        self.rows = 0
        self._workbook = workbook
        self._title = title
        self._headers = headers
        self._money = workbook.add_format({"num_format": "#,##0.00"})
        self._day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._bold = workbook.add_format({"bold": True})
        self._sheet = self._next()

    def add(self, row: Mapping[str, Any]) -> None:
        if self.rows and self.rows % MOST_ROWS == 0:
            self._sheet = self._next()
        place = self.rows % MOST_ROWS + 1
        for column, name in enumerate(self._headers):
            self._write(place, column, row[name])
        self.rows += 1

    def _next(self) -> Any:
        number = self.rows // MOST_ROWS + 1
        sheet = self._workbook.add_worksheet(self._title if number == 1 else f"{self._title} {number}")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(self._headers) - 1, WIDTH)
        for column, header in enumerate(self._headers.values()):
            sheet.write_string(0, column, header, self._bold)
        return sheet

    def _write(self, place: int, column: int, value: Any) -> None:
        sheet = self._sheet
        if isinstance(value, tuple):
            if abs(value[0]) < EXACT_FEN:
                sheet.write_number(place, column, value[0] / 100, self._money)
            else:
                sheet.write_string(place, column, yuan(value[0]))
        elif isinstance(value, date):
            sheet.write_datetime(place, column, value, self._day)
        elif isinstance(value, int):
            sheet.write_number(place, column, value)
        elif value:
            sheet.write_string(place, column, disarmed(str(value)))

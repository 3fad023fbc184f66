"""A report as a workbook: a sheet a table, with its title, its rule, its total; the figures are exact, to the fen."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import xlsxwriter

from bot.documents.xlsx import EXACT_FEN, OPTIONS, disarmed
from bot.render import Renderer
from handlers.reports.table import Column, Report, Table
from ledger.money import yuan

WORDS = "sheets/words.txt"
MOST_ROWS = 1_048_000  # of 1,048,576: above stand the title, the rule and the heads
_TITLE_CHARACTERS = 31  # of a sheet's name in Excel
_HEAD_ROW = 3
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "money": {"num_format": "#,##0.00"},
    "day": {"num_format": "yyyy-mm-dd"},
    "share": {"num_format": "0.0%"},
    "days": {"num_format": "0.0"},
}
_WIDTHS = {"money": 16, "day": 12, "whole": 9, "share": 12, "days": 12, "text": 16, "name": 20}


def words_of(renderer: Renderer) -> dict[str, str]:
    """key → the words for it, of tables, heads and values."""
    lines = renderer.render(WORDS).splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def keep_report(file: Path, report: Report, title: str, renderer: Renderer) -> int:
    """Write the workbook and return its rows; a file that was there stays until the new one is whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    os.close(handle)
    try:
        rows = write_report(Path(name), report, title, words_of(renderer))
        Path(name).replace(file)
        return rows
    finally:
        Path(name).unlink(missing_ok=True)


def write_report(file: Path, report: Report, title: str, words: Mapping[str, str]) -> int:
    """Every table on a sheet of its own, going on in another when it is full. Returns the rows of all."""
    tables = report.tables()
    with xlsxwriter.Workbook(str(file), OPTIONS) as workbook:
        sheets = _Sheets(workbook, title, words)
        for table in tables:
            sheets.add(table)
    return sum(len(table.rows) for table in tables)


class _Sheets:
    def __init__(self, workbook: Any, title: str, words: Mapping[str, str]) -> None:
        self._workbook = workbook
        self._title = title
        self._words = words
        self._formats = {kind: workbook.add_format(dict(form)) for kind, form in _FORMATS.items()}
        self._bold = {
            kind: workbook.add_format({"bold": True, "top": 1, **form})
            for kind, form in (*_FORMATS.items(), ("", {}))
        }
        self._head = workbook.add_format({"bold": True, "bottom": 1})
        self._large = workbook.add_format({"bold": True, "font_size": 14})
        self._pale = workbook.add_format({"font_color": "#66727F"})

    def add(self, table: Table) -> None:
        starts = range(0, max(1, len(table.rows)), MOST_ROWS)
        for number, start in enumerate(starts, 1):
            rows = table.rows[start : start + MOST_ROWS]
            is_last = start + MOST_ROWS >= len(table.rows)
            self._page(table, rows, number, table.total if is_last else None)

    def _page(
        self, table: Table, rows: Sequence[Sequence[Any]], number: int, total: Sequence[Any] | None
    ) -> None:
        name = self._words.get(table.name, table.name)
        sheet = self._workbook.add_worksheet(
            (name if number == 1 else f"{name} {number}")[:_TITLE_CHARACTERS]
        )
        sheet.freeze_panes(_HEAD_ROW, 1)
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, _WIDTHS.get(column.kind, _WIDTHS["text"]))
        sheet.write_string(0, 0, disarmed(self._title), self._large)
        sheet.write_string(1, 0, self._words.get(f"rule_{table.name}", ""), self._pale)
        for place, column in enumerate(table.columns):
            sheet.write_string(_HEAD_ROW - 1, place, self._words.get(column.key, column.key), self._head)
        for line, row in enumerate(rows, _HEAD_ROW):
            self._line(sheet, line, table.columns, row, self._formats)
        if total is not None:
            line = _HEAD_ROW + len(rows)
            self._line(sheet, line, table.columns, total, self._bold)
            sheet.write_string(line, 0, self._words["total"], self._bold[""])

    def _line(
        self, sheet: Any, line: int, columns: Sequence[Column], row: Sequence[Any], formats: Mapping[str, Any]
    ) -> None:
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            if value is not None and value != "":
                self._cell(sheet, line, place, column.kind, value, formats.get(column.kind, formats.get("")))

    def _cell(self, sheet: Any, line: int, place: int, kind: str, value: Any, form: Any) -> None:
        if kind == "money" and abs(value) >= EXACT_FEN:
            sheet.write_string(line, place, yuan(value))
        elif kind == "money":
            sheet.write_number(line, place, value / 100, form)
        elif kind == "day":
            sheet.write_datetime(line, place, value, form)
        elif isinstance(value, Fraction | int):
            sheet.write_number(line, place, float(value), form)
        else:
            text = str(value)
            sheet.write_string(
                line, place, disarmed(self._words.get(text, text) if kind == "text" else text), form
            )

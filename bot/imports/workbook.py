"""Workbooks through calamine, within limits: a file of some kilobytes may ask for terabytes of memory."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import python_calamine

from bot.imports.values import Cell

MOST_ROWS = 1_000_000
MOST_CELLS = 40_000_000
MOST_UNZIPPED = 2**30
_ROW = re.compile(rb'<row [^>]*?\br="(\d+)"')
_FAR_COLUMN = re.compile(rb'<c r="([A-Z]{2,3})\d')
_LETTERS = 26


class Unreadable(ValueError):
    """The file cannot be read; the sentence says why and what to do."""


def read_workbook(name: str, data: bytes) -> Iterator[tuple[str, int, list[list[Cell]]]]:
    """(name of the sheet, number of its first row, rows) of every visible sheet with cells."""
    if data.startswith(b"PK"):
        _check_zip(name, data)
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
    except python_calamine.PasswordError:
        raise Unreadable(f"{name} has a password; save it without one") from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable(f"{name} is not a workbook that can be read: {error}") from None
    for sheet in book.sheets_metadata:
        if sheet.visible == python_calamine.SheetVisibleEnum.Visible:
            yield from _rows_of(book, sheet.name)


def _rows_of(
    book: python_calamine.CalamineWorkbook, name: str
) -> Iterator[tuple[str, int, list[list[Cell]]]]:
    try:
        sheet = book.get_sheet_by_name(name)
    except python_calamine.WorksheetNotFound:
        return  # a sheet of charts
    except python_calamine.CalamineError as error:
        raise Unreadable(f"sheet {name} cannot be read: {error}") from None
    if sheet.start is not None:
        yield name, sheet.start[0] + 1, [[*row] for row in sheet.to_python(skip_empty_area=True)]


def _check_zip(name: str, data: bytes) -> None:
    """Refuse what would unfold beyond the limits: calamine takes memory for every cell of a sheet's rectangle."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MOST_UNZIPPED:
                raise Unreadable(f"{name} unfolds to more than {MOST_UNZIPPED >> 20} MB")
            for info in archive.infolist():
                if info.filename.startswith("xl/worksheets/sheet"):
                    _check_area(name, archive.read(info))
    except zipfile.BadZipFile:
        raise Unreadable(f"{name} is damaged") from None


def _check_area(name: str, sheet: bytes) -> None:
    last = sheet.rfind(b"<row ")
    match = _ROW.match(sheet, last) if last >= 0 else None
    height = int(match[1]) if match else sheet.count(b"<row")
    far = set(_FAR_COLUMN.findall(sheet))
    width = max((_number(letters) for letters in far), default=_LETTERS)
    if height > MOST_ROWS or height * width > MOST_CELLS:
        raise Unreadable(
            f"{name} has a cell in row {height:,}, {width} columns wide; remove what is empty below"
        )


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number

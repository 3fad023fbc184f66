"""A file as sheets of cells: CSV, XLSX, XLS, ODS. Nothing of what the cells mean."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer

from bot.imports.values import Cell
from bot.imports.workbook import MOST_ROWS, Unreadable, read_workbook

MOST_BYTES = 64 * 2**20
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
DELIMITERS = (",", ";", "\t")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # a zip, an OLE file: workbooks whatever they are called


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells; the first is row `first` as the file numbers them. The name of a CSV is ""."""

    name: str
    first: int
    rows: Sequence[Sequence[Cell]]


def read_sheets(name: str, data: bytes) -> list[Sheet]:
    """All sheets that have cells, in order. Raises `Unreadable` with what is wrong and what to do."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{name} is larger than {MOST_BYTES >> 20} MB; split it")
    if data.startswith(_SIGNATURES) or Path(name).suffix.lower() in WORKBOOKS:
        return [Sheet(*parts) for parts in read_workbook(name, data)]
    return [Sheet("", 1, _rows_of(decoded(name, data)))]


def decoded(name: str, data: bytes) -> str:
    """The text of a file: by its mark, else strict UTF-8, else GB18030. Raises `Unreadable`, never guesses."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(name, data, encoding)
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    guess = charset_normalizer.from_bytes(data[:100_000]).best()
    looks = f"looks like {guess.encoding}" if guess is not None else "is in no known encoding"
    raise Unreadable(f"{name} {looks}, neither UTF-8 nor GB18030; save it as “CSV UTF-8”")


def _strict(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(f"{name} is marked as {encoding} and is not; save it as “CSV UTF-8”") from None


def _rows_of(text: str) -> list[list[Cell]]:
    reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter_of(text))
    rows: list[list[Cell]] = []
    try:
        for row in reader:
            rows.append([*row])
            if len(rows) > MOST_ROWS:
                raise Unreadable(f"more than {MOST_ROWS:,} rows; split the file")
    except csv.Error as error:
        raise Unreadable(f"line {reader.line_num}: {error}") from error
    return rows


def delimiter_of(text: str) -> str:
    """Of comma, semicolon and tab the one that the first lines have most of, outside quotes."""
    head = "".join(text[:20_000].split('"')[::2])
    lines = head.splitlines()[:20]
    return max(DELIMITERS, key=lambda mark: sum(line.count(mark) for line in lines))

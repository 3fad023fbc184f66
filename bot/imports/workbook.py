"""Workbooks through calamine, in a process of their own: a file of some kilobytes may ask for terabytes of memory, by
what it says of its cells or by what it unfolds to, and whoever is refused them is gone.
"""

from __future__ import annotations

import gc
import io
import logging
import pickle
import resource
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import python_calamine

# This file is run by its path, too: there it has no package.
if TYPE_CHECKING:
    from bot.imports.values import Cell

    Rows = tuple[str, int, list[list[Cell]]]

_log = logging.getLogger(__name__)

MOST_ROWS: Final = 1_000_000
MOST_CELLS: Final = 40_000_000
MOST_MEMORY: Final = 2 << 30
MOST_SECONDS: Final = 300
_OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_SEALED: Final = "EncryptedPackage".encode("utf-16-le")
TOO_LARGE: Final = "{} is larger than any table of ours: remove what is empty below and beside its rows"


class Unreadable(ValueError):
    """The file cannot be read; the sentence says why and what to do."""


def is_locked(data: bytes) -> bool:
    """Is it a workbook behind a password ([MS-OFFCRYPTO] 2.3: the sealed workbook is a stream of this name)?"""
    return data.startswith(_OLE) and _SEALED in data


def read_workbook(name: str, data: bytes) -> list[Rows]:
    """(name of the sheet, number of its first row, rows) of every visible sheet with cells. Raises `Unreadable`."""
    if is_locked(data):
        raise Unreadable(f"{name} has a password: save it without one")
    order = [sys.executable, "-I", __file__, name.replace("\0", "")]
    try:
        # Ourselves, by our own path.
        done = subprocess.run(  # noqa: S603
            order, input=data, capture_output=True, check=False, timeout=MOST_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(TOO_LARGE.format(name)) from None
    if done.returncode:
        cause = done.stderr[-500:].decode(errors="replace")
        _log.warning("a workbook brought its reader down, exit %s: %s", done.returncode, cause)
        raise Unreadable(TOO_LARGE.format(name))
    found: list[Rows] | str = pickle.loads(done.stdout)  # noqa: S301  # what our own child has written
    if isinstance(found, str):
        raise Unreadable(found)
    return found


def main() -> None:
    """The child: a workbook in, its sheets or a sentence out."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY or most > MOST_MEMORY:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    gc.disable()
    found: list[Rows] | str
    try:
        found = list(_sheets(sys.argv[1], sys.stdin.buffer.read()))
    except Unreadable as error:
        found = str(error)
    pickle.dump(found, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)


def _sheets(name: str, data: bytes) -> Iterator[Rows]:
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
    except python_calamine.PasswordError:
        raise Unreadable(f"{name} has a password; save it without one") from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable(f"{name} is not a workbook that can be read: {error}") from None
    for sheet in book.sheets_metadata:
        if sheet.visible == python_calamine.SheetVisibleEnum.Visible:
            yield from _rows_of(book, sheet.name)


def _rows_of(book: python_calamine.CalamineWorkbook, name: str) -> Iterator[Rows]:
    try:
        sheet = book.get_sheet_by_name(name)
    except python_calamine.WorksheetNotFound:
        return  # a sheet of charts
    except python_calamine.CalamineError as error:
        raise Unreadable(f"sheet {name} cannot be read: {error}") from None
    if sheet.start is None or sheet.end is None:
        return
    height, width = (last - first + 1 for first, last in zip(sheet.start, sheet.end, strict=True))
    if height > MOST_ROWS or height * width > MOST_CELLS:
        raise Unreadable(TOO_LARGE.format(f"sheet {name}"))
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=True)
    yield name, sheet.start[0] + 1, rows


if __name__ == "__main__":
    main()

"""The cells of one line, read one by one; what is wrong is collected, so that a row is mended in one go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from bot.imports.rows import Line, Problem
from bot.imports.values import BadCell, Cell, day_in, fen_in, text_of, words_of
from ledger.money import CURRENCY

T = TypeVar("T")
_CURRENCIES = {
    "人民币": "CNY",
    "RMB": "CNY",
    "¥": "CNY",
    "美元": "USD",
    "美金": "USD",
    "欧元": "EUR",
    "港币": "HKD",
    "港元": "HKD",
}


class Cells:
    """Every reader returns None for a cell that it had to complain about."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._cells = line.cells
        self.reasons: list[str] = []

    @property
    def problem(self) -> Problem | None:
        return Problem(self._line.sheet, self._line.row, "; ".join(self.reasons)) if self.reasons else None

    def take(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except BadCell as error:
            self.reasons.append(str(error))
            return None

    def raw(self, name: str) -> Cell:
        return self._cells.get(name)

    def has(self, name: str) -> bool:
        cell = self._cells.get(name)
        return cell is not None and cell != "" and bool(text_of(cell))

    def words(self, name: str) -> str:
        cell = self._cells.get(name)
        return "" if cell is None or cell == "" else words_of(cell)

    def day(self, name: str) -> date | None:
        """The day of a field. Its name says which one when there is none."""
        if not self.has(name):
            self.reasons.append(f"no {name}")
            return None
        return self.take(lambda: day_in(self._cells.get(name), self._line.date_format))

    def amount(self, name: str) -> int | None:
        """Fen above zero."""
        fen = self.take(lambda: fen_in(self._cells.get(name)))
        if fen is not None and fen <= 0:
            self.reasons.append(f"{text_of(self._cells.get(name))} is not above zero")
            return None
        return fen

    def currency(self) -> str | None:
        text = self.words("currency").upper()
        if not text:
            return CURRENCY
        code = _CURRENCIES.get(text, text) or CURRENCY
        if len(code) == 3 and code.isascii() and code.isalpha():
            return code
        self.reasons.append(f"{text!r} is no currency of three letters")
        return None

"""The rows of a file that cannot be taken in as they are, as a person in a chat is asked about them one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.imports.plan import Plan
from bot.imports.rows import Line, Problem
from bot.imports.values import BadCell, day_in, text_of, words_of

MOST: Final = 60  # asked about in a chat; a file with more is mended in the file
SHOWN_CELLS: Final = 5
# What is wrong, as templates/chat/import/_reason.j2 says it; the first that fits.
_CODES: Final = (
    ("amount", re.compile(r"no amount|decimals|too large")),
    ("future", re.compile(r"has not come yet")),
    ("closed", re.compile(r"books are closed")),
    ("order", re.compile(r"before its issue")),
    ("date", re.compile(r"no date|no day of the calendar|which is the day|lies outside")),
    ("total", re.compile(r"the total says (?P<stated>[\d,.]+), the rows above add up to (?P<ours>[\d,.]+)")),
    ("customer", re.compile(r"no customer|is no name|may be")),
    ("person", re.compile(r"is the name of")),
    ("document", re.compile(r"document|other rows")),
    ("terms", re.compile(r"terms")),
    ("currency", re.compile(r"currency")),
)
_DATES: Final = ("issued_on", "received_on", "due_on")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row and why it is not sure. `field` is what an answer mends: amount, a day's field, or "" for neither."""

    sheet: str
    row: int
    code: str
    shown: str
    field: str
    stated: str = ""
    ours: str = ""

    def plain(self) -> Mapping[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def doubts_of(plan: Plan) -> Iterator[Doubt]:
    for problem in plan.problems[:MOST]:
        yield _doubt(problem, plan.doubtful.get((problem.sheet, problem.row)))


def sure_part(plan: Plan) -> Plan:
    """The plan without its problems: no row that is not sure, and nothing of a document that has one."""
    torn = {words_of(line.cells.get("document")) for line in plan.doubtful.values()} - {""}
    items = [item for item in plan.items if words_of(item.line.cells.get("document")) not in torn]
    return replace(plan, items=items, problems=())


def _doubt(problem: Problem, line: Line | None) -> Doubt:
    found = next(((code, fit) for code, words in _CODES if (fit := words.search(problem.reason))), None)
    code = found[0] if found else "other"
    sums = found[1].groupdict() if found else {}
    shown = ""
    if line is not None:
        texts = [text_of(cell).strip() for cell in line.cells.values() if cell is not None]
        shown = " ".join([text for text in texts if text][:SHOWN_CELLS])
    return Doubt(problem.sheet, problem.row, code, shown, _field(code, line), **sums)


def _field(code: str, line: Line | None) -> str:
    if line is None:
        return ""
    if code == "amount":
        return "amount"
    if code not in ("date", "future", "closed", "order"):
        return ""
    if code == "order":
        return "due_on"
    named = [name for name in _DATES if name in line.cells]
    return next((name for name in named if not _is_day(line, name)), named[0] if named else "")


def _is_day(line: Line, name: str) -> bool:
    try:
        return day_in(line.cells[name], line.date_format) is not None
    except BadCell:
        return False

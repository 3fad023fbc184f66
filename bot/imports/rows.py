"""The rows of a sheet as fields, with what is no row taken out: blanks, totals, and who printed it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.imports.headers import Headings, are_headers, find_headings
from bot.imports.mapping import Mapped, filled, find_mapped
from bot.imports.sheets import Sheet
from bot.imports.values import BadCell, Cell, fen_in, text_of
from ledger.money import grouped

_FIGURE = r"\s*[:：]?\s*[¥￥\d.,()（）元圆整-]*"
_SUBTOTAL = re.compile(rf"(?:小\s*计|本[页日周月]\s*[小合]?\s*计|sub-?\s*total){_FIGURE}", re.IGNORECASE)
_TOTAL = re.compile(
    rf"(?:合\s*计|总\s*计|共\s*计|累\s*计|总\s*合计|(?:grand\s+)?total){_FIGURE}", re.IGNORECASE
)
_FOOTER = re.compile(
    r"(?:制表|制单|审核|复核|打印|导出|填表|财务主管|单位负责人|(?:合计)?[(（]?(?:人民币)?大写).*"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row (of a sheet, "" in a CSV; row 0: the whole file) cannot be taken in."""

    sheet: str
    row: int
    reason: str

    def __str__(self) -> str:
        where = " ".join(part for part in (self.sheet, f"row {self.row}" if self.row else "") if part)
        return f"{where}: {self.reason}" if where else self.reason


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file by field; `row` as the sheet numbers it."""

    sheet: str
    row: int
    cells: Mapping[str, Cell]
    date_format: str = ""


@dataclass(slots=True)
class Table:
    """What a sheet holds. `stated` are (row, fen) of its total rows that the rows above add up to; `covered` the fen
    of all rows above the last of them.
    """

    sheet: str
    lines: list[Line] = field(default_factory=list)
    extra: tuple[str, ...] = ()
    stated: list[tuple[int, int]] = field(default_factory=list)
    covered: int = 0
    problems: list[Problem] = field(default_factory=list)


def read_table(sheet: Sheet, kind: str, mapped: Mapped | None) -> Table | None:
    """The rows below the headers; None when the sheet has no headers that we know."""
    found = _headings(sheet, kind, mapped)
    if found is None:
        return None
    headings, cells_of = found
    table = Table(sheet.name, extra=headings.extra)
    sums = _Sums(table, headings.columns.get("amount"))
    for place, row in enumerate(sheet.rows[headings.place + 1 :], sheet.first + headings.place + 1):
        label = _label(row)
        if not label or (_FOOTER.fullmatch(label) and _count(row) <= 3):
            continue
        if _SUBTOTAL.fullmatch(label) or _TOTAL.fullmatch(label):
            sums.compare(place, row, is_part=_SUBTOTAL.fullmatch(label) is not None)
            continue
        cells = cells_of(row)
        if mapped is None and are_headers(row, kind):
            continue
        if not any(_is_filled(cell) for cell in cells.values()):
            continue
        table.lines.append(Line(sheet.name, place, cells, mapped.date_format if mapped else ""))
        sums.add(row)
    return table


def _headings(
    sheet: Sheet, kind: str, mapped: Mapped | None
) -> tuple[Headings, Callable[[Sequence[Cell]], Mapping[str, Cell]]] | None:
    if mapped is None:
        headings = find_headings(sheet.rows, kind)
        return (headings, _picker(headings.columns)) if headings else None
    found = find_mapped(sheet.rows, mapped)
    if found is None:
        return None
    headings, by_header = found
    pick = _picker(headings.columns)
    width = max(by_header.values()) + 1

    def cells_of(row: Sequence[Cell]) -> Mapping[str, Cell]:
        wide = [*row, *[""] * (width - len(row))]
        made = {name: filled(text, by_header, wide) for name, text in mapped.templates.items()}
        picked = pick(row)
        has_any = any(_is_filled(cell) for cell in [*picked.values(), *made.values()])
        return {**picked, **made, **(mapped.constants if has_any else {})}

    return headings, cells_of


def _picker(columns: Mapping[str, int]) -> Callable[[Sequence[Cell]], dict[str, Cell]]:
    pairs = tuple(columns.items())
    return lambda row: {name: row[at] if at < len(row) else "" for name, at in pairs}


def _is_filled(cell: Cell) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _count(row: Iterable[Cell]) -> int:
    return sum(map(_is_filled, row))


def _label(row: Iterable[Cell]) -> str:
    """The first words of a row, "" for a blank one; a figure is as good as words."""
    for cell in row:
        if _is_filled(cell):
            return cell.strip() if isinstance(cell, str) else text_of(cell)
    return ""


class _Sums:
    """Adds up the amounts of a sheet, for its own totals to be compared with."""

    def __init__(self, table: Table, column: int | None) -> None:
        self._table = table
        self._column = column
        self._all = 0
        self._rows: list[Sequence[Cell]] = []  # since the last total, added up at the next

    def add(self, row: Sequence[Cell]) -> None:
        self._rows.append(row)

    def compare(self, place: int, row: Sequence[Cell], *, is_part: bool) -> None:
        """A total of everything above, a subtotal of the rows since the last one (or of everything)."""
        stated, part = self._fen(row), sum(self._fen(above) or 0 for above in self._rows)
        self._rows = []
        self._all += part
        if stated is None:
            return
        if stated == self._all or (is_part and stated == part):
            self._table.stated.append((place, stated))
            self._table.covered = self._all
            return
        ours = part if is_part else self._all
        reason = f"the total says {grouped(stated)}, the rows above add up to {grouped(ours)}"
        self._table.problems.append(Problem(self._table.sheet, place, reason))

    def _fen(self, row: Sequence[Cell]) -> int | None:
        """None when there is no amount that can be read: the row itself is reported elsewhere."""
        if self._column is None or self._column >= len(row) or not _is_filled(row[self._column]):
            return None
        try:
            return fen_in(row[self._column])
        except BadCell:
            return None


def problems_of(tables: Iterable[Table]) -> Iterator[Problem]:
    for table in tables:
        yield from table.problems

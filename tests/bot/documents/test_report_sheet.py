"""Workbooks of reports: opened as Excel would, and compared with what they were made of."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from bot.documents import report_sheet
from bot.documents.report_sheet import keep_report, words_of
from bot.render import Renderer
from handlers.dunning.silent import SILENT
from handlers.reports import REPORTS
from handlers.reports.delays import STEPS
from handlers.reports.silent import FORGOTTEN
from handlers.reports.table import Column, Report, Table, money

COLUMNS = (Column("customer"), *money("amount"), Column("due_on", "day"), Column("overdue_share", "share"))


def made(*rows: tuple[object, ...], total: tuple[object, ...] | None = None) -> Report:
    return Report("report/aging.txt", {}, lambda: (Table("aging", COLUMNS, rows, total),))


def opened(tmp_path: Path, report: Report) -> openpyxl.Workbook:
    keep_report(tmp_path / "r.xlsx", report, "逾期账龄 12月3日", Renderer())
    return openpyxl.load_workbook(tmp_path / "r.xlsx")


def test_values_are_what_they_are(tmp_path: Path) -> None:
    row = ("永盛装饰", 1_234_567, date(2026, 12, 3), Fraction(1, 3))
    sheet = opened(tmp_path, made(row, total=(None, 1_234_567, None, None))).worksheets[0]
    head, first, total = list(sheet.iter_rows(min_row=3, values_only=True))
    assert head == ("客户", "金额", "到期日", "超期占比")
    assert (first[0], first[1], first[2].date(), round(first[3], 4)) == (
        "永盛装饰",
        12345.67,
        date(2026, 12, 3),
        0.3333,
    )
    assert total[:2] == ("合计", 12345.67)


def test_a_name_is_never_a_formula(tmp_path: Path) -> None:
    sheet = opened(tmp_path, made(('=HYPERLINK("http://x")', 1, None, None))).worksheets[0]
    assert sheet["A4"].value == '\'=HYPERLINK("http://x")'
    assert sheet["A4"].data_type == "s"


def test_a_name_that_is_a_word_of_ours_stays_a_name(tmp_path: Path) -> None:
    sheet = opened(tmp_path, made(("total", 1, None, None))).worksheets[0]
    assert sheet["A4"].value == "total"


def test_what_is_too_long_for_a_sheet_goes_on_in_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_sheet, "MOST_ROWS", 2)
    rows = [(f"客户{n}", n, None, None) for n in range(3)]
    book = opened(tmp_path, made(*rows, total=(None, 3, None, None)))
    assert book.sheetnames == ["逾期账龄", "逾期账龄 2"]
    assert [sheet.max_row for sheet in book.worksheets] == [5, 5]


def test_every_report_has_its_title_and_its_heads() -> None:
    words = words_of(Renderer())
    assert set(REPORTS) | {*SILENT, FORGOTTEN} | set(STEPS.values()) <= words.keys()
    assert all(words.values())

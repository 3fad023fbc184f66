"""Files as sheets: encodings, delimiters, workbooks, and files made to do harm."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest
import xlsxwriter

from bot.imports.sheets import read_sheets
from bot.imports.workbook import Unreadable

TEXT = "客户,金额\n永盛装饰,5\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_its_encoding(encoding: str) -> None:
    (sheet,) = read_sheets("a.csv", TEXT.encode(encoding))
    assert sheet.rows == [["客户", "金额"], ["永盛装饰", "5"]]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_delimiter_is_found(mark: str) -> None:
    (sheet,) = read_sheets("a.csv", f'客户{mark}备注\n永盛{mark}"x, y; z"\n'.encode())
    assert sheet.rows[1] == ["永盛", "x, y; z"]


def test_another_encoding_is_named_not_guessed() -> None:
    with pytest.raises(Unreadable, match="save it as"):
        read_sheets("a.csv", "顧客,金額\n東京商店,5\n".encode("shift-jis") + b"\xff\xff")


def book(**sheets: list[list[object]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_every_sheet_of_a_workbook_is_read_with_its_row_numbers() -> None:
    data = book(一月=[[], [], ["客户", "日期"], ["永盛", date(2026, 1, 5)]], 二月=[["客户"]], 空=[])
    sheets = read_sheets("a.xlsx", data)
    assert [(sheet.name, sheet.first) for sheet in sheets] == [("一月", 3), ("二月", 1)]
    assert sheets[0].rows[1] == ["永盛", date(2026, 1, 5)]


def test_a_workbook_is_known_by_its_bytes_whatever_it_is_called() -> None:
    assert read_sheets("a.csv", book(a=[["客户"]]))[0].name == "a"


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 broken", book(a=[["x"]])[:200]])
def test_a_damaged_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_sheets("a.xlsx", data)


FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def rewritten(data: bytes, sheet: bytes, *, called: str = "sheet1") -> bytes:
    """The workbook with more rows at the end of its sheet, as no program of a desk writes them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member).replace(b"</sheetData>", sheet + b"</sheetData>")
            content = content.replace(b"worksheets/sheet1.xml", f"worksheets/{called}.xml".encode())
            new.writestr(member.filename.replace("sheet1", called), content)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        rewritten(book(a=[["客户"]]), FAR),
        rewritten(book(a=[["客户"]]), FAR.replace(b'"', b"'")),
        rewritten(book(a=[["客户"]]), FAR.replace(b"<c ", b'<c s="0" ')),
        rewritten(book(a=[["客户"]]), FAR + b'<row r="3"><c r="A3"><v>1</v></c></row>'),
        rewritten(book(a=[["客户"]]), FAR, called="Blatt"),
    ],
)
def test_a_lone_cell_far_away_brings_nobody_down(data: bytes) -> None:
    with pytest.raises(Unreadable, match="remove what is empty"):
        read_sheets("a.xlsx", data)


def test_a_sheet_of_more_cells_than_we_hold_is_refused() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as wide:
        sheet = wide.add_worksheet()
        sheet.write(0, 0, "客户")
        sheet.write(50_000, 1_000, "x")
    with pytest.raises(Unreadable, match="remove what is empty"):
        read_sheets("a.xlsx", out.getvalue())

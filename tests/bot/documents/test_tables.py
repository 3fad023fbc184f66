"""Exports as tables: workbooks that run nothing, CSV that import reads again."""

from __future__ import annotations

import openpyxl
import orjson
import pytest

from bot.documents.xlsx import disarmed
from tests.bot.imports.office import Office

HEADERS = "客户,单号,金额,开单日期,到期日,业务员,备注"
ROWS = (
    HEADERS,
    "=cmd|'/c calc'!A1,A1,12000.05,2026-01-05,2026-02-05,wang,=1+1",
    "永盛装饰,A2,300,2026-01-05,2026-02-05,,@x",
    "永盛装饰,A2,200,2026-01-05,2026-03-05,,",
)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＠x"])
def test_what_a_program_would_run_is_disarmed(text: str) -> None:
    assert disarmed(text) == f"'{text}"


def test_other_text_is_left_alone() -> None:
    assert disarmed("永盛=装饰") == "永盛=装饰"


def exported(office: Office, name: str, form: str, *words: str) -> str:
    office.imported("receivables", *ROWS)
    assert office.run("export", name, "--format", form, *words)[0] == 0
    return str(office.folder / name)


def test_a_workbook_holds_figures_days_and_no_formula(office: Office) -> None:
    book = openpyxl.load_workbook(exported(office, "a.xlsx", "xlsx"))
    rows = list(book["欠款明细"].iter_rows(values_only=True))
    assert rows[1][0] == "'=cmd|'/c calc'!A1"
    assert rows[1][2] == 12000.05
    assert rows[1][3].date().isoformat() == "2026-01-05"
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    book.close()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_was_exported_can_be_imported_elsewhere(office: Office, form: str) -> None:
    file = exported(office, f"a.{form}", form)
    run_id = office.imported("receivables", *ROWS)[1]["run"]
    office.run("import", "--undo", run_id)
    code, report = office.json("import", file, "--kind", "receivables", "--json")
    assert (code, report["written"]) == (0, 3)
    names = office.read(lambda uow: [view.name for view in uow.customers.all()])
    assert names == ["=cmd|'/c calc'!A1", "永盛装饰"]


def test_json_lines_are_customers_instalments_and_entries(office: Office) -> None:
    with open(exported(office, "a.jsonl", "jsonl"), "rb") as lines:
        objects = [orjson.loads(line) for line in lines]
    assert [one["type"] for one in objects].count("instalment") == 3
    assert next(one for one in objects if one["type"] == "entry")["debit"] == "12000.05"


def test_an_earlier_day_knows_nothing_of_later_ones(office: Office) -> None:
    with open(exported(office, "a.csv", "csv", "--as-of", "2026-01-04"), encoding="utf-8-sig") as lines:
        assert len(lines.readlines()) == 1


def test_an_export_is_audited_and_leaves_no_half_file(office: Office) -> None:
    exported(office, "a.csv", "csv")
    assert [note.action for note in office.read(lambda uow: uow.audit.of("books"))] == ["export"]
    assert sorted(path.name for path in office.folder.glob("*a.csv*")) == ["a.csv"]


def test_a_folder_that_is_not_there_is_a_sentence(office: Office) -> None:
    code, printed = office.run("export", "gone/a.csv", "--format", "csv")
    assert code == 1
    assert "gone/a.csv" in printed

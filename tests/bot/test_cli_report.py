"""report as other programs and people use it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.bot.imports.office import Office, opened

ROWS = (
    "客户,单号,金额,开单日期,到期日,业务员",
    "永盛装饰,A1,100,2026-01-05,2026-02-05,wang",
    "永盛装饰,A2,50,2026-01-06,2026-03-31,li",
    "宏达五金,A3,9.99,2026-02-06,2026-03-01,li",
)
PAID = ("客户,金额,收款日期", "永盛装饰,30,2026-02-20")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    made = opened(tmp_path, f"sqlite:///{tmp_path / 'books.db'}", monkeypatch)
    made.imported("receivables", *ROWS)
    made.imported("payments", *PAID)
    return made


def test_a_report_is_an_object_with_tables(office: Office) -> None:
    _, found = office.json("report", "debtors", "--as-of", "2026-03-01", "--top", "1", "--json")
    (table,) = found["tables"]
    assert (found["report"], found["as_of"]) == ("debtors", "2026-03-01")
    assert [(row["customer"], row["outstanding"], row["1-30"]) for row in table["rows"]] == [
        ("永盛装饰", "120.00", "70.00")
    ]


def test_aging_agrees_with_the_command_of_that_name(office: Office) -> None:
    _, whole = office.json("aging", "--as-of", "2026-03-05", "--json")
    _, found = office.json("report", "aging", "--as-of", "2026-03-05", "--by", "salesperson", "--json")
    assert found["tables"][0]["total"]["outstanding"] == whole["total"]["outstanding"]


def test_rates_are_of_the_period_that_is_named(office: Office) -> None:
    _, found = office.json("report", "rates", "--from", "2026-02-01", "--as-of", "2026-02-28", "--json")
    total = found["tables"][0]["total"]
    # (150 + 9.99 − 129.99) ÷ (150 + 9.99 − 59.99)
    assert (total["collected"], total["effectiveness"]) == ("30.00", "0.3000")


def test_the_workbook_has_the_same_total(office: Office, tmp_path: Path) -> None:
    code, _ = office.run("report", "items", "--as-of", "2026-03-01", "--xlsx", str(tmp_path / "i.xlsx"))
    assert code == 0
    *_, total = openpyxl.load_workbook(tmp_path / "i.xlsx").active.iter_rows(values_only=True)
    assert (total[0], total[9]) == ("合计", 129.99)


def test_a_period_that_ends_before_it_begins_is_wrong_usage(office: Office) -> None:
    assert office.run("report", "receipts", "--from", "2026-03-02", "--as-of", "2026-03-01")[0] == 2

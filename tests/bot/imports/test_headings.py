"""Headers in any order and both languages, totals, footers, mappings."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.imports.headers import KINDS, fields_of, find_headings
from bot.imports.mapping import BadMapping, read_mapping
from bot.imports.rows import read_table
from bot.imports.sheets import Sheet
from bot.imports.values import Cell


@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        ("customers", "客户,简称,负责人,分类,行业,地区,账期,额度,电话,邮箱,等级,状态,合同,合作起始,联系人"),
        (
            "customers",
            "customer,short_name,owner,category,industry,region,terms,limit,phone,email,grade,state,contract,known_since,contacts",
        ),
        ("receivables", "备注,业务员,账期,到期日,开单日期,金额,单号,客户"),
        ("receivables", "customer,document,amount,issued_on,due_on,terms,salesperson,note"),
        ("payments", "客户,金额,收款日期,单号,方式,备注"),
        ("payments", "customer,amount,received_on,document,method,note"),
    ],
)
def test_the_headers_that_are_promised_are_understood(kind: str, headers: str) -> None:
    row = headers.split(",")
    found = find_headings([row], kind)
    assert found is not None
    assert set(found.columns) == set(fields_of(kind)) - {"currency"}
    assert found.extra == ()


def test_headers_below_a_title_and_beside_strange_ones() -> None:
    rows: list[list[Cell]] = [
        ["欠款表"],
        [],
        ["仓库", "金额（元）", " 客户名称 ", "开单 日期", "合同号", "单号"],
    ]
    found = find_headings(rows, "receivables")
    assert found is not None
    assert (found.place, found.columns["amount"], found.columns["document"]) == (2, 1, 5)
    assert found.extra == ("仓库", "合同号")


def test_headers_on_two_rows_are_one() -> None:
    rows: list[list[Cell]] = [
        ["应收明细表"],
        ["客户", "单据", "", "金额", "日期", ""],
        ["", "单号", "备注", "", "开单日期", "到期日"],
        ["永盛", "A1", "", "100", "2026-01-05", "2026-02-09"],
    ]
    table = read_table(Sheet("", 1, rows), "receivables", None)
    assert table is not None
    (line,) = table.lines
    assert (line.row, line.cells["document"], line.cells["due_on"]) == (4, "A1", "2026-02-09")


def test_headers_that_are_printed_on_every_page_are_no_row() -> None:
    table = table_of(
        ["永盛", "100", "2026-01-05"], ["客户", "金额", "开单日期"], ["张三", "50", "2026-01-05"]
    )
    assert [line.row for line in table.lines] == [2, 4]


def test_tens_of_thousands_are_not_taken_for_yuan() -> None:
    assert find_headings([["客户", "金额(万元)", "开单日期"]], "receivables") is None


@pytest.mark.parametrize("kind", KINDS)
def test_without_headers_there_is_no_table(kind: str) -> None:
    assert read_table(Sheet("", 1, [["1", "2"], ["a", "b"]]), kind, None) is None


def table_of(*rows: list[Cell]):  # type: ignore[no-untyped-def]
    table = read_table(Sheet("", 1, [["客户", "金额", "开单日期"], *rows]), "receivables", None)
    assert table is not None
    return table


def test_blanks_totals_and_footers_are_no_rows() -> None:
    table = table_of(
        ["永盛", "100", "2026-01-05"],
        ["", " ", ""],
        ["小计", "100", ""],
        ["张三", "50", "2026-01-05"],
        ["合 计：", "150", ""],
        ["合计（大写）壹佰伍拾元整", "", ""],
        ["制表人：李姐", "", ""],
    )
    assert [line.row for line in table.lines] == [2, 5]
    assert table.stated == [(4, 10_000), (6, 15_000)]
    assert table.problems == []


def test_a_total_that_does_not_agree_is_a_problem() -> None:
    table = table_of(["永盛", "100", "2026-01-05"], ["合计", "110", ""])
    assert [str(problem) for problem in table.problems] == [
        "row 3: the total says 110.00, the rows above add up to 100.00"
    ]


def test_a_customer_called_like_a_total_is_a_row() -> None:
    assert len(table_of(["总计科技", "100", "2026-01-05"]).lines) == 1


def mapping(folder: Path, text: str) -> Path:
    path = folder / "map.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_mapping_names_columns_makes_fields_and_adds_constants(tmp_path: Path) -> None:
    text = 'customer = "C{id}"\namount = "sum"\nissued_on = "day"\n[constants]\ncurrency = "USD"\n'
    mapped = read_mapping(mapping(tmp_path, text), "receivables")
    table = read_table(
        Sheet("", 1, [["day", "sum", "id", "x"], ["2026-01-05", "5", 7.0, ""]]), "receivables", mapped
    )
    assert table is not None
    assert table.lines[0].cells == {
        "customer": "C7",
        "amount": "5",
        "issued_on": "2026-01-05",
        "currency": "USD",
    }
    assert table.extra == ("x",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("customer = [", "not TOML"),
        ('customer = "a"\namount = "b"\nissued_on = "c"\ncolour = "d"', "have no colour"),
        ('customer = "a"', "need amount, issued_on"),
        ('customer = 5\namount = "b"\nissued_on = "c"', "must be text"),
        ('customer = "a"\namount = "b"\nissued_on = "c"\nconstants = 5', "must be text"),
    ],
)
def test_a_wrong_mapping_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadMapping, match=said):
        read_mapping(mapping(tmp_path, text), "receivables")

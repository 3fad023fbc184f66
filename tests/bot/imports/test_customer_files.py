"""Customers' files out of one company and into another, and back: nothing is lost, nothing is made up."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from bot.imports.people import Person, people_in, written
from bot.imports.values import BadCell
from tests.bot.imports.office import Office, opened, reasons

HEADERS = "客户,简称,负责人,分类,行业,地区,账期,额度,等级,状态,电话,邮箱,联系人,合同,合作起始"
ROWS = (
    HEADERS,
    "=宏达,,,,,,,,,,,,,,",
    "华泰机电,,li,,机电,华北,month_end_plus:30,0.00,,停货,,,张工(现场),质保金5%，一年后付,2020-03-01",
    "永盛装饰,永盛,wang,重点,装修,华东,45天,200000.00,B,,0571-88886666,a@b.cn,刘姐(会计) 13800138000；王总(老板),,",
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return opened(tmp_path, f"sqlite:///{tmp_path / 'books.db'}", monkeypatch)


def exported(office: Office, name: str, form: str = "csv") -> Path:
    assert office.run("export", name, "--format", form, "--kind", "customers")[0] == 0
    return office.folder / name


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_what_comes_out_goes_in_elsewhere_and_comes_out_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    first = opened(tmp_path, f"sqlite:///{tmp_path / 'first.db'}", monkeypatch)
    code, report = first.imported("customers", *ROWS)
    assert (code, report["written"]) == (0, 3)
    file, other = exported(first, "a.csv"), exported(first, f"a.{form}", form)
    second = opened(tmp_path, f"sqlite:///{tmp_path / 'second.db'}", monkeypatch)
    code, report = second.json(
        "import", str(file if form == "jsonl" else other), "--kind", "customers", "--json"
    )
    assert (code, report["written"], report["extra_columns"]) == (0, 3, [])
    assert exported(second, "b.csv").read_bytes() == file.read_bytes()
    if form == "jsonl":
        assert exported(second, "b.jsonl", form).read_bytes() == other.read_bytes()


def test_the_table_is_as_it_was_written(office: Office) -> None:
    office.imported("customers", *ROWS)
    lines = exported(office, "a.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines == [HEADERS, "'" + ROWS[1], *ROWS[2:]]


def test_everything_is_kept_in_its_place(office: Office) -> None:
    office.imported("customers", *ROWS)
    view = office.read(lambda uow: uow.customers.by_name("永盛装饰"))
    assert (view.grade, view.terms, view.credit_limit, view.state) == ("B", "net:45", 20_000_000, "active")
    people = office.read(lambda uow: uow.contacts.of_customer(view.id))
    assert [(one.name, one.role, one.phone) for one in people] == [
        ("刘姐", "accountant", "13800138000"),
        ("王总", "owner", ""),
    ]
    other = office.read(lambda uow: uow.customers.by_name("华泰机电"))
    assert (other.state, other.credit_limit, other.known_since.isoformat()) == ("blocked", 0, "2020-03-01")


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    office.imported("customers", *ROWS)
    code, report = office.imported("customers", *ROWS, "李四,,,,,,,,,,,,,,")
    assert (code, report["written"], report["already_there"]) == (0, 1, 3)


def test_what_is_blank_is_filled_and_taken_back(office: Office) -> None:
    office.imported("customers", "客户", "永盛装饰")
    run = office.imported("customers", "客户,等级,状态,联系人", "永盛装饰,b,停货,刘姐(财务)")[1]["run"]
    view = office.read(lambda uow: uow.customers.by_name("永盛装饰"))
    assert (view.grade, view.state) == ("B", "blocked")
    office.run("import", "--undo", run)
    view = office.read(lambda uow: uow.customers.by_name("永盛装饰"))
    assert (view.grade, view.state) == ("", "active")


def test_a_new_customer_with_his_people_is_taken_back_unless_somebody_met_more(office: Office) -> None:
    run = office.imported("customers", "客户,联系人", "永盛装饰,刘姐", "李四,王五")[1]["run"]
    view = office.read(lambda uow: uow.customers.by_name("永盛装饰"))
    office.command(lambda uow: uow.contacts.put(view.id, "新来的", role="site"))
    code, printed = office.run("import", "--undo", run)
    assert (code, "永盛装饰 is in use" in printed) == (1, True)


def test_new_customers_go_with_their_people(office: Office) -> None:
    run = office.imported("customers", "客户,联系人", "永盛装饰,刘姐")[1]["run"]
    assert office.run("import", "--undo", run)[0] == 0
    assert office.read(lambda uow: uow.customers.all()) == []


@pytest.mark.parametrize(
    ("header", "cell", "reason"),
    [
        ("等级", "F", "'F' is no grade: A to E"),
        ("状态", "还行", "'还行' is no state: 正常, 停货, 停用"),
        ("联系人", "刘姐(保安)", "'保安' is no role: 会计, 老板, 采购, 现场"),
        ("联系人", "13800138000", "'13800138000' is no person: write 刘姐(会计) 13800138000"),
    ],
)
def test_what_cannot_be_is_a_problem_of_its_row(office: Office, header: str, cell: str, reason: str) -> None:
    _, report = office.imported("customers", f"客户,{header}", f"永盛装饰,{cell}")
    assert reasons(report) == [(2, reason)]


def test_a_workbook_of_customers_holds_no_formula_and_no_number(office: Office) -> None:
    office.imported("customers", *ROWS)
    book = openpyxl.load_workbook(exported(office, "a.xlsx", "xlsx"))
    assert {cell.data_type for row in book["客户"].iter_rows() for cell in row} <= {"s", "n"}
    assert book["客户"]["A2"].value == "'=宏达"
    assert book["客户"]["K4"].value == "0571-88886666"
    book.close()


def test_customers_are_no_ledger_for_beancount(office: Office) -> None:
    assert office.run("export", "a.bean", "--format", "beancount", "--kind", "customers")[0] == 2
    assert (
        office.run("export", "a.csv", "--format", "csv", "--kind", "customers", "--as-of", "2026-01-01")[0]
        == 2
    )


def test_people_are_read_as_they_are_written() -> None:
    people = (
        Person("刘姐", "accountant", "13800138000"),
        Person("王总", "owner"),
        Person("小张", "", "0571-88886666"),
    )
    assert people_in(written(people)) == people
    assert people_in("") == ()
    with pytest.raises(BadCell):
        people_in("刘姐 会计 13800138000 还有")


def test_a_new_customer_who_has_a_link_stays(office: Office) -> None:
    run = office.imported("customers", "客户", "永盛装饰", "李四")[1]["run"]
    view = office.read(lambda uow: uow.customers.by_name("永盛装饰"))
    office.command(lambda uow: uow.links.make(view.id, by="wang", until=uow.now))
    code, printed = office.run("import", "--undo", run)
    assert (code, "永盛装饰 is in use" in printed) == (1, True)
    assert office.read(lambda uow: uow.customers.by_name("李四")) is not None

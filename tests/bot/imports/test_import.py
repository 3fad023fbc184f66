"""Files into the books: all or nothing, twice is once, and back again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import xlsxwriter

from ledger.receivable import Part
from storage.check import problems
from storage.customers import CustomerView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork
from tests.bot.imports.office import Office, reasons

HEADERS = "客户,单号,金额,开单日期,到期日,账期,业务员,备注"
DEBTS = (HEADERS, "永盛装饰,A1,12000,2026-01-05,2026-02-05,,,瓷砖", "张三建材,A2,500,2026-01-06,,月结30,,")
PAID = ("客户,金额,收款日期,单号,方式,备注", "永盛装饰,5000,2026-02-10,A1,微信,")


def customer(uow: UnitOfWork, name: str = "永盛装饰") -> CustomerView:
    view = uow.customers.by_name(name)
    assert view is not None
    return view


def debts(office: Office, name: str = "永盛装饰") -> Any:
    return office.read(lambda uow: uow.receivables.of_customer(customer(uow, name).id))


def owed(office: Office) -> int:
    """Fen outstanding by everybody; the books must be in order."""
    assert office.read(lambda uow: list(problems(uow))) == []
    today = date(2026, 3, 1)
    return int(
        office.read(lambda uow: sum(uow.customers.position(v.id, today).net for v in uow.customers.all()))
    )


def test_rows_become_debts_and_new_customers_stay_silent(office: Office) -> None:
    code, report = office.imported("receivables", *DEBTS)
    assert (code, report["written"], report["new_customers"]) == (0, 2, ["永盛装饰", "张三建材"])
    (debt,) = debts(office)
    assert (debt.principal, debt.due_on, debt.document_no, debt.note) == (
        1_200_000,
        date(2026, 2, 5),
        "A1",
        "瓷砖",
    )
    assert debts(office, "张三建材")[0].due_on == date(2026, 3, 2)  # month end + 30
    assert office.read(lambda uow: customer(uow).released) is False


def test_any_wrong_row_keeps_every_row_out(office: Office) -> None:
    wrong = (
        "李四,A3,0,2026-01-05,,,,",
        ",A4,5,2026-13-01,,,,",
        "王五,A5,5,2026-01-05,2026-01-01,,,",
        "赵六,A6,5,2099-01-01,,,,",
    )
    code, report = office.imported("receivables", *DEBTS, *wrong)
    assert code == 1
    assert "run" not in report
    assert reasons(report) == [
        (4, "0 is not above zero"),
        (5, "no customer; '2026-13-01' is no day of the calendar"),
        (6, "due on 2026-01-01, before its issue on 2026-01-05"),
        (7, "2099-01-01 has not come yet"),
    ]
    assert office.read(lambda uow: list(uow.customers.all())) == []


def test_a_dry_run_writes_nothing(office: Office) -> None:
    file = office.write("a.csv", *DEBTS)
    code, report = office.json("import", file, "--kind", "receivables", "--dry-run", "--json")
    assert (code, report["to_write"]) == (0, 2)
    assert office.read(lambda uow: list(uow.customers.all())) == []


def test_the_same_file_twice_is_once(office: Office) -> None:
    first = office.imported("receivables", *DEBTS)[1]
    code, again = office.imported("receivables", *DEBTS)
    assert (code, again["written"], again["already_there"], again["run"]) == (0, 0, 2, first["run"])
    assert owed(office) == 1_250_000


def test_a_longer_file_adds_what_is_new(office: Office) -> None:
    office.imported("receivables", *DEBTS)
    code, report = office.imported("receivables", DEBTS[0], "李四,A9,1,2026-01-09,,,,", *DEBTS[1:])
    assert (code, report["written"], report["already_there"]) == (0, 1, 2)


def test_equal_rows_without_a_document_are_counted(office: Office) -> None:
    row = "永盛装饰,,100,2026-01-05,,,,"
    office.imported("receivables", HEADERS, row, row)
    assert office.imported("receivables", HEADERS, row, row, row)[1]["written"] == 1
    assert owed(office) == 30_000


def test_a_document_with_other_figures_is_an_error(office: Office) -> None:
    office.imported("receivables", *DEBTS)
    code, report = office.imported("receivables", HEADERS, "永盛装饰,A1,12500,2026-01-05,2026-02-05,,,")
    assert code == 1
    assert reasons(report) == [
        (2, "document A1 is in the books with other figures: #1001, 12,000.00 of 2026-01-05")
    ]


def test_a_document_typed_in_chat_before_is_there(office: Office) -> None:
    office.imported("receivables", HEADERS, "永盛装饰,,1,2026-01-01,,,,")

    def typed(uow: UnitOfWork) -> None:
        uow.journal.debt(
            customer_id=customer(uow).id, principal=500, issued_on=date(2026, 1, 5),
            parts=[Part(500, date(2026, 2, 5))], actor="wang", salesperson="wang", document_no="T1",
        )  # fmt: skip

    office.command(typed)
    report = office.imported("receivables", HEADERS, "永盛装饰,T1,5,2026-01-05,2026-02-05,,,")[1]
    assert (report["written"], report["already_there"]) == (0, 1)


def test_rows_of_one_document_are_its_instalments(office: Office) -> None:
    rows = ("永盛装饰,B1,300,2026-01-05,2026-03-05,,,", "永盛装饰,B1,200,2026-01-05,2026-02-05,,,")
    office.imported("receivables", HEADERS, *rows)
    (debt,) = debts(office)
    assert [(item.amount, item.due_on) for item in debt.instalments] == [
        (20_000, date(2026, 2, 5)), (30_000, date(2026, 3, 5)),
    ]  # fmt: skip
    code, report = office.imported("receivables", HEADERS, *rows, "永盛装饰,B1,1,2026-01-05,2026-04-05,,,")
    assert code == 1
    assert "without this one" in reasons(report)[0][1]


def test_a_document_has_one_day_of_issue(office: Office) -> None:
    rows = ("永盛装饰,B1,300,2026-01-05,,,,", "永盛装饰,B1,200,2026-01-06,,,,")
    assert reasons(office.imported("receivables", HEADERS, *rows)[1]) == [
        (3, "document B1 has another day, currency or person in row 2")
    ]


def test_people_are_found_by_name_and_strangers_kept_and_told(office: Office) -> None:
    office.command(lambda uow: uow.staff.put(StaffView("wang", "王强", "sales")))
    rows = ("永盛装饰,,1,2026-01-05,,,王强,", "张三建材,,1,2026-01-05,,,老李,")
    report = office.imported("receivables", HEADERS, *rows)[1]
    assert debts(office)[0].salesperson == "wang"
    assert office.read(lambda uow: customer(uow).owner) == "wang"
    assert report["notes"] == ["nobody on the staff is called 老李 (rows: 1)"]


def test_spellings_of_one_name_are_one_customer(office: Office) -> None:
    rows = ("永盛（上海）装饰,,1,2026-01-05,,,,", "永盛(上海) 装饰,,2,2026-01-05,,,,")
    assert office.imported("receivables", HEADERS, *rows)[1]["new_customers"] == ["永盛（上海）装饰"]


def test_a_payment_pays_its_document_and_the_rest_the_oldest(office: Office) -> None:
    rows = ("永盛装饰,O1,100,2026-01-01,2026-01-02,,,", "永盛装饰,O2,100,2026-01-03,2026-01-04,,,")
    office.imported("receivables", HEADERS, *rows)
    code, _ = office.imported("payments", PAID[0], "永盛装饰,70,2026-02-01,O2,现金,", ",50,2026-02-02,,,")
    assert code == 1
    office.imported("payments", PAID[0], ",70,2026-02-01,O2,现金,", "永盛装饰,50,2026-02-02,,,")
    assert [debt.outstanding for debt in debts(office)] == [5_000, 3_000]


def test_a_payment_for_a_document_that_nobody_knows_is_an_error(office: Office) -> None:
    office.imported("receivables", *DEBTS)
    report = office.imported("payments", PAID[0], "张三建材,5,2026-02-10,A1,,")[1]
    assert reasons(report) == [(2, "张三建材 has no open document A1")]


def test_customers_are_created_filled_in_and_never_overwritten(office: Office) -> None:
    head = "客户,简称,负责人,账期,额度,电话"
    office.imported("receivables", *DEBTS)
    code, report = office.imported("customers", head, "永盛装饰,永盛,,30天,10万,138", "新客户,,,,,")
    assert (code, report["written"], report["new_customers"]) == (0, 2, ["新客户"])
    view = office.read(customer)
    assert (view.short_name, view.terms, view.credit_limit) == ("永盛", "net:30", 10_000_000)
    code, report = office.imported("customers", head, "永盛装饰,永盛,,60天,10万,138")
    assert reasons(report) == [(2, "永盛装饰 is in the books with terms 'net:30', not 'net:60'")]


def test_a_closed_month_takes_nothing_in(office: Office) -> None:
    office.command(lambda uow: uow.settings.put("closed_until", "2026-01-31", by="li"))
    assert "closed until 2026-01-31" in reasons(office.imported("receivables", *DEBTS)[1])[0][1]


def test_every_sheet_of_a_workbook_is_taken_in(office: Office) -> None:
    with xlsxwriter.Workbook(str(office.folder / "a.xlsx")) as book:
        for name, fen in (("一月", 100.5), ("二月", 200.25)):
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(
                (("客户", "金额", "开单日期"), ("永盛装饰", fen, 46027), ("合计", fen, ""))
            ):
                sheet.write_row(row, 0, cells)
        book.add_worksheet("说明").write(0, 0, "别看")
    code, report = office.json("import", "a.xlsx", "--kind", "receivables", "--json")
    assert (code, report["written"], report["notes"]) == (0, 2, ["sheet 说明 has no headers for receivables"])
    assert owed(office) == 30_075


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "a.csv", "--kind", "bank"), "cannot be imported yet"),
        (("import", "a.csv"), "needs FILE --kind"),
        (("import", "gone.csv", "--kind", "payments"), "gone.csv"),
        (("import", "a.csv", "--kind", "payments"), "no row has headers"),
        (("import", "a.csv", "--undo", "5"), "stands alone"),
    ],
)
def test_wrong_usage_is_exit_code_2(office: Office, words: tuple[str, ...], said: str) -> None:
    office.write("a.csv", "x,y")
    code, printed = office.run(*words)
    assert code == 2
    assert said in " ".join(printed.replace("│", " ").split())


def taken_back(office: Office, run_id: str) -> tuple[int, str]:
    return office.run("import", "--undo", run_id)


def test_an_import_is_taken_back_and_may_come_again(office: Office) -> None:
    run_id = office.imported("receivables", *DEBTS)[1]["run"]
    assert taken_back(office, run_id)[0] == 0
    assert owed(office) == 0
    again = office.imported("receivables", *DEBTS)[1]
    assert again["written"] == 2
    assert again["run"] != run_id
    assert taken_back(office, run_id) == (1, f"import {run_id} was taken back before\n")


def test_what_was_paid_since_is_named_and_nothing_taken_back(office: Office) -> None:
    run_id = office.imported("receivables", *DEBTS)[1]["run"]
    paid = office.imported("payments", *PAID)[1]["run"]
    assert taken_back(office, run_id) == (1, "receivable #1001 was changed since\n")
    assert taken_back(office, paid)[0] == 0
    assert taken_back(office, run_id)[0] == 0
    assert owed(office) == 0


def test_customers_taken_back_are_as_they_were(office: Office) -> None:
    office.imported("receivables", *DEBTS)
    rows = ("永盛装饰,永盛,10万", "新客户,新,")
    run_id = office.imported("customers", "客户,简称,额度", *rows)[1]["run"]
    assert taken_back(office, run_id)[0] == 0
    view = office.read(customer)
    assert (view.short_name, view.credit_limit) == ("", None)
    assert office.read(lambda uow: uow.customers.by_name("新客户")) is None


def test_an_unknown_run_is_not_taken_back(office: Office) -> None:
    assert taken_back(office, "5") == (1, "there is no import 5\n")

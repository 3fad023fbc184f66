"""aging and import as other programs and people use them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import COMMANDS, build
from storage.schema import latest, newest
from tests.bot.imports.office import Office, opened

LABELS = ["not_due", "1-30", "31-60", "61-90", "91-180", "181-365", ">365"]
ROWS = (
    "客户,单号,金额,开单日期,到期日,业务员,币种",
    "永盛装饰,A1,100,2026-01-05,2026-02-05,wang,",
    "永盛装饰,A2,50,2026-01-06,2026-03-31,li,",
    "Smith,A3,9,2026-01-06,2026-03-31,li,USD",
)
PAID = ("客户,金额,收款日期", "永盛装饰,30,2026-03-02")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    made = opened(tmp_path, f"sqlite:///{tmp_path / 'books.db'}", monkeypatch)
    made.imported("receivables", *ROWS)
    made.imported("payments", *PAID)
    return made


def test_aging_is_the_promised_object(office: Office) -> None:
    _, table = office.json("aging", "--as-of", "2026-03-01")
    (row,) = table["rows"]
    assert list(table) == ["as_of", "currency", "other_currencies", "buckets", "rows", "total"]
    assert (table["buckets"], table["other_currencies"]) == (LABELS, ["USD"])
    assert list(row) == ["key", "name", *LABELS, "outstanding", "unallocated"]
    assert (row["name"], row["1-30"], row["not_due"], row["outstanding"]) == (
        "永盛装饰",
        "100.00",
        "50.00",
        "150.00",
    )
    assert table["total"] == {name: row[name] for name in [*LABELS, "outstanding", "unallocated"]}


def test_a_later_payment_does_not_change_an_earlier_day(office: Office) -> None:
    assert office.json("aging", "--as-of", "2026-03-02")[1]["total"]["1-30"] == "70.00"
    assert office.json("aging", "--as-of", "2026-03-02", "--known-by", "2026-01-01")[1]["rows"] == []


def test_aging_by_salesperson_basis_and_currency(office: Office) -> None:
    by = office.json("aging", "--as-of", "2026-03-01", "--by", "salesperson")[1]["rows"]
    assert {row["key"]: row["outstanding"] for row in by} == {"wang": "100.00", "li": "50.00"}
    issued = office.json("aging", "--as-of", "2026-03-01", "--basis", "issued")[1]["total"]
    assert issued["31-60"] == "150.00"
    dollars = office.json("aging", "--as-of", "2026-03-01", "--currency", "usd")[1]
    assert (dollars["currency"], dollars["total"]["outstanding"]) == ("USD", "9.00")


@pytest.mark.parametrize("words", [("--as-of", "1.3.2026"), ("--as-of", "2026-03-01", "--by", "colour"), ()])
def test_wrong_words_are_exit_code_2(office: Office, words: tuple[str, ...]) -> None:
    assert office.run("aging", *words)[0] == 2


def test_people_are_told_what_an_import_did(office: Office) -> None:
    file = office.write("more.csv", "客户,金额,开单日期,仓库", "李四,5,2026-01-05,3", "合计,5,,")
    _, printed = office.run("import", file, "--kind", "receivables")
    assert printed.splitlines()[:3] == [
        "row 3: the sheet's own total of 5.00 agrees",
        "Not used: 仓库",
        "New customers, silent to the outside until released: 李四",
    ]


def test_one_command_loads_alone_and_is_the_same(office: Office) -> None:
    assert {command.name for command in build().registered_commands} == set(COMMANDS)
    assert [command.name for command in build(["aging"]).registered_commands] == ["aging"]


def test_the_newest_migration_is_known_without_alembic() -> None:
    assert newest() == latest()

"""Real input: 2,466 invoices imported by the command line, aged as plain arithmetic on the file ages them."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.bot.imports.office import Office, opened
from tests.house.tree import ROOT

FILE = ROOT.parent / "shared" / "data" / "ibm_late_payment.csv"
EXAMPLES = ROOT / "docs" / "examples"
MONTH_ENDS = [date(2012, month, day) for month, day in (
    (2, 29), (4, 30), (6, 30), (7, 31), (8, 31), (9, 30), (10, 31), (11, 30), (12, 31))]  # fmt: skip
MONTH_ENDS += [date(2013, 3, 31), date(2013, 7, 31), date(2013, 12, 31)]
ENDS = ((0, "not_due"), (30, "1-30"), (60, "31-60"), (90, "61-90"), (180, "91-180"), (365, "181-365"))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    if not FILE.exists():
        pytest.skip(f"{FILE.name} is not beside the project")
    folder = tmp_path_factory.mktemp("ibm")
    with pytest.MonkeyPatch.context() as patch:
        office = opened(folder, f"sqlite:///{folder / 'ibm.db'}", patch)
        for kind in ("receivables", "payments"):
            mapping = str(EXAMPLES / f"ibm-{kind}.toml")
            code, report = office.json("import", str(FILE), "--kind", kind, "--mapping", mapping, "--json")
            assert (code, report["written"]) == (0, 2466)
    return office


def day(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").replace(tzinfo=UTC).date()


def expected(file: Path, as_of: date) -> dict[str, dict[str, Decimal]]:
    """Owed by customer and bucket, from the file alone."""
    sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if day(row["InvoiceDate"]) <= as_of < day(row["SettledDate"]):
                late = (as_of - day(row["DueDate"])).days
                bucket = next((name for end, name in ENDS if late <= end), ">365")
                sums[f"Customer {row['customerID']}"][bucket] += Decimal(row["InvoiceAmount"])
    return {name: dict(buckets) for name, buckets in sums.items()}


@pytest.mark.parametrize("as_of", MONTH_ENDS, ids=str)
def test_aging_of_a_month_end_is_that_of_the_file(
    office: Office, as_of: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QINGZHANG_DATABASE_URL", office.url)
    _, table = office.json("aging", "--as-of", as_of.isoformat())
    ours = {
        row["name"]: {name: Decimal(row[name]) for name in table["buckets"] if Decimal(row[name])}
        for row in table["rows"]
    }
    assert ours == expected(FILE, as_of)
    assert Decimal(table["total"]["outstanding"]) == sum(sum(row.values()) for row in ours.values())
    assert Decimal(table["total"]["unallocated"]) == 0


def test_the_books_are_in_order_afterwards(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_DATABASE_URL", office.url)
    assert office.run("check") == (0, "The books are in order.\n")


def test_the_rule_reaches_the_published_figures(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Known at issue only, cut at 70 % by day of issue: AUC 0.874, median delay 2.16 days off, an honest band."""
    monkeypatch.setenv("QINGZHANG_DATABASE_URL", office.url)
    _, report = office.json("evaluate", "--json")
    assert report["rule"]["auc"] >= 0.874
    assert report["delay_error_days"] <= 2.16
    assert abs(report["band"]["inside"] / report["band"]["weeks"] - 0.80) <= 0.05
    assert report["scorecard"]["auc"] >= report["rule"]["auc"]

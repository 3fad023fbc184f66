"""Plain-text accounts: beancount accepts them and comes to our balances, whatever people are called."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO

import pytest
from beancount import loader
from beancount.core.inventory import Inventory
from beancount.core.realization import compute_balance, get, realize

from bot.documents.plaintext import write_beancount, write_hledger
from bot.documents.shelf import Shelf, shelves
from storage.unit_of_work import UnitOfWork
from tests.storage.books import Books, opened

HOSTILE = '"; drop\\ {{ 7*7 }}\n2026-01-01 open Assets:Evil | (x) * ! ； \u202e'
JAN, FEB, MAR = date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5)


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    with opened(f"sqlite:///{tmp_path / 'books.db'}") as made:
        yield made


def lively(books: Books) -> list[int]:
    """Customers with everything that happens: back-dated, reversed, refunded, bounced, left over, moved."""
    books.on(date(2026, 4, 1))
    yongsheng, hostile = books.customer("永盛装饰"), books.customer(HOSTILE)
    first = books.debt(yongsheng, 1_200_000, JAN, FEB, MAR)
    wrong = books.debt(yongsheng, 777, FEB)
    books.run(lambda uow: uow.journal.reverse(wrong.entry.id, reason="mistake", actor="wang"))
    books.payment(yongsheng, 500_000, FEB)
    bounced = books.payment(yongsheng, 300_000, FEB)
    books.run(lambda uow: uow.journal.reverse(bounced.entry.id, reason="bounced", actor="li", on=MAR))
    credit(books, yongsheng, "discount", 150)
    credit(books, yongsheng, "credit_note", 9_900, first.entry.receivable_id or 0)
    books.debt(hostile, 100, JAN)
    books.payment(hostile, 350, MAR)
    books.run(
        lambda uow: uow.journal.refund(
            customer_id=hostile, amount=50, effective_on=date(2026, 3, 20), actor="li"
        )
    )
    return [yongsheng, hostile]


def credit(books: Books, who: int, kind: str, fen: int, *designated: int) -> None:
    books.run(
        lambda uow: uow.journal.credit(
            kind, customer_id=who, amount=fen, effective_on=MAR, actor="li", designated=designated
        )
    )


def written(books: Books, write: Callable[[IO[str], Iterator[Shelf]], int], as_of: date | None) -> str:
    out = io.StringIO()

    def command(uow: UnitOfWork) -> int:
        return write(out, shelves(uow, as_of))

    books.run(command)
    return out.getvalue()


@pytest.mark.parametrize("as_of", [None, JAN, FEB, date(2026, 3, 4), MAR, date(2026, 3, 31)], ids=str)
def test_beancount_comes_to_our_balances(books: Books, as_of: date | None) -> None:
    customers = lively(books)
    entries, errors, _ = loader.load_string(written(books, write_beancount, as_of))
    assert errors == []
    root = realize(entries)
    for customer in customers:
        account = get(root, f"Assets:Receivable:C{customer}")
        balance = compute_balance(account) if account is not None else Inventory()
        assert balance.get_currency_units("CNY").number == ours(books, customer, as_of)


def ours(books: Books, customer: int, as_of: date | None) -> Decimal:
    until = as_of or date.max
    entries = books.run(lambda uow: uow.journal._entries.of_customer(customer, date.min, until))
    return Decimal(sum(entry.effect for entry in entries)) / 100


def test_a_changed_figure_is_seen_by_beancount(books: Books) -> None:
    lively(books)
    text = written(books, write_beancount, None)
    _, errors, _ = loader.load_string(
        text.replace("1.00 CNY", "2.00 CNY", 1).replace("-1.00 CNY", "-2.00 CNY", 1)
    )
    assert errors


def test_a_hostile_name_opens_no_account(books: Books) -> None:
    lively(books)
    entries, _, _ = loader.load_string(written(books, write_beancount, None))
    assert not [entry for entry in entries if "Evil" in getattr(entry, "account", "")]


def test_hledger_lines_are_dates_accounts_and_postings(books: Books) -> None:
    lively(books)
    for line in written(books, write_hledger, None).splitlines():
        assert not line or line.startswith(("account ", "2026-", "    "))
        if line.startswith("    ") and not line.startswith("    ;"):
            account, _, amount = line.strip().partition("  ")
            assert account.startswith(("assets:", "income:", "expenses:"))
            assert amount.split()[1] == "CNY"


def test_hledger_transactions_sum_to_zero(books: Books) -> None:
    lively(books)
    for block in written(books, write_hledger, None).split("\n\n"):
        lines = [line.split() for line in block.splitlines() if line.startswith("    ") and ";" not in line]
        assert sum(Decimal(line[1]) for line in lines) == 0

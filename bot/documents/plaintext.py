"""The journal for plain-text accounting: beancount and hledger. Their balances are asserted to be ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import IO

from bot.documents.shelf import Shelf
from ledger.entries import Entry
from ledger.money import yuan

OPENED = date(1990, 1, 1)  # before any entry that an import or a chat accepts
RECEIVABLE = "receivable"
ACCOUNTS = {
    "money": "Assets:Money",
    "clearing": "Assets:Clearing",
    "sales": "Income:Sales",
    "returns": "Income:Returns",
    "fee_income": "Income:LateFees",
    "discounts": "Expenses:Discounts",
    "bad_debt": "Expenses:BadDebt",
}
_LONGEST = 200
_COMMENT = re.compile(r"[;|,:()\"*!=]+")


def write_beancount(out: IO[str], books: Iterator[Shelf]) -> int:
    """Transactions with a balance assertion for each customer; it passes bean-check. Returns the transactions."""
    out.write('option "title" "清账"\noption "operating_currency" "CNY"\n\n')
    out.writelines(f"{OPENED} open {account}\n" for account in ACCOUNTS.values())
    opened: set[str] = set()
    count = 0
    for shelf in books:
        account = _account(shelf)
        if account not in opened:
            opened.add(account)
            out.write(f"\n{OPENED} open {account}\n  name: {_quoted(shelf.customer.name)}\n")
        last = shelf.as_of or OPENED
        for entry in shelf.counted:
            out.write(_beancount(shelf, entry))
            last = max(last, entry.effective_on)
            count += 1
        balance = f"{yuan(shelf.standing.balance)} {shelf.history.currency}"
        out.write(f"\n{last + timedelta(1)} balance {account}  {balance}\n")
    return count


def _beancount(shelf: Shelf, entry: Entry) -> str:
    narration = " ".join(word for word in (entry.kind, entry.reverses_kind, entry.reason, entry.note) if word)
    lines = [
        "",
        f"{entry.effective_on} * {_quoted(shelf.customer.name)} {_quoted(narration)}",
        f'  seq: "{entry.seq}"',
        f'  recorded: "{entry.recorded_at.isoformat()}"',
        f"  actor: {_quoted(entry.actor)}",
    ]
    document = _document(shelf, entry)
    if document:
        lines.append(f"  document: {_quoted(document)}")
    lines += [f"  {account}  {amount}" for account, amount in _postings(shelf, entry)]
    return "\n".join(lines) + "\n"


def _document(shelf: Shelf, entry: Entry) -> str:
    """What people call the debt that an entry is about; "" for one about none."""
    view = shelf.receivables.get(entry.receivable_id or 0)
    return "" if view is None else view.document_no or f"#{view.number}"


def _postings(shelf: Shelf, entry: Entry) -> Iterator[tuple[str, str]]:
    """The account and the amount, with its currency, of each leg."""
    for leg in entry.legs:
        account = _account(shelf) if leg.account == RECEIVABLE else ACCOUNTS[leg.account]
        yield account, f"{yuan(leg.fen)} {entry.currency}"


def _account(shelf: Shelf) -> str:
    """By the id: whatever a customer is called, his account has a name that every program reads."""
    return f"Assets:Receivable:C{shelf.customer.id}"


def _quoted(text: str) -> str:
    escaped = _plain(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _plain(text: str) -> str:
    """One line of printable characters, not endless."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())[:_LONGEST]


def write_hledger(out: IO[str], books: Iterator[Shelf]) -> int:
    """The same for hledger (and ledger). Returns the transactions."""
    out.writelines(f"account {account.lower()}\n" for account in ACCOUNTS.values())
    opened: set[str] = set()
    count = 0
    for shelf in books:
        account = _account(shelf).lower()
        if account not in opened:
            opened.add(account)
            out.write(f"\naccount {account}  ; name: {_comment(shelf.customer.name)}\n")
        last = shelf.as_of or OPENED
        for entry in shelf.counted:
            out.write(_hledger(shelf, entry))
            last = max(last, entry.effective_on)
            count += 1
        currency = shelf.history.currency
        balance = f"0.00 {currency} = {yuan(shelf.standing.balance)} {currency}"
        out.write(f"\n{last + timedelta(1)} * balance\n    {account}  {balance}\n")
    return count


def _hledger(shelf: Shelf, entry: Entry) -> str:
    words = (shelf.customer.name, entry.kind, entry.reverses_kind or "", entry.reason, entry.note)
    lines = ["", f"{entry.effective_on} * ({entry.seq}) {_comment(' '.join(word for word in words if word))}"]
    document = _document(shelf, entry)
    if document:
        lines.append(f"    ; document: {_comment(document)}")
    lines += [f"    {account.lower()}  {amount}" for account, amount in _postings(shelf, entry)]
    return "\n".join(lines) + "\n"


def _comment(text: str) -> str:
    """Without the marks that begin comments, tags, codes and states."""
    return " ".join(_COMMENT.sub(" ", _plain(text)).split())

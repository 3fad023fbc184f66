"""The customers' files as a table, under the headers by which import reads them again."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson
import xlsxwriter

from bot.documents.xlsx import OPTIONS, WIDTH, disarmed
from bot.imports.customers import STATES
from bot.imports.people import Person, written
from ledger.money import yuan
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "customer": "客户",
        "short_name": "简称",
        "owner": "负责人",
        "category": "分类",
        "industry": "行业",
        "region": "地区",
        "terms": "账期",
        "limit": "额度",
        "grade": "等级",
        "state": "状态",
        "phone": "电话",
        "email": "邮箱",
        "people": "联系人",
        "contract": "合同",
        "known_since": "合作起始",
    }
)
FORMATS = ("xlsx", "csv", "jsonl")
_STATE_WORDS = {state: word for word, state in STATES.items()}


def rows(uow: UnitOfWork) -> Iterator[dict[str, str]]:
    """One customer a row, by name; who goes on under another name is not among them."""
    for view in sorted(uow.customers.all(), key=lambda one: one.name):
        if view.merged_into is None:
            yield _row(view, uow)


def _row(view: CustomerView, uow: UnitOfWork) -> dict[str, str]:
    people = [Person(one.name, one.role, one.phone) for one in uow.contacts.of_customer(view.id)]
    days = view.terms.removeprefix("net:")
    return {
        "customer": view.name,
        **{name: getattr(view, name) for name in ("short_name", "owner", "category", "industry", "region")},
        "terms": f"{days}天" if days.isdigit() else view.terms,
        "limit": "" if view.credit_limit is None else yuan(view.credit_limit),
        "grade": view.grade,
        "state": "" if view.state == "active" else _STATE_WORDS[view.state],
        "phone": view.phone,
        "email": view.email,
        "people": written(people),
        "contract": view.contract,
        "known_since": view.known_since.isoformat() if view.known_since else "",
    }


def write_customers(uow: UnitOfWork, file: Path, form: str) -> int:
    """Write the table in one of `FORMATS`; how many rows. Raises OSError."""
    found = list(rows(uow))
    if form == "xlsx":
        _workbook(file, found)
    elif form == "csv":
        with file.open("w", encoding="utf-8-sig", newline="", errors="replace") as out:
            table = csv.writer(out)
            table.writerow(HEADERS.values())
            table.writerows([disarmed(row[name]) for name in HEADERS] for row in found)
    else:
        with file.open("wb") as lines:
            lines.writelines(orjson.dumps({"type": "customer", **row}) + b"\n" for row in found)
    return len(found)


def _workbook(file: Path, found: list[dict[str, Any]]) -> None:
    """Every cell is text: a phone is no number, and nothing is a formula."""
    with xlsxwriter.Workbook(str(file), OPTIONS) as workbook:
        sheet = workbook.add_worksheet("客户")
        bold = workbook.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(HEADERS) - 1, WIDTH)
        for column, header in enumerate(HEADERS.values()):
            sheet.write_string(0, column, header, bold)
        for place, row in enumerate(found, 1):
            for column, name in enumerate(HEADERS):
                if row[name]:
                    sheet.write_string(place, column, disarmed(row[name]))

"""Which header names which field: tables of the words that the program reads without a mapping."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from types import MappingProxyType

from bot.imports.values import Cell, text_of

KINDS = ("customers", "receivables", "payments")
LOOK_AT = 30  # rows above which the headers must stand: titles and dates come before them

_NAMES = "客户 客户名称 客户名 客户全称 单位名称 往来单位 公司名称 customer customer_name client name"
_DOCUMENT = (
    "单号 单据号 单据编号 送货单号 合同号 订单号 发票号码 document document_no doc_no invoice_no invoice"
)
_PERSON = "业务员 负责人 销售 销售员 业务 跟单 salesperson owner sales_rep"
_NOTE = "备注 说明 摘要 note notes remark memo"
_CURRENCY = "币种 货币 currency"
_TABLES: Mapping[str, Mapping[str, str]] = {
    "customers": {
        "customer": _NAMES,
        "short_name": "简称 客户简称 short_name alias",
        "owner": _PERSON,
        "category": "分类 客户分类 类别 category",
        "industry": "行业 industry",
        "region": "地区 区域 片区 省份 region",
        "terms": "账期 付款条件 结算方式 terms payment_terms",
        "limit": "额度 信用额度 授信额度 limit credit_limit",
        "phone": "电话 手机 联系电话 手机号 phone mobile tel",
        "email": "邮箱 电子邮箱 邮件 email e-mail mail",
        "grade": "等级 信用等级 评级 grade",
        "state": "状态 客户状态 state status",
        "contract": "合同 合同条款 合同约定 contract",
        "known_since": "合作起始 合作开始 认识日期 known_since customer_since",
        "people": "联系人 联系人员 contacts contact_persons",
    },
    "receivables": {
        "customer": _NAMES,
        "document": _DOCUMENT,
        "amount": "金额 应收金额 欠款金额 应收 欠款 价税合计 amount total",
        "issued_on": "开单日期 单据日期 日期 发货日期 送货日期 开票日期 业务日期 issued_on issue_date invoice_date date",
        "due_on": "到期日 到期日期 应收日期 应付日期 due_on due_date",
        "terms": "账期 付款条件 terms payment_terms",
        "salesperson": _PERSON,
        "note": _NOTE,
        "currency": _CURRENCY,
    },
    "payments": {
        "customer": _NAMES,
        "amount": "金额 收款金额 回款金额 到账金额 实收金额 amount received",
        "received_on": "收款日期 回款日期 到账日期 日期 received_on payment_date paid_on date",
        "document": _DOCUMENT + " 核销单号 对应单号",
        "method": "方式 收款方式 付款方式 结算方式 method payment_method",
        "note": _NOTE,
        "currency": _CURRENCY,
    },
}
REQUIRED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "customers": ("customer",),
        "receivables": ("customer", "amount", "issued_on"),
        "payments": ("customer", "amount", "received_on"),
    }
)


def folded(header: str) -> str:
    """A header as it is compared: half-width, lower case, without blanks, stars, and what stands in brackets.

    What a bracket says of tens of thousands is kept: 金额(万元) is not 金额.
    """
    text = unicodedata.normalize("NFKC", header).lower()
    name = text if "万" in text else text.split("(")[0]
    return "".join(name.replace("_", "").replace("*", "").replace(":", "").split())


# folded header → field and rank: of two columns for one field the header that stands first in the table wins.
FIELDS: Mapping[str, Mapping[str, tuple[str, int]]] = MappingProxyType(
    {
        kind: {
            folded(word): (field, rank)
            for field, words in table.items()
            for rank, word in reversed(list(enumerate(words.split())))
        }
        for kind, table in _TABLES.items()
    }
)


def fields_of(kind: str) -> tuple[str, ...]:
    """The fields that a file of this kind may have."""
    return tuple(_TABLES[kind])


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the headers stand: place of their row, column by field, and the columns that say nothing to us."""

    place: int
    columns: Mapping[str, int]
    extra: tuple[str, ...]


def find_headings(rows: Sequence[Sequence[Cell]], kind: str) -> Headings | None:
    """The row of headers: the first with all that `kind` needs. None when there is none near the top.

    Headers on two rows (日期 over 开单日期 and 到期日) are one: the lower ones win. `place` is then the lower row.
    """
    for place, row in enumerate(rows[:LOOK_AT]):
        headers = [text_of(cell) for cell in row]
        if not any(folded(header) in FIELDS[kind] for header in headers):
            continue
        below = rows[place + 1] if place + 1 < len(rows) else []
        is_lower = are_headers(below, kind)
        if is_lower:
            both = zip_longest(headers, map(text_of, below), fillvalue="")
            headers = [lower.strip() or upper for upper, lower in both]
        columns = _columns(headers, kind)
        if all(field in columns for field in REQUIRED[kind]):
            used = set(columns.values())
            extra = tuple(header for at, header in enumerate(headers) if header and at not in used)
            return Headings(place + is_lower, MappingProxyType(columns), extra)
    return None


def are_headers(row: Sequence[Cell], kind: str) -> bool:
    """Does a row hold headers alone, as the second line of them, or those that are printed on every page?"""
    texts = [text for cell in row if (text := text_of(cell).strip())]
    return bool(texts) and all(folded(text) in FIELDS[kind] for text in texts)


def _columns(headers: Sequence[str], kind: str) -> dict[str, int]:
    found = [FIELDS[kind].get(folded(header)) for header in headers]
    columns: dict[str, int] = {}
    for _, column, field in sorted((match[1], at, match[0]) for at, match in enumerate(found) if match):
        columns.setdefault(field, column)
    return columns

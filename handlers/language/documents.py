"""Numbers that are names, not money: documents, invoices, our own #1027, phones; how it was paid; quoted notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.language.reading import Span
from handlers.language.words import listed

# Masked text keeps its length, so that offsets stay true.
MASK = "\ue000"

_DOCUMENT_WORDS = "送货单|出库单|发货单|销售单|销货单|提货单|订单|合同|单据|收据|回单|银行回单|凭证|流水|借据|运单|入库单|货单|快递单"
_ITEM = re.compile(r"(?:#|＃|№|第|编号)\s*(\d{1,9})(?:号单|号|单|笔)?(?![\d.,万千百元块k])")
_INVOICE = re.compile(
    r"(?:发票号码|发票号|票号|发票|票)[:：是为 ]*(?:No\.?)?\s*([A-Za-z]{0,4}\d{8,20}|\d{1,6}(?:\.{2,}|…+|[*＊]{2,})\d{2,6})"
)
_DOCUMENT = re.compile(
    rf"(?:(?:{_DOCUMENT_WORDS})"
    rf"(?:号码|编号|号|No\.?|NO\.?)?|[单编]号|(?<![A-Za-z])N[Oo](?=[.:：]))"
    r"[.:：是为 #]*([A-Za-z]{0,6}-?\d[A-Za-z\d]*(?:[-/][A-Za-z\d]+)*)(?![\d.]*[元块万千百])"
    r"(?:\s?[、/和&]\s?\d{3,}(?![\d.,]*[元块万千百\d]))*"
)
_CODE = re.compile(r"(?<![A-Za-z\d])[A-Za-z]{1,6}-?\d{4,}(?:[-/]?[A-Za-z\d]+)*(?![A-Za-z\d])")
_PHONE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}-\d{7,8}|400-?\d{3}-?\d{4})(?!\d)"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_LONG_ID = re.compile(
    r"(?<![\d.,])\d{12,}[\dXx]?(?![\d.,]*[元块万千百])|(?:尾号|卡号|账号|身份证|[后末][四4]位(?:数|号)?)[:：是为 ]*\d{4,}"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·.]?[A-Z\d]{5,6}(?![A-Z\d])"
)

# word in a message → the method kept with the payment
METHODS = {
    "微信": "微信",
    "支付宝": "支付宝",
    "现金": "现金",
    "付现": "现金",
    "收现": "现金",
    "现收": "现金",
    "现付": "现金",
    "现钱": "现金",
    "转账": "转账",
    "转帐": "转账",
    "银行转账": "转账",
    "汇款": "汇款",
    "电汇": "电汇",
    "网银": "转账",
    "承兑汇票": "承兑",
    "银行承兑": "承兑",
    "承兑": "承兑",
    "电承": "承兑",
    "银兑": "承兑",
    "汇票": "承兑",
    "电子承兑": "承兑",
    "银承": "承兑",
    "商承": "承兑",
    "商票": "承兑",
    "银票": "承兑",
    "电票": "承兑",
    "支票": "支票",
    "刷卡": "刷卡",
    "POS": "刷卡",
    "pos": "刷卡",
    "云闪付": "云闪付",
    "数字人民币": "数字人民币",
    "扫码": "扫码",
    "wx": "微信",
    "WX": "微信",
    "vx": "微信",
    "zfb": "支付宝",
    "ZFB": "支付宝",
}
_METHOD = re.compile(
    "|".join(
        rf"(?<![A-Za-z0-9]){word}(?![A-Za-z0-9])" if word.isascii() else word + "(?!在)" * word.endswith("现")
        for word in sorted(METHODS, key=len, reverse=True)
    )
)
_ACCOUNT = re.compile(
    r"(?:(?P<owner>[一-龥]{1,3}?)的?(?:个人)?(?P<wallet>微信|支付宝))|(?P<public>对公账户|对公户|对公|公户|公账|公司账户|公司账|基本户|一般户)"
    r"|(?P<bank>(?:工商|农业|建设|中国|交通|招商|农商|邮储|民生|浦发|中信|光大|兴业|平安)银行|工行|农行|建行|中行|交行|招行)"
)
_NOT_OWNERS = frozenset(
    listed(
        """
        用 通过 走 从 了 已 今天 昨天 刚 刚才 又 打 到 转 是 付 收 他 由 的 元 块 万 千 用的 我用 对方 先
        """
    )
)
_OWNERLESS = frozenset(
    "用从过走了到不是块钱元百千万十来付转打收在给扫说把通发回昨今前晚午早夜号日"
)  # 五百块钱微信转的, 昨天晚上微信
_QUOTED = re.compile(r"[“「『\"]([^”」』\"]{1,60})[”」』\"]")
_NOTE = re.compile(
    r"(?:附言|摘要|用途)[:：]?(?P<field>[^\s:：]{1,20})(?=\s+\S)"  # a bank's line of fields
    r"|(?:备注|说明|附言|摘要|用途)(?:一下|加一句|加上|加个|加|改成|改为|写|为|是)?[:：,， ]?\s*(?P<note>[^\n]{1,80})$"
)

_LETTER = re.compile("[A-z]")
_DIGITS = re.compile(r"\d+")
_PAPERS = re.compile("[单同据证水条编递]|[Nn][Oo]")
# one of these stands in every word of an account, of an account or a method
_TELLS_ACCOUNT = re.compile("[微支公户行]")
_TELLS_WAY = re.compile(f"[微支公户行{''.join(sorted({word[0] for word in METHODS}))}]")


def find_documents(text: str) -> list[Span]:
    """Spans of kinds item, invoice, document, phone, id, plate; `value` is the bare number."""
    digits = sum(map(len, _DIGITS.findall(text)))
    if not digits:
        return []
    found: list[Span] = []
    for kind, pattern in _numbered(text, digits):
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < span.end and span.start < end for span in found):
                continue
            value = match[1] if pattern.groups and match[1] else match[0]
            found.append(Span(start, end, kind, value))
    if len(found) > 1:
        found.sort(key=lambda span: span.start)
    return found


def _numbered(text: str, digits: int) -> list[tuple[str, re.Pattern[str]]]:
    """Only the patterns whose telling characters stand in the text: most messages pay for none."""
    wanted: list[tuple[str, re.Pattern[str]]] = []
    if "#" in text or "第" in text or "编号" in text or "№" in text:
        wanted.append(("item", _ITEM))
    if "票" in text:
        wanted.append(("invoice", _INVOICE))
    if digits >= 10:
        wanted.append(("phone", _PHONE))
    if _PAPERS.search(text):
        wanted.append(("document", _DOCUMENT))
    if digits >= 4 and _LETTER.search(text):
        wanted += [("document", _CODE), ("plate", _PLATE)]
    if "@" in text:
        wanted.append(("email", _EMAIL))
    if digits >= 12 or "尾号" in text or "号" in text:
        wanted.append(("id", _LONG_ID))
    return wanted


def find_methods(text: str) -> list[Span]:
    """How the money came: spans of kind method (value: the kept word) and account (对公, 老周微信, 工行)."""
    if not _TELLS_WAY.search(text):
        return []
    found = [Span(*match.span(), "method", METHODS[match[0]]) for match in _METHOD.finditer(text)]
    if not _TELLS_ACCOUNT.search(text):
        return found
    for match in _ACCOUNT.finditer(text):
        if match["public"] or match["bank"]:
            found.append(Span(*match.span(), "account", "对公" if match["public"] else match[0]))
        elif match["owner"] and match["owner"] not in _NOT_OWNERS and _OWNERLESS.isdisjoint(match["owner"]):
            found.append(Span(match.start(), match.end(), "account", match["owner"] + match["wallet"]))
    return found


def find_note(text: str) -> Span | None:
    """The words after 备注, to the end of the line."""
    match = _NOTE.search(text)
    if match is None:
        return None
    return Span(match.start(), match.end(), "note", (match["field"] or match["note"]).strip())


def masked(text: str, spans: Sequence[Span]) -> str:
    """`text` with the spans blanked out by private-use characters of equal length."""
    for span in spans:
        text = text[: span.start] + MASK * (span.end - span.start) + text[span.end :]
    return text

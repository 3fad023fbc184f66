"""The file of a customer: what is put into it (永盛 行业装修 地区华东), and what is asked of it (永盛的电话是多少)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from handlers.language.extras import yuan
from handlers.language.numerals import read_numeral
from handlers.language.outcome import told
from handlers.language.reading import Fit, Intent, Mention, Reading, Terms
from handlers.language.safety import is_question
from handlers.language.sight import Sight

# What a piece of the message may be, label first; one that is read by nobody makes the message another's.
_IS = r"\s*(?:现在是|更新为?|更新成|变更为|换成了|变成|登记为|是|为|:|改成|改为|设为|定为|调成|调到|换成)?\s*"
_WORD = r"(?P<value>[一-龥A-Za-z0-9]{1,10})"
_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("industry", re.compile(rf"(?:所属)?行业{_IS}{_WORD}")),
    ("region", re.compile(rf"(?:地区|区域|片区|大区){_IS}(?:在)?{_WORD}")),
    ("category", re.compile(rf"(?:客户)?(?:类别|分类|类型){_IS}{_WORD}")),
    ("short_name", re.compile(rf"简称{_IS}{_WORD}")),
    ("grade", re.compile(rf"(?:信用)?(?:等级|评级){_IS}(?P<value>[A-Ea-e])级?")),
    (
        "phone",
        re.compile(rf"(?:联系)?(?:电话|手机|手机号|号码){_IS}(?P<value>1\d{{10}}|0\d{{2,3}}-?\d{{7,8}})"),
    ),
    ("email", re.compile(rf"(?:电子)?(?:邮箱|邮件){_IS}(?P<value>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)", re.ASCII)),
    (
        "known_years",
        re.compile(
            r"(?:合作|认识|打交道|往来)(?:了|有)?\s*(?P<value>[0-9一二两三四五六七八九十半]+)\s*年(?:了|多)?"
        ),
    ),
    (
        "contract",
        re.compile(
            r"合同(?:约定|条款|里写)?\s*(?:是|为|:)?\s*(?P<value>(?!签|到期|续|寄|盖|拿|没|还没|已|快|丢|作废)\S.{1,80})"
        ),
    ),
)
_PUT_AS = r"(?:标成|标为|标记为|列为|列入|设为|设成|归为|归到|归入|划到|划为|升级?为|升级?到|降级?为|降级?到|改成|定为|定成|评为)"
# said without a label, beside or instead of one
_PLAIN: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("industry", re.compile(r"(?:是)?(?:做|搞|干|卖)(?P<value>[一-龥]{2,6})的")),
    ("category", re.compile(rf"{_PUT_AS}?(?:是)?(?P<value>重点|普通|一般|战略|VIP|vip|大)客户")),
    ("grade", re.compile(rf"{_PUT_AS}(?P<value>[A-Ea-e])[类级](?:客户)?")),
    (
        "region",
        re.compile(r"(?:在)?(?P<value>华东|华北|华南|华中|西南|西北|东北|本地|外地)(?:的|地区|片区)?"),
    ),
)
_FIELDS = (*_WORDS, *_PLAIN)
_LIMIT = re.compile(rf"(?:信用|赊账|授信)?额度{_IS}$")
_TERMS = re.compile(rf"(?:账期|付款(?:方式|条件|周期)|结[算款](?:方式|周期|条件)){_IS}$")
_CASH_FIRST = re.compile(r"(?:先款后货|款到发货|现款现货|先付后发)")
_LABELS = re.compile(
    r"(?:所属)?行业|地区|区域|片区|大区|(?:客户)?(?:类别|分类|类型)|简称|(?:信用)?(?:等级|评级)"
    r"|(?:联系)?(?:电话|手机号?|号码)|(?:电子)?邮箱|(?:信用|赊账|授信)?额度|账期|付款(?:方式|条件|周期)|结[算款](?:方式|周期|条件)"
)
_LABEL_AT = re.compile(rf"的?(?:{_LABELS.pattern}){_IS}")
_STOPS = re.compile(r"[\s,，、;；]+")

# asked for: field ← words behind the name
_FILE = re.compile(
    r"^(?:的|这家)?(?:客户)?(?:的)?(?:资料|档案|基本信息|基本情况|详细信息|名片)(?:发我|给我|看看|看一下|呢)?[。?!~ ]*$"
)
_ASKED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field, re.compile(rf"^(?:的|那边的?|家的?)?是?(?:{words})(?:是)?(?:{ask})?(?:啊|呀|呢|来着)?[。?!~ ]*$"))
    for field, words, ask in (
        ("phone", r"(?:联系)?(?:电话|手机|手机号|号码|联系方式)", r"多少|几号|啥|什么|有吗|有没有|给我|发我|告诉我"),
        ("contact", r"联系人|会计|财务|出纳|老板|采购|对接人|现场", r"谁|哪个|哪位|叫什么|叫啥|姓什么|有谁|有哪些"),
        ("contact", r"(?:找|联系)(?:谁)(?:对账|结账|要钱|收钱|付款)?", r"好"),
        ("credit_limit", r"(?:信用|赊账|授信)?额度", r"多少|几万|有多少|多大|是多少"),
        ("terms", r"账期", r"多少|几天|多少天|多久|多长|怎么定的"),
        ("owner", r"(?:归谁|谁|是谁)(?:管|负责|跟|跟进|在跟|的客户)|负责人|业务员|谁的客户", r"谁|哪个|吗"),
        ("industry", r"(?:是)?(?:做|干)(?:什么|啥)(?:的|行业)?|(?:什么|哪个|啥)行业|行业", r"什么|啥|哪个"),
        ("region", r"(?:在)?(?:哪个|什么)?(?:地区|区域|片区)|(?:在)?哪(?:个地方|里|儿)", r"哪|哪里|什么|哪个"),
        ("category", r"(?:什么|哪个|啥)?(?:类别|分类)", r"什么|啥|哪个"),
        ("contract", r"合同(?:条款|约定)?", r"怎么(?:写|定|约定)的?|什么|写了什么|内容"),
        ("known_since", r"(?:合作|认识|打交道)(?:了)?(?:多久|多少年|几年)(?:了)?", r""),
        ("frequency", r"(?:多久|多长时间|几天)(?:拿|进|提|买)(?:一次|一回)货?|(?:拿货|交易|进货|提货)(?:频率|频次|多勤|勤不勤)", r"多少|怎么样|高吗"),
    )
)  # fmt: skip
# 永盛的会计是谁: the name and the title may be one mention
_TITLE = re.compile(r"的?(?:会计|财务|出纳|老板|采购|现场)$")


def asked(sight: Sight) -> Reading | None:
    """永盛资料, 永盛的电话是多少, 永盛归谁管: a look into the file, nothing else."""
    mention = sight.mention
    if (
        mention is None
        or mention.span is None
        or mention.span.start > 2
        or sight.amounts
        or len(sight.mentions) > 1
    ):
        return None
    if sight.text[: mention.span.start].strip("看查把 ") or sight.documents:
        return None
    titled = _TITLE.search(mention.text)
    end = mention.span.end - (len(titled[0]) if titled else 0)
    rest = sight.text[end:].strip()
    if not rest:
        return None
    if _FILE.match(rest):
        return told(sight, Intent.CUSTOMER_FILE, mention=mention, extra={})
    field = next((name for name, pattern in _ASKED if pattern.match(rest)), None)
    return (
        None if field is None else told(sight, Intent.CUSTOMER_FILE, mention=mention, extra={"field": field})
    )


def fields(sight: Sight) -> Reading | None:
    """张三建材 账期30天 额度20万 等级B: a name, and what is to stand in his file, label by label."""
    named = _whose(sight)
    if named is None or is_question(sight):
        return None
    mention, start = named
    found = _read(sight, start)
    owes = "contract" in found and bool(sight.amounts) and sight.has("debt", "unpaid", "goods", "paid")
    if not found or owes or found.keys() == {"limit"}:  # a limit alone is no matter of the file
        return None
    if mention.fit is Fit.NEW and not (len(found) > 1 or "terms_days" in found):
        return None
    return told(sight, Intent.CUSTOMER_UPDATE, mention=mention, extra=found)


def _whose(sight: Sight) -> tuple[Mention, int] | None:
    """The customer at the beginning, known or not, and where the pieces begin."""
    mention = sight.mention
    if mention is not None and mention.span is not None:
        own = len(sight.mentions) == 1 or all(one.span is None for one in sight.mentions[1:])
        led = sight.text[: mention.span.start] in ("", "把", "将", "给")
        return (mention, mention.span.end) if led and own else None
    gap = _STOPS.search(sight.text)
    first = sight.text[: gap.start()] if gap is not None else ""
    if (
        sight.mentions
        or gap is None
        or any(amount.start < gap.start() for amount in sight.amounts)  # 力托机械欠八千二 十天
        or not re.fullmatch(r"[一-龥A-Za-z0-9]{2,12}", first)
        or _LABELS.search(first)
    ):
        return None
    return sight.index.guess(sight.text, 0, len(first)), gap.end()


def _read(sight: Sight, start: int) -> dict[str, Any]:
    """Every piece behind `start` as a field; empty when one of them is none."""
    found: dict[str, Any] = {}
    for at, end in _pieces(sight.text, start):
        field = _piece(sight, at, end)
        if not field:
            return {}
        found |= field
        if "contract" in field:  # it runs to the end
            break
    return found


def _pieces(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Where the pieces stand: parted by blanks and commas, a label with what follows it, 合同 with all the rest."""
    at = start
    while at < len(text):
        gap = _STOPS.match(text, at)
        at = gap.end() if gap else at
        if at >= len(text):
            break
        if text.startswith(("合同", "的合同"), at):
            yield at, len(text)
            return
        label = _LABEL_AT.match(text, at)
        stop = _STOPS.search(text, label.end() if label else at)
        end = stop.start() if stop else len(text)
        yield at, end
        at = end


def _piece(sight: Sight, at: int, end: int) -> dict[str, Any]:
    text = sight.text[at:end].removeprefix("的").strip("。.! ")
    at = sight.text.index(text, at) if text else at
    end = at + len(text)
    for amount in sight.amounts:
        if (
            at <= amount.start
            and amount.end == end
            and amount.fen
            and _LIMIT.fullmatch(sight.text[at : amount.start])
        ):
            return {"limit": yuan(amount.fen)}
    for span in sight.terms:
        label = sight.text[at : span.start]
        if at <= span.start and span.end == end and (not label or _TERMS.fullmatch(label)):
            return _terms(span.terms)
    if _CASH_FIRST.fullmatch(text):
        return _terms(Terms("before_delivery"))
    for field, pattern in _FIELDS:
        match = pattern.fullmatch(text)
        if match is not None:
            return _value(field, match["value"])
    return {}


def _terms(terms: Terms) -> dict[str, Any]:
    event = {"terms_event": terms.event} if terms.event else {}
    return {"terms_kind": terms.kind, "terms_days": terms.days, **event}


def _value(field: str, text: str) -> dict[str, Any]:
    if field == "grade":
        return {field: text.upper()}
    if field == "known_years":
        if text == "半":
            return {field: "0.5"}
        numeral = read_numeral(text.removesuffix("半"), 0)
        half = ".5" if text.endswith("半") else ""
        return {field: f"{int(numeral.value)}{half}"} if numeral is not None and numeral.value else {}
    return {field: text}


SIGNS = "name 资档信名电手号联会财出老采对额账归谁负业做干行地区哪类合认打多几拿交进 terms"
TOLD_SIGNS = "周条业区类型简级度期方邮话机码作识道来同款货做客华西东本外 terms"

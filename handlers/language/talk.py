"""Talk around a debt: promises, disputes, silence."""

from __future__ import annotations

import re
from datetime import date

from handlers.language.days import far_leap_day, is_due_word, is_future, said_once
from handlers.language.doubts import amount_doubt
from handlers.language.extras import document_extras
from handlers.language.outcome import told, whose
from handlers.language.perhaps import expects, has_come, is_billed
from handlers.language.pledges import (
    AT_LATEST,
    after_grace,
    day_to_pay,
    fraction_of,
    leaves_a_rest,
    pays_first,
    promised_after,
    several_promises,
)
from handlers.language.reading import Fit, Intent, Question, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight
from handlers.language.slips import puts_right

# words → the reason of a delay kept with the debt (PEOPLE P20)
REASONS = {
    "没钱": (
        "没钱",
        "资金紧张",
        "周转不开",
        "手头紧",
        "没回款给他",
        "没资金",
        "甲方没",
        "甲方还没",
        "等甲方",
        "下家没",
        "账上没钱",
        "周转困难",
    ),
    "质量": ("质量", "次品", "破损", "不合格"),
    "没开票": (
        "没开票",
        "发票没到",
        "没收到发票",
        "票没到",
        "票没开",
        "票还没开",
        "没给开票",
        "没给人家开票",
        "没给他开票",
        "没给他们开票",
        "等发票",
        "要发票",
    ),
    "走流程": ("走流程", "审批", "排款", "等签字", "领导签字", "等验收", "没验收", "流程"),
    "对不上账": ("对不上", "数量不对", "金额不对", "少货", "短货"),
    "跑了": ("跑了", "失联", "跑路", "联系不上", "人不见了"),
}
_VAGUE_DUE = re.compile(
    r"过两天|过几天|这几天|这两天|下次|有钱了|等钱到|回头|改天|发工资|年后再说|过阵子|过段时间|忙完|过完年"
    r"|年后|尽快|近期|最近|完事儿?|完了再|回款了|宽裕|到时候?|[^，,。 ]{1,4}(?:了|完|好|下来|到位|到账"
    r"|回来|一到)[^，,。 ]{0,5}(?:就|[再才](?=[还给付结打转清]))|(?:收到|拿到|等到|结到)[^，,。 ]{1,10}就|等[^，,。 ]{1,8}(?:再|就|才)"
)
_PLEDGES = ("答应", "承诺", "保证", "许诺", "应承", "打包票")


_MOVED = re.compile(r"(?:推迟|推|延期|延后|延|拖|改|顺延|缓|宽限)到")
_SEES_TO = re.compile(
    r"[排放拨出批]款|安排|处理|解决|到位|一分[不没]少|打|[款钱](?:子|项)?[^，,。 ]{0,6}(?:[出到批]|[出下]来)$"
)


def later_day(sight: Sight) -> date | None:
    """The first day to come; today only when no other is named (今天上门了，答应月底)."""
    moved = _MOVED.search(sight.bare)
    start = moved.end() if moved else 0
    told = [
        found
        for found in said_once(sight.dates)
        if found.start >= start and is_future(found, sight) and not _OF_THAT.match(sight.bare, found.end)
    ]
    latest = [found.day for found in told if AT_LATEST.search(sight.bare, 0, found.start)]
    days = latest or [found.day for found in told]
    return next((day for day in days if day and day > sight.now.date()), days[0] if days else None)


_OF_THAT = re.compile(r"份?的?那[笔单批车]|份?的(?:货|账|单)")  # 11月那笔7300: no day to pay on


_REASONS = tuple((reason, re.compile("|".join(map(re.escape, words)))) for reason, words in REASONS.items())
_ANY_REASON = re.compile("|".join(re.escape(word) for words in REASONS.values() for word in words))


def reason_of(text: str) -> str | None:
    if _ANY_REASON.search(text) is None:
        return None
    return next(reason for reason, words in _REASONS if words.search(text))


_NO_DAY = re.compile(
    r"(?:没|冇|未)(?:有)?(?:说|讲|提|定|给)(?:个?准|到底)?(?:啥|什么|哪天|几号|多久|多会|日子|时间|具体)"
)  # 没说啥时候给
_NOT_SAID = ("没", "没有", "不", "未", "不肯", "不敢", "没敢", "没敢多", "没多", "没好意思", "没细", "没明")


def promise(sight: Sight) -> Reading | None:
    """鑫源说下月10号付清: said of a day to come. A sum booked before 说 makes it a fact with a due day."""
    said = sight.first("say") or (sight.first("maybe") if expects(sight) else None)
    if said is None or is_question(sight):
        return None
    if booked_before(sight, said.start) or (sight.has("refuse") and not _THREAT.search(sight.bare)):
        return None
    if has_come(sight, said.end):
        return None  # 总算松口 先还了我三千
    if sight.text.endswith(_NOT_SAID, 0, said.start) or _NO_DAY.search(sight.bare):
        return None  # 啥也没答应
    day = day_to_pay(sight) or later_day(sight) or after_grace(sight)
    vague = _vague_due(sight)
    fraction = fraction_of(sight)
    amount = next((found for found in sight.amounts if found.start > said.start), None)
    if amount is None and len(sight.amounts) == 1 and not sight.has("debt", "goods", "unpaid"):
        amount = sight.amounts[0]  # 毛巾钱一共5400 他们财务说下月十号打款
    pays = sight.has("pay", "paid", "settled", "half") or amount is not None or said.text.startswith(_PLEDGES)
    if day is None and not (vague and pays) and not (pays and fraction):
        return None
    rest = sight.text[said.end :]
    for found in sight.dates:
        rest = rest.replace(found.text, "")
    only_day = day is not None and not rest.strip(
        " ，,。的啊吧呢了肯定一准到"
    )  # 说月底月底, 说15号之前肯定到
    if not (pays or only_day or _MOVED.search(sight.bare) or _SEES_TO.search(sight.bare)):
        return None
    if (several := several_promises(sight, said, fraction)) is not None:
        return several
    question = amount_doubt(amount) if amount is not None else None
    if question is None and amount is None and fraction not in {None, "1"}:
        question = Question("fraction", data={"fraction": fraction})
    question = question or far_leap_day(sight, sight.dates)
    mention = whose(sight)
    if mention is None:
        question = Question("missing_customer")
    fraction = fraction or ("rest" if sight.has("remainder") else None)  # 他说剩下的月底给
    extra = {
        "fraction": fraction if amount is None else None,
        "vague_due": vague if day is None else None,
        "rest_unsaid": leaves_a_rest(sight, said.end) or None,
        "words": sight.text,
    }
    return told(
        sight,
        Intent.PROMISE,
        mention=mention,
        amount=amount.fen if amount else None,
        due_on=day,
        question=question,
        extra=extra,
    )


def _vague_due(sight: Sight) -> str | None:
    found = next((span.text for span in sight.dates if span.kind == "vague"), None)
    match = None if found else _VAGUE_DUE.search(sight.bare)
    return found or (match[0] if match else None)


def booked_before(sight: Sight, at: int) -> bool:
    """A sum with its own verb stands before 说, or the debt itself is named (欠尾款五百二 说好了二十号)."""
    sums = any(amount.start < at for amount in sight.amounts) or any(
        found.kind == "unit_price" for found in sight.quantities
    )
    verbs = any(
        word.start < at
        and word.kind in {"debt", "paid", "goods", "unpaid", "return"}
        and not (word.kind == "paid" and is_due_word(sight, word, sight.dates))
        for word in sight.words
    )
    if sums and is_billed(sight, at):
        return True
    priced = [found for found in sight.quantities if found.kind == "unit_price" and found.end <= at]
    counted = any(found.kind == "quantity" and found.end <= at for found in sight.quantities)
    if priced and counted:
        return True  # 瓷砖18箱每箱62 老板娘说钱过几天给
    if sums and any(word.kind == "debt" and word.text.startswith("先") for word in sight.words):
        return True  # 货一共16500 老板说先欠着
    if pays_first(sight):
        return True
    if not sums and promised_after(sight, at):
        return False
    return (sums and verbs) or (verbs and bool(sight.amounts) and sight.has("goods", "unpaid"))


_TAKES_CARE = re.compile(
    r"(?:注意|小心|当心|千万)(?:点|些)?(?:别|不要|莫)|(?:别|不要|以免|防止)(?:给)?(?:压|摔|碰|弄)[坏碎扁]"
)  # nothing is broken yet
_LETS = re.compile(r"让(?:了|给)?[他她佢]")
_DENIES = re.compile("欠|赊|拿|退|送|发货")  # 别记 is an order, no denial


# 不付我们就停货: what we shall do if he does not keep his word
_THREAT = re.compile(
    r"(?:如果|要是|再)?不(?:付|给|还|打|结|来)(?:钱|款)?[，, ]?(?:的话)?(?:我们?|咱们?|就|直接)"
    r"[^，,。]{0,6}(?:停|断|起诉|告|律师|法院|不发|拉黑|上门)"
)


# 说我们多算了一车, 讲咱们少送两箱
_BLAMES = re.compile(
    r"(?:说|讲|嫌|赖|怪|坚持|非说|认为)(?:是)?(?:我们?|咱们?|咱家|公司)(?:这边)?[^，,。;；]{0,3}(?:多|少|错|重复|重)(?:算|记|收|写|开|送|发|要|报|给)"
)


def dispute(sight: Sight) -> Reading | None:
    denies = _BLAMES.search(sight.bare) is not None
    denies = denies or (sight.has("say") and any(_DENIES.search(word.text) for word in sight.of("not_debt")))
    if not (sight.has("refuse") or denies) or is_question(sight) or _TAKES_CARE.search(sight.bare):
        return None
    if puts_right(sight):
        return None
    lessens = sight.has("discount", "return") or ("让" in sight.signs and _LETS.search(sight.bare))
    priced = any(found.kind == "unit_price" for found in sight.quantities)
    if _THREAT.search(sight.bare) and sight.has("say"):
        return None
    if (sight.amounts or priced) and lessens and not sight.has("say"):
        return None
    if sight.has("story") and not sight.amounts:
        return None  # 咋回事 老不给钱
    mention = whose(sight)
    unknown = mention is None or mention.fit is Fit.NEW
    if unknown and not sight.has("say") and sight.document("item") is None:
        return None
    if mention is None and sight.document("item") is None:
        return None
    amount = next((found.fen for found in sight.amounts if found.fen), None)
    match = re.search(
        r"((?:上个?月|\d{1,2}月|[一二三四五六七八九十]+月)?份?的?(?:那笔|那单|那批货?|的货)|上次那批|那批货|那笔)",
        sight.bare,
    )
    extra = {
        "reason": reason_of(sight.text),
        "words": sight.text,
        **document_extras(sight, 0, len(sight.text)),
    }
    if match is not None:
        extra["applies_to"] = match[1]
    return told(sight, Intent.DISPUTE, mention=mention, amount=amount, extra=extra)


def silence_reason(sight: Sight) -> Reading | None:
    word = sight.first("silence")
    if word is None or (word.text.startswith("没") and not is_question(sight)):
        return None
    return told(sight, Intent.SILENCE_REASON, mention=whose(sight))

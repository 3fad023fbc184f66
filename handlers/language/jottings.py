"""What is written down about a customer and books nothing: visits, calls, papers, his people, why he does not pay."""

from __future__ import annotations

import re
from datetime import date

from handlers.language.extras import document_extras
from handlers.language.outcome import told, whose
from handlers.language.perhaps import is_billed
from handlers.language.pledges import pays_first
from handlers.language.plights import in_plight
from handlers.language.queries import is_booking
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight
from handlers.language.talk import later_day, promise, reason_of

_NOTING = ("记一下", "记下", "注意", "备忘", "留意")


def _day_ahead(sight: Sight) -> date | None:
    periods = {found.day for found in sight.dates if found.kind == "period"}
    day = later_day(sight)
    return day if day is not None and day > sight.now.date() and day not in periods else None


# 备注 …, 记一下 …, 永盛备注 …: what follows is kept as it is
_SETS_DOWN = re.compile(
    r"^(?:[喂嗯呃额哎唉诶哦]|顺便|请|帮我?|给我?|麻烦|再|先|\ue000+(?:家|那边)?的?|[:： ，,])*"
    r"(?:(?P<note>备注|备个注|备忘|(?:记|写|加|留)个?(?:一[笔条])?(?:个)?(?:备注|笔记|备忘|跟进|"
    r"底(?=[:：，, ])|记录(?=[:：，, ]))|跟进(?:记录|情况|备注|一下)?(?=[:：])|跟进(?=记录)|"
    r"(?:电话|上门)?(?:催收|催款|跟进|拜访|回访|沟通|联系|走访)(?:情况|记录|纪要|结果|日志)(?=[:：， ])|兹?记录(?=[:：]))|记录?(?:一下|"
    r"个事儿?|下)|留意|注意)(?:一下|下|个|啊|哈|[:：，, ])*"
)
_OF_THE_BOOKS = ("goods", "debt", "unpaid", "settled", "return", "discount", "write_off", "limit", "customer_set", "invoice")  # fmt: skip
_OF_THE_FILE = ("账期", "月结", "额度", "电话", "手机")
# 周末不收货, 每月25号对账: a habit, no day to come back to
_HABIT = re.compile("不|都|休|没|才|放假|对账|以后|起")


def noted(sight: Sight) -> Reading | None:
    """The leading word decides, unless 记一下 leads a fact of the books."""
    led = _SETS_DOWN.match(sight.bare)
    if (
        led is None
        or not sight.mentions
        or sight.amounts
        or is_question(sight)
        or sight.has("correct", "remind")
    ):
        return None
    if len(sight.bare[led.end() :].strip("\ue000 ")) < 2 or sight.document("item"):
        return None
    facts = (
        sight.has(*_OF_THE_BOOKS)
        or sight.says(*_OF_THE_FILE)
        or any("了" in word.text for word in sight.of("paid"))
    )
    if led["note"] and sight.terms and sight.says("账期", "月结"):
        return None  # 备注永盛账期30天
    if led["note"] is None and facts and not sight.says("专票", "普票"):
        return None
    habit = any(
        _HABIT.match(sight.text, found.end) or sight.text.endswith("每", 0, found.start)
        for found in sight.dates
    )
    return told(
        sight,
        Intent.FOLLOW_UP_NOTE,
        mention=sight.mention,
        due_on=None if habit or "每" in sight.text else _day_ahead(sight),
        extra={"note": sight.text, "reason": reason_of(sight.text)},
    )


_WHY_UNPAID = re.compile(
    r"(?:[没未冇不][有]?(?:付|给|还|结|打|收|回|俾|畀)|拖|超期|逾期|欠着)[^，,。;；]{0,6}?(?:是?因为|是由于|原因|主要是)"
    r"|原因(?:[:：是]|在于)|所以(?:才|还|一直|就)*(?:没|未|冇|不)(?:有)?(?:付|给|还|结|打|俾|畀)"
    r"|(?:在|正在|还在|还得)(?:走|等)(?:着)?(?:流程|审批|签字|排款)(?:了|呢)?[。 ]*$"
)


def why_unpaid(sight: Sight) -> Reading | None:
    """没付是因为发票没开, 超期原因：甲方没回款, 在走流程呢: the reason of a debt (P20), nothing asked."""
    if sight.amounts or not sight.mentions or "?" in sight.text or sight.has("ask", "silence", "remind"):
        return None
    if _WHY_UNPAID.search(sight.text) is None:
        return None
    extra = {"note": sight.text, "reason": reason_of(sight.text)}
    return told(sight, Intent.FOLLOW_UP_NOTE, mention=sight.mention, extra=extra)


_PAPERS = re.compile(
    r"^(?:刚|今天|已经?)?(?:收到|拿到|接到|寄来)了?[^，,。 ]{0,8}?的?"
    r"(?:对账单|对账函|询证函|发票|合同|样品|快递|函|资料|回执|订单|清单)(?:了)?[。~ ]*$"
)


# 对账单给永盛发过了, 对账单已经给永盛了
_PAPERS_SENT = re.compile(
    r"(?:对账单|对账函|询证函|合同|回执|报价单?|送货单)[^，,。;；]{0,10}(?:(?:发|寄|送|传|给)(?:过去|过|去|到)?了|(?:已经?|刚)给\ue000+了)[。~ ]*$"
)


def papers(sight: Sight) -> Reading | None:
    """收到了大成的对账单: papers came, no money."""
    came = _PAPERS.match(sight.bare) or _PAPERS_SENT.search(sight.bare)
    if sight.amounts or not sight.mentions or not came or is_question(sight):
        return None
    return told(sight, Intent.FOLLOW_UP_NOTE, mention=sight.mention, extra={"note": sight.text})


# 永盛地址 城东路18号: nothing of the customer's file, and kept all the same
_WRITTEN_DOWN = re.compile(
    r"(?:以后|今后|往后|每次|每月)[^，,。;；]{0,10}(?:对账单|账单)[^，,。;；]{0,6}(?:发|走|用|送|寄|"
    r"传)[^，,。;；]{0,4}(?:微信|邮箱|邮件|短信|QQ|qq|钉钉|传真|快递|纸)"
    r"|(?:地址|微信号?|开户行|税号|抬头)(?:是|:|：|改成|换成| )+[^ ，,。]{2}|账要找[^，,。]{1,6}对|\ue000(?:家|那边)?要求"
    r"|(?:会计|财务|老板娘?|出纳|采购|经理)[^，,。]{0,4}(?:辞职|离职|走了|换了|病了|住院|进去了|被抓|休假|不干了)"
    r"|(?:以后|今后)[^，,。]{0,10}(?:找|走后|送到|跟他)|对账找|对账(?:对上|没问题|一致|无误)|账对(?:上|好|完|清)了|(?:前|后|先)对账"
)


# 去了趟永盛 钱收到了: how much?
_MONEY_CAME = re.compile(
    r"(?:钱|款|账)(?:都|也|已经?|全)?(?:收到|收|到账|付|结|打|给)(?:过来|清|齐|掉)?了(?!没)"
)
_RETURNS = re.compile("[回过进出上下]去了$")  # 包裹退回去了: no visit


def note(sight: Sight) -> Reading | None:
    """拜访了, 电话没人接, 备注一下 …: kept with the customer, books nothing."""
    said = sight.has("say") and bool(sight.mentions)
    told_last = sight.text.endswith(_NOTING) and not sight.has("paid", "debt", "goods", "discount")
    written = sight.text.startswith(_NOTING) or told_last or _WRITTEN_DOWN.search(sight.bare) is not None
    noted = written and bool(sight.mentions) and not sight.amounts
    heard = any(not _RETURNS.search(sight.bare, 0, word.end) for word in sight.of("note"))
    if not heard and not said and not noted and not _reason_alone(sight):
        return None
    came = _MONEY_CAME.search(sight.bare) if not sight.amounts and not said else sight.has("confirm_paid")
    if (
        is_question(sight)
        or came
        or pays_first(sight)
        or (said and sight.amounts and is_billed(sight, len(sight.bare)))
        or (is_booking(sight) and not sight.says("催款函"))
    ):
        return None
    if (
        sight.note is not None
        and sight.has("pay")
        and any(one.end <= sight.note.start for one in sight.amounts)
    ):
        return None  # 还650 备注旧账: money, and a note on it
    mention = whose(sight)
    if mention is None:
        return None
    phone = document_extras(sight, 0, len(sight.text)).get("phone")
    return told(
        sight,
        Intent.FOLLOW_UP_NOTE,
        mention=mention,
        due_on=None if written and "地址" in sight.bare else _day_ahead(sight),
        extra={"note": sight.text, "reason": reason_of(sight.text), "phone": phone},
    )


_BIDS = re.compile(
    r"(?:催|提醒)(?:一|下|他|她|\ue000|$)|帮我|替我|给我(?!们)|让(?!我)|叫(?!苦|穷)|派|你去|谁去|查一?下|看一?下"
)


_WITH_A_SIGH = re.compile(
    r"^(?!.*(?:[?？]|吗|几时|什么|多少|谁|哪|啥|咋|怎)).*[^人\ue000]呢[。 ]*$"
)  # 跟他弟打官司呢


def plight(sight: Sight) -> Reading | None:
    """老曹手机停机了, 远洲门关着, 对账单送到了 出纳收的: how things stand with him."""
    if (
        not in_plight(sight)
        or (is_question(sight) and not _WITH_A_SIGH.search(sight.text))
        or _BIDS.search(sight.bare)
    ):
        return None
    if any("了" in word.text and "没" not in word.text for word in sight.of("paid")):
        return None
    if sight.has("pay", "settled") and _day_ahead(sight) is not None:
        return None  # 态度不错 这周四付
    said = promise(sight)
    if said is not None and (said.question or said.records[0].due_on != sight.now.date()):
        return None  # 生意不好 说下月5号给: his word
    return told(
        sight,
        Intent.FOLLOW_UP_NOTE,
        mention=whose(sight),
        due_on=_day_ahead(sight),
        extra={"note": sight.text, "reason": reason_of(sight.text)},
    )


def _reason_alone(sight: Sight) -> bool:
    return bool(sight.mentions) and reason_of(sight.text) is not None and not sight.amounts

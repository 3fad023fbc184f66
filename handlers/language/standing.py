"""What stands about a customer is ended, listed or taken back: disputes, holds, stopped goods, promises, reminders,
tasks. Set phrases only; what is new of these is read by `talk`, `holds` and `tasks`.
"""

from __future__ import annotations

import re
from typing import Any

from handlers.language.contacts import contact
from handlers.language.dates import as_past
from handlers.language.outcome import told, whose
from handlers.language.outlook import goes_on
from handlers.language.queries import number_in
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight
from handlers.language.talk import later_day, reason_of
from handlers.language.waking import Rules

_NAME = r"\ue000*(?:那边|家|他们?|的)?"
_SETTLED = re.compile(
    r"(?:异议|争议|纠纷|出入|质量问题|质量的?事|质量那事|扯皮的?事|对账的?问题)[^，,。]{0,6}?"
    r"(?:解决|谈好|谈妥|谈拢|谈完|处理好|处理完|处理了|说好|说清|了结|搞定|协商好|协商完|达成|两清|不成立|撤了|没了)"
    r"|(?:[0-9元块万千]|那[笔批车单][^，,。]{0,3})的?事儿?[^，,。]{0,3}(?:解决|谈好|谈妥|了结|摆平|说好|处理好)"
)
_CREDITED = re.compile(r"(?:退|让|减|免|扣|少收|赔)(?:了|给|掉)?(?:他|她|他们)?\s?$")
_STANDS = re.compile(r"没(?:有)?(?:解决|谈|处理|说|了结|搞定|协商)|还没|未解决|未处理")
_ALL_CREDITED = re.compile(r"全(?:部|都|额)?(?:免|退|不要|不收|让)|(?:都|全)(?:不要|不收)了")
_DUE_AGAIN = re.compile(
    r"(?:其余|剩下|余下|别的|其他|全部?|都|照|还是)[^，,。]{0,3}(?:照付|照给|要付|付|给)|照付|照给|不成立|撤了"
)
_RETURNED = re.compile(r"退")
_ASKS_LIST = (
    r"(?:看看|查一?下?|列一?下?|列出|报一?下?|有|还有|都有|现在)?(?:哪些|哪几家|哪家|谁家?|所有的?|全部的?)?"
)
_LISTED = r"(?:的)?(?:客户|人)?(?:都)?(?:有)?(?:哪些|哪几家|谁|列表|清单|名单|有几家|几家)?[?？]?$"
_DISPUTES = re.compile(rf"^{_ASKS_LIST}(?:有|在)?(?:提)?(?:异议|争议|有出入)(?:没解决)?{_LISTED}")
_HELD = re.compile(rf"^{_ASKS_LIST}(?:在|是)?(?:先别催|先不催|别催|停催|暂停催收|不催)(?:着)?{_LISTED}")
_STOPPED = re.compile(rf"^{_ASKS_LIST}(?:在|被)?(?:停货|停供|停发)(?:了|着)?{_LISTED}")
_PROMISES = re.compile(
    rf"^(?:这周|本周|下周|今天|明天|这个?月|本月|下个?月)?{_ASKS_LIST}(?:客户)?(?:说好|说定|答应|承诺|"
    rf"承诺过)(?:了)?(?:要)?(?:付|还|给|打)?(?:款|钱)?(?:了)?{_LISTED}"
)
_NO_PROMISE = re.compile(
    r"(?:取消|撤销|撤回|作废|删掉?)[^，,。]{0,8}承诺|承诺[^，,。]{0,4}(?:不算|作废|取消|撤)"
)
_MAY_CHASE = re.compile(
    rf"(?:可以|能|准备?)(?:开始|继续|重新|接着)?(?:去)?催{_NAME}了|{_NAME}(?:可以|能)(?:开始|继续)?催(?:收|款)?了"
    rf"|(?:恢复|重新|继续)(?:对|给)?{_NAME}(?:开始)?(?:催收?|提醒)|(?:解除|取消){_NAME}(?:先别催|暂停催收|停催)"
)
_GOODS = r"(?:发货|送货|供货|出货|放货|供应|发|送)"
_MAY_SUPPLY = re.compile(
    rf"恢复(?:给|对|向)?{_NAME}{_GOODS}|(?:可以|能)(?:给)?{_NAME}(?:继续|接着|再|恢复|正常)?{_GOODS}了|"
    rf"{_NAME}(?:可以|能)(?:继续|接着|再|恢复|正常)?{_GOODS}了|(?:解除|取消|不用|不|别){_NAME}停货|"
    rf"放开{_NAME}{_GOODS}"
)
_LAWYER = re.compile(r"律师(?!函|费|信)")
_LAWYER_CAME = re.compile(
    r"(?:请|找|有|委托|叫|聘|上|来|换|走)(?:了|个|着|到)*律师|律师(?:介入|出面|来|联系|打|找|接手|在)"
)
_LAWYER_GONE = re.compile(
    r"律师[^，,。]{0,8}(?:结束|撤|不(?:管|代理|用)|完了|了结)|(?:没有?|不(?:再)?(?:用|请|找|要|委托)|没再请)律师"
)
_MAY_CONTACT = re.compile(
    rf"(?:可以|能|恢复)(?:重新)?(?:给|跟|和|对)?{_NAME}(?P<who>[一-龥]{{1,3}})?联系(?:{_NAME})?了?$"
)
_LEAVE_ALONE = re.compile(
    r"(?:以后|今后|今后都)?(?:别|不要|莫|勿|不许|禁止|不能)(?:再)?(?:给|跟|和|去)?\ue000*(?P<who>[一-龥]{1,2}(?:总|经理|会计|老板|工|姐|哥))?"
    r"(?:联系|打扰|发消息|发短信|发信息|发微信)(?P<after>[一-龥](?:总|经理|会计|老板|工|姐|哥))?"
)
_WHO = re.compile(r"[一-龥](?:总|经理|会计|老板|工|姐|哥)$")
_MINE = r"(?:看看|查看?|列一?下?)?(?:我的|我有哪些|有哪些|还有哪些|都有哪些|我设的)?"
_REMINDERS = re.compile(rf"^{_MINE}提醒(?:列表|清单|有哪些|事项|都有哪些|还有哪些)?[?？]?$")
_NO_REMINDER = re.compile(
    r"^(?:把)?(?:取消|删掉?|删除|撤掉?|去掉|不用|不要)(?P<what>[^，,。]{0,14}?)提醒(?:我)?(?:\s*第?(?P<n>[0-9一二三四五六七八九])个?)?(?:了)?$"
)
_TASKS = re.compile(
    r"^(?:看看|查看?|列一?下?)?(?:我的|我有哪些|有哪些|还有哪些)?(?:任务|交代我的事?|交代给我的事?)(?:列表|清单|有哪些)?[?？]?$"
)
_GIVEN = re.compile(
    r"^(?:看看|查看?)?我?(?:交代|安排|派|布置)(?:的|下去的|出去的|给别人的)(?:事情?|任务|活)?(?:怎么样了|呢|办了吗)?[?？]?$"
)
_DONE = re.compile(
    r"^(?P<what>[^，,。 ]{0,8})(?:办完|办妥|办好|办成|完成|搞定)了?(?:[，,。 ](?P<result>.+))?$"
)
_PHONE = re.compile(
    r"^我的?(?:电话|手机|手机号|号码)(?:是|改成|换成|:|：)?\s*(?P<phone>1\d{10}|0\d{2,3}-?\d{7,8})$"
)


def standing(sight: Sight) -> Reading | None:
    """One of these, when the message is nothing else."""
    if len(sight.text) > 60 or sight.says("如果", "要是", "的话", "假如"):
        return None
    return RULES.answer(sight)


def _settled(sight: Sight) -> Reading | None:
    """永盛异议解决了 退1000 其余照付."""
    if not _SETTLED.search(sight.bare) or _STANDS.search(sight.bare) or is_question(sight):
        return None
    mention = whose(sight)
    if mention is None and sight.document("item") is None:
        return None
    whole = _ALL_CREDITED.search(sight.bare) is not None
    sums = [found for found in sight.amounts if found.fen]
    credited = (found for found in sums if _CREDITED.search(sight.bare, 0, found.start))
    amount = next((found.fen for found in (*credited, *sums)), None)
    extra: dict[str, Any] = {
        "action": "resolve",
        "credit": "return" if _RETURNED.search(sight.bare) else "allowance",
        "whole": whole or None,
        "due_again": bool(_DUE_AGAIN.search(sight.bare)) or None,
        "words": sight.text,
    }
    return told(sight, Intent.DISPUTE, mention=mention, amount=amount, extra=extra)


_WHICH = r"(?:有哪些|有几个|有多少|有没有|是什么|是啥|列表|清单|呢|看看|查一下)?[?？]?$"
_DAY = "(?:什么时候|啥时候|何时|哪天|哪一天|几号|多久)"
_WHEN = rf"(?:到|是)?{_DAY}(?:为止)?(?:了|呢|啊)?[?？]?$"
_OF = rf"^(?:看看|查一?下?)?{_NAME}"
_HE = re.compile("^(?:他们家|他家|他们|他|她|这家|那家)")
_HIS_DISPUTES = re.compile(
    rf"{_OF}(?:还|现在|都)?(?:有|提了?)?(?:哪些|哪几个|什么|多少|几个|啥|没有?)(?:没解决的)?(?:异议|争议)[?？]?$"
    rf"|{_OF}的?(?:异议|争议){_WHICH}"
)
_HIS_PROMISES = re.compile(
    rf"{_OF}的?(?:承诺|保证|说好的日子){_WHICH}"
    rf"|{_OF}(?:都|上次|之前|当时)?(?:说好|答应|承诺|保证)(?:过|了)?(?:的)?(?:是)?(?:什么|啥|哪些|多少钱?)(?:了|呢|来着)?[?？]?$"
    rf"|{_OF}(?:都|上次|之前|当时)?(?:说好|答应|承诺|保证)(?:过|了)?(?:要)?(?:是)?{_DAY}(?:付|给|还|打|结|清)?(?:款|钱)?(?:来着|呢)?[?？]?$"
)
_HIS_HOLD = re.compile(
    rf"{_OF}的?(?:先别催|先不催|别催|停催|暂停催收|不催)(?:是)?{_WHEN}|{_OF}(?:催收)?(?:停|暂停){_WHEN}"
)
_HIS_STOP = re.compile(
    rf"{_OF}的?停货{_WHEN}|{_OF}(?:现在|还)?(?:是不是)?(?:停货了?|停着货)(?:吗|没有?|没)[?？]?$"
)


def _lists(sight: Sight) -> Reading | None:
    """有哪些异议, 谁先别催, 停货的有哪些, 谁说好了付, 我的提醒, 我的任务, 我交代的事; 永盛有哪些异议, 鑫源的承诺."""
    if sight.amounts:
        return None
    if sight.mentions or _HE.match(sight.text):
        for pattern, intent, extra in _HIS:
            if pattern.match(_HE.sub("\ue000", sight.bare)):
                return told(sight, intent, mention=whose(sight), extra={"action": "list", **extra})
        return None
    for pattern, intent, extra in _LISTS:
        if pattern.match(sight.text):
            return told(sight, intent, extra={"action": "list", **extra})
    return None


_HIS: tuple[tuple[re.Pattern[str], Intent, dict[str, Any]], ...] = (
    (_HIS_DISPUTES, Intent.DISPUTE, {}),
    (_HIS_PROMISES, Intent.PROMISE, {}),
    (_HIS_HOLD, Intent.HOLD, {"kind": "contact"}),
    (_HIS_STOP, Intent.HOLD, {"kind": "delivery"}),
)
_LISTS: tuple[tuple[re.Pattern[str], Intent, dict[str, Any]], ...] = (
    (_DISPUTES, Intent.DISPUTE, {}),
    (_HELD, Intent.HOLD, {"kind": "contact"}),
    (_STOPPED, Intent.HOLD, {"kind": "delivery"}),
    (_PROMISES, Intent.PROMISE, {}),
    (_REMINDERS, Intent.REMIND, {}),
    (_TASKS, Intent.TASK, {"whose": "mine"}),
    (_GIVEN, Intent.TASK, {"whose": "given"}),
)


_DAY_BOOK = re.compile(
    r"^(?:看看|查一?下?|帮我看看|列一?下?)?(?:我|我们|咱们|大家)?(?:今天|今儿个?|今日|昨天|昨儿|昨日|前天|"
    r"刚才|刚刚|上午|下午|\ue001+)?(?:我|我们|大家)?"
    r"(?:一共|总共|都|已经?|给我)*(?:记|录|登记|入)(?P<done>了|过|的|进去了?|上了?)*"
    r"(?:些)?(?P<what>什么|啥|哪些|哪几笔|几笔|几条|多少[笔条]?)?(?:的)?(?:账|东西|单子?|明细|记录)?(?:呢|了|来着)?[?？。]?$"
)


def _day_book(sight: Sight) -> Reading | None:
    """今天都记了啥, 我今天记了哪些, 昨天记的: what was put down on a day."""
    if sight.amounts or sight.mentions or len(sight.dates) > 1:
        return None
    day = sight.dates[0] if sight.dates and sight.dates[0].kind == "day" else None
    text = sight.text
    if day is not None:
        text = f"{text[: day.start]}\ue001{text[day.end :]}"
    match = _DAY_BOOK.match(text)
    says_when = day is not None or sight.says("刚才", "刚刚", "上午", "下午", "我")
    if match is None or not (match["what"] or (match["done"] and says_when)):
        return None
    when = as_past(day, sight.now).day if day is not None else sight.now.date()  # 20号 is the last one
    if when is None or when > sight.now.date():
        return None
    return told(sight, Intent.DAY_BOOK, happened_on=when)


def _lifted(sight: Sight) -> Reading | None:
    """可以催华泰了, 永盛恢复发货, 永盛律师的事结束了, 可以联系永盛了."""
    if sight.amounts or is_question(sight) or not sight.mentions:
        return None
    kinds = (
        (_MAY_CHASE, "contact"),
        (_MAY_SUPPLY, "delivery"),
        (_LAWYER_GONE, "lawyer"),
        (_MAY_CONTACT, "no_contact"),
    )
    kind = next(
        (kind for pattern, kind in kinds if pattern.search(sight.text if kind == "lawyer" else sight.bare)),
        None,
    )
    if kind is None:
        return None
    return told(sight, Intent.HOLD, mention=sight.mention, extra={"action": "lift", "kind": kind})


def _left_alone(sight: Sight) -> Reading | None:
    """永盛请律师了, 永盛别联系了, 永盛王总别联系."""
    if is_question(sight) or sight.amounts:
        return None
    lawyer = (
        _LAWYER.search(sight.bare)
        and _LAWYER_CAME.search(sight.bare)
        and not sight.says("我们请", "咱们请", "我请")
    )
    alone = _LEAVE_ALONE.search(sight.bare)
    if not (lawyer or alone) or not sight.mentions:
        return None
    extra: dict[str, Any] = {"kind": "lawyer" if lawyer else "no_contact", "words": sight.text}
    if not lawyer and alone:
        spoken = _WHO.search(sight.mentions[0].text)  # 永盛王总 is one mention
        extra["person"] = alone["who"] or alone["after"] or (spoken[0] if spoken else None)
    return told(sight, Intent.HOLD, mention=sight.mention, extra=extra)


def _no_promise(sight: Sight) -> Reading | None:
    """取消永盛的承诺."""
    if not _NO_PROMISE.search(sight.bare) or is_question(sight):
        return None
    return told(sight, Intent.PROMISE, mention=whose(sight), extra={"action": "withdraw"})


def _no_reminder(sight: Sight) -> Reading | None:
    """取消周五的提醒, 取消提醒2; with 不用 a customer's reminders may be meant, which is a hold."""
    match = _NO_REMINDER.match(sight.text)
    if match is None or (sight.mentions and not sight.text.startswith(("取消", "删", "把"))):
        return None
    extra = {"action": "cancel", "place": number_in(match["n"]) if match["n"] else None}
    return told(sight, Intent.REMIND, mention=sight.mention, due_on=later_day(sight), extra=extra)


def _done(sight: Sight) -> Reading | None:
    """办完了, 永盛那边办好了，收到支票."""
    match = _DONE.match(sight.text)
    if match is None or sight.amounts or is_question(sight) or sight.has("debt", "invoice"):
        return None
    return told(sight, Intent.TASK, mention=sight.mention, extra={"action": "done", "words": sight.text})


def _reason(sight: Sight) -> Reading | None:
    """#1042 走流程: why this one is not paid (P20)."""
    number, reason = sight.document("item"), reason_of(sight.text)
    if (
        number is None
        or reason is None
        or sight.amounts
        or sight.has("refuse")
        or (sight.has("invoice") and reason != "没开票")
        or is_question(sight)
    ):
        return None
    extra = {"number": int(number), "reason": reason, "note": sight.text}
    return told(sight, Intent.FOLLOW_UP_NOTE, mention=sight.mention, extra=extra)


def _own_phone(sight: Sight) -> Reading | None:
    """我的电话13800001111: it stands below what customers read."""
    match = _PHONE.match(sight.text)
    if match is None:
        return None
    return told(sight, Intent.STAFF_UPDATE, extra={"action": "phone", "phone": match["phone"]})


RULES = Rules(
    (_own_phone, "电手号"),
    (contact, "计务纳板购场地"),
    (_lists, "议入催停说答承醒任代排派置保"),
    (_day_book, "记录登入"),
    (goes_on, "另剩其余发转"),
    (_no_reminder, "醒"),
    (_no_promise, "诺"),
    (_settled, "议纷入质扯对事"),
    (_lifted, "催醒恢可能停放律联"),
    (_left_alone, "律联扰消短信"),
    (_done, "办成搞"),
    (_reason, "item"),
)

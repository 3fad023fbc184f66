"""Everything else people say: greetings, help, receipts of money, invoices, staff, settings, merging, approving."""

from __future__ import annotations

import re
from typing import Any

from handlers.language import approvals, arrivals, colleagues
from handlers.language.extras import document_extras, way_extras
from handlers.language.outcome import asks, nothing, told, whose
from handlers.language.reading import Fit, Intent, Mention, Question, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight, left_over
from handlers.language.tasks import time_of

_MEDIA = "语音|说话|拍照|照片|图片|截图|小票|录音|视频|方言|粤语|英文|表格|excel|Excel|批量"
_HOW_TO = re.compile(
    r"(?:怎么|如何|咋个?|啷个|怎样|咋样|点样)(?:才能|能|去|来)?(?:批量|一次|快速|自己|重新|一起)?(?:记|用|查|撤|改|删|录|写|打字|打|说|输|操作|收款|导|设|加|发货单|催|对账|看|弄|新增|建|登记)"
    r"|(?:怎么|如何|咋|点样)(?:才能)?把[^，,。]{0,8}(?:改|删|撤|退|转|合|加|导|录|记)"
    rf"|(?:{_MEDIA})(?:能不能|可不可以|行不行|支不支持|能|可以|支持|会)[^，,。]{{0,4}}(?:记|录|识别|认|导|用|吗|么|不|\?)"
    rf"|(?:能不能|可不可以|支不支持|会不会|能|可以|支持|会)[用发听看认懂得直接]{{0,3}}(?:{_MEDIA})[^，,。]{{0,4}}(?:记|录|识别|认|导|吗|么|不|\?|$)"
)
_DAILY = re.compile(
    r"每(?:天|日|晚|早|个?工作日|周[一二三四五六日末天]?|月).{0,12}(?:报|发|推|汇总|通知|总结)"
)
_NOT_NOW = re.compile(
    r"^(?P<when>周末|周[六日天]|星期[六日天]|礼拜[六日天]|节假日|放假|假期|晚上|中午|夜里)(?:的时候"
    r"|期间)?(?:都|就)?(?:别|不要|不用|莫|甭)(?:再)?(?:给|跟)?我?们?(?:再)?(?:推送|推|发|提醒|打扰|吵)"
)
_PAYER = re.compile(r"[一-龥A-Za-z·]{2,12}")
_SWITCH = {
    "打开": "on",
    "开启": "on",
    "启用": "on",
    "开通": "on",
    "关闭": "off",
    "关掉": "off",
    "停用": "off",
}
_DAY_OFF = re.compile(r"(?:周|星期|礼拜)(?P<day>[一二三四五六日天末])(?:不要|不发|别发|休息|不用)")
_SETTING_TOPIC = re.compile(r"日报|周报|月报|提醒时间|推送|到账确认|免打扰|默认账期|确认|汇总|早报|晚报|提醒")
_RELEASE = re.compile(r"^(?:开启|打开|关闭|关掉)\s*[\ue000]*\s*(?:的)?(?:客户)?提醒$")


_US = re.compile(r"(?:记账|对账|清账)?(?:小)?(?:助手|助理|机器人|管家)|小清|清账(?=$|[啊呀 ，,。?!~])")
_GREETINGS = frozenset({"早上好", "早安", "上午好", "中午好", "下午好", "晚上好", "早", "大家早", "大家好"})


def smalltalk(sight: Sight) -> Reading | None:
    """在吗, 怎么记账, 好的, 谢谢: the whole message is this and nothing more."""
    if sight.mentions or sight.amounts or sight.documents:
        return None
    if (sight.has("help") or _HOW_TO.search(sight.text)) and not sight.dates:
        return told(sight, Intent.HELP)
    if sight.text.strip(" 。.!~") in {"收到", "收到了", "已收到", "改", "清"}:
        return nothing(sight, "small talk")
    if sight.text.strip(" 。.!~啊呀") in _GREETINGS:
        return told(sight, Intent.GREETING)
    rest = sight.bare
    for word in sight.of("greeting", "thanks", "filler"):
        rest = rest.replace(word.text, "", 1)
    if _US.sub("", rest).strip(" ，,。.!?~、…"):
        return None
    return told(sight, Intent.GREETING) if sight.has("greeting") else nothing(sight, "small talk")


def unclaimed(sight: Sight) -> Reading | None:
    """对公收到5万 王德发 不知道谁的: money of an unknown payer."""
    if not sight.has("unclaimed") or not sight.amounts or sight.mentions:
        return None
    amount = sight.amounts[0]
    day = next((found.day for found in sight.dates if found.day and found.day <= sight.now.date()), None)
    extra: dict[str, Any] = {
        **way_extras(sight, 0, len(sight.text)),
        **document_extras(sight, 0, len(sight.text)),
    }
    extra["payer"] = _payer(sight)
    return told(sight, Intent.UNCLAIMED_MONEY, amount=amount.fen, happened_on=day, extra=extra)


def _payer(sight: Sight) -> str | None:
    """The word that stands alone and is nothing else (贺大年 is no day of the New Year); else what is left over."""
    bare = left_over(sight, sight.amounts, sight.methods, sight.words, blank=" ")
    whole_days = {sight.text[found.start : found.end] for found in sight.dates}
    for text in (bare, left_over(sight, sight.amounts, sight.methods, sight.words, sight.dates, blank=" ")):
        alone = [match[0] for match in _PAYER.finditer(text) if match[0] not in whole_days]
        if alone and alone[0] in sight.text.replace("，", " ").replace(",", " ").split():
            return alone[0]
    match = _PAYER.search(text)
    return match[0] if match else None


# 先别开票, 要求把上月的发票补齐, 发票还没寄: nothing has gone out
_NO_INVOICE_YET = re.compile(
    r"(?:没|未|别|不要|不用|先不|暂不|要求|让|催|等|需要|记得|准备|打算|尽快|赶紧)[^，,。]{0,12}(?:开|寄|送|补|签收|出)|[催等要]发?票|个点|加点|开票资料|要开"
)


def invoice(sight: Sight) -> Reading | None:
    """票开了 #1042 票号12345678; with a debt beside it the number belongs to the debt."""
    numbers = document_extras(sight, 0, len(sight.text))
    if not (sight.has("invoice") or "invoice_no" in numbers) or is_question(sight):
        return None
    if re.search("发票[机夹本箱章纸]|开票机|税控", sight.bare):
        return None  # 发票机坏了
    told_debt = sight.amounts and (
        sight.has("debt", "goods", "paid", "unpaid", "pay", "return", "discount") or sight.terms
    )
    if told_debt or sight.has("say", "refuse", "remind", "correct"):
        return None
    if any(span.value in {"承兑", "支票"} for span in sight.methods):
        return None  # the number of a bill, no invoice
    if not numbers and _NO_INVOICE_YET.search(sight.bare):
        return None
    state = "delivered" if sight.says("寄", "签收", "送了") else "issued"
    mention = sight.mention if "number" in numbers else whose(sight)
    amount = sight.amounts[0].fen if sight.amounts else None
    return told(sight, Intent.INVOICE, mention=mention, amount=amount, extra={**numbers, "state": state})


def merge(sight: Sight) -> Reading | None:
    if not sight.has("merge") or not sight.mentions or sight.amounts or is_question(sight):
        return None
    other = sight.mentions[1] if len(sight.mentions) > 1 else None
    return told(
        sight,
        Intent.MERGE,
        mention=sight.mention,
        extra={"other": other.name if other else None, "other_id": other.customer_id if other else None},
    )


def setting(sight: Sight) -> Reading | None:
    """日报改成晚上6点 周日不要, 打开到账确认, 设置, 开启永盛提醒, 周末别给我推送."""
    if (quiet := _NOT_NOW.match(sight.text)) is not None and not sight.mentions:
        off = (
            ["六", "日"]
            if quiet["when"] == "周末"
            else list(quiet["when"][-1:])
            if quiet["when"][0] in "周星礼"
            else None
        )
        return told(
            sight,
            Intent.SETTING,
            extra={"topic": "推送", "value": "off", "days_off": off, "words": sight.text},
        )
    released = _RELEASE.match(sight.bare)
    timed = (
        time_of(sight) is not None or re.search(r"上午|下午|早上|晚上|中午|就行|发我", sight.bare) is not None
    )
    daily = _DAILY.search(sight.bare) is not None and timed and not sight.mentions
    if (
        (not sight.has("setting", "release") and released is None and not daily)
        or is_question(sight)
        or (sight.amounts and not time_of(sight))
    ):
        return None
    topic = _SETTING_TOPIC.search(sight.bare)
    if topic is None and not daily and sight.text != "设置" and not sight.text.startswith("设置"):
        return None
    changed = re.search(r"改|打开|开启|启用|关|停|设|不要|不发|点|换|几点|订阅|退订", sight.bare)
    if changed is None:
        return None
    switch = next((value for word, value in _SWITCH.items() if word in sight.text), None)
    off = [match["day"] for match in _DAY_OFF.finditer(sight.text)]
    extra = {
        "topic": topic[0] if topic else "日报" if daily else None,
        "value": switch,
        "time": time_of(sight),
        "days_off": off or None,
        "words": sight.text,
    }
    return told(sight, Intent.SETTING, mention=sight.mention, extra=extra)


approve = approvals.approve
receipts = arrivals.receipts
may_deliver = approvals.may_deliver
staff = colleagues.staff
ROLES = colleagues.ROLES


_TOO_MUCH = r"(?:多[付打转给收还汇交]|超付|[付打转]重|重复[付打转])"
_TO_HIM = re.compile(
    rf"(?<!货)退款(?!单)[^货]{{0,14}}(?:走|从|用|通过)?(?:对公|公户|微信|支付宝|银行|转账|现金)|退(?:还)?(?:给)?[他她]了[。 ]*$"
    r"|退[^。；;货]{0,10}给了?[他她](?:们)?的?(?:现金|现钱|转账|微信|支付宝)"
    rf"|退(?:给|还给?)\ue000+(?:了|家)?\s?(?=[0-9一二两三四五六七八九十])|{_TOO_MUCH}[^。；;]{{0,16}}退(?!货)|退(?!货)[^。；;]{{0,10}}{_TOO_MUCH}|退(?:款|钱)给\ue000"
    r"|退还?\ue000+的?(?:定金|订金|押金|预付款?)|(?:定金|订金|押金|预付款?)[^。；;]{0,8}退(?:还|回|给|了|掉)"
)


def refund(sight: Sight) -> Reading | None:
    """退给永盛多付的3000: money that goes back; goods that come back are not told so."""
    sums = [found.fen for found in sight.amounts if found.fen]
    if sight.mention is None or len(sums) != 1 or sight.quantities or _TO_HIM.search(sight.bare) is None:
        return None
    day = next((found.day for found in sight.dates if found.day and found.day <= sight.now.date()), None)
    extra = {**way_extras(sight, 0, len(sight.text)), "kind": "refund"}
    one = told(
        sight, Intent.RETURN_OR_DISCOUNT, mention=sight.mention, amount=sums[0], happened_on=day, extra=extra
    ).records[0]
    data = {"customer": sight.mention.name, "amount": sums[0], "what": one.intent.value}
    return asks(sight, Question("meant", data=data), one)  # the words alone book nothing that goes out


_ODD_SUM = re.compile(
    r"^(?:把|那|给)?\ue000*(?:家|的|那个|这个)?(?:抹(?:个|一下|掉)?零头?|零头(?:都|就|给他)?(?:不要|抹|免|算|不收)|尾[数巴](?:不要|抹|免))"
    r"(?:了|掉|吧|算了)*[。 ]*$"
)


# 给永盛优惠点: less, and how much has to be said
_SOME_LESS = re.compile(
    r"^(?:那|就|再|行)*给\ue000+(?:家)?(?:再|也|先)?(?:优惠|便宜|抹|让|减|减免|少算|少收|打)(?:个|一|他)?(?:点儿?|些|几个点|折|一下|零头)"
    r"(?:零头|货款|钱|吧|了)*(?:[，, ]*(?:账上|直接|从账上)?(?:减|扣|抹|冲)(?:掉|了)?)?[吧 。]*$"
)


def odd_sum(sight: Sight) -> Reading | None:
    """抹零, 零头抹了: what is left of the customer's account, asked with its figure."""
    some = _SOME_LESS.match(sight.bare) is not None
    if sight.amounts or is_question(sight) or not (some or _ODD_SUM.match(sight.bare)):
        return None
    last = Mention(sight.last[1], Fit.LAST, *sight.last) if sight.last is not None else None
    mention = sight.mention or last
    if mention is None:
        return None
    extra = {"kind": "discount"} if some else {"kind": "rounding", "settled": True}
    draft = told(sight, Intent.RETURN_OR_DISCOUNT, mention=mention, extra=extra).records[0]
    return asks(sight, Question("missing_amount", data={"customer": mention.name}), draft)


_SPARE = r"(?:多[付打给转收汇交](?:了|的|过来的)?|预[付收存]款?|定金|订金|未核销的?|存着的?)"
_SETS_OFF = re.compile(
    rf"{_SPARE}[^。；;，,]{{0,12}}(?:抵|冲|转货款|转成货款|核销|扣)|(?:用|拿|从|把){_SPARE}[^。；;]{{0,8}}(?:抵|冲|扣)"
)


def set_off(sight: Sight) -> Reading | None:
    """永盛多付的抵货款, 宏达定金500扣了: money that was booked when it came is no new payment, debt or return."""
    return nothing(sight, "set off") if sets_off(sight) else None


def sets_off(sight: Sight) -> bool:
    if len(sight.amounts) > 1 or sight.quantities or _SETS_OFF.search(sight.bare) is None:
        return False
    # 拿了5000的货 用定金抵: a debt of its own stands beside it
    return not any(word.kind == "goods" and "款" not in word.text for word in sight.words)

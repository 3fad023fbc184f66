"""Waiting: no reminder for a while, no more goods, less money wanted and not granted."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.language.outcome import told, whose
from handlers.language.perhaps import pauses
from handlers.language.plans import sets_limit
from handlers.language.queries import number_in
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight
from handlers.language.talk import later_day, reason_of

_NOT_AGREED = re.compile(r"(?:没|未|不|没有)(?:答应|同意|松口|点头|定)|冇应承|再说|再看")
_GRANTED = re.compile(
    r"(?:同意|答应|便宜|减|抹|让|优惠|扣|退)(?:了|给|掉)|给[他她]|就(?:给|按|让)|依[他她]|行吧|好吧"
)
_WANTS_LESS = re.compile(
    r"(?:想|要求|(?<![不只还])要|说要|提出|非要|(?:让|叫|要|求)(?:我们?|咱们?))(?:退|打[0-9一二三四五六七八九]*折|便宜|减|少付|少给|优惠|扣|抹|让)"
)


def asked_less(sight: Sight) -> Reading | None:
    """想退170 我还没答应: wanted, not granted; kept as a note, or as a dispute where the goods are bad."""
    wanted = _WANTS_LESS.search(sight.bare) is not None
    granted = _GRANTED.search(sight.bare) is not None and _NOT_AGREED.search(sight.bare) is None
    if not wanted or granted or not sight.mentions:
        return None
    if is_question(sight):
        return None
    bad = sight.has("refuse") or re.search(r"坏|破|质量|不合格|瑕疵|漏", sight.bare)
    intent = Intent.DISPUTE if bad else Intent.FOLLOW_UP_NOTE
    return told(
        sight, intent, mention=sight.mention, extra={"words": sight.text, "reason": reason_of(sight.text)}
    )


_HALT = re.compile(
    r"停货|拉黑|黑名单|停供|停发|(?:先|暂时|暂)?(?:别|不要|不|停止|暂停|莫|咪|唔好)(?:再)?(?:给|畀|向"
    r"|跟)?\ue000*(?:他|她|他们|佢)?(?:家)?(?:再)?(?:发货|送货|供货|出货|放货|赊货|赊账|配货|发货了"
    r"|赊了?(?![一-龥]))"
    r"|\ue000(?:家|那边)?的?(?:货|单)先?(?:不|别|不要|暂停)(?:再)?(?:装|发|送|放|出|配|备)(?![了]?[^，,。 ])"
    r"|(?:不能|不许|不准|禁止)(?:再)?(?:给|让)?[他她佢]?(?:家)?(?:赊|欠|发货|拿货|给货|放货)(?:了)?(?![一-龥\d])"
)


def halt(sight: Sight) -> Reading | None:
    """天成停货, 先别给何记发货: no more goods; reminders go on."""
    if _HALT.search(sight.bare) is None or not sight.mentions or sight.amounts or is_question(sight):
        return None
    if sets_limit(sight):
        return None
    if sight.says("把我", "我被", "如果", "要是", "的话") or sight.has("say", "refuse", "what_if"):
        return None
    return told(
        sight,
        Intent.HOLD,
        mention=sight.mention,
        due_on=later_day(sight),
        extra={"stops": "delivery", "note": sight.text},
    )


# 这个月不要去催他, 催款暂停一星期, 停几天再催
_NO_CHASING = re.compile(
    r"(?:别|不要|先不|不用|甭|莫|不许|勿|唔好|唔使)(?:再|去|给|跟|找|急着|自动)*(?:他|她|佢|他们)?(?:家)?\ue000*(?:催|打扰)(?!我)"
    r"|(?:别|不要|先不|不用|甭|莫|勿)(?:再)?(?:给|向|跟|对)?[他她佢]?(?:们|家)?\ue000*(?:发|推)(?:催款|催收)?提醒"
    r"|(?:暂停|停止|先停|停掉|关掉)(?:对|给|了)?\ue000+(?:家|那边)?的?(?:自动)?(?:催|提醒)"
    r"|提醒[^，,。]{0,4}(?:关|停)(?:了|掉|吧|到|$|个?[0-9一二两三几])|催[款收账]?(?:的事)?(?:先)?(?:暂停|"
    r"停|缓)|(?:先停|停|缓|晚|过)(?:个|一)?[几两一二三四五\d]*(?:天|周|星期|礼拜|月|阵子?)(?:再|先不)催"
    r"|[缓推延拖]到[^，,。]{1,6}再催|(?:等等|等一等|等一下|缓缓|过完年|年后|月底|月初|[0-9一二三四五六七八九十]+[号日]|下个?月|"
    r"下周[一二三四五六日]?|忙完|节后)(?:了|后|以后|之后|过后)?(?:再|才)(?:去)?催"
    r"|(?:先别|别|不要|先不|不用|甭|莫)[^，,。;；]{0,6}(?:要钱|要账|提钱|急着要|提款)"
    r"|(?:别|不要|先不|不用|甭|莫|勿|暂不)(?:再|去|自动|继续)*(?:给|向|跟|对)?(?:他|她|佢|客户|人家|"
    r"对方)?(?:们|家)?\ue000*(?:那边)?(?:发|推|推送|提醒(?!我)|打扰|惊动|刺激|骚扰|催|逼|烦)"
    r"(?!货|票|发票|车|单)(?:送|了|消息|短信|信息|通知|微信|他|她|人家|客户|催|付|还|$|[，,。 ])"
    r"|(?:催[款收账缴]?|(?:催款|催收|到期|付款)?提醒|推送|(?:催款|催收)?(?:短信|邮件|消息|"
    r"函))的?(?:那?[封条])?(?:事情?|动作|工作|邮件|短信|消息|通知|函|信|电话)?(?:先|就|都|往后|往下|暂时?|"
    r"可以|给我)*"
    r"(?:暂缓|缓|放|压|停|拦|搁|推[迟后]|延[后期]|冻结|挂起|中止|暂停|免[了掉]|关[掉了喽啰上闭])(?!催)"
    r"|(?:暂停|停止|中止)(?:对\ue000+(?:家|那边)?的?(?:一切|所有|全部|任何)?|一切|所有|全部|任何)的?(?:催|"
    r"提醒)|免打扰|(?:停|免|缓)催(?:[0-9一二两三半几]|到|至|期)|(?:拦|压|扣)(?:下来|住|着|一下|"
    r"一压)[^，,。]{0,3}[，, ]*(?:先)?别(?:出去|发|推|催)|手下留情|放(?:他|她)一马"
    r"|不(?:再|要)?发(?:送)?(?:催款|催收|任何)?(?:提醒|消息|短信|通知)|催[款收](?:的)?(?:名单|列表|"
    r"清单)[^，,。]{0,5}(?:摘|去掉|拿掉|剔|移|划|撤|删)|(?:不进|不入|别进|别放进|移出|踢出|"
    r"剔出)[^，,。]{0,3}催[款收]"
    r"|(?:\ue000|那边|那头|家|账|款|他)(?:就|也|这边)?先(?:搁|撂|晾|缓|停|别动(?!手|工))(?:着|[一几两]|$|[，,。 ])"
)
_LASTS = re.compile(
    r"(?:暂停|停|缓|晚|放|催|歇|等|压)(?:了|他|她|一下|\ue000+)?[ ，,]?(?:个|上)?(?P<n>\d+|[一二两俩三四五六七八九十]+|半)(?:个)?"
    r"(?P<unit>天|周|星期|礼拜|月)(?!了|多|都)"
    r"|(?P<n2>\d+|[一二两三四五六七八九十]+|半)个?(?P<unit2>天|周|星期|礼拜|月)(?:之内|以内|内|里)?(?:都|先|再)?(?:别|不要|不用|莫|甭)"
)
_DAYS = {"天": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}


_WITH_A_SIGH = re.compile(r"^(?!.*(?:[?？]|吗|几时|什么|多少|谁|哪)).*呢[。 ]*$")  # 缓俩礼拜 收麦呢


def holds_back(sight: Sight) -> bool:
    fact = sight.amounts and (
        sight.has("paid", "pay", "goods", "return", "unpaid", "settled")
        or (sight.has("debt") and "欠的" not in sight.bare)
    )  # 鑫源欠的5600缓到15号再催 names what is there already
    return bool(sight.mentions) and not fact and _NO_CHASING.search(sight.bare) is not None


def _until(sight: Sight) -> date | None:
    """The day said, or so many days from today."""
    lasts = _LASTS.search(sight.bare)
    day = later_day(sight)
    if day is None and lasts is not None:
        said, unit = lasts["n"] or lasts["n2"], lasts["unit"] or lasts["unit2"]
        days = _DAYS[unit] // 2 if said == "半" else (number_in(said) or 0) * _DAYS[unit]
        return sight.now.date() + timedelta(days=days) if days else None
    return day


def hold(sight: Sight) -> Reading | None:
    if sets_limit(sight):
        return None  # 最多让他欠5000，多了别发货
    if sight.amounts and sight.has("paid") and not sight.has("if"):
        return None  # 打来6000 别催他了: the money first
    if (
        not (
            sight.has("hold")
            or holds_back(sight)
            or (bool(sight.mentions) and pauses(sight) and not (sight.amounts and sight.has("pay", "paid")))
        )
        or (is_question(sight) and not _WITH_A_SIGH.search(sight.text))
        or (not sight.mentions and sight.has("setting"))
    ):
        return None
    reason = sight.text.rpartition("，")[2] if "，" in sight.text else None
    return told(sight, Intent.HOLD, mention=whose(sight), due_on=_until(sight), extra={"reason": reason})

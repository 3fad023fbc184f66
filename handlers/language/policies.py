"""Rules for everybody said in free words: 单笔超过5万的要我审批, 提醒频率调低, 关掉短信通知. Which of the settings is
meant is found by its topic; what cannot be set so is answered with what can.
"""

from __future__ import annotations

import re

from handlers.language.outcome import told
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

SIGNS = "批确签核提短邮通息落署账频送"
_CHANGED = r"(?:改|调|设|换|提前|推迟|延后|放宽|收紧|拉长|缩短|一次|各)"
# topic, as `handlers.setting` knows it ← how it is said
_POLICIES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (topic, re.compile(pattern))
    for topic, pattern in (
        (
            "大额确认",
            r"(?:超过|大于|高于|满|达到|以上|以下|以内|不到)[^，,。;；]{0,10}(?:要|必须|需要?|得|须|不用|直接|才)[^，,。;；]{0,8}"
            r"(?:审批|批准|批|确认|同意|签字|复核|过目|记|入账)|(?:不用|不要|不必|别)(?:每[条笔次]|条条|笔笔|次次)?都?(?:再)?确认",
        ),
        (
            "提醒",
            rf"(?:提醒|催款|催收)的?(?:频率|次数|节奏|间隔)[^，,。;；]{{0,6}}(?:{_CHANGED}|[高低少多密])"
            rf"|^(?:以后|今后|统一|一律|都|全部)+(?:的)?(?:到期|逾期)?提醒(?!我)[^，,。;；我]{{0,6}}{_CHANGED}"
            rf"|^(?:把|将)?(?:逾期|到期)(?:前|后)?[^，,。;；我]{{0,6}}提醒(?!我)[^，,。;；我]{{0,4}}{_CHANGED}",
        ),
        (
            "短信",
            r"(?:关掉?|停掉?|停用|暂停|取消|打开|开启|恢复)(?:所有|全部|给客户|客户)?的?(?:催款)?(?:短信|邮件|群发)"
            r"|(?:短信|邮件|群发)(?:通知|提醒)?(?:先|都|全部|一律)*(?:暂停|关掉?|停掉?|停用|停发|别发|不发|不要发)"
            r"|(?:节假日|周末|放假|假期|过年|春节)(?:期间)?(?:都|就)?(?:不要|不|别)(?:再)?(?:给客户)?(?:发|推)(?:催款)?(?:短信|邮件)",
        ),
        (
            "落款",
            r"(?:话术|催款|短信|对账单|消息)的?(?:落款|署名|签名|抬头|称呼|模板)[^，,。;；]{0,4}(?:改|换|设|用|加)|^(?:落款|署名|签名)(?:改|换|设|用)",
        ),
        ("账龄分段", r"账龄的?(?:分段|区间|分档|档次|段)[^，,。;；]{0,4}(?:改|换|设|调|分|按)"),
    )
)


def policy(sight: Sight) -> Reading | None:
    if (
        sight.mentions
        or is_question(sight)
        or sight.has("goods", "unpaid", "hearsay")
        or "客户说" in sight.bare
    ):
        return None
    if sight.has("paid") and "了" in sight.bare:
        return None
    topic = next((topic for topic, pattern in _POLICIES if pattern.search(sight.bare)), None)
    if topic is None:
        return None
    key = {"key": "confirm_above_sales"} if topic == "大额确认" else {}
    return told(sight, Intent.SETTING, extra={**key, "topic": topic, "words": sight.text, "value": "?"})


# settings that are a line of text, kept as it was typed
LINES: tuple[tuple[str, str], ...] = (
    ("收款账户", "payment_account"),
    ("收款账号", "payment_account"),
    ("公司名称", "company_name"),
    ("公司名字", "company_name"),
    ("客服链接", "service_link"),
)
_LINE = re.compile(
    rf"^(?:(?:我们|公司)的?)?(?P<name>{'|'.join(name for name, _ in LINES)})\s*(?:改成|改为|设成|设为|换成|是|叫|[:：])\s*(?P<text>\S.*)$"
)
_LINE_BEGINS = ("我们", "公司", *(name for name, _ in LINES))


def line(sight: Sight) -> Reading | None:
    """收款账户是…, 公司名称叫…"""
    line = _LINE.match(sight.text) if sight.text.startswith(_LINE_BEGINS) else None
    # The question mark of an address asks nothing.
    if line is None or (is_question(sight) and "://" not in line["text"]):
        return None
    key = dict(LINES)[line["name"]]
    extra = {"key": key, "topic": line["name"], "words": sight.text, "text": line["text"].strip()}
    return told(sight, Intent.SETTING, extra=extra)

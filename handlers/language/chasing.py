"""Money asked of a customer: 催一下永盛, and the words that go to him."""

from __future__ import annotations

import re

from handlers.language.outcome import told, whose
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

# 发个提醒给永盛, 问老丁要钱去: to him, not to me
_ASKS_HIM = re.compile(
    r"(?:发|推|补)(?:个|一[个遍下]|条)?提醒(?!我)|(?:问|找|向|跟|管)\ue000+(?:家|那边)?(?:去)?要一?下?(?:钱|账|款)"
    r"|(?:去|帮我|帮忙)要一?下?\ue000+(?:家)?的?(?:钱|账|款)|\ue000(?:那边|家)?该催(?:催|一下)?了"
)


def asks_him(sight: Sight) -> bool:
    return _ASKS_HIM.search(sight.bare) is not None and not sight.says(
        "闹钟",
        "设个",
        "定个",
        "提醒我",
        "叫我",
        "喊我",
        "招呼我",
        "提我",
        "提溜我",
        "知会我",
        "敲我",
        "别",
        "到期",
        "不要",
        "不用",
        "停",
    )


# 地址发我一下: a thing to be sent, no words for a customer
_A_THING_SENT = re.compile(
    r"(?:地址|定位|位置|文件|文档|照片|图片?|截图|视频|链接|号码?|电话|微信|资料|抬头|邮件|邮箱|合同|名片|"
    r"密码|表格?|发票|报价|目录|快递|扫描件?)[^，,。]{0,4}发我|发我(?:邮箱|微信上?|手机|群里)"
)


# 他在催货, 永盛又催发票了: he urges us
_URGES_US = re.compile(
    r"催(?:着)?(?:我们?|咱们?)?(?:货(?!款)|发货|交货|送货|单|[开要]?票|开?发票|进度|料|要货|补货)"
    r"|(?:他|她|客户|人家|对方|\ue000)(?:家|们|那边)?(?:一直|老是?|天天|总|又|在)+催(?!一|催|下)"
)


_DUNNING = (
    r"(?:(?:催[款收缴告账]|要[账钱款]|讨[债账]|付款|还款|收款|回款|到期|逾期)的?(?:提醒|通知)?的?(?:函|"
    r"信函?|短信|微信|话术?|说辞|消息|文案|文字|词儿?|邮件|通知|公函|单子?|[告知]书|提醒)|催告信?|(?:最后)?通牒)"
)
_WRITE = (
    r"(?:写|编|拟|起草|生成|组织|(?:来|整|弄|搞|准备|出|发|给我|给俺|造|做|下)(?:一下|下)?"
    r"(?:个|[一两]?[条份封段句篇张个]|点|能|最后的?|(?=最后通牒)))"
)
# 给远洲编条催款短信, 词儿给俺整一个, 咋跟老曹开口要钱
_WORDS_WANTED = re.compile(
    rf"{_WRITE}[^，,。;；]{{0,14}}{_DUNNING}|{_DUNNING}[^，,。;；]{{0,6}}{_WRITE}"
    r"|(?:怎么|咋|如何|怎样)(?:去)?(?:跟|和|向|找|问|给|对|同)\ue000+[^，,。]{0,4}(?:开口|要[钱账]|催|讨|说还|提[钱款]|发消息催)"
    r"|(?:要[账钱款]|催[款账收]|讨[债账]|开口)[^。;；]{0,8}(?:词儿?|话术?|文案|[一两]?[条段句]话?)(?:给|"
    r"帮|替)?(?:我|俺|咱)?(?:整|编|写|来|弄|想|发|拟)|(?:要[账钱款]|催[款账收]|讨[债账]|"
    r"开口)[^。;；]{0,10}(?:给|帮|替)(?:我|俺|咱)(?:整|编|写|来|弄|想|发|拟)[一个条段下]"
    r"|(?:替|帮|代)(?:我|俺|咱们?)?(?:去)?(?:跟|找|问|向|管)\ue000+(?:家|那边)?(?:去)?(?:要|讨|"
    r"催)(?:一?下|要|一要)?(?:这笔|那笔)?(?:货款|钱|款|账|尾款|欠款)(?!了)"
    r"|(?:敲打敲打|敲打一下|怼一下|拱一拱|磨一磨|逼一逼)|(?:提[一提]?|催|说说?|问问?)(?:一下)?(?:货款|"
    r"尾款|账|钱)[^。;；]{0,6}(?:帮我|替我|给我)?(?:写|编|拟)"
    r"|给(?:他们?|她|\ue000)[^，,。]{0,6}(?:发|推)(?:个|一?[条份个封])?(?:付款|还款|到期|催款|收款)提醒"
)
_NOT_WANTED = re.compile(r"别|不要|不用|先不|没|拦|撤回|发[过了]|了(?:$|[。 ])")


def words_for_him(sight: Sight) -> Reading | None:
    """Words to a customer are asked for, in whatever tone."""
    if not sight.mentions or sight.amounts or _WORDS_WANTED.search(sight.bare) is None:
        return None
    if sight.has("say", "hold") or _NOT_WANTED.search(_MILDLY.sub("", sight.bare)):
        return None
    return told(sight, Intent.CHASE, mention=whose(sight))


_MILDLY = re.compile(r"(?:别|不要)(?:太|过于|那么)[^，,。]{1,4}|(?:该催|到期|逾期|超期)了")


def chase(sight: Sight) -> Reading | None:
    """催一下永盛, 华泰的发我, 发我话术."""
    asked = asks_him(sight)
    if (
        not (sight.has("chase") or asked)
        or sight.has("hold", "note")
        or (sight.has("remind") and not asked)
        or sight.says("不是我催")
        or _URGES_US.search(sight.bare) is not None
        or _A_THING_SENT.search(sight.bare) is not None
        or is_question(sight)
        or sight.amounts
    ):
        return None
    if sight.says("记录"):
        return told(sight, Intent.STORY, mention=sight.mention, extra={"topic": "chase_log"})
    return told(sight, Intent.CHASE, mention=whose(sight))

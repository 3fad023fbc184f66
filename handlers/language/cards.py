"""What is told of a customer's people, papers and names in free words: a phone and a name go into his file, the rest is
kept as a note on him. 李四的电话停机了，换成 188…, 金桥以后发票改专票, 何丽华的住址：3栋502, 老王就是永盛."""

from __future__ import annotations

import re
from typing import Any

from handlers.language.extras import document_extras
from handlers.language.outcome import told
from handlers.language.reading import Fit, Intent, Mention, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

SIGNS = "电手固座号址法标生档资抬税户邮微票责系接账料执会采名就店"
_PHONE = re.compile(
    r"电话|手机|固话|座机|号码?|联系方式|联系人|对[接账]人|负责人|采购|会计|财务|出纳|老板|经理"
)
_CHANGES = re.compile(r"[换改变更补加增留存登录记]|更新|停机|不用了|作废|空号|现在|新|:")
_CALLED_UP = re.compile(r"打(?:了|过)?(?:个|他|她|的)?电话|没人接|不接|打不通|未接|关机|发(?:了)?短信")
_PERSON = re.compile(
    r"(?:负责人|联系人|对[接账]人|收货人|采购|会计|财务|出纳|老板|经理)(?:由[一-龥]{2,3})?(?:换人?了?[，, ]*|变了[，, ]*)?"
    r"(?:现在)?(?:是|叫|改为|改成|换成|换了|:|姓)\s*(?:财务部|采购部|新来的)?的?(?P<who>[一-龥]{2,3}?)(?=$|[ ，,。;；的\ue000]|手机|电话)"
)
# kept as they are told: our files have no place of their own for them
_PAPERS = re.compile(
    r"(?:收货|送货|办公|店铺?|门店|仓库|注册)?(?:地址|住址|地点)(?:[:： ]|是|改|换|变|搬|在)"
    r"|(?:开户行|账号|税号|抬头|开票(?:资料|信息)|邮箱|微信号|法人|法定代表人|营业执照)"
    r"(?:[^，,。;； ]{0,3}(?:是|改|换|变|更)|[:： ])|(?:换|改|变更?)(?:了)?(?:法人|抬头|开户行|税号|地址|名字|店名)"
    r"|标签[^，,。;；]{0,3}(?:加|打|[:： ]|改|贴|去)|[打加贴]上?个?标签|生日(?:是|[:： ])|(?:以后|今后|从现在起)[^，,。;；]{0,6}发票"
    r"|(?:姓|叫)[一-龥]{1,3}[，,][^。]{0,8}(?:资料|档案)"
    r"|(?:资料|档案|信息|卡片)(?:里|卡|上|库|中)?[^，,。;；]{0,4}(?:补|记|登|存|加|更新|写|改)|(?:补|记|登记?|存|加|更新|写)[到进入在][^，,。;；]{0,4}(?:资料|档案)"
    r"|找[\ue000一-龥]{1,4}对账|(?:号码?|电话|手机)[^，,。;；]{0,4}(?:错了|不对|打错|记错)|尾号应?该?(?:是|为)|(?:电话|手机|固话|座机|号码)[^，,。;；]{0,4}(?:不用了|停机|空号|作废|注销|删)"
)
_MONEY = (
    "debt",
    "unpaid",
    "return",
    "discount",
    "write_off",
    "limit",
    "remind",
    "chase",
    "refuse",
    "hand_over",
)
_CREATES = re.compile(r"(?:新增?|新建|建|加|加个|添加)客户")
_WITH_WHOM = re.compile(r"对账人|找[^，,。;；]{1,4}对账")
_IN_FULL = re.compile(
    r"\ue000[家的 ，,]*(?:的)?(?:全名|大名|本名|真名|外号|绰号|小名|店名|公司名)(?:叫做?|是|[:： ])*"
    r"(?P<alias>[一-龥A-Za-z0-9]{2,16})(?=$|[ ，,。;；])"
)
_IS_HE = re.compile(
    r"^(?!老赖|老样|小气|大[方气])"
    r"(?P<alias>[老小阿大][一-龥]{1,2}|[一-龥]{1,3}(?:总|老板|哥|姐|叔|姨|工|经理))就是\ue000+(?:那?家|的老板|老板)?[。 ]*$"
)
_HE_IS = re.compile(
    r"^\ue000+就是(?![不没拖这太黑难]|老样|老赖)(?P<alias>[老小阿大][一-龥]{1,2}|[一-龥]{1,4}(?:总|老板|哥|姐|叔|姨|工|经理)|[一-龥]{2,4})(?=$|[，,]\s*(?:店名|[两二]个|都是|一个人|记|同))"
)
_SURE = frozenset({Fit.EXACT, Fit.SHORT, Fit.SOUND})


def card(sight: Sight) -> Reading | None:
    mention = _the_one(sight)
    if mention is None or is_question(sight) or sight.has(*_MONEY) or _CREATES.search(sight.text):
        return None
    if sight.has("statement") and not _WITH_WHOM.search(sight.bare):
        return None
    if (alias := _alias(sight)) is not None:
        return told(sight, Intent.CUSTOMER_UPDATE, mention=mention, extra={"alias": alias})
    moved = sight.has("goods") and bool(sight.amounts or sight.quantities)
    if moved or any("了" in word.text for word in sight.of("paid")):
        return None
    if not all(amount.text.isdecimal() for amount in sight.amounts):
        return None  # 3栋502 is no money; 502元 is
    phone = document_extras(sight, 0, len(sight.text)).get("phone")
    called = sight.amounts or _CALLED_UP.search(sight.bare)
    if phone and not called and _PHONE.search(sight.bare) and _CHANGES.search(sight.bare):
        person = _PERSON.search(sight.bare)
        extra: dict[str, Any] = {"phone": phone, "contact": person["who"] if person else None}
        return told(sight, Intent.CUSTOMER_UPDATE, mention=mention, extra=extra)
    if _PAPERS.search(sight.bare) is None:
        return None
    return told(sight, Intent.FOLLOW_UP_NOTE, mention=mention, extra={"note": sight.text, "phone": phone})


def _the_one(sight: Sight) -> Mention | None:
    sure = [one for one in sight.mentions if one.fit in _SURE]
    return sure[0] if sure and len({one.customer_id for one in sure}) == 1 else None


def _alias(sight: Sight) -> str | None:
    if sight.amounts or sight.dates:
        return None
    found = next(
        (match for match in (one.search(sight.bare) for one in (_IN_FULL, _IS_HE, _HE_IS)) if match), None
    )
    return found["alias"] if found else None

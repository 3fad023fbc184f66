"""The people at a customer: 永盛的会计是刘姐 13800000000."""

from __future__ import annotations

import re

from handlers.language.outcome import told
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

_CONTACT = re.compile(
    r"^(?:的|那边的?)?(?P<role>会计|财务|出纳|老板|采购|现场|工地)(?:联系人)?(?:换成了?|换了|改成了?"
    r"|现在是|变成了?|是|叫|[:： ])?\s*(?P<who>[一-龥]{2,4}?)了?[，, ]*"
    r"(?:(?:的)?(?:电话|手机号?)?(?:是|[:：])?\s*(?P<phone>1\d{10}))?$"
)
# what stands before a name → the role of `storage.tables.customers.CustomerContact`
_ROLES = {
    "会计": "accountant", "财务": "accountant", "出纳": "accountant", "老板": "owner", "采购": "purchasing",
    "现场": "site", "工地": "site",
}  # fmt: skip
# The commonest family names: another word behind 会计 tells what he does.
_FAMILY = re.compile(
    "^[赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹潘葛范彭鲁韦马方俞任袁柳史唐薛雷贺倪汤罗毕郝安常于傅齐康"
    "伍余顾孟黄萧尹姚邵汪祁毛戴宋庞熊纪舒项祝董梁杜阮蓝季贾路江童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍万柯卢莫丁邓洪包石崔龚程"
    "邢陆翁段侯武刘龙叶黎乔谭申温庄柴瞿阎欧聂曾关游老小阿]"
)
_TITLE = re.compile(r"的?(?:会计|财务|出纳|老板|采购|现场|工地).{0,4}$")
_NO_NAME = ("了", "的", "在", "说", "院", "差", "来", "假", "人", "走", "钱")


def contact(sight: Sight) -> Reading | None:
    """Whom a text is addressed to (P18)."""
    mention = sight.mention
    if (
        mention is None
        or mention.span is None
        or mention.span.start > 0
        or sight.amounts
        or is_question(sight)
    ):
        return None
    called = _TITLE.search(mention.text)  # 永盛会计 is one mention
    end = mention.span.end - (len(called[0]) if called else 0)
    match = _CONTACT.match(sight.text[end:])
    if match is None or not _FAMILY.match(match["who"]) or match["who"].endswith(_NO_NAME):
        return None
    role, phone = _ROLES[match["role"]], match["phone"]
    extra = {"contact": match["who"], "contact_role": role, "contact_phone": phone}
    return told(sight, Intent.CUSTOMER_UPDATE, mention=mention, extra=extra)

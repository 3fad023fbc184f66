"""Our own people: who comes, who goes, who may do what."""

from __future__ import annotations

import re

from handlers.language.leaving import GIVEN_TO, shared_out
from handlers.language.outcome import told
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

ROLES = {
    "销售": "sales", "业务员": "sales", "业务": "sales", "内勤": "clerk", "文员": "clerk", "仓库": "warehouse", "库管": "warehouse",
    "财务": "finance", "会计": "finance", "出纳": "finance", "经理": "manager", "主管": "manager", "老板": "manager", "管理员": "admin",
}  # fmt: skip
_ROLE = "|".join(ROLES)
_ADD_STAFF = re.compile(
    rf"^(?:给|帮)?(?:加|添加|新增|新加|开通|加个|加一个)(?:员工|同事|人)?\s*(?P<who>[一-龥A-Za-z]{{2,4}}?)\s*(?:为|做|当|是)?\s*(?P<role>{_ROLE})$"
)
# 加个销售 小郑, 王芳是新来的财务，给她开通, 给小李开通销售权限
_ADD_ROLE_FIRST = re.compile(
    rf"^(?:加|添加|新增|新加|开通|来了|新来的?|新招的?)(?:一)?(?:个|位|名)?(?:新)?(?P<role>{_ROLE})[，, ]*(?:叫|是"
    rf"|:)?\s*(?P<who>[一-龥A-Za-z]{{2,4}})(?:，?给(?:他|她)?开通.*)?$"
)
_IS_NEW = re.compile(
    rf"^(?P<who>[一-龥A-Za-z]{{2,4}}?)\s*(?:是)?(?:咱们?|我们)?(?:新来的?|新招的?|刚来的?|新的)(?P<role>{_ROLE})(?:$|[，, ].*)"
)
_OPENED_FOR = re.compile(
    rf"^(?:给|帮|为)(?P<who>[一-龥A-Za-z]{{2,4}}?)(?:开通|开个|加个|加上"
    rf"|开)(?:一下)?(?P<role>{_ROLE})(?:的)?(?:权限|角色|账号)?(?:吧|了)?$"
)
_RIGHTS = re.compile(
    rf"^(?:把|将)?(?P<who>[一-龥A-Za-z]{{2,4}}?)的?(?:权限|角色|身份|岗位)(?:改成|改为|调成|调到|换成|设成|设为|是)(?P<role>{_ROLE})(?:吧|了)?$"
)
_LEAVES = re.compile(
    r"^(?P<who>(?!客户|顾客|老板|他|她|人家|刚|都|先)[一-龥]{2,4}?)\s*(?:已经|昨天|今天)?(?:离职|不干了|走了|辞职|停用|被开)"
)
_GOODS_LEFT = re.compile("[货拉提送搬装带取运料车]$")
_TURNS = re.compile(
    rf"^(?P<who>[一-龥]{{2,4}}?)\s*(?:改成|调成|改为|调到|调去|转到|转去|转|转岗|升)(?:了)?\s*(?P<role>{_ROLE})(?:了)?$"
)
_STAFF = (
    (_ADD_STAFF, "add"),
    (_ADD_ROLE_FIRST, "add"),
    (_IS_NEW, "add"),
    (_OPENED_FOR, "add"),
    (_RIGHTS, "role"),
    (_LEAVES, "leave"),
    (_TURNS, "role"),
)


def staff(sight: Sight) -> Reading | None:
    """加 小李 销售, 小李离职了, 小李改成财务."""
    if sight.amounts or is_question(sight) or (sight.mentions and sight.says("链接", "网址")):
        return None
    for pattern, action in _STAFF:
        match = pattern.match(sight.text)
        if match is None:
            continue
        if action == "leave" and _GOODS_LEFT.search(match["who"]):
            return None  # 鑫源货拉走了
        if action == "leave" and (shared := shared_out(sight)) is not None:
            return shared
        if action == "leave" and (heir := GIVEN_TO.search(sight.text)):
            given = {"from_staff": match["who"], "to_staff": heir["who"], "leaves": True}
            return told(sight, Intent.HAND_OVER, extra=given)
        role = ROLES.get(match.groupdict().get("role") or "")
        return told(sight, Intent.STAFF_UPDATE, extra={"action": action, "name": match["who"], "role": role})
    return None

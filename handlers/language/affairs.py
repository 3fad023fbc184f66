"""Affairs of the office in set phrases: cash handed over, bills that bounced, lists of people and of unclaimed money,
company settings by their Chinese names."""

from __future__ import annotations

import re
from typing import Any

from handlers.language import (
    arrivals,
    bad_debts,
    closing,
    credit,
    digests,
    ladder,
    leaving,
    links,
    policies,
    quiet,
)
from handlers.language.documents import MASK
from handlers.language.extras import document_extras
from handlers.language.outcome import told
from handlers.language.queries import number_in
from handlers.language.reading import Fit, Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight
from handlers.language.tasks import time_of
from handlers.language.waking import Rules

_HANDED = re.compile(
    r"^(?:我)?(?:手上的?)?(?:现金|钱)?(?:已经|已|都|全)?(?:上)?交(?!警|通|班|接|税|社保|房租|水费|电费|作业|学费|罚|费)"
    r"(?:给)?(?P<who>[一-龥]{2,3}?)?了?[。 ]*$"
)
_BOUNCED = re.compile(
    r"退票|跳票|弹票|空头支票|(?:汇款|转账|打款|电汇|款项|[打转汇]的)[^，,。;；]{0,12}(?:被"
    r"|又)(?:银行)?(?:退回|退汇|打回|退了)|(?:汇款|转账|打款|电汇)(?:退回|退了回来|打回)|退汇|拒付退"
    r"|兑付不了|没兑付|被拒付|兑不了"
)
_UNCLAIMED_LIST = re.compile(
    r"^(?:看看?|列一?下?|查一?下?)?(?:还有哪些|有哪些)?(?:待认领|没人认领?|未认领|无主)的?(?:钱|款|回款|到账)?(?:列表|清单|名单|都?有哪些|有什么|呢)?$"
)
_STAFF_LIST = re.compile(
    r"^(?:看看?|列一?下?|查一?下?)?(?:员工|人员|同事|销售)(?:名单|列表|清单|都有谁|有哪些)$"
)
_SET = re.compile(r"改成|改为|改到|改|设成|设为|设置为|设到|调成|调到|定为|定成|换成")
_NUMBER = re.compile(r"(?P<whole>\d+)(?:\.\d+)?")
_LEADS_IN = re.compile(
    r"(?:老板|领导|经理)(?:说|让|叫|要求|交代)了?把?|以后|今后|每天|销售|业务员|大家|早上|上午|中午|晚上|傍晚|下午|那个|我们?|的"
)
_NOW = re.compile(
    r"(?:几[次天点个条遍倍]|多少[天次]?|是什么|怎么设)(?:的|啊|呢|来着)?[?]?$"
)  # 每周最多催几次
_LATE = re.compile(r"晚上|傍晚|下午")
_OFF = re.compile(r"不要|别发|别再发|不发|先停|关闭|关掉|关了|停用|不用|取消")
_ON = re.compile(r"打开|开启|启用|开通|要")

# the Chinese name of a setting → its key in config/defaults.toml; longer names first where one is part of another
SETTINGS: tuple[tuple[str, str], ...] = (
    ("链接有效天数", "link_days"),
    ("链接天数", "link_days"),
    ("客服自动回", "customer_answers"),
    ("对账单群发方式", "statement_task"),
    ("对外收款", "external_pay"),
    ("到账确认", "confirmation_of_receipts"),
    ("卡片按钮", "cards"),
    ("按钮卡片", "cards"),
    ("默认账期", "default_terms_days"),
    ("财务抹零上限", "discount_limit_finance"),
    ("财务抹零", "discount_limit_finance"),
    ("销售抹零上限", "discount_limit_sales"),
    ("抹零业务员最多", "discount_limit_sales"),
    ("抹零上限", "discount_limit_sales"),
    ("抹零别超过", "discount_limit_sales"),
    ("抹零不能超过", "discount_limit_sales"),
    ("抹零不超过", "discount_limit_sales"),
    ("抹零最多", "discount_limit_sales"),
    ("抹零额度", "discount_limit_sales"),
    ("销售大额确认", "confirm_above_sales"),
    ("内勤大额确认", "confirm_above_clerk"),
    ("财务大额确认", "confirm_above_finance"),
    ("经理大额确认", "confirm_above_manager"),
    ("大额确认", "confirm_above_sales"),
    ("异常倍数", "unusual_factor"),
    ("重发时限", "resend_minutes"),
    ("重复天数", "same_fact_days"),
    ("撤销时限", "undo_hours"),
    ("关账日", "closed_until"),
    ("关账到", "closed_until"),
    ("没记成提醒", "unbooked_at"),
    ("未记提醒", "unbooked_at"),
    ("销售群日报", "sales_digest_at"),
    ("销售日报", "sales_digest_at"),
    ("催款榜", "sales_digest_at"),
    ("财务群日报", "finance_digest_at"),
    ("财务日报", "finance_digest_at"),
    ("待办", "todo_at"),
    ("周报", "weekly_digest"),
    ("月报", "monthly_digest"),
    ("日报时间", "digest_at"),
    ("日报", "digest_at"),
    ("早报", "digest_at"),
    ("大额提醒", "confirm_above_sales"),
    ("大额门槛", "confirm_above_sales"),
    ("中午那个到账", "receipts_noon_at"),
    ("中午到账单", "receipts_noon_at"),
    ("傍晚到账单", "receipts_evening_at"),
    ("晚上到账单", "receipts_evening_at"),
    ("早上问进展", "follow_up_at"),
    ("晚上问结果", "task_result_at"),
    ("异议处理天数", "dispute_days"),
    ("催款间隔", "remind_gap_days"),
    ("催款时间", "remind_at"),
    ("提醒时间", "remind_at"),
    ("提醒间隔", "remind_gap_days"),
    ("最少间隔", "remind_gap_days"),
    ("不催的小额", "remind_minimum"),
    ("一周最多催", "remind_cap_week"),
    ("每周最多催", "remind_cap_week"),
    ("一星期最多催", "remind_cap_week"),
    ("每星期最多催", "remind_cap_week"),
    ("一个月最多催", "remind_cap_month"),
    ("一月最多催", "remind_cap_month"),
    ("每月最多催", "remind_cap_month"),
    ("每天待转话术", "remind_drafts"),
    ("给客户的提醒", "remind_customers"),
    ("自动催款", "remind_customers"),
    ("自动催收", "remind_customers"),
    ("自动提醒", "remind_customers"),
    ("晚上几点后不催", "quiet_from"),
    ("早上几点前不催", "quiet_to"),
    ("消息保留", "inbox_days"),
    ("超额度发货", "delivery_over_limit"),
    ("超额发货", "delivery_over_limit"),
    ("超期发货天数", "delivery_overdue_days"),
    ("超期发货", "delivery_overdue"),
    ("逾期发货", "delivery_overdue"),
    ("停货后发货", "delivery_blocked"),
    ("双人核销", "write_off_two_persons"),
    ("双人批额度", "limit_two_persons"),
    ("双人批发货", "delivery_two_persons"),
    ("双人转客户", "hand_over_two_persons"),
    ("双人合并", "merge_two_persons"),
    ("额度只算", "exposure_parts"),
    ("额度算哪些", "exposure_parts"),
    ("额度里算", "exposure_parts"),
    ("额度不算", "exposure_parts"),
    ("额度要算", "exposure_parts"),
    ("新客户三问", "new_customer_questions"),
    ("新客户额度", "new_customer_limit"),
    ("违约金双人批", "late_fee_two_persons"),
    ("计提双人批", "provision_two_persons"),
    ("LPR加成", "late_fee_surcharge"),
)  # fmt: skip
# what follows on a breach, by the words it is set with
_MEASURES = (
    (re.compile(r"不放|不发|不让|不许|禁止|拒绝"), "refuse"),
    (re.compile(r"提醒|提示"), "warn"),
    (re.compile(r"批|问经理"), "approve"),
)
# how a statement goes in a task: “对账单群发方式改成表格”
_FORMS = (
    (re.compile(r"表格?|文件|excel|xlsx", re.IGNORECASE), "file"),
    (re.compile(r"链接|网页|页面"), "link"),
    (re.compile(r"文字|文本|短信"), "text"),
)
_ANSWERS = (
    (re.compile(r"网页|页面"), "link"),
    (re.compile(r"人工|别|不要|关"), "none"),
    (re.compile(r"金额|余额|数|开"), "figures"),
)
_ANY_SETTING = re.compile("|".join(re.escape(name) for name, _ in SETTINGS))
_WEEKEND_OFF = re.compile(r"周末(?:都)?(?:不要|不发|别发|休息|不用)")
_WEEKDAYS_OFF = re.compile(r"(?:周|星期|礼拜)(?P<day>[一二三四五六日天])(?:不要|不发|别发|休息|不用)")


def office(sight: Sight) -> Reading | None:
    """One of these, when the whole message is nothing else."""
    return policies.line(sight) or (RULES.answer(sight) if len(sight.text) <= 40 else None)


def _bounced(sight: Sight) -> Reading | None:
    """永盛那张承兑退票了, 退票 #1050."""
    if not _BOUNCED.search(sight.bare) or is_question(sight):
        return None
    extra = {"bounced": True, **document_extras(sight, 0, len(sight.text))}
    if sight.mention is None and "number" not in extra:
        return None
    amount = sight.amounts[0].fen if sight.amounts else None
    return told(sight, Intent.CONFIRM_RECEIPTS, mention=sight.mention, amount=amount, extra=extra)


def _handed(sight: Sight) -> Reading | None:
    """现金交李姐了, 交了."""
    match = _HANDED.match(sight.text)
    known = any(found.fit not in {Fit.TYPO, Fit.SEVERAL} for found in sight.mentions)
    if match is None or known or sight.amounts or is_question(sight):
        return None
    if match["who"] is None and not sight.text.rstrip("。 ").endswith("了"):
        return None
    return told(sight, Intent.CONFIRM_RECEIPTS, extra={"handed_over": True, "to_staff": match["who"]})


def _lists(sight: Sight) -> Reading | None:
    """待认领, 员工名单."""
    if _UNCLAIMED_LIST.match(sight.text):
        return told(sight, Intent.UNCLAIMED_MONEY, extra={"list": True})
    if _STAFF_LIST.match(sight.text):
        return told(sight, Intent.STAFF_UPDATE, extra={"action": "list"})
    return None


def _setting(sight: Sight) -> Reading | None:
    """抹零上限改成100, 关账到10月31日, 日报改成晚上6点 周日不要."""
    if sight.mentions or _ANY_SETTING.search(sight.bare) is None:
        return None
    found = next(((name, key) for name, key in SETTINGS if name in sight.bare), None)
    if found is None or (is_question(sight) and not _NOW.search(sight.bare)):
        return None
    name, key = found
    start = sight.bare.index(name)
    before, after = sight.text[:start], sight.text[start + len(name) :]
    if _LEADS_IN.sub("", before.strip(MASK + " 把将请的")) and not (
        _OFF.search(before) or _ON.search(before) or _SET.search(before)
    ):
        return None
    value = {"value": "?"} if is_question(sight) else _value(sight, key, before, after)
    extra = {"key": key, "topic": name, "words": sight.text, **value}
    return told(sight, Intent.SETTING, extra=extra) if value else None


def _value(sight: Sight, key: str, before: str, after: str) -> dict[str, Any]:
    """What it is set to: on | off, a time, a day, fen, or a whole number."""
    off = ["六", "日"] if _WEEKEND_OFF.search(sight.text) else []
    off += [match["day"] for match in _WEEKDAYS_OFF.finditer(sight.text)]
    value: dict[str, Any] = {"days_off": off} if off else {}
    if key == "customer_answers":
        openness = next((name for pattern, name in _ANSWERS if pattern.search(before + after)), None)
        return {"choice": openness} if openness else {"value": "?"}
    if key == "statement_task":
        form = next((name for pattern, name in _FORMS if pattern.search(after)), None)
        return {"choice": form} if form else {"value": "?"}
    if key.startswith("delivery_") and not key.endswith("_days"):
        measure = next((name for pattern, name in _MEASURES if pattern.search(after)), None)
        return {"choice": measure} if measure else {"value": "?"}
    if key == "exposure_parts":
        return {"parts": True}
    if (at := time_of(sight)) is not None:
        hour = int(at[:2]) + 12 * (at < "12" and _LATE.search(before) is not None)  # 晚上的日报改到6点
        return {**value, "time": f"{hour:02d}{at[2:]}"}
    if _OFF.search(before + after) and not off:
        return {"value": "off"}
    if off:
        return value
    if _ON.search(before) or after.strip().startswith(("开", "打开")):
        return {"value": "on"}
    if key == "closed_until" and sight.dates and (found := sight.dates[0]).day is not None:
        return {"day": closing.closing_day(found, sight.now)}  # books are closed to a day gone by
    if key == "remind_gap_days":
        days = ladder.count_in(after, of_days=True)
        return {"value": "?"} if days is None else {"whole": days}
    if sums := [amount.fen for amount in sight.amounts if amount.fen]:
        return {**value, "fen": sums[-1] if _SET.search(sight.bare) else sums[0]}  # 从10万调到20万
    number = _NUMBER.search(after)
    whole = int(number["whole"]) if number else number_in(after.strip(" 是为成到改")[:1])
    return {**value, "whole": whole} if whole else value


RULES = Rules(
    (links.link, links.SIGNS),
    (_bounced, "退回兑拒跳弹空"),
    (_handed, "交"),
    (digests.asked, "办催清么嘛啥谁哪报榜"),
    (digests.unsent, "发送"),
    (credit.credit, "警级误理知意额办"),
    (credit.grade_of, "级"),
    (bad_debts.bad_debts, bad_debts.SIGNS),
    (_lists, "认主单表谁哪"),
    (leaving.people, "户归跟汇是"),
    (digests.ordered, "报"),
    (arrivals.confirmation, "确"),
    (ladder.stages, ladder.SIGNS),
    (closing.closing, closing.SIGNS),
    (quiet.quiet, quiet.SIGNS),
    (policies.policy, policies.SIGNS),
    (_setting, "".join(name[-1] for name, _ in SETTINGS)),
)

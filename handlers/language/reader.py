"""Text → Reading: look, mend, then the first rule that knows the message. Pure; the same text reads the same."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from handlers.language import (
    affairs,
    balances,
    chasing,
    chores,
    claims,
    filing,
    holds,
    instalments,
    jottings,
    late_fees,
    lateness,
    leaving,
    limitation,
    objections,
    orders,
    outlook,
    plans,
    pledges,
    prospects,
    provisions,
    queries,
    quoting,
    reports,
    safety,
    standing,
    supposing,
    talk,
    tasks,
    withdrawals,
)
from handlers.language.companions import ORDERED, completed, doubts_it, paid_then_asked, with_reminder
from handlers.language.dictation import is_dictated
from handlers.language.facts import MONEY, read_facts
from handlers.language.mending import mend
from handlers.language.misgivings import misgiving
from handlers.language.names import NameIndex
from handlers.language.outcome import asks, nothing, numbered, told
from handlers.language.perhaps import is_only_said, pays_before_goods, pays_half, so_many_by_a_day
from handlers.language.reading import Intent, Question, Reading, Record
from handlers.language.sight import Last, Sight, look
from handlers.language.turning import turned
from handlers.language.waking import ALWAYS, ASKED, Rules


def money_facts(sight: Sight) -> Reading | None:
    """Debts, payments, returns: every record certain, or one question and drafts."""
    facts = read_facts(sight)
    if facts is None or not facts.records:
        return None
    first = facts.records[0]
    bookable = all(record.intent in MONEY or record.intent is Intent.PROMISE for record in facts.records)
    if facts.question is None and first.intent is not Intent.RETURN_OR_DISCOUNT and is_only_said(sight):
        return asks(sight, Question("said_paid", data=_told_data(facts.records[0])), *facts.records)
    if facts.question is None and sight.has("correct"):
        return asks(sight, Question("meant", data=_told_data(facts.records[0])), *facts.records)
    if facts.question is None and bookable:
        doubt = misgiving(sight, first) or turned(sight, first)
        if first.intent is not Intent.PROMISE and doubt is not None:
            return asks(sight, doubt, *facts.records)
        return Reading(
            sight.text, first.intent, facts.records, why=tuple(str(record.intent) for record in facts.records)
        )
    if first.customer is None and not sight.has(
        "debt", "paid", "goods", "unpaid", "return", "discount", "write_off", "pay", "confirm_paid"
    ):
        return (
            asks(sight, Question("missing_customer"), *facts.records)
            if _NOTES_DOWN.search(sight.text)
            else None
        )
    return asks(sight, facts.question or Question("debt_or_payment"), *facts.records)


_NOTES_DOWN = re.compile(
    r"^(?:帮我|给我)?(?:先)?(?:记|录|补)(?:一?[笔个下条]|上|账|(?=[0-9一二两三四五六七八九]))"
)  # 记一笔3000: whose?


def meant(sight: Sight) -> Reading | None:
    """张三欠5000，月底还行吗: a debt told and something else asked in one breath."""
    asked = sight.first("ask")
    at = asked.start if asked is not None else len(sight.text.rstrip("吗么呢嘛?"))
    stop = max((sight.text.rfind(mark, 0, at) for mark in "，,。；\n"), default=-1)
    if not safety.is_question(sight) or not sight.mentions or doubts_it(sight, stop + 1):
        return None
    if paid_then_asked(sight):
        return _meant(sight)
    if sight.says("先记", "就记", "你记") and sight.amounts and sight.has("debt", "goods", "unpaid"):
        return _meant(sight)
    tells = any(amount.end <= stop for amount in sight.amounts) and any(
        word.kind in {"debt", "goods", "unpaid"} and word.start < stop for word in sight.words
    )
    asks_money = any(word.start > stop and word.kind in _ASKS_MONEY for word in sight.words)
    if stop < 0 or not tells or asks_money:
        return None
    return _meant(sight)


def _meant(sight: Sight) -> Reading | None:
    facts = read_facts(sight)
    if facts is None or not facts.records:
        return None
    return asks(sight, Question("meant", data=_told_data(facts.records[0])), *facts.records)


def _told_data(record: Record) -> dict[str, object]:
    name = record.customer.name if record.customer else None
    return {"customer": name, "amount": record.amount, "what": record.intent.value}


_ASKS_MONEY = frozenset(
    {"paid", "debt", "unpaid", "not_paid", "balance", "due", "overdue", "may_deliver", "goods", "settled"}
)


def asked_for_nothing_known(sight: Sight) -> Reading | None:
    """A question is never booked, whatever else stands in it."""
    return nothing(sight, "a question") if safety.is_question(sight) else None


_MOVES_MONEY = ("paid", "settled", "goods", "debt", "return", "write_off", "confirm_paid")
_PAPER_ONLY = re.compile("[送发出提订收签销]货?单")  # 送货单拍我一下


def settled_without_sum(sight: Sight) -> Reading | None:
    """张三结清了, 永盛付款了: money, but no figure; the books can offer one."""
    if _PAPER_ONLY.search(sight.bare) and not sight.has("paid", "debt", "settled"):
        return None
    named = sight.mention is not None or sight.document("item") is not None
    if sight.amounts or not named or pays_before_goods(sight):
        return None
    unclear = sight.has("confirm_paid") and not sight.says("钱", "款", "账", "那笔", "那单")
    if unclear or not (sight.has(*_MOVES_MONEY) or pays_half(sight) or so_many_by_a_day(sight)):
        return None
    from_words = {
        "confirm_paid": Intent.RECORD_PAYMENT,
        "paid": Intent.RECORD_PAYMENT,
        "settled": Intent.RECORD_PAYMENT,
        "write_off": Intent.WRITE_OFF,
        "return": Intent.RETURN_OR_DISCOUNT,
    }
    if not sight.has("goods"):
        from_words["discount"] = Intent.RETURN_OR_DISCOUNT  # 欠的都免了
    if not sight.has("goods", "debt", "unpaid"):
        from_words["pay"] = Intent.RECORD_PAYMENT  # 拿了瓷砖 月底给 is owed
    if sight.has("goods") and any(found.day and found.day > sight.now.date() for found in sight.dates):
        from_words.pop("paid")  # 送了水泥 月底打款
    kind = next((word.kind for word in sight.words if word.kind in from_words), None)
    draft = told(sight, from_words.get(kind or "", Intent.RECORD_DEBT), mention=sight.mention).records[0]
    if kind in {"paid", "settled"} and ("清" in sight.text or "结" in sight.text):
        draft = replace(draft, extra={**draft.extra, "settled": True})
    return asks(
        sight,
        Question("missing_amount", data={"customer": sight.mention.name if sight.mention else None}),
        draft,
    )


# Read from top to bottom; the first that answers wins. Nothing below `asked_for_nothing_known` sees a question.
RULES = Rules(
    (safety.unreadable, ALWAYS),
    (chores.smalltalk, "sumless"),
    (chores.receipts, "pending 到收进有途看影查等确"),
    (chores.staff, "加新开离干走辞停被改调转升"),
    (chores.unclaimed, "unclaimed"),
    (claims.claimed, "unclaimed 名主认笔"),
    (standing.standing, ALWAYS),
    (late_fees.late_fees, late_fees.SIGNS),
    (limitation.limitation, limitation.SIGNS),
    (provisions.provisions, provisions.SIGNS),
    (supposing.what_if, supposing.SIGNS),
    (prospects.prospects, prospects.SIGNS),
    (reports.report, reports.SIGNS),
    (affairs.office, ALWAYS),
    (filing.filed, filing.SIGNS),
    (holds.halt, "停黑别不莫咪唔禁"),
    (objections.objection, objections.SIGNS),
    (safety.not_for_the_books, ALWAYS),
    (chasing.words_for_him, "催讨醒账钱款函牒敲怼拱磨逼"),
    (quoting.forwarded, "聊发你您去原:"),
    (outlook.about_him, "说讲聊介了况貌底背历态头评碑啥么些"),
    (talk.silence_reason, "silence"),
    (chores.may_deliver, "may_deliver 能可吗不唔行成车门批申先怎咋凭吧"),
    (chores.setting, "setting release 醒每"),
    (holds.hold, "hold 催扰醒停缓放要提急推短邮搁撂晾烦惊刺骚逼宽压拦晚动"),
    (tasks.remind, "remind 前早告通知跟"),
    (orders.detail, ALWAYS),
    (tasks.task, "sumless"),
    (withdrawals.undo, "undo just_now 冲消退收划"),
    (instalments.instalment, "sums 分按期个次回每计余剩尾其各半"),
    (plans.credit_limit, "limit 最超顶至上封只临"),
    (holds.asked_less, "退折便减少优扣抹让"),
    (talk.dispute, "refuse not_debt say 多少错重"),
    (objections.says_paid, "说讲坚"),
    (jottings.why_unpaid, "因原所由主走等"),
    (jottings.papers, "收拿接寄发送给"),
    (leaving.hand_over, "hand_over 跟管负对接给转归划换改→过"),
    (orders.correct, "correct refuse terms just_now item document 0零 补漏忘按延推挪宽展"),
    (chores.invoice, "invoice"),
    (chores.merge, "merge"),
    (plans.customer_update, "customer_set terms_set terms limit 换新客"),
    (jottings.plight, "sumless"),
    (outlook.forecast, "多"),
    (meant, ASKED),
    (outlook.story, "story 说讲聊介"),
    (lateness.overdue, "overdue 天日周个拖超年该久期时现今直赖谁哪欠到约讲谈"),
    (queries.statement, "statement"),
    (queries.report, "report export 多几怎情总合哪导"),
    (queries.due, f"due 几哪什啥何多盯催追应吧该 {ASKED}"),
    (balances.balance, f"query balance all sum help {ASKED}"),
    (outlook.bare_name, "sumless"),
    (asked_for_nothing_known, ASKED),
    (claims.claim, "claim 的"),
    (chores.approve, "approve 放批装同准让给可行好驳"),
    (talk.promise, "say maybe"),
    (pledges.will_pay, "sumless"),
    (chasing.chase, "chase 醒要催"),
    (jottings.note, "note say sumless 记注备留"),
    (chores.refund, "退"),
    (chores.odd_sum, "零尾优便抹让减少打"),
    (chores.set_off, "多预定订未存"),
    (money_facts, ALWAYS),
    (settled_without_sum, ALWAYS),
)


def read(
    text: str,
    *,
    now: datetime,
    role: str = "sales",
    index: NameIndex,
    last: Last = None,
    explain: bool = False,
) -> Reading:
    """What `text` says. `now` is aware, in the company's zone; `last` is the speaker's last customer.

    With `explain` the reading tells its spans, too.

    Never raises for any text; never a money record without a sum and a customer that stand in the text (or `last`).
    """
    sight = mend(look(text, now=now, role=role, index=index, last=last))

    def again(part: str) -> tuple[Reading, Sight]:
        other = mend(look(part, now=now, role=role, index=index, last=last))
        return _ruled(other)[0], other

    both = with_reminder(sight, again) if sight.amounts and sight.has(*ORDERED) else None
    if both is not None:
        read = replace(both, why=("rule with_reminder", *both.why))
    else:
        found, rule = _ruled(sight)
        read = _finished(completed(found, sight, again), sight, rule)
    return replace(read, spans=sight.spans()) if explain else read


def _ruled(sight: Sight) -> tuple[Reading, str]:
    """What the first rule that knows the message says, and its name."""
    for rule in RULES.awake(sight):
        found = rule(sight)
        if found is not None:
            return found, rule.__name__
    return nothing(sight, "nothing known in it"), "none"


def _finished(found: Reading, sight: Sight, rule: str) -> Reading:
    return Reading(
        found.text,
        found.intent,
        numbered(found.records, sight),
        found.question,
        voice=found.intent is not Intent.NONE and is_dictated(sight),
        forwarded=found.forwarded,
        why=(f"rule {rule}", *found.why),
    )

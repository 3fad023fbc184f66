"""What a short reply to an open question says. A new command is none of it: `read_answer` gives None."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from handlers.language.arrivals import receipts
from handlers.language.names import NameIndex
from handlers.language.queries import number_in
from handlers.language.reading import Answer, Fit, Intent, Mention, Question
from handlers.language.sight import Found, Sight, look
from handlers.language.words import listed

_CHOICE = re.compile(
    r"^(?:选|就|要)?(?:第\s*(?P<ordinal>[0-9一二两三四五六七八九])\s*(?:个|种|条|项|家|笔)?|(?P<digit>[0-9])\s*(?:号|吧|个|\.|、)?"
    r"|(?P<former>前者|前面那个|前一个|上面那个)|(?P<latter>后者|后面那个|后一个|下面那个|最后一个))(?:吧|的)?[。.！! ]*$"
)
_YES = frozenset(
    listed(
        """
        是 是的 对 对的 对对 对啊 对呀 嗯 嗯嗯 好 好的 好吧 行 行的 可以 没错 记 记吧 记上 记一下 确认 确定
        就是 就是的 是他 是她 是这个 要 ok okk yes y 正确 没问题 同意 都对 全对 当然 系 系啊 冇错 新建 建
        建吧 新客户 是新客户 都行
        """
    )
)
_NO = frozenset(
    listed(
        """
        不 不是 不对 不要 不记 不用 别 别记 别记了 算了 算 不了 否 no n 取消 错了 不行 不同意 都不是 没有
        不是的 唔系 不是他 不是这个 先不记 先不
        """
    )
)
_POLITE = "。.！!~～ ，,呀啊吧哦了呢啦"
# A day or a sum in one of these is not the answer to anything: “过年前能收回多少”, “明天提醒我收钱”.
_ASKS_OR_ORDERS = re.compile(r"多少|几[家笔个天]|吗|没[有呀]?$|谁|什么|怎么|[?？]|提醒我|发我|让.+去")
_NEGATED = re.compile(r"^(?:不是|不对|错了|都不是|不)[，,。 、]*(?:是|应该是|叫)?\s*(?P<rest>.+)$")
_AFFIRMED = re.compile(r"^(?:是|对|嗯|就是|是的)[，,。 、]*(?P<rest>.+)$")
# Words of the options as people say them back: option key and value ← word
_SAID_BACK = (
    ("intent", Intent.RECORD_DEBT, ("欠", "欠款", "欠的", "赊", "赊的", "欠账", "挂账", "记欠", "应收")),
    ("intent", Intent.RECORD_PAYMENT, ("收", "收款", "收到", "收的", "收到的", "还", "还款", "还的", "回款", "付的", "付款", "给的")),
    ("role", "due", ("到期日", "到期", "还款日", "该还的日子")),
    ("role", "happened", ("拿货", "送货", "发货", "拿货的日子", "送货的日子", "欠的日子")),
)  # fmt: skip
_WHICH = (
    ("改上一条", "改上条", "改上一笔", "改", "上一条", "同一笔", "同一个", "一样的", "就是那笔", "是同一笔"),
    ("另一笔", "另外一笔", "新的", "再记", "再记一笔", "不同的", "两笔", "不是一笔", "不是同一笔"),
)
# What stands around a name, and around a sum or a day, without saying anything else; and how many other characters may.
_AROUND_NAME = re.compile(r"那[个家边笔]|这[个家笔]|应该|可能|是|的|吧|呢|啊|呀|哦|嘛|就|叫|在|给|记|[\W_]")
_AROUND = re.compile(
    r"是|就|按|大概|大约|约莫|差不多|应该|可能|估计|左右|上下|那个|这个|那家|这家|那边|那笔|那天|之前|以前|前|之后|以后|到期|再|给|还|付|结"
    r"|[的了吧呢啊呀哦嘛他她我你您们在算记写改定说要来到得都先全共总请麻烦帮]|[\W_]"
)
_MOST_AROUND_NAME, _MOST_AROUND = 1, 5
# “3他不认”: the number of something, with a verdict on it; no three yuan.
_VERDICT = re.compile(
    r"[1-9]\d?\s*[、.．:)）]?\s*(?:他们?|她|对方|客户|人家|那边)?(?:说是?|都|也|还|一直|暂时|又|其实|已经?)*"
    r"(?:不认|不承认|有异议|有出入|[没未]|不(?:知道|清楚|是)|[改换推拖]|定了?日子|转)"
)
_SHORTEST_NAME = 2
_MORE_FIGURES = re.compile(r"\d{3}")
_SOMEBODY = re.compile(rf"(?!(?:{_AROUND.pattern})+\s)[一-龥]{{2,6}}\s+[0-9]")
_NEW_COMMAND = frozenset({"undo", "query", "ask", "statement", "report", "setting", "help", "greeting"})
_FACT = frozenset({"debt", "paid", "goods", "unpaid", "return", "discount", "again"})


def read_answer(text: str, question: Question, *, now: datetime, index: NameIndex) -> Answer | None:
    """The reply to `question`, or None when `text` is a command of its own (“永盛又拿了5000”)."""
    sight = look(text, now=now, role="", index=index)
    said = sight.text.strip(_POLITE)
    return (
        _choice(said, question)
        or _yes_or_no(said)
        or _named_option(said, question)
        or _turned_down(sight, question, now, index)
        or _value(sight, question)
    )


def _choice(said: str, question: Question) -> Answer | None:
    match = _CHOICE.match(said)
    if match is None:
        return None
    if match["former"] or match["latter"]:
        return Answer(choice=1 if match["former"] else max(2, len(question.options)), text=said)
    number = number_in(match["ordinal"] or match["digit"])
    # A sum is asked for, nothing to choose from: “5” is five yuan.
    if not number or (match["digit"] and not question.options and question.kind in _ASKS_FOR_SUM):
        return None
    return Answer(choice=number, text=said)


_ASKS_FOR_SUM = frozenset({"vague_amount", "missing_amount", "amount_range", "absurd_amount", "fraction"})


def _yes_or_no(said: str) -> Answer | None:
    low = said.lower()
    if low in _YES:
        return Answer(yes=True, text=said)
    if low in _NO:
        return Answer(yes=False, text=said)
    return None


def _named_option(said: str, question: Question) -> Answer | None:
    """The words of an option said back: 欠的, 另一笔, 到期日, or the option's name."""
    whose = str(question.data.get("name") or "")
    if whose and said.startswith(whose):  # 王芳 内勤, where 王芳 is asked about
        said = said.removeprefix(whose).strip(" ，,是做当") or said
    for number, option in enumerate(question.options, 1):
        if _is_said(said, option):
            return Answer(choice=number, text=said)
    if (apart := _told_apart(said, question)) is not None:
        return Answer(choice=apart, text=said)
    for number, words in enumerate(_WHICH, 1):
        if said in words and len(question.options) != 1:
            return Answer(choice=number, text=said)
    return None


def _told_apart(said: str, question: Question) -> int | None:
    """恒通那个是建材, of 恒通建材 and 恒通电器: what the names do not share, and hardly anything else."""
    typed = str(question.data.get("typed") or question.data.get("text") or "")
    if question.kind != "which_customer" or not typed:
        return None
    rests = [str(option.get("name", "")).replace(typed, "", 1) for option in question.options]
    found = [number for number, rest in enumerate(rests, 1) if len(rest) > 1 and rest in said]
    if len(found) != 1:
        return None
    around = said.replace(rests[found[0] - 1], "", 1).replace(typed, "", 1)
    return found[0] if not _AROUND_NAME.sub("", around) else None


def _is_said(said: str, option: Any) -> bool:
    if said in {str(option.get("name", "")), str(option.get("label", ""))} - {""}:
        return True
    return any(option.get(key) == value and said in words for key, value, words in _SAID_BACK)


def _turned_down(sight: Sight, question: Question, now: datetime, index: NameIndex) -> Answer | None:
    """不是，是李四 · 是的，张三建材: a yes or no with what is right behind it."""
    for pattern, verdict in ((_NEGATED, False), (_AFFIRMED, True)):
        match = pattern.match(sight.text)
        if match is None:
            continue
        rest = _value(look(match["rest"], now=now, role="", index=index), question)
        if rest is not None:
            return Answer(
                yes=verdict,
                amount=rest.amount,
                day=rest.day,
                mention=rest.mention,
                text=sight.text.strip(_POLITE),
            )
    return None


def _value(sight: Sight, question: Question) -> Answer | None:
    """A sum, a day or a name and hardly anything else."""
    if not sight.kinds.isdisjoint(_NEW_COMMAND) or _ASKS_OR_ORDERS.search(sight.text):
        return None
    if sight.amounts and (receipts(sight) is not None or _VERDICT.match(sight.text)):
        return None  # “1没到”: a line of some list, no yuan
    found = len(sight.mentions) + len(sight.amounts) + len(sight.dates)
    if found > 1 and (sight.mentions or not sight.kinds.isdisjoint(_FACT)):
        return None
    if found and _says_more(sight):
        return None
    mention = sight.mention or _new_name(sight, question)
    amount = next((item.fen for item in sight.amounts if item.fen), None)
    day = next((item.day for item in sight.dates if item.day), None)
    if amount is not None and mention is not None and mention.fit is Fit.NEW:
        mention = None
    if mention is None and amount is None and day is None:
        return None
    if mention is not None and not _asks_for_name(question) and sight.text.strip(_POLITE) == mention.text:
        return None  # the bare name of a customer asks for his balance
    return Answer(amount=amount, day=day, mention=mention, text=sight.text.strip(_POLITE))


def _says_more(sight: Sight) -> bool:
    """“等我15号回来再跟老板商量” is not the day that was asked for."""
    around = _AROUND.sub("", _around(sight))
    if sight.amounts and (_MORE_FIGURES.search(around) or _SOMEBODY.match(sight.text)):
        return not sight.mentions  # 鑫源 3000 8843: another fact, of somebody nobody knows
    fact = sight.first(*_FACT)
    tells = fact is not None and sight.amounts and fact.start < sight.amounts[0].start and not sight.mentions
    if fact is not None and tells and len(_AROUND.sub("", sight.text[: fact.start])) >= _SHORTEST_NAME:
        return True  # 面馆欠260: the same, with a verb
    return not sight.mentions and len(around) > _MOST_AROUND


def is_bare(answer: Answer) -> bool:
    """“是张三那家的” says a name and nothing else, “张三那边结清了没” more."""
    name = answer.mention.text if answer.mention else ""
    return len(_AROUND_NAME.sub("", answer.text.replace(name, "", 1))) <= _MOST_AROUND_NAME


def _around(sight: Sight) -> str:
    """The text without what was found in it."""
    left, at = [], 0
    spans: list[Found] = [mention.span for mention in sight.mentions if mention.span]
    for span in sorted([*spans, *sight.amounts, *sight.dates], key=lambda span: span.start):
        left.append(sight.text[at : span.start])
        at = max(at, span.end)
    return "".join((*left, sight.text[at:]))


_ASKS_FOR_NAME = frozenset(
    {
        "missing_customer",
        "which_customer",
        "similar_customer",
        "who_said",
        "new_customer",
        "claim",
        "promise_who",
        "counter_whose",
    }
)


def _asks_for_name(question: Question) -> bool:
    return question.kind in _ASKS_FOR_NAME or any("name" in option for option in question.options)


def _new_name(sight: Sight, question: Question) -> Mention | None:
    """Where a name is asked for, an unknown short word is one."""
    if not _asks_for_name(question):
        return None
    word = sight.text.strip(_POLITE).removeprefix("是").removeprefix("叫").removesuffix("的")
    if not 2 <= len(word) <= 20 or " " in word or sight.amounts or sight.dates:
        return None
    at = sight.text.index(word)
    return sight.index.guess(sight.text, at, at + len(word))

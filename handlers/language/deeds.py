"""What the verbs alone tell of one sum: taken, paid, sent back, let go; nothing where they do not agree."""

from __future__ import annotations

import re

from handlers.language.chunks import Chunk
from handlers.language.lexicon import Word
from handlers.language.reading import Intent
from handlers.language.sight import Sight

NOUNS = ("款", "值", "费")  # 货款, 货值, 运费 name the debt, they do not say that goods went out
# named, not said as done: beside 先欠着 they only say how it will be paid one day
_NOT_DONE = frozenset({"还我", "还给我"}) | frozenset(
    {"给钱", "给我", "付款", "还款", "转账", "结账", "结清", "付清", "还清", "结算", "打款"}
)


_BAD = frozenset("核销勾平")  # taken off the list, for whatever reason
_PAID = frozenset({"付了", "已付", "还了", "给了", "转了", "打了", "付清了", "结了"})
_CAME = ("钱到", "款到", "到账", "已到账", "到了", "收到了")


def _is_recovered(verbs: list[Word]) -> bool:
    """那笔坏账今天收回1000; 核销掉 钱到了, 勾掉 他们付了: taken off the list because it came."""
    back = any(word.kind == "paid" and word.text.startswith(("收回", "还了", "又还")) for word in verbs)
    bad = any(word.kind == "write_off" and _BAD.isdisjoint(word.text) for word in verbs)
    came = any(word.kind in {"paid", "confirm_paid"} and word.text.startswith(_CAME) for word in verbs)
    for_that = verbs[-1].kind == "paid" and verbs[-1].text in _PAID  # said last, as the reason
    return back or ((came or for_that) and not bad)


def reduction(verbs: list[Word], kinds: set[str]) -> Intent | None:
    if "write_off" in kinds:
        lessens = any(word.text[0] in _LESSENS_IT for word in verbs if word.kind == "discount")
        let_off = lessens and all(word.text in _WAVED for word in verbs if word.kind == "write_off")
        if not let_off:  # 减30 算了
            return Intent.RECORD_PAYMENT if _is_recovered(verbs) else Intent.WRITE_OFF
    if kinds & {"return", "discount"}:
        named = any(word.text in _PAID_AHEAD for word in verbs)  # 扣掉定金4200: paid before, nothing let off
        return Intent.AMBIGUOUS if named else Intent.RETURN_OR_DISCOUNT
    return None


_LESSENS_IT, _WAVED = frozenset("减让抹扣优便折降少给零"), frozenset({"算了", "不要了"})
_PAID_AHEAD = frozenset({"定金", "订金", "预付", "预付款", "首付款到", "预存"})


def moved(verbs: list[Word], kinds: set[str], chunk: Chunk) -> Intent | None:
    """Debt or payment by the verbs; goods taken and paid at once are asked about."""
    if "unclear" in kinds and chunk.terms and any(word.text.startswith(("没", "未")) for word in verbs):
        return Intent.RECORD_DEBT  # 18900未回款 票到30天
    if "unclear" in kinds and all(word.text.endswith("欠") for word in verbs if word.kind == "unclear"):
        later = [found for found in chunk.dates if found.start >= chunk.amount.end and not found.past]
        pays = any(word.kind == "pay" and word.text[0] not in "收回" for word in chunk.words)
        if ((later and pays) or chunk.terms) and not any(word.text.startswith("累计") for word in verbs):
            return Intent.RECORD_DEBT  # 一共欠5870 端午节结; but 年前要收回来, and what has added up
    if kinds == {"unclear", "debt"} and all(
        word.text.startswith(_SETS_DOWN) for word in verbs if word.kind == "debt"
    ):
        return Intent.RECORD_DEBT  # 垫的1360她还没还，挂她账上
    if "unclear" in kinds:
        took = any(word.kind == "goods" for word in verbs)
        return Intent.RECORD_DEBT if took and any("还" in word.text for word in verbs) else Intent.AMBIGUOUS
    if "confirm_paid" in kinds:
        not_yet = any(
            word.kind == "confirm_paid" and word.text.startswith(("没", "未", "都没")) for word in verbs
        )
        if not_yet and any(word.kind == "goods" and word.end <= chunk.amount.start for word in verbs):
            return Intent.RECORD_DEBT  # 发了12箱 8640 款没到
        return Intent.AMBIGUOUS if not_yet else Intent.RECORD_PAYMENT
    if kinds == {"unpaid"} and all(
        word.text.startswith("货款") and word.end == chunk.amount.start for word in verbs
    ):
        return Intent.AMBIGUOUS  # 货款没到5000: told before, or new?
    if "unpaid" in kinds or (
        "debt" in kinds
        and any(word.kind == "debt" and word.text.endswith("条") for word in verbs)
        and not any(word.kind == "paid" and "清" in word.text for word in verbs)  # 还清了 欠条给他了
    ):
        return Intent.RECORD_DEBT
    took = "goods" in kinds and any(word.kind == "goods" and not word.text.endswith(NOUNS) for word in verbs)
    if (
        {"paid", "debt"} <= kinds
        and {word.text for word in verbs if word.kind == "paid"} <= _NOT_DONE
        and any(
            word.text.endswith(("着", "饥荒", "赊数", "账上", "他账", "她账", "我账"))
            for word in verbs
            if word.kind == "debt"
        )
    ):
        return Intent.RECORD_DEBT
    if took and _took_after_paying(verbs, chunk):
        return Intent.AMBIGUOUS
    if "paid" in kinds:
        after = all(word.start >= chunk.amount.start for word in verbs if word.kind == "paid")
        return Intent.AMBIGUOUS if took and after and "debt" not in kinds else Intent.RECORD_PAYMENT
    if "debt" in kinds:
        ends = {word.end for word in verbs if word.kind == "pay"}  # 付违约金320: what it was paid for
        fees = [word for word in verbs if word.kind == "debt"]
        for_it = all(word.text.endswith(("金", "息")) and word.start in ends for word in fees)
        return Intent.RECORD_PAYMENT if for_it else Intent.RECORD_DEBT
    if took and "pay" not in kinds:
        return Intent.RECORD_DEBT
    if "goods" in kinds and "pay" not in kinds:
        return Intent.RECORD_DEBT
    return None


_SETS_DOWN = ("挂", "记", "先欠", "先挂", "先记", "先赊", "入应收")


def _took_after_paying(verbs: list[Word], chunk: Chunk) -> bool:
    """还清了 又拿货2000: two facts, and a sum for one of them."""
    before = [word for word in verbs if word.end <= chunk.amount.start and word.kind in {"paid", "goods"}]
    later = any(word.kind == "paid" for word in verbs if word.start >= chunk.amount.end)
    return (
        len(before) > 1
        and before[-1].kind == "goods"
        and not before[-1].text.endswith(NOUNS)
        and not later
        and any(word.kind == "paid" for word in before)
    )


def tells_of_rest(word: Word, chunk: Chunk) -> bool:
    """打了一万八 还差六百没给: the rest is unpaid, the sum has come."""
    behind = any(role == "remainder" and 0 <= word.start - side.end <= 1 for role, side in chunk.sides)
    return behind and any(other.kind == "paid" and other.end <= word.start for other in chunk.words)


# 还欠5000, 剩下5000, 尾款5000: the sum that is left
_LEFT = re.compile(
    r"(?:[还仍尚净实下仲共]是?(?:欠|差|短|该|争|剩|余)|还有|(?:[又新再]|(?<=[ ，,]))[欠赊](?!的|款|账)(?:下|了|着)?"
    r"|剩下?|余下?|(?P<rest>尾款|余款|剩余))(?:着|了)?(?:我们?|咱们?|俺们?)?"
    r"(?P<of>的)?(?:新账|货款|款|钱)?[是为有:]?\s?¥?$"
)
# 刨去早先的定金, 扣掉预付款: how what is owed is made up, no payment of now
_SUBTRACTED = re.compile(
    r"(?:刨|抛|扣|除|减|抵|去|冲|剔)(?:去|掉|除|开|了|完)*[^，,。;；0-9\ue000]{0,8}(?:定金|订金|预付|预存|首付|押金|付过的|已付的|付了的)"
)
_FIRST_PART = ("首付", "定金", "订金", "首付款", "头款")
_LESSENS = frozenset({"paid", "pay", "confirm_paid", "return", "discount"})


def left_owing(sight: Sight, chunk: Chunk, verbs: list[Word]) -> Intent | None:
    """付了一部分 还欠5000: the sum is what is left, never what was paid; 刨去定金 净欠15800: what is owed from now."""
    left = _LEFT.search(sight.text, chunk.start, chunk.amount.start)
    if left is None:
        return None
    lessens = [word for word in verbs if word.kind in _LESSENS]
    before = [word for word in lessens if word.end <= left.start()]
    if not before or any(word.start >= left.end() for word in lessens):
        return None
    if left["rest"] or left["of"] or left[0][0] in "剩余":
        between = sight.bare[before[-1].end : left.start()]  # 收\ue000余款2700
        named = before[-1].text.endswith(("金", "款")) or between.strip("的他她\ue000")
        if not named:
            return None  # 结了尾款5000
    took = any(
        word.kind == "goods" and word.end <= left.start() and not word.text.endswith(NOUNS) for word in verbs
    )
    subtracted = _SUBTRACTED.search(sight.bare, chunk.start, left.start())
    dated = chunk.terms or any(found.start >= chunk.amount.end for found in chunk.dates)
    if dated and sight.text.endswith(_FIRST_PART, 0, left.start()):
        return Intent.RECORD_DEBT  # 付完首付还欠12万8 年前付清
    return Intent.RECORD_DEBT if took or subtracted else Intent.AMBIGUOUS


TAKES = re.compile(r"[儿里]?(?:又|再)?[拿买赊提订要装进取加吃喝修换做洗住印配]")  # 在我这拿了包烟
# 扣了5%质保金: kept back, nothing let off
_WARRANTY = re.compile(
    r"\s?[0-9.,一二两三四五六七八九十百千万]+[元块]?钱?(?:\s?%|个点|成)?的?(?:质保金|质量保证金|保留金|尾款|质保)"
)
# words that are no deed before these: 给我把那3200记上, 跑了三家
SAYS_ELSE = {
    "给我": re.compile("先?(?:把|将|记|挂|登|录|入|补记)"),
    **dict.fromkeys(("扣了", "扣", "扣掉", "扣除"), _WARRANTY),
    "跑了": re.compile("[0-9一二两三四五六七八九十几好半]"),
}


def is_his_word(sight: Sight, chunk: Chunk, kinds: set[str]) -> bool:
    """Beside another fact 德胜讲他那7080月底打: he says when he will pay, nothing new is owed."""
    if not kinds <= {"pay"} or not sight.has("say") or len(sight.amounts) < 2:
        return False
    today = sight.now.date()
    says = any(word.kind == "say" and word.start < chunk.amount.start for word in chunk.words)
    named = _THAT_SUM.search(sight.bare, chunk.start, chunk.amount.start) is not None
    says = says or (named and any(word.kind == "say" for word in chunk.words))
    pays = any(word.kind == "pay" and word.start >= chunk.amount.end for word in chunk.words)
    return says and pays and any(found.day is not None and found.day > today for found in chunk.dates)


_THAT_SUM = re.compile(r"(?:那|这|的)(?:笔|单|批|个)?\s?$")
_BEHIND_FEE, _BEFORE_FEE = 3, 4  # characters; 扣掉手续费10块


def is_of_side(word: Word, chunk: Chunk) -> bool:
    """The verb belongs to a figure beside the sum."""
    if any(role == "stated" and 0 <= side.start - word.end <= 1 for role, side in chunk.sides):
        return True  # 还1500（原欠1800）
    if word.kind == "discount" and any(
        role == "fee"
        and (0 <= word.start - side.end <= _BEHIND_FEE or 0 <= side.start - word.end <= _BEFORE_FEE)
        for role, side in chunk.sides
    ):
        return True  # 手续费15元另扣
    # 多给了5块 算了: too much was paid, nothing is let off
    return word.kind in {"discount", "write_off"} and any(
        role == "over" and side.end <= word.start for role, side in chunk.sides
    )


# 欠的180免了: a debt let go whole; a part of it (零头, 优惠) is a discount
_DEBT_NAMED = re.compile(r"(?:欠的?|那|剩下?的?|余下的?|\ue000的?)(?:那|这)?(?:笔|点)?\s?$")
_LET_WHOLE = re.compile(
    r"(?:块钱?|元)?的?(?:[一-龥]{1,2}[钱款费])?[，, ]*"
    r"(?:就|都|全|给他|给她|给佢|帮他)*(?:免了|免掉|不收了|不用(?:他|她)?[还给付]了?|甭[还给]了?)"
    r"(?:[，, ]*不用(?:他|她)?[还给付]了?)?[吧啦 。]*$"
)
_RUINED = re.compile(r"倒闭|破产|跑路|跑了|失联|关门|关张|注销了|找不[着到]|联系不上|过世|去世|人没了|死了")


def is_let_go_whole(sight: Sight, chunk: Chunk, kinds: set[str]) -> bool:
    if "discount" not in kinds or kinds - {"discount", "debt"} or sight.says("零头", "尾数"):
        return False
    named = _DEBT_NAMED.search(sight.bare, 0, chunk.amount.start)
    return named is not None and _LET_WHOLE.match(sight.bare, chunk.amount.end) is not None


def is_struck_off(sight: Sight, chunk: Chunk, verbs: list[Word], kinds: set[str]) -> bool:
    """倒闭了 欠的800核销: no money came."""
    struck = [word for word in verbs if word.kind == "paid"]
    return _is_tail(sight, chunk, verbs) or (
        bool(struck)
        and kinds <= {"paid", "write_off", "debt"}
        and all(word.text.startswith("核销") for word in struck)
        and _RUINED.search(sight.bare) is not None
    )


_TAIL = re.compile(
    r"(?:零头|尾差|尾数|差额|尾款|余款|尾巴)[^，,。;；]{0,8}核销|核销(?:掉|了)?(?:尾款|余款|零头|尾差)"
)
_MONEY_CAME = frozenset({"paid", "pay", "confirm_paid"})


def _is_tail(sight: Sight, chunk: Chunk, verbs: list[Word]) -> bool:
    """那500尾款核销: the odd end of a debt, and no money for it."""
    if "核" not in sight.signs or _TAIL.search(sight.text, chunk.start, chunk.end) is None:
        return False
    return all(word.text.startswith("核销") for word in verbs if word.kind in _MONEY_CAME)


# 两卷送回来了 冲456: credited; 冲500 alone may be money, too
_SET_AGAINST = re.compile(r"冲(?:减|掉|他|她|账|抵)?了?\s?¥?(?=[0-9一二两三四五六七八九十])")
_CAME_BACK = re.compile("回来|退|返")


def set_against(sight: Sight, chunk: Chunk, kinds: set[str]) -> Intent | None:
    paid = kinds & {"paid", "pay", "confirm_paid"}
    if "冲" not in sight.signs or paid or not _SET_AGAINST.search(sight.bare, chunk.start, chunk.end):
        return None
    back = kinds & {"return", "discount"} or _CAME_BACK.search(sight.bare)
    return Intent.RETURN_OR_DISCOUNT if back else Intent.AMBIGUOUS

"""打算, 预计, 好像: only perhaps; and when something beside it is sure all the same."""

from __future__ import annotations

import re

from handlers.language.chunks import Chunk
from handlers.language.doubts import debt_or_payment
from handlers.language.outcome import asks
from handlers.language.reading import Intent, Question, Reading, Record
from handlers.language.sight import Sight

_MEANS_TO = frozenset({"打算", "准备", "争取", "希望", "预计", "估计"})
_VAGUELY = frozenset({"好像", "似乎"})


def means_to_pay(sight: Sight) -> bool:
    """欠3000 打算月底还, 没付款 预计20号回: owed for sure; only the day is a plan."""
    sum_at = sight.amounts[0]
    owed = sight.has("unpaid") or any(word.end <= sum_at.start for word in sight.of("debt"))
    return owed and all(word.text in _MEANS_TO and word.start >= sum_at.end for word in sight.of("maybe"))


_BARE = frozenset({"付款", "还款", "打款", "回款", "结账", "转账"})
# 还了2000 也可能是2500; 看不清 可能是6300
_OR_ELSE = re.compile(r"(?:也|又|还|或|要么|说不定|没准)(?:可能|许|者)?(?:是|有)?\s?$")
_ILLEGIBLE = re.compile(r"看不[太大]?清|认不[出清]|不[太大]?清楚|模糊|潦草|糊了")


def which_of(sight: Sight) -> Reading | None:
    """A sum that the speaker is not sure of, of a thing that happened: asked, not dropped."""
    sums = [one for one in sight.amounts if one.fen]
    if not sums or len(sums) != len(sight.amounts) or sight.has("if", "own", "not_debt") or sight.dates[1:]:
        return None
    came, owed = sight.has("paid"), sight.has("goods", "debt", "unpaid")
    intent = Intent.RECORD_PAYMENT if came else Intent.RECORD_DEBT if owed else Intent.AMBIGUOUS
    if len(sums) == 2 and (came or owed) and _OR_ELSE.search(sight.bare, sums[0].end, sums[1].start):
        low, high = sorted(one.fen or 0 for one in sums)
        data = {"text": f"{sums[0].text}/{sums[1].text}", "low": low, "high": high}
        question = Question("amount_range", ({"amount": low}, {"amount": high}), data)
        return asks(sight, question, Record(intent, sight.mention, None))
    if len(sums) == 1 and _ILLEGIBLE.search(sight.bare, 0, sums[0].start):
        question = Question("vague_amount", ({"amount": sums[0].fen},), {"text": sums[0].text})
        if sight.mention is None:
            question = Question("missing_customer")
        elif intent is Intent.AMBIGUOUS:
            question = debt_or_payment([Record(intent, sight.mention, sums[0].fen)])
        return asks(sight, question, Record(intent, sight.mention, sums[0].fen))
    return None


_EXPECTS = frozenset({"预计", "计划"})
_WE_PAY = re.compile(r"(?:给|付|还|打)\ue000")


def expects(sight: Sight) -> bool:
    """医保款下来就打 预计12月20号 三万六: his payment, on a day to come."""
    today = sight.now.date()
    return (
        (sight.has("pay", "settled") or any(word.text in _BARE for word in sight.of("paid")))
        and not sight.has("debt", "goods", "unpaid", "return", "own", "if")
        and len(sight.mentions) == 1
        and any(one.day is not None and one.day > today for one in sight.dates)
        and all(
            word.text in _EXPECTS and sight.mentions[0].span and word.start >= sight.mentions[0].span.end
            for word in sight.of("maybe")
        )
        and _WE_PAY.search(sight.bare) is None
    )


def recalls(sight: Sight) -> bool:
    """老曹好像还了几百: something came, and the speaker is to look how much."""
    return (
        sight.has("paid")
        and bool(sight.mentions)
        and all(word.text in _VAGUELY for word in sight.of("maybe"))
    )


_SOME_DAY = re.compile(
    r"(?:\d{1,2}|[一二三]?十?[一二三四五六七八九十])[号日]|(?:周|星期|礼拜)[一二三四五六日天]"
)


def is_bare(sight: Sight, chunk: Chunk) -> bool:
    """何丽华 三千 20号: a name, a sum and a day of the month or week: what fell, or falls, on it?"""
    if len(chunk.dates) != 1 or len(sight.mentions) != 1 or len(sight.amounts) != 1 or sight.quantities:
        return False
    if sight.methods or any(word.kind != "filler" for word in sight.words):
        return False
    rest = sight.bare
    for found in (*sight.amounts, *chunk.dates):
        rest = rest.replace(found.text, "", 1)
    return not rest.strip("\ue000 ，,。元块") and _SOME_DAY.fullmatch(chunk.dates[0].text) is not None


def so_many_by_a_day(sight: Sight) -> bool:
    """永盛 3.5个 月底: so many of something, and when; nothing else is said."""
    told = (
        all(word.kind == "filler" for word in sight.words) and len(sight.dates) == len(sight.quantities) == 1
    )
    return told and sight.dates[0].day is not None and sight.quantities[0].kind == "quantity"


# 预付了再发货, 刷卡付了再装: how it will be, and nothing yet
_ONLY_THEN = re.compile(
    r"(?:付|款|钱|清|账|到)(?:清|齐|完|到)?了?(?:再|才|后|之后|以后)(?:给他|给)?(?:发|装|送|提|拉|做|供|安排)"
)


_AT_ONCE = re.compile(r"现款现货|款到发货|先款后货|先付后发|[送货]到(?:再|就)?付(?:现|款)")


def pays_before_goods(sight: Sight) -> bool:
    if _AT_ONCE.search(sight.bare) is not None and "了" not in sight.bare:
        return True  # 要50包玉米，现款现货，明天送
    return _ONLY_THEN.search(sight.bare) is not None


_BILLED = re.compile(
    r"(?:[这本]个?月|上个?月|\d{1,2}月份?|[这本上]周|[这今]天)的?[^，,。;；0-9]{1,4}(?:钱|款|费)(?:一共|总共|共|合计|是)?\s?[0-9一二两三四五六七八九十]"
    r"|\ue000(?:的)?(?:款|钱|账)?(?:先|也|就)?到(?:了|账)?\s?[0-9一二两三四五六七八九十]"
    r"|[0-9.,一二两三四五六七八九十百千万]+[元块]?钱?(?:也|都|已经)?(?:到了|到账了?)[，,。;； ]"
)


def is_billed(sight: Sight, at: int) -> bool:
    """这个月菜钱1万3千6 说下月5号结, 金桥到1万2 剩下的他说月底: booked before `at`, where he speaks."""
    return _BILLED.search(sight.bare, 0, at) is not None


# 说他已经转了, 说他弟弟把钱打过来了
_BETWEEN = re.compile(r"[已经他她我们早就昨今天刚才都也上下午晚弟妹哥姐会计财务公司把钱款货 ]*")

_SEEN = re.compile(
    r"(?:我|财务|银行|卡上|账上)(?:刚|都|也|这边)?(?:查了|查过了?|查到了?|看到了?|看了(?:一下|下|眼)?(?:手机|微信|短信|流水|卡|账)?|核实了|确认了)(?:[^没未不]{0,3}(?:有|是)|[^没未不]{0,14}(?:到账|收到|进账|入账|到了|进来|没错|对的))"
)  # 我查了到账12800
_OURS_SAY = re.compile(r"(?<![\ue000的边家])(?:财务|银行|出纳)[^，,。]{0,3}$")  # 财务说永盛的8200到了


def is_only_said(sight: Sight) -> bool:
    """他说转了5000: whether the money is there, only the account knows."""
    if not sight.has("say") or _SEEN.search(sight.bare):
        return False
    said = [word.end for word in sight.of("say")]
    said += [amount.end for amount in sight.amounts if amount.start in said]  # 他会计说3000到账了
    heard = [word for word in sight.of("confirm_paid") if len(sight.mentions) < 2 or word.start >= said[0]]
    if heard and not _OURS_SAY.search(sight.bare, 0, said[0]):
        return True
    if _GIVES.search(sight.bare):
        return True
    return any(
        0 <= word.start - end <= 8 and _BETWEEN.fullmatch(sight.text, end, word.start)
        for word in sight.of("paid")
        for end in said
    )


# 答应给5000: nothing has come; 说打5000过来了 was done
_GIVES = re.compile(
    r"(?:答应|同意|承诺|保证|说好?|讲好?)(?:只|先|就|再|最多)?(?:付|给|还|打|转|结)(?:我们?|咱们?)?\s?"
    r"[0-9.,一二两三四五六七八九十百千万]+[元块]?钱?(?![0-9元块过来]|[^，,。;； ]{0,4}了)"
)


_HALF = re.compile(
    r"\ue000(?:家|那边)?(?:今天|刚|先|就|又|也|只|才)*[付给还结打转](?:我们?|咱们?)?(?:一半|半数|一部分|一大半|一点|三分之一|三成|五成)[。!~ ]*$"
)


def pays_half(sight: Sight) -> bool:
    """阿芳付一半: of how much?"""
    return _HALF.search(sight.bare) is not None


# 停几天再说, 缓两周吧
_PAUSES = re.compile(
    r"(?:停|缓|放|晾|搁|宽)(?:个|上|他|她)?(?:几|俩|[0-9]+|[一二两三四五六七八九十半])个?(?:天|周|星期|礼拜|月)(?=再|吧|$|[ ，,。])"
)


_PUT_BY = re.compile(r"先(?:搁|撂|晾)(?:着|[一几两]|$|[，,。 ])")  # 账先搁着 等收完麦再说


def pauses(sight: Sight) -> bool:
    return _PAUSES.search(sight.bare) is not None


def puts_by(sight: Sight) -> bool:
    return not sight.amounts and _PUT_BY.search(sight.bare) is not None


_CAME = re.compile(r"[付还给打转结交汇][了过](?:给)?(?:我们?|咱们?)?\s?$")


def has_come(sight: Sight, at: int) -> bool:
    """总算松口 先还了我三千 剩下的再磨: behind `at` a sum that was paid, and no day to come."""
    today = sight.now.date()
    if any(found.day is not None and found.day > today for found in sight.dates):
        return False
    return any(one.start > at and _CAME.search(sight.bare, at, one.start) for one in sight.amounts)


_MADE = (
    "出个图",
    "出张图",
    "画个图",
    "做个图",
    "做个表",
    "做张表",
    "出个表",
    "做一张表",
    "做一个表",
    "做表格",
    "做个表格",
)
_OF_BOOKS = ("debt", "unpaid", "balance", "due", "overdue", "all", "query", "statement", "paid", "not_paid")


def is_made(sight: Sight) -> bool:
    """永盛出个图5000: what was made for him, and its price; no report."""
    made = all(word.text.startswith(_MADE) for word in sight.of("report", "export"))
    return bool(sight.amounts) and made and not (sight.dates or sight.has(*_OF_BOOKS))

"""Which way money went where the verb alone does not tell: 给他结了600, 我垫的, 从押金里扣, 拿5000来."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.language.chunks import Chunk
from handlers.language.lexicon import Word
from handlers.language.reading import Intent
from handlers.language.sight import Sight
from handlers.language.words import listed

# 给他结了600: paid to him, by us
_TO_HIM = re.compile(
    r"给(?:他|她|佢|人家|对方|他们|她们)(?:又|先|也|已经|都)?(?:结|付|打|转|汇|交|还)(?:了|过|款)"
)
# 给纸厂打了3万2, 预付鼎盛采购款8000: money of ours, to somebody we buy from
_WE_BUY = re.compile(
    r"^(?:今天|昨天|刚才?|已经?|我们?)?给(?![我咱他她佢现钱微支对]|\ue000)[^\ue000，,。 ]{2,8}?(?:又|先|也|已经|都)?(?:结|付|打|转|汇)(?:了|过|款)"
    r"|采购款|进货款|(?:预付|支付)(?:了|给)?\ue000+[^，,。 ]{0,4}(?:材料|货款|加工|工程|运费|设备|定金|订金|款)"
)
_WE_ADVANCED = re.compile(
    r"[我咱](?:们|自己)?先?(?:代)?垫(?:的|付的|了|付了|给)|(?:给|帮|替)\ue000+(?:家)?先?垫(?:的|付的|了|付了)"
)
# 我们先垫的 让他还: what we paid for him is his debt
_HE_BEARS = re.compile(
    r"(?:让|叫|要|找|跟|该|由|算)(?:他|她|佢|他们|对方|客户|\ue000+)(?:家|们)?(?:的|来|去)?(?:还|出|付|给|承担|要|账上|头上|$)"
    r"|(?:[记挂]|算|入)(?:在|到)?(?:他|她|他们|\ue000+)(?:的|家)?(?:账|欠|头)"
)
# taken from other money of his: an entry of another kind
_FROM_OTHER = re.compile(
    r"从(?!他?的?(?:(?:这个?|本|下个?|当|上个?)月的?)?(?:欠款|货款|账上|账|应收|余款|尾款))"
    r"[^，,。 ]{1,12}(?:里头?|里面|中|上)(?:面)?(?:直接)?(?:扣|抵|划)"
)
_TURNED_INTO = re.compile(
    r"多[打付转给收交][了的]?[^，,。]{0,10}(?:转成|转到|转为|转作|抵|冲|顶|算到|算作|记到|留到|留着)"
)
# money that may go back to him, and no goods: 退青禾押金, 给老曹退了500, 退我500
_REFUND = re.compile(
    r"退(?:给|还|回)?(?:了)?[^，,。 ]{0,6}(?:押金|定金|订金|保证金)|退(?:了)?(?:给)?(?:我|咱)(?![^，,。]*货)"
    r"|(?:押金|定金|订金|保证金)[^，,。]{0,8}退(?!货)"
)
_REFUNDS_TO = re.compile(
    r"给\ue000+退(?:了|回|还)?[\s0-9.,一二三四五六七八九十百千万两]*(?:元|块|块钱)?[。~ ]*$"
)
# 代付运费300: paid for him by us, or by him for us
_BY_HIS = re.compile(
    r"[他她][一-龥]{1,3}(?:帮他|替他|帮她|替她)?代(?:付|缴|交)|\ue000+(?:家|那边)?的(?:款|货款|账|钱|那笔)[^，,。;；0-9]{1,6}代(?:付|缴|交)了"
)  # 他弟代付的: his own people paid
_FOR_HIM = re.compile(r"(?:让我们?|帮|替|给)[^，,。]{0,6}代(?:付|缴|交|收|垫)|代(?:付|缴|交)(?:了)?")
_NET = re.compile(
    r"(?:实打|实转|实还|实结|实付|实收|实到|实际付|实际收到|实际到账|净收|净付)(?:了|款|为|是|:|：)?\s?$"
    r"|(?<![退拿带要收送提拉运装追换取借])(?:回|进)来(?:了|过)?\s?$"
    r"|(?:抹零?|折扣?|优惠|扣点|扣款|扣除|减免|让利|退货)[^，,。;；0-9]{0,4}后(?:实)?(?:付|给|打|转|结|还|收)了?\s?$"
)
_TELLS_NET = frozenset("实净来减销划去后到妥搞")
# 金桥到1万2, 定位仪款先到4万; 牛奶款，1944，妥了
_REACHED = re.compile(
    r"(?:[款钱账]|\ue000)(?:的|也|就|先|又|再|刚|今天|昨天){0,2}到(?:了|账)?\s?$|(?:^|[，,。;；\s])先到(?:了)?\s?$"
    r"|[问找跟向]\ue000+(?:家|那边)?(?:要|讨)到了?\s?$"
)
_OF_MONEY = re.compile(r"[款钱账][^一-龥]{0,2}$")
_SETTLED_BEHIND = re.compile(r"(?:元|块)?钱?[，,\s]*(?:都|也|已经|全)?(?:妥了|妥妥的?|搞定了?)[。~!\s]*$")
_OFF_HIS_LIST = re.compile(
    r"(?:从|在|把)?(?:[他她](?:的|家)?)?账(?:上|里|面上)?(?:的)?(?:给)?(?:减|销|划|去)(?:掉|了|去|(?=吧|\W|$))"
    r"|(?:给|帮|替)[他她](?:减|销|划|去)(?:掉|了)"
)
_BRINGS = re.compile(r"(?:拿|带|送|捎|拨|凑)(?P<done>了)?\s?$")
# 拿回来四千块现金
_BROUGHT_BACK = re.compile(r"(?:拿|带|收|要|讨)回(?:来)?了?\s?$")
_AS_MONEY = re.compile(r"(?:块|元)?的?(?:现金|现钱|钱|货款|货钱)")
_HERE = re.compile(r"(?:现金|钱)?(?:过)?来(?P<done>了)?(?![的得])")
# 讨回5000的货: goods came back, or money?
_GOODS_BACK = re.compile(
    r"(?:讨|要|追|收|拉|拿|搬|运)回(?:来|了)*\s?[0-9.,一二两三四五六七八九十百千万]+[元块]?钱?的[一-龥]{0,3}(?:货(?!款|钱)|料(?!款|钱)|材料|东西)"
)
_TELLS_DOUBT = frozenset("给垫代退从多购进付回")  # one of these stands in each pattern of doubt


def is_doubtful(sight: Sight, chunk: Chunk, kinds: set[str]) -> bool:
    """Money that went to him, or that was ours: whose it is, only the speaker knows."""
    if "unpaid" in kinds and _pays_all_the_same(sight, chunk):
        return True
    if _TELLS_DOUBT.isdisjoint(sight.signs):
        return False
    text = sight.bare[chunk.start : chunk.end]
    if _WE_BUY.search(text) and not kinds & {"debt", "unpaid"}:
        return True
    if _TO_HIM.search(text) and not kinds & {"debt", "unpaid", "discount", "return"}:
        return True
    owed = any("垫" not in word.text for word in sight.of("debt", "unpaid"))
    if _WE_ADVANCED.search(sight.bare) and not owed and not sight.says("还我", "还给我"):
        return True
    if _FOR_HIM.search(text) and not _BY_HIS.search(text) and not kinds & {"debt", "unpaid"}:
        return True
    if _REFUND.search(text) or (_REFUNDS_TO.search(sight.bare) and not sight.quantities):
        return True
    return bool(_GOODS_BACK.search(text) or _FROM_OTHER.search(text) or _TURNED_INTO.search(text))


_EMPTY_PURSE = re.compile(
    r"(?:[没忘]带够?(?:现金|钱)|(?:现金|钱)没带|身上没钱)[^，,。;；]{0,3}[ ，,]+[^，,。;；0-9]{0,6}?"
    r"(?:(?:转账?|付|还|给|刷|打|扫)[了卡的]?|微信|支付宝)\s?$"
)


def _pays_all_the_same(sight: Sight, chunk: Chunk) -> bool:
    """没带钱 微信转了5000: money all the same."""
    return _EMPTY_PURSE.search(sight.bare, chunk.start, chunk.amount.start) is not None


def advanced(sight: Sight) -> bool:
    """运费我们先垫的 380 让他还: paid for him by us, and he shall bear it."""
    if "垫" not in sight.signs:
        return False
    return _WE_ADVANCED.search(sight.bare) is not None and _HE_BEARS.search(sight.bare) is not None


_LOAD = "[车趟船批吨方]"
_LOADED = re.compile(
    rf"{_LOAD}\s?[^，,。0-9]{{0,4}}?(?:送|发|拉|运)(?:给|到|去|往)?\ue000"
    rf"|(?:送|发|拉|运)(?:给|到|去|往)?\ue000+(?:那边|家)?\s?[0-9一二两三四五六七八九十半几]+\s?{_LOAD}"
    r"|(?:送|发|拉|运|供)(?:给|到|去|往)?\ue000+(?:那边|家)?\s?[0-9.,一二两三四五六七八九十百千万]+[元块]?的[一-龥]{0,3}(?:[货砖料]|材(?!料))(?![钱款费票])"
)
_NOTED = re.compile(r"[\ue000\s，,](?:先)?挂\s?¥?$|\ue000[差短该]\s?¥?$")
_NOTED_BEHIND = re.compile(r"[元块]?钱?\s?挂[。.~\s]*$")


def is_load(sight: Sight, chunk: Chunk) -> bool:
    """还有一车是送永盛的 2000: a load went to him. 送永盛两条烟 may be a gift. 永盛 挂 1280, 永盛差320: noted as owed."""
    if not sight.says("运费") and _LOADED.search(sight.bare, chunk.start, chunk.end) is not None:
        return True
    return bool(
        _NOTED.search(sight.bare, chunk.start, chunk.amount.start)
        or _NOTED_BEHIND.match(sight.bare, chunk.amount.end)
    )


_PAID_TOO_MUCH = re.compile(
    "(?:多|超)(?:打|付|转|给|汇|交)了?\\s?[0-9一二两三四五六七八九十]"
)  # 多打了50 一共4200


def is_net(sight: Sight, chunk: Chunk) -> bool:
    """扣掉质保金5% 实付9500, 给了我5000 从他账上减掉: the sum is what was paid."""
    if _TELLS_NET.isdisjoint(sight.signs) and not chunk.sides:
        return False
    if _NET.search(sight.text, chunk.start, chunk.amount.start) is not None:
        return True
    if _REACHED.search(sight.bare, 0, chunk.amount.start) is not None:
        return "额" not in sight.signs
    if _OF_MONEY.search(sight.bare, 0, chunk.amount.start) and _SETTLED_BEHIND.match(
        sight.bare, chunk.amount.end
    ):
        return True
    owed = any(word.kind in ("debt", "goods", "unpaid") for word in chunk.words)
    if (
        not owed
        and any(role == "over" for role, _ in chunk.sides)
        and _PAID_TOO_MUCH.search(sight.bare, 0, chunk.amount.start)
    ):
        return True
    came = any(word.kind == "paid" and word.end <= chunk.amount.start for word in chunk.words)
    off = _OFF_HIS_LIST.search(sight.bare, chunk.amount.end, chunk.end) if came else None
    return off is not None and not sight.has("remainder") and not sight.says("零头", "尾数", "退", "扣")


_TELLS_KIND = frozenset("抵顶卡")
_SWIPED, _CARD = re.compile(r"刷(?:了|过)?\s?$"), re.compile(r"[元块]?钱?的?卡")  # 刷了2400的卡
# 拿两箱酒抵了500: what he gave stands for money; the last look asks
_IN_KIND = re.compile(r"(?:拿|用|以)[^，,。;；]{1,8}(?:抵|顶)(?:了|掉|账|货款|欠款|我们)*\s?$")


def brings(sight: Sight, chunk: Chunk) -> Intent | None:
    """拿5000来, 带了三千过来: money brought, no goods taken."""
    if (
        "回" in sight.signs
        and _BROUGHT_BACK.search(sight.text, chunk.start, chunk.amount.start)
        and _AS_MONEY.match(sight.text, chunk.amount.end)
    ):
        return Intent.RECORD_PAYMENT
    in_kind = not _TELLS_KIND.isdisjoint(sight.signs)
    if in_kind and (
        _IN_KIND.search(sight.bare, chunk.start, chunk.amount.start)
        or (_SWIPED.search(sight.bare, 0, chunk.amount.start) and _CARD.match(sight.bare, chunk.amount.end))
    ):
        return Intent.RECORD_PAYMENT
    if "来" not in sight.signs:
        return None
    before = _BRINGS.search(sight.text, chunk.start, chunk.amount.start)
    after = _HERE.match(sight.text, chunk.amount.end)
    if before is None or after is None:
        return None
    return Intent.RECORD_PAYMENT if before["done"] or after["done"] else Intent.AMBIGUOUS


_BILLS = frozenset({"承兑", "支票"})
_HANDS = frozenset({"拿", "拿了", "送了", "带了"})


def hands_over(verbs: Sequence[Word]) -> bool:
    """拿张支票来, 承兑已签收: of goods nothing is said."""
    return all(word.text in _HANDS or word.text.startswith("签收") for word in verbs if word.kind == "goods")


def waits_for_goods(chunk: Chunk) -> bool:
    """压批 下批货来付这批: how it will be paid, not that it was."""
    return bool(chunk.terms) and any(found.terms.kind == "with_next_delivery" for found in chunk.terms)


_COMES_IN = re.compile(r"[进到入来转汇打](?:了|账|的|来|款|过来)*的?\s?\ue000*\s?$")


def into_account(sight: Sight, chunk: Chunk) -> bool:
    """对公进的28000是大田的货款: it came to an account, whatever it was for."""
    if not any(
        span.kind == "account" and chunk.start <= span.start < chunk.amount.start for span in sight.methods
    ):
        return False
    return _COMES_IN.search(sight.bare, chunk.start, chunk.amount.start) is not None


def is_bill(sight: Sight, chunk: Chunk) -> bool:
    """承兑 10万 到期日 …: a bill in hand is a payment, whenever it falls due."""
    return any(span.value in _BILLS and chunk.start <= span.start < chunk.end for span in sight.methods)


_TELLS_ORDER = frozenset("让叫请催")


def is_told_to(sight: Sight, chunk: Chunk) -> bool:
    """让张三先付5000: an order, not a fact."""
    return not _TELLS_ORDER.isdisjoint(sight.signs) and any(
        sight.text[found.span.start - 1] in _TELLS_ORDER
        for found in chunk.mentions
        if found.span and found.span.start
    )


_GIVEN = frozenset(
    listed("给 还了 付了 给了 打了 转了 打给 转给 付给 汇给 还给 付 还 转 打 汇")
)  # 付何记运费3000, too


def we_paid(sight: Sight, chunk: Chunk) -> bool:
    """给李四打了5000: money that went the other way, or somebody else's; asked."""
    given = [word.end for word in chunk.words if word.text in _GIVEN]
    return any(found.span and found.span.start in given for found in sight.mentions)

"""What must never be booked: questions, hypotheses, denials, gossip, jokes, our own debts, pastes, code, forwards."""

from __future__ import annotations

import re
from string import ascii_letters

from handlers.language.lexicon import Word
from handlers.language.naming import is_like_a_name
from handlers.language.ours import both_owe, is_theirs, is_waved, never_said, of_others, shop_pays, we_owe
from handlers.language.outcome import asks, nothing, told
from handlers.language.perhaps import expects, means_to_pay, pauses, puts_by, recalls, which_of
from handlers.language.plights import in_plight
from handlers.language.reading import Fit, Intent, Question, Reading, Record
from handlers.language.sight import Sight
from handlers.language.vouchers import entry
from handlers.language.waking import Rules

LONGEST = 600  # characters; dictation of a minute is about 250
_CODE = re.compile(
    r"\{\{|\}\}|\{%|</?(?!(?:b|i|u|p|br|em|strong|font|span|div)\b)[a-zA-Z]+[ />]|<!\["
    r"|(?i:\b(?:select|insert|update|delete|drop|union)\b.*\b(?:from|into|table|set|select|where)\b)"
    r"|(?i:ignore (?:all|previous|the)|system prompt|you are now|as an ai)|忽略(?:之前|以上|前面|上面)|系统提示|提示词"
    r"|你现在是|扮演|https?://|;\s*--|\$\{|\bdef \w+\(|__\w+__"
)
_TELLS_CODE = frozenset(ascii_letters + "{}<;$_忽系提你扮")  # one of these stands in all of it
_ENDS_ASKING = re.compile(r"(?:[?？]|吗|呢|么|嘛|没有|了没|没|不|否|来着|冇|没得)[。.~～!！ 呀啊]*$")
_DONE_OR_NOT = re.compile(
    r"(?:[了到过账清款][^，,。 ]{0,10})(?<![还都也钱分])没有?[呢啊呀]?[。.~ ]*$"
    r"|(?:过|打|付|给|转|汇)[钱款账]没有?[。.~ ]*$|(?:回来|过来|进来|[欠挂]着)没有?[。.~ ]*$|了没得[。~ ]*$|[数钱咗过]未[呀啊]?$"
)
# 下周要拿3万的货, 明天送: goods that have not moved yet
_PLANNED = re.compile(
    r"(?<![我只还都])要(?:来|去)?(?:再)?(?:拿|提|拉|进|订|装|买|发)(?![了走过])"
    r"|(?:明天|明日|后天|大后天|下周[一二三四五六日天]?|下个?月|过两天|过几天)(?:再|才|来|去|给[他她]|给\ue000+|就)?"
    r"(?:送|发|装|拉|提|拿|取)货?(?![了的过到]|[^，,。 ]{2,8}(?:过来|来))"
)
_BROADCAST = re.compile(
    r"^(?:(?:公司|单位|厂里|店里|学校|物业|社区)[^，,。]{0,3}通知)|^(?:重要|紧急|温馨)?(?:通知|公告|提示|提醒|声明)(?:一下)?[:： ,，]"
    r"|^《[^》]{2,30}》|(?:大家|各位|请)(?:都|们)?(?:学习|知悉|遵照执行)|^各位|^尊敬的|^亲爱的|^(?:祝|恭祝|恭喜|祝贺)(?:大家|各位|您|你|贵)"
)
_IDLE = re.compile(
    r"谁[^，,。]{0,4}(?:借我|(?:有空|顺路)(?!(?:去|到|跑)\ue000))|谁(?:能|来|去|可以)?帮(?:我|忙)(?:拿|带|取|买|接|签收|搬|修)|"
    r"(?<![A-Za-z])AA(?![A-Za-z级板料货材])|接龙|扣1(?![0-9])|(?<![一-龥])一人\d+|借我(?:\d|点钱|点儿)|"
    r"违章|双(?:十[一二]|1[12])(?:买(?![^，,。]*[货料材]|[0-9])|抢|囤|剁)|吃啥|吃什么|喝啥|喝什么|"
    r"去哪(?:吃|玩|喝)|满\d+减\d+|打牌|(?:打|搓|玩)麻将|斗地主|三缺一|看球|天气|下雨|堵车|太热|太冷"
    r"|^[^，,。 0-9]{0,6}(?:喝酒|吃饭|喝茶|钓鱼|打球|唱歌|上班|加班|起床|睡觉|在家|在店里?)[去来]?[不吗么没][。~ ]*$"
)
_GOALS = re.compile(r"目标|指标|任务额|预算|冲刺|KPI|kpi|业绩要")
_BANK_OUT = re.compile(r"(?:尾号|账户|银行)[^。]{0,40}(?:支出|转出|扣款|消费|扣收)")
_LISTS = re.compile(
    "的客户|的有|哪[些家几]|谁|多少|几多|几[笔家]|[拎列理挑找拉]出来|捋"
)  # 超三个月没动静的客户, 还有多少没回
_MATTER = re.compile(r"(?:钱)?的(?:事儿?|问题|矛盾|纠纷)(?![一-龥])")  # 吵起来了 两千块钱的事
_PATTERN_ONLY = re.compile(
    r"^(?:以前|之前|上面|下面|原来|这是|这个是)?的?(?:例|例如|比如|示例|格式|模板|样板|例子|示范|范例|样例)(?:是|为)?[:： ]"
)
_AS_PATTERN = re.compile(r"[按照](?:着|照)?(?:这个?|这种|这样的?|[上下]面的?)(?:格式|样子|模板|例子|写法)")
_TELLS_PATTERN = frozenset("例示格模样范写借如")  # one of these stands in all such words

# The one setting that is an address: nothing may stand beside it.
_ADDRESS = re.compile(r"^客服链接\s*(?:改成|改为|设成|设为|换成|是|[:：])\s*https?://[!-~]+$")


def unreadable(sight: Sight) -> Reading | None:
    """Nothing at all, a long paste, code, markup, SQL, or words meant for a language model."""
    if not sight.text:
        return nothing(sight, "empty")
    if len(sight.text) > LONGEST:
        return nothing(sight, "a long paste")
    is_code = not _TELLS_CODE.isdisjoint(sight.signs) and _CODE.search(sight.text)
    if is_code and not _ADDRESS.match(sight.text):
        return nothing(sight, "code or instructions, not bookkeeping")
    return None


_ASKS_OVER = re.compile(r"超[^，。 ]{0,3}(?:没有?|不)[。~ ]*$")
# 多少钱还没过磅, 多少钱我忘了: the sum is not known yet, nothing is asked
_UNKNOWN_SUM = re.compile(
    r"(?:多少钱?|几多|几钱|几块钱|啥价|什么价|几号|哪天|[啥什]么?时候)(?:我|他|都|也|现在|暂时)*(?:还)?(?:没|不|忘|未|待)(?:有)?"
    r"(?:过磅|过秤|称|定|算|知道|清楚|记得|记住|了|出来|谈|说|讲|写|提)"
)


def is_unknown_sum(sight: Sight) -> bool:
    return _UNKNOWN_SUM.search(sight.bare) is not None and not sight.text.endswith(("吗", "么"))


def is_question(sight: Sight) -> bool:
    """Whether something is asked. 没付 at the end of a statement about goods is no question."""
    asked: bool | None = sight.known.get("question")
    if asked is None:
        asked = sight.known["question"] = _asks(sight)
    return asked


_HOW = re.compile(
    r"([慢快好多急难准勤稳大高贵够严松])不\1|"
    r"[0-9百千万元块]还是[0-9一二两三四五六七八九十百千万元块.]+(?:来着|呢)?$|"
    r"是[^，,。;；是0-9]{1,8}还是[^，,。;；0-9\ue000]{1,5}"
    r"(?:$|[，,。 ]+(?:你|我|给我|帮我|有点)*"
    r"(?:讲讲|说说|看看|查|忘|记不|不记|不清|想不))"
    r"|(?:客户|人|家|户|有)几[个家户](?:客户|人)?[呀啊呢了。]*$|[了到过]没(?:有)?[啊呀呢]?[，,](?:他|她|"
    r"人家|客户|对方|会计)|(?:还有|都有)(?:谁|哪家)的|"
    r"[了到过]没有?[ ，,]+[^，,。;；]{0,14}那[个笔单][^，,。;；]{0,8}$"
    r"|[欠挂]着没有?$|[欠差该剩]好多(?:钱|款|账)?[了啊]?$|是[^，,。;；]{1,8}[给付还结打]还是[^，,。;；]{1,8}[给付还结打]$"
)  # 付款慢不慢, 是付清了还是没付, 打款了没 7500那个, 是15号给还是月底给

_TAKEN_BACK = re.compile(r"\?\s*(?:哦|啊|噢)?(?:不是|不对|错了|说错)[^?]*$")  # 长乐?不是 是青禾

# 到账没, 还差咱们钱不; 他就是不 is a word of its own
_DONE_YET = re.compile(
    r"(?:(?:了|到|过|账|清|款|期|字|章)(?:没有?|否|冇)|[^ ，,。;；\ue000不](?<!就是)(?<!总是)(?<!老是)(?<![都就总老直说还])不)[。.~ 呀啊呢]*$"
)


# 啥也没拿, 什么都没说, 谁都知道, 没说啥时候给: nothing is asked
_ANY_AT_ALL = re.compile(
    r"(?:啥|什么|谁|哪[儿里家个]|怎么|咋)(?:货|钱|东西|话|人)?[都也](?!有谁|是谁|有啥|有哪)"
    r"|(?:没|冇|未)(?:有)?(?:说|讲|提|定|告诉我?)(?:是|到底)?(?:啥|什么|哪|几|多少|何)"
)


def _is_asked(sight: Sight, word: Word) -> bool:
    """那几笔 and 这几天 ask nothing."""
    return not (word.text.startswith("几") and sight.text.endswith(("这", "那", "前", "好"), 0, word.start))


def _asks(sight: Sight) -> bool:
    if len(list(sight.of("ask"))) == 1 and _ANY_AT_ALL.search(sight.bare) and "?" not in sight.text:
        return sight.text.endswith(("吗", "么", "没", "没有"))
    if ("?" in sight.text and not _TAKEN_BACK.search(sight.text)) or (
        (sight.has("may_deliver", "silence") or any(_is_asked(sight, word) for word in sight.of("ask")))
        and not is_unknown_sum(sight)
    ):
        return True
    if _ASKS_OVER.search(sight.bare) or _HOW.search(sight.bare):
        return True
    match = _ENDS_ASKING.search(sight.bare)
    if match is None:
        return False
    if _DONE_OR_NOT.search(sight.bare) and sight.has("paid", "pay", "confirm_paid"):
        return True
    if (
        sight.text.endswith(("呢", "嘛"))
        and sight.amounts
        and (
            sight.has("debt", "unpaid", "goods", "paid", "return")
            or sight.amounts[-1].end == len(sight.text) - 1
        )
    ) or (sight.quantities and sight.quantities[-1].end == len(sight.text) - 1 and sight.text.endswith("呢")):
        return False  # 980 欠着呢, 80万呢: told with a sigh
    if sight.text.endswith(("吗", "么", "呢", "嘛")):
        return True
    # 付了没, 到账没有: the verb is done before it is doubted
    return _DONE_YET.search(sight.bare) is not None


def not_for_the_books(sight: Sight) -> Reading | None:
    """Gossip, jokes, our own debts, favours, hypotheses, denials."""
    return RULES.answer(sight)


_DOUBTFUL = frozenset({Fit.TYPO, Fit.SEVERAL, Fit.INITIALS})
_BY_RED_PACKET = re.compile(
    r"微信(?:发|转)?(?:了|来)?(?:个)?红包(?:给了|付了|还了|付|还)|(?:发|转)(?:了|来)?个?红包(?:还|付|"
    r"结)了|^(?!.*说).*红包.*(?:还(?:我|给我)|算还[账钱])的?[^一-龥]*$"
)  # a way of paying


def _not_told(sight: Sight) -> Reading | None:
    """Plans, patterns, notices, presents: a sum stands there, and no fact."""
    asked = is_question(sight)
    if (
        sight.amounts
        and _PLANNED.search(sight.bare)
        and not sight.has("debt", "unpaid", "paid", "return", "discount", "remind")
        and not (asked or sight.has("may_deliver", "what_if", "if"))
    ):
        return nothing(sight, "goods that have not moved yet")
    if sight.amounts and _MATTER.match(sight.text, sight.amounts[-1].end) and not asked:
        return nothing(sight, "only what a talk was about")
    if not _TELLS_PATTERN.isdisjoint(sight.signs):
        if (booked := entry(sight)) is not None:
            return booked
        if _PATTERN_ONLY.match(sight.text) or _AS_PATTERN.search(sight.text):
            return nothing(sight, "a pattern to write by")
    if not sight.mentions and _BROADCAST.match(sight.text):
        return nothing(sight, "a notice to everybody")
    if sight.amounts and not sight.mentions and _GOALS.search(sight.bare):
        return nothing(sight, "a goal")
    if _BANK_OUT.search(sight.text):
        return nothing(sight, "a bank's message on money that went out")
    if sight.has("profit") and sight.amounts and not sight.has("debt", "paid", "unpaid", "pay"):
        return nothing(sight, "what we earned")
    if sight.has("gift") and sight.amounts and not _BY_RED_PACKET.search(sight.bare):
        return _gift(sight)
    if _IDLE.search(sight.bare):
        return nothing(sight, "idle talk")
    sure = any(found.fit not in _DOUBTFUL for found in sight.mentions)
    if sight.has("expense") and not (sure or shop_pays(sight) or is_like_a_name(sight)):
        return nothing(sight, "our own expense")
    return None


def _unsaid(sight: Sight) -> Reading | None:
    """Our own debts, hypotheses, denials, perhaps."""
    asked = is_question(sight)
    if sight.says("欠别人", "欠人家", "欠外面", "欠银行") and sight.has("say") and sight.mentions:
        return told(sight, Intent.FOLLOW_UP_NOTE, mention=sight.mention, extra={"note": sight.text})
    if (sight.has("own") and not is_theirs(sight)) or we_owe(sight):
        return both_owe(sight) or nothing(sight, "our own debt")
    if never_said(sight) and not asked:
        return nothing(sight, "denied")
    later = sight.text.endswith("再说") and not (sight.amounts or sight.has("half", "hold", "remainder"))
    if (sight.has("if") or later) and sight.has("say") and sight.mentions and not asked:
        return told(sight, Intent.FOLLOW_UP_NOTE, mention=sight.mention, extra={"note": sight.text})
    put_off = all(word.text == "再说" for word in sight.of("if")) and (
        _is_told(sight)
        or (bool(sight.mentions) and (sight.has("note", "hold") or pauses(sight)))
        or (bool(sight.mentions) and puts_by(sight))
        or (sight.has("say") and sight.has("half") and bool(sight.mentions))
    )
    if (
        (sight.has("if") or sight.says("再说"))
        and not (sight.has("undo") and sight.has("just_now"))
        and (not asked or sight.says("咋办", "怎么办"))
        and not put_off
        and not (sight.has("remind") and sight.mentions and not sight.amounts)  # 要是没付就提醒我
    ):
        return nothing(sight, "a hypothesis or an example")
    if (
        sight.has("not_debt")
        and not (sight.has("say") and sight.mentions)
        and not (
            _STILL_BOOK.search(sight.bare)
            or _PAID_ALL.search(sight.bare)
            or sight.has("undo")
            or is_waved(sight)
            or asked
        )
    ):
        return nothing(sight, "denied")
    listed = (_LISTS.search(sight.bare) and not sight.mentions) or in_plight(sight)
    partly = len(sight.amounts) > 1 and sight.has("paid", "confirm_paid", "pay")  # 还有5000没到账 3000到了
    partly = partly or (len(sight.mentions) > 1 and "是\ue000" in sight.bare)  # 没到账 是宏达打的
    if (
        sight.has("not_paid")
        and not sight.has("limit")
        and not (listed or partly or sight.terms or any(one.fen for one in sight.quantities))
        and not sight.has("goods", "debt", "say", "refuse", "note")
        and (sight.amounts or not sight.says("因为", "由于", "原因"))
    ):
        return nothing(sight, "not paid: nothing has happened")
    planned = len(sight.amounts) > 1 and len(sight.dates) > 1 and sight.says("计划")
    if (
        sight.has("maybe")
        and sight.amounts
        and not (planned or means_to_pay(sight) or expects(sight) or recalls(sight))
        and not sight.has("say", "refuse")
    ):
        return which_of(sight) or nothing(sight, "only perhaps")
    return None


RULES = Rules(
    (of_others, "hearsay favour say 家别手隔行我咱从向在买购进跟给问询顺快邮寄京通韵"),
    (
        _not_told,
        "profit gift expense 《要明后下过事问矛纠借例如示格模样范知告醒声各尊亲祝恭贺目指任预冲Kk业尾户银吃喝哪满牌麻球天雨堵热冷地三谁双A接扣借违一"
        " 钓唱火烤班床觉玩家店",
    ),
    (_unsaid, "own if not_debt not_paid maybe 别人外银再我咱俺"),
)

_STILL_BOOK = re.compile(
    r"没记[^。]{0,6}(?:帮|给|补|记上|记一下|记下)|(?:帮|给我|麻烦)(?:我)?(?:补)?记上"
)  # 到了没记吧 帮记上
# 还款三千 剩余不欠: paid, and nothing left
_PAID_ALL = re.compile(
    r"(?:还|付|给|打|转|结|收)[^，,。不没]{0,10}[ ，,。]?(?:剩余|剩下|其余|现在|就|都|已经|已)?(?:不欠|没欠)了?[。 ]*$"
)


def _is_told(sight: Sight) -> bool:
    """元旦前给8千，剩下的年后再说: a sum with its day, and only the rest put off."""
    figures = sight.amounts or any(found.kind == "unit_price" for found in sight.quantities)
    return bool(figures) and sight.has("debt", "paid", "goods", "unpaid", "pay")


def _gift(sight: Sight) -> Reading:
    """随了600 is a present; 红包发了188 说是还上次的 may be a payment: asked."""
    came = bool(sight.mentions) and sight.has("paid")
    if not (came or sight.has("debt", "unpaid")) and not sight.says("还", "货款", "欠", "账"):
        return nothing(sight, "a present")
    amount = next((found.fen for found in sight.amounts if found.fen), None)
    draft = Record(Intent.RECORD_PAYMENT, sight.mention, amount)
    name = sight.mention.name if sight.mention else None
    return asks(sight, Question("meant", data={"customer": name, "amount": amount}), draft)

"""What the tables have not read and what may turn a fact about: 临时提额, 该给, 没说, 会拿. Goods and names are harmless;
a verb nobody knows, a denial or a modal that no word has taken in is not, and the record is asked about.
"""

from __future__ import annotations

import re

from handlers.language.reading import Intent, Question, Record
from handlers.language.sight import Sight, left_over

# Glue for finding names and words, but it carries sense; it stays among what is left over.
_SENSE = frozenset("没未不想要该应会能可叫让借押罚赔拖")
# characters of verbs, denials and modals; behind each what makes it a part of goods or of another harmless word
_TURNS = re.compile(
    r"没(?!错|了|定|含|问题|带|说|入账|了|空|事|影|人|电|多)|未(?!税|来)|(?<!找)不(?![晚迟]于|锈|干|织|急|多|含|忙|对|是|错|掉|漏|太|到位|见不散|带|用开|容易|简单|好意思|赖|少|小|轻松|枉|愧|像话)"
    r"|别(?!针|墅|克|提前|样)|勿|甭|升(?!降|旗|级|学)|降(?!噪|压|温|解|落)|涨(?!管|袋)|改(?!装|性|造)|删|撤(?!回)"
    r"|取消|(?<![长放节休])假(?!发|牙|花|山|日|期|前|后|天)|若|如(?!意)|想|会(?!议|员|计|所|展|费|场|务|儿|友)|(?<![节热太功性智阳])能(?!源|量|效|否)"
    r"|该(?!款|单|批|笔|货)|(?<!对)应(?!收|急|付)|需|(?<!麻)将(?!军|就)|拟|讲(?!台|义|座)|称(?!重)|询问|追问|问他|商谈|谈好|估(?:计|摸)|猜"
    r"|差(?!速|额|旅|价)|核查|查一?[下查]|催(?!化|芽)|让(?!利|[他她了我]|\s?[0-9一二三四五六七八九两])|叫(?!号|声|花)|喊|赔|(?<!抵)押(?!金|花|运)|(?<!租)借(?!条|据|记|阅)|罚"
    r"|免(?!漆|洗|烫|税|费|检|钉|打孔|维护)|减(?!震|速|压|肥|水剂|脂|振)|提(?:额|高|升|价|出)|按(?:季度?|半年|年|批|次|比例|进度|工期|揭)|要(?!是|么|件|害)|拖(?!把|鞋|车|板|线|地|布|链|轮|挂|拉)"
)
# what is told beside a fact and leaves it standing
_HARMLESS = re.compile(
    r"不[要收](?:他|她)(?:家|们)?的?了|"
    r"[没未](?:有)?(?:给)?(?:他|她)?开(?:具)?[发专普]?票|没(?:有)?(?:带)?[那这]么多(?:现金|现钱|钱)"
    r"|没好意思(?:[跟问找向][他她人家]+)?(?:要现?[钱款]?|催|张口|开口)?"
    r"|没(?:顾[上得]|来得及|空|时间|机会)(?:说|记|报|发|登)|[也都就得]要?记(?=$|[，,。;； 上下])"
    r"|拖[了到]?[那这]么(?:久|长|多天)|打电话(?:来|过来|说|讲)?要|找[^，,。;；0-9]{1,4}要(?=$|[，,。;； ])"
    r"|劝不住|要到了?(?=[0-9一二两三四五六七八九])|让(?:伙计|儿子|闺女|女儿|老婆|老公|媳妇儿?|司机|会计|出纳|员工|店员|徒弟|人)(?=[^，,。;；]{0,2}(?:捎|带|送|拿|转|打))|不用再?(?:跑|去|催|问|追|找)|不过(?![付还给期关账数户磅秤])"
    r"|别忘[了记]?(?=$|[，,。;； 记])|[钱款](?:都|也)?还?没(?=$|[，,。;； ])|账?还没算"
    r"|(?<=[\ue000他她])(?:喊|叫|让)(?:我们?|咱们?)?(?=先?(?:[记挂]账|[记挂欠赊][着上]))|(?<=\ue000)该(?=[0-9.,一二两三四五六七八九十百千万]+(?:[元块]|$|[\s，,。;；]))|(?<=\ue000)要的|摘要|要开[^，,。;；]{0,8}票?|开学|哦不|不对|[要不]是|一会儿?|待会儿?|会儿|不差|没差|应该?的|[要该](?:付|还|给|结|清)的|(?:一定|务必)?要?收回"
)
_TELLS = frozenset(
    "没未不别勿甭升降涨改删撤取假若如想会能该应需将拟讲称问谈估猜差查催让叫喊赔押借罚免减提要拖按"
)


def turned(sight: Sight, record: Record) -> Question | None:
    """The question that shows what was understood, where something may make `record` another thing than a fact."""
    if not _is_turned(sight, record):
        return None
    name = record.customer.name if record.customer else None
    kind = "said_paid" if record.intent is Intent.RECORD_PAYMENT else "meant"
    return Question(kind, data={"customer": name, "amount": record.amount, "what": record.intent.value})


def _is_turned(sight: Sight, record: Record) -> bool:
    if _TELLS.isdisjoint(sight.signs) or _TURNS.search(sight.bare) is None:
        return False
    plain = _HARMLESS.sub(lambda match: " " * len(match[0]), sight.bare)
    places = [match.start() for match in _TURNS.finditer(plain)]
    if not places:
        return False
    read = [word for word in sight.words if word.kind != "filler" or word.text not in _SENSE]
    named = [record.customer.span] if record.customer is not None and record.customer.span else []
    found = (sight.amounts, sight.quantities, sight.dates, sight.terms, sight.methods)
    rest = left_over(sight, *found, read, named, blank=" ")
    note = sight.note
    return any(
        not rest[place].isspace() and not (note is not None and note.start <= place < note.end)
        for place in places
    )

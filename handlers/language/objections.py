"""What a customer holds against a bill, in whatever words: too little, wrong, not as agreed, never ordered, paid long ago.

One line for each kind of objection: its reason, characters one of which stands in all such words, the words.
"""

from __future__ import annotations

import re

from handlers.language.amounts import AmountSpan
from handlers.language.outcome import told, whose
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight
from handlers.language.waking import Table

_N = "[0-9一二两三四五六七八九十几半]+"
# 扣他一千他才结, 便宜500就付: what he asks for
_DEMANDS = (
    r"(?:扣|减|让|便宜|少|退|免|优惠|打)[^，,。;；]{0,8}[，, ]?(?:[他她]们?|人家|对方)?"
    r"(?:才|就)(?:肯|能|愿意?|同意|给)?(?:付|给|结|还|打)(?!了)"
)
OBJECTIONS: tuple[tuple[tuple[str, re.Pattern[str]], str], ...] = tuple(
    ((reason, re.compile(pattern)), " ".join(tells))
    for reason, tells, pattern in (
        ("对不上账", "少缺短差多漏",
            rf"(?:多|少|漏)(?:算|记|收|开|写|扣|要)了|(?:少|缺|短|差)(?:了|发了?|送了?|给了?|装了?|"
            rf"到了?){_N}?多?个?(?:[斤两箱件袋包桶瓶个只台套张片块卷米吨斤公方车批盒匹根条把双捆扎筐罐份本支组副圈板]|数)"),
        ("质量", "错反坏歪大小厚薄",
            r"(?:做|印|喷|装|切|裁|开|发|送|配|焊|刷|染|标|贴|打|绣|尺寸|颜色|规格|型号|版)错了?(?:型号|规格|颜色|尺寸|货|"
            r"款|码|地址)|(?:做|印|喷|装|切|裁|开|发|送|配|焊|刷|染|标|贴|打|绣|尺寸|颜色|规格|型号|版)(?:得|的)?(?:错|反|"
            r"坏|歪|斜|大|小|厚|薄|短|偏)了"),
        ("对不上账", "贵高多",
            r"(?:价格?|单价|金额|数量?|账|钱|发票金额|[算开收写记报]).{0,4}(?:[算开收写记报]|偏|太)(?:得|的)?(?:贵|高|多)了"
            r"|(?:贵|高)了(?:[0-9一二两三几]|不少|很多|好多|点|些)|算.{0,2}贵了"),
        ("对不上账", "跟和与同比按",
            r"(?:跟|和|与|同|比|按)[^，,。;；]{1,10}(?:不一样|不一致|不符|对不上|不同|不吻合|有差|差了|差着|合不上)"),
        ("对不上账", "没未不",
            r"(?:没|未|没有|不曾)(?:有)?签(?:收|字)|不是(?:他们|他|她|我们?|客户|人家)(?:这边)?(?:要|订|定|下|买|拿|收|签|叫)的"
            r"|(?:没|未|没有|不曾)(?:下过|订过|定过|要过|买过|签过|拿过|提过|叫过|收过|用过)[^，,。;；]{0,4}(?:[这那]|单|货|批|字|东西|笔|$)"
            r"|(?:没|未|没有)(?:下|订|签|收到|见到)过?(?:这|那)(?:个|张|批|笔|单|车|次)"),
        ("对不上账", "不", r"(?:说|讲|认为|坚持)[^。;；]{0,16}不是(?:他|她|我|咱)们?(?:家|这边)?的(?:$|[ ，,。;；货账])"),
        ("对不上账", "这那有", r"没(?:有)?[这那](?:回事|码事|笔账?)|没有的事|不存在[这那]"),
        ("对不上账", "核",
            r"(?:要|等|得|先)[^，,。;；]{0,4}(?:核实|核对|查清|对清楚?|弄清楚?|搞清楚?)[^，,。;；]{0,8}(?:再|才|后)[^，,。;；]{0,3}[付给结打]"),
        ("对不上账", "没", r"(?:返利|返点|折扣|优惠|退货|运费|定金|预付)[^，,。;；]{0,6}没(?:有)?(?:扣|算|减|抵|给|冲)"),
        ("对不上账", "只", rf"只(?:收|到|有|来|见)(?:到|了)?{_N}?个?[箱件袋包桶瓶个台套张片块卷米吨][^。;；]{0,8}(?:不是|没有)"),
        ("对不上账", "只才就", r"(?:说|讲|坚持)[^，,。;；]{0,6}(?:只|才|就)(?:欠|差|该|拿了?|收了?)"),
        ("对不上账", "多少差",
            r"没(?:有)?(?:拿|欠|要|收|用)?(?:过)?[这那]么多|少(?:送|发|装|拉)了?(?:$|[ ，,。]|.{0,5}[箱件袋包桶瓶个])"
            r"|对账差|比(?:我们|咱们?|我)(?:的)?(?:少|多)"),
        ("对不上账", "没不", r"(?:系统|电脑|账上|那边)里?没(?:有)?[这那]|查不到[这那]|没(?:有)?[这那](?:笔|单|张)"),
        ("对不上账", "重两", r"重复(?:记|算|开|收)了?|记重了|[记算开收]了?两(?:遍|次)"),
        ("对不上账", "给", r"(?:说|讲)[^，,。;；]{0,4}(?:已经|早就?)?(?:给了|交给了?|付给了?|转给了?)[老小阿][一-龥]"),
        ("质量", "破坏烂碎裂", r"(?:是|都|有)(?:破|坏|烂|碎|裂)(?:的|了)|有[^，,。;；]{0,4}(?:破|坏|碎|裂)了?(?:的)?$"),
        ("对不上账", "应归", r"不(?:应该?|该|归)(?:由)?(?:他|他们|她|我们?|他家)(?:来)?(?:出|付|承担|掏|给|负责)"),
        ("对不上账", "免", r"(?:答应|说好|同意|讲好)(?:过|了)?(?:给他)?[^，,。;；]{0,3}免(?:的|了|掉)"),
        ("对不上账", "应", r"(?:单价|价格?|金额|数量?|账|货款|总数)[^，,。;；]{0,4}应该?(?:是|为|算)"),
        ("对不上账", "疑意见议服", r"有(?:点|些)?(?:疑问|疑义|意见|争执|分歧|看法|说法)|不服|质疑|不同意这"),
        ("质量", "嫌挑怪", r"(?:嫌|嫌弃|挑|怪)[^，,。;；]{0,6}(?:不好|差|次|贵|慢|旧|破|不行|毛病|厚|薄|大|小|晚|难看)"),
        ("质量", "次用坏毛漏断裂霉锈烂",
            r"(?:用|开|装|转|穿|使)不(?:了|上|动|成|住)|(?:货|料|东西|质量|机器|板子?)[^，,。;；]{0,4}(?:是次的|不达标|不过关|太次|太差|很差"
            r"|坏的|是坏|断了|漏了|烂了|锈了|霉了|掉毛|掉色|串色)"),
        ("对不上账", "早上",
            r"(?:早就?|老早|上[个次]?[周月])(?:都|就)?(?:付|给|还|打|转|结|清)(?:给)?(?:过|了|清|[老小]?[一-龥\ue000]{1,3}了)"),
        ("对不上账", "账他",
            r"(?:他们|他|她|人家|对方)(?:的|那边|家)?(?:账上|账面|对的|记的|算的|电脑里|系统里)[^，,。;；]{0,4}(?:只有|是|才|只是|没有)"
            r"[^。;；]{0,12}(?:我们|咱们?|这边)"),
        ("对不上账", "不",
            r"(?:谈|说|讲|定|约|签|报|写|给)(?:好|定|妥)?的?(?:价格?|单价)?(?:是|"
            r"为)[0-9一二三四五六七八九十百千万点.]+[元块]?[^，,。;；0-9]{0,4}[，,]?不是[0-9一二三四五六七八九十百千万点.]+"),
        ("对不上账", "比", r"比(?:他|她|人家|对方|客户)(?:们|家|那边)?(?:的|算的|记的|账上)?[^，,。;；]{0,4}(?:多|少|高|大)"),
        ("质量", "赔换退修处解弄补降减",
            r"(?:赔|换|退|修|处理|解决|弄|补|降价?|减价?|少算|便宜|让利)(?:了|好|完|齐|掉)?(?:货|点|些)?(?:之后|以后)?(?:再|"
            r"才)(?:肯|能|愿意?|同意|会)?(?:谈|说|付|给|结|还|打)"),
        ("对不上账", "没拒不",
            r"(?:[这那](?:笔|个|单)?)(?:账|钱|款|货款)[^，,。;；]{0,3}(?:没法|没办法|不能|不该|不应|不好)(?:再)?(?:付|结|给|"
            r"认|还)|拒不?(?:绝)?(?:支付|结算|结账|结款|付尾款|确认)"),
        ("对不上账", "该应得要", r"(?:该|应该|应当|得|要)(?:由|归)?(?:我们|咱们?|公司)(?:这边|自己|来)?(?:出|付|承担|负责|掏|贴)"),
        ("对不上账", "不",
            r"有(?:点|些)?不(?:同|一样)的?(?:看法|意见|想法|说法)|(?:对账|账单|函|盖章|签字|回执)[^。;；]{0,14}不(?:符|相符|"
            r"一致|同意|认可)"),
        ("对不上账", "只", r"只(?:肯|愿意?|同意|承)?认(?:账)?(?:一半|一部分|[0-9一二三四五六七八九十两])"),
        ("质量", "过临保",
            r"(?:临期|(?:离|快|就|要|已经?)(?:要)?过期(?!账|没(?!几)|未)|过(?:了)?保质期|生产日期[^，,。;；]{0,6}(?:早|老|旧|不|"
            r"前))[^。;；]{0,14}(?:不收|不要|拒收|退|不给|不付|不结|不认)"),
        ("质量", "才就", _DEMANDS),
        ("对不上账", "不",
            r"[这那](?:单|笔|批|个|车)?(?:货款|账|钱|款)?(?:他|她|也|都)?(?:先|暂时|就是)?(?:不|不肯|不想|不打算)(?:结|付|"
            r"给|还|认)(?![了过])"),
        ("对不上账", "不",
            r"(?:说|讲|写|签|认为|"
            r"坚持)[^。;；]{0,12}(?<![付给还打结转0-9一二三四五六七八九十百千万])[0-9一二三四五六七八九十百千万]{2,}[元块]?"
            r"[ ，,]*不是[0-9一二三四五六七八九十百千万]{2,}"),
        ("对不上账", "早已都", r"(?:早就?|已经?|都)[^，,。;；]{0,3}把(?:钱|款|账|货款)[^，,。;；]{0,6}(?:给|付|转|打|交|还|结|清)"),
        ("对不上账", "是", r"(?:单价|价格?|运费|数量?)[^，,。;；0-9]{0,6}(?:讲|谈|说|定|约)好?的?是"),
        ("对不上账", "算归由关干出承掏",
            r"(?:运费|税|损失|费用?)(?:得|要|该)?(?:我们|咱们?)(?:出|付|承担|掏)|不(?:能|该|应该?)算(?:运|钱|账|他|她|进|"
            r"数)|(?:损失|责任|费用|赔偿)[^，,。;；]{0,4}(?:算|归|由)(?:我们|咱|公司)|(?:跟|和|与)(?:他|她)(?:们|"
            r"家)?[^，,。;；]{0,3}(?:没有?关系|无关|不相干)"),
        ("对不上账", "磅秤", r"(?:磅|秤|过磅|称重)[^，,。;；]{0,4}(?:差|不对|不准|少|多)"),
        ("质量", "新味馊蔫臭腐死黑酸", r"发(?:黑|臭|酸|蔫|软)|不新鲜|变味|馊|蔫了|臭了|腐烂|死了[^，,。;；]{0,4}[0-9一二三两几半]"),
        ("质量", "鼓超不率偏脱松散裂异",
            r"鼓包|(?:水分|农残|甲醛|重金属|杂质|含量|误差|指标)[^，,。;；]{0,4}(?:超标|不达标|不合格|偏高|偏低|超了|太高|"
            r"太大)|超标|(?:成活率|出芽率|合格率|发芽率|纯度|浓度)[^，,。;；]{0,4}(?:低|不够|不行|差|不足)"
            r"|(?:斤两|分量|份量|克重|重量|尺寸|厚度|长度|数量)[^，,。;；]{0,2}(?:不足|不够|不符|缩水)|缺斤|脱胶|脱线|松了|散架|异响|死机"),
        ("质量", "重退拉", r"(?:要|让|叫|要求|逼)(?:我们|咱们?|给|我)*(?:重做|重新做|返工|重发|换一批|重新发|拉回去|退回去|补发|重印|整改)"),
    )
)  # fmt: skip
SIGNS = " ".join(tells for _, tells in OBJECTIONS)
TABLE = Table(*OBJECTIONS)
_NOT_HERE = ("if", "own", "ask", "remind", "hold", "chase", "limit")
_BOOKS = ("goods", "debt", "unpaid", "return", "discount", "write_off", "settled", "confirm_paid", "pay")
# 那3600, 这笔1200: a sum that is in the books
_KNOWN_SUM = re.compile(
    r"(?:[那这]|上次|之前|账上|账面|[0-9一二三四五六七八九十上]月份?|挂着)(?:的)?(?:那)?(?:笔|单|个|张|批)?的?(?:[0-9]{1,2}月份?的)?\s?$"
)


def objection(sight: Sight) -> Reading | None:
    """青禾说那批货少了三箱, 长乐反映尺寸做错了, 顾九说那3600他早给了: he disputes, whatever he calls it."""
    if not sight.mentions or is_question(sight) or sight.has(*_NOT_HERE):
        return None
    if sight.has("undo") and not (sight.has("say") and _TWICE.search(sight.bare)):
        return None
    if sight.has("hearsay") and not sight.has("say"):
        return None
    his = sight.has("say", "refuse") or _SPEAKS.search(sight.bare) is not None
    if sight.has("statement") and not his:
        return None
    reason = next(
        (
            reason
            for reason, pattern in TABLE.awake(sight)
            if (his or reason == "质量") and pattern.search(sight.bare)
        ),
        None,
    )
    if reason is None or _has_new_sum(sight):
        return None
    his_own = _HIS_FIGURE.search(sight.bare) is not None  # the sum is his, not what he holds against
    within = next((one.fen for one in sight.amounts if _WITHIN.search(sight.bare, 0, one.start)), None)
    amount = within or (None if his_own else next((found.fen for found in sight.amounts if found.fen), None))
    return told(
        sight,
        Intent.DISPUTE,
        mention=whose(sight),
        amount=amount,
        extra={"reason": reason, "words": sight.text},
    )


_SPEAKS = re.compile(
    r"退回[^，,。]{0,2}(?:对?账|函)|反映|反应|要求|表示|投诉|抱怨|吐槽|认为|觉得|嫌|怪|提出|坚持|硬说|非说|咬定|"
    r"来电|打电话来|要.{0,4}核|等.{0,4}核|系统里|查不到|对账差|账上比|觉得|不肯|不愿|拖着|不结|先不|对.{0,8}有"
)


_TWICE = re.compile("重复|记重|两遍|两次")
# 只欠3000, 单价是380不是420: his figure; 差500, 多出500 is what he holds against
_HIS_FIGURE = re.compile(
    r"(?:只|才|就)(?:欠|差|该|拿了?|收了?)|不是[0-9一二三四五六七八九十百千万]|(?:单价|价格?)[^，,。;；0-9]{0,8}(?:是|为|应)"
)
# 说只欠3000, 对账差500, 账上比我们少2000
_OTHER_FIGURE = re.compile(
    r"只(?:肯|愿意?)?认|不是[0-9一二三四五六七八九十百千万]|(?:只|才|就)(?:欠|差|该|拿了?|收了?)|对账差"
    r"|比(?:我们|咱们?|我|他们?|她|人家|对方)(?:的)?(?:少|多)"
)


# 那7650里有900不是他们的
_WITHIN = re.compile(r"(?:里面?|里头|当中|其中)(?:有|的)?\s?$")


def _has_new_sum(sight: Sight) -> bool:
    """拿了3000的货 少了一箱: a fact of its own stands beside the objection."""
    if not sight.amounts or _OTHER_FIGURE.search(sight.bare):
        return False
    if any(_WITHIN.search(sight.bare, 0, one.start) for one in sight.amounts):
        return False
    if sight.has("say") and re.search(_DEMANDS, sight.bare):
        return False
    if all(_OF_GOODS.match(sight.bare, one.end) for one in sight.amounts):
        return False  # 少了四十多斤
    if all(_is_known(sight, amount) for amount in sight.amounts):
        return sight.has("return", "discount", "write_off") and _WANTED.search(sight.bare) is None
    return sight.has(*_BOOKS, "paid") or not sight.has("say")


def _is_known(sight: Sight, amount: AmountSpan) -> bool:
    """那3600, 9月的7200, 1200那单: a sum that is in the books."""
    behind = _THAT_ONE.match(sight.bare, amount.end)
    return behind is not None or _KNOWN_SUM.search(sight.bare, 0, amount.start) is not None


_THAT_ONE = re.compile(r"[元块]?钱?的?那(?:单|笔|个|批|车|张)")
_WANTED = re.compile(r"(?:要|想|得|必须|非要?)(?:退|换|扣|减|打折|便宜)")
_OF_GOODS = re.compile("[多几来]?[斤两公件箱袋包桶瓶吨米条个]")
_SAYS_PAID = re.compile(
    r"(?:说|讲|坚持|非说|硬说)[^，,。 ]{0,16}?(?:早就?|已经?|都)?"
    r"(?:付|还|给|打|转|结|汇)(?:过(?:款|钱|账)?了?|[清完齐]了)(?:啊|呀|的)?(?=$|[ ，,。;；])"
)


def says_paid(sight: Sight) -> Reading | None:
    """小胡说九月就付过了 让我查: he says it is settled; nobody has seen the money."""
    if not sight.mentions or is_question(sight) or not _SAYS_PAID.search(sight.bare):
        return None
    if not all(_is_known(sight, amount) for amount in sight.amounts):
        return None
    amount = next((found.fen for found in sight.amounts if found.fen), None)
    extra = {"reason": "对不上账", "words": sight.text}
    return told(sight, Intent.DISPUTE, mention=sight.mention, amount=amount, extra=extra)

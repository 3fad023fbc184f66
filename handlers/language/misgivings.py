"""Last look before a fact is certain: words that make it a condition, a wish, a refusal or hearsay. In doubt it is asked.

One line for each kind of words; whatever else the message says, one of these is enough.
"""

from __future__ import annotations

import re

from handlers.language.chunks import FACT_VERBS
from handlers.language.reading import Intent, Question, Record
from handlers.language.sight import Sight, left_over
from handlers.language.transfers import moves_no_money
from handlers.language.waking import Table
from handlers.language.ways import advanced

_PAYS = "付|还|给|打|转|结|汇|交|到账|收到|清"
_ON = "[^，,。;；]"
_MOVES = "给|发|送|装|拉|放|供|开|签|做|安排|走"

# reason, characters one of which stands in all such words, the words
MISGIVINGS = Table(*(
    ((reason, re.compile(pattern)), " ".join(tells))
    for reason, tells, pattern in (
        # 等他付了10万再发, 结了老账我才给货
        ("a condition", "等得只除必要",
            rf"(?:等|要|得|只要|除非|必须){_ON}{{0,10}}(?:{_PAYS}){_ON}{{0,10}}[，, ]?(?:我|咱|我们)?(?:再|才|就"
            rf"|方可|后){_ON}{{0,3}}(?:{_MOVES})"),
        ("a condition", "再才方就",
            rf"(?:{_PAYS})(?:了|清|完|齐)[^，,。;；]{{0,8}}[，, ]?(?:我们?|咱们?)?(?:再|才|才能|方可|我就)(?:给|跟"
            rf"|向)?[他她佢]?(?:们|家)?(?:发|送|装|放|供|开|签)"),
        # 想再拿3960的货, 打算订5000
        ("a wish", "想打准考计有",
            r"(?<![不没])(?:想|打算|准备|考虑|计划|有意)(?:要|再|先|多|继续|又|着|让我们?|跟我们?)*(?:拿|赊|欠|提"
            r"|拉|进|要|订|买|借|挂|换|退|做|装|加)(?![了咗])"),
        ("not agreed", "没未不冇尚",
            r"(?:没|未|不|冇|还没|尚未)(?:有)?(?:答应|同意|谈好|谈妥|定下|定价|下单|确认下|敲定|签合同|签字)"
            r"|还没(?:发|送|装|做|生产|出|开工|动工)(?!票)"),
        # 订了9000的货 下月才生产
        ("an order", "订定单同",
            r"(?:订了|定了|下单|预订|预定|下了单|排单|签了合同)[^。；\n]{0,24}(?:才|再|后|开始)(?:生产|做|发|送"
            r"|交货|装|出货|开工|到)"),
        # 是月底付吧, 不用付9500了吧
        ("a guess", "吧好没印对像",
            rf"(?:是|不用|不需要|不要|应该|该|不是)(?!{_ON}{{0,14}}(?:[核销抹][掉了销]|免了|记[上下])吧)"
            r"[^，,。;；?]{1,14}吧[。.~! ]*$|(?:对吧|是吧|对不|好像|没记错的话"
            r"|印象中|印象里|如果没记错)"),
        ("a guess", "吧", r"[没未冇](?:有)?(?:给|付|还|结|打|转|交|收到?|到账?)[^，,。;；\d]{0,4}吧[。.~! ]*$"),
        ("not seen", "没未查核确财",
            r"(?:我|我们|我这|这边|卡上|账上|银行|财务)?(?:也|都|还|没|并)?(?:没|未)(?:有)?(?:看到|见到|查到|看见"
            r"|见着(?!钱)|收着(?!现?钱)|显示|找到)|查不到|没见(?:钱|款|到账)|(?:查|核实|核对|确认)(?:一下|下|看)|财务查(?![了过到])"),
        ("what is left undone", "没未", r"(?:还没|没有|未)(?:来得及)?(?:打|转|付|汇)(?:过来|成功|出来)"),
        # 唔俾钱, 忘给了; 红木给了3000 is no dialect for 没给
        ("what is left undone", "木唔忘",
            r"[一-龥](?<![还也都就仍直货单账钱])木有?(?:付|还|给|打|转|结|交|收|到|清)|木有?(?:付|还|给|打|转|结|交|收|到|清)[了过]"
            r"|唔(?:会|肯|想)?(?:付|还|给|打|转|结|交|找)|忘(?:记|了|掉)*(?:付(?!款方)|还|给(?!你|您|大家|我说)|打|转|结|交)(?!的)"),
        ("told to pay", "让叫催喊要逼通",
            r"(?:让|叫|催|喊|要求|逼|通知)(?:[他她佢]|他们|人家|对方|客户|老板)[^，,。;；]{0,6}(?:先|赶紧|快点"
            r"|尽快|抓紧|马上)?(?:付|还|打|转|结|补|交)"),
        # 那5000还没付呢: told before; booked again it would be owed twice
        ("known before", "没未冇",
            r"(?:那|上次的?|之前的?|以前的?)(?:笔|单|张|个)?(?:\d"
            r"|[一二两三四五六七八九十百千万])[^，,。;；]{0,8}(?:没|未|冇)(?:有)?(?:付|给|结|还|打|转)|(?:没|未"
            r"|冇)(?:有)?(?:付|给|结|还|打|转)(?:我们?)?那"),
        # 欠我两千的何秀英今天还了一千五: who he is, not another debt
        ("known before", "欠", r"欠[^，,。;；\n]{0,3}\d*[\d一二两三四五六七八九十百千万][^，,。;；\n]{0,6}的\ue000"),
        ("in kind", "抵顶",
            r"(?:抵|顶)(?:了|掉|我们的?)?[0-9.,一二两三四五六七八九十百千万元块]*的?(?:运费|工资|房租|货款|货钱|账|债|欠款|尾款|工钱)"),
        ("an offer", "报估预大花谈开出问询议标同中", r"报价|估价|预算|大概要|估计要|要花|谈的是|开价|出价|问价|询价|议价|标价|合同价|中标"),
        ("a rate", "每一天%成",
            r"(?:(?<![第后前头])一|每|天)天(?:还|付|给|交)|一(?:周|个?星期|个月|次)(?:还|付|给)\s?\d|\d\s*(?:预付|首付|定金|订金"
            r"|先付|付)\s*[一二三四五六七八九十\d]+(?:%|成)"),
        ("in kind", "抵顶", r"拿[^，,。;；]{1,6}(?:抵|顶)"),
        ("paid for him", "帮替为给",
            r"(?:帮|替|为)\ue000+(?:家)?(?:先|代|又)?(?:付|垫(?!.*(?:账上|头上|[记算]))|交|缴|给|买|出|还)|给\ue000+(?:家)?(?:先|代|又)?垫(?!.*(?:账上|头上|[记算]))"),
        ("told to pay", "通要告嘱吩安请劝逼",
            r"(?:通知|要求|告诉|嘱咐|吩咐|安排|请|劝|逼)\ue000+[^，,。;；]{0,4}(?:付|还|交|打|转|结|汇)(?![了过的来])"),
        ("allowed", "可允准同最顶许容批",
            r"(?:可以|允许|准许|同意|最多|顶多|批准|容许)(?:让|给|他|她)*\ue000*[^，,。;； ]{0,3}(?:欠|赊|挂)"),
        # 以后一次最多拿3万, 临时加5万: how much he may have, and nothing that he took
        ("a limit", "最顶上超临",
            r"(?:最多|顶多|上限)(?:只?能|再|可以|还)*(?:拿|提|拉|装|发|给|放|批|加)(?![了过])|(?:别|不(?:能|得|许|准|要|可))再?超过?\s?[\d一二两三四五六七八九十]"
            r"|临时(?:再|多|给他?)*(?:加|放|增|批)\s?[\d一二两三四五六七八九十]"),
        ("as a rule", "一平通往每经", r"一般(?:都|是)?[欠拿赊付给还\ue000]|平均|通常|平时|往常|向来|每次都|每回都|经常(?:欠|拿|赊)"),
        ("a state", "早", r"(?<![今一清老])早(?:就|都|已)*(?:清|还|结|付|给|转|打)(?:过|清|完)?(?:了|啦)"),
        ("a condition", "就", rf"(?:{_PAYS})了{_ON}{{0,8}}就(?:好|行|可以|没事|妥)了?"),
        ("an offer", "报看相选", rf"(?:给|跟)(?:我们?|咱们?|他|她)报了?|看[中上]了?{_ON}{{0,3}}[一两三几\d]|相中|选中"),
        ("his own affair", "券卡车房楼股彩奖赌", r"优惠券|代金券|购物券|购物卡|充值卡|彩票|中奖|买了?(?:辆|套房|栋|幢|间房|层楼|块地|股票)"),
        ("a price", "后", r"(?:让利|打折|折扣?|优惠|减免|降价)(?:之|以)?后[是为]?\s?[\d一二三四五六七八九十两]"),
        ("an offer", "够满凑齐清货料", r"[差短缺]\s?[\d.一二两三四五六七八九十百千万]+[元块]?(?:钱)?(?:(?:才|就)?(?:够|满|凑|齐|清)|的[货料])"),
        ("short of money", "缺周", rf"缺{_ON}{{0,8}}钱|周转"),
        ("paid to others", "他她",
            r"(?:还|给|打|转|付)给(?:了)?(?:他|她)(?:们)?(?:哥|弟|姐|妹|爸|妈|老婆|老公|媳妇|儿子|女儿|亲戚|朋友|兄弟|同事|工人)"),
        ("a price", "每", r"每[一-龥]{1,2}(?:便宜|少|让|减|优惠|降)"),
        ("somebody of his", "司员工师保亲朋同邻房",
            r"\ue000+(?:家|那边)?的(?:一?个)?(?:司机|员工|工人|师傅|业务员|店员|保安|亲戚|朋友|同事|邻居|房东|保姆)[^，,。;；]{0,3}(?:欠|借|赊)"),
        ("somebody of his", "介绍婆公媳儿女弟哥姐妹舅",
            r"\ue000+(?:家|他|她)?的?(?:介绍的?[^，,。;；\d]{1,3}|老婆|老公|媳妇儿?|儿子|女儿|弟弟?|哥哥?|姐姐?|妹妹?|小舅子)[^，,。;；\d]{0,3}(?:欠|借)"),
        ("a neighbour", "对隔旁楼附", r"\ue000+(?:的)?(?:对面|隔壁|旁边|楼上|楼下|附近|对门)"),
        ("a plan", "收",
            r"(?:准备|打算|等着|明天|后天|大后天|下周[一二三四五六日天]?|下个?月)(?:再|去|要|就)?收(?:回|一下)?\ue000"),
        # 只肯付4500, 8000快转了, 待转: not yet, or not so much
        ("his own terms", "肯愿", r"(?:只|才|最多|顶多|就)?(?:肯|愿意?)(?:付|还|给|打|转|结|认)(?![了过])"),
        ("under way", "待快", rf"待(?:{_PAYS})|快要?(?:付|还|打|转|结|汇|到)(?:了|账|来)"),
        ("a paper", "条据", r"[补立签换](?:了|过|个|张|一张)*[^，,。;；]{0,8}(?:借条|欠条|白条|借据)"),
        ("paid back", "我咱", r"(?:我们?|咱们?)(?:又|再|也)?(?:还|退|找|返|付)(?:给|了)?(?:他|她|佢|\ue000)"),
        ("paid back", "多", rf"多(?:{_PAYS})的?[^，,。;；]{{0,6}}退|退[^，,。;；]{{0,4}}多(?:{_PAYS})的"),
        ("approved", "批", r"批了[\d一二两三四五六七八九十][^，,。;；]{0,6}[，, ]?[^，,。;；]{0,6}(?:到账|打款|付款|出来)"),
        ("only the difference", "清齐完",
            rf"(?:清|结清|付清|还清|付完|还完|结完)[^\d，,。;；]{{0,4}}[，, ]?[^\d，,。;；]{{0,3}}[多少](?:{_PAYS}|了)"),
        # 付8600才发货, 3万 合同签订付30% 发货付60%, 三三四付, 一月一付
        ("a condition", "才", r"(?:付|还|给|打|转|结)[^，,。;； ]{0,10}才(?:给|能|可以|肯|会)?(?:发|送|装|放|供|出|提|拉)"),
        ("a rate", "付定", r"[\d万千百元块][^，,。;；\d]{0,12}(?:付|定金|订金)\s?[\d一二三四五六七八九十]+(?:%|成(?![了本品套立都功交]))"),
        ("a rate", "付", r"[一二三四五六七]{3,4}付(?!了)|(?<![\d.])(?:3331|3421|3322|361|541|334|343|433)付(?!了)|一[天周月季年]一(?:付|结|还|清)"),
        ("a plan", "去", r"去\ue000+(?:家|那边|那里|店里)?(?:收|拿|要|取)(?![了到回的])(?!.*(?:付|给|还|结|收|拿|打|转)(?:了|齐|清|完|到))"),
        # 现金提货 460: bought, not owed
        ("paid at once", "现", r"(?<!没)(?<!没带)(?:现金|现款|现钱)(?:自|来|直接)?(?:提|拿|拉|买|进|取)(?:货|了货|走|的货)"),
        ("paid at once", "现", r"[0-9元块百千万]\s?(?:现结(?!算)|现款现货|现金现货)[。~ ]*$"),
        ("each", "各每",
            r"(?:(?:承兑|票|条|据|单)[^，,。;；0-9]{0,3}[两二三四五六七八九0-9]张|[两二三四五六七八九0-9]张的?(?:承兑|[银商电支汇发]?票|欠条|收据|单子?))"
            r"[^，,。;；0-9]{0,4}(?:各|每张)(?:是|为)?\s?[0-9一二两三四五六七八九]"),
        ("a deposit", "押保", r"(?:收|交|付|打|转|汇|缴)(?:了|到|来)?[^，,。;；0-9质]{0,6}(?:押金|(?<!质量)(?<!质)保证金)"),
        # 三箱不要了 拉回来: goods, no debt let go; 广告费360冲账, 样品360免费送了
        ("goods", "不", r"[\d一二两三四五六七八九十几半][箱件包袋桶吨个台套条张瓶卷批][^，,。;；\d]{0,4}不要了"),
        ("in kind", "费样赠奖", r"(?<!运)(?:费|样品|赠品|奖励)[^，,。;；]{0,10}冲(?:账|抵|掉|减|货)"),
        ("a present", "免赠白", r"(?<![运费货装邮])免费(?!送货|配送|安装|上门|运|卸|维修)|(?:白送|赠品)(?![一二两三四五六七八九十半\d])"),
        # 上次那批货3500 一直没记 补上; 入账 永盛 应收3500: put down, or paid?
        ("which way", "补",
            r"^(?!.*(?:[收付给打转还结赊拿提拉]了|收到|欠|[拿提拉]货|[收付打转还拿提赊]\s?[\d一二两三四五六七八九]))"
            r".*(?:没记|漏记|漏了|忘记|忘了记)[^\d]{0,8}补上|补[^，,。;；]{0,8}差价?[^。]{0,12}欠我"),
        ("change given", "找", r"找(?:回|零|给|还)?了?(?:他|她|我|人家)?(?:们|家)?\s?\d"),
        ("which way", "入", r"^入账[^\d]{0,8}应收\s?¥?\d"),
        ("which way", "合总", r"(?:合同|总价|总款)[^，,。;；\d]{0,4}\d[^。]{0,12}(?:定金|订金|首付|预付)[^\d]{0,4}[付交给收]了[^\d]{0,6}[还剩差余]"),
        ("which way", "贷", r"贷(?:方)?[:： ]\s?应收"),
        # 5000要不回: no decision yet that it is let go
        ("no hope", "要没", r"^(?!.*(?:[坏死呆烂][账帐]|销|勾|免|不要了|算了|认栽|不追)).*(?:要不回|没指望)"),
        # 给宏达多放5万的量: how much he may owe
        ("not agreed", "返", r"返[利点][^，,。;；]{0,4}没(?:有)?(?:算|扣|给|返|到|兑)"),
        ("a limit", "到", r"(?:提|加|升|降|调|放宽)到\s?[\d一二三四五六七八九十]+(?:\.\d+)?[万wW]"),
        ("a limit", "放", r"放\s?[\d.一二两三四五六七八九十百千万wW]+[元块]?的?(?:量|额|口子|账期|敞口)"),
        ("a test", "测试随打演", r"测试|试一下|试试|随便打|打着玩|演示"),
    )
))  # fmt: skip
_NOT = re.compile(
    r"(?:不用|不必|不要|不想|不会|不让|不许|不肯|无需|无须|用不着|犯不着|别|甭|莫|勿|没法|没办法|不愿)"
)
_TELLS_NOT = frozenset("不无用犯别甭莫勿没")
_OWES, _PAPERS = frozenset("赊欠挂"), frozenset("条据")
_NEAR = 4  # characters between a denial and the verb it denies


def misgiving(sight: Sight, record: Record) -> Question | None:
    """The question to ask before this record stands; None when nothing speaks against it."""
    reason = next(
        (reason for reason, pattern in MISGIVINGS.awake(sight) if pattern.search(sight.bare)),
        None,
    )
    if reason is None and record.intent is Intent.RECORD_PAYMENT:
        if not _OWES.isdisjoint(sight.signs) and _pays_at_end(sight):
            reason = "a plan"
        elif not _PAPERS.isdisjoint(sight.signs) and _OWES_ON_PAPER.search(sight.bare):
            reason = "a paper"
        elif moves_no_money(sight):
            reason = "a plan"
    if (reason == "told to pay" and advanced(sight)) or (
        reason == "paid for him" and "payer" in record.extra
    ):
        return None
    if reason == "in kind" and record.extra.get("kind") in {"rebate", "return"}:
        return None  # 返利1500 抵货款, 退了三箱 抵欠款540
    if reason is None and not _is_denied(sight) and not _is_told_of(sight, record):
        return None
    name = record.customer.name if record.customer else None
    if reason == "only the difference":  # 结清了 多付200: of how much?
        return None if "overpaid" in record.extra else Question("missing_amount", data={"customer": name})
    kind = "said_paid" if record.intent is Intent.RECORD_PAYMENT else "meant"
    return Question(kind, data={"customer": name, "amount": record.amount, "what": record.intent.value})


def _pays_at_end(sight: Sight) -> bool:
    """Not 还了2万 又赊了9千 下月底给: what was paid stands before."""
    match = _PAYS_AT_END.search(sight.bare)
    return match is not None and not any(word.end <= match.start() for word in sight.of("paid"))


# 赊3200，月底找数 said on the month's last day: when, not that
_PAYS_AT_END = re.compile(
    r"[赊欠挂][^。；]{1,16}(?:月|年|季)[底末](?:前|再|就|才)?(?:找数|结|付|还|清|给)[账款清数]?[。~ ]*$"
)
_OWES_ON_PAPER = re.compile(r"[打写给](?:了|过|个|张|一张)*[^，,。;；]{0,8}(?:借条|欠条|白条|借据)")
# 欠3000 已起诉, 欠3000就是不还: what is known already, and how it stands
_STANDS = re.compile(
    r"起诉|打官司|老赖|赖着|赖账|找不到人|失联|(?:就是|一直|死活|始终|硬是)不(?:还|给|付)|[，, ]不(?:还|给"
    r"|付)(?:钱|了)?[。!~ ]*$|帮我催|去催|催催|催一[下催]|他说没有"
)


def _is_told_of(sight: Sight, record: Record) -> bool:
    if record.intent is not Intent.RECORD_DEBT or sight.has("goods"):
        return False
    return _STANDS.search(sight.bare) is not None


def _is_denied(sight: Sight) -> bool:
    """别拿, 甭付, 莫欠: a denial that no word of the tables has taken in, right before a verb of money."""
    if _TELLS_NOT.isdisjoint(sight.signs):
        return False
    verbs = [word for word in sight.words if word.kind in FACT_VERBS]
    rest = left_over(sight, (word for word in sight.words if word.kind != "filler"), blank="\x00")
    return any(
        0 <= verb.start - match.end() <= _NEAR
        and not set(rest[match.end() : verb.start]) & set("，,。;； \n\x00")
        for match in _NOT.finditer(rest)
        for verb in verbs
    )

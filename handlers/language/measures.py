"""Words that stand beside a figure and say what it is: money, foreign money, goods, days, a share, a code.

Adding a word is one entry in one of these tables; `amounts` reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping


def _table(words: str) -> dict[str, str]:
    """“台/州湾 吨” → 台 unless 州 or 湾 follows, 吨 always."""
    return {word: without for word, _, without in (entry.partition("/") for entry in words.split())}


# 元 of 元旦, 块 of 一块儿, 文 of 文具, 皮 of 皮鞋 are other words.
YUAN = _table(
    "元/旦宵件器素 块/儿 圆/满通 人民币 RMB rmb CNY r 蚊 大洋 块大洋 yuan 文/具件化本书字员鱼治物 "
    "皮/鞋带具包革料卡肤毛球蛋"
)
TOGETHER = re.compile("一块(?=[去来结付还给算打清送拿发开收比对看儿])")  # 一块结 = together
FOREIGN_BEFORE = ("US$", "HK$", "NT$", "USD", "HKD", "EUR", "$", "€", "£", "₩", "₽")
FOREIGN_AFTER = tuple(
    _table(
        "美元 美圆 美金 美刀 美分 刀 欧元 欧币 欧 英镑 镑 便士 港币 港元 港纸 澳门元 葡币 日元 日圆 日币 "
        "韩元 韩币 卢布 澳元 澳币 加元 加币 台币 新台币 新币 泰铢 法郎 瑞士法郎 越南盾 卢比 克朗 比索 里拉 "
        "比特币 USDT dollars dollar euros euro $ € £ USD usd HKD EUR"
    )
)
# Goods and packings: with one of these a figure is a quantity, unless the word goes on (支付, 本月).
GOODS = _table(
    "吨 箱 件 台/州湾 个/月星礼工季钟小 袋 桶 根/据 平方米 平方 平米 立方米 立方 立米 米 公斤 千克 斤 "
    "克 毫升 升/级 瓶 盒 支/付票出持 只/还付给打收有要能是欠到认剩差 片 卷 捆 辆 樘 匹 册 "
    "本/月周年季金息人星次单期来 棵 盆/景地 株 丛 公分 厘米 毫米 台班 工时 车皮 卡车 托盘 筐 罐 "
    "条/件款理目 套/餐利现路房 双/方重十休 颗 粒 枝 枚 串 屉 坛 篓 篮 锭 摞 亩 令 千米 "
    "公里 里程 里路 里地 km 寸 尺/寸码度 kg KG Kg g mm cm m2 m3 m t T L ml pcs PCS"
)
# Words that are a unit only beside a small figure (两车砖, 3张单; but 5000对账, 800包装费).
FEW_GOODS = _table(
    "轴/承 束 羽 尾/款 兜 绞 沓 筒 听/说 架/子 具/体 剂 包/装 张/总三四老 车/费款间 方/总便 平 组/织 扇 份 间 户 桌 副/总 板/材 株 盘/点 "
    "柜/台 床 门/窗市店 节/前后 头/款 块砖 船 拖/欠 提/货款 扎 幅 斗 担/保 把/付结还清给打收过转 打/款过来到了入进给钱0123456789一二两三四五六七八九"
)
# Counts that are never goods to be priced, of any size and of small figures.
COUNTS = _table(
    "天 日/期历程 号 年/底末初 月/底末初中结 周/一二三四五六日天末 星期/一二三四五六日天 "
    "礼拜/一二三四五六日天 工作日 小时 钟头 分钟 秒 个月 个星期 个礼拜 个工作日 个点 个人 个客户 "
    "个季度 个小时 个钟 季度/末 % ‰ 室 栋 幢 楼 家/里具电居 人/民家跑找没不失死 点钟 ℃ ° 岁"
)
# What else a price may be per: 500一次, 三百一天, 每人80.
EACH = _table(
    "次/性付结还清都把全就给打收转交 趟 天/内后之 位 人/民家 项 个月 个星期 个小时 小时 块/儿钱 打/款过来 盏 罗 坨 包 具 米 平 方"
)
FEW_COUNTS = _table(
    "点 刻 期/货 批/发 次/日月 笔 单/号子 位 名 层 届 代 级 旬 页 行 遍 趟 轮/胎 场 顿 种 样 类 项/目 "
    "厘 度 回/款单 季 通/过 封 路/费 成/交本都 折/扣 倍 时"
)
BEFORE_COUNT = tuple(_table("数量 总数 人数 个数 件数 台数 户数"))
# What makes the following digits a name of something.
CODES = tuple(
    _table(
        "单号 票号 发票号码 编号 编码 货号 款号 色号 件号 图号 批次 规格 标号 客户号 会员号 条码 "
        "回单 送货单 出库单 入库单 订单 收据 单据 运单 尾号 账号 卡号 号码 流水号 "
        "合同号 凭证号 支票号 工号 车号 税号 批号 型号 版本 密码 验证码 代码 微信号 手机号 订单号 发票号 "
        "送货单号 快递单号 身份证号 门牌 房间 邮编 QQ qq No. NO. no. NO No"
    )
)
# Beside these only a long run of digits is a name: 发票5000 is a sum.
LONG_CODES = tuple(_table("发票 合同 流水 凭证 支票 电话 手机 身份证 车牌 票 单"))
ABOUT_BEFORE = tuple(
    _table(
        "大概 大约 约 约莫 差不多 估计 估摸 可能 近 将近 接近 至少 起码 最少 最多 顶多 不超过 超过 不到 "
        "不足 大于 小于 大概是 大约是 差不多是 应该是 好像是 少说 多于 少于 低于 高于 小"
    )
)
ABOUT_AFTER = re.compile(
    r"(?:钱)?(?:\((?:含|不含)\))?(左右|上下|以上|以下|以内|出头|光景|不到|开外|吧|的样子|样子)"
)
ABOUT_BEGINS = frozenset("钱(左上以出光不开吧的样")
OPEN_END = frozenset(("出头", "开外"))  # 三千出头 is no figure
# Words that hold a numeral and are no figure.
IDIOMS = re.compile(
    r"万一|千万(?=[别要不记得注])|百分|十分(?=[感抱谢钟之])|万分(?=[感抱谢之])|一共|一起|一直|一下|一定|一样|一般|一切|一些|一点"
    r"|一分(?:钱)?(?=都?[没未不])|一毛(?:钱)?(?=都?[没未不])|几个钱"
    r"|一半|一部分|[三四五六七八九十]分之|三八|三七分|五五分|四六分|二八分|一五一十|七七八八|三三两两|乱七八糟|五金|百货|千禧|万能"
    r"|[五八九]角大楼|五角星|十字|[一二两三四五六七八九十]手|半[天个年]|千方百计|百度|万事|万家|千家|百姓|一千零一夜"
)


def either(words: Iterable[str]) -> str:
    """The words as one pattern, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def unless(words: Mapping[str, str]) -> str:
    """The words as one pattern, longest first, each only where none of its characters follows."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word) + _not_before(word, words[word]) for word in ordered)


def _not_before(word: str, others: str) -> str:
    """m6 is a size of screws, no metres: letters end where letters and digits end."""
    ends = "(?![A-Za-z0-9])" if word.isascii() and word.isalpha() else ""
    return ends + (f"(?![{others}])" if others else "")


# What may follow a figure and belong to it, but for spaces: a bare one has none of these behind it.
GOES_ON = frozenset(
    word[0] for words in (YUAN, FOREIGN_AFTER, GOODS, FEW_GOODS, COUNTS, EACH, FEW_COUNTS) for word in words
)
GOES_ON |= frozenset("个分仙%‰×xX*乘角毛毫嚿旧件/每一1")
PRICED = {**FEW_GOODS, **EACH, **GOODS}  # what a price may be per
# 一 that begins a word behind a figure: 两百一共, 三百二一卷, 一千一次. Not the 一 of 三百一 or 三百一十.
ONE_BEGINS = rf"一(?=[共起直定并齐道律切下次]|把[付结还清给打收过转]|(?![千块])(?:{unless(PRICED)}))"

"""Festivals and solar terms as days. A festival without a year is the next one, today included."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from handlers.language.lunar import lunar_day, lunar_year_of, solar_term

# word: (month, day) of the common calendar
COMMON: dict[str, tuple[int, int]] = {
    word: day
    for words, day in (
        ("元旦节 元旦 阳历新年 公历新年 阳历年 新年 新历新年", (1, 1)),
        ("情人节 圣瓦伦丁节", (2, 14)),
        ("女生节", (3, 7)),
        ("国际妇女节 三八妇女节 妇女节 三八节 女神节 女人节 三八", (3, 8)),
        ("植树节", (3, 12)),
        ("白色情人节", (3, 14)),
        ("国际消费者权益日 消费者权益日 三一五", (3, 15)),
        ("愚人节 万愚节", (4, 1)),
        ("世界湿地日 湿地日", (2, 2)),
        ("学雷锋日 雷锋日", (3, 5)),
        ("世界水日", (3, 22)),
        ("世界气象日 气象日", (3, 23)),
        ("世界卫生日 卫生日", (4, 7)),
        ("泼水节", (4, 13)),
        ("国家安全日", (4, 15)),
        ("世界读书日 读书日", (4, 23)),
        ("航天日 中国航天日", (4, 24)),
        ("世界知识产权日 知识产权日", (4, 26)),
        ("世界红十字日 红十字日", (5, 8)),
        ("国际家庭日 家庭日", (5, 15)),
        ("世界电信日", (5, 17)),
        ("国际博物馆日 博物馆日", (5, 18)),
        ("中国旅游日", (5, 19)),
        ("爱眼日", (6, 6)),
        ("世界难民日 难民日", (6, 20)),
        ("国际奥林匹克日 奥林匹克日", (6, 23)),
        ("国际禁毒日 禁毒日", (6, 26)),
        ("世界人口日 人口日", (7, 11)),
        ("医师节 中国医师节", (8, 19)),
        ("国际扫盲日", (9, 8)),
        ("九一八 九一八纪念日", (9, 18)),
        ("国际和平日 和平日", (9, 21)),
        ("世界旅游日", (9, 27)),
        ("世界动物日", (10, 4)),
        ("世界邮政日 邮政日", (10, 9)),
        ("双十节", (10, 10)),
        ("世界粮食日 粮食日", (10, 16)),
        ("国际消除贫困日", (10, 17)),
        ("联合国日", (10, 24)),
        ("台湾光复节 光复节", (10, 25)),
        ("圣帕特里克节", (3, 17)),
        ("节礼日", (12, 26)),
        ("糖尿病日 世界糖尿病日", (11, 14)),
        ("国际宽容日", (11, 16)),
        ("国际大学生节 大学生节", (11, 17)),
        ("世界艾滋病日 艾滋病日", (12, 1)),
        ("国际残疾人日", (12, 3)),
        ("国家宪法日 宪法日", (12, 4)),
        ("国际志愿者日", (12, 5)),
        ("世界人权日 人权日", (12, 10)),
        ("世界地球日 地球日", (4, 22)),
        ("五一国际劳动节 五一国际劳动日 国际劳动节 五一劳动节 劳动节 五一节 五一", (5, 1)),
        ("五四青年节 青年节 五四", (5, 4)),
        ("国际护士节 护士节", (5, 12)),
        ("五二零 网络情人节", (5, 20)),
        ("世界无烟日 无烟日", (5, 31)),
        ("国际儿童节 六一儿童节 儿童节 六一节 六一", (6, 1)),
        ("世界环境日 环境日", (6, 5)),
        ("年中大促 六一八", (6, 18)),
        ("建党节 七一建党节 七一 香港回归纪念日 党的生日", (7, 1)),
        ("八一建军节 建军节 八一", (8, 1)),
        ("抗战胜利纪念日 抗日战争胜利纪念日 中国人民抗日战争胜利纪念日", (9, 3)),
        ("教师节", (9, 10)),
        ("国庆节 十一国庆 十一国庆节 国庆 十一", (10, 1)),
        ("程序员节", (10, 24)),
        ("万圣节前夜 万圣节 万圣夜 鬼节", (10, 31)),
        ("光棍节 双十一 双11", (11, 11)),
        ("记者节", (11, 8)),
        ("双十二 双12", (12, 12)),
        ("国家公祭日", (12, 13)),
        ("澳门回归纪念日", (12, 20)),
        ("平安夜 圣诞夜 圣诞前夕 圣诞前夜", (12, 24)),
        ("圣诞节 圣诞", (12, 25)),
        ("跨年夜 跨年", (12, 31)),
    )
    for word in words.split()
}
# word: (month, day) of the lunar calendar; day 0 is the month's last
LUNAR: dict[str, tuple[int, int]] = {
    word: day
    for words, day in (
        ("春节 农历新年 农历年 阴历年 阴历新年 中国新年 大年初一 大年 正月正 过年 新春 旧历新年", (1, 1)),
        ("元宵节 元宵 上元节 灯节", (1, 15)),
        ("龙抬头 二月二 龙头节", (2, 2)),
        ("财神节 破五", (1, 5)),
        ("人日", (1, 7)),
        ("上巳节", (3, 3)),
        ("妈祖诞", (3, 23)),
        ("佛诞 佛诞日 浴佛节", (4, 8)),
        ("端午节 端午 五月节 端阳节 端阳 龙舟节 重五节", (5, 5)),
        ("七夕节 七夕情人节 中国情人节 七夕 乞巧节", (7, 7)),
        ("中元节 中元 盂兰节 盂兰盆节 七月半 鬼节", (7, 15)),
        ("中秋节 中秋 八月半 八月节 团圆节", (8, 15)),
        ("重阳节 重阳 老人节 登高节", (9, 9)),
        ("寒衣节", (10, 1)),
        ("下元节", (10, 15)),
        ("腊八节 腊八", (12, 8)),
        ("小年夜 小年", (12, 23)),
        (
            "除夕夜 除夕 大年三十 年三十 大年夜 年三十晚 三十儿 三十儿晚上 三十晚上 三十夜 大年三十儿 年三十儿 年卅 大年除夕 年夜",
            (12, 0),
        ),
    )
    for word in words.split()
    if word not in COMMON
}
# word: (month, weekday 0–6, which; -1 is the last)
BY_WEEKDAY: dict[str, tuple[int, int, int]] = {
    "母亲节": (5, 6, 2),
    "父亲节": (6, 6, 3),
    "感恩节": (11, 3, 4),
    "马丁路德金日": (1, 0, 3),
    "马丁路德金纪念日": (1, 0, 3),
    "总统日": (2, 0, 3),
    "阵亡将士纪念日": (5, 0, -1),
    "美国劳动节": (9, 0, 1),
    "哥伦布日": (10, 0, 2),
}
AFTER_THANKSGIVING = {"黑色星期五": 1, "黑五": 1, "网络星期一": 4}  # fmt: skip
EASTER: dict[str, int] = {
    "复活节": 0, "耶稣受难日": -2, "受难日": -2, "圣灰节": -46, "棕枝主日": -7, "复活节星期一": 1,
    "耶稣升天节": 39, "五旬节": 49, "圣灵降临节": 49, "濯足节": -3,
}  # fmt: skip
_TERMS = (
    "清明节 清明 立春 雨水 惊蛰 春分 谷雨 立夏 小满 芒种 夏至 小暑 大暑 立秋 处暑 白露 秋分 寒露 霜降 "
    "立冬 小雪 大雪 冬至节 冬至 小寒 大寒"
)
TERMS = tuple(_TERMS.split())
WORDS = (*COMMON, *LUNAR, *BY_WEEKDAY, *AFTER_THANKSGIVING, *EASTER, *TERMS)


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date | None:
    """The `which`-th (1–5; -1: the last) such weekday (0 is Monday) of a month; None where there is none."""
    if which < 0:
        following = date(year + month // 12, month % 12 + 1, 1)
        last = following - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))
    return found if found.month == month else None


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * i) // 451
    month, day = divmod(h + i - 7 * m + 114, 31)
    return date(year, month, day + 1)


def festival_in(word: str, year: int) -> date | None:
    """The festival of the common year; a lunar one of the lunar year of that number. None: unknown word."""
    if word in COMMON:
        return date(year, *COMMON[word])
    if word in LUNAR:
        return lunar_day(year, *LUNAR[word])
    if word in BY_WEEKDAY:
        return nth_weekday(year, *BY_WEEKDAY[word])
    if word in AFTER_THANKSGIVING:
        thursday = nth_weekday(year, *BY_WEEKDAY["感恩节"])
        return thursday and thursday + timedelta(days=AFTER_THANKSGIVING[word])
    if word in EASTER:
        return easter(year) + timedelta(days=EASTER[word])
    return solar_term(year, word.removesuffix("节"))


def _pick(word: str, today: date, years: tuple[int, ...], fits: Callable[[date], bool]) -> date | None:
    start = lunar_year_of(today) if word in LUNAR else today.year
    found = (festival_in(word, start + offset) for offset in years)
    return next((day for day in found if day is not None and fits(day)), None)


def next_festival(word: str, today: date) -> date | None:
    """The coming one, today included."""
    return _pick(word, today, (0, 1, 2), lambda day: day >= today)


def last_festival(word: str, today: date) -> date | None:
    """The latest one that has been, today included."""
    return _pick(word, today, (1, 0, -1, -2), lambda day: day <= today)

"""Two months at 恒达建材, as days before today: what the simulator's books begin with."""

from __future__ import annotations

from dataclasses import dataclass

CUSTOMERS = (
    # name, short name, owner, terms as `ledger.terms` writes them, limit in yuan, phone
    ("永盛装饰", "永盛", "laozhou", "net:30", 60_000, "13800000001"),
    ("张三建材", "张三", "laozhou", "net:15", 30_000, "13800000002"),
    ("宏达五金", "宏达", "laozhou", "month_end_plus", 50_000, "13800000003"),
    ("鑫源商贸", "鑫源", "laozhou", "net:30", 40_000, "13800000004"),
    ("李四", "", "laozhou", "net:15", 10_000, "13800000005"),
    ("福满楼酒店", "福满楼", "laozhou", "month_end_plus:30", 80_000, "13800000006"),
    ("恒通建材", "", "laozhou", "net:30", 60_000, "13800000007"),
    ("华泰机电", "华泰", "xiaoli", "net:45", 120_000, "13800000008"),
    ("润发超市", "润发", "xiaoli", "month_end_plus:15", 50_000, "13800000009"),
    ("昌隆布业", "昌隆", "xiaoli", "net:30", 30_000, "13800000010"),
    ("恒通电器", "", "xiaoli", "net:30", 60_000, "13800000011"),
    ("正大饲料", "正大", "xiaoli", "net:60", 150_000, "13800000012"),
    ("顺达物流", "顺达", "xiaoli", "", None, ""),
)


@dataclass(frozen=True, slots=True)
class Event:
    """`days_ago` the fact happened. `yuan` is whole; `account` and `holder` as in `ledger.receipt`.

    A goods return reduces the debt named by `of` (its days_ago); a bounce takes back the payment named so.
    """

    days_ago: int
    kind: str  # debt | payment | goods_return | bounce
    customer: str
    yuan: int = 0
    note: str = ""
    account: str = "bank"
    holder: str = ""
    of: int = 0


def debt(days_ago: int, customer: str, yuan: int, note: str) -> Event:
    return Event(days_ago, "debt", customer, yuan, note)


def paid(days_ago: int, customer: str, yuan: int, account: str = "bank", holder: str = "") -> Event:
    return Event(days_ago, "payment", customer, yuan, account=account, holder=holder)


HISTORY = (
    debt(62, "鑫源商贸", 18_500, "水泥"),
    debt(60, "永盛装饰", 12_600, "瓷砖"),
    debt(58, "华泰机电", 36_000, "电缆"),
    debt(56, "正大饲料", 28_000, "彩钢板"),
    debt(55, "张三建材", 9_800, "沙石"),
    debt(52, "润发超市", 6_400, "货架"),
    debt(50, "恒通建材", 15_200, "板材"),
    debt(48, "福满楼酒店", 22_800, "卫浴"),
    debt(46, "宏达五金", 8_600, "五金"),
    debt(45, "昌隆布业", 5_200, "隔断"),
    debt(44, "永盛装饰", 9_800, "瓷砖"),
    paid(42, "张三建材", 9_800, "wallet"),
    debt(40, "李四", 3_600, "涂料"),
    paid(38, "永盛装饰", 12_600),
    debt(36, "恒通电器", 11_900, "配电箱"),
    debt(35, "鑫源商贸", 12_400, "水泥"),
    Event(33, "goods_return", "永盛装饰", 860, "瓷砖两箱", of=44),
    paid(30, "宏达五金", 8_600),
    paid(28, "华泰机电", 20_000),
    debt(27, "永盛装饰", 14_200, "地板"),
    debt(25, "张三建材", 7_600, "沙石"),
    paid(24, "润发超市", 6_400),
    debt(22, "华泰机电", 25_500, "电缆"),
    paid(21, "恒通建材", 15_200, "bill"),
    debt(18, "宏达五金", 12_300, "五金"),
    paid(16, "李四", 2_000, "wallet"),
    paid(14, "永盛装饰", 5_000),
    debt(12, "润发超市", 7_200, "货架"),
    Event(9, "bounce", "恒通建材", note="承兑被退", of=21),
    debt(8, "正大饲料", 36_000, "彩钢板"),
    paid(7, "福满楼酒店", 10_000),
    debt(6, "永盛装饰", 10_800, "瓷砖"),
    paid(5, "昌隆布业", 6_000),
    debt(4, "恒通电器", 8_800, "开关面板"),
    debt(2, "李四", 2_800, "涂料"),
    paid(1, "张三建材", 3_000, "cash", "laozhou"),
)

"""What is asked of the books and told to them at a desk, in the words of people who type no commands."""

from __future__ import annotations

import pytest

from handlers.language.reader import read
from handlers.language.reading import Intent
from tests.handlers.language.circle import INDEX, NOW, heard


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        # the account, and what is no account
        ("我管的客户一共还有多少没回", Intent.QUERY_BALANCE),
        ("青禾说他只差三千，对吗？我这记的多少", Intent.QUERY_BALANCE),
        ("顾九那笔灯钱给完了冇", Intent.QUERY_BALANCE),
        ("老曹的螺丝一盒多少钱", Intent.NONE),
        ("远洲今天什么价", Intent.NONE),
        ("青禾在哪条街？", Intent.NONE),
        ("老曹今天啥也没买，坐了会儿就走了", Intent.NONE),
        ("长乐要30箱瓷砖，现款现货，后天送", Intent.NONE),
        ("青禾要20吨砂，付了再发货", Intent.NONE),
        # when
        ("顾九约的是礼拜几给钱", Intent.QUERY_DUE),
        ("青禾到没到日子", Intent.QUERY_DUE),
        ("长乐那五千是月底还是月初给，我忘了", Intent.QUERY_DUE),
        ("未来一周要到账的有哪些", Intent.QUERY_DUE),
        # who is late
        ("昨天到期的谁没给", Intent.QUERY_OVERDUE),
        ("青禾拖了我们多少天了", Intent.QUERY_OVERDUE),
        ("超过三个月还不给的都拎出来", Intent.QUERY_OVERDUE),
        ("没按时付款的帮我理一理", Intent.QUERY_OVERDUE),
        # over many
        ("按行业看欠款", Intent.REPORT),
        ("华南的一共欠多少", Intent.REPORT),
        ("每个业务员手里欠款合计", Intent.REPORT),
        ("付款最慢的三个客户", Intent.REPORT),
        ("半年没来往的客户", Intent.REPORT),
        ("老曹今年的交易明细", Intent.STATEMENT),
        ("还有啥事没办完", Intent.DIGEST),
        # one customer
        ("先给我说说青禾他家的情况", Intent.STORY),
        ("远洲概况", Intent.STORY),
        ("介绍下长乐，以前给钱痛快不", Intent.STORY),
        ("顾九到底是没钱还是赖账，你讲讲", Intent.STORY),
        # goods
        ("老曹又来拿灯泡，给不给他拿", Intent.MAY_DELIVER),
        ("长乐要50箱赊账，行不行", Intent.MAY_DELIVER),
        ("青禾的料能不能先发出去，钱没到", Intent.MAY_DELIVER),
        ("顾九还可以欠吗", Intent.MAY_DELIVER),
        # how to
        ("照片能记账吗", Intent.HELP),
        ("怎么批量导入老账", Intent.HELP),
        ("在不在 小助手", Intent.GREETING),
        ("刚给供应商付了3万", Intent.NONE),
        ("客户问报价，瓷砖60一平", Intent.NONE),
        ("客户嫌贵走了", Intent.NONE),
        ("青禾的样板寄过去了，顺丰运费18", Intent.NONE),
        # he urges us
        ("青禾在催货", Intent.NONE),
        ("群里转的：某公司欠款50万跑路了", Intent.NONE),
        ("《信用管理制度》第二条 客户欠款超过30日应当催收", Intent.NONE),
    ],
)
def test_what_is_asked(text: str, intent: Intent) -> None:
    assert heard(text).intent is intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("#1042 记重了，冲掉", Intent.UNDO),
        ("把前面那笔划掉", Intent.UNDO),
        ("退回上一步", Intent.UNDO),
        ("上一条是试试的，删掉", Intent.UNDO),
        ("刚才青禾那笔收款不作数，钱退回来了，撤掉", Intent.UNDO),
        ("远洲的座机不用了，删掉", Intent.FOLLOW_UP_NOTE),
        ("老曹赊账封顶3万，超了停货", Intent.CREDIT_LIMIT),
        ("顾九最多让他欠2000，多了别发货", Intent.CREDIT_LIMIT),
        ("老曹别让他欠超过4000", Intent.CREDIT_LIMIT),
        ("青禾月结额度改成四万", Intent.CREDIT_LIMIT),
        ("不给长乐赊了，额度清零", Intent.CREDIT_LIMIT),
        ("青禾说咱们多算了两箱", Intent.DISPUTE),
        ("以后到期提醒统一提前两天", Intent.SETTING),
        ("超过3万的要老板签字", Intent.SETTING),
        ("邮件先全部停发", Intent.SETTING),
        ("账龄分段改成30、60、90天", Intent.SETTING),
        ("老板说晚上8点以后不要打扰客户", Intent.SETTING),
        ("青禾的钱到了告诉我", Intent.REMIND),
        ("没人认的4200挂到青禾名下", Intent.CLAIM),
        ("你问的那笔1500，是顾九转的", Intent.CLAIM),
        ("青禾电话换了，改成13800001111", Intent.CUSTOMER_UPDATE),
        ("把长乐归到B类客户", Intent.CUSTOMER_UPDATE),
        ("周小满就是阿满", Intent.CUSTOMER_UPDATE),
        ("备注青禾账期45天", Intent.CUSTOMER_UPDATE),
        ("青禾结算方式改为货到20天", Intent.CUSTOMER_UPDATE),
        ("远洲以后发票开专票", Intent.FOLLOW_UP_NOTE),
        ("长乐的住址：春江苑2栋301，存一下", Intent.FOLLOW_UP_NOTE),
    ],
)
def test_what_is_told(text: str, intent: Intent) -> None:
    reading = heard(text)
    assert (reading.intent, reading.question) == (intent, None)


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("青禾额度再加一万，加完一共六万", [6_000_000]),
        ("授信：青禾 5万 远洲 3万", [5_000_000, 3_000_000]),
        ("青禾的额度今年不给8万了，降成5万", [5_000_000]),
    ],
)
def test_a_limit_is_what_it_comes_to(text: str, limits: list[int]) -> None:
    assert [record.amount for record in heard(text).records] == limits


@pytest.mark.parametrize(
    ("text", "extra"),
    [
        ("1、2已到账，3还没看见", {"arrived": [1, 2], "missing": [3]}),
        ("前两笔都收到，第三笔银行说在途", {"arrived": [1, 2], "missing": [3]}),
        ("1到了，2差手续费先别确认", {"arrived": [1], "missing": [2]}),
        ("网银查过了，清单上的都进来了", {"all": True}),
        ("核过流水，全到齐了，可以确认", {"all": True}),
        ("一笔都没到呢，网银里没有", {"all": False}),
    ],
)
def test_receipts_confirmed_with_a_word_beside_them(text: str, extra: dict[str, object]) -> None:
    reading = read(text, now=NOW, role="finance", index=INDEX)
    assert reading.intent is Intent.CONFIRM_RECEIPTS
    assert {key: reading.records[0].extra[key] for key in extra} == extra


@pytest.mark.parametrize(
    "text",
    [
        "顾九 三千 20号",
        "老曹 2600 周五",
        "青禾额度调高点",
        "帮我记3000",
        "顾九付1300 记混了",
        "顾九口误 1300",
    ],
)
def test_what_nobody_can_tell_is_asked(text: str) -> None:
    assert heard(text).question is not None


def test_an_address_holds_no_sum() -> None:
    assert heard("青禾的邮箱更新 qinghe@163.com").intent is Intent.CUSTOMER_UPDATE


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("青禾8600那笔延一周", 7),
        ("#1042 延期10天", 10),
        ("远洲那5000再宽限半个月", 15),
        ("长乐的到期日顺延3天", 3),
        ("顾九说那5000宽限一周", None),
    ],
)
def test_a_due_day_is_put_off_by_us_alone(text: str, days: int | None) -> None:
    assert heard(text).records[0].extra.get("later_days") == days


def test_a_month_before_the_terms_is_the_month() -> None:
    reading = heard("更正：青禾11月账期为12月15日")
    assert (reading.intent, str(reading.records[0].due_on)) == (Intent.CORRECT, "2026-12-15")

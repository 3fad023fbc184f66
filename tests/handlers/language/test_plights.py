"""How things stand with a customer, told in passing; waiting with him; words to be sent to him."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


@pytest.mark.parametrize(
    "text",
    [
        "老曹电话成空号了",
        "青禾大门紧锁，一个人都没有",
        "远洲这个月生意冷清得很",
        "听说长乐那几个股东闹翻了",
        "悦来被员工告了",
        "郝建军的账单塞他门口了",
        "沈二木业今天打了三个电话 没人应声",
        "青禾的请款单压在他们财务总监那儿",
        "跑了趟远洲，车间空空的，我看悬",
        "顾九又哭穷，没说哪天给",
        "长乐老板要跟合伙人商量",
        "青禾 记一笔跟进 对方要求先开票",
        "老曹回老家了，隔壁说的",
        "青禾的仓库堆满板子卖不出去",
        "远洲揽到市政的工程了",
        "长乐财政的款还没拨下来",
        "郝建军心脏不好 没好意思开口",
        "老曹今儿发烧 没敢多说",
        "兹记录：12月3日致电青禾财务部，未接通",
        "上门催收记录：郝建军，家中无人",
        "远洲询证函已复函 数额待核",
        "顾九跟他哥打官司呢",
        "长乐老板约我周四喝茶",
        "远洲不还了",
        "跟顾九对过账 没毛病",
        "嗯 记一下啊 长乐换了个会计姓王",
        "青禾那单先别开票",
    ],
)
def test_how_things_stand_is_written_down(text: str) -> None:
    reading = heard(text)
    assert (reading.intent, reading.question) == (Intent.FOLLOW_UP_NOTE, None)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("老曹生意不好，说下月5号给", Intent.PROMISE),
        ("青禾门关着，明天提醒我再去", Intent.REMIND),
        ("老曹手机停机了吗", Intent.NONE),
        ("远洲的合同签好字没有", Intent.NONE),
        ("听说长乐欠别家20万", Intent.NONE),
        ("顾九的儿子考上大学了", Intent.NONE),
        ("青禾的合同到期没", Intent.NONE),
        ("跑了趟青禾 钱收到了", Intent.AMBIGUOUS),
        ("远洲货拉走了 门口没人签字", Intent.AMBIGUOUS),
        ("老曹家失火了 货退回来一批", Intent.AMBIGUOUS),
    ],
)
def test_what_is_said_beside_it_is_not_lost_in_a_note(text: str, intent: Intent) -> None:
    assert heard(text).intent is intent


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("青禾的催款暂缓，老板住院了", None),
        ("远洲先免打扰，到12月20号为止", date(2026, 12, 20)),
        ("老曹家办丧事 先不要提醒他付款", None),
        ("长乐的催收短信先停掉", None),
        ("悦来催款的事往后放放，一周吧", date(2026, 12, 10)),
        ("别给青禾推送消息了 合同还没签", None),
        ("把远洲从催款名单里拿掉", None),
        ("顾九那头缓俩礼拜 秋收呢", date(2026, 12, 17)),
        ("老曹的账先撂着 等过完节再说", None),
        ("长乐的催款短信就免了", None),
        ("法务介入前暂停对青禾的一切催收", None),
        ("远洲：停止所有催收", None),
        ("青禾欠的5600缓到15号再催", date(2026, 12, 15)),
    ],
)
def test_reminders_wait(text: str, until: date | None) -> None:
    reading = heard(text)
    assert (reading.intent, reading.records[0].due_on) == (Intent.HOLD, until)


@pytest.mark.parametrize(
    "text",
    [
        "给远洲拟一份催款通知，客气点",
        "咋跟老曹开口要钱",
        "替我找青禾讨一下尾款",
        "长乐逾期了 出一份催告函",
        "给悦来发条还款提醒",
        "给长乐下个最后通牒 写硬一点",
        "帮我敲打敲打远洲",
        "讨账话术帮我编一段，给顾九的",
    ],
)
def test_words_to_a_customer_are_asked_for(text: str) -> None:
    assert heard(text).intent is Intent.CHASE


@pytest.mark.parametrize("text", ["青禾的催款函发了", "别给老曹发催款短信", "远洲收到催款函没回音"])
def test_words_that_went_out_are_not_asked_for(text: str) -> None:
    assert heard(text).intent is not Intent.CHASE


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("老曹那事，8号一早戳我一下", date(2026, 12, 8)),
        ("20号叫醒我，青禾的钱得去拿", date(2026, 12, 20)),
        ("顾九的欠条快过时效了 1月10号提醒我让他重签", date(2027, 1, 10)),
        ("要是远洲月底还没付就提醒我", date(2026, 12, 31)),
        ("三天后再提我一嘴 老曹的事", date(2026, 12, 6)),
        ("顾九那事 9号吼我一声", date(2026, 12, 9)),
    ],
)
def test_reminders_are_set_in_whatever_words(text: str, day: date) -> None:
    reading = heard(text)
    assert (reading.intent, reading.records[0].due_on) == (Intent.REMIND, day)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("二十分钟后叫我 给老曹回电话", "10:20"),
        ("一个半小时后提醒我跟青禾确认", "11:30"),
        ("过半个钟头喊我找远洲", "10:30"),
    ],
)
def test_so_long_from_now_is_a_time(text: str, time: str) -> None:
    reading = heard(text)
    assert (reading.intent, reading.records[0].extra["time"]) == (Intent.REMIND, time)
    assert reading.records[0].due_on == date(2026, 12, 3)


def test_goods_that_shall_not_be_loaded_are_stopped() -> None:
    reading = heard("通知仓库 青禾的货先不装")
    assert (reading.intent, reading.records[0].extra["stops"]) == (Intent.HOLD, "delivery")

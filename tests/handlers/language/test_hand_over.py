"""A customer given to a colleague, an errand given to one, in the words of a manager in a hurry."""

from __future__ import annotations

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


@pytest.mark.parametrize(
    ("text", "heir"),
    [
        ("远洲换个人跟，由小孟换成小丁", "小丁"),
        ("移交客户：长乐，接手人小丁", "小丁"),
        ("青禾划到小孟名下", "小孟"),
        ("青禾过户给小孟吧", "小孟"),
        ("悦来小丁跟不动，以后算老孟的", "老孟"),
        ("孟经理定了，我手上的远洲让给小丁", "小丁"),
        ("长乐 交接 小丁→小孟", "小孟"),
        ("青禾这户以后小孟负责", "小孟"),
        ("长乐归我了", "我"),
        ("远洲以后我来跟 小丁不管了", "我"),
        ("青禾从老孟手里转到我这", "我"),
        ("新来的小郑接手长乐", "小郑"),
        ("小丁把远洲转给我", "我"),
    ],
)
def test_a_customer_is_given_to_a_colleague(text: str, heir: str) -> None:
    reading = heard(text)
    assert (reading.intent, reading.records[0].extra["to_staff"]) == (Intent.HAND_OVER, heir)
    assert reading.records[0].customer is not None


@pytest.mark.parametrize(
    ("text", "giver", "heir"),
    [
        ("我下周休陪产假，我的客户先由小孟管", "我", "小孟"),
        ("小丁名下全部客户转到老孟那边", "小丁", "老孟"),
        ("老孟退休，名下客户由徒弟小丁接手", "老孟", "小丁"),
    ],
)
def test_all_of_a_colleagues_customers_are_given(text: str, giver: str, heir: str) -> None:
    reading = heard(text)
    extra = reading.records[0].extra
    assert (reading.intent, extra["from_staff"], extra["to_staff"]) == (Intent.HAND_OVER, giver, heir)


def test_several_customers_go_together() -> None:
    reading = heard("青禾和长乐这两家都给小孟")
    assert [one.customer and one.customer.name for one in reading.records] == ["青禾建材", "长乐装饰"]


@pytest.mark.parametrize(
    "text", ["青禾的发票交给小孟了", "长乐把钱交给小孟了", "青禾说以后让小孟跟", "长乐转给小孟了吗"]
)
def test_a_thing_that_is_given_is_no_customer(text: str) -> None:
    assert heard(text).intent is not Intent.HAND_OVER


@pytest.mark.parametrize(
    ("text", "who", "customer"),
    [
        ("派个活给老孟：周五前到青禾取汇票", "老孟", "青禾建材"),
        ("通知小丁明早去长乐收现金", "小丁", "长乐装饰"),
        ("顾九那边让小孟去盯，今天之内给我回话", "小孟", "顾九"),
        ("@小丁 远洲的事你负责跟，下周二汇报", "小丁", "远洲五金"),
        ("交办：小孟 五日内补齐悦来签收单", "小孟", "悦来酒店"),
        ("长乐这事交给老孟处理，后天前联系上他们队长", "老孟", "长乐装饰"),
        ("布置一下，小丁周四去沈二木业走访", "小丁", "沈二木业"),
        ("孟姐查一下青禾的发票寄了没有，查完告诉我", "孟姐", "青禾建材"),
        ("指派小孟去远洲谈扣款", "小孟", "远洲五金"),
        ("小丁负责把长乐的对账单签回来 周五前", "小丁", "长乐装饰"),
        ("老孟 远洲的事你去摆平", "老孟", "远洲五金"),
        ("小丁 青禾这家你接着跟", "小丁", "青禾建材"),
        ("@小孟 青禾那边你催一下 月底前要回来", "小孟", "青禾建材"),
    ],
)
def test_an_errand_is_given_to_a_colleague_by_name(text: str, who: str, customer: str) -> None:
    reading = heard(text)
    record = reading.records[0]
    assert (reading.intent, record.extra["assignee"]) == (Intent.TASK, who)
    assert record.customer is not None
    assert record.customer.name == customer


@pytest.mark.parametrize(
    "text",
    [
        "老曹，明天给钱",
        "让老曹下周把钱打过来",
        "长乐说让小孟去拿钱",
        "小孟，昨天去过长乐了",
        "小孟去长乐了吗",
    ],
)
def test_who_is_called_may_be_a_customer_or_have_gone_already(text: str) -> None:
    assert heard(text).intent is not Intent.TASK

"""No figure of a colleague's customer leaves by a side door: results, requests, refusals, questions."""

from __future__ import annotations

import re

import pytest

from tests.handlers.cast import Chat

OWED = "12,036"


@pytest.fixture
def owing(chat: Chat) -> int:
    """老周's 永盛 owes 12,036 as #1001 and has paid 5,000 by a bill as #1002; 小李 has customers of his own."""
    customer = chat.customer("永盛装饰", "zhou")
    chat.customer("李四", "li")
    chat.says("zhou", "永盛拿了17036 月底给")
    chat.says("zhou", "永盛给了承兑5000")
    return customer


def figures(text: str) -> set[str]:
    """Sums in a text that are not record numbers."""
    return set(re.findall(r"(?<![#\d,])\d[\d,]*\.\d\d", text))


@pytest.mark.parametrize("who", ["li", "sun", "wu"])
@pytest.mark.parametrize(
    "asks",
    [
        *("永盛欠多少", "永盛", "永盛对账单", "永盛怎么回事", "#1001", "1001", "#1002", "永盛什么时候到期"),
        *(
            "谁超期了",
            "总共还有多少没收回来",
            "谁欠得最多",
            "这个月到期的",
            "永盛超期多少",
            "待认领",
            "待到账",
        ),
        *("撤销 #1001", "撤销 #1002", "撤销 永盛", "#1001 改成5000", "#1001 改成60万", "#1002 改成1"),
        *("#1001 日期改到月底", "#1001 客户改成李四", "退票 #1002", "永盛退票了", "永盛额度改成5万"),
        *("永盛说下周五先打一半", "永盛先别催", "那5000是永盛的", "永盛 账期60天", "永盛归小李管", "设置"),
    ],
)
def test_nothing_is_told(chat: Chat, owing: int, who: str, asks: str) -> None:
    answer = chat.says(who, asks)
    told = chat.told(who)
    said = {"1.00", "5,000.00", "50,000.00", "600,000.00"}  # sums that the asker named himself
    assert figures(answer + told) <= (said if re.search(r"\d$|万$|的$", asks) else set()), answer
    assert OWED not in answer
    assert "17,036" not in answer


def test_the_asker_of_an_undo_learns_no_more_from_the_verdict(chat: Chat, owing: int) -> None:
    chat.says("li", "撤销 #1001")
    assert "17,036.00" in chat.told("lijie")
    chat.says("lijie", "2")
    assert figures(chat.told("li")) == set()


def test_the_asker_of_a_change_learns_no_more_from_the_verdict(chat: Chat, owing: int) -> None:
    chat.says("li", "#1001 改成5000")
    assert "17,036.00" in chat.told("lijie")
    chat.says("lijie", "1")
    assert figures(chat.told("li")) == {"5,000.00"}


def test_who_reported_hears_that_it_arrived_and_no_more(chat: Chat, owing: int) -> None:
    chat.sets("confirmation_of_receipts", "true")
    chat.says("li", "收到永盛500")
    chat.says("zhou", "1")
    chat.says("lijie", "待到账")
    chat.told("li")
    chat.says("lijie", "都到了")
    assert figures(chat.told("li")) == {"500.00"}
    assert "11,536.00" in chat.told("zhou")


def test_who_claims_for_a_colleague_hears_no_balance(chat: Chat, owing: int) -> None:
    chat.says("lijie", "对公收到3000 王德发 不知道谁的")
    chat.says("li", "永盛的")
    chat.told("li")
    chat.says("lijie", "1")
    assert figures(chat.told("li")) == {"3,000.00"}


@pytest.mark.parametrize(
    "says", ["永盛结清了", "永盛结清了 微信12000", "永盛打了12000", "永盛打了500 抵 #1999"]
)
def test_the_clerk_books_money_and_learns_nothing(chat: Chat, owing: int, says: str) -> None:
    answer = chat.says("sun", says)
    assert figures(answer) <= {"12,000.00"}, answer
    assert "36" not in answer
    assert "12,036" not in answer


def test_a_manager_of_other_people_sees_nothing(chat: Chat, owing: int) -> None:
    chat.says("admin", "加 老钱 经理")
    chat.says("qian", "在吗")
    chat.says("admin", "5")
    for asks in ("永盛欠多少", "#1001", "谁欠得最多", "总共还有多少没收回来", "撤销 #1001", "永盛怎么回事"):
        assert figures(chat.says("qian", asks)) <= {"0.00"}, asks


def test_a_customer_handed_over_is_closed_to_its_former_owner(chat: Chat, owing: int) -> None:
    chat.says("zhao", "永盛归小李管")
    assert figures(chat.says("zhou", "永盛欠多少")) == set()
    assert figures(chat.says("zhou", "#1001")) == set()
    assert "12,036.00" in chat.says("li", "永盛欠多少")

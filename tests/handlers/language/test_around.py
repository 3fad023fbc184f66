"""Talk around a debt in other words: why it is not paid, errands for colleagues, silence wanted, words for a message."""

from __future__ import annotations

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


@pytest.mark.parametrize(
    "text",
    [
        "青禾没付是因为我们票没给",
        "远洲超期原因：老板出国",
        "长乐在走审批呢",
        "老曹还没给是因为工地没验收",
        "顾九正在等签字",
    ],
)
def test_the_reason_of_a_debt_is_kept(text: str) -> None:
    assert heard(text).intent is Intent.FOLLOW_UP_NOTE


@pytest.mark.parametrize("text", ["青禾为什么没付", "远洲是不是在走流程", "老曹怎么还不给"])
def test_asking_for_the_reason_tells_none(text: str) -> None:
    assert heard(text).intent is not Intent.FOLLOW_UP_NOTE


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("给我一段催远洲的话术", Intent.CHASE),
        ("发我催青禾的话术 硬气点", Intent.CHASE),
        ("老曹奔丧 这周别给他发提醒", Intent.HOLD),
        ("停止青禾的自动催款", Intent.HOLD),
        ("青禾不要自动催款", Intent.HOLD),
        ("青禾说那7650里有900不是他们的", Intent.DISPUTE),
        ("暂停对远洲的提醒", Intent.HOLD),
        ("小孙你去问问青禾发票寄到没", Intent.TASK),
        ("小陈 下周一去远洲把签字的送货单拿回来", Intent.TASK),
        ("阿李明天去长乐把欠条取回来", Intent.TASK),
        ("青禾那3000是死账了 核掉吧", Intent.WRITE_OFF),
        ("远洲5400收齐", Intent.RECORD_PAYMENT),
        ("青禾还款三千 剩余不欠", Intent.RECORD_PAYMENT),
        ("远洲付了2000 现在不欠了", Intent.RECORD_PAYMENT),
        ("青禾说已经付了 我查了到账9800", Intent.RECORD_PAYMENT),
        ("那什么 老曹今天转了一千 还差六百", Intent.RECORD_PAYMENT),
        ("青禾又拿走20袋水泥一袋98 记上 秋收后再说", Intent.RECORD_DEBT),
        ("远洲不欠了", Intent.NONE),
        ("你都能干点啥", Intent.HELP),
    ],
)
def test_it_is_heard_in_other_words(text: str, intent: Intent) -> None:
    reading = heard(text)
    assert reading.question is None
    assert reading.intent is intent


@pytest.mark.parametrize("text", ["顾九微信红包发来300 收了", "青禾12万是月底付吧", "远洲说已经付了3000"])
def test_what_nobody_has_seen_is_asked(text: str) -> None:
    assert heard(text).question is not None

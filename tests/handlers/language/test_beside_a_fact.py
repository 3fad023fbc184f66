"""What stands beside a fact: what was due, what is short, and talk that changes nothing."""

from __future__ import annotations

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


@pytest.mark.parametrize("text", ["青禾还了七千 还短三百", "青禾还了七千 还缺300", "青禾还了七千 尚差300"])
def test_what_is_still_short_was_not_paid(text: str) -> None:
    assert [record.amount for record in heard(text).records] == [700000]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("青禾问了价 拿了5箱 3000", Intent.RECORD_DEBT),
        ("青禾货款3000 欠着 顺丰运费80", Intent.RECORD_DEBT),
        ("青禾一个月付了5000", Intent.RECORD_PAYMENT),
        ("青禾多付了50 欠3000", Intent.RECORD_DEBT),
    ],
)
def test_a_fact_stays_what_it_is_beside_small_talk(text: str, intent: Intent) -> None:
    assert heard(text).records[0].intent is intent


@pytest.mark.parametrize("text", ["那笔欠款收回了", "那笔账清掉了", "青禾反悔了 3000不付"])
def test_money_that_came_and_a_change_of_mind_take_nothing_back(text: str) -> None:
    assert heard(text).intent is not Intent.UNDO


def test_what_another_paid_is_no_limit_of_his() -> None:
    limits = [one for one in heard("远洲额度5万 青禾付3000").records if one.intent is Intent.CREDIT_LIMIT]
    assert [one.amount for one in limits] in ([], [5000000])

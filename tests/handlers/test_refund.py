"""Money that goes back: whoever is of finance when he answers has the last word, and nothing goes back twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from storage.unit_of_work import UnitOfWork
from tests.handlers.cast import Chat

REPORT = "退给永盛装饰多付的2000"


@pytest.fixture
def paid_too_much(chat: Chat) -> int:
    customer = chat.customer("永盛装饰")
    chat.says("lijie", "永盛装饰昨天打了10000")
    return customer


def becomes(chat: Chat, userid: str, **changes: Any) -> None:
    def put(uow: UnitOfWork) -> None:
        person = uow.staff.get(userid)
        assert person is not None
        uow.staff.put(replace(person, **changes))

    chat.database.write_now(put)


def test_who_is_of_finance_no_more_when_he_answers_passes_it_on(chat: Chat, paid_too_much: int) -> None:
    chat.says("zhou", REPORT)
    becomes(chat, "lijie", role="sales", manager="zhao")
    assert chat.says("lijie", "1").startswith("已问管管，点头才记")
    assert chat.net(paid_too_much) == -10_000_00
    assert chat.told("admin").startswith("老周报的：退给永盛装饰多付的 2,000.00")
    assert chat.says("admin", "1").startswith("退款记好了 ✓ 永盛装饰 2,000.00")
    assert chat.net(paid_too_much) == -8_000_00


def test_nor_does_his_no_count(chat: Chat, paid_too_much: int) -> None:
    chat.says("zhou", REPORT)
    chat.told("zhou")
    becomes(chat, "lijie", role="sales", manager="zhao")
    assert chat.says("lijie", "2").startswith("已问管管，点头才记")
    assert chat.told("zhou") == ""


def test_one_who_lost_the_right_may_still_drop_his_own(chat: Chat, paid_too_much: int) -> None:
    chat.says("lijie", REPORT)
    becomes(chat, "lijie", role="sales", manager="zhao")
    assert chat.says("lijie", "2") == "好，没记退款"
    assert chat.told("") == ""


def test_nobody_confirms_his_own_because_nobody_of_finance_is_there(chat: Chat, paid_too_much: int) -> None:
    for userid in ("lijie", "admin"):
        becomes(chat, userid, active=False)
    assert chat.says("zhou", REPORT).splitlines() == [
        "没记。退款要财务或管理员点头，现在一位也没有",
        "管理员加好财务，再发“退给永盛装饰多付的2,000”",
    ]
    chat.says("zhou", "1")
    assert chat.net(paid_too_much) == -10_000_00


def test_a_refund_that_finance_booked_is_not_asked_of_finance_again(chat: Chat, paid_too_much: int) -> None:
    chat.says("lijie", REPORT)
    chat.says("lijie", "1")
    chat.clock.move(minutes=3)
    assert chat.says("zhou", REPORT) == "李姐12月1日记过这笔退款。1 同一笔 2 另一笔"
    assert chat.says("zhou", "1") == "永盛装饰 退款 2,000.00 记过了，没重复记"
    assert chat.told("lijie") == ""
    assert chat.net(paid_too_much) == -8_000_00


def test_the_same_sum_may_go_back_twice(chat: Chat, paid_too_much: int) -> None:
    for text in (REPORT, "1", REPORT):
        chat.says("lijie", text)
    assert chat.says("lijie", "2").startswith("退给永盛装饰多付的 2,000.00")
    chat.says("lijie", "1")
    assert chat.net(paid_too_much) == -6_000_00


def test_what_was_booked_since_it_was_asked_is_shown_at_the_answer(chat: Chat, paid_too_much: int) -> None:
    chat.says("zhou", REPORT)
    for text in (REPORT, "1"):
        chat.says("admin", text)
    assert chat.says("lijie", "1") == "管管12月1日记过这笔退款。1 同一笔 2 另一笔"
    assert chat.says("lijie", "1") == "永盛装饰 退款 2,000.00 记过了，没重复记"
    assert chat.told("zhou").endswith("永盛装饰 退款 2,000.00 记过了，没重复记")
    assert chat.net(paid_too_much) == -8_000_00


def test_a_refund_taken_back_is_none_that_was_told(chat: Chat, paid_too_much: int) -> None:
    for text in (REPORT, "1", "撤销"):
        chat.says("lijie", text)
    assert chat.says("zhou", REPORT).startswith("已问李姐，点头才记")


def test_a_report_that_waits_is_shown_to_whoever_books_the_same(chat: Chat, paid_too_much: int) -> None:
    chat.says("zhou", REPORT)
    assert chat.says("lijie", REPORT).startswith("老周报过同一笔，还等你点头。")

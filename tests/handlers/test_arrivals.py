"""What arrives that is no sentence."""

from __future__ import annotations

import pytest

from tests.handlers.cast import Chat


def attached(chat: Chat, subject: str) -> int:
    return len(chat.database.read_now(lambda uow: uow.attachments.of(subject)))


def test_a_picture_belongs_to_the_record_just_made(chat: Chat) -> None:
    chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠5千 月底")
    assert chat.sends("zhou", "image", media_id="m1") == "图存好了 ✓ 挂在 永盛装饰 #1001"
    debt = chat.database.read_now(lambda uow: uow.receivables.by_number(1001))
    assert debt is not None
    assert attached(chat, f"receivable:{debt.id}") == 1


def test_a_picture_before_the_record_waits_for_it(chat: Chat) -> None:
    chat.customer("永盛装饰")
    assert chat.sends("zhou", "image", media_id="m1").startswith("图存好了，这是谁的？")
    chat.says("zhou", "永盛欠5千 月底")
    debt = chat.database.read_now(lambda uow: uow.receivables.by_number(1001))
    assert debt is not None
    assert attached(chat, f"receivable:{debt.id}") == 1


def test_a_picture_an_hour_later_is_not_guessed(chat: Chat) -> None:
    chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠5千 月底")
    chat.clock.move(hours=1)
    assert "这是谁的" in chat.sends("zhou", "image", media_id="m1")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("voice", "长按语音→转文字→发给我就行"),
        ("location", "拜访"),
        ("file", "文件"),
        ("sticker", "打字发给我就行"),
    ],
)
def test_everything_else_gets_one_helpful_sentence(chat: Chat, kind: str, words: str) -> None:
    assert words in chat.sends("zhou", kind)


def test_opening_the_app_greets_once_a_day(chat: Chat) -> None:
    chat.customer("永盛装饰")
    assert chat.sends("zhou", "enter")
    assert chat.sends("zhou", "enter") == ""
    chat.clock.move(days=1)
    assert chat.sends("zhou", "enter")


def test_who_comes_has_no_role_and_who_goes_is_out(chat: Chat) -> None:
    chat.sends("newone", "subscribe")
    assert "公司内部" in chat.says("newone", "永盛欠多少")
    chat.sends("zhou", "unsubscribe")
    assert "公司内部" in chat.says("zhou", "永盛欠5千 月底")

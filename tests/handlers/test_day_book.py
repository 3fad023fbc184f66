"""What was put down on a day, in chat."""

from __future__ import annotations

import pytest

from tests.handlers.cast import Chat


@pytest.fixture
def day(chat: Chat) -> Chat:
    """永盛 took goods and was corrected, 宏达's were taken back, 鑫源 paid; one of 永盛's waits for its sum."""
    for name in ("永盛装饰", "宏达五金", "鑫源商贸"):
        chat.customer(name)
    for words in ("永盛欠2000 月底", "改成2500", "宏达欠800 月底", "撤销", "鑫源打了3000", "宏达拿了货"):
        chat.says("zhou", words)
    return chat


@pytest.mark.parametrize(
    "words", ["今天都记了啥", "我今天记了哪些", "今天记的账", "刚才记了多少", "今天记了几笔"]
)
def test_the_speaker_hears_what_he_put_down(day: Chat, words: str) -> None:
    assert day.says("zhou", words).splitlines() == [
        "今天记了3笔，欠 2,500.00，回款 3,000.00",
        "1 永盛装饰 欠 2,500.00 #1001",
        "2 宏达五金 欠 800.00 #1002 撤了",
        "3 鑫源商贸 回款 3,000.00 #1003",
        "还有1笔没记，等你一句话：",
        "宏达五金 欠 多少没说",
    ]


def test_a_promise_is_told_too(day: Chat) -> None:
    day.says("zhou", "永盛说12月20号先付500")
    assert "4 永盛装饰 说好12月20日付 500.00" in day.says("zhou", "今天都记了啥")


def test_another_day_has_its_own(day: Chat) -> None:
    day.clock.move(days=1)
    assert day.says("zhou", "今天都记了啥").startswith("今天你没记过")
    assert day.says("zhou", "昨天记的").startswith("12月1日记了3笔")


@pytest.mark.parametrize(("who", "hears"), [("li", False), ("sun", False), ("zhao", True), ("lijie", True)])
def test_others_hear_of_their_people_alone(day: Chat, who: str, hears: bool) -> None:
    assert ("永盛装饰 欠 2,500" in day.says(who, "今天都记了哪些")) is hears


def test_the_warehouse_sees_no_books(day: Chat) -> None:
    assert "2,500" not in day.says("wu", "今天都记了啥")


def test_what_waits_is_listed_once_and_then_counted(chat: Chat) -> None:
    for name in ("永盛装饰", "宏达五金"):
        chat.customer(name)
    chat.says("zhou", "永盛拿了货")
    assert chat.says("zhou", "宏达拿了货").splitlines()[-2:] == [
        "还有1笔没记，等你一句话：",
        "永盛装饰 欠 多少没说",
    ]
    first, again = (chat.says("zhou", "谁超期了").splitlines() for _ in range(2))
    assert first[-2:] == ["永盛装饰 欠 多少没说", "宏达五金 欠 多少没说"]
    assert again[-1] == "还有2笔没记：永盛装饰 欠 多少没说等，都不要了回“都不记”"


def test_everything_that_waits_is_dropped_at_a_word(chat: Chat) -> None:
    for name in ("永盛装饰", "宏达五金"):
        chat.customer(name)
        chat.says("zhou", f"{name}拿了货")
    assert chat.says("zhou", "都不记了").startswith("好，没记这2笔：")
    assert "没记" not in chat.says("zhou", "谁超期了")


def test_a_word_meant_as_an_answer_is_not_met_with_silence(chat: Chat) -> None:
    chat.customer("永盛装饰", credit_limit=6_000_000)
    chat.says("zhou", "永盛额度加到10万")
    chat.told("zhao")
    assert chat.says("zhao", "加到8万吧").startswith("没听准。先答这条：\n老周想把永盛装饰的额度改成 100,000")
    assert chat.says("zhao", "辛苦了") == ""
    assert chat.says("zhao", "1").startswith("改好了")


def test_all_settled_offers_what_the_books_say(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠4600 月底")
    assert "4,600" in chat.says("zhou", "永盛结清了")
    chat.says("zhou", "1")
    assert chat.net(customer) == 0

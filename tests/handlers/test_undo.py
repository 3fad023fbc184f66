"""Taking back, in chat."""

from __future__ import annotations

from tests.handlers.cast import Chat


def test_the_last_message_is_taken_back(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    chat.says("zhou", "永盛拿了1.2万瓷砖 下月15给")
    assert chat.says("zhou", "撤销").startswith("撤销了 ✓ 永盛装饰 欠款 12,000.00 #1001")
    assert chat.net(customer) == 0


def test_a_message_with_several_records_goes_back_whole(chat: Chat) -> None:
    customers = [chat.customer("永盛装饰"), chat.customer("宏达五金")]
    chat.says("zhou", "永盛欠5千 宏达欠3千二 都是月底")
    assert chat.says("zhou", "撤销").startswith("撤销了这条的2笔 ✓")
    assert [chat.net(one) for one in customers] == [0, 0]


def test_one_record_of_it_goes_back_by_its_number(chat: Chat) -> None:
    customers = [chat.customer("永盛装饰"), chat.customer("宏达五金")]
    chat.says("zhou", "永盛欠5千 宏达欠3千二 都是月底")
    assert chat.says("zhou", "1002 撤销").startswith("撤销了 ✓ 宏达五金")
    assert [chat.net(one) for one in customers] == [500_000, 0]


def test_what_was_taken_back_is_not_taken_back_again(chat: Chat) -> None:
    chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠5千 月底")
    chat.says("zhou", "撤销 #1001")
    assert chat.says("zhou", "撤销 #1001") == "#1001 早撤销过了，12月1日，老周撤的\n没再动"
    assert chat.says("zhou", "撤销").startswith("没有可撤的")


def test_a_number_that_does_not_exist_is_said_so(chat: Chat) -> None:
    assert chat.says("zhou", "撤销 #1999").startswith("没撤。没有 #1999")


def test_after_a_day_finance_is_asked_and_decides(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠5千 月底")
    chat.clock.move(hours=25)
    assert chat.says("zhou", "撤销 #1001").startswith("先没撤，已问李姐")
    assert "1 同意 2 不同意" in chat.told("lijie")
    assert chat.net(customer) == 500_000
    assert chat.says("lijie", "1").startswith("撤销了 ✓ 永盛装饰")
    assert chat.told("zhou").startswith("李姐同意了，已撤销")
    assert chat.net(customer) == 0


def test_finance_may_refuse_and_the_asker_hears_it(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠5千 月底")
    chat.clock.move(hours=25)
    chat.says("zhou", "撤销")
    assert chat.says("lijie", "不同意").startswith("好，没撤")
    assert chat.told("zhou").startswith("李姐没同意")
    assert chat.net(customer) == 500_000


def test_a_quoted_reply_means_its_own_message(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    answer = chat.says("zhou", "永盛欠5千 月底")
    chat.customer("宏达五金")
    chat.says("zhou", "宏达欠3千二 月底")
    assert chat.says("zhou", "撤销", quote=answer).startswith("撤销了 ✓ 永盛装饰")
    assert chat.net(customer) == 0


def test_quoting_a_payment_never_takes_back_the_debt_it_paid(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠5千 月底")
    answer = chat.says("zhou", "永盛打了2000")
    assert "#1001" in answer
    assert chat.says("zhou", "撤销", quote=answer).startswith("撤销了 ✓ 永盛装饰 回款")
    assert chat.net(customer) == 500_000


def test_a_colleagues_record_needs_finance(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠5千 月底")
    assert "先没撤" in chat.says("li", "撤销 #1001")
    assert chat.net(customer) == 500_000


def test_the_warehouse_takes_nothing_back(chat: Chat) -> None:
    chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠5千 月底")
    assert "仓库" in chat.says("wu", "撤销 #1001")


def test_a_name_nobody_has_never_takes_back_somebody_elses_record(chat: Chat) -> None:
    customer = chat.customer("胖子火锅")
    chat.says("zhou", "胖子欠1500 月底")
    assert chat.says("zhou", "烧烤那笔撤了").startswith("没撤。“烧烤”是哪家的？")
    assert chat.net(customer) == 150_000
    assert chat.says("zhou", "火锅那笔撤了").startswith("撤销了 ✓ 胖子火锅")


def test_a_name_nobody_has_never_drops_what_waits_of_another(chat: Chat) -> None:
    chat.customer("胖子火锅")
    chat.says("zhou", "胖子 1500")
    assert chat.says("zhou", "烧烤那笔不要了").startswith("没撤。“烧烤”是哪家的？")
    assert chat.says("zhou", "1").startswith("记好了 ✓ 胖子火锅 +1,500.00")


def test_the_draft_of_the_customer_named_is_dropped(chat: Chat) -> None:
    chat.customer("胖子火锅")
    chat.customer("宏达五金")
    chat.says("zhou", "胖子 1500")
    chat.says("zhou", "宏达 200")
    assert chat.says("zhou", "胖子那笔不要了").startswith("好，没记：胖子火锅 1,500")
    assert chat.says("zhou", "1").startswith("记好了 ✓ 宏达五金 +200.00")

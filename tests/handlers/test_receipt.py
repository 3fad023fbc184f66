"""Money that waits for finance, in chat."""

from __future__ import annotations

import pytest

from tests.handlers.cast import Chat


@pytest.fixture
def waiting(chat: Chat) -> list[int]:
    """Three customers of 老周 who paid; 李姐 has the list before her."""
    chat.sets("confirmation_of_receipts", "true")
    customers = [chat.customer(name) for name in ("永盛装饰", "宏达五金", "华泰机电")]
    chat.says("zhou", "永盛欠1万 月底")
    for name in ("永盛", "宏达", "华泰"):
        chat.says("zhou", f"{name}打了8000")
    assert chat.says("lijie", "待到账").splitlines()[:2] == [
        "待到账 3笔，共 24,000.00",
        "1 永盛装饰 8,000.00 12月1日 对公 老周",
    ]
    return customers


def test_each_line_gets_its_verdict_and_the_rest_waits(chat: Chat, waiting: list[int]) -> None:
    assert chat.says("lijie", "1到了 2没到") == "1 已入账；2 已退回老周；3 继续等。"
    assert chat.net(waiting[0]) == 200_000


def test_the_salesperson_hears_at_once(chat: Chat, waiting: list[int]) -> None:
    chat.says("lijie", "1到了 2没到")
    news = chat.told("zhou")
    assert "到账了 ✓ 永盛装饰 8,000.00" in news
    assert "没到账：宏达五金 8,000.00（12月1日）" in news
    assert "华泰机电" not in news


def test_all_of_them_arrived(chat: Chat, waiting: list[int]) -> None:
    assert chat.says("lijie", "都到了") == "1 已入账；2 已入账；3 已入账。"
    assert chat.says("lijie", "待到账") == "没有待到账的"


def test_a_confirmation_taken_back_puts_the_money_on_the_list_again(chat: Chat, waiting: list[int]) -> None:
    chat.says("lijie", "1到了")
    chat.told("zhou")
    assert chat.says("lijie", "撤销").splitlines()[:2] == [
        "撤销了 ✓ 永盛装饰 回款 8,000.00 #1002",
        "钱没丢：又排进待到账了",
    ]
    assert chat.net(waiting[0]) == 1_000_000
    assert chat.told("zhou").startswith("李姐撤回了到账，先按没到算：\n永盛装饰 回款 8,000.00")
    assert chat.says("lijie", "待到账").startswith("待到账 3笔")
    assert chat.says("lijie", "1到了").startswith("1 已入账")
    assert chat.net(waiting[0]) == 200_000


def test_a_report_taken_back_after_its_confirmation_is_withdrawn(chat: Chat, waiting: list[int]) -> None:
    chat.says("lijie", "都到了")
    chat.says("zhou", "撤销")
    chat.says("lijie", "1")
    assert chat.says("lijie", "待到账") == "没有待到账的"
    assert chat.net(waiting[2]) == 0


def test_the_numbers_stay_those_of_the_list(chat: Chat, waiting: list[int]) -> None:
    chat.says("lijie", "1到了")
    assert chat.says("lijie", "3到了") == "1 早处理过了；2 继续等；3 已入账。"


def test_a_line_that_is_not_there_moves_nothing(chat: Chat, waiting: list[int]) -> None:
    assert chat.says("lijie", "1到了 7没到").startswith("没动。单子上是1到3")
    assert chat.net(waiting[0]) == 1_000_000


def test_without_a_list_before_her_nothing_is_confirmed(chat: Chat) -> None:
    chat.sets("confirmation_of_receipts", "true")
    customer = chat.customer("永盛装饰")
    chat.says("zhou", "永盛打了8000")
    assert chat.says("lijie", "都到了").startswith("待到账 1笔")
    assert chat.net(customer) == 0


def test_a_salesperson_sees_his_own_and_confirms_nothing(chat: Chat, waiting: list[int]) -> None:
    assert chat.says("zhou", "待到账").startswith("你报的，还没确认 3笔")
    assert chat.says("zhou", "都到了").startswith("没动。到没到账由李姐来点")
    assert chat.net(waiting[0]) == 1_000_000


def test_the_payers_own_choice_is_kept_until_the_money_is_there(chat: Chat) -> None:
    chat.sets("confirmation_of_receipts", "true")
    chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠5千 月底")
    chat.clock.move(minutes=10)
    chat.says("zhou", "永盛欠3千 下月底")
    chat.says("zhou", "收到永盛3000 抵 #1002")
    chat.says("lijie", "待到账")
    chat.says("lijie", "1到了")
    assert "#1002 结清" in chat.told("zhou")


def test_cash_is_in_his_hand_until_finance_has_it(chat: Chat) -> None:
    customer = chat.customer("张三建材")
    chat.says("zhou", "张三欠5千 月底")
    chat.says("zhou", "收了张三现金5000")
    assert chat.says("zhou", "现金交李姐了") == "交现金 5,000.00，等李姐点确认"
    assert "1 收到了 2 没收到" in chat.told("lijie")
    assert chat.says("lijie", "1").startswith("收好了 ✓ 老周交来现金 5,000.00")
    assert "手上还有 0.00" in chat.told("zhou")
    assert chat.says("zhou", "现金交了").startswith("你手上没有记着的现金")
    assert chat.net(customer) == 0


def test_a_bounced_bill_brings_debt_and_age_back(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠5千 月底")
    chat.says("zhou", "永盛付了承兑5000")
    assert chat.net(customer) == 0
    chat.clock.move(days=40)
    assert chat.says("lijie", "永盛那张承兑退票了").startswith("退票记好了 ✓ 永盛装饰 回款 5,000.00")
    assert chat.net(customer) == 500_000
    assert "欠款和账龄都回来了" in chat.told("zhou")


def test_a_salesperson_reports_a_bounced_bill_and_finance_decides(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠5千 月底")
    chat.says("zhou", "永盛付了承兑5000")
    assert "已问李姐" in chat.says("zhou", "退票 #1002")
    assert chat.net(customer) == 0
    chat.says("lijie", "1")
    assert chat.net(customer) == 500_000


def test_all_but_one_arrived(chat: Chat, waiting: list[int]) -> None:
    assert chat.says("lijie", "都到了 除了2") == "1 已入账；2 已退回老周；3 已入账。"


def test_the_rest_arrived_too(chat: Chat, waiting: list[int]) -> None:
    assert chat.says("lijie", "2没到 其他都到了") == "1 已入账；2 已退回老周；3 已入账。"


def test_another_sum_than_was_reported_is_booked_as_it_arrived(chat: Chat, waiting: list[int]) -> None:
    heard = chat.says("lijie", "1金额不对是7800 2到了")
    assert heard == "1 按7,800.00入账（报的8,000.00）；2 已入账；3 继续等。"
    assert chat.net(waiting[0]) == 220_000
    assert "永盛装饰 7,800.00（报的8,000.00）" in chat.told("zhou")


def test_the_money_of_one_customer_arrived(chat: Chat, waiting: list[int]) -> None:
    assert chat.says("lijie", "宏达的到了") == "宏达五金 8,000.00 已入账。"
    assert chat.says("lijie", "待到账").startswith("待到账 2笔")
    assert chat.says("lijie", "宏达的款到了").startswith("宏达五金没有待到账的")


def test_a_verdict_is_no_sum_that_was_asked_for(chat: Chat, waiting: list[int]) -> None:
    chat.says("lijie", "永盛付了钱")
    chat.says("lijie", "待到账")
    assert chat.says("lijie", "1没到").startswith("1 已退回老周")
    assert chat.net(waiting[0]) == 1_000_000

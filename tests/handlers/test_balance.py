from __future__ import annotations

from datetime import date

from handlers import balance
from handlers.language.reading import Fit, Mention
from tests.handlers.cast import Chat
from tests.handlers.desk import TODAY, Desk


def owing(desk: Desk) -> int:
    """A customer of 老周: 32,000 due on 1 November, 66,400 not due, and 500 paid too much before."""
    customer = desk.books.customer("永盛装饰", owner="wang")
    desk.books.debt(customer, 3_200_000, date(2026, 10, 1), date(2026, 11, 1))
    desk.books.debt(customer, 6_640_000, date(2026, 12, 1), date(2027, 1, 15))
    return customer


def test_the_balance_leads_with_net_and_overdue(desk: Desk) -> None:
    assert desk.asks(balance.run, owing(desk)).splitlines() == [
        "永盛装饰 净欠 98,400.00，其中超期 32,000.00",
        "#1001 32,000.00 11月1日到期，超32天",
        "#1002 66,400.00 1月15日(周五)到期",
    ]


def test_money_paid_ahead_has_the_name_that_the_reader_has_for_it(desk: Desk) -> None:
    customer = desk.books.customer("永盛装饰", owner="wang")
    desk.books.payment(customer, 50_000, TODAY)
    assert "多付的 ¥500 先存着" in desk.asks(balance.run, customer)
    assert "未核销收款 500.00" in desk.asks(balance.run, customer, by="li")


def test_money_that_waits_for_finance_is_apart(desk: Desk) -> None:
    customer = owing(desk)
    desk.books.run(lambda uow: uow.receipts.report(customer, 800_000, TODAY, reported_by="wang"))
    assert "另有 8,000.00 等财务确认到账" in desk.asks(balance.run, customer)


def test_a_colleagues_customer_is_answered_with_the_owner_and_no_figures(desk: Desk) -> None:
    customer = owing(desk)
    text = desk.asks(balance.run, customer, by="qian")
    assert text == "永盛装饰是老周的客户\n账上的数问老周，他能看"
    assert desk.viewed(customer) == []


def test_a_view_of_figures_is_noted(desk: Desk) -> None:
    customer = owing(desk)
    desk.asks(balance.run, customer)
    desk.asks(balance.run, customer, by="zhao")
    assert desk.viewed(customer) == ["wang", "zhao"]


def test_the_owner_of_the_company_reads_ten_thousands(desk: Desk) -> None:
    assert "净欠 9.8万，其中超期 3.2万" in desk.asks(balance.run, owing(desk), by="zhao")


def test_the_warehouse_and_clerks_see_no_balance(desk: Desk) -> None:
    customer = owing(desk)
    assert "你是仓库，看不了这个" in desk.asks(balance.run, customer, by="wu")
    assert "你是内勤，看不了这个" in desk.asks(balance.run, customer, by="sun")


def test_a_long_list_says_what_it_leaves_out(desk: Desk) -> None:
    customer = desk.books.customer("永盛装饰", owner="wang")
    for _ in range(12):
        desk.books.debt(customer, 100_00, TODAY)
    text = desk.asks(balance.run, customer)
    assert len(text.splitlines()) == 12
    assert "还有2笔，共 200.00，说“永盛装饰对账单”看全" in text


def test_the_total_is_of_the_speakers_own_customers(desk: Desk) -> None:
    owing(desk)
    desk.books.debt(desk.books.customer("宏达五金", owner="qian"), 1_000_00, TODAY)
    mine = desk.asks(balance.run, scope="all").splitlines()
    assert mine[:2] == ["你的客户净欠 98,400.00，其中超期 32,000.00", "1家欠着，1家超期"]
    assert desk.asks(balance.run, scope="all", by="li").startswith("总共净欠 99,400.00")
    assert "看不了这个" in desk.asks(balance.run, scope="all", by="sun")


def test_who_owes_most_is_a_list(desk: Desk) -> None:
    owing(desk)
    desk.books.debt(desk.books.customer("鑫源商贸"), 1_000_00, TODAY)
    desk.books.debt(desk.books.customer("宏达五金", owner="qian"), 50_000_000, TODAY)
    lines = desk.asks(balance.run, scope="all", order="amount_desc").splitlines()
    assert lines == ["欠得最多的2家", "1 永盛装饰 98,400.00 2笔", "2 鑫源商贸 1,000.00 1笔"]
    assert desk.asks(balance.run, by="li", scope="all", top=1).endswith("1 宏达五金 500,000.00 1笔")


def test_an_unknown_name_is_said_back(desk: Desk) -> None:
    assert "账上没有“宏图”" in desk.asks(balance.run, Mention("宏图", Fit.NEW))


def test_a_customer_who_owes_nothing(desk: Desk) -> None:
    assert desk.asks(balance.run, desk.books.customer("永盛装饰")) == "永盛装饰 不欠钱"


def test_when_he_paid_last_leads_the_answer(chat: Chat) -> None:
    chat.customer("永盛装饰")
    chat.says("zhou", "永盛11月1号拉的9000 账期30天")
    assert "还没付过钱" in chat.says("zhou", "永盛上次什么时候付的")
    chat.says("lijie", "11月20号永盛转账2000")
    assert chat.says("zhou", "永盛上次付了多少").startswith("上次付款 11月20日，2,000")
    assert chat.says("zhou", "他什么时候付过钱").startswith("上次付款 11月20日")


def test_what_one_customer_paid_too_much_is_not_set_against_what_others_owe(desk: Desk) -> None:
    owing(desk)
    desk.books.payment(desk.books.customer("宏达五金", owner="wang"), 20_000_000, TODAY)
    assert desk.asks(balance.run, scope="all", by="li").splitlines() == [
        "总共还有 98,400.00 没收，其中超期 32,000.00",
        "1家欠着，1家超期",
        "未核销收款 200,000.00",
        "说“谁超期了”看名单",
    ]

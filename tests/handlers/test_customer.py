"""What is known of customers, and invoices, in chat."""

from __future__ import annotations

import pytest

from tests.handlers.cast import Chat


def test_terms_and_other_names_are_kept(chat: Chat) -> None:
    customer = chat.customer("张三建材")
    assert "账期 45天" in chat.says("zhou", "张三建材 账期45天")
    assert chat.look(customer).terms == "net:45"
    assert "又叫 老张头" in chat.says("zhou", "张三建材又叫老张头")
    answer = chat.says("zhou", "老张头欠5千")
    assert answer.startswith("记好了 ✓ 张三建材 +5,000.00")
    assert "1月15日(周五)到期" in answer


def test_a_limit_is_the_managers(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    assert "额度 50,000.00" in chat.says("zhao", "永盛额度改成5万")
    assert chat.look(customer).credit_limit == 5_000_000


def test_a_limit_wanted_by_sales_is_asked_of_the_manager(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    assert "已问赵总，点头就改" in chat.says("zhou", "永盛额度改成5万")
    assert chat.look(customer).credit_limit is None
    assert "老周想把永盛装饰的额度改成 50,000" in chat.told("zhao")
    chat.says("zhao", "同意")
    assert chat.look(customer).credit_limit == 5_000_000
    assert chat.told("zhou").startswith("赵总同意了")


def test_a_colleagues_customer_is_left_alone(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    assert chat.says("li", "永盛装饰 账期45天") == "没改。永盛装饰是老周的客户，找他"
    assert chat.look(customer).terms == ""


def test_a_customer_is_made_once(chat: Chat) -> None:
    assert chat.says("zhou", "新增客户 大同五金").startswith("加好了 ✓ 新客户 大同五金")
    assert chat.says("zhou", "新增客户 大同五金").startswith("没动。大同五金早就有了")
    assert chat.says("zhou", "大同五金欠5千 月底").startswith("记好了 ✓ 大同五金")


def test_one_customer_goes_to_another_by_the_managers_word(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    assert chat.says("zhao", "永盛归小李管") == "转好了 ✓ 永盛装饰归小李管，原来是老周"
    assert chat.told("zhou").splitlines() == ["赵总把你的1家客户转给小李了", "永盛装饰"]
    assert chat.look(customer).owner == "li"


def test_an_invoice_belongs_to_its_debt(chat: Chat) -> None:
    chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠5千 月底")
    assert chat.says("sun", "票开了 #1001 票号12345678").splitlines()[:2] == [
        "票记好了 ✓ 永盛装饰 #1001 5,000.00",
        "票已开，票号 12345678",
    ]
    debt = chat.database.read_now(lambda uow: uow.receivables.by_number(1001))
    assert debt is not None
    assert (debt.invoice_no, debt.invoice_state) == ("12345678", "issued")


def test_an_invoice_without_a_number_is_of_the_latest_debt_and_said_back(chat: Chat) -> None:
    chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠5千 月底")
    assert chat.says("zhou", "永盛票开了").startswith("票记好了 ✓ 永盛装饰 #1001")


def test_an_invoice_of_nothing_is_asked_about(chat: Chat) -> None:
    assert chat.says("zhou", "票开了 #1999 票号12345678").startswith("没记。没有 #1999")


def test_a_person_at_the_customer_is_kept_with_role_and_phone(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    assert chat.says("zhou", "永盛的会计是刘姐 13800000000") == "改好了 ✓ 永盛装饰\n联系人 刘姐"
    (person,) = chat.database.read_now(lambda uow: uow.contacts.of_customer(customer))
    assert (person.name, person.role, person.phone) == ("刘姐", "accountant", "13800000000")
    assert chat.look(customer).phone == ""


@pytest.mark.parametrize("words", ["永盛会计换人了", "永盛老板不在", "永盛老板跑了"])
def test_what_a_person_does_is_no_name(chat: Chat, words: str) -> None:
    customer = chat.customer("永盛装饰")
    chat.says("zhou", words)
    assert chat.database.read_now(lambda uow: uow.contacts.of_customer(customer)) == []


def test_a_new_customer_is_given_to_who_is_named_with_all_that_was_said(chat: Chat) -> None:
    answer = chat.says("zhao", "新增客户 大同五金 业务员小李 额度2万 账期30天")
    customer = chat.database.read_now(lambda uow: uow.customers.by_name("大同五金"))
    assert customer is not None
    assert (customer.owner, customer.credit_limit, customer.terms) == ("li", 2_000_000, "net:30")
    assert "归小李管" in answer


def test_a_new_customer_for_nobody_we_know_is_not_made(chat: Chat) -> None:
    assert chat.says("zhao", "新增客户 大同五金 业务员老钱").startswith("没加。老钱不是在岗的销售或经理")

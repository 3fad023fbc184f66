"""“永盛临时额度30万 到月底”, in chat."""

from __future__ import annotations

import pytest

from tests.handlers.cast import Chat

ASKED = "永盛来拉5万 能装车吗"


@pytest.fixture
def customer(chat: Chat) -> int:
    """永盛, limit 100,000, owes 69,600."""
    customer = chat.customer("永盛装饰", credit_limit=10_000_000)
    chat.says("zhou", "永盛欠69600 下个月底")
    chat.told("zhao")
    return customer


def test_it_holds_until_its_day_and_falls_back_by_itself(chat: Chat, customer: int) -> None:
    assert chat.says("zhao", "永盛临时额度30万 到12月10号") == (
        "改好了 ✓ 永盛装饰 临时额度 300,000.00\n到12月10日，过后回到 100,000.00"
    )
    assert chat.says("wu", ASKED).startswith("可以装")
    chat.clock.move(days=9)
    assert chat.says("wu", ASKED).startswith("可以装")
    chat.clock.move(days=1)
    assert chat.says("wu", ASKED).startswith("先别装：超额度2万")


def test_the_lasting_limit_stays_as_it_is(chat: Chat, customer: int) -> None:
    chat.says("zhao", "永盛临时额度30万 到月底")
    assert chat.look(customer).credit_limit == 10_000_000
    assert "临时额度 30万（到12月31日），已用23%" in chat.says("zhao", "永盛怎么回事")


def test_without_a_day_it_is_asked_for(chat: Chat, customer: int) -> None:
    assert "到哪天" in chat.says("zhao", "永盛临时额度30万")
    assert chat.says("zhao", "月底").splitlines()[1] == "到12月31日，过后回到 100,000.00"


def test_sales_ask_and_the_manager_grants(chat: Chat, customer: int) -> None:
    assert chat.says("zhou", "永盛临时加5万额度 到月底").endswith("已问赵总，点头就改")
    assert chat.told("zhao").splitlines()[0] == "老周想给永盛装饰临时额度 150,000，到12月31日"
    assert chat.says("zhao", "同意").startswith("改好了")
    assert chat.says("wu", ASKED).startswith("可以装")
    assert chat.told("zhou") == "赵总同意了：永盛装饰 临时额度 150,000.00，到12月31日"


def test_the_managers_no_changes_nothing(chat: Chat, customer: int) -> None:
    chat.says("zhou", "永盛临时额度30万 到月底")
    chat.says("zhao", "2")
    assert "没同意" in chat.told("zhou")
    assert chat.says("wu", ASKED).startswith("先别装")


def test_it_can_be_ended_before_its_day(chat: Chat, customer: int) -> None:
    chat.says("zhao", "永盛临时额度30万 到月底")
    assert "要经理来停" in chat.says("zhou", "永盛临时额度取消")
    assert chat.says("zhao", "永盛临时额度取消") == "好，永盛装饰的临时额度停了，现在 100,000.00"
    assert chat.says("zhao", "永盛临时额度取消") == "永盛装饰现在没有临时额度"


def test_a_customer_without_a_limit_needs_no_temporary_one(chat: Chat) -> None:
    chat.customer("鑫源商贸")
    assert chat.says("zhao", "鑫源临时额度30万 到月底").startswith("没改。鑫源商贸没设额度")


def test_two_customers_named_together_get_the_same_limit(chat: Chat, customer: int) -> None:
    chat.customer("鑫源商贸")
    heard = chat.says("zhao", "永盛 鑫源 的额度都改成5万")
    assert "永盛装饰" in heard
    assert "鑫源商贸" in heard

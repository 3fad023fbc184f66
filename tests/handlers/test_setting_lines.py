"""Settings that are a line of text: where customers pay to, and what they know the company as."""

from __future__ import annotations

import pytest

from tests.handlers.cast import Chat

ACCOUNT = "恒达建材有限公司 工行杭州城西支行 1202 0212 0990 0123 456"


def value(chat: Chat, key: str) -> object:
    return chat.database.read_now(lambda uow: uow.settings.texts().get(key))


@pytest.mark.parametrize(
    "words", [f"收款账户改成 {ACCOUNT}", f"收款账户：{ACCOUNT}", f"我们收款账号是{ACCOUNT}"]
)
def test_the_account_is_kept_as_it_was_typed(chat: Chat, words: str) -> None:
    assert f"收款账户 没设 → {ACCOUNT}" in chat.says("lijie", words)
    assert value(chat, "payment_account") == ACCOUNT


def test_the_company_gets_its_name(chat: Chat) -> None:
    assert "公司名称 没设 → 恒达建材" in chat.says("zhao", "公司名称改成恒达建材")


def test_a_question_changes_nothing(chat: Chat) -> None:
    chat.says("lijie", "收款账户是多少？")
    assert value(chat, "payment_account") is None


def test_what_is_too_long_is_not_taken(chat: Chat) -> None:
    assert "一行写完" in chat.says("lijie", "收款账户改成" + "长" * 201)
    assert value(chat, "payment_account") is None


def test_sales_cannot_lead_the_money_elsewhere(chat: Chat) -> None:
    assert chat.says("zhou", f"收款账户改成 {ACCOUNT}").startswith("没改")
    assert value(chat, "payment_account") is None


def test_it_stands_in_the_text_to_the_customer(chat: Chat) -> None:
    chat.customer("永盛装饰")
    chat.says("lijie", f"收款账户改成 {ACCOUNT}")
    chat.says("zhou", "永盛拿了1.2万瓷砖 明天付")
    assert ACCOUNT in chat.says("zhou", "永盛的发我")


SERVICE = "https://work.weixin.qq.com/kfid/kfcAbC?enc_scene=ENCx1"


def test_the_service_link_is_an_address_with_its_question_mark(chat: Chat) -> None:
    assert f"客服链接 没设 → {SERVICE}" in chat.says("admin", f"客服链接改成 {SERVICE}")


def test_a_bubble_with_the_service_link_says_for_whom_it_is(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    chat.sets("service_link", SERVICE)
    assert f"{SERVICE}&scene_param=c{customer}" in chat.says("zhou", "给永盛发链接")


@pytest.mark.parametrize(("words", "form"), [("表格", "file"), ("网页", "link"), ("文字", "text")])
def test_how_statements_go_in_tasks_is_set_by_chat(chat: Chat, words: str, form: str) -> None:
    chat.says("lijie", "对账单群发方式改成" + ("网页" if form != "link" else "表格"))
    assert "对账单群发方式" in chat.says("lijie", f"对账单群发方式改成{words}")
    assert value(chat, "statement_task") == form

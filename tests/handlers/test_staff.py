"""People come, change and go, in chat."""

from __future__ import annotations

import pytest

from tests.handlers.cast import STRANGER, Chat


def role_of(chat: Chat, userid: str) -> tuple[str, bool]:
    person = chat.database.read_now(lambda uow: uow.staff.get(userid))
    assert person is not None
    return person.role, person.active


def test_a_stranger_gets_one_polite_sentence_and_the_admin_is_asked_once(chat: Chat) -> None:
    assert "已告诉管管" in chat.says(STRANGER, "永盛欠多少")
    assert chat.told("admin").startswith("wangfang找过我，要开通吗？1 销售 2 内勤 3 财务")
    chat.says(STRANGER, "在吗")
    assert chat.told("admin") == ""


def test_the_admin_lets_her_in_by_a_number(chat: Chat) -> None:
    chat.says(STRANGER, "在吗")
    assert chat.says("admin", "2").startswith("开通了 ✓ wangfang 内勤")
    assert role_of(chat, STRANGER) == ("clerk", True)


def test_the_admin_lets_her_in_by_a_word(chat: Chat) -> None:
    chat.says(STRANGER, "在吗")
    assert chat.says("admin", "仓库").startswith("开通了")
    assert role_of(chat, STRANGER)[0] == "warehouse"


@pytest.mark.parametrize("words", ["wangfang 内勤", "wangfang是内勤"])
def test_a_role_is_given_with_the_name_that_was_asked_about(chat: Chat, words: str) -> None:
    chat.says(STRANGER, "在吗")
    heard = chat.says("admin", words)
    assert heard.startswith("开通了 ✓ wangfang 内勤")
    assert "先推不了" not in heard  # she has written


def test_the_admin_may_say_no(chat: Chat) -> None:
    chat.says(STRANGER, "在吗")
    assert chat.says("admin", "不") == "好，没给wangfang开通"
    assert role_of(chat, STRANGER)[0] == "none"


def test_a_colleague_gets_another_role(chat: Chat) -> None:
    assert chat.says("admin", "小李改成财务") == "开通了 ✓ 小李 财务"
    assert role_of(chat, "li")[0] == "finance"
    assert chat.told("li").startswith("开通了，你是财务")


def test_who_has_not_written_yet_is_expected_and_told_apart(chat: Chat) -> None:
    assert chat.says("admin", "加 小陈 销售").startswith("记下了，小陈来了就是销售")
    assert "等来报到：小陈" in chat.says("admin", "员工名单")


def test_a_colleague_leaves_and_what_he_holds_is_listed(chat: Chat) -> None:
    chat.customer("宏达五金", owner="li")
    chat.says("li", "宏达欠5千 月底")
    chat.says("li", "收了宏达现金2000")
    answer = chat.says("admin", "小李离职了")
    assert answer.splitlines()[:3] == ["小李停用了 ✓", "手上1家 3,000，超期 0", "现金 2,000 没交，先收回来"]
    assert "小李的客户给小陈" in answer
    assert role_of(chat, "li") == ("sales", False)
    assert "公司内部" in chat.says("li", "宏达欠5千 月底")


def test_who_leaves_with_nothing_leaves_nothing_to_do(chat: Chat) -> None:
    assert chat.says("admin", "小李离职了") == "小李停用了 ✓\n手上没有客户和现金"


def test_somebody_is_put_under_a_manager(chat: Chat) -> None:
    assert chat.says("admin", "小孙归赵总管") == "改好了 ✓ 小孙归赵总管"


def test_only_the_admin_changes_people(chat: Chat) -> None:
    for who in ("zhou", "lijie", "zhao"):
        assert chat.says(who, "小李离职了").startswith("没动。加人、调岗由管管来")
    assert role_of(chat, "li") == ("sales", True)


def test_the_last_admin_does_not_lock_himself_out(chat: Chat) -> None:
    assert chat.says("admin", "管管离职了").startswith("没动")


def test_customers_of_who_leaves_go_to_another_after_a_look(chat: Chat) -> None:
    customer = chat.customer("宏达五金", owner="li")
    chat.says("li", "宏达欠5千 月底")
    answer = chat.says("zhao", "小李的客户给老周")
    assert "小李手上1家 5,000，超期 0" in answer
    assert chat.look(customer).owner == "li"
    assert chat.says("zhao", "1").startswith("转好了 ✓ 小李的1家给老周")
    assert chat.look(customer).owner == "zhou"
    assert "赵总把1家客户转给你了" in chat.told("zhou")


def test_a_salesperson_gives_no_customers_away(chat: Chat) -> None:
    customer = chat.customer("宏达五金", owner="li")
    assert chat.says("li", "小李的客户给老周").startswith("没转")
    assert chat.says("li", "宏达归老周管") == "先没转。已问赵总，点头就把宏达五金给老周"
    assert chat.look(customer).owner == "li"

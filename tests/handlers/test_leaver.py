"""A colleague leaves: what he holds is shown, agreed to, handed over whole or in parts, and nothing waits for him."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from handlers import conversation
from storage.check import links, problems
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork
from tests.handlers.cast import Chat

LEAVES = "小李不干了 客户给小陈"
NOV, DEC = date(2026, 11, 1), date(2026, 12, 20)


@pytest.fixture
def shop(chat: Chat) -> Chat:
    """小李 has 宏达五金 (华东, 5,000 overdue) and 华泰机电 (华北, 3,000); 小陈 is there to take them."""
    chat.database.write_now(
        lambda uow: uow.staff.put(StaffView("chen", "小陈", "sales", manager="zhao", reached=True))
    )
    first = chat.customer("宏达五金", owner="li", region="华东", phone="13800000000")
    second = chat.customer("华泰机电", owner="li", region="华北")
    chat.owes(first, 5_000, NOV, date(2026, 11, 20))
    chat.owes(second, 3_000, NOV, DEC)
    return chat


def put(person: StaffView, uow: UnitOfWork) -> None:
    uow.staff.put(person)


def owners(chat: Chat) -> dict[str, str]:
    return {one.name: one.owner for one in chat.database.read_now(lambda uow: uow.customers.all())}


def is_active(chat: Chat, userid: str) -> bool:
    person = chat.database.read_now(lambda uow: uow.staff.get(userid))
    assert person is not None
    return person.active


def test_all_that_he_holds_is_shown_before_anything_moves(shop: Chat) -> None:
    shop.says("li", "收了宏达现金2000")
    shop.says("li", "华泰说好12月10号付3000")
    assert shop.says("zhao", LEAVES).splitlines() == [
        "先没转。小李手上2家 6,000，超期 3,000",
        "手上现金 2,000 未交，1个说好的日子，1家没电话",
        "最好先收现金、发余额确认，再转",
        "都给小陈，并停用小李？1 转 2 先不转",
    ]
    assert owners(shop)["宏达五金"] == "li"
    assert is_active(shop, "li")


def test_on_the_managers_word_they_go_and_his_access_ends(shop: Chat) -> None:
    shop.says("li", "收了宏达现金2000")
    shop.says("zhao", LEAVES)
    assert shop.says("zhao", "1").splitlines() == [
        "转好了 ✓ 小李的2家给小陈",
        "小李停用了，没发完的消息撤回，待办和没答的问题跟着客户走",
        "现金 2,000 还没交",
        "企业微信也要点：管理后台→客户联系→离职继承→选小李→分配给接手的人，客户和群都要",
    ]
    assert set(owners(shop).values()) == {"chen"}
    assert not is_active(shop, "li")
    assert "2家客户转给你了" in shop.told("chen")
    assert shop.told("lijie").splitlines()[0] == "小李离职了，手上现金 2,000 还没交"
    assert shop.says("lijie", "小李现金交了") == "收好了 ✓ 小李交来现金 2,000.00"
    assert "公司内部" in shop.says("li", "宏达欠5千 月底")


def test_each_hand_over_is_a_fact_and_history_stays_his(shop: Chat) -> None:
    shop.says("zhao", LEAVES)
    shop.says("zhao", "1")
    notes = shop.database.read_now(lambda uow: [(one.entry.kind, one.entry.note) for one in links(uow)])
    assert [kind for kind, _ in notes].count("hand_over") == 2
    assert '{"from":"li","to":"chen"}' in [note for _, note in notes]
    assert shop.database.read_now(lambda uow: list(problems(uow))) == []


def test_he_keeps_them_when_the_manager_says_no(shop: Chat) -> None:
    shop.says("zhao", LEAVES)
    assert shop.says("zhao", "2") == "好，没转，还是小李的"
    assert is_active(shop, "li")


def test_they_go_to_several_by_region(shop: Chat) -> None:
    assert shop.says("zhao", "小李不干了 华东的给小陈 其余给老周").splitlines()[1:] == [
        "1家没电话",
        "小陈 1家 5,000，老周 1家 3,000",
        "最好先收现金、发余额确认，再转",
        "按这样分，并停用小李？1 转 2 先不转",
    ]
    assert shop.says("zhao", "1").splitlines()[0] == "转好了 ✓ 小陈 1家，老周 1家"
    assert owners(shop) == {"宏达五金": "chen", "华泰机电": "zhou"}


def test_a_second_sentence_shares_out_what_is_being_talked_about(shop: Chat) -> None:
    shop.says("zhao", LEAVES)
    assert "按这样分，并停用小李" in shop.says("zhao", "华东的给老周 其余给小陈")
    shop.says("zhao", "1")
    assert owners(shop) == {"宏达五金": "zhou", "华泰机电": "chen"}
    assert shop.says("zhao", "1") == ""


def test_who_is_in_no_share_stays_and_is_counted(shop: Chat) -> None:
    answer = shop.says("zhao", "小李的客户 华东的给小陈 华南的给老周")
    assert "小陈 1家 5,000，老周 0家 0，1家没分到" in answer
    assert "1家没分到，还挂在小李名下" in shop.says("zhao", "1")
    assert owners(shop) == {"宏达五金": "chen", "华泰机电": "li"}
    assert is_active(shop, "li")


def test_whose_customers_is_asked_when_nobody_was_named(shop: Chat) -> None:
    assert shop.says("zhao", "华东的给小陈 其余给老周").startswith("没转。谁的客户？")


def test_two_persons_agree_where_set(shop: Chat) -> None:
    shop.sets("hand_over_two_persons", "true")
    shop.says("zhao", LEAVES)
    assert shop.says("zhao", "1") == "记下你同意了，还要管管点头才转"
    assert owners(shop)["宏达五金"] == "li"
    assert shop.told("admin").startswith("先没转。小李手上2家")
    assert shop.says("admin", "1").startswith("转好了")
    assert set(owners(shop).values()) == {"chen"}


def test_his_duties_and_open_questions_go_to_the_heir(shop: Chat) -> None:
    shop.says("zhao", "让小李明天去一趟宏达")
    shop.says("li", "提醒我下周一给宏达送发票")
    shop.says("li", "宏达拿了1.2吨 钢筋")
    asked = shop.says("li", "宏达欠了 一大笔")
    shop.says("zhao", LEAVES)
    shop.says("zhao", "1")
    tasks, reminders, state = shop.database.read_now(
        lambda uow: (
            uow.tasks.open_of("chen"),
            uow.reminders.waiting_of("chen"),
            uow.conversations.load("app", "", "li"),
        )
    )
    assert [len(tasks), len(reminders)] == [1, 1]
    assert conversation.open_questions(state) == []
    assert asked.splitlines()[0] in shop.told("chen")


def test_who_was_under_him_is_under_his_manager(shop: Chat) -> None:
    for person in (
        StaffView("qian", "钱主管", "manager", manager="zhao", reached=True),
        StaffView("li", "小李", "sales", manager="qian", reached=True),
    ):
        shop.database.write_now(partial(put, person))
    shop.says("zhao", "钱主管不干了 客户给小陈")
    shop.says("zhao", "1")
    below = shop.database.read_now(lambda uow: uow.staff.get("li"))
    assert below is not None
    assert below.manager == "zhao"


@pytest.mark.parametrize("heir", ["小王", "老吴", "小李"])
def test_an_heir_has_to_be_there_and_sell(shop: Chat, heir: str) -> None:
    assert shop.says("zhao", f"小李不干了 客户给{heir}").startswith("没转")
    assert is_active(shop, "li")


def test_what_somebody_holds_is_only_looked_at(shop: Chat) -> None:
    assert shop.says("zhao", "小李手上有哪些客户").splitlines() == [
        "小李手上2家 8,000，超期 5,000",
        "宏达五金 5,000，超期 5,000",
        "华泰机电 3,000",
        "1家没电话",
    ]
    assert shop.says("zhou", "小李手上有哪些客户").startswith("没转")
    assert owners(shop)["宏达五金"] == "li"


def test_what_a_colleague_holds_is_told_where_a_customer_might_be_called_as_he_is(shop: Chat) -> None:
    shop.customer("李四", owner="li")
    assert shop.says("zhao", "小李手上有哪些客户").startswith("小李手上3家 8,000，超期 5,000")


def test_one_customer_is_asked_for_by_sales_and_given_by_the_manager(shop: Chat) -> None:
    assert shop.says("li", "把宏达转给小陈") == "先没转。已问赵总，点头就把宏达五金给小陈"
    assert shop.told("zhao").splitlines()[:2] == ["小李想把宏达五金从小李转给小陈", "净欠 5,000"]
    assert shop.says("zhao", "1") == "转好了 ✓ 宏达五金归小陈管，原来是小李"
    assert shop.told("li") == "赵总同意了：宏达五金转给小陈"
    assert owners(shop)["宏达五金"] == "chen"


def test_the_manager_keeps_it_where_it_is(shop: Chat) -> None:
    shop.says("li", "把宏达转给小陈")
    shop.says("zhao", "2")
    assert shop.told("li") == "赵总没同意：宏达五金不转给小陈"
    assert owners(shop)["宏达五金"] == "li"


def test_one_customer_needs_two_where_set(shop: Chat) -> None:
    shop.sets("hand_over_two_persons", "true")
    assert "已问管管" in shop.says("zhao", "把宏达转给小陈")
    assert shop.says("admin", "1").startswith("转好了")
    assert owners(shop)["宏达五金"] == "chen"


def test_a_wish_of_sales_needs_two_besides_him(shop: Chat) -> None:
    shop.sets("hand_over_two_persons", "true")
    shop.says("li", "把宏达转给小陈")
    assert shop.says("zhao", "1") == "记下你同意了，还要管管点头才转"
    assert shop.says("admin", "1").startswith("转好了")


def test_whose_it_is_already_is_said(shop: Chat) -> None:
    assert shop.says("zhao", "把宏达转给小李") == "没动。宏达五金本来就归小李管"


def test_messages_waiting_for_him_do_not_leave(shop: Chat) -> None:
    shop.database.write_now(lambda uow: uow.outbox.push("app", "li", "k1", "chat/help/greeting.txt", {}))
    shop.says("zhao", LEAVES)
    shop.says("zhao", "1")
    row = shop.database.read_now(lambda uow: uow.outbox.find("k1"))
    assert row is not None
    assert (row.state, row.last_error) == ("cancelled", "left")


def test_whose_unknown_money_it_is_was_asked_of_everybody_and_goes_to_no_heir(shop: Chat) -> None:
    shop.says("lijie", "对公收到5万 王德发 不知道谁的")
    shop.says("zhao", LEAVES)
    shop.says("zhao", "1")
    assert "王德发" not in shop.told("chen")

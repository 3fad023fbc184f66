"""先别催, 停货, a lawyer, in chat."""

from __future__ import annotations

import pytest

from storage.holds import HoldView
from tests.handlers.cast import Chat


@pytest.fixture
def customer(chat: Chat) -> int:
    return chat.customer("华泰机电")


def holds(chat: Chat, customer: int) -> list[HoldView]:
    return list(chat.database.read_now(lambda uow: uow.holds.of_customer(customer)))


def test_a_hold_of_sales_lasts_a_week(chat: Chat, customer: int) -> None:
    assert chat.says("zhou", "华泰先别催") == "先不催华泰机电（停到12月8日）"
    assert [(one.kind, str(one.until), one.renewed) for one in holds(chat, customer)] == [
        ("contact", "2026-12-08", 0)
    ]


def test_a_longer_one_holds_a_week_and_asks_the_manager_for_the_rest(chat: Chat, customer: int) -> None:
    assert chat.says("zhou", "华泰先别催，等到月底，老板谈判中") == (
        "先不催华泰机电（停到12月8日）\n原因：老板谈判中\n要停到12月31日，已问赵总"
    )
    assert chat.told("zhao") == ("老周想先不催华泰机电，停到12月31日\n原因：老板谈判中\n1 同意 2 不同意")
    assert chat.says("zhao", "1") == "好，华泰机电停到12月31日，已告诉老周"
    assert chat.told("zhou") == "赵总同意：华泰机电停到12月31日"
    last = holds(chat, customer)[-1]
    assert (str(last.until), last.approved_by, last.held_by) == ("2026-12-31", "zhao", "zhou")


def test_the_manager_may_say_no(chat: Chat, customer: int) -> None:
    chat.says("zhou", "华泰先别催，等到月底，老板谈判中")
    chat.says("zhao", "2")
    assert chat.told("zhou") == "赵总没同意：华泰机电到期照催"
    assert [str(one.until) for one in holds(chat, customer) if one.state == "open"] == ["2026-12-08"]


def test_a_question_with_a_day_is_not_the_managers_word(chat: Chat, customer: int) -> None:
    chat.says("zhou", "华泰先别催，等到月底，老板谈判中")
    chat.says("zhao", "过年前能收回多少")
    assert [str(one.until) for one in holds(chat, customer)] == ["2026-12-08"]


def test_a_hold_is_renewed_once_and_then_the_manager_is_asked(chat: Chat, customer: int) -> None:
    chat.says("zhou", "华泰先别催")
    chat.clock.move(days=7)
    assert chat.says("zhou", "华泰先别催").endswith("续过一次了，再停要经理点头")
    chat.clock.move(days=7)
    assert chat.says("zhou", "华泰先别催") == "停过两回了，再停到12月22日，已问赵总"
    assert [one.renewed for one in holds(chat, customer)] == [0, 1]


def test_after_a_break_it_starts_anew(chat: Chat, customer: int) -> None:
    chat.says("zhou", "华泰先别催")
    chat.clock.move(days=20)
    chat.says("zhou", "华泰先别催")
    assert [one.renewed for one in holds(chat, customer)] == [0, 0]


def test_a_manager_holds_as_long_as_he_says(chat: Chat, customer: int) -> None:
    assert chat.says("zhao", "华泰先别催，等到月底").startswith("先不催华泰机电（停到12月31日）")


def test_it_is_lifted_by_a_word(chat: Chat, customer: int) -> None:
    chat.says("zhou", "华泰先别催")
    assert chat.says("zhou", "可以催华泰了") == "好，华泰机电从现在起照常催"
    assert chat.says("zhou", "可以催华泰了") == "华泰机电没停着，本来就照常催"
    assert [one.state for one in holds(chat, customer)] == ["lifted"]


def test_what_waits_for_the_customer_does_not_leave(chat: Chat, customer: int) -> None:
    chat.database.write_now(
        lambda uow: uow.outbox.push("customer", str(customer), "letter", body="您好", audience="customer")
    )
    assert "准备发给他的也不发了" in chat.says("zhou", "华泰别发")
    assert [row.state for row in chat.database.read_now(lambda uow: uow.outbox.list())] == ["cancelled"]


def test_undo_lifts_the_hold(chat: Chat, customer: int) -> None:
    chat.says("zhou", "华泰先别催")
    assert chat.says("zhou", "撤销") == "撤了 ✓ 不停了，照常"
    assert [one.state for one in holds(chat, customer)] == ["lifted"]


def test_stopped_goods_are_not_loaded(chat: Chat, customer: int) -> None:
    assert chat.says("zhou", "华泰停货").startswith("停货了 ✓ 华泰机电")
    assert chat.look(customer).state == "blocked"
    assert chat.says("wu", "华泰能发吗").startswith("先别装：停货了")
    assert chat.says("zhou", "华泰恢复发货") == "恢复发货了 ✓ 华泰机电"
    assert chat.says("wu", "华泰能发吗").startswith("可以装")


def test_a_delivery_to_a_stopped_customer_is_still_booked(chat: Chat, customer: int) -> None:
    chat.says("zhou", "华泰停货")
    chat.says("zhou", "华泰欠5000 月底")
    assert chat.net(customer) == 500_000


def test_what_the_manager_stopped_sales_do_not_start(chat: Chat, customer: int) -> None:
    chat.says("zhao", "华泰停货")
    assert chat.says("zhou", "华泰恢复发货") == "没恢复。华泰机电是赵总停的货\n要恢复找赵总"
    assert chat.look(customer).state == "blocked"


def test_a_clerk_does_not_stop_goods(chat: Chat, customer: int) -> None:
    assert "内勤" in chat.says("sun", "华泰停货")
    assert chat.look(customer).state == "active"


def test_a_lawyer_stops_all_that_goes_by_itself(chat: Chat, customer: int) -> None:
    assert chat.says("zhou", "华泰请律师了").startswith("记下了 ✓ 华泰机电有律师\n对他的自动提醒全停了")
    assert [(one.kind, one.until) for one in holds(chat, customer)] == [("lawyer", None)]
    assert "还是不自动联系" in chat.says("zhou", "可以催华泰了")
    assert chat.says("zhou", "华泰律师的事结束了").startswith("没动。")
    assert chat.says("lijie", "华泰律师的事结束了") == "好，华泰机电从现在起照常催"


def test_one_person_is_left_alone(chat: Chat, customer: int) -> None:
    assert chat.says("zhou", "华泰王总别联系") == "记下了 ✓ 不再给华泰机电王总发"
    contacts = chat.database.read_now(lambda uow: uow.contacts.of_customer(customer))
    assert [(one.name, one.do_not_contact) for one in contacts] == [("王总", True)]
    assert chat.says("zhou", "可以联系华泰了") == "好，华泰机电从现在起照常催"
    contacts = chat.database.read_now(lambda uow: uow.contacts.of_customer(customer))
    assert [one.do_not_contact for one in contacts] == [False]


def test_the_list_shows_what_is_held(chat: Chat, customer: int) -> None:
    chat.says("zhou", "华泰先别催，等到12月5日，老板谈判中")
    assert chat.says("zhou", "哪些先别催") == "先不催的1家\n1 华泰机电 停到12月5日 老板谈判中 老周"
    assert chat.says("zhou", "谁在停货") == "没有停货的"


def test_a_colleagues_customer_is_his(chat: Chat, customer: int) -> None:
    assert chat.says("li", "华泰先别催") == "没改。华泰机电是老周的客户，找他"
    assert holds(chat, customer) == []


def test_whose_it_is_is_asked_and_the_day_is_kept(chat: Chat, customer: int) -> None:
    assert chat.says("zhou", "大同五金先别催，等到12月5日").startswith("没记。")
    assert chat.says("zhou", "华泰机电").startswith("先不催华泰机电（停到12月5日）")


def test_a_correction_right_behind_it_means_the_hold(chat: Chat, customer: int) -> None:
    chat.says("zhou", "华泰欠5000 月底")
    chat.says("zhou", "华泰先别催，等到12月5日")
    assert chat.says("zhou", "改到12月7日").startswith("先不催华泰机电（停到12月7日）")
    assert [str(one.until) for one in holds(chat, customer) if one.state == "open"] == ["2026-12-07"]


def test_the_manager_is_asked_once_for_the_same_longer_hold(chat: Chat, customer: int) -> None:
    for _ in range(4):
        chat.says("zhou", "华泰先别催，到月底")
    chat.told("zhao")
    assert "“1”是回哪条" not in chat.says("zhao", "1")
    assert chat.says("zhao", "1") == ""


def test_a_day_alone_is_no_reason(chat: Chat, customer: int) -> None:
    assert "原因" not in chat.says("zhou", "华泰先别催，到月底")


def test_no_lawyer_any_more_ends_it(chat: Chat, customer: int) -> None:
    chat.says("zhou", "华泰请律师了")
    assert "有律师" not in chat.says("zhao", "华泰不请律师了")


def test_a_lawyer_who_left_takes_no_booking_back(chat: Chat, customer: int) -> None:
    chat.says("zhao", "华泰欠9000 月底")
    net = chat.net(customer)
    chat.says("zhao", "华泰请律师了")
    assert "撤销了" not in chat.says("zhao", "华泰律师撤了")
    assert chat.net(customer) == net


def test_until_when_one_customer_is_left_alone(chat: Chat) -> None:
    chat.customer("宏达五金")
    assert chat.says("zhou", "宏达先别催到什么时候") == "宏达五金没停着，照常催"
    chat.says("zhou", "宏达先别催 到5号")
    assert "宏达五金 停到12月5日" in chat.says("zhou", "宏达先别催到什么时候")
    assert "停到12月6日" in chat.says("zhou", "宏达那个改到6号")


def test_the_customer_named_means_his_hold(chat: Chat) -> None:
    chat.customer("宏达五金")
    chat.says("zhou", "宏达先别催 到5号")
    assert chat.says("zhou", "宏达那个取消") == "撤了 ✓ 不停了，照常"


def test_a_note_after_it_is_what_was_last(chat: Chat) -> None:
    chat.customer("宏达五金")
    chat.says("zhou", "宏达先别催 到5号")
    chat.says("zhou", "宏达电话没人接")
    assert "撤了" not in chat.says("zhou", "撤销")
    assert "停到12月5日" in chat.says("zhou", "宏达先别催到什么时候")

"""Reports by chat: as the owner, finance and a salesperson read them, on books that can be added up by hand."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.receivable import Part
from storage.unit_of_work import UnitOfWork
from tests.handlers.cast import Chat

EVERY = (
    "账龄", "按行业账龄", "按业务员账龄", "按地区账龄", "按分类账龄", "按交易频率账龄", "按金额段账龄", "上月底的账龄", "台账", "超期趋势",
    "拖欠原因", "卡在哪个环节", "上个月回款明细", "本月新增应收", "欠款前十", "新超期的", "哪些没催", "催收记录", "承诺兑现率", "催收回款率",
    "应收周转天数", "账龄迁徙率",
)  # fmt: skip
HOSTILE = "{{7*7}}</text><b>&'\"=1+1\n@all"


@pytest.fixture
def shop(chat: Chat) -> Chat:
    """永盛 and 宏达 of 老周, 华泰 of 小李; on the first of December late by 61, 11 and 1 days. 永盛 has paid 8,000."""
    yongsheng = chat.customer("永盛装饰", region="华东", industry="装修", category="老客户")
    hongda = chat.customer("宏达五金", region="华东", industry="五金", category="新客户")
    huatai = chat.customer("华泰机电", "li", region="华南", industry="五金", category="老客户")
    chat.owes(yongsheng, 32_000, date(2026, 9, 1), date(2026, 10, 1))
    chat.owes(yongsheng, 66_400, date(2026, 11, 10), date(2026, 12, 20))
    chat.owes(hongda, 12_000, date(2026, 10, 21), date(2026, 11, 20))
    chat.owes(huatai, 55_000, date(2026, 10, 31), date(2026, 11, 30))
    chat.says("lijie", "11月20日永盛打了8000")
    return chat


@pytest.mark.parametrize("who", ["zhao", "lijie", "zhou"])
@pytest.mark.parametrize("text", EVERY)
def test_empty_books_are_told_plainly(chat: Chat, who: str, text: str) -> None:
    answer = chat.says(who, text)
    assert "没有" in answer or "没落下" in answer or "没有落下" in answer
    assert len(answer.splitlines()) <= 2


@pytest.mark.parametrize("text", EVERY)
def test_a_hostile_name_is_only_a_name(chat: Chat, text: str) -> None:
    customer = chat.customer(HOSTILE, region=HOSTILE, industry=HOSTILE, category=HOSTILE)
    chat.owes(customer, 1_000, date(2026, 10, 1), date(2026, 11, 1))
    answer = chat.says("zhao", text)
    assert answer
    assert "49" not in answer
    assert "\n@all" not in answer


def in_dollars(uow: UnitOfWork, name: str = "永盛装饰") -> None:
    customer = uow.customers.by_name(name)
    assert customer is not None
    uow.journal.debt(
        customer_id=customer.id, principal=900_00, issued_on=date(2026, 9, 1), currency="USD",
        parts=[Part(900_00, date(2026, 10, 1))], actor="admin", salesperson="zhou",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        *(one for one in EVERY if one != "催收记录"),
        "过年前能收回多少",
        "哪些账最悬",
        "下个月会有哪些逾期",
        "坏账准备",
    ],
)
def test_what_is_in_dollars_is_said_to_be_left_out(shop: Chat, text: str) -> None:
    before = shop.says("zhao", text)
    assert "USD" not in before
    shop.database.write_now(in_dollars)
    shop.clock.move(minutes=1)
    after = shop.says("zhao", text).splitlines()
    left_out = [line for line in after if "USD" in line]
    assert left_out in (["另有USD的账，没算在里面"], ["USD的账没算在内"])
    assert [line for line in after if line not in left_out] == before.splitlines()


@pytest.mark.parametrize("text", ["总共还有多少没收回来", "谁欠得最多", "谁超期了", "这个月到期的"])
def test_lists_say_that_dollars_are_left_out(shop: Chat, text: str) -> None:
    assert "USD" not in shop.says("zhao", text)
    shop.database.write_now(in_dollars)
    assert shop.says("zhao", text).splitlines()[-1] == "另有USD的账，没算在里面"


@pytest.mark.parametrize(
    "text", ["永盛欠多少", "永盛怎么回事", "永盛超期多少", "永盛哪些到期", "永盛的等级", "能给永盛发货吗"]
)
def test_one_customers_dollars_stand_beside_his_yuan(shop: Chat, text: str) -> None:
    assert "USD" not in shop.says("zhao", text)
    shop.database.write_now(in_dollars)
    assert "另欠 900.00 USD，其中超期 900.00，没算在里面" in shop.says("zhao", text)


def test_who_owes_dollars_alone_is_not_said_to_owe_nothing(shop: Chat) -> None:
    shop.customer("南洋贸易")
    shop.database.write_now(lambda uow: in_dollars(uow, "南洋贸易"))
    assert shop.says("lijie", "南洋欠多少").splitlines() == [
        "南洋贸易 人民币不欠",
        "另欠 900.00 USD，其中超期 900.00，没算在里面",
    ]


def test_the_owner_reads_wan_and_finance_fen(shop: Chat) -> None:
    assert shop.says("zhao", "账龄").splitlines()[:2] == [
        "逾期账龄：共欠 15.7万，超期 9.1万(58%)",
        "没到期 6.6万，1–30天 6.7万，61–90天 2.4万",
    ]
    assert shop.says("lijie", "账龄").startswith("逾期账龄：共欠 157,400.00，超期 91,000.00(58%)")


def test_a_salesperson_sees_his_own(shop: Chat) -> None:
    answer = shop.says("zhou", "账龄")
    assert "共欠 102,400.00" in answer
    assert "华泰" not in answer
    assert shop.says("zhou", "小李的账龄") == "小李的不归你看，要看问经理"
    assert shop.says("wu", "账龄").startswith("你是仓库，看不了这个")


def test_one_goes_in_by_number_down_to_the_items(shop: Chat) -> None:
    assert "2 五金 6.7万" in shop.says("zhao", "按行业账龄")
    assert "1 华泰机电 5.5万" in shop.says("zhao", "2")
    assert shop.says("zhao", "1").splitlines()[:2] == [
        "华泰机电 没收的1笔，共 5.5万，超期 5.5万",
        "#1004 5.5万 11月30日到期，超1天",
    ]


def test_a_group_is_named_by_its_words(shop: Chat) -> None:
    assert shop.says("zhao", "华东账龄").startswith("华东 逾期账龄：共欠 10.2万")
    assert shop.says("zhao", "五金行业的账龄").startswith("五金 逾期账龄：共欠 6.7万")
    assert shop.says("zhao", "火星的账龄").startswith("没找到“火星”")


def test_a_past_day_is_as_it_was(shop: Chat) -> None:
    assert shop.says("lijie", "10月31日的账龄").splitlines()[0] == (
        "10月31日的逾期账龄：共欠 99,000.00，超期 32,000.00(32%)"
    )
    assert "#1001 32,000.00 10月1日到期，超30天" in shop.says("lijie", "10月31日永盛的账龄")


def test_money_of_a_period_beside_the_one_before(shop: Chat) -> None:
    assert shop.says("lijie", "上个月回款明细").splitlines() == [
        "11月回款 1笔 1家，共 8,000.00",
        "10月是 0.00",
        "11月20日 永盛装饰 8,000.00 对公",
    ]
    assert "10月是 67,000.00，少了 600.00" in shop.says("lijie", "11月新增应收")


def test_rates_come_with_their_rule_and_the_change(shop: Chat) -> None:
    answer = shop.says("lijie", "11月催收回款率").splitlines()
    # (99,000 + 66,400 − 157,400) ÷ (99,000 + 66,400 − 121,400)
    assert answer[2] == "催收回款率 18.2%（↑18.2点）"
    assert answer[-1].startswith("催收回款率=(期初欠款+新增−期末欠款)÷")


def test_a_salesperson_s_rates_are_of_what_he_sold(shop: Chat) -> None:
    # The cast books every debt for 老周.
    assert shop.says("zhou", "11月业绩").splitlines()[1] == "收回 8,000.00，新增 66,400.00，还欠 157,400.00"
    assert shop.says("li", "11月业绩") == "11月没有账可算"


def test_who_owes_most_and_who_is_newly_late(shop: Chat) -> None:
    assert shop.says("zhao", "欠款前二").splitlines()[:2] == [
        "欠款前2：共 14.5万，占全部 15.7万 的92%",
        "1 永盛装饰 9万，超期 2.4万 老周",
    ]
    assert shop.says("zhao", "新超期的").splitlines()[1] == "1 华泰机电 5.5万（头一回） 小李"


def test_the_reason_and_the_step(shop: Chat) -> None:
    shop.says("zhou", "永盛没开票")
    assert "1 没开票 2.4万(26%) 1笔" in shop.says("zhao", "拖欠原因")
    answer = shop.says("zhao", "卡在哪个环节")
    assert "1 我们开票 2.4万(26%) 1笔" in answer
    assert "其中我们自己能解决的（开票、对账、质量） 2.4万" in answer


def test_an_industry_that_got_worse_is_a_warning(shop: Chat) -> None:
    assert "行业·五金 超期 6.7万，占100%（上月底18%）" in shop.says("zhao", "哪个行业变差了")


def test_what_nobody_asks_for_has_its_reason(shop: Chat) -> None:
    shop.says("zhou", "宏达先别催")
    answer = shop.says("zhao", "哪些没催")
    assert "宏达五金 1.2万 超11天，先别催 老周" in answer
    assert "永盛装饰 2.4万 超61天，两周没人动 老周" in answer


def test_promises_are_counted_when_their_day_has_come(shop: Chat) -> None:
    customer = shop.customer("大成包装")

    def promise(uow, day: int, state: str) -> None:  # type: ignore[no-untyped-def]
        made = uow.promises.add(customer, date(2026, 11, day), made_by="zhou", amount=100)
        uow.promises.settle(made.id, state)

    shop.database.write_now(lambda uow: [promise(uow, 5, "kept"), promise(uow, 8, "broken")])
    assert (
        shop.says("zhao", "承诺兑现率").splitlines()[0]
        == "9月2日到12月1日说好的2次，兑现率50%：兑现1，没兑现1"
    )


def test_the_log_of_a_week(shop: Chat) -> None:
    shop.says("zhou", "拜访了永盛，说月底付")
    answer = shop.says("zhao", "本周催收记录")
    assert answer.splitlines()[1].startswith("12月1日 永盛装饰 上门：")


def test_an_export_waits_for_its_file(shop: Chat) -> None:
    assert shop.says("lijie", "导出应收明细") == "在做，约10秒，好了发你"
    (work,) = shop.database.read_now(lambda uow: uow.timers.due())
    assert (work.kind, work.context["do"], work.context["ask"]["name"]) == ("report", "file", "items")


def test_export_alone_means_the_report_just_read(shop: Chat) -> None:
    shop.says("zhao", "华东账龄")
    assert shop.says("zhao", "导出") == "在做，约10秒，好了发你"
    (work,) = shop.database.read_now(lambda uow: uow.timers.due())
    assert work.context["ask"]["group"] == "华东"


def test_who_looked_and_who_took_a_file_away_is_noted(shop: Chat) -> None:
    shop.says("zhao", "欠款前十")
    shop.says("zhao", "导出欠款前十")
    notes = shop.database.read_now(lambda uow: list(uow.audit.of("report:debtors")))
    assert [(note.actor, note.action) for note in notes] == [("zhao", "view"), ("zhao", "export")]


def test_the_picture_comes_to_who_asked(shop: Chat) -> None:
    shop.says("zhao", "账龄")
    assert "没到期" in shop.told("zhao")


def test_whom_one_may_not_see_is_told_with_his_salesperson(shop: Chat) -> None:
    assert shop.says("li", "永盛的账龄").startswith("永盛装饰是老周的客户")


def test_a_colleague_is_found_in_words_that_name_no_report(shop: Chat) -> None:
    assert shop.says("zhao", "老周上个月收了多少").splitlines()[0] == "老周 11月回款 1笔 1家，共 8,000"
    assert shop.says("zhao", "小李上个月收了多少").splitlines()[0] == "小李 11月回款：没有"


def test_export_alone_a_day_later_asks_what(shop: Chat) -> None:
    shop.says("zhao", "账龄")
    shop.clock.move(days=1)
    assert shop.says("zhao", "导出").startswith("导出哪个表？")


@pytest.mark.parametrize("text", ["平均晚付几天", "平均逾期几天", "上个月平均晚付几天", "平均晚付多少天"])
def test_how_late_on_average_is_asked_in_these_words(shop: Chat, text: str) -> None:
    assert "平均晚付" in shop.says("lijie", text)

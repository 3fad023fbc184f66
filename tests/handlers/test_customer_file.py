"""A customer's file, filled in and asked by chat."""

from __future__ import annotations

from datetime import date

import pytest

from storage.unit_of_work import UnitOfWork
from tests.handlers.cast import Chat


@pytest.fixture
def yongsheng(chat: Chat) -> int:
    return chat.customer("永盛装饰")


def test_everything_is_said_in_one_line(chat: Chat, yongsheng: int) -> None:
    answer = chat.says("zhao", "永盛 行业装修 地区华东 类别重点 账期45天 额度20万 等级b")
    assert answer.splitlines() == [
        "改好了 ✓ 永盛装饰",
        "类别 重点",
        "行业 装修",
        "地区 华东",
        "账期 45天",
        "额度 200,000.00",
        "等级 B",
    ]
    kept = chat.look(yongsheng)
    assert (kept.category, kept.industry, kept.region) == ("重点", "装修", "华东")
    assert (kept.terms, kept.credit_limit, kept.grade) == ("net:45", 20_000_000, "B")


def test_what_a_salesperson_may_not_set_is_asked_and_the_rest_is_kept(chat: Chat, yongsheng: int) -> None:
    answer = chat.says("zhou", "永盛 账期30天 额度20万 等级B")
    assert answer == "改好了 ✓ 永盛装饰\n账期 30天\n额度 200,000.00，等级 B 已问赵总，点头就改"
    assert chat.told("zhao").splitlines() == [
        "老周想把永盛装饰的额度改成 200,000，等级改成 B",
        "现在 没设，等级 没评，净欠 0",
        "1 同意 2 不同意",
    ]
    assert chat.look(yongsheng).grade == ""
    assert chat.says("zhao", "1") == "改好了 ✓ 永盛装饰 额度 200,000.00 等级 B"
    assert (chat.look(yongsheng).grade, chat.look(yongsheng).credit_limit) == ("B", 20_000_000)
    assert chat.told("zhou") == "赵总同意了：永盛装饰 额度 200,000.00 等级 B"


def test_a_file_of_nobody_is_a_new_customer_or_a_slip(chat: Chat) -> None:
    assert (
        chat.says("zhao", "张三建材 账期30天 额度20万 等级B")
        == "没有叫“张三建材”的客户\n1 是新客户，建上 2 打错了"
    )
    assert chat.says("zhao", "1").startswith("改好了 ✓ 张三建材\n")
    found = chat.database.read_now(lambda uow: uow.customers.by_name("张三建材"))
    assert found is not None
    assert (found.terms, found.credit_limit, found.owner) == ("net:30", 20_000_000, "zhao")


def test_a_slip_makes_nobody(chat: Chat) -> None:
    chat.says("zhao", "张三建材 账期30天 额度20万")
    assert chat.says("zhao", "2").startswith("没动。哪家客户？")
    assert chat.database.read_now(lambda uow: uow.customers.by_name("张三建材")) is None


@pytest.mark.parametrize(
    ("words", "limit"),
    [("永盛额度减半", 10_000_000), ("永盛额度砍一半", 10_000_000), ("永盛额度翻倍", 40_000_000),
     ("永盛额度加5万", 25_000_000), ("永盛额度再加5万", 25_000_000), ("永盛额度减20万", 0)],
)  # fmt: skip
def test_a_limit_is_changed_by_its_own_size(chat: Chat, yongsheng: int, words: str, limit: int) -> None:
    chat.says("zhao", "永盛额度20万")
    chat.says("zhao", words)
    assert chat.look(yongsheng).credit_limit == limit


def test_sales_ask_for_half_and_the_manager_reads_the_sum(chat: Chat, yongsheng: int) -> None:
    chat.says("zhao", "永盛额度20万")
    chat.says("zhou", "永盛额度减半")
    assert chat.told("zhao").splitlines()[:2] == [
        "老周想把永盛装饰的额度改成 100,000",
        "现在 200,000，净欠 0",
    ]


def test_half_of_nothing_is_said(chat: Chat, yongsheng: int) -> None:
    assert "永盛装饰" in chat.says("zhao", "永盛额度减半")
    assert chat.look(yongsheng).credit_limit is None


def test_two_persons_agree_where_set(chat: Chat, yongsheng: int) -> None:
    chat.sets("limit_two_persons", "true")
    assert "已问管管，点头就改" in chat.says("zhao", "永盛额度20万")
    assert chat.look(yongsheng).credit_limit is None
    chat.says("admin", "1")
    assert chat.look(yongsheng).credit_limit == 20_000_000


def test_a_request_of_sales_needs_two_besides_him(chat: Chat, yongsheng: int) -> None:
    chat.sets("limit_two_persons", "true")
    chat.says("zhou", "永盛额度20万")
    assert chat.says("zhao", "1") == "记下你同意了，永盛装饰还要管管也点头"
    assert chat.look(yongsheng).credit_limit is None
    chat.says("admin", "1")
    assert chat.look(yongsheng).credit_limit == 20_000_000
    assert chat.told("zhou").startswith("管管同意了")


def test_the_card_in_a_few_lines(chat: Chat, yongsheng: int) -> None:
    chat.says("zhao", "永盛 行业装修 地区华东 类别重点 账期45天 额度20万 等级B")
    chat.says("zhou", "永盛会计刘姐 13800138000")
    chat.says("zhou", "永盛合作5年了")
    chat.owes(yongsheng, 500, date(2026, 11, 1), date(2026, 12, 20))
    assert chat.says("zhou", "永盛资料").splitlines() == [
        "永盛装饰 归老周管",
        "重点、装修、华东，等级 B",
        "账期 45天，额度 200,000",
        "刘姐（会计） 13800138000",
        "近一年拿货1次，上次11月1日，认识5年",
    ]


def test_an_empty_card_says_what_is_missing(chat: Chat, yongsheng: int) -> None:
    assert chat.says("zhou", "永盛资料").splitlines() == [
        "永盛装饰 归老周管",
        "类别、行业、地区没填",
        "账期 没单定，按公司的30天，额度 没设",
        "没留电话",
        "近一年没拿过货",
    ]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("永盛的电话是多少", "永盛装饰\n刘姐（会计） 13800138000"),
        ("永盛的会计是谁", "永盛装饰\n刘姐（会计） 13800138000"),
        ("永盛归谁管", "永盛装饰归您管"),
        ("永盛额度多少", "永盛装饰 额度 200,000"),
        ("永盛账期几天", "永盛装饰 账期 没单定，按公司的30天"),
        ("永盛是什么行业", "永盛装饰 行业 没填，发“永盛装饰 行业…”补上"),
        ("永盛多久拿一次货", "永盛装饰 近一年没拿过货"),
        ("永盛合同怎么写的", "永盛装饰 没记合同条款，发“永盛装饰合同 月结60天”补上"),
    ],
)
def test_one_thing_is_asked(chat: Chat, yongsheng: int, asked: str, answer: str) -> None:
    chat.says("zhao", "永盛额度20万")
    chat.says("zhou", "永盛会计刘姐 13800138000")
    assert chat.says("zhou", asked) == answer


def test_a_persons_new_number_is_his_not_the_companys(chat: Chat, yongsheng: int) -> None:
    chat.says("zhou", "永盛会计刘姐 13800138000")
    chat.says("zhou", "永盛刘姐电话改成13911112222")
    (person,) = chat.database.read_now(lambda uow: uow.contacts.of_customer(yongsheng))
    assert (person.name, person.phone, chat.look(yongsheng).phone) == ("刘姐", "13911112222", "")


def test_the_companys_number_is_the_companys(chat: Chat, yongsheng: int) -> None:
    chat.says("zhou", "永盛电话 13800138000")
    assert chat.look(yongsheng).phone == "13800138000"


def test_the_words_of_the_contract_are_kept(chat: Chat, yongsheng: int) -> None:
    assert chat.says("zhou", "永盛合同 质保金5% 验收后一年付").endswith("合同 质保金5% 验收后一年付")
    assert chat.look(yongsheng).contract == "质保金5% 验收后一年付"


def test_a_colleagues_customer_shows_no_card(chat: Chat, yongsheng: int) -> None:
    assert "老周" in chat.says("li", "永盛资料")
    assert "账期" not in chat.says("li", "永盛资料")


def test_a_clerk_reads_no_figures_of_credit(chat: Chat, yongsheng: int) -> None:
    assert "额度" not in chat.says("sun", "永盛资料")
    assert "20万" not in chat.says("sun", "永盛额度多少")


def test_each_look_is_noted(chat: Chat, yongsheng: int) -> None:
    chat.says("zhou", "永盛资料")
    notes = chat.database.read_now(lambda uow: uow.audit.of(f"customer:{yongsheng}"))
    assert [note.action for note in notes] == ["view"]


def test_trade_kind_and_region_need_no_labels(chat: Chat, yongsheng: int) -> None:
    chat.says("zhou", "永盛 做装修的 华东 重点客户")
    kept = chat.look(yongsheng)
    assert (kept.industry, kept.region, kept.category) == ("装修", "华东", "重点")


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("额度不算违约金", "not_due,overdue,unallocated"),
        ("额度只算没到期和超期的", "not_due,overdue"),
    ],
)
def test_what_counts_against_limits_is_chosen(chat: Chat, words: str, parts: str) -> None:
    assert chat.says("zhao", words).startswith("改好了 ✓")
    texts = chat.database.read_now(lambda uow: uow.settings.texts())
    assert texts["exposure_parts"] == parts


def test_late_fees_may_be_left_out_of_the_limit(chat: Chat, yongsheng: int) -> None:
    number = chat.owes(yongsheng, 900, date(2026, 11, 20), date(2026, 12, 20))

    def fee(uow: UnitOfWork) -> None:
        debt = uow.receivables.by_number(number)
        assert debt is not None
        day = date(2026, 12, 1)
        uow.journal.late_fee(
            receivable_id=debt.id, amount=50_00, effective_on=day, due_on=None, actor="lijie"
        )

    chat.database.write_now(fee)
    chat.says("zhao", "永盛额度1000")
    assert chat.says("wu", "永盛来拉100 能装车吗").startswith("先别装：超额度50")
    chat.says("zhao", "额度不算违约金")
    assert chat.says("wu", "永盛来拉100 能装车吗").startswith("可以装")


def test_a_delivery_needs_two_where_set(chat: Chat, yongsheng: int) -> None:
    chat.sets("delivery_two_persons", "true")
    chat.says("zhao", "永盛额度1000")
    chat.says("wu", "永盛来拉1500 能装车吗")
    assert chat.says("zhao", "放1200") == "记下你同意了，永盛装饰还要管管点头才放"
    assert chat.told("wu") == "永盛装饰先别装，赵总同意了，还等管管点头"
    assert "赵总同意了" in chat.told("admin")
    chat.says("admin", "1")
    assert chat.told("wu") == "可以装1,200以内：永盛装饰，管管批的，今天有效。"


def test_one_no_is_enough(chat: Chat, yongsheng: int) -> None:
    chat.sets("delivery_two_persons", "true")
    chat.says("zhao", "永盛额度1000")
    chat.says("wu", "永盛来拉1500 能装车吗")
    chat.says("zhao", "不批")
    assert chat.told("wu") == "别装：永盛装饰，赵总没批。"


@pytest.mark.parametrize("words", ["宏达额度-5万", "宏达额度调到负5万", "宏达临时额度-5万 到月底"])
def test_a_limit_below_nothing_is_refused(chat: Chat, words: str) -> None:
    customer = chat.customer("宏达五金", credit_limit=10_000_000)
    assert chat.says("zhao", words).startswith("没动。额度要大于0")
    assert chat.look(customer).credit_limit == 10_000_000


@pytest.mark.parametrize("words", ["宏达额度0", "宏达额度清零", "宏达额度归零", "宏达额度改成0"])
def test_a_limit_of_nothing_lifts_no_limit(chat: Chat, words: str) -> None:
    customer = chat.customer("宏达五金", credit_limit=10_000_000)
    assert "不给赊发“宏达五金停货”，不限发“宏达五金取消额度”" in chat.says("zhao", words)
    assert chat.look(customer).credit_limit == 10_000_000
    chat.says("zhao", "宏达五金取消额度")
    assert chat.look(customer).credit_limit is None

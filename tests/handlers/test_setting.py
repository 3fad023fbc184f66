"""Settings of the company, in chat."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from config.company import load_company
from storage.dunning import CONTACT_DAYS
from tests.handlers.cast import Chat


def value(chat: Chat, key: str) -> object:
    return chat.database.read_now(lambda uow: uow.settings.texts().get(key))


def test_settings_are_listed_in_chinese(chat: Chat) -> None:
    answer = chat.says("lijie", "设置")
    assert "到账确认 关" in answer
    assert "日报时间 08:45" in answer


@pytest.mark.parametrize(
    ("who", "words", "answer", "key", "kept"),
    [
        ("lijie", "打开到账确认", "到账确认 关 → 开", "confirmation_of_receipts", "true"),
        ("zhao", "抹零上限改成100", "销售抹零上限 50元 → 100元", "discount_limit_sales", "100.00"),
        ("zhao", "日报改成晚上6点", "日报时间 08:45 → 18:00", "digest_at", "18:00"),
        ("zhao", "默认账期改成45天", "默认账期 30天 → 45天", "default_terms_days", "45"),
        ("lijie", "关账到10月31日", "关账日 没设 → 10月31日", "closed_until", "2026-10-31"),
    ],
)
def test_a_setting_is_changed(chat: Chat, who: str, words: str, answer: str, key: str, kept: str) -> None:
    assert answer in chat.says(who, words)
    assert value(chat, key) == kept


@pytest.mark.parametrize("words", ["提醒设置", "设置提醒阶段"])
def test_asking_for_the_settings_of_reminders_lets_none_out(chat: Chat, words: str) -> None:
    imported = chat.customer("永盛装饰", released=False)
    answer = chat.says("lijie", words)
    assert "客户提醒日 提前30天" in answer
    assert "抹零" not in answer
    assert not chat.look(imported).released


def test_who_may_let_out_all_reminders_is_named(chat: Chat) -> None:
    assert chat.says("zhao", "开启提醒") == "没改。给客户的提醒要财务来改"


def test_the_days_of_digests_are_set_with_their_time(chat: Chat) -> None:
    answer = chat.says("zhao", "日报改成晚上6点 周日不要")
    assert "→ 18:00" in answer
    assert "日报不发的日子 没有 → 周日" in answer
    assert value(chat, "digest_days_off") == "日"


@pytest.mark.parametrize(
    ("words", "key", "kept"),
    [
        ("关掉日报", "digest", "false"),
        ("关掉周报", "weekly_digest", "false"),
        ("日报不要图", "digest_picture", "false"),
        ("日报不要变动和没催的", "digest_parts", "todo,totals,new,broken,today"),
        ("日报每天都发", "digest_days", "every_day"),
        ("日报发到经理群", "digest_to", "group"),
        ("日报发到群里", "digest_to", "group"),
        ("销售群日报改成9点10分", "sales_digest_at", "09:10"),
        ("关掉待办", "todo", "false"),
        ("日报周末不要", "digest_days_off", "六,日"),
    ],
)
def test_digests_are_set_by_chat(chat: Chat, words: str, key: str, kept: str) -> None:
    assert chat.says("zhao", words).startswith("改好了 ✓")
    assert value(chat, key) == kept


def test_what_was_left_out_comes_back(chat: Chat) -> None:
    chat.says("zhao", "日报不要变动")
    assert "没兑现、今天、没催的" in chat.says("zhao", "日报加上变动")
    assert value(chat, "digest_parts") == "todo,totals,movers,new,broken,today,silent"


def test_a_change_holds_from_the_next_message_on(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    chat.says("lijie", "打开到账确认")
    chat.says("zhou", "永盛打了8000")
    assert chat.net(customer) == 0
    assert "待到账 1笔" in chat.says("lijie", "待到账")


def test_a_setting_above_ones_role_stays(chat: Chat) -> None:
    assert "要经理来改" in chat.says("lijie", "抹零上限改成100")
    assert value(chat, "discount_limit_sales") is None


def test_sales_change_no_settings(chat: Chat) -> None:
    assert chat.says("zhou", "打开到账确认").startswith("没改")
    assert value(chat, "confirmation_of_receipts") is None


def test_a_closed_month_takes_no_more_and_says_what_to_do(chat: Chat) -> None:
    chat.customer("永盛装饰")
    chat.says("lijie", "关账到11月30日")
    assert chat.says("zhou", "永盛昨天拿了5000的货 月底给").startswith("没记。那个月已经关账了")


def test_reminders_are_released_for_all_or_for_one(chat: Chat) -> None:
    one = chat.customer("永盛装饰", released=False)
    other = chat.customer("宏达五金", released=False)
    assert chat.says("lijie", "开启 永盛 提醒") == "提醒开了 ✓ 永盛装饰"
    assert (chat.look(one).released, chat.look(other).released) == (True, False)
    assert chat.says("lijie", "开启提醒") == "提醒开了 ✓ 1家"
    assert chat.look(other).released
    assert chat.says("zhou", "开启提醒").startswith("没改")


@pytest.mark.parametrize("words", ["12月关账", "关本月的账", "关账到12月31日", "今年关账"])
def test_what_is_not_over_is_not_closed_and_a_closed_year_stays_closed(chat: Chat, words: str) -> None:
    chat.says("lijie", "11月关账")
    assert chat.says("lijie", words).startswith("没关账。12月31日还没到")
    assert value(chat, "closed_until") == "2026-11-30"


def test_february_of_a_leap_year_is_closed_on_its_last_day(chat: Chat) -> None:
    chat.clock.now = datetime(2028, 2, 10, 2, 0, tzinfo=UTC)
    assert chat.says("lijie", "2月关账").startswith("没关账。2月29日还没到")
    chat.clock.move(days=19)
    assert "关账日 没设 → 2月29日" in chat.says("lijie", "2月关账")


def test_a_month_opens_nothing_and_a_day_does(chat: Chat) -> None:
    chat.says("lijie", "11月关账")
    assert chat.says("lijie", "9月关账").startswith("没改。已经关账到11月30日了")
    assert "11月30日 → 9月30日" in chat.says("lijie", "关账到2026年9月30日")


def test_a_week_is_no_month_to_close(chat: Chat) -> None:
    chat.says("lijie", "上周关账")
    assert value(chat, "closed_until") is None


@pytest.mark.parametrize("words", ["不要3天，要7天", "改成3个工作日", "用3-5天"])
def test_a_gap_that_is_not_one_number_of_days_is_asked_for(chat: Chat, words: str) -> None:
    chat.customer("永盛装饰")
    assert chat.says("zhao", f"永盛的催款间隔{words}").startswith("没改。永盛装饰的催款间隔现在是 3天")


@pytest.mark.parametrize("whose", ["", "永盛的"])
def test_a_gap_longer_than_contacts_are_counted_is_refused(chat: Chat, whose: str) -> None:
    chat.customer("永盛装饰")
    answer = chat.says("zhao", f"{whose}催款间隔改成2个月")
    assert answer.startswith("没改。")
    assert "现在是 3天，最多30天" in answer
    assert load_company().setting("remind_gap_days").most == CONTACT_DAYS

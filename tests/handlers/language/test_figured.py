"""Names that are figures, and prices that are only figures."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.language.names import NameEntry, NameIndex
from handlers.language.reader import read
from handlers.language.reading import Fit, Intent
from tests.handlers.language.circle import NOW, heard

FIGURED = NameIndex(
    [
        NameEntry(1, "百分之一茶饮", ("百分之一",)),
        NameEntry(2, "三十里铺供销社"),
        NameEntry(3, "九天酒店", ("9天",)),
        NameEntry(4, "伍佰酒馆", ("伍佰",)),
        NameEntry(5, "606烘焙"),
        NameEntry(6, "老赖"),
        NameEntry(7, "天城电缆"),
        NameEntry(8, "锦绣窗帘"),
        NameEntry(9, "沈阳机床配套"),
    ]
)


@pytest.mark.parametrize(
    ("text", "name", "yuan"),
    [
        ("伍佰酒馆伍佰陆拾元 欠", "伍佰酒馆", 560),
        ("三十里铺 三十箱 三十块一箱 挂账", "三十里铺供销社", 900),
        ("9天欠9000 9天后付", "九天酒店", 9000),
        ("606说月底前付1800", "606烘焙", 1800),
        ("老赖欠三千", "老赖", 3000),
        ("沈阳机床拿了4200的货 没给", "沈阳机床配套", 4200),
    ],
)
def test_a_name_that_looks_like_a_figure_is_a_name_once(text: str, name: str, yuan: int) -> None:
    (fact,) = read(text, now=NOW, index=FIGURED).records
    assert fact.customer is not None
    assert (fact.customer.name, fact.amount) == (name, yuan * 100)


def test_a_bare_number_is_no_customer_where_it_is_a_sum() -> None:
    assert read("606 欠", now=NOW, index=FIGURED).intent is not Intent.RECORD_DEBT


@pytest.mark.parametrize("text", ["tc电缆欠5600", "tianchengdianlan欠5600"])
def test_letters_stand_for_characters(text: str) -> None:
    (fact,) = read(text, now=NOW, index=FIGURED).records
    assert fact.customer is not None
    assert fact.customer.name == "天城电缆"


def test_a_spelling_that_fits_two_asks() -> None:
    index = NameIndex([NameEntry(1, "万达影城"), NameEntry(2, "万大建材")])
    assert read("wanda欠6000", now=NOW, index=index).question is not None


def test_a_verb_behind_a_surname_is_no_name() -> None:
    (fact,) = read(
        "汪总说他下周二付800", now=datetime.fromisoformat("2026-12-03T10:00+08:00"), index=FIGURED
    ).records
    assert fact.customer is None or (fact.customer.fit is Fit.NEW and not fact.customer.text.endswith("说"))


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("远洲拿了8桶漆 135的 没付", 1080),
        ("沈二 钉子3000颗 0.05 赊", 150),
        ("远洲 M10*40 2000套 0.35 记账", 700),
        ("悦来 毛巾200条 8.5 挂账", 1700),
        ("悦来 毛巾200条 1700 挂账", 1700),
        ("长乐 三文治20份 12一份 挂账", 240),
        ("顾九 鸡蛋五百枚 一枚六毛 未付", 300),
        ("青禾一共拿了3次 每次450 一分钱没给", 1350),
        ("老曹拿走黄沙3吨280一吨 说装修完给", 840),
    ],
)
def test_goods_with_a_bare_price_come_to_their_product(text: str, yuan: int) -> None:
    reading = heard(text)
    assert reading.question is None
    assert [(fact.intent, fact.amount) for fact in reading.records] == [(Intent.RECORD_DEBT, yuan * 100)]


def test_a_beginning_as_written_outweighs_the_sound_of_another_name() -> None:
    index = NameIndex([NameEntry(1, "大城小院民宿"), NameEntry(2, "大成包装")])
    reading = read("大城欠500", now=NOW, index=index)
    assert reading.question is not None
    assert reading.question.kind == "which_customer"

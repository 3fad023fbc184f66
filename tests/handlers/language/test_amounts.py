"""Sums, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.amounts import find_amounts, find_figures, find_quantities
from handlers.language.normalise import normalise
from handlers.language.reading import Span

# text, fen of the first sum
SUMS = (
    ("赊了680元", 68000),
    ("拿货四千二没给", 420000),
    ("欠6,780.90", 678090),
    ("又欠260块7", 26070),
    ("五块零八", 508),
    ("六百块零三毛", 60030),
    ("二十六块四毛五", 2645),
    ("九块九", 990),
    ("七毛", 70),
    ("八分钱", 8),
    ("四毛六", 46),
    ("三百块半", 30050),
    ("玖仟贰佰圆整", 920000),
    ("人民币陆万元整", 6000000),
    ("¥77.70", 7770),
    ("RMB 900", 90000),
    ("900RMB", 90000),
    ("六千五百蚊", 650000),
    ("六嚿水", 60000),
    ("打款6.6w", 6600000),
    ("2k", 200000),
    ("3.5 万 元", 3500000),
    ("４５６７元", 456700),
    ("欠5600元月底还", 560000),
    ("还了8000来着", 800000),
    ("欠9000 分三次还", 900000),
    ("首付2000余款年底", 200000),
    ("7000对账", 700000),
    ("600包装费", 60000),
    ("3000只还了一点", 300000),
    ("4000本周付", 400000),
    ("发票6000", 600000),
    ("四千八百二十七点五块", 482750),
    ("7000、8000", 700000),
    ("兩個八", 280),
)
NO_SUMS = (
    "手机13900001111",
    "座机021-55667788",
    "单号SO20270102-7",
    "送货单7719",
    "单据编号20270315",
    "尾号4432",
    "车号沪C98765",
    "A3纸",
    "第5笔",
    "#1077",
    "30吨沙",
    "五箱",
    "分六期",
    "三天",
    "90天",
    "两个月",
    "打七折",
    "让利5%",
    "五分之二",
    "先付1/4",
    "一共多少",
    "千万别送",
    "万一不给呢",
    "一块结",
    "八角大楼",
    "9楼",
)


@pytest.mark.parametrize(("text", "fen"), SUMS)
def test_a_sum_is_read_to_the_fen(text: str, fen: int) -> None:
    found = find_amounts(normalise(text).text)
    assert [span.fen for span in found[:1]] == [fen]
    assert found[0].exact


@pytest.mark.parametrize("text", NO_SUMS)
def test_a_figure_of_something_else_is_no_sum(text: str) -> None:
    assert find_amounts(normalise(text).text) == ()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("欠几千", None, None),
        ("欠3百多", 30000, None),
        ("六千多块", 600000, None),
        ("千把块", 100000, None),
        ("四五万", 4000000, 5000000),
        ("2到3万", 2000000, 3000000),
        ("6000-7000", 600000, 700000),
        ("四千到六千元", 400000, 600000),
        ("五、六百", 50000, 60000),
        ("2.5-3万", 2500000, 3000000),
        ("六千零点", 600000, None),
        ("两千出头", None, None),
        ("上万块", None, None),
    ],
)
def test_a_vague_sum_is_never_made_exact(text: str, low: int | None, high: int | None) -> None:
    (found,) = find_amounts(text)
    assert (found.fen, found.exact, found.low, found.high) == (None, False, low, high)


@pytest.mark.parametrize(
    "text",
    ["大概4000", "四万左右", "差不多六百", "7000上下", "欠4，200", "2.345元", "5万26", "百八十块", "千八百"],
)
def test_a_sum_that_is_not_certain_is_not_exact(text: str) -> None:
    (found,) = find_amounts(text)
    assert found.fen is not None
    assert not found.exact


@pytest.mark.parametrize("text", ["6000元(陆仟元整)", "陆仟元整(¥6000.00)", "6000 大写陆仟元整"])
def test_the_same_sum_in_words_is_one_sum(text: str) -> None:
    (found,) = find_amounts(text)
    assert (found.fen, found.words, found.exact) == (600000, None, True)


def test_words_that_differ_from_the_digits_are_kept() -> None:
    (found,) = find_amounts("6000 大写柒仟")
    assert (found.fen, found.words, found.exact) == (600000, 700000, False)


@pytest.mark.parametrize("text", ["900美元", "$900", "港币900", "1.5万欧元"])
def test_foreign_money_is_marked(text: str) -> None:
    (found,) = find_amounts(text)
    assert found.foreign


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("沙子30吨 65一吨", [("quantity", 30, "吨", None), ("unit_price", 65, "吨", 6500)]),
        ("每箱88 拿了20箱", [("unit_price", 88, "箱", 8800), ("quantity", 20, "箱", None)]),
        ("30吨×65", [("quantity", 30, "吨", None), ("unit_price", 65, "", 6500)]),
        ("6块一斤 40斤", [("unit_price", 6, "斤", 600), ("quantity", 40, "斤", None)]),
        ("单价95元/平方 12平方", [("unit_price", 95, "平方", 9500), ("quantity", 12, "平方", None)]),
    ],
)
def test_quantities_and_prices_are_found_apart(text: str, read: list[tuple[object, ...]]) -> None:
    found = find_quantities(normalise(text).text)
    assert [(span.kind, span.number, span.unit, span.fen) for span in found] == read
    assert find_amounts(normalise(text).text) == ()


def test_several_sums_stand_in_their_order() -> None:
    found = find_amounts("收老马4千 老牛2千5 共6500元")
    assert [(span.text, span.fen, span.unit_seen) for span in found] == [
        ("4千", 400000, False),
        ("2千5", 250000, False),
        ("6500元", 650000, True),
    ]


def test_taken_spans_are_left_alone() -> None:
    text = "四海五金3千月结60天"
    found = find_figures(text, [Span(0, 4, "customer"), Span(6, 11, "terms")])
    assert [span.text for span in found.amounts] == ["3千"]
    assert found.quantities == ()


PIECES = st.sampled_from(
    ["欠", "5000", "三千五", "12万8", "块", "元", "，", " ", "50吨", "420一吨", "月底", "3号", "几千", "张三", "(大写叁仟)",
     "-", "到", "×", "@", "#1042", "13800138000", "分三期", "半", "多", "个", "一", "百", "￥", "美元", "%"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
def test_a_sum_always_stands_in_the_text(text: str) -> None:
    read = normalise(text).text
    end = 0
    for span in find_amounts(read):
        assert end <= span.start < span.end <= len(read)
        assert span.text == read[span.start : span.end]
        assert span.fen is None or span.fen >= 0
        assert not (span.exact and span.fen is None)
        end = span.end


@given(st.text(max_size=200))
def test_no_text_breaks_the_search(text: str) -> None:
    find_figures(normalise(text).text)


def test_a_long_paste_is_read_to_its_end() -> None:
    found = find_figures("三千五百块 12万8 50吨×420 " * 400 + "1" * 3000 + "万" * 3000)
    assert len(found.amounts) >= 800

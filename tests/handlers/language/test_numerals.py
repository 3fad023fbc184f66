"""Numerals as people write and say them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.counts import parse_numeral, small_number
from handlers.language.numerals import read_numeral

EXACT = (
    ("四千六", "4600"),
    ("四千零六", "4006"),
    ("六千七百八", "6780"),
    ("百六", "160"),
    ("万三", "13000"),
    ("千二", "1200"),
    ("7万4", "74000"),
    ("23万5", "235000"),
    ("4千6百50", "4650"),
    ("捌仟玖佰", "8900"),
    ("壹拾伍万", "150000"),
    ("廿七", "27"),
    ("卅", "30"),
    ("一百一十", "110"),
    ("两亿零三百", "200000300"),
    ("三亿四千零五十万", "340500000"),
    ("20万万", "2000000000"),
    ("六点二五", "6.25"),
    ("二点四万", "24000"),
    ("5.25w", "52500"),
    ("12k", "12000"),
    ("67,890.10", "67890.10"),
    ("五 百 六 十", "560"),
    ("2.05 万", "20500"),
    ("三万半", "35000"),
    ("俩", "2"),
    ("零", "0"),
)
VAGUE = (
    ("几百", None, None),
    ("十几万", None, None),
    ("好几万", None, None),
    ("上千", None, None),
    ("400多", "400", None),
    ("六千多", "6000", None),
    ("30多万", "300000", None),
    ("五六千", "5000", "6000"),
    ("二三十", "20", "30"),
    ("一万七八", "17000", "18000"),
)


@pytest.mark.parametrize(("text", "value"), EXACT)
def test_a_figure_has_one_value(text: str, value: str) -> None:
    assert parse_numeral(text) == Decimal(value)


@pytest.mark.parametrize(("text", "low", "high"), VAGUE)
def test_a_vague_figure_never_becomes_a_value(text: str, low: str | None, high: str | None) -> None:
    found = read_numeral(text)
    assert found is not None
    assert (found.value, found.end) == (None, len(text))
    assert found.low == (Decimal(low) if low else None)
    assert found.high == (Decimal(high) if high else None)


@pytest.mark.parametrize("text", ["4万37", "600，700", "五千六一", "七千八千", "六十千", "四千 二百欠着"])
def test_a_figure_with_two_readings_is_doubtful(text: str) -> None:
    found = read_numeral(text)
    assert found is not None
    assert found.doubtful


@pytest.mark.parametrize("text", ["6，700.50", "1，234，567"])
def test_a_wide_comma_groups_where_nothing_else_fits(text: str) -> None:
    found = read_numeral(text)
    assert found is not None
    assert (found.end, found.doubtful) == (len(text), False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("17", 17),
        ("十", 10),
        ("二十九", 29),
        ("廿八", 28),
        ("卅一", 31),
        ("二零三一", 2031),
        ("三百", 300),
        ("号", None),
    ],
)
def test_small_numbers_of_days_and_years(text: str, value: int | None) -> None:
    assert small_number(text) == value


_DIGITS = "零一二三四五六七八九"


def spelt(number: int) -> str:
    """The full spelling of 1 … 99,999,999, written independently of the reader."""
    if number >= 10000:
        head, rest = divmod(number, 10000)
        gap = "零" if 0 < rest < 1000 else ""
        return spelt(head) + "万" + gap + (spelt(rest) if rest else "")
    words, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if zero and words else "") + _DIGITS[digit] + name
        zero = not digit
    return words


@given(st.integers(1, 99_999_999))
def test_every_full_spelling_is_read_back(number: int) -> None:
    assert parse_numeral(spelt(number)) == number


@given(st.text(alphabet="0123456789.,，零一二三五十百千万亿点半几多 wk两廿", max_size=24))
def test_no_row_of_numerals_breaks_the_reader(text: str) -> None:
    found = read_numeral(text)
    assert found is None or 0 < found.end <= len(text)

"""One spelling for what people type, with the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.normalise import SIMPLIFIED, TRADITIONAL, normalise, spelt

ROWS = (
    ("full width digits", "欠１２３．５０元", "欠123.50元"),
    ("yen signs", "￥３００", "¥300"),
    ("the Chinese comma stays", "四百，五百", "四百，五百"),
    ("brackets and colons", "（大写：叁佰）", "(大写:叁佰)"),
    ("Traditional money", "兩萬貳仟圓", "两万贰仟圆"),
    ("Traditional dates", "禮拜五還，週六開單", "礼拜五还，周六开单"),
    ("odd spaces", "@小助手\u2005欠\u00a0300\u3000月底", "@小助手 欠 300 月底"),
    ("an emoji parts figures", "700😂300", "700 300"),
    ("invisible marks go", "8\u200b8\ufe0f", "88"),
    ("control characters", "a\x07b\tc\r\nd", "a b c\nd"),
    ("signs the books use", "#12 @3 4% 5/6-7:8", "#12 @3 4% 5/6-7:8"),
    ("circled numbers stay apart", "①300", "①300"),
)


@pytest.mark.parametrize(("typed", "read"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_typed_text_is_read_in_one_spelling(typed: str, read: str) -> None:
    assert normalise(typed).text == read


def test_a_slice_leads_back_to_what_was_typed() -> None:
    typed = "欠😂\u200b３千\ufe0f元"
    found = normalise(typed)
    start = found.text.index("3")
    first, last = found.original(start, start + 2)
    assert typed[first:last] == "３千"


def test_the_two_tables_match_character_by_character() -> None:
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL))
    assert not set(TRADITIONAL) & set(SIMPLIFIED)


@given(st.text(max_size=80))
def test_every_text_can_be_read_and_read_again(typed: str) -> None:
    found = normalise(typed)
    assert len(found.offsets) == len(found.text) + 1
    assert list(found.offsets) == sorted(found.offsets)
    assert normalise(found.text).text == found.text


def test_what_is_spelt_is_what_is_normalised() -> None:
    for code in range(0x20000):
        assert spelt(chr(code)) == normalise(chr(code)).text, hex(code)

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wecom.limits import APP_TEXT, size, split_text

FAMILY = "👨‍👩‍👧"
LINES = st.lists(
    st.text(max_size=80)
    | st.sampled_from(["张三建材 欠 ￥12,000.00", FAMILY * 9, "🇨🇳" * 30, "e\u0301" * 60]),
    max_size=40,
)
TEXTS = LINES.map("\n".join).filter(lambda text: not re.search("[\ud800-\udfff]", text))


def unnumbered(parts: list[str]) -> list[str]:
    return [re.sub(r"\A\(\d+/\d+\)\n", "", part) for part in parts] if len(parts) > 1 else parts


def test_what_fits_is_one_part_without_a_number() -> None:
    assert split_text("欠" * 682 + "12") == ["欠" * 682 + "12"]


def test_one_byte_more_is_two_numbered_parts() -> None:
    parts = split_text("欠" * 682 + "123")
    assert [part.partition("\n")[0] for part in parts] == ["(1/2)", "(2/2)"]


def test_lines_stay_whole() -> None:
    line = "张三建材 6月8号 ￥12,000.00 已逾期3天"
    parts = unnumbered(split_text("\n".join([line] * 200)))
    assert len(parts) > 1
    assert {cut for part in parts for cut in part.split("\n")} == {line}


def test_a_line_that_is_too_long_is_cut_between_characters() -> None:
    assert "".join(unnumbered(split_text("欠" * 3_000))) == "欠" * 3_000


@pytest.mark.parametrize(
    "seen_as_one", [FAMILY, "🇨🇳", "👍🏽", "e\u0301", "1\ufe0f\u20e3", "🏴\U000e0067\U000e007f", "का"]
)
def test_what_is_seen_as_one_character_stays_one(seen_as_one: str) -> None:
    parts = unnumbered(split_text(seen_as_one * 50, 64))
    assert len(parts) > 1
    assert all(part.replace(seen_as_one, "") == "" for part in parts)


def test_an_endless_cluster_is_cut_all_the_same() -> None:
    parts = split_text("e" + "\u0301" * 500, 64)
    assert max(map(size, parts)) <= 64


def test_numbers_of_several_digits_still_fit() -> None:
    parts = split_text("x" * 6_000, 64)
    assert len(parts) > 100
    assert max(map(size, parts)) == 64


def test_a_limit_that_leaves_no_room_is_refused() -> None:
    with pytest.raises(ValueError, match="too small"):
        split_text("x", 63)


@given(TEXTS, st.integers(64, 400))
def test_every_part_fits_and_nothing_is_lost(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    assert all(size(part) <= limit for part in parts)
    assert "".join(unnumbered(parts)).replace("\n", "") == text.replace("\n", "")


def test_the_default_is_that_of_an_app_message() -> None:
    assert max(map(size, split_text("x" * 5_000))) == APP_TEXT

from __future__ import annotations

import pytest

from bot.spoken import spoken


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        (15, "十五"),
        (105, "一百零五"),
        (500, "五百"),
        (1_005, "一千零五"),
        (1_050, "一千零五十"),
        (3_500, "三千五"),
        (12_000, "一万二"),
        (10_500, "一万零五百"),
        (36_800, "三万六千八"),
        (100_500, "十万零五百"),
        (120_000, "十二万"),
        (100_000_000, "一亿"),
        (123_456, "123,456"),
    ],
)
def test_a_round_sum_is_said_in_words(yuan: int, words: str) -> None:
    assert spoken(yuan * 100) == words


def test_fen_and_nothing_are_written_in_figures() -> None:
    assert spoken(1_250) == "12.50"
    assert spoken(0) == "0"

"""Amounts and days in all the shapes that spreadsheets give them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.imports.values import BadCell, Cell, day_in, fen_in, words_of

FIFTH = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        (1234.5, 123_450),
        (12345.67, 1_234_567),
        (0.07, 7),
        (1e15 / 1_000, 10**14),
        (800, 80_000),
        ("1234.50", 123_450),
        (" 1,234.50 ", 123_450),
        ("¥1,234.50", 123_450),
        ("￥1 234.50元", 123_450),
        ("(1,234.00)", -123_400),
        ("（1,234.00）", -123_400),
        ("1,234.00-", -123_400),
        ("-5", -500),
        ("1.2E+04", 1_200_000),
        ("1.2万", 1_200_000),
        ("3千", 300_000),
        ("１２３４", 123_400),
        ("1,234,567.8", 123_456_780),
        (".5", 50),
        ("RMB 300", 30_000),
    ],
)
def test_an_amount_is_read(cell: Cell, fen: int) -> None:
    assert fen_in(cell) == fen


@pytest.mark.parametrize(
    "cell",
    [
        12345.6700000001,
        0.1 + 0.2,
        "1.005",
        "1,2345",
        "1.234,56",
        "$100",
        "12 或 13",
        "",
        None,
        "-",
        "万",
        True,
        date(2026, 1, 5),
        float("nan"),
        float("inf"),
        "1e99",
        "9" * 30,
    ],
)
def test_what_is_no_amount_is_refused(cell: Cell) -> None:
    with pytest.raises(BadCell):
        fen_in(cell)


@pytest.mark.parametrize(
    "cell",
    [
        FIFTH,
        datetime(2026, 1, 5, 13, 30),  # noqa: DTZ001  a sheet knows no zone
        46027.0,
        46027.75,
        "46027",
        "2026-01-05",
        "2026-1-5 00:00:00",
        "2026-01-05T08:30:00",
        "2026/1/5",
        "2026.1.5",
        "2026年1月5日",
        " 2026 年 1 月 5 日 ",
        "20260105",
        20260105,
        "２０２６/１/５",
    ],
)
def test_a_day_is_read(cell: Cell) -> None:
    assert day_in(cell) == FIFTH


@pytest.mark.parametrize(
    "cell",
    [
        "1/5/2026",
        "05-01-26",
        "26.1.5",
        "2026-02-30",
        "2026-13-01",
        "明天",
        "",
        None,
        5,
        1.5,
        True,
        "1899-12-31",
    ],
)
def test_what_is_no_sure_day_is_refused(cell: Cell) -> None:
    with pytest.raises(BadCell):
        day_in(cell)


def test_a_mapping_says_which_is_the_month() -> None:
    assert day_in("1/5/2026", "%m/%d/%Y") == FIFTH
    assert day_in("5/1/2026", "%d/%m/%Y") == FIFTH


@pytest.mark.parametrize(
    ("cell", "words"), [(1001.0, "1001"), ("'=1+1", "=1+1"), (" a \n b ", "a b"), ("a\u202eb", "ab")]
)
def test_words_are_one_clean_line(cell: Cell, words: str) -> None:
    assert words_of(cell) == words

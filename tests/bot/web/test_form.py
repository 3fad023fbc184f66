"""What a customer may type."""

from __future__ import annotations

from datetime import date

import pytest

from bot.web.form import slip_of

TODAY = date(2026, 12, 3)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("8000", 800_000),
        (" 8,000.50元 ", 800_050),
        ("¥１２００", 120_000),
        ("1.2万", 1_200_000),
        ("0", None),
        ("-5", None),
        ("八千", None),
        ("1e9", None),
        ("8000.001", None),
        ("9" * 19, None),
    ],
)
def test_a_sum_is_a_sum(typed: str, fen: int | None) -> None:
    slip = slip_of({"kind": "paid", "amount": typed, "day": "2026-12-01"}, today=TODAY)
    assert (slip.amount, slip.problem) == (fen, "" if fen else "amount")


@pytest.mark.parametrize(
    ("day", "problem"),
    [("2026-12-03", ""), ("2026-12-04", "day"), ("2025-01-01", "day"), ("昨天", "day"), ("", "day")],
)
def test_a_payment_has_a_day_gone_by(day: str, problem: str) -> None:
    assert slip_of({"kind": "paid", "amount": "1", "day": day}, today=TODAY).problem == problem


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({}, "kind"),
        ({"kind": "delete"}, "kind"),
        ({"kind": "agrees"}, ""),
        ({"kind": "contests", "words": " \n "}, "words"),
        ({"kind": "contests", "words": "少算了\n退货"}, ""),
    ],
)
def test_a_kind_has_what_it_needs(fields: dict[str, str], problem: str) -> None:
    assert slip_of(fields, today=TODAY).problem == problem


def test_words_are_one_line_of_bounded_length() -> None:
    slip = slip_of({"kind": "contests", "words": "少\n算‮" + "字" * 500}, today=TODAY)
    assert slip.words.startswith("少 算")
    assert slip.words.isprintable()
    assert len(slip.words) == 200

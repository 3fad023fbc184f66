"""Sentences know the day on which they are written, also where a macro writes them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.render import Renderer

DUE = date(2026, 12, 31)
LINE = {
    "instead_of": None, "changed": False, "is_new": False, "customer": "永盛", "amount": 100, "number": 1001,
    "document_no": "", "issued_on": date(2026, 12, 1), "due_on": DUE, "due_source": "said", "terms": None,
    "parts": [{"amount": 100, "due_on": DUE}], "may_see": False, "over_limit": False, "net": 0, "overdue": 0,
    "unallocated": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    "days", [(date(2026, 12, 1), date(2025, 12, 1)), (date(2025, 12, 1), date(2026, 12, 1))]
)
def test_a_far_day_has_its_year_whatever_was_rendered_before(days: tuple[date, date]) -> None:
    renderer = Renderer()
    texts = {today: renderer.render("chat/debt/booked.txt", LINE, today=today) for today in days}
    assert "2026年12月31日" in texts[date(2025, 12, 1)]
    assert "2026年" not in texts[date(2026, 12, 1)]

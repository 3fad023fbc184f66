"""Terms said instead of a day."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.reading import Terms
from handlers.language.terms import find_terms

ROWS = (
    ("账期25天", Terms("net", 25)),
    ("账期六十天", Terms("net", 60)),
    ("账期改成90天", Terms("net", 90)),
    ("20天账期", Terms("net", 20)),
    ("账期两个月", Terms("net", 60)),
    ("账期一个半月", Terms("net", 45)),
    ("赊 5000 45天", Terms("net", 45)),
    ("现结", Terms("net", 0)),
    ("货到付款", Terms("net", 0)),
    ("月结", Terms("month_end", 0)),
    ("月结45天", Terms("month_end", 45)),
    ("月结90", Terms("month_end", 90)),
    ("每月25号结", Terms("day_of_month", 25)),
    ("每个月月底付", Terms("day_of_month", 31)),
    ("货到20天", Terms("after_event", 20, "delivery")),
    ("票到十天内", Terms("after_event", 10, "receipt_of_invoice")),
    ("开票后30天", Terms("after_event", 30, "invoice")),
    ("验收后付清", Terms("after_event", 0, "acceptance")),
    ("压一批", Terms("with_next_delivery")),
    ("款到发货", Terms("before_delivery")),
)


@pytest.mark.parametrize(("text", "terms"), ROWS)
def test_terms_are_read(text: str, terms: Terms) -> None:
    assert [span.terms for span in find_terms(text)] == [terms]


@pytest.mark.parametrize(
    "text", ["20天后还", "超过20天没付", "本月结束", "上月结余", "送了三天", "每月32号", "下个月"]
)
def test_other_words_are_no_terms(text: str) -> None:
    assert find_terms(text) == ()


def test_terms_stand_in_the_text_and_do_not_overlap() -> None:
    text = "压批，账期30天，月结"
    found = find_terms(text)
    assert [text[span.start : span.end] for span in found] == ["压批", "账期30天", "月结"]


@given(st.text(alphabet="账期月结天个周年票货到后验收付款每号压批批0135三十半 ，", max_size=20))
def test_no_row_of_words_breaks_the_search(text: str) -> None:
    end = 0
    for span in find_terms(text):
        assert end <= span.start < span.end <= len(text)
        assert span.terms.days >= 0
        end = span.end

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from ledger.errors import InvalidTerms
from ledger.interest import Rate
from ledger.rate_text import format_rate, parse_rate, percent, percent_of, yearly


@pytest.mark.parametrize("text", ["0.0005/day", "0.12/year", "0.12/year/360"])
def test_a_rate_is_read_as_it_was_written(text: str) -> None:
    assert format_rate(parse_rate(text)) == text


@pytest.mark.parametrize("text", ["", "five", "0.05/week", "0.12/year/three", "0.05/day", "-0.01/year"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(InvalidTerms):
        parse_rate(text)


def test_a_share_in_per_cent_has_no_needless_zeros() -> None:
    assert [percent(Decimal(text)) for text in ("0.0005", "0.12", "0.1")] == ["0.05", "12", "10"]


def test_a_days_rate_is_shown_as_a_years() -> None:
    assert yearly(Rate(Decimal("0.0005"), "day")) == "18.25"
    assert yearly(Rate(Decimal("0.039"))) == "3.9"


def test_a_fraction_is_shown_to_hundredths() -> None:
    assert [percent_of(Fraction(*one)) for one in ((1, 3), (1, 20), (1, 1))] == ["33.33", "5", "100"]

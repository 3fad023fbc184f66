from __future__ import annotations

from decimal import Decimal

import pytest

from ledger.errors import InvalidTerms
from ledger.interest import (
    Quotation,
    Rate,
    Segment,
    is_above_loss,
    late_fee,
    lpr_rate,
    statutory_rate,
)
from tests.ledger.rows import day

TABLE = (
    Quotation(day("2025-05-20"), Decimal("0.030")),
    Quotation(day("2024-10-21"), Decimal("0.031")),
)


def test_a_year_late_at_four_percent() -> None:
    fee = late_fee(100_000_00, day("2025-01-01"), (), until=day("2026-01-01"), rate=Rate(Decimal("0.04")))
    assert fee.fen == 4_000_00
    assert fee.segments == (Segment(day("2025-01-01"), day("2026-01-01"), 100_000_00),)


def test_the_base_of_360_days_costs_more() -> None:
    rate = Rate(Decimal("0.04"), days_in_year=360)
    fee = late_fee(100_000_00, day("2025-01-01"), (), until=day("2026-01-01"), rate=rate)
    assert fee.fen == 4_055_56


def test_a_part_payment_ends_a_segment() -> None:
    payments = ((day("2025-01-21"), 10_000_00), (day("2025-01-11"), 50_000_00))
    fee = late_fee(100_000_00, day("2025-01-01"), payments, until=day("2025-01-31"), rate=statutory_rate())
    assert [(piece.principal, piece.days) for piece in fee.segments] == [
        (100_000_00, 10),
        (50_000_00, 10),
        (40_000_00, 10),
    ]
    assert fee.fen == 500_00 + 250_00 + 200_00


def test_two_payments_on_one_day_are_one_change() -> None:
    payments = ((day("2025-01-11"), 20_00), (day("2025-01-11"), 30_00))
    fee = late_fee(100_00, day("2025-01-01"), payments, until=day("2025-01-21"), rate=statutory_rate())
    assert [piece.principal for piece in fee.segments] == [100_00, 50_00]


def test_nothing_is_due_on_the_due_day_or_before() -> None:
    for until in ("2025-01-01", "2024-12-01"):
        assert late_fee(100_00, day("2025-01-01"), (), until=day(until), rate=statutory_rate()).fen == 0


def test_money_in_time_bears_nothing_and_money_after_the_day_asked_for_is_unknown() -> None:
    payments = ((day("2024-12-30"), 60_00), (day("2025-02-01"), 40_00))
    fee = late_fee(100_00, day("2025-01-01"), payments, until=day("2025-01-11"), rate=statutory_rate())
    assert fee.segments == (Segment(day("2025-01-01"), day("2025-01-11"), 40_00),)


def test_what_is_paid_in_full_stops() -> None:
    payments = ((day("2025-01-11"), 100_00), (day("2025-01-15"), 1_00))
    fee = late_fee(100_00, day("2025-01-01"), payments, until=day("2026-01-01"), rate=statutory_rate())
    assert [piece.days for piece in fee.segments] == [10]


def test_the_lpr_is_that_of_the_breach() -> None:
    assert lpr_rate(TABLE, day("2025-05-19")).value == Decimal("0.04030")
    assert lpr_rate(TABLE, day("2025-05-20"), surcharge=Decimal("0.5")).value == Decimal("0.0450")


@pytest.mark.parametrize("surcharge", ["0.29", "0.51"])
def test_the_surcharge_has_bounds(surcharge: str) -> None:
    with pytest.raises(InvalidTerms):
        lpr_rate(TABLE, day("2026-01-01"), surcharge=Decimal(surcharge))


def test_before_the_table_there_is_no_rate() -> None:
    with pytest.raises(InvalidTerms):
        lpr_rate(TABLE, day("2024-10-20"))


@pytest.mark.parametrize(
    ("value", "per", "base"), [("0", "day", 365), ("0.1", "month", 365), ("0.1", "year", 366)]
)
def test_what_is_no_rate_cannot_be_built(value: str, per: str, base: int) -> None:
    with pytest.raises(InvalidTerms):
        Rate(Decimal(value), per, base)


def test_a_fee_above_130_percent_of_the_loss_is_warned_of() -> None:
    assert not is_above_loss(130, 100)
    assert is_above_loss(131, 100)

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from config.company import UnknownSetting, Value, load_company

SHIPPED = load_company()


def test_what_is_shipped() -> None:
    assert SHIPPED.is_on("confirmation_of_receipts") is False
    assert SHIPPED.whole("default_terms_days") == 30
    assert SHIPPED.choice("month_end_terms") == "month_end_plus"
    assert SHIPPED.fen("discount_limit_sales") == 50_00
    assert SHIPPED.day("closed_until") is None
    assert SHIPPED.at("unbooked_at") == time(17, 40)


@pytest.mark.parametrize("key", SHIPPED)
def test_every_shipped_value_reads_as_it_is_written(key: str) -> None:
    setting = SHIPPED.setting(key)
    assert setting.read(setting.write(setting.value)) == setting.value
    assert setting.description.endswith(".")


def test_the_last_layer_wins() -> None:
    company = SHIPPED.over({"unusual_factor": "3"})
    assert company.over({"unusual_factor": "10"}).whole("unusual_factor") == 10
    assert company.whole("unusual_factor") == 3
    assert SHIPPED.whole("unusual_factor") == 5


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("confirmation_of_receipts", "true", True),
        ("discount_limit_sales", "0.01", 1),
        ("discount_limit_sales", "12345678901234.5", 1234567890123450),
        ("closed_until", "2026-10-31", date(2026, 10, 31)),
        ("digest_at", "18:00", time(18)),
    ],
)
def test_a_companys_own_value_is_typed(key: str, text: str, value: Value) -> None:
    assert SHIPPED.over({key: text})[key] == value


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("confirmation_of_receipts", "maybe"),
        ("discount_limit_sales", "0.005"),
        ("discount_limit_sales", "-1"),
        ("discount_limit_sales", "NaN"),
        ("default_terms_days", "30.5"),
        ("default_terms_days", "-1"),
        ("month_end_terms", "monthly"),
        ("closed_until", "2026-02-30"),
        ("digest_at", "25:00"),
        ("payment_account", "long" * 51),
    ],
)
def test_a_value_that_is_not_allowed_is_one_sentence(key: str, text: str) -> None:
    with pytest.raises(ValueError, match=f"^{key} is '{text}'; allowed is .*[.]$"):
        SHIPPED.setting(key).read(text)


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(UnknownSetting, match="no company setting is called 'colour'"):
        SHIPPED["colour"]


def test_a_key_has_one_kind() -> None:
    with pytest.raises(TypeError, match="unusual_factor is a whole"):
        SHIPPED.choice("unusual_factor")


def test_a_file_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "defaults.toml"
    file.write_text(
        '[x]\nkind="choice"\nvalue="c"\nchoices=["a"]\nchanged_by="admin"\nscopes=[]\ndescription=""'
    )
    with pytest.raises(ValueError, match="CompanySetting"):
        load_company(file)

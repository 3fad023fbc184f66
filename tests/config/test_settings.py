from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.problems import InvalidSettings
from config.settings import PREFIX, Settings, load
from config.variables import unknown_variables, variables_of

AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def problem(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> str:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(InvalidSettings) as caught:
        load()
    (sentence,) = caught.value.problems
    return sentence


def test_nothing_set_is_the_embedded_house() -> None:
    settings = load()
    assert settings.database_url == "sqlite:///data/qingzhang.db"
    assert settings.is_embedded
    assert settings.wecom.ways_in == ()


def test_levels_are_joined_by_two_underscores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_WECOM__AGENT_ID", "1000002")
    assert load().wecom.agent_id == 1000002


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("QINGZHANG_TIMEZONE=Asia/Tokyo\nQINGZHANG_WECOM__CORP_ID=ww1\n")
    monkeypatch.setenv("QINGZHANG_TIMEZONE", "Asia/Urumqi")
    assert load().zone.key == "Asia/Urumqi"
    assert load().wecom.corp_id == "ww1"


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_WECOM__AGENT_ID", "")
    assert load().wecom.agent_id is None


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgres_is_always_spoken_to_by_psycopg_3(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setenv("QINGZHANG_DATABASE_URL", f"{scheme}://u@h/d")
    assert load().database_url == "postgresql+psycopg://u@h/d"
    assert not load().is_embedded


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("TIMEZONE", "Mars", "is 'Mars'; allowed is an IANA zone name such as Asia/Shanghai."),
        ("TIMEZONE", "../../etc", "is '../../etc'; allowed is an IANA zone name such as Asia/Shanghai."),
        ("WECOM__AGENT_ID", "x", "is 'x'; allowed is a whole number."),
        ("WECOM__AGENT_ID", "0", "is '0'; allowed is a number above 0."),
        ("WECOM__AES_KEY", "short", "is set (5 characters); allowed is 43 characters of base64."),
        ("WECOM__TOKEN", "a b", "is set (3 characters); allowed is 1 to 32 characters without a space."),
        ("LOG_LEVEL", "loud", "is 'LOUD'; allowed is one of 'DEBUG', 'INFO', 'WARNING' or 'ERROR'."),
        ("WECOM", "{broken", "cannot be set as a whole; allowed is to set its parts, such as"),
    ],
)
def test_a_wrong_variable_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    assert problem(monkeypatch, name, value).startswith(f"{PREFIX}{name} {sentence}")


@pytest.mark.parametrize("variable", [v for v in variables_of(Settings, PREFIX) if v.is_secret])
def test_no_secret_is_shown_when_it_is_wrong(monkeypatch: pytest.MonkeyPatch, variable: object) -> None:
    monkeypatch.setenv(getattr(variable, "name", ""), "hunter2 \n,")
    try:
        shown = repr(load())
    except InvalidSettings as error:
        shown = str(error)
    assert "hunter2" not in shown


def test_all_wrong_variables_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_WECOM__AGENT_ID", "x")
    assert "TIMEZONE" in "".join(_problems(monkeypatch, "TIMEZONE", "Mars"))
    assert len(_problems(monkeypatch, "TIMEZONE", "Mars")) == 2


def _problems(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> tuple[str, ...]:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(InvalidSettings) as caught:
        load()
    return caught.value.problems


def test_only_the_simulator_has_a_clock_that_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "only the simulator" in problem(monkeypatch, "NOW", "2026-12-01T09:00:00+08:00")
    assert load(simulator=True).now == datetime(2026, 12, 1, 1, tzinfo=UTC)


def test_a_time_without_offset_is_in_the_company_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_TIMEZONE", "Asia/Tokyo")
    monkeypatch.setenv("QINGZHANG_NOW", "2026-12-01T09:00")
    assert load(simulator=True).now == datetime(2026, 12, 1, 0, tzinfo=UTC)


def test_a_bot_alone_is_reachable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_WECOM__BOT_ID", "bot")
    monkeypatch.setenv("QINGZHANG_WECOM__BOT_SECRET", "secret")
    wecom = load().wecom
    assert wecom.has_bot_connection
    assert wecom.ways_in
    assert not wecom.may_receive


def test_the_app_receives_with_three_values(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"CORP_ID": "ww1", "TOKEN": "QDG6eK", "AES_KEY": AES_KEY}.items():
        assert not load().wecom.may_receive
        monkeypatch.setenv(f"QINGZHANG_WECOM__{name}", value)
    assert load().wecom.may_receive
    assert not load().wecom.may_send


def test_a_slip_of_the_pen_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_WECOM__CORPID", "ww1")
    monkeypatch.setenv("QINGZHANG_TEST_PROFILE", "ci")
    assert unknown_variables(variables_of(Settings, PREFIX), PREFIX) == ["QINGZHANG_WECOM__CORPID"]


def test_a_slip_of_the_pen_in_the_file_is_found(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("QINGZHANG_REDIS=redis://x\nQINGZHANG_TIMEZONE=Asia/Shanghai\nHOME=/x\n")
    found = unknown_variables(variables_of(Settings, PREFIX), PREFIX, tmp_path / ".env")
    assert found == ["QINGZHANG_REDIS"]


def test_every_variable_is_described() -> None:
    assert [v.name for v in variables_of(Settings, PREFIX) if not v.description] == []

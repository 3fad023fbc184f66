"""The `read` command's lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from bot.cli_read import read
from handlers.language.contract import answer_line, line_of

NOW = "2026-12-03T10:00:00+08:00"
app = typer.Typer()
app.command()(read)


def line(text: str, **more: Any) -> dict[str, Any]:
    return {
        "text": text,
        "now": NOW,
        "speaker_role": "sales",
        "known_customers": ["青禾建材", "顾九"],
        **more,
    }


def test_a_certain_debt() -> None:
    out = answer_line(line("青禾欠5000.50 月底"), lambda question: question.kind)
    record = {"intent": "record_debt", "customer": "青禾建材", "amount": "5000.5", "due_date": "2026-12-31"}
    assert {key: out[key] for key in record} == record
    assert (out["records"], out["question"]) == ([record], None)


def test_a_doubtful_message_has_no_records() -> None:
    out = answer_line(line("青禾 5000"), lambda question: question.kind)
    assert (out["intent"], out["amount"], out["records"], out["question"]) == (
        "ambiguous",
        "5000",
        [],
        "debt_or_payment",
    )


def test_a_customer_may_come_with_aliases() -> None:
    known = [{"name": "青禾建材", "aliases": ["大青"]}]
    out = answer_line(line("大青还了300", known_customers=known), lambda question: question.kind)
    assert out["customer"] == "青禾建材"


def test_days_are_iso_and_periods_are_extra() -> None:
    out = answer_line(line("下周到期的"), lambda question: question.kind)
    assert (out["extra"]["from"], out["extra"]["to"]) == ("2026-12-07", "2026-12-13")


@pytest.mark.parametrize("wrong", [{"text": 5}, {"now": "2026-12-03"}, {"known_customers": [3]}])
def test_a_wrong_line_says_which_key(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        line_of(line("青禾") | wrong)


def test_a_stream_keeps_its_order_and_survives_a_wrong_line(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(
        "\n".join([json.dumps(line("青禾欠几千")), "{", json.dumps(line("谢谢"))]), encoding="utf-8"
    )
    result = CliRunner().invoke(app, ["--jsonl", str(path)])
    first, second, third = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 1
    assert first["question"] == "没记。“几千”是多少钱？\n发个准数，如 230"
    assert second["error"].startswith("line 2")
    assert third["intent"] == "none"


def test_read_alone_explains_itself() -> None:
    result = CliRunner().invoke(app, ["--customer", "青禾建材", "--now", NOW, "青禾欠5000 月底"])
    assert result.exit_code == 0
    assert "record_debt" in result.stdout
    assert "2026-12-31" in result.stdout


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("青禾 5000", "没听准。青禾建材 5,000\n1 欠的，记一笔 2 收到的"),
        ("青禾欠三五千", "没记。“三五千”到底多少？\n发个准数，如 5,000"),
        ("青禾欠5000 大写叁仟元整", "没记。数字和大写不一样：\n1 5,000.00 2 3,000.00"),
    ],
)
def test_the_asking_is_short(text: str, sentence: str) -> None:
    result = CliRunner().invoke(app, ["--customer", "青禾建材", "--now", NOW, "--json", text])
    asked = json.loads(result.stdout)["question"]
    assert asked == sentence
    assert len(asked.splitlines()) <= 4

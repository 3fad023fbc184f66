from __future__ import annotations

import ast
import io
import json
import logging
from typing import Any

import pytest
import structlog

from config.log import configure, hide_in_text, is_confidential
from tests.house.tree import name_of, python_files, tree_of


@pytest.fixture
def stream() -> io.StringIO:
    stream = io.StringIO()
    configure(level="INFO", stream=stream)
    return stream


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_json_away_from_a_terminal(stream: io.StringIO) -> None:
    structlog.get_logger("bot.dispatcher").info("booked", number=1027)
    (line,) = lines(stream)
    assert (line["event"], line["number"], line["level"]) == ("booked", 1027, "info")
    assert line["timestamp"].endswith("Z")


def test_a_terminal_gets_a_line_for_people(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO) -> None:
    monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    configure(stream=stream)
    structlog.get_logger("bot").info("booked")
    assert "booked" in stream.getvalue()
    assert not stream.getvalue().startswith("{")


def test_the_standard_library_passes_the_same_way(stream: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").info("customer %s called", "13812345678")
    assert lines(stream)[0]["event"] == "customer 138****5678 called"


@pytest.mark.parametrize(
    "name", ["secret", "bot_aes_key", "Authorization", "text", "amount", "outstanding_fen"]
)
def test_what_is_confidential_is_withheld(stream: io.StringIO, name: str) -> None:
    structlog.get_logger("bot").info("received", **{name: "hunter2"}, nested=[{name: 1200000}])
    assert lines(stream)[0][name] == "[withheld]"
    assert lines(stream)[0]["nested"] == [{name: "[withheld]"}]


def test_a_traceback_is_redacted_and_shows_no_values(stream: io.StringIO) -> None:
    aes_key = "hunter2"
    try:
        raise ValueError(f"key of {len(aes_key)}, customer 13812345678")
    except ValueError:
        structlog.get_logger("bot").exception("failed")
    assert "138****5678" in lines(stream)[0]["exception"]
    assert "hunter2" not in stream.getvalue()


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("call 13812345678", "call 138****5678"),
        ("id 4613812345678901", "id 4613812345678901"),
        ("postgresql://qz:hunter2@db/qz", "postgresql://***@db/qz"),
        ("GET /cgi-bin/x?access_token=abc&debug=1", "GET /cgi-bin/x?access_token=***&debug=1"),
        ("/webhook/send?key=abc", "/webhook/send?key=***"),
        ("errcode=40014", "errcode=40014"),
        (
            "the address was refused (550 <liu.jie@qq.com> is full)",
            "the address was refused (550 <l***@qq.com> is full)",
        ),
        ("duplicate key\nDETAIL:  Key (name)=(永盛) exists.", "duplicate key\nDETAIL: ***"),
    ],
)
def test_text_is_hidden_where_it_must_be(text: str, hidden: str) -> None:
    assert hide_in_text(text) == hidden


def test_a_number_that_is_a_phone_is_hidden(stream: io.StringIO) -> None:
    structlog.get_logger("bot").info("seen", who=13812345678, count=3, ok=True)
    line = lines(stream)[0]
    assert (line["who"], line["count"], line["ok"]) == ("138****5678", 3, True)


def test_no_line_of_ours_names_what_would_be_withheld() -> None:
    found = [
        f"{name_of(path)}: {keyword.arg}"
        for path in python_files("bot", "handlers", "storage")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("_log.", "log."))
        for keyword in node.keywords
        if is_confidential(keyword.arg)
    ]
    assert found == []


def test_lines_below_the_level_are_left_out(stream: io.StringIO) -> None:
    structlog.get_logger("bot").debug("detail")
    logging.getLogger("httpx").info("HTTP Request")
    assert stream.getvalue() == ""

"""Chats of groups from the command line."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import build
from bot.commands.database import open_books
from config.settings import PREFIX
from storage.unit_of_work import UnitOfWork


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(PREFIX + "DATABASE_URL", f"sqlite:///{tmp_path}/books.db")
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(build(["groups"]), ["groups", *arguments])
    return done.exit_code, done.output


def heard(uow: UnitOfWork, *, key: str, chat_id: str) -> None:
    uow.inbox.add(channel="aibot", key=key, sender="zhou", chat_id=chat_id, text="永盛欠多少")


def test_a_chat_of_the_bot_is_set_listed_and_taken_back(home: Path) -> None:
    assert run("sales", "--bot-chat", "wr1") == (0, "sales: aibot wr1\n")
    assert run() == (0, "sales: aibot wr1\nfinance: nothing\nmanager: nothing\n")
    assert run("sales", "--bot-chat", "") == (0, "sales: nothing\n")


def test_a_chat_that_the_bot_was_called_in_is_named_until_it_stands_for_a_group(home: Path) -> None:
    run()
    with open_books() as books:
        for key, chat_id in (("1", "wr1"), ("2", "wr1"), ("3", "")):
            asyncio.run(books.write(partial(heard, key=key, chat_id=chat_id)))
    assert run()[1].splitlines()[3:] == ["the bot was called in wr1, which stands for no group"]
    run("sales", "--bot-chat", "wr1")
    assert run()[1].splitlines()[3:] == []


def test_a_group_that_does_not_exist_is_wrong_usage(home: Path) -> None:
    assert run("everybody", "--bot-chat", "wr1")[0] == 2
    assert run("--bot-chat", "wr1")[0] == 2


def test_without_an_app_no_chat_can_be_made(home: Path) -> None:
    assert run("sales", "--make") == (1, "A chat needs a self-built app and two --member.\n")

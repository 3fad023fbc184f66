"""Each way out sends each kind of message as its page has it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.channels.app_chat import AppChat
from bot.channels.app_message import AppMessage
from bot.channels.channel import Channel
from bot.channels.group_robot import GroupRobot
from bot.outgoing import Kind, Outgoing
from bot.wecom.outcomes import Later, Refused, Sent
from bot.wecom.wire import Wire
from tests.bot.wecom.platform import OK, Platform, client

UPLOADED: dict[str, Any] = {"errcode": 0, "media_id": "m-1"}
GONE: dict[str, Any] = {"errcode": 40007, "errmsg": "invalid media_id"}
PICTURE = Outgoing(kind=Kind.IMAGE, path="pictures/a.png")
FILE = Outgoing(kind=Kind.FILE, path="pictures/a.png", name="对账单.png")
BUTTONS = Outgoing(kind=Kind.CARD, card={"card_type": "button_interaction"}, text="1 记 2 不记")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data" / "pictures").mkdir(parents=True)
    (tmp_path / "data" / "pictures" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n...")
    (tmp_path / "secret").write_bytes(b"not to be sent")
    return tmp_path / "data"


def app(platform: Platform, folder: Path) -> Channel:
    return AppMessage(client(platform), folder)


def app_chat(platform: Platform, folder: Path) -> Channel:
    return AppChat(client(platform), folder)


def robot(platform: Platform, folder: Path) -> Channel:
    http = httpx.AsyncClient(transport=httpx.MockTransport(platform))
    return GroupRobot(Wire(http, base_url="https://wecom.test"), SecretStr("key"), folder)


async def test_the_app_sends_markdown_and_cards_with_the_duplicate_check(folder: Path) -> None:
    platform = Platform()
    await app(platform, folder).send("zhou", Outgoing(kind=Kind.MARKDOWN, text="# 日报"))
    assert platform.body()["markdown"] == {"content": "# 日报"}
    await app(platform, folder).send("zhou", BUTTONS)
    body = platform.body()
    assert body["template_card"] == {"card_type": "button_interaction"}
    assert (body["msgtype"], body["touser"], body["enable_duplicate_check"]) == ("template_card", "zhou", 1)


@pytest.mark.parametrize(("message", "kind"), [(PICTURE, "image"), (FILE, "file")])
async def test_the_app_uploads_pictures_and_files(folder: Path, message: Outgoing, kind: str) -> None:
    platform = Platform(UPLOADED, OK)
    assert isinstance(await app(platform, folder).send("zhou", message), Sent)
    upload, _ = platform.requests
    assert upload.url.params["type"] == kind
    assert f'filename="{message.name or "a.png"}"'.encode() in upload.content
    assert platform.body()[kind] == {"media_id": "m-1"}


async def test_a_chat_of_the_app_shows_the_text_of_a_card(folder: Path) -> None:
    platform = Platform()
    await app_chat(platform, folder).send("chat1", BUTTONS)
    assert platform.requests[0].url.path == "/cgi-bin/appchat/send"
    assert platform.body() == {"chatid": "chat1", "msgtype": "text", "text": {"content": "1 记 2 不记"}}


async def test_a_chat_of_the_app_mentions_people(folder: Path) -> None:
    platform = Platform()
    await app_chat(platform, folder).send("chat1", Outgoing(text="到期", mentions=("zhou",)))
    assert platform.body()["text"] == {"content": "到期", "mentioned_list": ["zhou"]}


async def test_a_robot_sends_every_kind(folder: Path) -> None:
    platform = Platform(OK, OK, OK, UPLOADED, OK)
    way = robot(platform, folder)
    notice = Outgoing(kind=Kind.CARD, card={"card_type": "text_notice"})
    for message in (
        Outgoing(text="到期"),
        Outgoing(kind=Kind.MARKDOWN, text="# 日报"),
        PICTURE,
        FILE,
        notice,
    ):
        assert isinstance(await way.send("sales", message), Sent)
    kinds = [json.loads(r.content)["msgtype"] for r in platform.requests if "upload" not in r.url.path]
    assert kinds == ["text", "markdown", "image", "file", "template_card"]


@pytest.mark.parametrize("path", ["../secret", "/etc/hostname", "pictures/none.png", "pictures"])
@pytest.mark.parametrize("way", [app, robot])
async def test_no_file_leaves_from_elsewhere(folder: Path, path: str, way: Any) -> None:
    platform = Platform()
    outcome = await way(platform, folder).send("zhou", Outgoing(kind=Kind.FILE, path=path))
    assert isinstance(outcome, Refused)
    assert platform.requests == []


@pytest.mark.parametrize("way", [app, app_chat, robot])
async def test_a_file_that_the_platform_has_forgotten_is_uploaded_again(folder: Path, way: Any) -> None:
    platform = Platform(UPLOADED, GONE, UPLOADED, OK)
    channel = way(platform, folder)
    assert isinstance(await channel.send("zhou", FILE), Later)
    assert isinstance(await channel.send("zhou", FILE), Sent)

"""What a robot puts on the wire."""

from __future__ import annotations

import base64
import hashlib

import httpx
import pytest
from pydantic import SecretStr

from bot.wecom.outcomes import Later, Refused, Sent, Unsure
from bot.wecom.robot import Robot
from bot.wecom.wire import Wire
from tests.bot.wecom.platform import OK, Platform, Reply

KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
TABLE = "|客户|欠|\n|:--|--:|\n|永盛|1.2万|"


def robot(platform: Platform) -> Robot:
    http = httpx.AsyncClient(transport=httpx.MockTransport(platform))
    return Robot(Wire(http, base_url="https://wecom.test"), SecretStr(KEY))


async def test_a_text_names_whom_it_is_for_and_needs_no_token() -> None:
    platform = Platform()
    assert await robot(platform).text("永盛到期", ["zhou", "@all"]) == Sent(message_id="M1")
    assert platform.requests[0].url == f"https://wecom.test/cgi-bin/webhook/send?key={KEY}"
    text = {"content": "永盛到期", "mentioned_list": ["zhou", "@all"]}
    assert platform.body() == {"msgtype": "text", "text": text}
    assert platform.gettokens == 0


@pytest.mark.parametrize(
    ("content", "kind"), [("# 日报\n<@zhou>", "markdown"), (TABLE, "markdown_v2"), ("a|b|c", "markdown")]
)
async def test_only_a_table_is_markdown_v2(content: str, kind: str) -> None:
    platform = Platform()
    await robot(platform).markdown(content)
    assert platform.body() == {"msgtype": kind, kind: {"content": content}}


async def test_the_md5_of_a_picture_is_of_its_raw_bytes() -> None:
    platform, png = Platform(), b"\x89PNG\r\n\x1a\n" + bytes(100)
    await robot(platform).image(png)
    image = platform.body()["image"]
    assert base64.b64decode(image["base64"]) == png
    assert image["md5"] == hashlib.md5(png, usedforsecurity=False).hexdigest()


async def test_a_file_is_uploaded_with_its_name_and_then_sent() -> None:
    platform = Platform({"errcode": 0, "media_id": "m-1"}, OK)
    assert await robot(platform).file("永盛对账单.xlsx", b"123456") == Sent(message_id="M1")
    upload = platform.requests[0]
    assert (upload.url.path, upload.url.params["type"]) == ("/cgi-bin/webhook/upload_media", "file")
    assert 'filename="永盛对账单.xlsx"'.encode() in upload.content
    assert platform.body() == {"msgtype": "file", "file": {"media_id": "m-1"}}


@pytest.mark.parametrize("card_type", ["text_notice", "news_notice"])
async def test_a_notice_is_a_card_that_a_robot_may_show(card_type: str) -> None:
    platform = Platform()
    await robot(platform).card({"card_type": card_type})
    assert platform.body() == {"msgtype": "template_card", "template_card": {"card_type": card_type}}


async def test_a_card_with_buttons_is_refused_before_the_wire() -> None:
    platform = Platform()
    assert isinstance(await robot(platform).card({"card_type": "button_interaction"}), Refused)
    assert platform.requests == []


async def test_what_the_platform_would_cut_is_refused_before_the_wire() -> None:
    platform, speaking = Platform(), robot(Platform())
    assert isinstance(await speaking.text("账" * 683), Refused)
    assert isinstance(await speaking.markdown("账" * 1_366), Refused)
    assert isinstance(await speaking.image(bytes(2 * 1024 * 1024 + 1)), Refused)
    assert isinstance(await speaking.file("a", b"12345"), Refused)
    assert isinstance(await speaking.text(" \n"), Refused)
    assert platform.requests == []


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"errcode": 45009, "errmsg": "api freq out of limit"}, Later),
        ({"errcode": 93000, "errmsg": "invalid webhook url"}, Refused),
        (httpx.ConnectError("c"), Later),
        (httpx.ReadTimeout("r"), Unsure),
        (httpx.Response(502), Unsure),
        (httpx.Response(200, text="<html>"), Unsure),
    ],
)
async def test_what_came_of_it_is_a_value(answer: Reply, kind: type) -> None:
    assert isinstance(await robot(Platform(answer)).text("到期"), kind)


async def test_a_removed_robot_is_a_broken_channel() -> None:
    outcome = await robot(Platform({"errcode": 93000, "errmsg": "x"})).text("到期")
    assert isinstance(outcome, Refused)
    assert outcome.channel_broken


async def test_an_upload_without_an_answer_may_be_repeated() -> None:
    assert isinstance(await robot(Platform(httpx.ReadTimeout("r"))).file("a.xlsx", b"123456"), Later)
    assert isinstance(await robot(Platform({"errcode": 0})).file("a.xlsx", b"123456"), Later)


async def test_the_key_is_in_no_repr() -> None:
    assert KEY not in repr(vars(robot(Platform())))

"""The simulated platform answers as Tencent's does; the service's own client is what asks."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.wecom.outcomes import Media, Refused, Sent, Uploaded
from tests.bot.simulator.played import Played

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


def message(**changes: object) -> bytes:
    whole = {
        "touser": "laozhou",
        "msgtype": "text",
        "agentid": 1000002,
        "text": {"content": "你好"},
    } | changes
    return json.dumps(whole, ensure_ascii=False).encode()


async def test_a_text_appears_in_the_chat_of_its_person(still: Played) -> None:
    assert isinstance(await still.client().send_text("laozhou", "永盛 12,000\n到期了"), Sent)
    assert [bubble.text for bubble in still.pushed("laozhou")] == ["永盛 12,000\n到期了"]
    assert still.simulator.platform.chats.unread() == {"laozhou": 1}


async def test_who_is_unknown_is_named_in_lower_case_and_the_others_get_it(still: Played) -> None:
    answer = await still.send(message(touser="laozhou|Nobody"))
    assert (answer["errcode"], answer["invaliduser"]) == (0, "nobody")
    assert len(still.pushed("laozhou")) == 1


async def test_nobody_known_is_81013(still: Played) -> None:
    outcome = await still.client().send_text("nobody", "你好")
    assert isinstance(outcome, Refused)
    assert outcome.errcode == 81013


@pytest.mark.parametrize(
    ("content", "errcode"),
    [
        (b"not json", 47001),
        (b"[]", 47001),
        (message(agentid=7), 40056),
        (message(msgtype="poem"), 40008),
        (message(text={"content": " "}), 44004),
        (message(touser=""), 81013),
        (json.dumps({"text": "\u4f60"}).encode(), 40033),
    ],
)
async def test_what_is_wrong_with_a_message_has_tencents_number(
    still: Played, content: bytes, errcode: int
) -> None:
    assert (await still.send(content))["errcode"] == errcode


async def test_a_wrong_token_is_40014_and_none_is_41001(still: Played) -> None:
    assert (await still.send(message(), token="made-up"))["errcode"] == 40014
    assert (await still.send(message(), token=""))["errcode"] == 41001


@pytest.mark.parametrize(
    ("asked", "errcode"),
    [
        ({"corpid": "other", "corpsecret": "x"}, 40013),
        ({"corpid": "wwsimulated000001", "corpsecret": "x"}, 40001),
    ],
)
async def test_a_wrong_secret_gets_no_token(still: Played, asked: dict[str, str], errcode: int) -> None:
    answer = await still.http.get("/simulator/wecom/cgi-bin/gettoken", params=asked)
    assert answer.json()["errcode"] == errcode


async def test_a_token_is_the_same_until_it_ends_after_two_hours(still: Played) -> None:
    first = await still.token()
    await still.simulator.clock.advance(timedelta(seconds=7100))
    assert await still.token() == first
    await still.simulator.clock.advance(timedelta(seconds=200))
    assert (await still.send(message(), token=first))["errcode"] == 42001
    assert await still.token() != first


async def test_the_client_gets_over_a_token_that_was_taken_back(still: Played) -> None:
    client = still.client()
    await client.send_text("laozhou", "一")
    still.simulator.platform.tokens.revoke()
    assert isinstance(await client.send_text("laozhou", "二"), Sent)
    assert [bubble.text for bubble in still.pushed("laozhou")] == ["一", "二"]


async def test_a_long_text_is_cut_at_2048_bytes_without_a_word(still: Played) -> None:
    answer = await still.send(message(text={"content": "a" + "账" * 700}))
    assert answer["errcode"] == 0
    assert still.pushed("laozhou")[0].text == "a" + "账" * 682


async def test_the_31st_in_a_minute_is_accepted_and_dropped(still: Played) -> None:
    for number in range(31):
        assert (await still.send(message(text={"content": str(number)})))["errcode"] == 0
    assert [bubble.text for bubble in still.pushed("laozhou")][-1] == "29"
    assert still.simulator.platform.quotas.dropped == {"laozhou": 1}
    await still.simulator.clock.advance(timedelta(minutes=1))
    await still.send(message(text={"content": "later"}))
    assert still.pushed("laozhou")[-1].text == "later"


async def test_a_member_gets_a_thousand_an_hour(still: Played) -> None:
    quotas, now = still.simulator.platform.quotas, still.simulator.clock.now()
    admitted = [quotas.admits("laozhou", now + timedelta(seconds=3 * n)) for n in range(1_100)]
    assert admitted == [True] * 1_000 + [False] * 100
    assert quotas.admits("laozhou", now + timedelta(hours=1, seconds=1))


async def test_the_same_request_in_half_an_hour_is_delivered_once(still: Played) -> None:
    client = still.client()
    for minutes in (0, 29, 2):
        await still.simulator.clock.advance(timedelta(minutes=minutes))
        assert isinstance(await client.send_text("laozhou", "同一句"), Sent)
    assert len(still.pushed("laozhou")) == 2


async def test_without_the_duplicate_check_both_are_delivered(still: Played) -> None:
    for _ in range(2):
        await still.client().send_text("laozhou", "同一句", duplicate_seconds=0)
    assert len(still.pushed("laozhou")) == 2


async def test_a_picture_is_kept_three_days(still: Played) -> None:
    client = still.client()
    uploaded = await client.upload_media("image", "送货单.png", PNG)
    assert isinstance(uploaded, Uploaded)
    found = await client.get_media(uploaded.media_id)
    assert isinstance(found, Media)
    assert (found.content, found.filename) == (PNG, "送货单.png")
    await still.simulator.clock.advance(timedelta(days=3))
    gone = await client.get_media(uploaded.media_id)
    assert isinstance(gone, Refused)
    assert gone.errcode == 40007


async def test_a_file_of_no_known_kind_or_size_is_refused(still: Played) -> None:
    query = {"access_token": await still.token(), "type": "poem"}
    path = "/simulator/wecom/cgi-bin/media/upload"
    answers = [
        await still.http.post(path, params=query, files={"media": ("a", PNG)}),
        await still.http.post(path, params=query | {"type": "image"}, files={"media": ("a", b"12345")}),
        await still.http.post(path, params=query | {"type": "image"}),
    ]
    assert [answer.json()["errcode"] for answer in answers] == [40004, 40006, 41005]

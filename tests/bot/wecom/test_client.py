import asyncio
import logging

import httpx
import pytest

from bot.wecom.client import App, Client
from bot.wecom.outcomes import Later, Media, Refused, Sent, Unsure, Uploaded
from tests.bot.wecom.platform import APP, OK, Platform, Reply, client

INVALID_TOKEN = {"errcode": 40014, "errmsg": "invalid access_token"}


async def test_a_text_is_sent_as_utf8_with_the_duplicate_check() -> None:
    platform = Platform()
    outcome = await client(platform).send_text("Wang", "张三建材 ￥1,200")
    assert outcome == Sent(message_id="M1")
    assert "张三建材 ￥1,200".encode() in platform.requests[0].content
    assert platform.body() == {
        "touser": "Wang",
        "msgtype": "text",
        "agentid": 218,
        "text": {"content": "张三建材 ￥1,200"},
        "enable_duplicate_check": 1,
        "duplicate_check_interval": 1800,
    }


async def test_the_duplicate_check_can_be_turned_off_for_answers_that_may_repeat() -> None:
    platform = Platform()
    await client(platform).send_text("Wang", "好的", duplicate_seconds=0)
    assert "enable_duplicate_check" not in platform.body()


async def test_control_characters_do_not_become_escapes() -> None:
    platform = Platform()
    await client(platform).send_text("Wang", "a\x00\x0b\ud800b")
    assert platform.body()["text"] == {"content": "ab"}


async def test_twenty_sends_at_once_fetch_one_token() -> None:
    platform = Platform()
    sending = client(platform)
    outcomes = await asyncio.gather(*(sending.send_text("Wang", f"{n}") for n in range(20)))
    assert outcomes == [Sent(message_id="M1")] * 20
    assert (platform.gettokens, len(platform.requests)) == (1, 20)


async def test_a_refused_token_is_renewed_once() -> None:
    platform = Platform(INVALID_TOKEN, OK)
    assert await client(platform).send_text("Wang", "x") == Sent(message_id="M1")
    assert platform.tokens_used == ["T1", "T2"]


@pytest.mark.parametrize("code", [40014, 42001, 40001])
async def test_a_platform_that_refuses_every_token_gets_two_sends_and_no_third(code: int) -> None:
    platform = Platform({"errcode": code, "errmsg": ""})
    outcome = await client(platform).send_text("Wang", "x")
    assert isinstance(outcome, Refused)
    assert (outcome.errcode, outcome.channel_broken) == (code, True)
    assert (len(platform.requests), platform.gettokens) == (2, 2)


async def test_twenty_sends_whose_token_is_refused_renew_it_once() -> None:
    platform, all_sent = Platform(), asyncio.Barrier(20)

    async def refusing(request: httpx.Request) -> httpx.Response:
        answer = await platform(request)
        if request.url.params.get("access_token") != "T1":
            return answer
        await all_sent.wait()
        return httpx.Response(200, json=INVALID_TOKEN)

    sending = client(refusing)
    outcomes = await asyncio.gather(*(sending.send_text("Wang", f"{n}") for n in range(20)))
    assert set(outcomes) == {Sent(message_id="M1")}
    assert (platform.gettokens, len(platform.requests)) == (2, 40)


async def test_a_token_is_renewed_shortly_before_its_end() -> None:
    now, platform = [0.0], Platform()
    sending = client(platform, now=lambda: now[0])
    for now[0] in (0.0, 6_899.0, 6_901.0):
        await sending.send_text("Wang", "x")
    assert platform.tokens_used == ["T1", "T1", "T2"]


async def test_users_who_were_not_reached_are_named_as_the_caller_wrote_them() -> None:
    platform = Platform(OK | {"invaliduser": "liSI", "unlicenseduser": "zhao"})
    outcome = await client(platform).send_text("Wang|LiSi|Zhao", "x")
    assert outcome == Sent(message_id="M1", failed=("LiSi", "Zhao"))


@pytest.mark.parametrize("field", ["invaliduser", "unlicenseduser"])
async def test_reaching_nobody_is_a_refusal_though_the_errcode_is_0(field: str) -> None:
    outcome = await client(Platform(OK | {field: "wang"})).send_text("Wang", "x")
    assert isinstance(outcome, Refused)
    assert (outcome.errcode, outcome.channel_broken) == (81013, False)


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ReadTimeout("t"),
        httpx.WriteTimeout("t"),
        httpx.ReadError("t"),
        httpx.RemoteProtocolError("t"),
        httpx.Response(502),
        httpx.Response(504, json=OK),
        httpx.Response(200, text="<html>login to the hotel's network</html>"),
        httpx.Response(200, json=[]),
        httpx.Response(200, content=b"\x1f\x8b", headers={"content-encoding": "br"}),
    ],
)
async def test_a_send_without_a_certain_answer_is_unsure_and_not_repeated(failure: Reply) -> None:
    platform = Platform(failure)
    assert isinstance(await client(platform).send_text("Wang", "x"), Unsure)
    assert len(platform.requests) == 1


@pytest.mark.parametrize(
    "failure", [httpx.ConnectError("c"), httpx.ConnectTimeout("c"), httpx.PoolTimeout("c")]
)
async def test_a_send_that_was_never_written_comes_later(failure: Reply) -> None:
    outcome = await client(Platform(failure)).send_text("Wang", "x")
    assert isinstance(outcome, Later)


@pytest.mark.parametrize(
    ("answer", "after"), [({"errcode": 45009}, 60), ({"errcode": -1}, 2), (httpx.Response(429), 60)]
)
async def test_a_busy_platform_is_left_alone_for_a_while(answer: Reply, after: int) -> None:
    platform = Platform(answer)
    outcome = await client(platform).send_text("Wang", "x")
    assert isinstance(outcome, Later)
    assert (outcome.after, len(platform.requests)) == (after, 1)


@pytest.mark.parametrize(("code", "broken"), [(60020, True), (40201, False), (987654, False)])
async def test_a_refusal_says_whether_the_channel_is_broken(code: int, broken: bool) -> None:
    outcome = await client(Platform({"errcode": code, "errmsg": "hint: [1]"})).send_text("Wang", "x")
    assert isinstance(outcome, Refused)
    assert outcome.channel_broken is broken
    assert "hint: [1]" in outcome.reason


@pytest.mark.parametrize(("text", "code"), [("", 44004), (" \n\x00", 44004), ("欠" * 683, 45002)])
async def test_an_empty_text_and_one_that_would_be_cut_stay_here(text: str, code: int) -> None:
    platform = Platform()
    outcome = await client(platform).send_text("Wang", text)
    assert isinstance(outcome, Refused)
    assert (outcome.errcode, platform.requests) == (code, [])


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"errcode": 40001, "errmsg": "invalid credential"}, Refused),
        ({"errcode": 40013}, Refused),
        (httpx.Response(404), Refused),
        ({"errcode": -1}, Later),
        ({"errcode": 0}, Later),
        (httpx.Response(500), Later),
        (httpx.ReadTimeout("t"), Later),
    ],
)
async def test_without_a_token_nothing_is_sent(answer: Reply, kind: type) -> None:
    platform = Platform(gettoken=answer)
    assert isinstance(await client(platform).send_text("Wang", "x"), kind)
    assert platform.requests == []


async def test_a_platform_that_never_ends_its_answer_is_given_up() -> None:
    async def silent(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    http = httpx.AsyncClient(transport=httpx.MockTransport(silent))
    assert isinstance(await Client(http, APP, call_seconds=0.01).token(), Later)


async def test_every_request_has_time_limits() -> None:
    platform = Platform()
    await client(platform).send_text("Wang", "x")
    assert all(platform.requests[0].extensions["timeout"].values())


async def test_a_file_is_uploaded_under_its_chinese_name() -> None:
    platform = Platform({"errcode": 0, "media_id": "m1"})
    outcome = await client(platform).upload_media("file", "六月对账单.xlsx", b"123456")
    assert outcome == Uploaded(media_id="m1")
    assert 'filename="六月对账单.xlsx"'.encode() in platform.requests[0].content
    assert platform.requests[0].url.params["type"] == "file"


@pytest.mark.parametrize(("kind", "size"), [("file", 5), ("voice", 2 * 1024 * 1024 + 1), ("image", 0)])
async def test_a_file_of_an_impossible_size_is_not_uploaded(kind: str, size: int) -> None:
    platform = Platform()
    assert isinstance(await client(platform).upload_media(kind, "x", b"x" * size), Refused)
    assert platform.requests == []


@pytest.mark.parametrize("answer", [httpx.ReadTimeout("t"), {"errcode": 0}, {"errcode": -1}])
async def test_an_upload_in_doubt_may_be_repeated(answer: Reply) -> None:
    assert isinstance(await client(Platform(answer)).upload_media("file", "x", b"123456"), Later)


async def test_a_picture_is_fetched_with_its_type_and_name() -> None:
    headers = {"content-type": "image/jpeg", "content-disposition": 'attachment; filename="a.jpg"'}
    platform = Platform(httpx.Response(200, content=b"\xff\xd8", headers=headers))
    fetched = await client(platform).get_media("m1")
    assert fetched == Media(content=b"\xff\xd8", content_type="image/jpeg", filename="a.jpg")
    assert platform.requests[0].url.params["media_id"] == "m1"


async def test_a_json_file_is_a_file_and_not_an_errcode() -> None:
    headers = {
        "content-type": "application/json",
        "content-disposition": "attachment; filename*=UTF-8''%E8%B4%A6.json",
    }
    platform = Platform(httpx.Response(200, content=b'{"errcode": 40014}', headers=headers))
    fetched = await client(platform).get_media("m1")
    assert isinstance(fetched, Media)
    assert (fetched.filename, len(platform.requests)) == ("账.json", 1)


async def test_a_medium_over_the_limit_is_refused_and_not_cut() -> None:
    outcome = await client(Platform(httpx.Response(200, content=b"x" * 11))).get_media("m1", limit_bytes=10)
    assert isinstance(outcome, Refused)


@pytest.mark.parametrize(("answer", "kind"), [({"errcode": 40007}, Refused), (httpx.Response(200), Later)])
async def test_a_medium_that_is_gone_is_refused_and_an_empty_answer_comes_later(
    answer: Reply, kind: type
) -> None:
    assert isinstance(await client(Platform(answer)).get_media("m1"), kind)


async def test_secrets_and_tokens_stay_out_of_the_log_and_of_repr(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="httpx")  # whatever another test has set it to
    sending = client(Platform())
    await sending.send_text("Wang", "x")
    shown = caplog.text + repr(APP) + repr(await sending.token())
    assert "/cgi-bin/message/send" in shown
    assert APP.secret not in shown
    assert "T1" not in shown


async def test_outcomes_of_a_broken_network_hold_no_address() -> None:
    outcome = await client(Platform(gettoken=httpx.ConnectError(f"no way to {APP.secret}"))).token()
    assert isinstance(outcome, Later)
    assert APP.secret not in outcome.reason


async def test_the_default_address_is_tencents() -> None:
    platform = Platform()
    await Client(httpx.AsyncClient(transport=httpx.MockTransport(platform)), APP).send_text("Wang", "x")
    assert platform.requests[0].url.host == "qyapi.weixin.qq.com"


async def test_two_apps_of_a_company_have_tokens_of_their_own() -> None:
    platform = Platform()
    other = App(corp_id=APP.corp_id, agent_id=219, secret="other")
    for app in (APP, other):
        await client(platform, app=app).send_text("Wang", "x")
    assert platform.tokens_used == ["T1", "T2"]

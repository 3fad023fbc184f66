"""Texts by Tencent Cloud: the signature by its own examples, the rest over the wire of a server that checks it."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request
from pydantic import SecretStr

from bot.channels.sms_template import Approved, fitting, read_templates
from bot.channels.sms_tencent import Account, TencentSms
from bot.channels.tc3 import authorization
from bot.channels.ways import configured
from bot.outgoing import Kind, Outgoing
from bot.wecom.outcomes import Later, Refused, SendOutcome, Sent, Unsure
from config.settings import Settings

PHONE = "13800000000"
NOW = 1_780_000_000
LETTER = "刘会计您好，恒达建材老周。\n永盛装饰10月20日的货款12,000.00元，约定11月20日付，麻烦您安排一下。"
TEMPLATE = Approved("1110", "{1}您好，{2}。{3}的货款{4}元，约定{5}付，麻烦您安排一下。")
OK = {"SendStatusSet": [{"SerialNo": "5000:1", "Code": "Ok", "Message": "send success"}], "RequestId": "r"}


@pytest.mark.parametrize(
    ("secret_id", "secret_key", "signature"),
    [
        (
            "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
            "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
            "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168",
        ),
        (
            "AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******",
            "Gu5t9xGARNpq86cd98joQYCN3*******",
            "2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c",
        ),
    ],
)
def test_the_signature_is_the_one_of_the_documents(secret_id: str, secret_key: str, signature: str) -> None:
    body = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    made = authorization(
        secret_id=secret_id, secret_key=secret_key, host="cvm.tencentcloudapi.com", service="cvm", body=body,
        timestamp=1_551_113_065,
    )  # fmt: skip
    assert made == (
        f"TC3-HMAC-SHA256 Credential={secret_id}/2019-02-25/cvm/tc3_request, "
        f"SignedHeaders=content-type;host, Signature={signature}"
    )


@asynccontextmanager
async def served(app: FastAPI) -> AsyncIterator[str]:
    """A server of this machine; its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving


class Cloud:
    """Takes what is signed with its key; `answers` are what it says then, one after the other."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.answers = list(answers)
        self.taken: list[dict[str, Any]] = []
        self.app = FastAPI()
        self.app.add_api_route("/", self.receive, methods=["POST"])

    async def receive(self, request: Request) -> dict[str, Any]:
        body = await request.body()
        if request.headers["authorization"].rpartition("Signature=")[2] != self._signature(request, body):
            return {"Response": {"Error": {"Code": "AuthFailure.SignatureFailure", "Message": "no"}}}
        self.taken.append({"action": request.headers["x-tc-action"], **json.loads(body)})
        return {"Response": self.answers.pop(0) if self.answers else OK}

    def _signature(self, request: Request, body: bytes) -> str:
        """Written a second time, so that it does not agree with a mistake."""
        stamp = request.headers["x-tc-timestamp"]
        day = datetime.fromtimestamp(int(stamp), UTC).strftime("%Y-%m-%d")
        head = f"content-type:{request.headers['content-type']}\nhost:{request.headers['host']}\n"
        lines = ["POST", "/", "", head, "content-type;host", hashlib.sha256(body).hexdigest()]
        asked = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        text = f"TC3-HMAC-SHA256\n{stamp}\n{day}/sms/tc3_request\n{asked}"
        key = b"TC3s3cret"
        for part in (day, "sms", "tc3_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        return hmac.digest(key, text.encode(), "sha256").hex()


@asynccontextmanager
async def carrier(cloud: Cloud, signing: str = "s3cret") -> AsyncIterator[TencentSms]:
    async with served(cloud.app) as url, httpx.AsyncClient(trust_env=False) as http:
        account = Account(
            secret_id="AKID", secret_key=signing, app_id="1400006666", sign_name="恒达建材", templates=(TEMPLATE,),
            url=url,
        )  # fmt: skip
        yield TencentSms(http=http, account=account, now=lambda: NOW)


async def test_a_letter_goes_by_the_template_that_it_is() -> None:
    cloud = Cloud()
    async with carrier(cloud) as sms:
        assert await sms.send(PHONE, Outgoing(text=LETTER)) == Sent(message_id="5000:1")
    (taken,) = cloud.taken
    assert (taken["action"], taken["PhoneNumberSet"], taken["TemplateId"]) == (
        "SendSms",
        [f"+86{PHONE}"],
        "1110",
    )
    assert taken["TemplateParamSet"] == [
        "刘会计",
        "恒达建材老周",
        "永盛装饰10月20日",
        "12,000.00",
        "11月20日",
    ]
    assert (taken["SignName"], taken["SmsSdkAppId"]) == ("恒达建材", "1400006666")


async def test_a_letter_that_nobody_approved_does_not_leave() -> None:
    cloud = Cloud()
    async with carrier(cloud) as sms:
        outcome = await sms.send(PHONE, Outgoing(text="快还钱"))
    assert isinstance(outcome, Refused)
    assert not outcome.channel_broken
    assert cloud.taken == []


async def test_a_wrong_key_breaks_the_way() -> None:
    async with carrier(Cloud(), signing="other") as sms:
        outcome = await sms.send(PHONE, Outgoing(text=LETTER))
    assert isinstance(outcome, Refused)
    assert outcome.channel_broken


def status(code: str) -> dict[str, Any]:
    return {"SendStatusSet": [{"SerialNo": "", "Code": code, "Message": "m"}]}


def error(code: str) -> dict[str, Any]:
    return {"Error": {"Code": code, "Message": "m"}}


@pytest.mark.parametrize(
    ("answer", "kind", "broken"),
    [
        (status("LimitExceeded.PhoneNumberThirtySecondLimit"), Later, False),
        (status("LimitExceeded.PhoneNumberDailyLimit"), Refused, False),
        (status("FailedOperation.PhoneNumberInBlacklist"), Refused, False),
        (status("FailedOperation.InsufficientBalanceInSmsPackage"), Refused, True),
        (error("RequestLimitExceeded"), Later, False),
        (error("InternalError.Timeout"), Unsure, False),
        (error("UnauthorizedOperation.SmsSdkAppIdVerifyFail"), Refused, True),
    ],
)
async def test_what_the_cloud_says_is_not_guessed(
    answer: dict[str, Any], kind: type[SendOutcome], broken: bool
) -> None:
    async with carrier(Cloud(answer)) as sms:
        outcome = await sms.send(PHONE, Outgoing(text=LETTER))
    assert isinstance(outcome, kind)
    assert getattr(outcome, "channel_broken", False) is broken


async def test_nobody_there_is_later_and_no_answer_is_unsure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    async with httpx.AsyncClient(trust_env=False) as http:
        account = Account(
            secret_id="a", secret_key="b", app_id="1", sign_name="s", templates=(TEMPLATE,),
            url=f"http://127.0.0.1:{port}",
        )  # fmt: skip
        assert isinstance(
            await TencentSms(http=http, account=account).send(PHONE, Outgoing(text=LETTER)), Later
        )
    mute = Cloud()
    mute.app = FastAPI()
    async with carrier(mute) as sms:
        assert isinstance(await sms.send(PHONE, Outgoing(text=LETTER)), Unsure)


async def test_a_picture_is_no_text_message() -> None:
    async with carrier(Cloud()) as sms:
        assert isinstance(await sms.send(PHONE, Outgoing(kind=Kind.IMAGE, path="p")), Refused)


def test_the_first_template_that_fits_is_taken() -> None:
    templates = (Approved("1", "{1}，再见"), TEMPLATE, Approved("3", "{1}"))
    found = fitting(LETTER, templates)
    assert found is not None
    assert found[0].id == "1110"


def test_templates_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "sms.toml"
    file.write_text('[[template]]\nid = 1110\ntext = "{1}您好，{2}"\n', encoding="utf-8")
    assert read_templates(file) == (Approved("1110", "{1}您好，{2}"),)
    file.write_text('[[template]]\nid = 1110\ntext = "{2}您好，{1}"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="1110"):
        read_templates(file)


def test_half_of_it_configured_is_no_way(tmp_path: Path) -> None:
    half = {"provider": "tencent", "key": "AKID", "secret": SecretStr("s"), "signature": "恒达"}
    whole = {**half, "app_id": "1", "templates": tmp_path / "sms.toml"}
    for asked, is_there in ((half, False), (whole, True)):
        settings = Settings(_env_file=None, sms=asked)  # type: ignore[call-arg, arg-type]
        assert ("sms" in configured(settings)) is is_there

"""Texts to customers' phones by Tencent Cloud SMS, SendSms of 2021-01-11 (cloud.tencent.com/document/api/382/55981)."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import orjson

from bot.channels.sms import AGAIN, NUMBER, SECONDS
from bot.channels.sms_template import NOT_APPROVED, Approved, fitting
from bot.channels.tc3 import CONTENT_TYPE, authorization
from bot.delivery.limits import Quota
from bot.outgoing import Kind, Outgoing
from bot.wecom.outcomes import Later, Refused, SendOutcome, Sent, Unsure
from bot.wecom.wire import NOT_WRITTEN

URL: Final = "https://sms.tencentcloudapi.com"
ACTION, VERSION, SERVICE = "SendSms", "2021-01-11", "sms"
# Beginnings of codes (document/api/382/52075): until a person mends something, for a moment, and not known.
_BROKEN: Final = (
    "AuthFailure",
    "UnauthorizedOperation",
    "IpNotInWhitelist",
    "IpInBlacklist",
    "FailedOperation.InsufficientBalanceInSmsPackage",
    "FailedOperation.SignatureIncorrectOrUnapproved",
    "FailedOperation.TemplateIncorrectOrUnapproved",
    "UnsupportedOperation",
    "InvalidParameterValue.SdkAppIdNotExist",
)
_LATER: Final = (
    "RequestLimitExceeded",
    "LimitExceeded.PhoneNumberThirtySecondLimit",
    "LimitExceeded.DeliveryFrequencyLimit",
)
_NOT_KNOWN: Final = ("InternalError",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`sign_name` is the 短信签名 and `app_id` the SdkAppId of the console."""

    secret_id: str
    secret_key: str = field(repr=False)
    app_id: str
    sign_name: str
    templates: tuple[Approved, ...]
    url: str = URL
    region: str = "ap-guangzhou"


@dataclass(frozen=True, slots=True, kw_only=True)
class TencentSms:
    """`send` sends one letter to one mobile phone of the mainland, where an approved template is this letter."""

    http: httpx.AsyncClient
    account: Account
    now: Callable[[], float] = time.time
    duplicate_window = timedelta()  # nothing tells it that a text comes twice
    text_bytes = 2048
    markdown_bytes = 2048
    is_here = True

    def quotas(self, target: str) -> tuple[Quota, ...]:
        return (Quota(f"sms:{target}", NUMBER),)

    async def send(self, target: str, message: Outgoing) -> SendOutcome:
        if message.kind is not Kind.TEXT:
            return Refused(errcode=None, reason=f"no {message.kind} goes by text message")
        found = fitting(message.text, self.account.templates)
        if found is None:
            return Refused(errcode=None, reason=NOT_APPROVED)
        body = self._body(target, message.text, *found)
        try:
            async with asyncio.timeout(SECONDS):
                answer = await self.http.post(self.account.url, content=body, headers=self._headers(body))
        except NOT_WRITTEN as error:
            return Later(after=AGAIN, reason=f"no Tencent Cloud ({type(error).__name__})")
        except (httpx.HTTPError, TimeoutError) as error:
            return Unsure(reason=f"no answer of Tencent Cloud ({type(error).__name__})")
        return _outcome(answer)

    def _headers(self, body: bytes) -> dict[str, str]:
        account, timestamp = self.account, int(self.now())
        host = urlsplit(account.url).netloc
        return {
            "Authorization": authorization(
                secret_id=account.secret_id,
                secret_key=account.secret_key,
                host=host,
                service=SERVICE,
                body=body,
                timestamp=timestamp,
            ),
            "Content-Type": CONTENT_TYPE,
            "Host": host,
            "X-TC-Action": ACTION,
            "X-TC-Version": VERSION,
            "X-TC-Timestamp": str(timestamp),
            "X-TC-Region": account.region,
        }

    def _body(self, phone: str, letter: str, template: Approved, values: list[str]) -> bytes:
        same = hashlib.sha256(f"{phone}\n{letter}".encode()).hexdigest()[:32]
        asked = {
            "PhoneNumberSet": [f"+86{phone}"],
            "SmsSdkAppId": self.account.app_id,
            "SignName": self.account.sign_name,
            "TemplateId": template.id,
            "TemplateParamSet": values,
            "SessionContext": same,
        }
        return orjson.dumps(asked)


def _outcome(answer: httpx.Response) -> SendOutcome:
    fields = _fields(answer)
    if fields is None:
        return Unsure(reason=f"Tencent Cloud answered {answer.status_code} without a word")
    error = fields.get("Error")
    if isinstance(error, Mapping):
        return _refused(str(error.get("Code")), str(error.get("Message")))
    statuses = fields.get("SendStatusSet")
    status = statuses[0] if isinstance(statuses, list) and statuses else None
    if not isinstance(status, Mapping):
        return Unsure(reason="Tencent Cloud answered without a status")
    if status.get("Code") == "Ok":
        return Sent(message_id=str(status.get("SerialNo", "")))
    return _refused(str(status.get("Code")), str(status.get("Message")))


def _fields(answer: httpx.Response) -> Mapping[str, Any] | None:
    try:
        response = orjson.loads(answer.content)["Response"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None
    return response if isinstance(response, Mapping) else None


def _refused(code: str, message: str) -> SendOutcome:
    reason = f"{code}: {message}"
    if code.startswith(_LATER):
        return Later(after=AGAIN, reason=reason)
    if code.startswith(_NOT_KNOWN):
        return Unsure(reason=reason)
    return Refused(errcode=None, reason=reason, channel_broken=code.startswith(_BROKEN))

"""The ways to customers: does the mail server let us in, and may the app give tasks? Nobody gets a message."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.channels.email import Email, Server
from bot.channels.sms_template import read_templates
from bot.channels.ways import is_complete
from bot.doctor.finding import Finding, Patient, ok, problem, warning
from bot.doctor.pages import page_of
from bot.wecom.client import Client, app_of
from bot.wecom.external_pay import ExternalPay
from bot.wecom.outcomes import Later, Refused, Unsure
from bot.wecom.wire import Answer, json_body
from config.company import load_company

NAME: Final = "customers"
NO_RIGHT: Final = frozenset({48001, 48002})
CONTACT: Final = (
    "console: 客户联系 → 客户 → API → 可调用接口的应用: add the app (QINGZHANG_WECOM__CUSTOMER_CONTACT)"
)
MAIL: Final = "QINGZHANG_SMTP__URL: smtp(s)://user:password@host:port; the password is often an 授权码"
KF: Final = "console: 微信客服 → API → 可调用接口的应用: add the app, and tick its event in 接收消息"
PAY: Final = "console: 对外收款 → API → 可调用接口的应用: add the app (“对外收款打开” in chat)"
SMS: Final = "QINGZHANG_SMS__URL and QINGZHANG_SMS__SECRET: both, or neither"
TENCENT: Final = "QINGZHANG_SMS__KEY, …__SECRET, …__APP_ID, …__SIGNATURE and …__TEMPLATES: all of them"
FORWARD: Final = "texts to pass on need no way; README, “Customers”, has those that go by themselves"


async def check(patient: Patient) -> list[Finding]:
    found = [*await _mail(patient), *_sms(patient), *await _tasks(patient)]
    found = found or [
        warning(NAME, "no way to customers is configured: salespeople pass their texts on", FORWARD)
    ]
    return [*found, *await _counter(patient), *await _collected(patient)]


async def _counter(patient: Patient) -> list[Finding]:
    """Only where somebody wrote before: an empty page behind the last cursor, or a refusal."""
    client, database = _client(patient), patient.database
    accounts = await database.read(lambda uow: uow.kf.accounts()) if database is not None else ()
    if client is None or not accounts:
        return []
    called = await client.call("POST", "/cgi-bin/kf/account/list", **json_body({"offset": 0, "limit": 1}))
    if isinstance(called, Answer):
        return [ok(NAME, f"微信客服: {len(accounts)} accounts are read")]
    return [_refused("微信客服", called, KF)]


async def _collected(patient: Patient) -> list[Finding]:
    """Whether bills may be read, where the company wants them."""
    client, database = _client(patient), patient.database
    is_on = database is not None and await database.read(
        lambda uow: load_company().over(uow.settings.texts()).is_on("external_pay")
    )
    if client is None or not is_on:
        return []
    now = patient.clock.now()
    bills = await ExternalPay(client).bills(now - timedelta(hours=1), now)
    if isinstance(bills, list):
        return [ok(NAME, "对外收款: bills can be read")]
    return [_refused("对外收款", bills, PAY)]


def _refused(what: str, called: Refused | Later | Unsure, mend: str) -> Finding:
    is_right = getattr(called, "errcode", None) in NO_RIGHT
    return problem(NAME, f"{what}: {called.reason}", mend if is_right else page_of(called))


async def _mail(patient: Patient) -> list[Finding]:
    url = patient.settings.smtp.url
    if url is None:
        return []
    server = Server.of(url.get_secret_value())
    refused = await Email(server=server, sender=server.sender, subject="").knock()
    if refused is not None:
        return [problem(NAME, f"mail: {refused.reason}", MAIL)]
    return [ok(NAME, f"the mail server {server.host} lets us in")]


def _sms(patient: Patient) -> list[Finding]:
    sms = patient.settings.sms
    if sms.url is None and sms.secret is None:
        return []
    if not is_complete(sms):
        mend = TENCENT if sms.provider == "tencent" else SMS
        return [problem(NAME, "text messages: half of what the carrier needs is configured", mend)]
    if sms.templates is None:
        return [ok(NAME, "an SMS gateway is configured; it cannot be tried without a text to somebody")]
    try:
        templates = read_templates(sms.templates)
    except (OSError, KeyError, ValueError) as error:
        return [problem(NAME, f"text messages: the templates cannot be read: {error}", TENCENT)]
    return [ok(NAME, f"Tencent Cloud SMS with {len(templates)} templates; it cannot be tried without a text")]


async def _tasks(patient: Patient) -> list[Finding]:
    wecom = patient.settings.wecom
    if not wecom.customer_contact:
        return []
    client = _client(patient)
    if client is None:
        return [problem(NAME, "tasks need the self-built app", CONTACT)]
    called = await client.call("GET", "/cgi-bin/externalcontact/get_follow_user_list")
    if isinstance(called, Answer):
        people = called.fields.get("follow_user") or ()
        return [ok(NAME, f"the app may give tasks; {len(people)} colleagues have 客户联系")]
    mend = CONTACT if getattr(called, "errcode", None) in NO_RIGHT else page_of(called)
    return [problem(NAME, f"tasks: {called.reason}", mend)]


def _client(patient: Patient) -> Client | None:
    app = app_of(patient.settings.wecom)
    base_url = patient.settings.wecom.api_base
    return Client(patient.http, app, base_url=base_url) if app is not None else None

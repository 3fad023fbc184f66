"""The pages for colleagues: who gets in, and how far each sees."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from httpx import ASGITransport

from bot.delivery.limits import MINUTE, Quota, Rate
from ledger.receivable import Part
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company

ADDRESS = "https://ar.example.com"
IN_WECOM = {"user-agent": "Mozilla/5.0 (iPhone) wxwork/4.1.30 MicroMessenger/7.0.1"}


@asynccontextmanager
async def office(database_url: str, tmp_path: Path) -> AsyncIterator[Company]:
    """永盛 owes 老周's company 12,000, 13 days late; 华泰, who is 小李's, 500 not due."""
    key = "a key that is long enough to sign"
    async with company(database_url, files=tmp_path, public_url=ADDRESS, secret_key=key) as running:
        await running.service.database.write(_owe)
        # Pages are reached by https, and so a browser sends the cookies.
        transport = ASGITransport(running.app)
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as browser:
            yield replace(running, http=browser)


def _owe(uow: UnitOfWork) -> None:
    for name, yuan, due_on in (
        ("永盛装饰", 12_000, date(2026, 11, 20)),
        ("华泰机电", 500, date(2026, 12, 31)),
    ):
        customer = uow.customers.by_name(name)
        assert customer is not None
        uow.journal.debt(
            customer_id=customer.id, principal=yuan * 100, issued_on=date(2026, 10, 20),
            parts=[Part(yuan * 100, due_on)], actor="zhou", salesperson=customer.owner,
        )  # fmt: skip


async def going(running: Company, to: str = "/console/") -> dict[str, str]:
    """What WeCom is told when the browser is sent there."""
    answer = await running.http.get("/console/login", params={"to": to}, headers=IN_WECOM)
    assert answer.status_code == 303
    parts = urlsplit(answer.headers["location"])
    return {name: values[0] for name, values in parse_qs(parts.query).items()}


async def log_in(running: Company, userid: str, to: str = "/console/") -> httpx.Response:
    asked = await going(running, to)
    running.platform.codes["code-1"] = userid
    return await running.http.get("/console/arrive", params={"code": "code-1", "state": asked["state"]})


async def test_who_is_not_known_is_sent_to_wecom_and_back(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as running:
        away = await running.http.get("/console/?late=1", headers=IN_WECOM)
        assert away.headers["location"] == "/console/login?to=/console/%3Flate%3D1"
        asked = await going(running, "/console/?late=1")
        assert asked["redirect_uri"] == f"{ADDRESS}/console/arrive"
        assert (asked["scope"], asked["agentid"]) == ("snsapi_base", "1")
        assert re.fullmatch("[0-9a-f]{32}", asked["state"])
        back = await log_in(running, "zhou", "/console/?late=1")
        assert (back.status_code, back.headers["location"]) == (303, "/console/?late=1")


async def test_another_browser_gets_a_code_to_scan(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as running:
        answer = await running.http.get("/console/login", headers={"user-agent": "Firefox"})
        assert answer.headers["location"].startswith("https://login.work.weixin.qq.com/wwlogin/sso/login?")


async def test_the_cookies_are_for_this_browser_and_these_pages(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as running:
        back = await log_in(running, "zhou")
        who = next(one for one in back.headers.get_list("set-cookie") if one.startswith("qz_who="))
        for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/console", "Max-Age=43200"):
            assert part in who


async def test_a_state_of_another_browser_is_refused(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as running:
        await going(running)
        running.platform.codes["code-1"] = "zhao"
        answer = await running.http.get("/console/arrive", params={"code": "code-1", "state": "0" * 32})
        assert (answer.status_code, "qz_who" in str(answer.headers)) == (400, False)
        assert running.platform.codes  # the code was not even used


async def test_a_code_is_good_once(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as running:
        asked = await going(running)
        answer = await running.http.get("/console/arrive", params={"code": "used", "state": asked["state"]})
        assert (answer.status_code, "重新登录" in answer.text) == (502, True)


async def test_codes_that_somebody_makes_up_do_not_use_up_the_apps_calls(
    database_url: str, tmp_path: Path
) -> None:
    async with office(database_url, tmp_path) as running:
        state = (await going(running))["state"]
        console = running.service.pages.console
        assert console is not None
        for _ in range(300):
            await console.limits.take((Quota("login", (Rate(300, MINUTE),)),), console.context.clock.now())
        answer = await running.http.get("/console/arrive", params={"code": "made-up", "state": state})
        assert (answer.status_code, "请过一分钟再试" in answer.text) == (429, True)


@pytest.mark.parametrize("userid", ["wangfang", ""])
async def test_a_stranger_does_not_get_in(database_url: str, tmp_path: Path, userid: str) -> None:
    async with office(database_url, tmp_path) as running:
        answer = await log_in(running, userid)
        assert answer.status_code in (403, 502)
        assert (await running.http.get("/console/")).status_code == 303


@pytest.mark.parametrize(
    "to", ["https://evil.example", "//evil.example", "/s/x", "/console/\\evil", "/console/\r\nX: y"]
)
async def test_nobody_is_sent_elsewhere(database_url: str, tmp_path: Path, to: str) -> None:
    async with office(database_url, tmp_path) as running:
        assert (await log_in(running, "zhou", to)).headers["location"] == "/console/"


async def test_a_salesperson_sees_his_own(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as running:
        await log_in(running, "zhou")
        page = (await running.http.get("/console/")).text
        assert "永盛装饰" in page
        assert "12,000" in page
        assert "华泰" not in page


async def test_the_manager_goes_from_people_to_customer_to_debt(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as running:
        await log_in(running, "ZHAO")  # userids come back in another case now and then
        page = (await running.http.get("/console/")).text
        assert "按业务员" in page
        assert "/console/?owner=zhou" in page
        page = (await running.http.get("/console/?owner=zhou")).text
        (customer,) = re.findall(r"/console/customers/\d+", page)
        page = (await running.http.get(customer)).text
        assert "超期13天" in page
        (debt,) = re.findall(r"/console/debts/\d+", page)
        page = (await running.http.get(debt)).text
        assert "12,000.00" in page


async def test_a_colleagues_customer_shows_no_figures(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as running:
        await log_in(running, "li")
        customer = await running.service.database.read(_yongsheng)
        for path in (f"/console/customers/{customer}", "/console/debts/1001"):
            answer = await running.http.get(path)
            assert (answer.status_code, "12,000" in answer.text, "请找老周" in answer.text) == (
                403,
                False,
                True,
            )


def _yongsheng(uow: UnitOfWork) -> int:
    customer = uow.customers.by_name("永盛装饰")
    assert customer is not None
    return customer.id


async def test_the_warehouse_sees_no_page(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as running:
        await log_in(running, "wu")
        assert (await running.http.get("/console/")).status_code == 403


async def test_what_is_not_there_is_said(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as running:
        await log_in(running, "zhao")
        assert (await running.http.get("/console/debts/9999")).status_code == 404
        assert (await running.http.get("/console/customers/1")).status_code == 404


async def test_each_look_is_in_the_audit(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as running:
        await log_in(running, "zhao")
        customer = await running.service.database.read(_yongsheng)
        await running.http.get(f"/console/customers/{customer}")
        notes = await running.service.database.read(lambda uow: uow.audit.of(f"customer:{customer}"))
        assert [(one.actor, one.action, one.details["what"]) for one in notes] == [
            ("zhao", "view", "console")
        ]


async def test_who_left_is_out_at_once(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as running:
        await log_in(running, "zhou")
        await running.service.database.write(_leaves)
        assert (await running.http.get("/console/")).status_code == 303


def _leaves(uow: UnitOfWork) -> None:
    person = uow.staff.get("zhou")
    assert person is not None
    uow.staff.put(replace(person, active=False))


async def test_a_login_ends_with_the_day_or_by_a_word(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as running:
        await log_in(running, "zhou")
        await running.clock.advance(timedelta(hours=12))
        assert (await running.http.get("/console/")).status_code == 303
        await log_in(running, "zhou")
        assert (await running.http.get("/console/")).status_code == 200
        await running.http.post("/console/logout")
        assert (await running.http.get("/console/")).status_code == 303


async def test_a_page_loads_nothing_and_runs_nothing(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as running:
        await log_in(running, "zhao")
        page = await running.http.get("/console/")
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert page.headers["cache-control"] == "no-store"
        assert "<script" not in page.text


async def test_without_an_address_there_are_no_pages(database_url: str, tmp_path: Path) -> None:
    async with company(database_url, files=tmp_path) as running:
        assert (await running.http.get("/console/")).status_code == 404

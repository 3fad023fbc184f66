"""Pages under attack: odd addresses, odd forms, customers who became another, links after their customers changed."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from storage.unit_of_work import UnitOfWork
from tests.bot.web.test_console import log_in, office
from tests.bot.web.test_portal import PHONE, link, shop, told


@pytest.mark.parametrize("path", ["customers", "debts"])
@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 40, "-1", "0"])
async def test_a_number_beyond_all_books_is_nobodys(
    database_url: str, tmp_path: Path, path: str, number: str
) -> None:
    async with office(database_url, tmp_path) as running:
        await log_in(running, "zhao")
        assert (await running.http.get(f"/console/{path}/{number}")).status_code in (404, 422)


@pytest.mark.parametrize("length", ["abc", "-5", "", "1e3", "²"])
async def test_a_length_that_is_no_number_breaks_nothing(
    database_url: str, tmp_path: Path, length: str
) -> None:
    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        answer = await running.http.post(
            path, content=b"kind=agrees", headers={"content-length": length.encode("latin-1", "replace")}
        )
        assert answer.status_code in (303, 400, 413, 422)


@pytest.mark.parametrize("cookie", ["é.x", ".", "a" * 9_000, "e30.AAAA", "%00.%00"])
async def test_a_forged_cookie_lets_nobody_in(database_url: str, tmp_path: Path, cookie: str) -> None:
    async with office(database_url, tmp_path) as running:
        answer = await running.http.get("/console/", headers={"cookie": f"qz_who={cookie}".encode()})
        assert answer.status_code == 303
        answer = await running.http.get(
            "/console/arrive?code=1&state=%ff%ed%a0%80", headers={"cookie": f"qz_login={cookie}".encode()}
        )
        assert answer.status_code == 400


async def test_the_cookie_of_a_login_is_no_cookie_of_a_person(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as running:
        await running.http.get("/console/login")
        going = running.http.cookies["qz_login"]
        answer = await running.http.get("/console/", headers={"cookie": f"qz_who={going}"})
        assert answer.status_code == 303


async def test_a_state_is_good_for_one_login(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as running:
        await log_in(running, "zhou")
        assert "qz_login" not in running.http.cookies


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"])
async def test_another_method_looks_at_nothing(database_url: str, tmp_path: Path, method: str) -> None:
    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        answer = await running.http.request(method, path, headers=PHONE)
        assert answer.status_code == 405
        assert "12,8" not in answer.text
        assert await told(running) == []


@pytest.mark.parametrize("place", [0, 7, 11, 20, 31])
async def test_a_token_with_one_other_letter_opens_nothing(
    database_url: str, tmp_path: Path, place: int
) -> None:
    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        token = path.removeprefix("/s/")
        other = token[:place] + ("B" if token[place] != "B" else "C") + token[place + 1 :]
        assert (await running.http.get(f"/s/{other}", headers=PHONE)).status_code == 404


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "paid", "amount": "-8000", "day": "2026-12-02"},
        {"kind": "paid", "amount": "1e9", "day": "2026-12-02"},
        {"kind": "paid", "amount": "NaN", "day": "2026-12-02"},
        {"kind": "paid", "amount": "0", "day": "2026-12-02"},
        {"kind": "paid", "amount": "0.001", "day": "2026-12-02"},
        {"kind": "paid", "amount": "9" * 30, "day": "2026-12-02"},
        {"kind": "paid", "amount": "8000", "day": "2026-12-04"},
        {"kind": "paid", "amount": "8000", "day": "0001-01-01"},
        {"kind": "paid", "amount": "8000"},
        {"kind": "contests", "words": "\u200b\u202e\x00 "},
        {"kind": "write_off"},
        {},
    ],
)
async def test_what_nobody_could_mean_is_not_passed_on(
    database_url: str, tmp_path: Path, form: dict[str, str]
) -> None:
    async with shop(database_url, tmp_path) as running:
        answer = await running.http.post(await link(running), data=form)
        assert answer.status_code == 422
        assert await told(running) == []


async def test_the_same_word_twice_is_one_question(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        form = {"kind": "paid", "amount": "８，０００", "day": "2026-12-02"}
        for typed in ("8000", "８０００", "8,000.00元"):
            answer = await running.http.post(path, data={**form, "amount": typed})
            assert answer.status_code == 303
        assert len([who for who, _ in await told(running) if who == "zhou"]) == 1


async def test_names_on_pages_are_only_names(database_url: str, tmp_path: Path) -> None:
    hostile = "<img src=x>{{7*7}}"

    def rename(uow: UnitOfWork) -> None:
        customer = uow.customers.by_name("永盛装饰")
        assert customer is not None
        uow.customers.update(customer.id, name=hostile)
        person = uow.staff.get("zhou")
        assert person is not None
        uow.settings.put("company_name", '"><script>alert(1)</script>', by="admin")

    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        await running.service.database.write(rename)
        page = (await running.http.get(path, headers=PHONE)).text
        assert "<img" not in page
        assert "<script" not in page
        assert "{{7*7}}" in page


async def test_the_link_of_a_customer_who_became_another_shows_the_other(
    database_url: str, tmp_path: Path
) -> None:
    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        await running.say("zhao", "永盛装饰 和 宏达五金 是一家，合并")
        assert "合并" in await running.say("zhao", "2")
        page = (await running.http.get(path, headers=PHONE)).text
        assert "12,800.00" in page
        await running.http.post(path, data={"kind": "paid", "amount": "8000", "day": "2026-12-02"})
        assert "宏达五金" in dict(await told(running))["zhou"]
        assert "净欠 4,800.00" in await running.say("zhou", "1")


async def test_an_answer_after_a_hand_over_books_nothing_for_who_may_not(
    database_url: str, tmp_path: Path
) -> None:
    def hand_over(uow: UnitOfWork) -> None:
        customer = uow.customers.by_name("永盛装饰")
        assert customer is not None
        uow.customers.update(customer.id, owner="li")

    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        await running.http.post(path, data={"kind": "paid", "amount": "8000", "day": "2026-12-02"})
        await running.service.database.write(hand_over)
        assert "小李" in await running.say("zhou", "1")
        assert "12,800" in await running.say("li", "永盛欠多少")
        await running.clock.advance(timedelta(hours=1))
        page = (await running.http.get(path, headers=PHONE)).text
        assert "小李" in page
        assert not re.search("老周", page)

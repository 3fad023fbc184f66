"""The customer's own page: what it shows, to whom it opens, and what follows from what he says there."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ledger.receivable import Part
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company

ADDRESS = "https://ar.example.com"
PHONE = {"user-agent": "Mozilla/5.0 (iPhone) MicroMessenger/8.0"}


@asynccontextmanager
async def shop(database_url: str, tmp_path: Path) -> AsyncIterator[Company]:
    """永盛 owes 12,000 that is late and 800 that is not."""
    key = "a key that is long enough to sign"
    async with company(database_url, files=tmp_path, public_url=ADDRESS, secret_key=key) as running:
        await running.service.database.write(_owe)
        yield running


def _owe(uow: UnitOfWork) -> None:
    customer = uow.customers.by_name("永盛装饰")
    assert customer is not None
    for yuan, due_on in ((12_000, date(2026, 11, 20)), (800, date(2026, 12, 31))):
        uow.journal.debt(
            customer_id=customer.id, principal=yuan * 100, issued_on=date(2026, 10, 20),
            parts=[Part(yuan * 100, due_on)], actor="zhou", salesperson="zhou",
        )  # fmt: skip


async def link(running: Company, says: str = "给永盛发链接", who: str = "zhou") -> str:
    text = await running.say(who, says)
    found = re.search(r"https://\S+", text)
    assert found is not None, text
    return urlsplit(found[0]).path


async def told(running: Company) -> list[tuple[str, str]]:
    """What left for whom since the last look."""
    running.platform.sent.clear()
    while await running.service.delivery.drain():
        pass
    return list(running.platform.sent)


async def test_a_salesperson_gets_a_text_to_pass_on(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        text = await running.say("zhou", "给永盛发链接")
        assert f"{ADDRESS}/s/" in text
        assert "30天内有效" in text
        assert not re.search(r"欠|逾期|催|12,", text)


async def test_the_page_shows_this_customer_in_words_to_him(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        page = await running.http.get(await link(running), headers=PHONE)
        assert page.status_code == 200
        for words in (
            "永盛装饰",
            "12,800.00",
            "其中 12,000.00 元已过约定的日子",
            "过了13天",
            "对得上",
            "有出入",
            "我已付款",
        ):
            assert words in page.text
        assert not re.search("华泰|欠|逾期|催", page.text)


async def test_the_page_stays_with_who_opened_it(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        page = await running.http.get(await link(running), headers=PHONE)
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert "noindex" in page.headers["x-robots-tag"]
        assert "<script" not in page.text
        assert not re.search(r"(?:src|href)=\"(?!data:|tel:)", page.text)
        head = page.text.split("</head>")[0]
        assert "12,800" not in head


async def test_a_preview_shows_no_sum_and_is_nobodys_look(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        page = await running.http.get(path, headers={"user-agent": "Bytespider LinkPreview"})
        assert page.status_code == 200
        assert "12,800" not in page.text
        assert await told(running) == []


async def test_the_salesperson_hears_of_the_first_look_of_a_day(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        await running.http.get(path, headers=PHONE)
        await running.clock.advance(timedelta(hours=1))
        await running.http.get(path, headers=PHONE)
        assert await told(running) == [("zhou", "永盛装饰 打开了对账链接，看到的是 12,800.00")]
        views = await running.service.database.read(_views)
        assert views == 2


def _views(uow: UnitOfWork) -> int:
    customer = uow.customers.by_name("永盛装饰")
    assert customer is not None
    notes = uow.audit.of(f"customer:{customer.id}")
    return len([one for one in notes if one.action == "view" and one.actor.startswith("link:")])


@pytest.mark.parametrize("token", ["", "A" * 32, "x"])
async def test_an_address_that_nobody_gave_opens_nothing(
    database_url: str, tmp_path: Path, token: str
) -> None:
    async with shop(database_url, tmp_path) as running:
        assert (await running.http.get(f"/s/{token}", headers=PHONE)).status_code == 404


async def test_a_link_ends_with_its_time(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        await running.clock.advance(timedelta(days=30))
        page = await running.http.get(path, headers=PHONE)
        assert (page.status_code, "12,800" in page.text, "请找老周" in page.text) == (410, False, True)
        assert (await running.http.post(path, data={"kind": "agrees"})).status_code == 410


async def test_a_link_is_closed_by_a_word(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        assert await running.say("zhou", "永盛链接作废") == "作废了。永盛装饰的1个链接现在都打不开"
        assert (await running.http.get(path, headers=PHONE)).status_code == 410
        assert await running.say("zhou", "永盛链接作废") == "永盛装饰没有还能打开的链接"


async def test_a_colleagues_customer_gets_no_link(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        assert "http" not in await running.say("li", "给永盛发链接")
        assert "http" not in await running.say("wu", "给永盛发链接")
        assert "http" in await running.say("lijie", "给永盛发链接")


async def test_agreeing_is_told_to_the_salesperson_and_finance(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        answer = await running.http.post(path, data={"kind": "agrees"})
        assert (answer.status_code, answer.headers["location"]) == (303, f"{path}?done=agrees")
        await running.http.post(path, data={"kind": "agrees"})
        text = "永盛装饰 在对账链接里点了“对得上”\n到12月3日共 12,800.00"
        assert sorted(await told(running)) == [("lijie", text), ("zhou", text)]
        assert "收到，谢谢您核对" in (await running.http.get(answer.headers["location"], headers=PHONE)).text


async def test_a_payment_he_tells_of_is_asked_about_and_booked_by_a_word(
    database_url: str, tmp_path: Path
) -> None:
    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        form = {"kind": "paid", "amount": "8,000", "day": "2026-12-02", "words": "对公"}
        assert (await running.http.post(path, data=form)).status_code == 303
        heard = dict(await told(running))
        assert "说付了 8,000.00（12月2日）：“对公”" in heard["zhou"]
        assert "还没记账，已问老周" in heard["lijie"]
        assert "净欠 12,800.00" in await running.say("zhou", "永盛欠多少")
        assert "回款 8,000.00" in await running.say("zhou", "1")
        assert "净欠 4,800.00" in await running.say("zhou", "永盛欠多少")


async def test_a_payment_that_did_not_come_is_left(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        await running.http.post(
            await link(running), data={"kind": "paid", "amount": "1", "day": "2026-12-02"}
        )
        assert "没记" in await running.say("zhou", "2")
        assert "净欠 12,800.00" in await running.say("zhou", "永盛欠多少")


async def test_a_difference_becomes_a_dispute_by_a_word(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        await running.http.post(path, data={"kind": "contests", "words": "第1001号退过两箱"})
        assert "说有出入：\n“第1001号退过两箱”" in dict(await told(running))["zhou"]
        assert "#1001" in await running.say("zhou", "1")
        assert "12,000.00" in await running.say("zhou", "有哪些异议")
        assert "在核对" in (await running.http.get(path, headers=PHONE)).text


async def test_a_difference_without_a_number_is_asked_about(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        await running.http.post(await link(running), data={"kind": "contests", "words": "数量不对"})
        asked = await running.say("zhou", "1")
        assert "#1001" in asked
        assert "#1002" in asked


async def test_what_he_said_stands_in_the_log(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        await running.http.post(path, data={"kind": "agrees"})
        await running.http.post(path, data={"kind": "paid", "amount": "8000", "day": "2026-12-02"})
        log = await running.say("zhou", "永盛的催收记录")
        assert "对账链接 说对得上" in log
        assert "对账链接 说付了 8,000.00" in log


async def test_what_was_typed_wrong_comes_back(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        answer = await running.http.post(
            path, data={"kind": "paid", "amount": "八千<b>", "day": "2026-12-02"}
        )
        assert answer.status_code == 422
        assert "金额请写数字" in answer.text
        assert 'value="八千&lt;b&gt;"' in answer.text
        assert await told(running) == []


async def test_a_link_that_talks_too_much_is_asked_to_call(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        answers = [
            (await running.http.post(path, data={"kind": "contests", "words": f"第{n}次"})).status_code
            for n in range(12)
        ]
        assert answers == [303] * 10 + [429] * 2


async def test_hostile_words_stay_words(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        words = "]]></Content><script>alert(1)</script>"
        await running.http.post(path, data={"kind": "contests", "words": words})
        assert words[:20] in dict(await told(running))["zhou"]


async def test_a_form_too_large_is_refused(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        answer = await running.http.post(
            await link(running), data={"kind": "contests", "words": "字" * 9_000}
        )
        assert answer.status_code == 413


async def test_without_an_address_there_is_no_link(database_url: str, tmp_path: Path) -> None:
    async with company(database_url, files=tmp_path) as running:
        assert "还没有公网地址" in await running.say("zhou", "给永盛发链接")
        assert (await running.http.get("/s/" + "A" * 32)).status_code == 404


async def test_a_link_given_before_a_lawyer_came_shows_nothing_while_he_speaks(
    database_url: str, tmp_path: Path
) -> None:
    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        await running.say("zhou", "永盛请律师了 以后找律师")
        page = await running.http.get(path, headers=PHONE)
        assert page.status_code == 403
        assert "账目请直接联系我们核对" in page.text
        assert not re.search(r"12,800|永盛|律师", page.text)
        assert await told(running) == [("zhou", "永盛装饰 打开了对账链接\n他请了律师，没给看账")]


async def test_nothing_is_taken_by_a_link_while_a_lawyer_speaks(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        await running.say("zhou", "永盛请律师了 以后找律师")
        answer = await running.http.post(path, data={"kind": "paid", "amount": "100"}, headers=PHONE)
        assert answer.status_code == 403
        assert not any("付了" in text for _, text in await told(running))


async def test_the_link_opens_again_once_the_lawyer_is_gone(database_url: str, tmp_path: Path) -> None:
    async with shop(database_url, tmp_path) as running:
        path = await link(running)
        await running.say("zhou", "永盛请律师了 以后找律师")
        await running.service.database.write(_lift)
        assert (await running.http.get(path, headers=PHONE)).status_code == 200


def _lift(uow: UnitOfWork) -> None:
    customer = uow.customers.by_name("永盛装饰")
    assert customer is not None
    for hold in uow.holds.active_of(customer.id, uow.today()):
        uow.holds.lift(hold.id, by="zhao")

"""A sealed message becomes a debt and a sealed answer: once, whatever the wire does."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.simulator.sealing import Seal
from storage.unit_of_work import UnitOfWork
from tests.bot.company import AES_KEY, CORP_ID, TOKEN, Company, company

DEBT = "永盛拿了1.2万瓷砖 下月15给"


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        yield opened


def debts(uow: UnitOfWork) -> list[int]:
    return [
        debt.principal
        for customer in uow.customers.all()
        for debt in uow.receivables.of_customer(customer.id)
    ]


async def test_the_console_gets_its_echo_back_as_bare_text(shop: Company) -> None:
    timestamp = str(int(shop.clock.now().timestamp()))
    echo = shop.seal.encrypt(b"1616140317555161061")
    signature = shop.seal.sign(timestamp=timestamp, nonce="n", sealed=echo)
    query = {"msg_signature": signature, "timestamp": timestamp, "nonce": "n", "echostr": echo}
    response = await shop.http.get("/wecom/callback", params=query)
    assert (response.status_code, response.content) == (200, b"1616140317555161061")
    assert response.headers["content-type"].startswith("text/plain")


async def test_a_sentence_is_booked_and_answered(shop: Company) -> None:
    answer = await shop.say("zhou", DEBT)
    assert answer.splitlines()[:2] == ["记好了 ✓ 永盛装饰 +12,000.00", "1月15日(周五)到期 · #1001"]
    assert await shop.service.database.read(debts) == [12_000_00]


async def test_three_deliveries_of_one_message_book_once_and_answer_the_same(shop: Company) -> None:
    answers = {await shop.say("zhou", DEBT, number=77) for _ in range(3)}
    assert len(answers) == 1
    assert await shop.service.database.read(debts) == [12_000_00]


async def test_the_same_number_of_another_sender_is_another_message(shop: Company) -> None:
    await shop.say("zhou", DEBT, number=77)
    await shop.say("li", "华泰拿了3000 月底给", number=77)
    assert sorted(await shop.service.database.read(debts)) == [3_000_00, 12_000_00]


async def test_a_wrong_signature_is_refused_and_books_nothing(shop: Company) -> None:
    stranger = Seal(token="another", aes_key=AES_KEY, receive_id=CORP_ID)
    response = await replace(shop, seal=stranger).post(shop.text("zhou", DEBT))
    assert response.status_code == 403
    assert await shop.service.database.read(debts) == []


async def test_a_message_for_another_company_is_refused(shop: Company) -> None:
    other = Seal(token=TOKEN, aes_key=AES_KEY, receive_id="ww0000000000000000")
    response = await replace(shop, seal=other).post(shop.text("zhou", DEBT))
    assert response.status_code == 403


async def test_a_body_beyond_the_cap_is_not_read_to_its_end(shop: Company) -> None:
    query = {"msg_signature": "x", "timestamp": "1796284800", "nonce": "n"}
    response = await shop.http.post("/wecom/callback", params=query, content=b"x" * 2_000_000)
    assert response.status_code == 413


async def test_an_unknown_type_gets_an_empty_200(shop: Company) -> None:
    response = await shop.post(shop.text("zhou", "x").replace("<MsgType>text", "<MsgType>hologram"))
    assert (response.status_code, response.content) == (200, b"")


async def test_a_failing_handler_books_nothing_and_says_a_short_id(shop: Company) -> None:
    await shop.say("zhou", "张三建材 800 月底")

    def damage(uow: UnitOfWork) -> None:
        uow.connection.exec_driver_sql("UPDATE conversation SET state = '{not json'")

    await shop.service.database.write(damage)
    answer = await shop.say("zhou", DEBT)
    failed = await shop.service.database.read(lambda uow: uow.inbox.last_of("zhou"))
    assert failed is not None
    assert failed.state == "failed"
    assert failed.error_id in answer
    assert len(failed.error_id) == 8
    assert await shop.service.database.read(debts) == [800_00]


async def test_an_answer_that_misses_its_response_leaves_through_the_outbox(shop: Company) -> None:
    shop.app.state.gate = replace(shop.app.state.gate, answer_within=0.05)
    held, seen = threading.Event(), threading.Event()

    def hold(uow: UnitOfWork) -> None:
        seen.set()
        held.wait(5)

    shop.service.database.submit(hold)
    seen.wait(5)
    threading.Timer(0.3, held.set).start()
    response = await shop.post(shop.text("zhou", DEBT, number=78))
    assert (response.status_code, response.content) == (200, b"")
    assert await shop.say("zhou", DEBT, number=78) == ""  # a redelivery is not answered twice
    await shop.service.delivery.drain()
    assert [to for to, text in shop.platform.sent if text.startswith("记好了 ✓ 永盛装饰")] == ["zhou"]
    assert await shop.service.database.read(debts) == [12_000_00]


async def test_a_long_answer_is_split_and_the_rest_is_sent_after_it(shop: Company) -> None:
    for day in range(1, 29):
        await shop.say("zhou", f"张三建材 {1000 + day} 12月{day}日给 备注{'长' * 40}")
    first = await shop.say("zhou", "张三建材对账单")
    await shop.service.delivery.drain()
    rest = [text for to, text in shop.platform.sent if to == "zhou"]
    assert all(len(part.encode()) <= 2048 for part in [first, *rest])


async def test_with_its_database_away_nothing_is_booked_and_the_platform_sends_it_again(
    shop: Company,
) -> None:
    shop.service.database.close()
    with capture_logs() as said:
        response = await shop.post(shop.text("zhou", "永盛拿了1.2万瓷砖"))
    assert (response.status_code, response.content) == (503, b"")
    assert [(line["event"], line["cause"].partition(":")[0]) for line in said] == [
        ("nothing was booked", "Closed")
    ]

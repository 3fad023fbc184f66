"""The bot's long connection, from what people type to what they read."""

from __future__ import annotations

from datetime import timedelta

from bot.outgoing import Outgoing
from bot.simulator.gateway import ANSWER_WINDOW, Called
from bot.simulator.talk import MESSAGE
from bot.wecom.aibot.line import State
from storage.unit_of_work import UnitOfWork
from tests.bot.aibot.shop import SALES, Shop
from tests.bot.company import PNG


async def test_a_debt_is_booked_and_answered_in_a_stream(shop: Shop) -> None:
    answer = await shop.say("zhou", "永盛拿了1.2万瓷砖 下月15给")
    assert answer.splitlines()[0] == "记好了 ✓ 永盛装饰 +12,000.00"
    (row,) = await shop.rows()
    assert (row.channel, row.target, row.inbox_id is not None) == ("aibot", "zhou", True)


async def test_the_messages_of_one_person_are_answered_in_their_order(shop: Shop) -> None:
    for number in range(5):
        await shop.talk.text("zhou", f"永盛拿了{number + 1}000瓷砖 {number + 1}号给")
    await shop.say("zhou", "撤销")
    while len(shop.heard("zhou")) < 6:
        await shop.next("zhou")
    assert len(shop.heard("zhou")) == 6


async def test_dictated_words_are_read_back_and_confirmed(shop: Shop) -> None:
    asked = await shop.after(shop.talk.voice("li", "华泰昨天送了三万六千八账期四十五天"), "li")
    assert asked.text.startswith("听到的是：华泰机电 欠 36,800")
    assert (await shop.say("li", "记")).startswith("记好了 ✓ 华泰机电 +36,800.00")


async def test_a_picture_is_kept_at_once_and_attached_to_the_next_record(shop: Shop) -> None:
    photo = shop.picture("送货单.png", PNG)
    kept = await shop.after(shop.talk.file("zhou", photo), "zhou")
    assert "存好了" in kept.text
    await shop.service.keeper.finish()
    assert [path.read_bytes() for path in (shop.folder / "attachments").iterdir()] == [PNG]
    await shop.say("zhou", "永盛拿了1.2万瓷砖 下月15给")
    attached = await shop.service.database.read(lambda uow: uow.attachments.unfetched(limit=5))
    assert attached == []


async def test_words_with_a_picture_are_one_record_with_its_picture(shop: Shop) -> None:
    photo = shop.picture("送货单.png", PNG)
    answer = await shop.after(shop.talk.mixed("zhou", "永盛拿了1.2万瓷砖 下月15给", photo), "zhou")
    assert answer.text.startswith("记好了 ✓")

    def of_debt(uow: UnitOfWork) -> list[str]:
        debt = uow.receivables.by_number(1001)
        assert debt is not None
        return [one.name for one in uow.attachments.of(f"receivable:{debt.id}")]

    assert len(await shop.service.database.read(of_debt)) == 1


async def test_opening_the_chat_is_welcomed_once_a_day(shop: Shop) -> None:
    welcome = await shop.after(shop.talk.enter("zhou"), "zhou")
    assert welcome.text.startswith("在。")


async def test_a_message_that_comes_twice_is_booked_and_answered_once(shop: Shop) -> None:
    body = shop.talk._body("zhou", "", "text") | {"text": {"content": "永盛拿了1.2万瓷砖 下月15给"}}
    shop.talk.gateway.activated.add("zhou")

    async def twice() -> None:
        for _ in range(2):
            until = shop.clock.now() + ANSWER_WINDOW
            await shop.talk.gateway.call(
                MESSAGE, body, Called("zhou", frozenset({"aibot_respond_msg"}), until)
            )

    await shop.after(twice(), "zhou")
    await shop.say("zhou", "永盛欠多少")
    assert len(shop.heard("zhou")) == 2


async def test_after_a_cut_the_bot_comes_back(shop: Shop) -> None:
    await shop.talk.gateway.cut()
    await shop.talk.gateway.wait_live()
    assert (await shop.say("zhou", "永盛拿了1.2万瓷砖 下月15给")).startswith("记好了")


async def test_an_answer_whose_fate_is_unknown_is_listed_and_never_repeated(shop: Shop) -> None:
    shop.talk.gateway.faults.cut_after = 1
    await shop.say("zhou", "永盛拿了1.2万瓷砖 下月15给")
    await shop.talk.gateway.wait_live()
    await shop.say("zhou", "在吗")
    assert [row.last_error for row in await shop.rows("unsure")] == ["the bot's connection was cut"]
    assert sum("记好了" in text for text in shop.heard("zhou")) == 1


async def test_an_answer_to_an_earlier_connection_becomes_a_message_of_its_own(shop: Shop) -> None:
    def later(uow: UnitOfWork) -> None:
        body = Outgoing(text="到账了", reply_to="respond:from-before").encode()
        uow.outbox.push("aibot", "zhou", "late", body=body)

    await shop.say("zhou", "在吗")

    async def answer() -> None:
        await shop.service.database.write(later)
        shop.service.delivery.wake()

    bubble = await shop.after(answer(), "zhou")
    assert (bubble.text, bubble.pushed) == ("到账了", True)


async def test_too_many_messages_wait_and_are_not_lost(shop: Shop) -> None:
    await shop.say("zhou", "在吗")

    def pushes(uow: UnitOfWork) -> None:
        for number in range(40):
            uow.outbox.push("aibot", "zhou", f"k{number}", body=f"第{number}条")

    await shop.service.database.write(pushes)
    while await shop.service.delivery.drain():
        pass
    assert shop.talk.gateway.quotas.dropped.total() == 0
    waiting = len(await shop.rows("waiting"))
    assert waiting >= 10
    await shop.clock.advance(timedelta(minutes=2))
    while await shop.service.delivery.drain():
        pass
    assert len(await shop.rows("waiting")) == 0


async def test_customers_names_cannot_make_headings_or_mentions(shop: Shop) -> None:
    answer = await shop.say("zhou", "**<@zhao>**欠多少")
    assert "<@zhao>" not in answer
    assert "**" not in answer


async def test_another_program_that_takes_the_bot_is_not_fought(shop: Shop) -> None:
    before = shop.talk.gateway.subscriptions
    await shop.talk.gateway.kick()
    line = shop.service.line
    assert line is not None
    await line.reached(State.KICKED)
    assert line.connection is None
    await shop.clock.advance(timedelta(hours=1))
    assert shop.talk.gateway.subscriptions == before


async def test_a_group_reads_the_answer_where_it_asked(shop: Shop) -> None:
    answer = await shop.say("wu", "永盛欠多少", group=SALES.chat_id)
    assert answer == shop.heard(SALES.chat_id)[-1]


async def test_a_click_answers_its_question_and_changes_its_card(shop: Shop) -> None:
    await shop.say("zhou", "永盛拿了1.2万瓷砖 下月15给")
    asked = shop.talk.text("sun", "永盛 12000 送货单8831 1月15")
    card = (await shop.after(asked, "sun", kind="card")).card
    assert card is not None
    same, _ = card["button_list"]
    click = shop.talk.click("sun", card["task_id"], same["key"])
    changed = (await shop.after(click, "sun", kind="card")).card
    assert changed is not None
    assert changed["task_id"] == card["task_id"]
    assert changed != card
    assert shop.heard("sun")[-1].startswith("算同一笔 #1001")

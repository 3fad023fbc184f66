"""A message that the customer takes back: nothing of it stays before anybody, and who had heard of it hears so."""

from __future__ import annotations

from datetime import date, timedelta

from tests.bot.jobs.test_reminders import owes
from tests.bot.kf.counter import KF, LIU, STRANGER, KfShop
from tests.bot.kf.test_answers import position

TODAY = date(2026, 12, 3)


async def owing(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 1_200_000, TODAY - timedelta(10))
    await shop.link()


async def recall(shop: KfShop, who: str = LIU) -> None:
    await shop.call(shop.counter.kf.recalled(KF, who))
    await shop.deliver()


async def test_the_question_of_a_recalled_payment_is_void_and_its_owner_hears_so(shop: KfShop) -> None:
    await owing(shop)
    await shop.write("昨天转了8000")
    await recall(shop)
    assert shop.heard("zhou")[-1] == (
        "永盛装饰 刘会计 把微信客服里的这句撤回了：\n“昨天转了8000”\n问到的那条作废，没记账"
    )
    assert "撤回了" in shop.heard("lijie")[-1]
    await shop.shop.say("zhou", "1")
    assert await position(shop) == 1_200_000


async def test_a_promise_that_was_taken_back_is_asked_about_no_more(shop: KfShop) -> None:
    await owing(shop)
    await shop.write("下周五付8000")
    await recall(shop)
    assert "作废" in shop.heard("zhou")[-1]
    assert "12月11日" not in await shop.shop.say("zhou", "1")


async def test_what_was_booked_before_the_recall_stays_and_is_to_be_checked(shop: KfShop) -> None:
    await owing(shop)
    await shop.write("昨天转了8000")
    await shop.shop.say("zhou", "1")
    await recall(shop)
    assert shop.heard("zhou")[-1].endswith("按这句记过的，请和他核对")
    assert await position(shop) == 400_000


async def test_the_same_words_sent_again_after_a_recall_are_asked_again(shop: KfShop) -> None:
    await owing(shop)
    for _ in range(2):
        await shop.write("昨天转了8000")
        await recall(shop)
    await shop.write("昨天转了8000")
    await shop.shop.say("zhou", "1")
    assert await position(shop) == 400_000


async def test_a_recall_told_twice_is_told_the_owner_once(shop: KfShop) -> None:
    await owing(shop)
    await shop.write("发票开了吗")
    await recall(shop)
    items = shop.counter.kf.accounts[KF].items
    items.append((items[-1][0], {**items[-1][1], "msgid": "again"}))
    await shop.call(shop.counter.kf.call_again(KF))
    await shop.deliver()
    assert [text for text in shop.heard("zhou") if "撤回" in text] == [
        "永盛装饰 刘会计 把微信客服里的这句撤回了：\n“发票开了吗”\n不用回了"
    ]


async def test_a_recall_that_is_listed_before_its_message_leaves_the_message_unanswered(shop: KfShop) -> None:
    await owing(shop)
    items = shop.counter.kf.accounts[KF].items
    shop.counter.kf.wrote(KF, LIU, "昨天转了8000")
    shop.counter.kf.recalled(KF, LIU)
    items.reverse()
    await shop.call(shop.counter.kf.call_again(KF))
    await shop.deliver()
    assert (shop.phone(), shop.heard("zhou")) == ([], [])


async def test_a_recall_by_another_person_takes_nothing_back(shop: KfShop) -> None:
    await owing(shop)
    await shop.write("昨天转了8000")
    shop.counter.kf.recalled(KF, LIU)
    event = shop.counter.kf.accounts[KF].items[-1][1]["event"]
    event["external_userid"] = STRANGER
    await shop.call(shop.counter.kf.call_again(KF))
    await shop.shop.say("zhou", "1")
    assert await position(shop) == 400_000


async def test_an_answer_that_has_not_left_yet_does_not_leave_after_a_recall(shop: KfShop) -> None:
    await owing(shop)
    shop.counter.kf.wrote(KF, LIU, "我欠多少")
    await shop.call(shop.counter.kf.recalled(KF, LIU))
    await shop.deliver()
    assert shop.phone() == []


async def test_what_a_stranger_took_back_is_not_answered_once_he_is_known(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 500_000, TODAY)
    await shop.write("我欠多少", who=STRANGER)
    await recall(shop, STRANGER)
    await shop.shop.say("lijie", "永盛")
    await shop.shop.say("lijie", "1")
    await shop.deliver()
    assert len(shop.phone(STRANGER)) == 1

"""Userids come in any case of letters: it is the same person, with the same questions before him."""

from __future__ import annotations

from tests.bot.company import company


async def test_a_question_asked_of_one_spelling_is_answered_by_another(database_url: str) -> None:
    async with company(database_url) as running:
        asked = await running.say("ZHOU", "永盛拿了瓷砖 月底给")
        assert "多少" in asked
        assert "永盛装饰 +3,000.00" in await running.say("zhou", "3000")


async def test_who_writes_in_capital_letters_is_reached_by_pushes(database_url: str) -> None:
    async with company(database_url) as running:
        await running.say("LIJIE", "在吗")
        person = await running.service.database.read(lambda uow: uow.staff.get("Lijie"))
        assert person is not None
        assert (person.userid, person.reached) == ("lijie", True)


async def test_a_quoted_answer_is_found_whatever_the_case_of_its_speaker(database_url: str) -> None:
    async with company(database_url) as running:
        await running.say("ZHOU", "永盛拿了3000瓷砖 月底给")
        kept = await running.service.database.read(
            lambda uow: uow.inbox.quoted("zhou", "永盛拿了3000瓷砖 月底给")
        )
        assert kept is not None

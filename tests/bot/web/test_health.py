"""Alive, ready, and how much waits."""

from __future__ import annotations

from tests.bot.company import company


async def test_readiness_counts_what_waits_in_the_outbox(migrated_url: str) -> None:
    async with company(migrated_url) as shop:
        await shop.say(
            "li", "昨天永盛打了8000"
        )  # a colleague's customer: its owner is asked through the outbox
        ready = (await shop.http.get("/readyz")).json()
        alive = (await shop.http.get("/healthz")).json()
        figures = await shop.http.get("/metrics")
    assert ready["outbox"] == {"waiting": 2}  # the question, and its buttons
    assert alive == {"status": "ok"}
    assert "qingzhang_commits_total" in figures.text
    assert "process_resident_memory_bytes" in figures.text


async def test_readiness_fails_when_the_books_cannot_be_read(migrated_url: str) -> None:
    async with company(migrated_url) as shop:
        await shop.service.database.write(
            lambda uow: uow.connection.exec_driver_sql("ALTER TABLE outbox RENAME TO gone")
        )
        ready = await shop.http.get("/readyz")
    assert ready.status_code == 503


async def test_readiness_names_the_ways_out_that_are_broken(migrated_url: str) -> None:
    async with company(migrated_url) as shop:
        await shop.service.database.write(lambda uow: uow.faults.note("app", 60020, "not trusted"))
        answer = await shop.http.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["broken"] == {
        "app": {"errcode": 60020, "reason": "not trusted", "since": answer.json()["broken"]["app"]["since"]}
    }

"""The schema is made and upgraded by migrations, once, and only by a program that knows it."""

from __future__ import annotations

import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select, update

from storage.engines import migrating_engine
from storage.errors import NewerDatabase, WrongMode
from storage.schema import claim_mode, current, exclusive, keep_days_of, latest, migrate
from storage.tables import metadata

CORP = metadata.tables["corp"]


def test_migrations_make_what_the_tables_say(database_url: str) -> None:
    migrate(database_url)
    with migrating_engine(database_url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_a_new_database_has_no_revision_until_it_is_migrated(database_url: str) -> None:
    assert current(database_url) is None
    migrate(database_url)
    assert current(database_url) == latest()


def test_migrating_again_keeps_what_is_there(migrated_url: str) -> None:
    migrate(migrated_url)
    with migrating_engine(migrated_url).connect() as connection:
        assert connection.scalars(select(CORP.c.corp_id)).all() == [1]


def test_a_migration_is_told_in_one_line_and_nothing_to_do_in_none(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "storage.schema"):
        migrate(database_url)
        migrate(database_url)
    assert [line.getMessage() for line in caplog.records if line.name == "storage.schema"] == [
        f"the database is of revision {latest()} now"
    ]


def test_a_filled_database_is_upgraded(database_url: str) -> None:
    migrate(database_url, to="0001")
    claim_mode(database_url, "live")
    migrate(database_url)
    with migrating_engine(database_url).connect() as connection:
        assert connection.scalars(select(CORP.c.mode)).all() == ["live"]


def test_two_processes_may_start_at_once(database_url: str) -> None:
    order = f"from storage.schema import migrate; migrate({database_url!r})"
    starting = [subprocess.Popen([sys.executable, "-c", order]) for _ in range(3)]
    assert [process.wait(60) for process in starting] == [0, 0, 0]
    assert current(database_url) == latest()


def test_the_schema_waits_for_whoever_writes(database_url: str) -> None:
    migrate(database_url)
    with ThreadPoolExecutor(1) as threads:
        with exclusive(database_url):
            claiming = threads.submit(claim_mode, database_url, "live")
            with pytest.raises(TimeoutError):
                claiming.result(timeout=0.2)
        claiming.result(timeout=10)


def test_a_database_once_marked_is_opened_while_somebody_writes(database_url: str) -> None:
    migrate(database_url)
    claim_mode(database_url, "live")
    with exclusive(database_url), ThreadPoolExecutor(1) as threads:
        threads.submit(claim_mode, database_url, "live").result(timeout=10)


def test_a_newer_database_is_refused(migrated_url: str) -> None:
    with exclusive(migrated_url) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabase, match="newer version of the program"):
        migrate(migrated_url)


def test_a_live_database_is_not_opened_as_simulated(migrated_url: str) -> None:
    claim_mode(migrated_url, "live")
    with pytest.raises(WrongMode, match="is live, and was opened as simulated"):
        claim_mode(migrated_url, "simulated")


def test_a_simulated_database_is_not_opened_as_live(database_url: str) -> None:
    migrate(database_url)
    claim_mode(database_url, "simulated")
    with pytest.raises(WrongMode, match="is simulated, and was opened as live"):
        claim_mode(database_url, "live")


def test_a_failed_migration_leaves_nothing(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    migrate(database_url, to="0002")
    with exclusive(database_url) as connection:
        connection.exec_driver_sql("CREATE TABLE run (id BIGINT)")  # in the way of 0003
    with pytest.raises(Exception, match="exists"):
        migrate(database_url)
    assert current(database_url) == "0002"


def test_every_company_has_the_mark(migrated_url: str) -> None:
    with exclusive(migrated_url) as connection:
        row = {"corp_id": 2, "name": "恒达", "zone": "Asia/Shanghai", "mode": "live", "names_version": 0}
        connection.execute(insert(CORP), row)
        connection.execute(update(CORP).where(CORP.c.corp_id == 2).values(mode="simulated"))
    with pytest.raises(WrongMode):
        claim_mode(migrated_url, "live")


def zones(url: str) -> set[str]:
    with exclusive(url) as connection:
        return set(connection.scalars(select(CORP.c.zone)))


def test_the_days_of_the_books_are_those_of_the_zone_that_is_set(database_url: str) -> None:
    migrate(database_url)
    claim_mode(database_url, "live", zone="Asia/Urumqi")
    assert zones(database_url) == {"Asia/Urumqi"}
    keep_days_of(database_url, "Pacific/Auckland")
    assert zones(database_url) == {"Pacific/Auckland"}


def test_opening_books_that_are_there_leaves_their_days(database_url: str) -> None:
    migrate(database_url)
    claim_mode(database_url, "live", zone="Asia/Urumqi")
    claim_mode(database_url, "live")
    assert zones(database_url) == {"Asia/Urumqi"}

"""The fixtures give what they promise."""

from __future__ import annotations

import pytest
import redis
from sqlalchemy import NullPool, create_engine, inspect, text

from tests.servers import Postgres


@pytest.mark.parametrize("again", ["first", "second"])
def test_each_test_gets_an_empty_database(database_url: str, again: str) -> None:
    engine = create_engine(database_url, poolclass=NullPool)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []
        connection.execute(text("CREATE TABLE debt (amount BIGINT)"))


def test_the_engine_is_the_one_that_is_named(engine_name: str, database_url: str) -> None:
    assert create_engine(database_url).dialect.name == engine_name


def test_postgres_is_the_release_that_production_uses(postgres_url: str) -> None:
    engine = create_engine(postgres_url, poolclass=NullPool)
    with engine.connect() as connection:
        assert int(connection.execute(text("SHOW server_version_num")).scalar_one()) >= 160000


def test_a_template_is_filled_once_and_copied(postgres: Postgres) -> None:
    filled = []

    def fill(url: str) -> None:
        filled.append(url)
        with create_engine(url, poolclass=NullPool).begin() as connection:
            connection.execute(text("CREATE TABLE debt (amount BIGINT)"))

    for _ in range(2):
        copy = postgres.fresh(postgres.template("fixture test", fill))
        assert inspect(create_engine(copy, poolclass=NullPool)).get_table_names() == ["debt"]
        postgres.drop(copy)
    assert len(filled) == 1


@pytest.mark.parametrize("again", ["first", "second"])
def test_each_test_gets_an_empty_redis(redis_url: str, again: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("token", "x")

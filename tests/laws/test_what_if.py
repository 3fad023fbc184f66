"""Whatever is supposed, and whatever is answered to it, no row of the books is another one afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from handlers import conversation
from storage.database import Database
from storage.schema import claim_mode, migrate
from storage.tables import metadata
from tests.handlers.cast import CHANNEL, Chat, Clock

# What a question leaves behind: the message, what was talked about, who looked, the picture.
TALK = {"inbox", "conversation", "audit", "outbox", "corp_head", "timer", "process_number", "lease"}
WHO = st.sampled_from(["zhou", "zhao", "lijie", "li"])
SUPPOSED = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["如果", "要是", "假如", "倘若", "万一"]),
    st.sampled_from(["宏达", "永盛", "他", "宏达和永盛", ""]),
    st.sampled_from(["", "月底", "下周五", "春节前", "明天", "15号", "今天"]),
    st.sampled_from(["付", "打", "还", "再拿", "拖到", "不付", "付一半", "全付了", "把超期的付了", "付三成"]),
    st.sampled_from(
        [
            "",
            "5万",
            "3000",
            "0.5元",
            "900万",
            "几万",
            "年后",
            "1月底",
            "一个月",
            "呢",
            "会怎样",
            "，账龄怎么样",
        ]
    ),
)
ANSWER = st.sampled_from(["1", "2", "5万", "宏达", "月底", "一半", "是", "算了"])


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    url = f"sqlite:///{tmp_path_factory.mktemp('law') / 'books.db'}"
    migrate(url)
    claim_mode(url, "live")
    with Database(url, clock=Clock(), process_number=1) as database:
        chat = Chat(database, Clock())
        for name in ("宏达五金", "永盛装饰"):
            customer = chat.customer(name)
            chat.owes(customer, 20_000, date(2026, 8, 1), date(2026, 9, 1))
            chat.owes(customer, 30_000, date(2026, 11, 10), date(2026, 12, 20))
        yield chat


def rows(chat: Chat) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that is no talk."""
    tables = [table for table in metadata.sorted_tables if table.name not in TALK]
    return chat.database.read_now(
        lambda uow: {
            table.name: sorted((tuple(row) for row in uow.connection.execute(select(table))), key=repr)
            for table in tables
        }
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(who=WHO, said=SUPPOSED, then=ANSWER)
def test_what_is_supposed_leaves_the_books_as_they_are(chat: Chat, who: str, said: str, then: str) -> None:
    before = rows(chat)
    chat.says(who, said)
    state = chat.database.read_now(lambda uow: uow.conversations.load(CHANNEL, "", who))
    assert list(conversation.unbooked(state)) == []
    chat.says(who, then)
    assert rows(chat) == before

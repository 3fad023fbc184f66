"""Who is asked for a word: nobody who may not see the customer's figures."""

from __future__ import annotations

import pytest

from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork
from tests.handlers.cast import Chat


def _second_team(uow: UnitOfWork) -> None:
    """A manager who comes first in the list, with one salesperson under him."""
    uow.staff.put(StaffView("an", "安总", "manager", reached=True))
    uow.staff.put(StaffView("ma", "小马", "sales", manager="an", reached=True))


@pytest.fixture
def two_teams(chat: Chat) -> Chat:
    chat.database.write_now(_second_team)
    return chat


@pytest.mark.parametrize(("owner", "asked", "other"), [("zhou", "zhao", "an"), ("ma", "an", "zhao")])
def test_the_warehouse_asks_the_manager_whose_customer_it_is(
    two_teams: Chat, owner: str, asked: str, other: str
) -> None:
    two_teams.customer("永盛装饰", owner, credit_limit=1_000_000)
    two_teams.says("wu", "永盛来拉5万 能装车吗")
    assert two_teams.told(asked).startswith("老吴问：永盛装饰")
    assert two_teams.told(other) == ""


def test_goods_booked_by_the_clerk_are_told_to_his_manager(two_teams: Chat) -> None:
    two_teams.customer("永盛装饰", credit_limit=1_000_000)
    two_teams.says("sun", "永盛欠5万 月底")
    assert "永盛装饰" in two_teams.told("zhao")
    assert two_teams.told("an") == ""


def test_where_no_manager_may_decide_the_admin_is_asked(two_teams: Chat) -> None:
    two_teams.database.write_now(
        lambda uow: uow.staff.put(StaffView("zhao", "赵总", "manager", active=False))
    )
    two_teams.customer("永盛装饰", credit_limit=1_000_000)
    assert "已问管管" in two_teams.says("wu", "永盛来拉5万 能装车吗")
    assert two_teams.told("an") == ""

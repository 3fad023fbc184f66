"""Every command × every role × whose customer it is, in one table."""

from __future__ import annotations

import pytest

from handlers.permissions import MAY, ROLES, Scope, Verdict, owners_seen, reach
from handlers.registry import COMMANDS
from storage.customers import CustomerView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork
from tests.handlers.cast import Chat

# Verdicts by role for a customer of one's own, of a colleague, of nobody: y yes, p propose, o others, n no.
# A manager's own are those of his people too; the colleague here is under another.
#                   sales  clerk  wareh. fin.   manag. admin
TABLE = {
    "debt":        ("ypy", "yyy", "nnn", "yyy", "yoy", "yyy"),
    "payment":     ("ypy", "yyy", "nnn", "yyy", "yoy", "yyy"),
    "credit_note": ("ypy", "yyy", "nnn", "yyy", "yoy", "yyy"),
    "customer":    ("yoy", "yyy", "nnn", "yyy", "yoy", "yyy"),
    "correction":  ("yoy", "yoy", "nnn", "yyy", "yoy", "yyy"),
    "undo":        ("yoy", "yoy", "nnn", "yyy", "yoy", "yyy"),
    "balance":     ("yoy", "nnn", "nnn", "yyy", "yoy", "yyy"),
    "due":         ("yoy", "nnn", "nnn", "yyy", "yoy", "yyy"),
    "overdue":     ("yoy", "nnn", "nnn", "yyy", "yoy", "yyy"),
    "statement":   ("yoy", "nnn", "nnn", "yyy", "yoy", "yyy"),
    "detail":      ("yoy", "yoy", "nnn", "yyy", "yoy", "yyy"),
    "story":       ("yoy", "nnn", "nnn", "yyy", "yoy", "yyy"),
    "invoice":     ("yoy", "yyy", "nnn", "yyy", "yoy", "yyy"),
    "receipt":     ("nnn", "nnn", "nnn", "yyy", "nnn", "yyy"),
    "unclaimed":   ("nnn", "nnn", "nnn", "yyy", "nnn", "yyy"),
    "claim":       ("yyy", "nnn", "nnn", "yyy", "yyy", "yyy"),
    "promise":     ("yoy", "nnn", "nnn", "yyy", "yoy", "yyy"),
    "follow_up":   ("yoy", "yyy", "nnn", "yyy", "yoy", "yyy"),
    "dispute":     ("yoy", "yyy", "nnn", "yyy", "yoy", "yyy"),
    "hold":        ("yoy", "yyy", "nnn", "yyy", "yoy", "yyy"),
    "stop":        ("yoy", "nnn", "nnn", "yyy", "yoy", "yyy"),
    "chase":       ("yoy", "nnn", "nnn", "yyy", "yoy", "yyy"),
    "silence":     ("yoy", "nnn", "nnn", "yyy", "yoy", "yyy"),
    "task":        ("yoy", "yyy", "nnn", "yyy", "yoy", "yyy"),
    "reminder":    ("yyy", "yyy", "yyy", "yyy", "yyy", "yyy"),
    "may_deliver": ("yoy", "yyy", "yyy", "yyy", "yoy", "yyy"),
    "staff":       ("nnn", "nnn", "nnn", "nnn", "nnn", "yyy"),
    "hand_over":   ("nnn", "nnn", "nnn", "nnn", "yoy", "yyy"),
    "merge":       ("yoy", "yyy", "nnn", "yyy", "yoy", "yyy"),
    "merge_approval": ("nnn", "nnn", "nnn", "yyy", "yoy", "yyy"),
    "misuse":      ("nnn", "nnn", "nnn", "nnn", "yoy", "yyy"),
    "link":        ("yoy", "nnn", "nnn", "yyy", "yoy", "yyy"),
    "late_fee":    ("yoy", "nnn", "nnn", "yyy", "yoy", "yyy"),
    "fee_waiver":  ("yoy", "nnn", "nnn", "yyy", "yoy", "yyy"),
    "provision":   ("nnn", "nnn", "nnn", "yyy", "yyy", "yyy"),
    "report":      ("yoy", "nnn", "nnn", "yyy", "yoy", "yyy"),
    "limit":       ("nnn", "nnn", "nnn", "nnn", "yoy", "yyy"),
    "write_off":   ("yoy", "nnn", "nnn", "yyy", "yoy", "yyy"),
    "release":     ("nnn", "nnn", "nnn", "yyy", "yoy", "yyy"),
    "setting":     ("nnn", "nnn", "nnn", "yyy", "yyy", "yyy"),
    "digest":      ("yoy", "nnn", "nnn", "yyy", "yoy", "yyy"),
    "unsent":      ("nnn", "nnn", "nnn", "nnn", "nnn", "yyy"),
    "help":        ("yyy", "yyy", "yyy", "yyy", "yyy", "yyy"),
}  # fmt: skip
VERDICTS = {"y": Verdict.YES, "p": Verdict.PROPOSE, "o": Verdict.OTHERS, "n": Verdict.NO}


def test_the_table_names_every_action_and_every_command() -> None:
    assert set(TABLE) == set(MAY)
    assert {command.permission for command in COMMANDS} <= set(TABLE)


@pytest.mark.parametrize("action", sorted(TABLE))
def test_who_may_do_it(chat: Chat, action: str) -> None:
    def verdicts(uow: UnitOfWork) -> dict[str, list[Verdict]]:
        whose = [
            CustomerView(1, "自己的", owner="me"),
            CustomerView(2, "别人的", owner="other"),
            CustomerView(3, "没人的"),
        ]
        people = [StaffView("me", role=role) for role in ROLES]
        return {one.role: [reach(action, one, customer, uow) for customer in whose] for one in people}

    expected = {
        role: [VERDICTS[mark] for mark in marks] for role, marks in zip(ROLES, TABLE[action], strict=True)
    }
    assert chat.database.read_now(verdicts) == expected


def test_somebody_without_a_role_may_nothing(chat: Chat) -> None:
    nobody = StaffView("x", role="none")
    found = chat.database.read_now(lambda uow: {reach(action, nobody, None, uow) for action in MAY})
    assert found == {Verdict.NO}


def test_a_manager_reaches_the_customers_of_his_people(chat: Chat) -> None:
    def verdict(uow: UnitOfWork) -> Verdict:
        boss = uow.staff.get("zhao")
        assert boss is not None
        return reach("balance", boss, CustomerView(1, "永盛", owner="zhou"), uow)

    assert chat.database.read_now(verdict) is Verdict.YES


def test_a_list_shows_ones_own_and_those_of_ones_people(chat: Chat) -> None:
    def seen(uow: UnitOfWork) -> list[object]:
        people = [uow.staff.get(userid) for userid in ("zhou", "sun", "lijie", "zhao")]
        return [owners_seen("balance", person, uow) for person in people if person is not None]

    assert chat.database.read_now(seen) == [{"zhou"}, frozenset(), None, {"zhao", "zhou", "li"}]


@pytest.mark.parametrize(
    ("who", "words", "answer"),
    [
        ("wu", "永盛欠5千 月底", "仓库"),
        ("wu", "改成5200", "仓库"),
        ("wu", "永盛说下月10号付清", "仓库"),
        ("zhou", "都到了", "没动"),
        ("sun", "待认领", "内勤"),
        ("sun", "是永盛的", "内勤"),
        ("lijie", "永盛额度改成5万", "已问赵总"),
        ("zhao", "都到了", "没动"),
        ("lijie", "小李的客户给老周", "没转"),
    ],
)
def test_a_refusal_says_what_is_missing_or_whom_to_ask(chat: Chat, who: str, words: str, answer: str) -> None:
    chat.customer("永盛装饰")
    assert answer in chat.says(who, words)


def test_every_scope_is_used() -> None:
    assert {scope for row in MAY.values() for scope in row.values()} == set(Scope)

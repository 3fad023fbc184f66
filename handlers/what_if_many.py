"""“如果宏达月底付50万、永盛付20万”: several accounts at once, each as it would stand, and all together. Books nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from handlers.command import Reply, Request
from handlers.drawn import with_picture
from handlers.what_if import COMMAND, PICTURE, Account, account_of, part_of, takes, words_of
from handlers.whose import seen
from ledger.aging import BY_DUE
from ledger.forecast import weeks
from ledger.supposition import Picture, paid, picture
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class _Supposed:
    """One account: what is supposed of it, and what comes in by the habit before and after (fen)."""

    account: Account
    fen: int
    day: date
    before: Picture
    after: Picture
    expected: int
    then: int


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Each customer whom the speaker may see; one whom he may not see is named, and nothing is summed without him."""
    parts = request.record.extra["parts"]
    found = []
    for part in parts:
        customer = uow.customers.get(int(part["customer_id"]))
        allowed = seen(COMMAND.permission, customer, request, uow) if customer is not None else None
        if allowed is None or isinstance(allowed, Reply):
            return allowed or Reply("what_if/how.txt", {"several": False})
        found.append((allowed, dict(part)))
    if parts[0]["kind"] == "takes":
        first, *rest = [takes(customer, part, request, uow) for customer, part in found]
        return first.with_more(*rest)
    last = max([part["day"] or request.today for _, part in found] + [request.today])
    accounts = [(account_of(customer, request, uow), part) for customer, part in found]
    owing = [(account, part) for account, part in accounts if account.items]
    if not owing:
        return Reply("what_if/nothing_owed.txt", {"customer": "、".join(one.name for one, _ in found)})
    supposed = [_suppose(account, part, last, request.today) for account, part in owing]
    return _told(supposed, parts[0]["kind"], last, request)


def _suppose(account: Account, part: Mapping[str, Any], last: date, today: date) -> _Supposed:
    """Both pictures are of the last day that was named, so that they can be added up."""
    day, edges = max(part["day"] or today, today), weeks(today)
    if part["kind"] == "delays":
        before = picture(account.items, today, spare=account.spare)
        after = picture(account.items, last, spare=account.spare)
        expected = account.expected(account.items, (today, day)) if day > today else 0
        return _Supposed(account, 0, day, before, after, expected, 0)
    fen = part["fen"] or _share_of(account, part, today)
    settled = paid(account.items, fen, day)
    came = fen - settled.left_over if day < edges[-1] else 0
    return _Supposed(
        account,
        fen,
        day,
        picture(account.items, last, spare=account.spare),
        picture(settled.items, last, spare=account.spare + settled.left_over),
        account.expected(account.items, edges),
        came + account.expected(settled.items if came else account.items, edges),
    )


def _share_of(account: Account, part: Mapping[str, Any], today: date) -> int:
    """A part of what is overdue where that was said, else of all."""
    now = picture(account.items, today)
    whole = now.overdue if part["of"] == "overdue" and now.overdue else now.outstanding
    return max(1, part_of(whole, Fraction(part["share"])))


def _told(supposed: Sequence[_Supposed], kind: str, last: date, request: Request) -> Reply:
    before, after = _together([one.before for one in supposed]), _together([one.after for one in supposed])
    buckets = [
        {"label": label, "before": was, "after": will}
        for label, was, will in zip(BY_DUE.labels, before.amounts, after.amounts, strict=True)
        if was or will
    ]
    context = {
        "role": request.speaker.role,
        "today": request.today,
        "customer": "、".join(one.account.customer.name for one in supposed),
        "day": last,
        "kind": kind,
        "before": words_of(before),
        "after": words_of(after),
        "buckets": buckets,
        "lines": [
            {
                "customer": one.account.customer.name,
                "fen": one.fen,
                "day": one.day,
                "before": words_of(one.before),
                "after": words_of(one.after),
            }
            for one in supposed
        ],
        "is_known": all(one.account.habit.everyone for one in supposed),
        "expected": sum(one.expected for one in supposed),
        "then": sum(one.then for one in supposed),
        "reported": sum(one.account.reported for one in supposed),
    }
    names = ("today", "day", "customer", "kind", "before", "after", "buckets")
    drawn = {name: context[name] for name in names}
    return with_picture(Reply("what_if/together.txt", context), PICTURE, drawn, request)


def _together(pictures: Sequence[Picture]) -> Picture:
    """All accounts as one. What one has paid too much is not the others': it lowers nothing of what they owe."""
    amounts = tuple(sum(column) for column in zip(*(one.amounts for one in pictures), strict=True))
    return Picture(
        pictures[0].day,
        amounts,
        sum(one.overdue for one in pictures),
        sum(min(one.spare, one.outstanding) for one in pictures),
        max(one.days for one in pictures),
    )

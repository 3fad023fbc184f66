"""A merge of more debts than fit into a moment: carried over some at a time by a job, and then they are one, or two."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from handlers.command import Reply, Request
from handlers.jsonable import to_plain, to_rich
from handlers.uniting import By, part, unite
from storage.timers import TimerView
from storage.unit_of_work import UnitOfWork

WORK: Final = "moving"  # the kind of timer that the job looks for
UNITE: Final = "unite"
PART: Final = "part"
MOST: Final = 60  # debts that are moved at once: others wait for it
_AT_ONCE: Final = 20  # of more, so many a transaction
_A_SECOND: Final = 200


def start(
    do: str,
    data: Mapping[str, Any],
    debts: Sequence[int],
    owners: Collection[str],
    request: Request,
    uow: UnitOfWork,
) -> Reply:
    """The word is given: a job carries it out, once."""
    context = {
        "do": do,
        "data": to_plain({**data, "judge": request.speaker.name}),
        "debts": [str(one) for one in debts],
        "people": sorted({str(data.get("by_id", "")), request.speaker.userid, *owners} - {""}),
        "by": request.speaker.userid,
        "message": str(request.said.inbox_id),
    }
    uow.timers.put(WORK, f"{WORK}:{request.said.inbox_id}", uow.now, context)
    told = {"do": do, "gone": data["gone"], "stays": data["stays"], "count": len(debts)}
    return Reply("merge/later.txt", {**told, "seconds": 10 * (1 + len(debts) // _A_SECOND // 10)})


def batches(work: TimerView) -> Iterator[list[int]]:
    """The debts, so many a transaction."""
    debts = [int(one) for one in work.context["debts"]]
    for start_ in range(0, len(debts), _AT_ONCE):
        yield debts[start_ : start_ + _AT_ONCE]


def carry(work: TimerView, debts: Sequence[int], uow: UnitOfWork) -> None:
    """These of them, as far as they were not carried before. Until all are, both customers stand as they did."""
    data, by = work.context["data"], str(work.context["by"])
    gone = int(data["gone_id"])
    if work.context["do"] == UNITE:
        uow.journal.carry_some(debts, gone, int(data["stays_id"]), actor=by)
        return
    merge = uow.journal.merge_of(gone)
    if merge is not None:
        uow.journal.carry_back(debts, merge, actor=by)


def finish(work: TimerView, channel: str, uow: UnitOfWork) -> None:
    """The fact itself, with whatever was booked meanwhile, once; and everybody whom it concerns hears of it."""
    if not uow.timers.done(work.id):
        return
    context = work.context
    data, by = dict(to_rich(context["data"])), By(str(context["by"]), int(context["message"]))
    template = _united(work, data, by, uow) if context["do"] == UNITE else _parted(data, by, uow)
    for userid in context["people"]:
        key = f"{work.unique_key}:{userid}"
        uow.outbox.push(channel, userid, key, f"chat/merge/{template}.txt", to_plain(data), priority=2)


def _united(work: TimerView, data: dict[str, Any], by: By, uow: UnitOfWork) -> str:
    gone, stays = uow.customers.exactly(int(data["gone_id"])), uow.customers.exactly(int(data["stays_id"]))
    if gone is None or stays is None or gone.merged_into is not None or stays.merged_into is not None:
        return "dropped"
    unite(
        gone, stays, data["limit"], list(data["agreed"]), by, uow,
        carried=[int(one) for one in work.context["debts"]],
    )  # fmt: skip
    data["net"] = uow.customers.position(stays.id, uow.today()).net
    return "done"


def _parted(data: dict[str, Any], by: By, uow: UnitOfWork) -> str:
    merge = uow.journal.merge_of(int(data["gone_id"]))
    if merge is None:
        return "stays"
    data["claimed"] = part(merge, by, uow)
    return "apart"

"""“永盛装饰 和 永盛建材 是一家，合并”: which name stays, which limit holds, who agrees; “撤销合并” takes it back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from handlers import conversation, moving
from handlers.command import Command, Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Intent, Question
from handlers.permissions import Verdict, reach
from handlers.proposal import approver_of, ask_person, first_with, question_context
from handlers.second import second
from handlers.uniting import By, part, unite
from handlers.whose import not_for_role
from storage.customers import CustomerView
from storage.merges import Merge
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="merge",
    intents=(Intent.MERGE,),
    title="合并客户",
    says=("永盛装饰 和 永盛建材 是一家，合并", "撤销合并 永盛建材"),
)
NAME = "merge"
WHICH = "merge_name"
LIMIT = "merge_limit"
APART = "merge_apart"
APPROVES = "merge_approval"  # the row of `permissions.MAY`


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Show both and ask which name stays; or take a merge back."""
    if reach(NAME, request.speaker, None, uow) is Verdict.NO:
        return not_for_role(request)
    record = request.record
    if record.extra.get("apart"):
        return apart(request, uow)
    mention, other = record.customer, record.extra.get("other_id")
    pair = [
        uow.customers.get(int(one))
        for one in (mention.customer_id if mention else None, other)
        if one is not None
    ]
    both = [one for one in pair if one is not None]
    if len(both) < 2 or both[0].id == both[1].id:
        return Reply("merge/which_two.txt", {"same": both[0].name if len(both) == 2 else ""})
    for customer in both:
        if reach(NAME, request.speaker, customer, uow) is not Verdict.YES:
            owner = uow.staff.get(customer.owner)
            return Reply(
                "customer/not_yours.txt", {"customer": customer.name, "owner": owner.name if owner else ""}
            )
    data = {
        "both": [_shown(one, request, uow) for one in both],
        "by": request.speaker.name,
        "by_id": request.speaker.userid,
    }
    options = (*({"name": one.name, "customer_id": str(one.id)} for one in both), {"use": "no"})
    return _ask(WHICH, options, data, request)


def _shown(customer: CustomerView, request: Request, uow: UnitOfWork) -> dict[str, Any]:
    position = uow.customers.position(customer.id, request.today)
    owner = uow.staff.get(customer.owner) if customer.owner else None
    return {
        "customer_id": str(customer.id),
        "name": customer.name,
        "net": position.net,
        "overdue": position.overdue,
        "reported": position.reported,
        "limit": customer.credit_limit,
        "owner": owner.name if owner else "",
    }


def _ask(kind: str, options: tuple[dict[str, Any], ...], data: dict[str, Any], request: Request) -> Reply:
    question = Question(kind, options, data)
    conversation.ask(request.state, OpenQuestion(0, kind, question, request.said.now))
    return Reply(f"questions/{kind}.txt", question_context(question, request))


def resume_which(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """The name that stays; 3, or no, leaves both as they are."""
    options, data = asked.question.options, dict(asked.question.data)
    if answer.choice == len(options) or answer.yes is False:
        conversation.close(request.state, asked.id)
        return Reply("merge/dropped.txt")
    place = (answer.choice or 0) - 1
    if answer.mention is not None:
        ids = [option.get("customer_id") for option in options]
        place = ids.index(str(answer.mention.customer_id)) if str(answer.mention.customer_id) in ids else -1
    if not 0 <= place < 2:
        return None
    conversation.close(request.state, asked.id)
    stays, gone = data["both"][place], data["both"][1 - place]
    data |= {
        "stays": stays["name"],
        "stays_id": stays["customer_id"],
        "gone": gone["name"],
        "gone_id": gone["customer_id"],
    }
    return _ask_limit(data, stays["limit"], gone["limit"], request, uow)


def _ask_limit(
    data: dict[str, Any], stays: int | None, gone: int | None, request: Request, uow: UnitOfWork
) -> Reply:
    """Which limit holds for both; not asked where there is but one answer."""
    wanted = [stays, gone] if stays is None or gone is None else [stays + gone, stays, gone]
    limits = list(dict.fromkeys(wanted))
    if limits in ([None], [0]):
        return _decide({**data, "limit": stays}, request, uow)
    return _ask(LIMIT, tuple({"limit": one} for one in limits), {**data, "summed": len(wanted) == 3}, request)


def resume_limit(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """One of the offered limits, or a sum of his own."""
    options, data = asked.question.options, dict(asked.question.data)
    if answer.yes is False:
        conversation.close(request.state, asked.id)
        return Reply("merge/dropped.txt")
    if answer.choice is not None and 1 <= answer.choice <= len(options):
        limit = options[answer.choice - 1]["limit"]
    elif answer.amount is not None:
        limit = answer.amount
    else:
        return None
    conversation.close(request.state, asked.id)
    return _decide({**data, "limit": limit}, request, uow)


def _both(data: dict[str, Any], uow: UnitOfWork) -> tuple[CustomerView, CustomerView] | None:
    """Who goes and who stays, while they are still two."""
    gone, stays = uow.customers.exactly(int(data["gone_id"])), uow.customers.exactly(int(data["stays_id"]))
    both = None if gone is None or stays is None else (gone, stays)
    return None if both is None or any(one.merged_into is not None for one in both) else both


def _decide(data: dict[str, Any], request: Request, uow: UnitOfWork) -> Reply:
    """Who may decide about both has just done so; anybody else asks the manager, or finance."""
    both = _both(data, uow)
    if both is None:
        return Reply("merge/dropped.txt")
    data["agreed"] = []
    if all(reach(APPROVES, request.speaker, one, uow) is Verdict.YES for one in both):
        return _agreed(data, request, uow)
    judge = approver_of(request.speaker, uow, customer=both[1]) or first_with(
        ("finance",), request.speaker, uow
    )
    if judge is None:
        return Reply("merge/nobody.txt", data)
    return Reply("merge/asked.txt", {**data, "judge": judge.name}, (_ask_judge(judge, data, request, uow),))


def _ask_judge(judge: StaffView, data: dict[str, Any], request: Request, uow: UnitOfWork) -> Push:
    question = Question(NAME, ({"use": "yes"}, {"use": "no"}), data)
    return ask_person(judge, NAME, question, request, uow)


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """The manager's or finance's word: 1 makes them one, 2 does not."""
    agrees = answer.agrees
    if agrees is None:
        return None
    conversation.close(request.state, asked.id)
    data = dict(asked.question.data)
    return _agreed(data, request, uow) if agrees else _tell(data, "merge/refused.txt", request, uow)


def _agreed(data: dict[str, Any], request: Request, uow: UnitOfWork) -> Reply:
    """Enough agreed: they become one. With two persons set the second is asked first."""
    both = _both(data, uow)
    if both is None:
        return Reply("merge/dropped.txt")
    gone, stays = both
    data["agreed"] = [*data["agreed"], request.speaker.userid]
    if request.company.is_on("merge_two_persons") and len(data["agreed"]) < 2:
        other = second(APPROVES, [*data["agreed"], data["by_id"]], uow, customer=stays)
        if other is None:
            return Reply("merge/nobody.txt", data)
        return Reply(
            "merge/asked.txt", {**data, "judge": other.name}, (_ask_judge(other, data, request, uow),)
        )
    owners = {gone.owner, stays.owner}
    debts = uow.journal.open_debts(gone.id)
    if len(debts) > moving.MOST:
        return moving.start(moving.UNITE, data, debts, owners, request, uow)
    unite(gone, stays, data["limit"], data["agreed"], _by(request), uow)
    conversation.note_standing(request.state, NAME, gone.id)
    conversation.remember_customer(request.state, stays.id, stays.name)
    data |= {"net": uow.customers.position(stays.id, request.today).net}
    return _tell(data, "merge/done.txt", request, uow, owners=owners)


def _by(request: Request) -> By:
    return By(request.speaker.userid, request.said.inbox_id)


def _tell(
    data: dict[str, Any], template: str, request: Request, uow: UnitOfWork, *, owners: Collection[str] = ()
) -> Reply:
    told = {**data, "judge": request.speaker.name}
    people = {str(data["by_id"]), *owners} - {request.speaker.userid, ""}
    reached = [uow.staff.get(one) for one in sorted(people)]
    pushes = tuple(
        Push(one.userid, f"merge:{request.said.inbox_id}:{one.userid}", f"chat/{template}", told, priority=2)
        for one in reached
        if one is not None and one.active
    )
    return Reply(template, told, pushes)


def apart(request: Request, uow: UnitOfWork) -> Reply:
    """Which merge is meant, and is it to be taken back?"""
    merge = _meant(request, uow)
    if merge is None:
        return Reply("merge/none.txt")
    gone, stays = uow.customers.exactly(merge.customer_id), uow.customers.exactly(merge.into)
    if gone is None or stays is None:
        return Reply("merge/none.txt")
    if reach(APPROVES, request.speaker, stays, uow) is not Verdict.YES:
        return Reply("merge/not_yours.txt", {"gone": gone.name, "stays": stays.name})
    data = {"gone": gone.name, "gone_id": str(gone.id), "stays": stays.name, "debts": len(merge.receivables)}
    return _ask(APART, ({"use": "yes"}, {"use": "no"}), data, request)


def _meant(request: Request, uow: UnitOfWork) -> Merge | None:
    """The merge of the customer who is named, else of the one spoken of last; the newest of several."""
    mention = request.record.customer
    named = mention.customer_id if mention is not None else None
    last = conversation.last_customer(request.state)
    stays = uow.customers.get(named if named is not None else last[0] if last else 0)
    if stays is None:
        return None
    gone = uow.customers.merged_into(stays.id)
    typed = {mention.text if mention else "", str(request.record.extra.get("other_text", ""))}
    meant = [one for one in gone if one.name in typed] or list(gone)
    return uow.journal.merge_of(meant[0].id) if meant else None


def resume_apart(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1: they are two again. 2: they stay one."""
    agrees = answer.agrees
    if agrees is None:
        return None
    conversation.close(request.state, asked.id)
    data = asked.question.data
    merge = uow.journal.merge_of(int(data["gone_id"]))
    if not agrees or merge is None:
        return Reply("merge/stays.txt", data)
    if reach(APPROVES, request.speaker, uow.customers.get(merge.into), uow) is not Verdict.YES:
        return Reply("merge/not_yours.txt", data)
    if len(merge.receivables) > moving.MOST:
        return moving.start(moving.PART, dict(data), merge.receivables, set(), request, uow)
    claimed = part(merge, _by(request), uow)
    conversation.forget_standing(request.state)
    return Reply("merge/apart.txt", {**data, "claimed": claimed})

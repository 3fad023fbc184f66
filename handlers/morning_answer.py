"""“1付了 2没回 3月底”: what is answered to the numbered lines of a morning, each as if it had been asked alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from handlers import asking, booking, chase_answer, conversation, together
from handlers.booking import question_reply
from handlers.chase_answer import OWN_WORDS, RECEIVED
from handlers.command import Reply, Request, Said
from handlers.conversation import OpenQuestion
from handlers.draft import Draft, Fact, fact_of
from handlers.language import briefly
from handlers.language.each import Part, parts_of
from handlers.language.names import NameIndex
from handlers.language.reading import Answer, Intent, Record
from handlers.receipt import LIST
from storage.unit_of_work import UnitOfWork

# What asks nothing more comes first; payments are one booking, which is not forgotten while its sums are asked for.
_ORDER: Final = ("none", "day", "told", "paid", "moved", "denied")
_AS_ALONE: Final = {"none": "nothing", "moved": "day"}
# Told in one sentence of several customers.
_NAMED_TOGETHER: Final = frozenset({"chase/over.txt", "chase/later.txt", "chase/no_answer.txt"})


def heard(said: Said, asked: OpenQuestion, state: Mapping[str, Any], index: NameIndex) -> Answer | None:
    """The message as an answer to these lines; None when it is something new."""
    bare = said.text.strip(" 。.!！")
    if bare.isdecimal() and any(str(line["number"]) == bare for line in together.waiting(asked)):
        return Answer(choice=int(bare), text=bare)
    is_ours = _parts(said, asked, state, index) is not None or _is_bare(said, asked, index)
    return Answer(text=said.text) if is_ours else None


def _is_bare(said: Said, asked: OpenQuestion, index: NameIndex) -> bool:
    """“付了” without a number: of the one line that waits, else it is asked of which."""
    if RECEIVED.fullmatch(said.text.strip()):
        return False
    if not together.waiting(asked):
        return False
    line = _line(together.waiting(asked)[0])
    found = briefly.said_of(said.text, line, now=said.now, index=index, by_name=True)
    return found is not None and found.kind != "told"


def numbered(said: Said, state: Mapping[str, Any], index: NameIndex) -> Iterable[OpenQuestion]:
    """The lines that a message names by their numbers: “2 没付” is no sum of two yuan, whatever was asked since."""
    if all(row["asker"] != together.NAME for row in state.get("open", ())):
        return
    for asked in conversation.open_questions(state):
        if asked.asker == together.NAME:
            parts = _parts(said, asked, state, index)
            if (
                parts is not None
                and not all(part.by_name for part in parts)
                and not _is_for_newer(said, asked, state, index)
            ):
                yield asked
                return


def _is_for_newer(said: Said, asked: OpenQuestion, state: Mapping[str, Any], index: NameIndex) -> bool:
    """Is the number that of an option shown since?"""
    newest = next((one for one in conversation.open_questions(state) if not one.soft), asked)
    if newest.id <= asked.id:
        return False
    is_option = chase_answer.option_said(said, newest, index) is not None
    return is_option or chase_answer.is_of_a_later_day(said, newest, asked)


def _parts(
    said: Said, asked: OpenQuestion, state: Mapping[str, Any], index: NameIndex
) -> Sequence[Part] | None:
    if asked.aside and asked.asked_at.date() < said.now.date() and not _waits_for_a_sum(asked, state):
        return None  # all was answered, and on another day
    open_ = together.waiting(asked) or [
        line for line in together.lines_of(asked) if briefly.is_nothing(line["told"])
    ]
    lines = {line["number"]: _line(line, waits=line in open_) for line in together.lines_of(asked)}
    has_receipts = bool(conversation.listed(state, LIST))
    return parts_of(said.text, lines, now=said.now, index=index, lists_receipts=has_receipts)


def _waits_for_a_sum(asked: OpenQuestion, state: Mapping[str, Any]) -> bool:
    customers = {int(line["data"]["customer_id"]) for line in together.lines_of(asked)}
    drafts = (one.draft for one in conversation.unbooked(state) if one.draft is not None)
    return any(fact.amount is None and fact.customer_id in customers for one in drafts for fact in one.facts)


def _line(line: Mapping[str, Any], *, waits: bool = True) -> briefly.Line:
    return briefly.Line(int(line["data"]["customer_id"]), line["data"]["customer"], waits)


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """A number alone asks about its line; else what is said of every line is done, and what is open is named."""
    if answer.choice is not None:
        return _ask_alone(asked, answer.choice, request)
    waiting = together.waiting(asked)
    parts = _parts(request.said, asked, request.state, request.index)
    if parts is None and len(waiting) != 1:
        return Reply("chase/which_line.txt", {"words": request.said.text, "number": waiting[0]["number"]})
    if parts is None:
        parts = [Part((waiting[0]["number"],), request.said.text, briefly.Said("day"))]
    lines = {line["number"]: line for line in together.lines_of(asked)}
    named = [number for part in parts for number in part.numbers]
    beyond = [number for number in named if number not in lines]
    if beyond:
        return Reply("chase/beyond.txt", {"numbers": beyond, "count": len(lines)})
    words = {
        number: part.words
        for part in parts
        if part.said is not None and part.said.kind != "unclear"
        for number in part.numbers
        if _said_of(part.words, lines[number], request) is not None
    }
    anew = {number: said for number, said in words.items() if _is_news(said, lines[number], request)}
    before = [lines[number]["data"]["customer"] for number in words if number not in anew]
    unheard = [_shown(lines[number]) for number in dict.fromkeys(named) if number not in words]
    together.note(request.state, asked, anew, request.said.now)
    replies = [Reply("chase/heard_already.txt", {"names": before})] if before else []
    replies += act(asked.id, request, uow)
    replies += [Reply("chase/unheard.txt", {"lines": unheard})] if unheard else []
    replies += _still(asked.id, [line["number"] for line in unheard], request, uow) if anew else []
    replies.sort(key=lambda reply: reply.template.startswith("questions/"))
    return joined(replies) if replies else None


def _is_news(words: str, line: Mapping[str, Any], request: Request) -> bool:
    """Who had not paid may have by now, and a sum is money that the books look for; else nothing is said twice."""
    if line["waits"] or _is_a_sum(_said_of(words, line, request)):
        return True
    return briefly.is_nothing(line["told"]) and not briefly.is_nothing(words)


def _is_a_sum(said: briefly.Said | None) -> bool:
    """“付了8000”."""
    record = said.reading.records[0] if said is not None and said.reading is not None else None
    return record is not None and record.intent is Intent.RECORD_PAYMENT and bool(record.amount)


def _ask_alone(asked: OpenQuestion, number: int, request: Request) -> Reply | None:
    line = next((line for line in together.waiting(asked) if line["number"] == number), None)
    if line is None:
        return None
    for before in conversation.open_questions(request.state):
        if before.question.data.get("subject") == line["data"]["subject"]:
            conversation.close(request.state, before.id)
    opened = replace(together.alone(line, asked), asked_at=request.said.now, pushed=False)
    conversation.ask(request.state, opened)
    return question_reply(opened.question, request)


def act(number: int, request: Request, uow: UnitOfWork) -> list[Reply]:
    """Do what was said of the lines of question `number`, until something has to be asked; the rest waits for that."""
    replies: list[Reply] = []
    while told := _told(number, request):
        first = min(_ORDER.index(one.kind) for one in told)
        these = [one for one in told if _ORDER.index(one.kind) == first]
        if _ORDER[first] != "paid":
            these = these[:1]
        for one in these:
            asking.settled(request.state, one.line["data"]["subject"])
        before = request.state["next"]
        replies += _pay(these, request, uow) if _ORDER[first] == "paid" else [these[0].act(request, uow)]
        if request.state["next"] != before:
            break
    return _gathered(replies)


@dataclass(frozen=True, slots=True)
class _Told:
    """What was said of one line, not acted on yet."""

    line: Mapping[str, Any]
    said: briefly.Said

    @property
    def kind(self) -> str:
        return "paid" if self.record is not None and self.record.intent not in OWN_WORDS else self.said.kind

    @property
    def record(self) -> Record | None:
        return self.said.reading.records[0] if self.said.reading is not None else None

    def act(self, request: Request, uow: UnitOfWork) -> Reply:
        asker, data, words = self.line["asker"], self.line["data"], self.line["words"]
        request = replace(request, said=replace(request.said, text=words))
        if self.record is not None and self.said.reading is not None:
            _, refused = chase_answer.who(asker, data, request, uow)
            told = replace(request, reading=self.said.reading).about(self.record)
            return refused or OWN_WORDS[self.record.intent](told, uow)
        answer = Answer(day=self.said.day, amount=self.said.amount, text=words)
        heard = _AS_ALONE.get(self.said.kind, self.said.kind)
        reply = chase_answer.act(asker, heard, data, answer, request, uow)
        told_with = {"among": True, "unpaid": self.said.unpaid}
        return replace(reply, context={**reply.context, **told_with}) if heard == "nothing" else reply


def _told(number: int, request: Request) -> list[_Told]:
    asked = next((one for one in conversation.open_questions(request.state) if one.id == number), None)
    lines = [line for line in together.waiting(asked) if line["words"]] if asked is not None else []
    found = [(line, _said_of(line["words"], line, together.then(line, request))) for line in lines]
    return [_Told(line, said) for line, said in found if said is not None]


def _said_of(words: str, line: Mapping[str, Any], request: Request) -> briefly.Said | None:
    return briefly.said_of(words, _line(line), now=request.said.now, index=request.index)


def _pay(told: Sequence[_Told], request: Request, uow: UnitOfWork) -> list[Reply]:
    """One booking of what all of them paid."""
    refusals: list[Reply] = []
    facts: list[tuple[Fact, int | None]] = []
    words: list[str] = []
    for one in told:
        data = one.line["data"]
        customer, refused = chase_answer.who(one.line["asker"], data, request, uow, money=_is_a_sum(one.said))
        if refused is not None or customer is None:
            refusals += [refused] if refused is not None else []
            continue
        fact = fact_of(one.record) if one.record is not None else chase_answer.fact_of(customer)
        facts.append((replace(fact, kind="payment"), data.get("amount")))
        words.append(f"{customer.name}{one.line['words']}")
    if not facts:
        return refusals
    with_sums = {fact.customer_id for fact, _ in facts if fact.amount}
    left = _asked_for(with_sums, request)
    said = replace(request.said, text="，".join(words))
    paid = chase_answer.paid(facts, replace(request, said=said), uow)
    return [*refusals, paid, *(booking.book(draft, request, uow) for draft in left)]


def _asked_for(told: set[int | None], request: Request) -> list[Draft]:
    """A payment told with its sum is what a question for that sum waited for: that is over, and the others of it are left."""
    left: list[Draft] = []
    for asked in conversation.unbooked(request.state):
        waits = asked.draft.facts if asked.draft is not None and not asked.pushed else ()
        if all(fact.kind == "payment" and fact.amount is None for fact in waits) and any(
            fact.customer_id in told for fact in waits
        ):
            conversation.close(request.state, asked.id)
            others = tuple(fact for fact in waits if fact.customer_id not in told)
            left += [replace(asked.draft, facts=others)] if asked.draft is not None and others else []
    return left


def _still(number: int, but: Sequence[int], request: Request, uow: UnitOfWork) -> list[Reply]:
    """The lines that nothing was said of, and what waits for another answer; those whose matter is over by now are not asked about any more."""
    asked = next(one for one in conversation.open_questions(request.state) if one.id == number)
    left, after = [], []
    for line in together.waiting(asked):
        if line["words"]:
            after.append(line["data"]["customer"])
        elif line["number"] not in but:
            left.append(line)
    for line in [
        line for line in left if chase_answer.is_over(line["asker"], line["data"], request.today, uow)
    ]:
        asking.settled(request.state, line["data"]["subject"])
        left.remove(line)
    replies = [Reply("chase/still.txt", {"lines": [_shown(line) for line in left]})] if left else []
    return [*replies, Reply("chase/afterwards.txt", {"names": after})] if after else replies


def _shown(line: Mapping[str, Any]) -> dict[str, Any]:
    return {"number": line["number"], "customer": line["data"]["customer"]}


def _gathered(replies: Sequence[Reply]) -> list[Reply]:
    """The same said of several customers is said once, of all of them."""
    found: list[Reply] = []
    for reply in replies:
        same = {key: value for key, value in reply.context.items() if key != "names"}
        alike = next(
            (
                place
                for place, one in enumerate(found)
                if one.template == reply.template in _NAMED_TOGETHER
                and {key: value for key, value in one.context.items() if key != "names"} == same
            ),
            None,
        )
        if alike is None:
            found.append(reply)
        else:
            names = [*found[alike].context["names"], *reply.context["names"]]
            found[alike] = replace(found[alike], context={**same, "names": names})
    return found


def joined(replies: Sequence[Reply]) -> Reply:
    """One reply of several, with the pushes of all."""
    first, *rest = replies
    return first.with_more(*rest).with_pushes(*(push for reply in rest for push in reply.pushes))

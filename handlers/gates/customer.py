"""Whose account: a name that fits nobody, several, or only nearly is asked about; a closed customer too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeGuard

from handlers.command import Reply, Request
from handlers.draft import SURE_FITS, Draft, Fact
from handlers.gates.reader import chosen, with_mention
from handlers.language.reading import Answer, Fit, Mention, Question
from storage.unit_of_work import UnitOfWork

NAME = "customer"
_SURE = frozenset(str(fit) for fit in SURE_FITS)
_MOST_CHOICES = 3
_NEW = ("新客户", "是新客户", "新建")


def ask(draft: Draft, request: Request, uow: UnitOfWork) -> tuple[int, Question] | None:
    for place, fact in enumerate(draft.facts):
        if draft.is_settled(NAME, place):
            continue
        if fact.fit not in _SURE:
            return (place, _question(fact))
        if _is_doubted(draft.question, fact):
            return (place, _or_new(draft.question))
    return None


def _is_doubted(question: Question | None, fact: Fact) -> TypeGuard[Question]:
    """Two sure names beside one sum, “永盛老板娘”: the words leave open whose it is, whatever the first name is."""
    if question is None or question.kind not in ("which_customer", "similar_customer"):
        return False
    return any(option.get("customer_id") == fact.customer_id for option in question.options)


def _or_new(question: Question) -> Question:
    if question.kind != "similar_customer":
        return question
    new = {"new": True, "name": question.data.get("text", "")}
    return replace(question, options=(*question.options, new))


def _question(fact: Fact) -> Question:
    candidates = tuple(fact.says("candidates", ()))[:_MOST_CHOICES]
    typed = str(fact.says("typed")) or fact.customer_name
    choices = tuple({"customer_id": str(pair[0]), "name": pair[1]} for pair in candidates)
    if fact.fit in (Fit.TYPO, Fit.INITIALS) and fact.customer_id is not None:
        data = {"typed": typed, "name": fact.customer_name, "amount": fact.amount, "fact": fact.kind}
        sure = {"customer_id": str(fact.customer_id), "name": fact.customer_name}
        return Question("similar_customer", (sure, {"new": True, "name": typed}), data)
    data = {"typed": typed, "amount": fact.amount, "fact": fact.kind}
    if fact.fit == Fit.SEVERAL:
        return Question("which_customer", choices, data)
    if not typed:
        return Question("missing_customer", (), data)
    return Question("new_customer", ({"new": True, "name": typed}, *choices[: _MOST_CHOICES - 1]), data)


def settle(
    draft: Draft, place: int, question: Question, answer: Answer, request: Request, uow: UnitOfWork
) -> Draft | Reply | None:
    fact = draft.facts[place]
    if draft.question is not None and draft.question.kind == question.kind:
        draft = replace(draft, question=None)  # answered, whichever of its names it is
    option = chosen(question, answer)
    if option is None and answer.yes and question.options and question.kind != "which_customer":
        new = [one for one in question.options if one.get("new")]
        option = new[0] if new and answer.text in _NEW else question.options[0]
    if option is not None:
        return _opted(draft, place, fact, option)
    if answer.mention is not None:
        return _named(draft, place, fact, answer.mention)
    return None


def _opted(draft: Draft, place: int, fact: Fact, option: Mapping[str, Any]) -> Draft:
    if option.get("new"):
        return _as_new(draft, place, str(option["name"]))
    learnt = fact.says("typed") if fact.fit in (Fit.TYPO, Fit.INITIALS, Fit.NEW) else ""
    return _everywhere(draft, fact, int(option["customer_id"]), str(option["name"]), str(learnt)).settle(
        NAME, place
    )


def _named(draft: Draft, place: int, fact: Fact, mention: Mention) -> Draft:
    if mention.fit is Fit.NEW:
        return draft.with_fact(
            place, customer_id=None, customer_name=mention.text, fit=str(Fit.NEW)
        ).with_fact(place, extra={**fact.extra, "typed": mention.text, "candidates": []})
    if str(mention.fit) not in _SURE or mention.customer_id is None:
        return replace(draft, facts=_replaced(draft, place, with_mention(fact, mention)))
    learnt = str(fact.says("typed")) if fact.fit == Fit.NEW else ""
    return _everywhere(draft, fact, mention.customer_id, mention.name or "", learnt).settle(NAME, place)


def _as_new(draft: Draft, place: int, name: str) -> Draft:
    """The same new name in several facts of a message is asked about once."""
    for other, fact in enumerate(draft.facts):
        if other == place or (
            fact.customer_id is None and fact.customer_name == draft.facts[place].customer_name
        ):
            draft = draft.with_fact(other, customer_id=None, customer_name=name).settle(NAME, other)
    return draft


def _everywhere(draft: Draft, asked: Fact, customer_id: int, name: str, learnt: str) -> Draft:
    for place, fact in enumerate(draft.facts):
        if fact.fit == asked.fit and fact.says("typed") == asked.says("typed"):
            extra = {**fact.extra, "learn_alias": learnt} if learnt else fact.extra
            draft = draft.with_fact(
                place, customer_id=customer_id, customer_name=name, fit=str(Fit.EXACT), extra=extra
            )
    return draft


def _replaced(draft: Draft, place: int, fact: Fact) -> tuple[Fact, ...]:
    return (*draft.facts[:place], fact, *draft.facts[place + 1 :])

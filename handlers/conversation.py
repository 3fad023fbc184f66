"""What is being talked about with one speaker in one chat: open questions with their drafts, and who “他” is.

Kept as JSON in the conversation row. An open question never loses its draft: it stays until booked or refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from handlers.draft import Draft, draft_from_json, draft_to_json, question_from_json, question_to_json
from handlers.language.reading import Question
from ledger.values import value

OFFER_STANDS = timedelta(minutes=30)
MOST_OPEN = 200  # nobody leaves so many unanswered; a bound for the row, not a rule


@value
class OpenQuestion:
    """A question asked and not yet answered. `asker` names the gate or handler that will settle it.

    A soft question offers something (another debt for a return) and is not counted as unbooked. A pushed one came
    from somebody else's doing, in between what this speaker is talking about; `role` is what let him decide it.
    One `aside` may be left without an answer: it is never in the way of what was asked after it, and once anything else
    was asked or told it is `past`: no bare word is for it, though its button still is.
    """

    id: int
    asker: str
    question: Question
    asked_at: datetime
    place: int = 0
    draft: Draft | None = None
    soft: bool = False
    pushed: bool = False
    role: str = ""
    aside: bool = False
    past: bool = False


def ask(state: dict[str, Any], asked: OpenQuestion) -> OpenQuestion:
    """Remember the question as the newest one and return it with its id. One of his own takes offers off the table."""
    kept = [row for row in _with_asides_past(state) if asked.pushed or not row["soft"]]
    number = int(state.get("next", 1))
    row = _row(replace(asked, id=number, past=False))
    state["next"] = number + 1
    state["open"] = [*kept, row][-MOST_OPEN:]
    return _open(row)


def open_questions(state: Mapping[str, Any]) -> Sequence[OpenQuestion]:
    """All open questions, the newest first."""
    return [_open(row) for row in reversed(state.get("open", []))]


def newest(state: Mapping[str, Any]) -> OpenQuestion | None:
    rows = state.get("open", [])
    return _open(rows[-1]) if rows else None


def keep(state: dict[str, Any], asked: OpenQuestion) -> None:
    """What changed of an open question. One that nothing is asked by any more is the last that words are for."""
    rows = [_row(asked) if row["id"] == asked.id else row for row in state.get("open", [])]
    state["open"] = sorted(rows, key=lambda row: row["id"] != asked.id) if asked.aside else rows


def close(state: dict[str, Any], number: int) -> None:
    state["open"] = [row for row in state.get("open", []) if row["id"] != number]


def drop_old_offers(state: dict[str, Any], now: datetime) -> None:
    """An offer stands for half an hour; words of the next day are never for it."""
    state["open"] = [
        row
        for row in state.get("open", [])
        if not row["soft"] or now - datetime.fromisoformat(row["asked_at"]) <= OFFER_STANDS
    ]


def drop_outgrown(state: dict[str, Any], role: str) -> None:
    """What a job asked him in a role that he has no more is not his to read or answer: it goes."""
    state["open"] = [
        row
        for row in state.get("open", [])
        if row["draft"]
        or not row.get("pushed")
        or row.get("role", "") in ("", role)
        or "by_id" in row["question"]["data"]
    ]


def note_act(state: dict[str, Any], act: str) -> None:
    """What was done last: booked | asked (a question, nothing booked) | noted (what “撤销” cannot take back)."""
    state["act"] = act


def note_standing(state: dict[str, Any], kind: str, message_id: int) -> None:
    """What was put down last without booking: dispute | hold | promise | task | remind | restart, and by which message."""
    note_act(state, "noted")
    state["standing"] = {"kind": kind, "message": str(message_id)}


def forget_standing(state: dict[str, Any]) -> None:
    """Done, but neither a booking nor anything that “撤销” takes back."""
    state.pop("standing", None)
    note_act(state, "noted")


def last_standing(state: Mapping[str, Any]) -> tuple[str, int] | None:
    """As `note_standing` kept it, when nothing was booked or asked since."""
    kept = state.get("standing")
    if kept is None or last_act(state) != "noted":
        return None
    return str(kept["kind"]), int(kept["message"])


def last_act(state: Mapping[str, Any]) -> str:
    return str(state.get("act", "booked"))


def drop_soft(state: dict[str, Any]) -> None:
    """A new command takes offers of the last reply off the table."""
    state["open"] = [row for row in _with_asides_past(state) if not row["soft"]]


def _with_asides_past(state: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{**row, "past": True} if row.get("aside") else row for row in state.get("open", [])]


def unbooked(state: Mapping[str, Any]) -> Sequence[OpenQuestion]:
    """Open questions whose draft waits to be booked, oldest first."""
    return [_open(row) for row in state.get("open", []) if row["draft"] and not row["soft"]]


def remember_customer(state: dict[str, Any], customer_id: int, name: str) -> None:
    state["last_customer"] = [str(customer_id), name]


def last_customer(state: Mapping[str, Any]) -> tuple[int, str] | None:
    kept = state.get("last_customer")
    return (int(kept[0]), kept[1]) if kept else None


def remember_list(state: dict[str, Any], kind: str, ids: Sequence[int], marks: Sequence[str] = ()) -> None:
    """The numbered list shown last, so that “1到了 2没到” means its lines. `marks` say what each line showed."""
    state["list"] = {"kind": kind, "ids": [str(number) for number in ids], "marks": list(marks)}


def marks_shown(state: Mapping[str, Any], kind: str) -> Mapping[int, str]:
    """What the lines of the list of this kind shown last said, by id."""
    kept = state.get("list") or {}
    return dict(zip(listed(state, kind), kept.get("marks", ()), strict=False))


def listed(state: Mapping[str, Any], kind: str) -> Sequence[int]:
    """Ids of the list of this kind shown last, in its order; empty when another kind was shown."""
    kept = state.get("list") or {}
    return [int(number) for number in kept.get("ids", ())] if kept.get("kind") == kind else []


def _row(asked: OpenQuestion) -> dict[str, Any]:
    return {
        "id": asked.id,
        "asker": asked.asker,
        "question": question_to_json(asked.question),
        "asked_at": asked.asked_at.isoformat(),
        "place": asked.place,
        "draft": draft_to_json(asked.draft) if asked.draft else None,
        "soft": asked.soft,
        "pushed": asked.pushed,
        "role": asked.role,
        "aside": asked.aside,
        **({"past": True} if asked.past else {}),
    }


def _open(row: Mapping[str, Any]) -> OpenQuestion:
    return OpenQuestion(
        id=row["id"],
        asker=row["asker"],
        question=question_from_json(row["question"]),
        asked_at=datetime.fromisoformat(row["asked_at"]),
        place=row["place"],
        draft=draft_from_json(row["draft"]) if row["draft"] else None,
        soft=row["soft"],
        pushed=row.get("pushed", False),
        role=row.get("role", ""),
        aside=row.get("aside", False),
        past=row.get("past", False),
    )

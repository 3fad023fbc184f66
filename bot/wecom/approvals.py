"""Approvals of WeCom's own (审批): asked for by a template of the console, and read back (doc/91853, doc/91983)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from bot.wecom.client import Client
from bot.wecom.outcomes import Later, Refused, SendOutcome, Sent, Unsure
from bot.wecom.wire import Answer, json_body

_WORDS: Final = ("Textarea", "Text")
_SUM: Final = "Money"
MOST_WORDS: Final = 20  # characters of a line of the summary


class State(IntEnum):
    """sp_status of an approval."""

    PENDING = 1
    APPROVED = 2
    REFUSED = 3
    WITHDRAWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks whom for what. `text` of several lines; `fen` 0 where no sum is in it."""

    by: str
    approver: str
    text: str
    fen: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """How an approval stands; `by` who decided, "" while nobody has."""

    state: int
    by: str = ""

    @property
    def is_over(self) -> bool:
        return self.state != State.PENDING


class Approvals:
    """Asks by the template `template_id`: its first text control takes the words, its money control the sum."""

    def __init__(self, client: Client, template_id: str) -> None:
        self._client = client
        self._template_id = template_id

    async def ask(self, asked: Asked) -> SendOutcome:
        """applyevent; the message id of what was sent is the approval's number. Twice it would be two approvals."""
        controls = await self._controls()
        if not isinstance(controls, list):
            return Later(after=60, reason=controls.reason) if isinstance(controls, Unsure) else controls
        contents = list(_contents(controls, asked))
        if not contents:
            return Refused(
                errcode=None, reason="the approval's template has no text control", channel_broken=True
            )
        lines = [line for line in asked.text.splitlines() if line.strip()][:3]
        body = {
            "creator_userid": asked.by,
            "template_id": self._template_id,
            "use_template_approver": 0,
            "approver": [{"attr": 1, "userid": [asked.approver]}],
            "apply_data": {"contents": contents},
            "summary_list": [
                {"summary_info": [{"text": line[:MOST_WORDS], "lang": "zh_CN"}]} for line in lines
            ],
        }
        called = await self._client.call("POST", "/cgi-bin/oa/applyevent", **json_body(body))
        if not isinstance(called, Answer):
            return called
        number = str(called.fields.get("sp_no") or "")
        return Sent(message_id=number) if number else Unsure(reason="applyevent answered without a number")

    async def decision(self, number: str) -> Decision | Refused | Later | Unsure:
        """getapprovaldetail: what counts, whatever an event said."""
        called = await self._client.call(
            "POST", "/cgi-bin/oa/getapprovaldetail", **json_body({"sp_no": number})
        )
        if not isinstance(called, Answer):
            return called
        info = called.fields.get("info")
        if not isinstance(info, Mapping):
            return Unsure(reason="getapprovaldetail answered without the approval")
        state = int(info.get("sp_status") or State.PENDING)
        return Decision(state, _decided_by(info, state))

    async def _controls(self) -> list[Mapping[str, Any]] | Refused | Later | Unsure:
        body = json_body({"template_id": self._template_id})
        called = await self._client.call("POST", "/cgi-bin/oa/gettemplatedetail", **body)
        if not isinstance(called, Answer):
            return called
        return _controls_of(called)


def takes_words(template: Answer) -> bool:
    """Has the template a control for the words of a question?"""
    return any(one.get("control") in _WORDS for one in _controls_of(template))


def _controls_of(template: Answer) -> list[Mapping[str, Any]]:
    content = template.fields.get("template_content")
    controls = content.get("controls") if isinstance(content, Mapping) else None
    return [one["property"] for one in controls or () if isinstance(one.get("property"), Mapping)]


def _contents(controls: Sequence[Mapping[str, Any]], asked: Asked) -> list[dict[str, Any]]:
    """The values of the template's controls; empty when it has none for the words."""
    words = next((one for kind in _WORDS for one in controls if one.get("control") == kind), None)
    if words is None:
        return []
    found = [{"control": words["control"], "id": words["id"], "value": {"text": asked.text}}]
    money = next((one for one in controls if one.get("control") == _SUM), None)
    if money is not None:
        # A string of yuan with two decimals, or it is refused (doc/91853).
        value = {"new_money": f"{asked.fen // 100}.{asked.fen % 100:02}"}
        found.append({"control": _SUM, "id": money["id"], "value": value})
    return found


def _decided_by(info: Mapping[str, Any], state: int) -> str:
    """Who gave the word that stands, the last of several."""
    decided = [
        str((detail.get("approver") or {}).get("userid") or "")
        for record in info.get("sp_record") or ()
        for detail in record.get("details") or ()
        if detail.get("sp_status") == state
    ]
    return decided[-1] if decided else ""

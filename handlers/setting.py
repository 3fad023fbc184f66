"""Company settings by chat: “设置” lists them, “打开到账确认” and “抹零上限改成100” change them; reminders are released (P15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from config.company import CompanySetting, Value
from handlers import digest_setting, exposure, release
from handlers.command import Command, Push, Reply, Request
from handlers.dunning import own_stages, preview, stage_setting
from handlers.language.reading import Intent
from handlers.permissions import Verdict, reach
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="setting",
    intents=(Intent.SETTING,),
    title="设置",
    says=("设置", "打开到账确认", "抹零上限改成100", "日报改成晚上6点", "开启 永盛 提醒"),
)
_RANK: Mapping[str, int] = {"finance": 1, "manager": 2, "admin": 3}
_CHASING = ("remind_", "stages_", "quiet_")
_TOPICS: Mapping[str, str] = {
    "日报": "digest_at",
    "早报": "digest_at",
    "周报": "weekly_digest",
    "月报": "monthly_digest",
    "到账确认": "confirmation_of_receipts",
    "默认账期": "default_terms_days",
}


def run(request: Request, uow: UnitOfWork) -> Reply:
    """List them, or change the one that is named. What cannot be set yet is said."""
    if reach("setting", request.speaker, None, uow) is not Verdict.YES:
        return Reply("setting/not_yours.txt")
    extra = request.record.extra
    if extra.get("topic") == "提醒":  # let out only by a plain word: “提醒设置” asks
        return (
            release.run(request, uow) if extra.get("value") in ("on", "off") else _listing(request, _CHASING)
        )
    key = str(extra.get("key") or _TOPICS.get(str(extra.get("topic", "")), ""))
    if not key and str(extra.get("words", "")).strip() in ("设置", ""):
        return _listing(request)
    if key not in request.company.shipped:
        return Reply("setting/unknown.txt", {"topic": str(extra.get("topic", ""))})
    setting = request.company.setting(key)
    if _RANK.get(request.speaker.role, 0) < _RANK[setting.changed_by]:
        return Reply("setting/above.txt", {"key": key, "role": setting.changed_by})
    is_own = request.record.customer is not None or bool(extra.get("kind"))
    if is_own and (stage_setting.is_stages(key) or key in own_stages.HOW_OFTEN):
        return own_stages.run(setting, request, uow)
    return _change(setting, request, uow)


def _listing(request: Request, begins: tuple[str, ...] = ("",)) -> Reply:
    """Those whose keys begin so."""
    values = [
        {"key": key, "kind": request.company.setting(key).kind, "value": request.company[key]}
        for key in request.company
        if key.startswith(begins)
    ]
    example = "客户提醒日改成3天、7天" if begins == _CHASING else ""
    return Reply("setting/list.txt", {"lines": values, "example": example, "today": request.today})


def _change(setting: CompanySetting, request: Request, uow: UnitOfWork) -> Reply:
    changes = dict(_changes(setting, request))
    if isinstance(day := changes.get(setting.key), date) and (left := _left_open(setting.key, day, request)):
        return left
    if not changes or setting.is_too_much(changes.get(setting.key)):
        context = {
            "key": setting.key,
            "kind": setting.kind,
            "choices": setting.choices,
            "today": request.today,
            "whose": "",
            "most": setting.most,
        }
        return Reply("setting/what.txt", {**context, "value": request.company[setting.key]})
    lines = [_put(key, value, request, uow) for key, value in changes.items()]
    reply = Reply("setting/changed.txt", {"lines": lines, "whose": "", "today": request.today})
    return reply.with_pushes(*_previews(changes, request))


def _changes(setting: CompanySetting, request: Request) -> Iterator[tuple[str, Value]]:
    """What was said to change: mostly one value; about digests also their days, contents, and whether they go."""
    extra = request.record.extra
    value = _wanted(setting, extra)
    if setting.key == exposure.SETTING:
        value = exposure.wanted(request.company, str(extra.get("words", "")))
    if stage_setting.is_stages(setting.key):
        now = request.company.several(setting.key)
        words = str(extra.get("stages", ""))
        as_shipped = setting.value if stage_setting.AS_SHIPPED.search(words) else None
        value = as_shipped or stage_setting.wanted(words, now, setting.choices)
    if value is not None:
        yield setting.key, value
    more: dict[str, Value] = {}
    if setting.key == "digest_at":
        words = str(extra.get("words", ""))
        more = dict(digest_setting.wanted(request.company, words, tuple(extra.get("days_off") or ())))
        yield from more.items()
    switch = setting.key.removesuffix("_at")
    if value is None and not more and switch != setting.key and switch in request.company.shipped:
        onoff = _wanted(request.company.setting(switch), extra)
        if onoff is not None:
            yield switch, onoff


def _previews(changes: Mapping[str, Value], request: Request) -> Iterator[Push]:
    """What the change makes of tomorrow's reminders follows by itself: it is counted over all debts."""
    before = {
        key: request.company.setting(key).write(request.company[key])
        for key, value in changes.items()
        if key in preview.KEYS and value != request.company[key]
    }
    if before:
        key = f"{preview.REFRESH}:{request.said.inbox_id}"
        context = {"refresh": preview.REFRESH, "before": before}
        yield Push(request.speaker.userid, key, preview.TEMPLATE, context)


def _put(key: str, value: Value, request: Request, uow: UnitOfWork) -> dict[str, Any]:
    """Set it, unless it is so already; before and after."""
    setting, before = request.company.setting(key), request.company[key]
    if value != before:
        uow.settings.put(key, setting.write(value), by=request.speaker.userid)
        details = {"before": setting.write(before), "after": setting.write(value)}
        uow.audit.note(request.speaker.userid, "setting.change", f"setting:{key}", details)
    return {"key": key, "kind": setting.kind, "before": before, "after": value}


def _wanted(setting: CompanySetting, extra: Mapping[str, Any]) -> Value:
    """The value that was said, in the setting's kind; None when it is not of that kind."""
    if setting.kind == "text":
        return _line(setting, extra)
    if setting.kind == "bool":
        return {"on": True, "off": False}.get(str(extra.get("value", "")))
    if setting.kind == "money":
        return extra.get("fen")
    if setting.kind == "time":
        return time.fromisoformat(str(extra["time"])) if extra.get("time") else None
    if setting.kind == "date":
        return extra["day"] if isinstance(extra.get("day"), date) else None
    if setting.kind == "choice":
        return extra.get("choice") if extra.get("choice") in setting.choices else None
    if setting.kind == "whole":
        fen = extra.get("fen")
        return extra.get("whole") if fen is None else fen // 100 if fen % 100 == 0 else None
    return None


def _line(setting: CompanySetting, extra: Mapping[str, Any]) -> str | None:
    """As it was typed; None for one that is too long."""
    try:
        return str(setting.read(str(extra["text"]))) if extra.get("text") else None
    except ValueError:
        return None


def _left_open(key: str, until: date, request: Request) -> Reply | None:
    """What is not over cannot be closed, and a month's name alone opens nothing that is closed."""
    closed = request.company.day(key)
    opens = closed is not None and until < closed and bool(request.record.extra.get("month"))
    if until <= request.today and not opens:
        return None
    context = {"until": until, "closed": closed, "opens": opens, "today": request.today}
    return Reply("setting/not_closed.txt", context)

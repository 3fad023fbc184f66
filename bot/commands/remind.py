"""remind: a day's reminders, written into the outbox, or only shown."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import orjson
import typer

from bot.channels.ways import configured
from bot.clock import StandingClock
from bot.commands.arguments import Json, day_of
from bot.commands.database import open_books
from bot.jobs.reminders import Report, planned_start
from bot.jobs.reminders import remind as write_reminders
from config.company import CompanySettings, UnknownSetting, load_company
from config.dunning import load_dunning
from config.settings import load
from handlers.calendar import official
from handlers.dunning.planning import Answer, Plan, is_wanted, plan_of
from handlers.dunning.rules import FORWARD, Rules, rules_of
from handlers.dunning.run import NAME, Sending
from handlers.dunning.turns import Turns, last_days
from ledger.calendar import is_workday, year_is_known
from ledger.ladder import Stage
from ledger.money import yuan
from storage.database import Database
from storage.dunning import Batch, Facts, one_batch
from storage.unit_of_work import UnitOfWork

_NOON = time(12)
_TOO_LATE = "{} is over: customers were reminded on {}. What was missed comes with the next workday; --dry-run shows the day."


def remind(
    on: Annotated[str, typer.Option("--on", help="The day, 2026-11-30.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it, write nothing.")] = False,
    try_: Annotated[
        list[str] | None, typer.Option("--try", help="With --dry-run: as if KEY=VALUE were set.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the reminders of a day into the outbox, each once; or show them with every silence by its name."""
    settings, day = load(simulator=True), day_of(on)
    if try_ and not dry_run:
        raise typer.BadParameter("--try needs --dry-run")
    noon = datetime.combine(day, _NOON, ZoneInfo(settings.timezone))
    with open_books(StandingClock(noon)) as database:
        ways = configured(settings)
        rules = database.read_now(lambda uow: _rules(uow, tried(try_ or []), ways))
        start = planned_start(day, rules, noon)
        if dry_run:
            _show(database, rules, start, as_json=as_json)
            return
    with open_books(StandingClock(start)) as database:
        last = database.read_now(lambda uow: _last_asked(uow, start))
        if last > day:
            raise typer.BadParameter(_TOO_LATE.format(day, last))
        channel = "aibot" if settings.wecom.speaks_by_bot else "app"
        sending = Sending(day, start, channel, frozenset(settings.robots.keys()))
        _write(database, rules, sending, as_json=as_json)


def _last_asked(uow: UnitOfWork, start: datetime) -> date:
    """The last day on which customers were reminded, by a run or by a text that was passed on; `date.min` for never."""
    run, passed_on = uow.job_runs.latest(NAME), uow.follow_ups.last("sent")
    days = [] if run is None else [run.day]
    if passed_on is not None:
        days.append(passed_on.astimezone(start.tzinfo).date())
    return max(days, default=date.min)


def tried(given: list[str]) -> CompanySettings:
    """The shipped settings with these over them. Raises BadParameter with what is allowed."""
    company = load_company()
    texts = {}
    for pair in given:
        key, _, text = pair.partition("=")
        try:
            setting = company.setting(key)
            texts[key] = setting.write(setting.accept(text))
        except (UnknownSetting, ValueError) as error:
            raise typer.BadParameter(str(error)) from None
    return company.over(texts)


def _rules(uow: UnitOfWork, company: CompanySettings, ways: frozenset[str]) -> Rules:
    """What is tried wins over what the company has set, not over what a customer or a category has."""
    rules = rules_of(load_dunning(), load_company(), official(), uow.settings.all(), ways)
    rules.company = rules.company.over(company.texts)
    return rules


def _write(database: Database, rules: Rules, sending: Sending, *, as_json: bool) -> None:
    report = asyncio.run(write_reminders(database, rules, sending))
    plain = None if report is None else report.plain
    if as_json:
        typer.echo(orjson.dumps({"on": sending.day.isoformat(), "report": plain}).decode())
    elif report is None:
        typer.echo(f"The reminders of {sending.day} are made out already, or somebody is at it.")
    else:
        _sum_up(report, sending.day)


def _show(database: Database, rules: Rules, start: datetime, *, as_json: bool) -> None:
    report = Report()
    for plan in plans(database, rules, start):
        report.add(plan)
        for line in _lines(plan, as_json=as_json):
            typer.echo(line)
    if as_json:
        typer.echo(orjson.dumps({"on": start.date().isoformat(), "report": report.plain}).decode())
    else:
        _sum_up(report, start.date())


def plans(database: Database, rules: Rules, start: datetime) -> Iterator[Plan]:
    """What a run at `start` would decide, customer by customer; memory stays flat.

    They are gone through twice where texts are passed on: whose turn it is shows when everybody is known.
    """
    turns = Turns(rules)
    if FORWARD in rules.channels:
        for facts, plan, last in _decided(database, rules, start):
            turns.take(plan, facts, last)
    chosen = turns.chosen
    for _, plan, _ in _decided(database, rules, start):
        yield plan.deferred() if plan.way == FORWARD and plan.customer.id not in chosen else plan


def _decided(
    database: Database, rules: Rules, start: datetime
) -> Iterator[tuple[Facts, Plan, Mapping[int, date]]]:
    day, above = start.date(), 0
    wanted, latest = is_wanted(rules, day), day - timedelta(rules.earliest)

    def read(uow: UnitOfWork, above: int) -> tuple[Batch, Mapping[int, date]]:
        batch = one_batch(uow, above, day, latest, wanted)
        return batch, last_days(uow, batch.facts, rules)

    while above is not None:
        batch, last = database.read_now(lambda uow, above=above: read(uow, above))  # type: ignore[misc]
        yield from ((facts, plan_of(facts, rules, day, at=start.time()), last) for facts in batch.facts)
        if batch.last is None:
            return
        above = batch.last


def _lines(plan: Plan, *, as_json: bool) -> Iterator[str]:
    if as_json:
        yield from (orjson.dumps(_plain(plan, answer)).decode() for answer in plan.answers)
        return
    told: dict[str, list[str]] = defaultdict(list)
    for answer in plan.answers:
        told[answer.audience].append(_words(answer))
    for audience, words in told.items():
        yield f"{plan.customer.name} → {audience}: {'; '.join(words)}"


def _words(answer: Answer) -> str:
    said = answer.stage
    what = f"stage {said.days:+d} {said.tone}" if isinstance(said, Stage) else f"silent, {said.reason}"
    return f"{yuan(answer.item.asked if isinstance(said, Stage) else answer.item.outstanding)} {what}"


def _plain(plan: Plan, answer: Answer) -> dict[str, Any]:
    """One decision; amounts are decimal strings in yuan."""
    stage = answer.stage if isinstance(answer.stage, Stage) else None
    silence = None if isinstance(answer.stage, Stage) else answer.stage
    return {
        "customer": str(plan.customer.id),
        "name": plan.customer.name,
        "owner": plan.customer.owner,
        "instalment": str(answer.item.id),
        "due_on": _iso(answer.item.due_on),
        "currency": answer.currency,
        "outstanding": yuan(answer.item.outstanding),
        "asked": yuan(answer.item.asked),
        "audience": answer.audience,
        "stage": stage.days if stage else None,
        "tone": stage.tone if stage else None,
        "way": plan.way if answer.audience == "customer" else None,
        "silence": silence.reason if silence else None,
        "until": _iso(silence.until) if silence else None,
    }


def _sum_up(report: Report, day: date) -> None:
    said = ", ".join(f"{count} to {audience}" for audience, count in sorted(report.said.items()))
    typer.echo(f"{day}: {said or 'nothing to say'}; {report.letters} letters.")
    for reason, count in sorted(report.silent.items()):
        typer.echo(f"  silent, {reason}: {count} with {yuan(report.silent_fen[reason])}")
    if not is_workday(official(), day):
        typer.echo("  This is no workday: nobody is reminded, and the next workday catches up.")
    if not year_is_known(official(), day):
        typer.echo(f"  The days off of {day.year} are not published yet: Monday to Friday are taken.")


def _iso(day: date | None) -> str | None:
    return None if day is None or day == date.max else day.isoformat()

"""`evaluate`: the judges side by side, which is better, which is used."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import boosting
from handlers.judging import JOB
from ledger.evaluation import Trial, score, trial
from ledger.outcome import Outcome
from tests.bot.imports.office import Office, opened

START = date(2025, 1, 1)


def outcomes() -> list[Outcome]:
    """Long terms are late, short ones are not."""
    rows = []
    for place in range(400):
        issued = START + timedelta(days=place)
        terms = 60 if place % 2 else 10
        due = issued + timedelta(days=terms)
        rows.append(
            Outcome(str(place % 7), issued, due, 100_00, due + timedelta(days=5 if terms == 60 else 0))
        )
    return rows


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return opened(tmp_path, f"sqlite:///{tmp_path / 'books.db'}", monkeypatch)


def sold(office: Office) -> None:
    """Invoices of one customer, every other paid late."""
    debts, payments = ["客户,单号,金额,开单日期,到期日"], ["客户,金额,收款日期,单号"]
    for place in range(120):
        issued = START + timedelta(days=3 * place)
        due = issued + timedelta(days=20)
        paid = due + timedelta(days=4 if place % 2 else -2)
        debts.append(f"永盛,D{place},100,{issued},{due}")
        payments.append(f"永盛,100,{paid},D{place}")
    for kind, lines in (("receivables", debts), ("payments", payments)):
        code, _ = office.imported(kind, *lines)
        assert code == 0


def test_nothing_settled_is_told(office: Office) -> None:
    code, text = office.run("evaluate")
    assert code == 1
    assert "too few settled" in text


def test_judges_are_told_side_by_side(office: Office) -> None:
    sold(office)
    code, text = office.run("evaluate")
    assert code == 0
    starts = [line.split()[0] for line in text.splitlines()]
    assert {"rule", "scorecard", "lightgbm", "better:", "used"} <= set(starts)
    assert "used by chat: rule, by default" in text


@pytest.mark.skipif(boosting.is_installed(), reason="the ml extra is installed")
def test_what_is_not_installed_is_said_plainly(office: Office) -> None:
    sold(office)
    _, text = office.run("evaluate")
    assert "lightgbm   not installed: pip install 'qingzhang[ml]'" in text
    _, report = office.json("evaluate", "--json")
    assert "lightgbm" not in report
    with pytest.raises(ModuleNotFoundError):
        boosting.learnt_trees(trial(outcomes()))


@pytest.mark.skipif(
    not boosting.is_installed(), reason="lightgbm comes with the ml extra, which is not installed"
)
def test_trees_learn_and_say_the_same_twice() -> None:
    found: Trial = trial(outcomes())
    first = score(found, boosting.learnt_trees(found))
    assert first.auc > 0.95
    assert score(found, boosting.learnt_trees(found)) == first


def test_what_is_used_is_what_the_job_chose(office: Office) -> None:
    sold(office)
    report = {"choice": "scorecard", "on": "2026-12-01"}
    office.command(lambda uow: uow.job_runs.claim(JOB, date(2026, 12, 1), "me"))
    office.command(lambda uow: uow.job_runs.finish(JOB, date(2026, 12, 1), "me", report))
    assert "used by chat: scorecard, chosen on 2026-12-01" in office.run("evaluate")[1]

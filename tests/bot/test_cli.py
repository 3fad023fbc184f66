"""The command line, as a person or a script uses it: what it prints and its exit code."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import build
from config.settings import PREFIX
from storage.schema import claim_mode, migrate
from tests.bot.test_serving import WAY_IN
from tests.house.tree import ROOT

STAFF = '[[staff]]\nuserid = "zhou"\nname = "老周"\nrole = "sales"\n'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(PREFIX + "DATABASE_URL", f"sqlite:///{tmp_path}/data/books.db")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(build(), list(arguments))


def test_a_stranger_is_answered_politely_and_the_books_stay_in_order(home: Path) -> None:
    said = run("say", "--as", "zhou", "永盛拿了1.2万瓷砖 下月15给")
    assert (said.exit_code, said.stdout.startswith("您好")) == (0, True)
    assert run("check").stdout == "The books are in order.\n"


def test_saying_needs_who(home: Path) -> None:
    assert run("say", "永盛欠多少").exit_code == 2


def test_an_instant_that_is_none_is_wrong_usage(home: Path) -> None:
    refused = run("say", "--as", "zhou", "--at", "tomorrow", "永盛欠多少")
    assert refused.exit_code == 2
    assert "2026-11-21T10:00" in refused.output


def test_a_backup_is_restored_into_an_empty_database_only(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("say", "--as", "zhou", "永盛欠多少")
    assert run("backup", "books.zip").exit_code == 0
    assert run("restore", "books.zip").exit_code == 1
    monkeypatch.setenv(PREFIX + "DATABASE_URL", f"sqlite:///{home}/other.db")
    assert run("restore", "books.zip").exit_code == 0
    assert run("check").exit_code == 0


def test_a_damaged_backup_is_one_sentence(home: Path) -> None:
    (home / "books.zip").write_bytes(b"not a zip")
    refused = run("restore", "books.zip")
    assert refused.exit_code == 1
    assert "Traceback" not in refused.output


def test_the_outbox_is_listed_as_json(home: Path) -> None:
    run("migrate")
    listed = run("outbox", "--json")
    assert listed.exit_code == 0
    assert [json.loads(line) for line in listed.stdout.splitlines()] == []


def test_serving_without_wecom_and_without_the_simulator_stops_with_a_sentence(home: Path) -> None:
    refused = run("serve")
    assert refused.exit_code == 2
    assert "--simulator" in refused.output


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_database_that_cannot_be_used_is_a_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    for name, value in WAY_IN.items():
        monkeypatch.setenv(PREFIX + name, value)
    migrate(f"sqlite:///{home}/data/books.db")
    claim_mode(f"sqlite:///{home}/data/books.db", "simulated")
    refused = run(command)
    assert (refused.exit_code, "was opened as live" in refused.output) == (2, True)


@pytest.mark.parametrize("url", ["postgresql://qz:hunter2@127.0.0.1:1/qz", "sqlite:////proc/none/books.db"])
def test_a_database_that_is_away_is_a_sentence(home: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv(PREFIX + "DATABASE_URL", url)
    refused = run("migrate")
    assert (refused.exit_code, "hunter2" in refused.output) == (2, False)
    assert refused.output.startswith("the database cannot be opened: ")


def test_the_simulator_listens_on_this_machine_only(home: Path) -> None:
    assert run("serve", "--simulator", "--host", "0.0.0.0").exit_code == 2  # noqa: S104


def test_the_version_is_told() -> None:
    assert run("--version").stdout.startswith("qingzhang ")


def test_a_start_names_the_variables_that_nothing_reads(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + "WECOM__CORPID", "ww1")
    refused = run("worker")
    assert "QINGZHANG_WECOM__CORPID is no setting" in refused.output
    assert refused.exit_code == 2


def test_what_is_kept_beside_the_journal_is_computed_again(home: Path) -> None:
    (home / "debts.csv").write_text("客户,金额,开单日期,到期日\n永盛,100,2026-01-05,2026-02-05\n")
    assert run("import", "debts.csv", "--kind", "receivables").exit_code == 0
    with sqlite3.connect(home / "data" / "books.db") as books:
        books.execute("UPDATE instalment SET outstanding = 1")
    assert run("check").exit_code == 1
    mended = run("check", "--rebuild")
    assert (mended.exit_code, "1 rows" in mended.stdout) == (0, True)


def test_provisions_see_the_table_in_years_since_issue(home: Path) -> None:
    (home / "debts.csv").write_text(
        "客户,金额,开单日期,到期日\n永盛,100,2023-01-05,2026-02-05\n永盛,7,2026-01-05,2026-02-05\n"
    )
    assert run("import", "debts.csv", "--kind", "receivables").exit_code == 0
    table = json.loads(run("aging", "--as-of", "2026-11-30", "--preset", "years").stdout)
    assert table["buckets"] == ["<=1y", "1-2y", "2-3y", "3-4y", "4-5y", ">5y"]
    assert (table["total"]["3-4y"], table["total"]["<=1y"]) == ("100.00", "7.00")


@pytest.mark.parametrize(
    ("asked", "code", "said"), [("--version", 0, "qingzhang "), ("nothing", 2, "nothing")]
)
def test_a_process_says_all_and_how_it_ended(asked: str, code: int, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", asked], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, said in done.stdout + done.stderr) == (code, True)


def test_the_books_are_looked_after_without_loading_who_talks() -> None:
    program = "import sys, bot.commands.books; print([m for m in ('bot.dispatcher', 'bot.wiring') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"

"""Two hundred messages sealed by Tencent's own package for node: the books equal what was said, and so do the answers."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import sqlite3
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.company import CORP_ID, SEAL
from benchmarks.served import serving
from bot.clock import SystemClock
from storage.database import Database
from storage.schema import claim_mode, migrate
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

HERE = Path(__file__).parent
PACKAGES = HERE / "node"  # not in git
PACKAGE = "@wecom/crypto@1.0.1"
SHA512 = (
    "d2fa67fb5fcbf0310b2f86e545e986b258c6b989fa20607b35774ede294dc7cf"
    "ca8f11d6b6180c550bb026afe8fd732f16eb289af2c95e211f81f7d1f174ce28"
)
SPEAKERS = ("laozhou", "xiaoli", "xiaosun", "adong", "meimei")
FINANCE = "lijie"
CUSTOMERS = (
    "永盛装饰", "张三建材", "宏达五金", "华泰机电", "鑫源商贸", "顺发水产", "东升纸业", "李四", "金海湾酒店", "红星家具",
    "兴隆百货", "万家福超市", "老马批发部", "瑞丰农资", "天一印刷", "平安汽配", "大江物流", "绿洲园林", "四季服饰", "新世纪灯饰",
)  # fmt: skip
DEBTS = (
    "{name} {yuan} 下月15号还",
    "{name}拿了{yuan}的货，月底结",
    "{name}欠{yuan}元 账期30天",
    "刚给{name}送货 {yuan}块 说30天后给",
    "记一下 {name}欠款{yuan}元",
)
PAYMENTS = ("收到{name}{yuan}", "{name}付了{yuan}元", "{name}回款{yuan} 微信", "{name}还了{yuan}块")
RETURNS = ("{name}退货{yuan}元", "{name}退了{yuan}块的货")
QUESTIONS = ("{name}还欠多少", "{name}欠我们多少钱")


@pytest.fixture(scope="module")
def packages() -> Path:
    """The folder in which the package is installed and is what it was when this test was written."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("node and npm are not installed")
    library = PACKAGES / "node_modules" / "@wecom" / "crypto" / "lib" / "index.js"
    if not library.exists():
        PACKAGES.mkdir(exist_ok=True)
        install = [
            npm,
            "install",
            "--no-save",
            "--no-package-lock",
            "--ignore-scripts",
            "--prefix",
            str(PACKAGES),
            PACKAGE,
        ]
        done = subprocess.run(install, cwd=PACKAGES, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode:
            pytest.skip(f"{PACKAGE} cannot be installed: {done.stderr[-200:]}")
    assert hashlib.sha512(library.read_bytes()).hexdigest() == SHA512
    return PACKAGES


def test_what_tencents_own_package_seals_is_booked_and_answered(packages: Path, tmp_path: Path) -> None:
    messages, owed, expected = said(random.Random(20261203))
    url = f"sqlite:///{tmp_path / 'books.db'}"
    found(url)
    with serving(url, tmp_path) as server:
        command = ["node", str(HERE / "independent_client.js"), str(packages), str(server.port), SEAL.token]
        client = subprocess.run(
            [*command, SEAL.aes_key, CORP_ID],
            input=json.dumps(messages),
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert client.returncode == 0, client.stderr
    answers = json.loads(client.stdout)
    wrong = [(m["text"], a) for m, a, want in zip(messages, answers, expected, strict=True) if want not in a]
    assert wrong == []
    assert booked(tmp_path / "books.db") == owed


def said(chance: random.Random) -> tuple[list[dict[str, object]], dict[str, int], list[str]]:
    """The messages, what each customer owes after all of them (fen), and what each answer must hold.

    No speaker says two things of one kind about one customer, nor two people the same sum: both are asked about.
    """
    pairs = [(speaker, name) for name in CUSTOMERS for speaker in SPEAKERS]
    owed: Counter[str] = Counter()
    plan: list[tuple[str, str, str]] = []
    for place, (speaker, name) in enumerate(pairs):
        yuan = 8_000 + 130 * (place % len(SPEAKERS)) + 10 * (place // len(SPEAKERS))
        plan.append((speaker, DEBTS[place % len(DEBTS)].format(name=name, yuan=yuan), "记好了"))
        owed[name] += 100 * yuan
    chance.shuffle(plan)
    later: list[tuple[str, str, str]] = []
    for place, (speaker, name) in enumerate(pairs[:60]):
        yuan = 1_500 + 110 * (place % len(SPEAKERS))
        later.append((speaker, PAYMENTS[place % len(PAYMENTS)].format(name=name, yuan=yuan), f"{yuan:,}"))
        owed[name] -= 100 * yuan
    for place, name in enumerate(CUSTOMERS):
        yuan = 300 + 20 * place
        later.append(
            (
                SPEAKERS[place % len(SPEAKERS)],
                RETURNS[place % len(RETURNS)].format(name=name, yuan=yuan),
                f"{yuan:,}",
            )
        )
        owed[name] -= 100 * yuan
    chance.shuffle(later)
    asked = [
        (FINANCE, QUESTIONS[place % len(QUESTIONS)].format(name=name), f"{owed[name] // 100:,}")
        for place, name in enumerate(CUSTOMERS)
    ]
    whole = [*plan, *later, *asked]
    messages = [
        {"sender": who, "text": text, "number": 70_000_000 + n} for n, (who, text, _) in enumerate(whole)
    ]
    return messages, dict(owed), [want for *_, want in whole]


def found(url: str) -> None:
    migrate(url)
    claim_mode(url, "live")
    with Database(url, clock=SystemClock().now) as database:
        database.write_now(_people)


def _people(uow: UnitOfWork) -> None:
    for userid in SPEAKERS:
        uow.staff.put(StaffView(userid, userid, "sales"))
    uow.staff.put(StaffView(FINANCE, "李姐", "finance"))
    for name in CUSTOMERS:
        uow.customers.create(name=name, owner="", created_by=FINANCE)


def booked(path: Path) -> dict[str, int]:
    """What each customer owes by the journal alone, in fen."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute(
            "SELECT customer.name, sum(CASE entry.kind WHEN 'debt' THEN entry.amount ELSE -entry.amount END) "
            "FROM entry JOIN customer ON customer.id = entry.customer_id GROUP BY customer.name"
        ).fetchall()
    connection.close()
    return {name: int(fen) for name, fen in rows}

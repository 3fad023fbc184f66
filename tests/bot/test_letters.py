"""What reminders say: to customers in four tones, to colleagues in lists; whatever the names are like."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.render import Renderer

RENDERER = Renderer()
APP_TEXT, GROUP_TEXT = 2048, 2048  # bytes
TONES = ((-15, "gentle"), (-3, "gentle"), (1, "gentle"), (7, "firm"), (30, "formal"), (90, "final"))
HOSTILE = (
    "**永盛**[装](http://x)",
    "<xml>]]></Content>",
    "{{ 7*7 }}{% raw %}",
    "永\u202e盛\n\n二行",
    "永" * 300,
)


def line(**changes: Any) -> dict[str, Any]:
    return {
        "customer": "永盛装饰工程有限公司", "number": 1042, "document": "8831", "issued_on": date(2026, 10, 1),
        "due_on": date(2026, 12, 1), "days_late": 2, "asked": 12_000_00, "outstanding": 12_000_00,
        "currency": "CNY", "owner": "zhou", **changes,
    }  # fmt: skip


def letter(days: int, tone: str, *lines: dict[str, Any], **changes: Any) -> str:
    rows = lines or (line(),)
    context = {
        "customer": "永盛装饰工程有限公司", "person": "刘会计", "role": "accountant", "company": "恒达建材",
        "signer": "老周", "phone": "13800000000", "account": "恒达建材 工行 6222 0000", "lines": list(rows),
        "sums": [{"currency": "CNY", "fen": sum(row["asked"] for row in rows)}], "tone": tone, "days": days,
        "way": "forward", "by": date(2026, 12, 10), "today": date(2026, 12, 3), "leaves": date(2026, 12, 4),
    }  # fmt: skip
    return RENDERER.render("letters/reminder.txt", {**context, **changes})


def listing(audience: str, *lines: dict[str, Any], people: int = 1) -> str:
    rows = list(lines or (line(),))
    sums = [{"currency": "CNY", "fen": sum(row["asked"] for row in rows)}]
    persons = [
        {"userid": f"u{n}", "name": rows[0]["customer"], "items": 1, "sums": sums} for n in range(people)
    ]
    debtors = [{"customer": row["customer"], "owner": "老周", "sums": sums, "days_late": 33} for row in rows]
    context = {"lines": rows, "sums": sums, "people": persons, "debtors": debtors, "today": date(2026, 12, 3)}
    return RENDERER.render(f"chat/reminder/{audience}.txt", context)


@pytest.mark.parametrize(("days", "tone"), TONES)
def test_five_things_make_a_demand_count(days: int, tone: str) -> None:
    text = letter(days, tone)
    for thing in ("永盛装饰工程有限公司", "8831", "12,000.00元", "12月1日"):
        assert thing in text
    assert any(request in text for request in ("麻烦您安排一下", "前安排一下", "前付清"))


@pytest.mark.parametrize(("days", "tone"), TONES)
def test_the_money_knows_where_to_go_and_a_person_stands_behind_it(days: int, tone: str) -> None:
    text = letter(days, tone)
    assert "账户：恒达建材 工行 6222 0000" in text
    assert "老周" in text
    assert "13800000000" in text


@pytest.mark.parametrize("lines", [(line(),), (line(), line(number=1043))])
@pytest.mark.parametrize("days", [-30, -15, -3])
def test_before_the_due_day_nobody_owes_or_is_late(days: int, lines: tuple[dict[str, Any], ...]) -> None:
    assert [
        word for word in ("欠", "逾期", "催", "超期", "！", "!") if word in letter(days, "gentle", *lines)
    ] == []


@pytest.mark.parametrize(("days", "tone"), [one for one in TONES if one[1] in ("gentle", "firm")])
def test_nobody_is_threatened_before_the_formal_stage(days: int, tone: str) -> None:
    assert [
        word for word in ("法律", "停止供货", "违约金", "起诉", "催款") if word in letter(days, tone)
    ] == []


@pytest.mark.parametrize(("days", "tone"), TONES)
def test_what_is_promised_or_contested_is_still_owed(days: int, tone: str) -> None:
    text = letter(days, tone, line(outstanding=36_800_00))
    assert "36,800.00元中的12,000.00元" in text
    assert "欠我方货款12,000.00元" not in text  # no word that this is all


def test_the_tones_grow() -> None:
    texts = [letter(30, tone) for tone in ("gentle", "firm", "formal", "final")]
    assert len(set(texts)) == 4
    assert "请您在12月10日(周四)前付清" in texts[1]
    assert texts[2].startswith("催款通知")
    assert "通过法律途径" in texts[3]


@pytest.mark.parametrize("tone", ["gentle", "firm", "formal", "final"])
def test_what_is_not_known_leaves_no_hole(tone: str) -> None:
    text = letter(7, tone, line(document=""), person="", company="", signer="", phone="", account="")
    assert "第1042号" in text
    assert "账户" not in text
    assert "None" not in text
    assert "\n\n" not in text


@pytest.mark.parametrize("tone", ["gentle", "firm", "formal", "final"])
def test_many_debts_are_summed_and_the_list_says_what_it_leaves_out(tone: str) -> None:
    text = letter(7, tone, *(line(number=1000 + n) for n in range(40)))
    assert "480,000.00元" in text
    assert "另有32笔，合计在内" in text


def test_two_currencies_are_never_added() -> None:
    sums = [{"currency": "CNY", "fen": 100_00}, {"currency": "USD", "fen": 50_00}]
    assert "100.00元、50.00 USD" in letter(7, "firm", line(), line(currency="USD"), sums=sums)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(("days", "tone"), TONES)
def test_a_letter_stays_a_letter_whatever_the_names_are(days: int, tone: str, hostile: str) -> None:
    rows = [line(number=n, document=hostile) for n in range(40)]
    text = letter(days, tone, *rows, customer=hostile, person=hostile, signer=hostile, account=hostile)
    assert len(text.encode()) <= APP_TEXT
    assert "49" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("audience", ["owner", "sales", "finance", "manager"])
def test_a_list_never_exceeds_its_channel(audience: str, hostile: str) -> None:
    text = listing(audience, *(line(customer=hostile, document=hostile) for _ in range(99)), people=60)
    assert len(text.encode()) <= GROUP_TEXT
    assert "\u202e" not in text


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        ("owner", "还有87笔，说“谁超期了”看全部"),
        ("sales", "还有45人没列"),
        ("finance", "其余87笔"),
        ("manager", "还有89家"),
    ],
)
def test_a_list_says_what_it_leaves_out(audience: str, words: str) -> None:
    assert words in listing(audience, *(line() for _ in range(99)), people=60)


def test_sales_read_short_lines() -> None:
    assert listing("owner", line(customer="永盛装饰")).splitlines() == [
        "今天要跟的 1笔，共 12,000",
        "永盛装饰 12,000 超2天 #1042",
    ]


def test_finance_reads_to_the_fen_with_the_document() -> None:
    assert listing("finance").splitlines()[1] == "1 永盛装饰工程有限公司 12,000.00 逾期2天 8831"


def test_the_group_hears_no_customers_name() -> None:
    text = listing("sales", line(customer="永盛装饰"), people=0)
    assert "永盛" not in text
    assert text.endswith("明细已私发各位")

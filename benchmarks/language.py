"""How well and how fast messages are read: accuracy by intent and field, silent wrong postings, µs a message.

Looks for `../shared/language/*.jsonl` and `../shared/data/company_short_names.txt` beside the project; what is absent
is skipped with the reason printed. `QINGZHANG_ORACLE_PYTHON` may name an interpreter that has jionlp and cn2an.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from handlers.language.amounts import find_figures
from handlers.language.contract import answer_line
from handlers.language.dates import find_dates
from handlers.language.names import NameEntry, NameIndex
from handlers.language.normalise import normalise
from handlers.language.reader import read

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
FIELDS = ("intent", "customer", "amount", "due_date")
ALTERNATIVES = {"intent": "intent", "customer": "customer", "amount": "amount", "due_date": "due"}
POSTINGS = {"record_debt", "record_payment", "return_or_discount", "write_off", "installment"}
KNOWN = 5_000
REPEATS = 7
NOW = "2026-11-21T10:00:00+08:00"


def rows(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        print(f"skipped {path.name}: not found beside the project")
        return []
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def same(field: str, got: Any, expected: Mapping[str, Any]) -> bool:
    """Whether a field is right; amounts by value, other right answers accepted."""
    extra = expected.get("extra", {})
    wanted = [expected.get(field), *extra.get(f"{ALTERNATIVES[field]}_alternatives", [])]
    if field == "amount" and got is not None:
        return any(want is not None and Decimal(want) == Decimal(got) for want in wanted)
    return got in wanted


def is_silent_wrong(got: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
    """Something was booked that was not said: another customer, another sum, or nothing was to be booked."""
    posted = [record for record in got["records"] if record["intent"] in POSTINGS]
    if not posted:
        return False
    if expected.get("must_not_post") or expected["intent"] not in POSTINGS:
        return True
    wanted = expected.get("extra", {}).get("records") or expected.get("records") or [expected]
    if len(posted) != len(wanted):
        return True
    return not all(
        same("customer", record["customer"], {**expected, **want})
        and same("amount", record["amount"], {**expected, **want})
        for record, want in zip(posted, wanted, strict=True)
    )


def measure_messages(path: Path) -> None:
    found = rows(path)
    if not found:
        return
    right: Counter[str] = Counter()
    by_intent: Counter[str] = Counter()
    all_intents: Counter[str] = Counter()
    wrong: list[str] = []
    for row in found:
        expected = row["expect"]
        got = answer_line(row, lambda question: question.kind)
        judged = ("intent",) if expected["intent"] == "ambiguous" else FIELDS
        for field in FIELDS:
            right[field] += field not in judged or same(field, got[field], expected)
        all_intents[expected["intent"]] += 1
        by_intent[expected["intent"]] += same("intent", got["intent"], expected)
        if is_silent_wrong(got, expected):
            wrong.append(row["text"])
    print(f"\n{path.name}: {len(found)} messages")
    for field in FIELDS:
        print(f"  {field:<10} {100 * right[field] / len(found):6.1f} %")
    for intent, count in sorted(all_intents.items()):
        if by_intent[intent] < count:
            print(f"  {intent:<20} {by_intent[intent]}/{count}")
    print(f"  silent wrong postings: {len(wrong)}")
    for text in wrong:
        print(f"    {text}")


def wrapped(row: Mapping[str, Any], kind: str) -> str:
    """A peer's row as a message, the way the check wraps it."""
    if kind == "date":
        return f"张三建材欠5000元，{row['text']}还"
    bare = not any(unit in row["text"] for unit in "元块圆角毛分¥￥币") and "rmb" not in row["text"].lower()
    return f"张三建材欠{row['text']}" + ("元" if bare else "")


def measure_peer(path: Path, kind: str) -> None:
    found = [row for row in rows(path) if not row.get("disputed")]
    if not found:
        return
    right = 0
    for row in found:
        moment = row.get("reference_time") or NOW
        line = {
            "text": wrapped(row, kind),
            "now": moment if moment.endswith("+08:00") else moment + "+08:00",
            "known_customers": ["张三建材"],
        }
        got = answer_line(line, lambda question: question.kind)
        value = got["due_date"] if kind == "date" else got["amount"]
        wanted = [row.get("expected_date" if kind == "date" else "expected_amount"), *row.get("accept", [])]
        right += _equal(value, wanted)
    print(f"\n{path.name}: {len(found)} rows as messages, {100 * right / len(found):.1f} % right")


def _equal(value: str | None, wanted: list[Any]) -> bool:
    if value is None:
        return None in wanted
    if "-" in value:
        return value in wanted
    return any(want is not None and Decimal(str(want)) == Decimal(value) for want in wanted)


def known_names() -> list[str]:
    path = SHARED / "data" / "company_short_names.txt"
    if path.exists():
        return path.read_text(encoding="utf-8").split()[:KNOWN]
    print("company_short_names.txt not found: names are made up")
    stems = "金银铜铁锡鑫淼焱垚森宏永昌盛隆泰华德信义和顺发达"
    return [f"{a}{b}{c}商贸" for a in stems for b in stems for c in stems][:KNOWN]


def measure_speed() -> None:
    """Median and 99th percentile over the messages, each the best of `REPEATS` readings, 5,000 known customers."""
    spoken_of = [name for row in rows(SHARED / "language" / "dev.jsonl") for name in row["known_customers"]]
    names = list(dict.fromkeys([*spoken_of, *known_names()]))[:KNOWN]
    began = time.perf_counter()
    index = NameIndex(NameEntry(number, name) for number, name in enumerate(names, 1))
    built = time.perf_counter() - began
    index.prepare()
    began = time.perf_counter()
    index = index.with_changes([NameEntry(0, "新来的建材")])
    changed = time.perf_counter() - began
    index.prepare()
    texts = list(_texts())
    if not texts:
        return
    now = datetime.fromisoformat(NOW)
    gc.collect()
    gc.freeze()  # as the service does: what was built at start is not looked through again
    took = [min(_timed(text, now, index) for _ in range(REPEATS)) for text in texts]
    took.sort()
    print(
        f"\nspeed with {len(index)} known customers (built in {built:.2f} s, one more in {changed * 1000:.0f} ms):"
    )
    alone = sorted(min(_timed_alone(text, now) for _ in range(REPEATS)) for text in texts)
    print(
        f"  money and dates alone: median {statistics.median(alone):.0f} µs, mean {statistics.mean(alone):.0f} µs, "
        f"p99 {alone[len(alone) * 99 // 100]:.0f} µs, worst {alone[-1]:.0f} µs"
    )
    print(
        f"  the whole reading: median {statistics.median(took):.0f} µs, p99 {took[len(took) * 99 // 100]:.0f} µs, worst {took[-1]:.0f} µs"
    )


def _timed(text: str, now: datetime, index: NameIndex) -> float:
    """CPU time: what a neighbour on the machine takes is not the reader's."""
    start = time.process_time_ns()
    read(text, now=now, index=index)
    return (time.process_time_ns() - start) / 1_000


def _timed_alone(text: str, now: datetime) -> float:
    """What the libraries beside us do, too: the figures and the days of a message, and nothing else."""
    start = time.process_time_ns()
    plain = normalise(text).text
    find_figures(plain)
    find_dates(plain, now)
    return (time.process_time_ns() - start) / 1_000


def _texts() -> Iterator[str]:
    for row in rows(SHARED / "language" / "dev.jsonl"):
        yield row["text"]


ORACLE = """
import contextlib, io, json, statistics, sys, time
with contextlib.redirect_stdout(io.StringIO()):
    import cn2an, jionlp
texts = json.load(sys.stdin)
jionlp.parse_time("明天", time_base=time.time())

def quiet(call, *args, **keywords):
    try:
        call(*args, **keywords)
    except Exception as error:
        del error

def took(text):
    start = time.process_time_ns()
    quiet(jionlp.ner.extract_money, text)
    quiet(jionlp.ner.extract_time, text, time_base=time.time())
    return (time.process_time_ns() - start) / 1000

best = sorted(min(took(text) for _ in range(int(sys.argv[1]))) for text in texts)
print(f"  jionlp, money and dates alone: median {statistics.median(best):.0f} us, mean {statistics.mean(best):.0f} us", end=", ")
print(f"p99 {best[len(best) * 99 // 100]:.0f} us, worst {best[-1]:.0f} us")
start = time.process_time_ns()
for text in texts:
    quiet(cn2an.transform, text, "cn2an")
print(f"  cn2an, figures alone: mean {(time.process_time_ns() - start) / 1000 / len(texts):.0f} us")
"""


def measure_oracle() -> None:
    """The libraries beside us, in an environment of their own."""
    interpreter = os.environ.get("QINGZHANG_ORACLE_PYTHON")
    if not interpreter:
        print("\njionlp and cn2an: skipped, QINGZHANG_ORACLE_PYTHON names no interpreter that has them")
        return
    texts = json.dumps(list(_texts()))
    done = subprocess.run(
        [interpreter, "-c", ORACLE, str(REPEATS)], input=texts, capture_output=True, text=True, check=False
    )
    print(
        done.stdout if done.returncode == 0 else f"\njionlp and cn2an: skipped, {done.stderr.strip()[-200:]}"
    )


def main() -> int:
    folder = SHARED / "language"
    for path in sorted(folder.glob("*.jsonl")) if folder.exists() else []:
        if path.name.startswith("peer_dates"):
            measure_peer(path, "date")
        elif path.name.startswith("peer_amounts"):
            measure_peer(path, "amount")
        else:
            measure_messages(path)
    measure_speed()
    measure_oracle()
    return 0


def measure(_: Sequence[str] = ()) -> bool:
    return main() == 0


if __name__ == "__main__":
    sys.exit(main())

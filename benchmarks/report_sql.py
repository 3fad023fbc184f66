"""The figures of reports as one would fetch them by hand: one company, one currency, the best SQL we found on SQLite.

Values: day; d0 to d5, the cuts of the buckets before it; first and last of a period; since and until in microseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

BUCKET = (
    "CASE WHEN due_on >= :d0 THEN 0 WHEN due_on >= :d1 THEN 1 WHEN due_on >= :d2 THEN 2 "
    "WHEN due_on >= :d3 THEN 3 WHEN due_on >= :d4 THEN 4 WHEN due_on >= :d5 THEN 5 ELSE 6 END"
)
THERE = "i.corp_id = 1 AND i.currency = 'CNY' AND i.opened_on <= :day AND (i.closed_on IS NULL OR i.closed_on > :day)"
PAID = (
    "COALESCE((SELECT SUM(a.amount) FROM allocation a WHERE a.corp_id = 1 AND a.target_instalment = i.id"
    " AND a.effective_on <= :day), 0)"
)
AGING = f"""
SELECT i.customer_id, {BUCKET}, SUM(i.amount - {PAID}) FROM instalment i WHERE {THERE} GROUP BY 1, 2
"""  # noqa: S608
BALANCES = """
SELECT customer_id, SUM(CASE WHEN kind = 'debt' THEN amount ELSE -amount END) FROM entry
WHERE corp_id = 1 AND currency = 'CNY' AND effective_on <= :day GROUP BY 1
"""
BY_SELLER = f"""
SELECT i.customer_id, r.salesperson, {BUCKET}, SUM(i.amount - {PAID})
FROM instalment i JOIN receivable r ON r.corp_id = 1 AND r.id = i.receivable_id WHERE {THERE} GROUP BY 1, 2, 3
"""  # noqa: S608
ITEMS = f"""
SELECT c.name, r.number, r.document_no, i.position, i.kind, r.salesperson, i.issued_on, i.due_on, i.amount,
       i.amount - {PAID} AS fen, r.delay_reason, r.note
FROM instalment i JOIN customer c ON c.corp_id = 1 AND c.id = i.customer_id
JOIN receivable r ON r.corp_id = 1 AND r.id = i.receivable_id WHERE {THERE} AND fen > 0 ORDER BY i.due_on, r.number
"""  # noqa: S608
MOVED = """
SELECT e.effective_on, c.name, c.owner, e.kind, e.amount, r.number, r.salesperson FROM entry e
JOIN customer c ON c.corp_id = 1 AND c.id = e.customer_id
LEFT JOIN receivable r ON r.corp_id = 1 AND r.id = e.receivable_id
WHERE e.corp_id = 1 AND e.currency = 'CNY' AND e.kind = :kind AND e.effective_on BETWEEN :first AND :last
ORDER BY e.effective_on DESC, e.seq DESC
"""
DELAYS = """
SELECT i.customer_id, r.salesperson, r.delay_reason, SUM(i.outstanding), COUNT(DISTINCT r.id) FROM instalment i
JOIN receivable r ON r.corp_id = 1 AND r.id = i.receivable_id
WHERE i.corp_id = 1 AND i.outstanding > 0 AND i.currency = 'CNY' AND i.due_on < :day GROUP BY 1, 2, 3
"""
FRESH = """
SELECT customer_id, SUM(outstanding), COUNT(*) FROM instalment
WHERE corp_id = 1 AND outstanding > 0 AND currency = 'CNY' AND due_on >= :first AND due_on < :day GROUP BY 1
"""
FORMERLY = """
SELECT DISTINCT i.customer_id FROM instalment i WHERE i.corp_id = 1 AND i.due_on < :first AND (i.outstanding > 0 OR EXISTS
 (SELECT 1 FROM allocation a WHERE a.corp_id = 1 AND a.target_instalment = i.id AND a.effective_on > i.due_on AND a.amount > 0))
"""
LATE = f"""
SELECT i.customer_id, {BUCKET}, SUM(i.amount - {PAID}), MIN(i.due_on) FROM instalment i
WHERE {THERE} AND i.due_on < :day GROUP BY 1, 2
"""  # noqa: S608
REASONS_OF_SILENCE = """
SELECT customer_id, kind FROM hold WHERE corp_id = 1 AND state = 'open'
UNION ALL SELECT id, 'unreleased' FROM customer WHERE corp_id = 1 AND NOT released
UNION ALL SELECT customer_id, SUM(amount) FROM promise WHERE corp_id = 1 AND state = 'open' AND day >= :day GROUP BY 1
UNION ALL SELECT customer_id, SUM(amount) FROM dispute WHERE corp_id = 1 AND state = 'open' GROUP BY 1
UNION ALL SELECT DISTINCT customer_id, 'touched' FROM follow_up WHERE corp_id = 1 AND created_at >= :since
"""
WHO = "SELECT id, name, owner, region, industry, category FROM customer WHERE corp_id = 1"
PROMISES = """
SELECT p.customer_id, c.name, c.owner, p.day, p.amount, p.state, p.words FROM promise p
JOIN customer c ON c.corp_id = 1 AND c.id = p.customer_id WHERE p.corp_id = 1 AND p.day BETWEEN :first AND :last
ORDER BY p.day DESC
"""
LOG = "SELECT * FROM follow_up WHERE corp_id = 1 AND created_at BETWEEN :since AND :until ORDER BY created_at DESC"
COLLECTED = """
SELECT r.salesperson, i.due_on, a.effective_on, SUM(a.amount) FROM allocation a
JOIN entry e ON e.corp_id = 1 AND e.id = a.source_entry AND e.kind = 'payment'
JOIN instalment i ON i.corp_id = 1 AND i.id = a.target_instalment
JOIN receivable r ON r.corp_id = 1 AND r.id = i.receivable_id
WHERE a.corp_id = 1 AND a.effective_on BETWEEN :first AND :last GROUP BY 1, 2, 3
"""
SOLD = """
SELECT r.salesperson, SUM(e.amount) FROM entry e JOIN receivable r ON r.corp_id = 1 AND r.id = e.receivable_id
WHERE e.corp_id = 1 AND e.kind = 'debt' AND e.effective_on BETWEEN :first AND :last GROUP BY 1
"""


def in_one_pass(days: Sequence[date]) -> tuple[str, dict[str, str]]:
    """Outstanding and overdue by customer on several days: quicker by hand than an aging a day."""
    there = "i.opened_on <= :d{n} AND (i.closed_on IS NULL OR i.closed_on > :d{n}){paid}"
    ifs = ("SUM(CASE WHEN " + there + "{late} THEN {fen} ELSE 0 END)",)

    def sums(fen: str, paid: str) -> str:
        return ", ".join(
            one.format(n=n, fen=fen, paid=paid.format(n=n), late=late.format(n=n))
            for one in ifs
            for late in ("", " AND i.due_on < :d{n}")
            for n in range(len(days))
        )

    sql = (
        f"SELECT i.customer_id, {sums('i.amount', '')} FROM instalment i WHERE i.corp_id = 1 AND i.currency = 'CNY'"  # noqa: S608
        " AND i.opened_on <= :last GROUP BY 1 UNION ALL "
        f"SELECT i.customer_id, {sums('-a.amount', ' AND a.effective_on <= :d{n}')} FROM instalment i"
        " JOIN allocation a ON a.corp_id = 1 AND a.target_instalment = i.id WHERE i.corp_id = 1 AND i.currency = 'CNY'"
        " AND i.opened_on <= :last AND a.effective_on <= :last GROUP BY 1"
    )
    return sql, {f"d{n}": day.isoformat() for n, day in enumerate(days)} | {"last": max(days).isoformat()}

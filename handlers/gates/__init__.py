"""What stands between a draft and the books, in order. Each gate is certain, or asks one question and settles it.

A gate has `NAME`, `ask(draft, request, uow) -> (place, Question) | Reply | None` and
`settle(draft, place, question, answer, request, uow) -> Draft | Reply | None`. A reply ends it; a settle that gives
None did not understand the answer.
"""

from handlers.gates import (
    amount,
    customer,
    day,
    designation,
    duplicate,
    heard,
    owner,
    plan,
    reader,
    recalled,
    refund,
    settled,
    size,
)

GATES = (
    reader,
    customer,
    owner,
    plan,
    amount,
    day,
    recalled,
    duplicate,
    size,
    settled,
    designation,
    heard,
    refund,
)

"""“坏账准备按逾期账龄”, “坏账准备比例改成5,10,30,50,80,100”: how the provision is computed from now on."""

from __future__ import annotations

from config.provision import load_provision, read_rates
from handlers.allowance import METHOD, RATES
from handlers.command import Reply, Request
from ledger.provision import METHODS
from storage.unit_of_work import UnitOfWork


def run(request: Request, uow: UnitOfWork) -> Reply:
    """A new method starts with the shipped percentages; own ones need one for each bucket of the method."""
    method = str(request.record.extra.get("method") or request.company.choice(METHOD))
    text = str(request.record.extra.get("rates", ""))
    labels = METHODS[method][1].labels
    odd = request.record.extra.get("odd") or _odd(text, method, len(labels))
    if odd:
        shipped = load_provision()
        example = shipped.due if method == "due" else shipped.issued
        told = {
            "buckets": list(labels),
            "method": method,
            "odd": odd,
            "given": len(text.split(",")) if text else 0,
            "example": ",".join(f"{rate.normalize():f}" for rate in example),
        }
        return Reply("provision/odd_rates.txt", told)
    if method != request.company.choice(METHOD):
        _put(METHOD, method, request, uow)
    _put(RATES, text, request, uow)
    rates = text.split(",") if text else []
    return Reply("provision/changed.txt", {"method": method, "buckets": list(labels), "rates": rates})


def _odd(text: str, method: str, number: int) -> str:
    """Why these are no percentages of the method: computed | beyond | count; "" when they are, or none are given."""
    if not text:
        return ""
    if method == "roll":
        return "computed"
    try:
        return "" if len(read_rates(text)) == number else "count"
    except ValueError:
        return "beyond"


def _put(key: str, value: str, request: Request, uow: UnitOfWork) -> None:
    before = request.company[key]
    uow.settings.put(key, value, by=request.speaker.userid)
    details = {"before": str(before), "after": value}
    uow.audit.note(request.speaker.userid, "setting.change", f"setting:{key}", details)

"""Invoices: “票开了 #1042 票号12345678”. Without a number it is the customer's latest debt, said back."""

from __future__ import annotations

from handlers.command import Command, Reply, Request
from handlers.language.reading import Intent
from handlers.permissions import Verdict, reach
from storage.receivables import ReceivableView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="invoice",
    intents=(Intent.INVOICE,),
    title="发票",
    says=("票开了 #1042 票号12345678", "永盛票开了"),
)


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Keep that the invoice is issued or delivered, and its number when it was said."""
    extra = request.record.extra
    debt = _debt(request, uow)
    if debt is None:
        return Reply("invoice/which.txt", {"number": extra.get("number")})
    customer = uow.customers.get(debt.customer_id)
    verdict = reach("invoice", request.speaker, customer, uow)
    if verdict is Verdict.NO:
        return Reply("refusal/role.txt", {"fact": "invoice", "role": request.speaker.role})
    if verdict is not Verdict.YES or customer is None:
        owner = uow.staff.get(customer.owner) if customer is not None else None
        name = customer.name if customer is not None else ""
        return Reply("customer/not_yours.txt", {"customer": name, "owner": owner.name if owner else ""})
    invoice_no = str(extra.get("invoice_no") or debt.invoice_no)
    state = str(extra.get("state", "issued"))
    uow.receivables.set_invoice(debt.id, invoice_no, state, actor=request.speaker.userid)
    context = {
        "customer": customer.name,
        "number": debt.number,
        "amount": debt.principal,
        "invoice_no": invoice_no,
        "state": state,
        "before": debt.invoice_no if debt.invoice_no != invoice_no else "",
    }
    return Reply("invoice/kept.txt", context)


def _debt(request: Request, uow: UnitOfWork) -> ReceivableView | None:
    """The numbered debt, else the customer's latest: of that amount where one is said, without an invoice first."""
    number = request.record.extra.get("number")
    if number is not None:
        found = uow.receivables.by_number(int(number))
        return found if found is not None and found.state == "open" else None
    mention = request.record.customer
    if mention is None or mention.customer_id is None:
        return None
    debts = [one for one in uow.receivables.of_customer(mention.customer_id) if one.state == "open"]
    if request.record.amount:
        debts = [one for one in debts if one.principal == request.record.amount]
    return max(debts, key=lambda one: (not one.invoice_no, one.number), default=None)

"""The people of 恒达建材, and a chat with them: what somebody says, and what is heard."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.render import Renderer
from config.company import load_company
from handlers import arrivals
from handlers.arrivals import Arrival
from handlers.command import Reply, Said
from handlers.dialogue import converse
from handlers.jsonable import to_plain, to_rich
from handlers.language.names import NameEntry, NameIndex
from ledger.errors import LedgerError
from ledger.receivable import Part
from storage.customers import CustomerView
from storage.database import Database
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai
CHANNEL = "app"
CAST = (
    StaffView("admin", "管管", "admin", reached=True),
    StaffView("li", "小李", "sales", manager="zhao", reached=True),
    StaffView("lijie", "李姐", "finance", reached=True),
    StaffView("sun", "小孙", "clerk", reached=True),
    StaffView("wu", "老吴", "warehouse", reached=True),
    StaffView("zhao", "赵总", "manager", reached=True),
    StaffView("zhou", "老周", "sales", manager="zhao", reached=True),
)
STRANGER = "wangfang"


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = TUESDAY

    def __call__(self) -> datetime:
        return self.now

    def move(self, **step: float) -> None:
        self.now += timedelta(**step)


class Chat:
    """One-to-one chats with the bot, through the real conversation and the real sentences."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock
        self._renderer = Renderer()
        self._company = load_company()
        self._count = 0
        self._told: dict[str, list[str]] = {}
        database.write_now(_hire)

    def says(self, who: str, text: str, *, quote: str = "", heard: bool = False) -> str:
        """The answer to a sentence; a refusal of the books is rendered as the dispatcher does."""
        return self._run(who, Arrival("text", text=text), quote=quote, heard=heard)

    def sends(self, who: str, kind: str, **details: str) -> str:
        """The answer to something that is no sentence: a picture, an event, a place."""
        return self._run(who, Arrival(kind, **details))

    def told(self, who: str) -> str:
        """What was pushed to this person since the last look, joined."""
        return "\n---\n".join(self._told.pop(who, []))

    def customer(self, name: str, owner: str = "zhou", **details: object) -> int:
        """A customer, there before anybody speaks."""

        def create(uow: UnitOfWork) -> int:
            return uow.customers.create(name=name, owner=owner, created_by=owner, **details).id

        return self.database.write_now(create)

    def owes(self, customer_id: int, yuan: int, issued_on: date, due_on: date) -> int:
        """The number of a debt that is on the books before anybody speaks."""

        def owe(uow: UnitOfWork) -> int:
            posted = uow.journal.debt(
                customer_id=customer_id, principal=yuan * 100, issued_on=issued_on,
                parts=[Part(yuan * 100, due_on)], actor="admin", salesperson="zhou",
            )  # fmt: skip
            assert posted.receivable is not None
            return posted.receivable.number

        return self.database.write_now(owe)

    def sets(self, key: str, value: str) -> None:
        self.database.write_now(lambda uow: uow.settings.put(key, value, by="admin"))

    def look(self, customer_id: int) -> CustomerView:
        found = self.database.read_now(lambda uow: uow.customers.get(customer_id))
        assert found is not None
        return found

    def net(self, customer_id: int) -> int:
        """Fen that the customer owes."""
        today = self.clock.now.astimezone(ZONE).date()
        return self.database.read_now(lambda uow: uow.customers.position(customer_id, today).net)

    def _run(self, who: str, arrival: Arrival, *, quote: str = "", heard: bool = False) -> str:
        self._count += 1
        key = f"message-{self._count}"

        def write(uow: UnitOfWork) -> tuple[str, Reply]:
            inbox = uow.inbox.add(channel=CHANNEL, key=key, sender=who, text=arrival.text)
            now = self.clock.now.astimezone(ZONE)
            said = Said(inbox.id, CHANNEL, "", arrival.text, now, quote=quote, heard=heard)
            try:
                with uow.savepoint():
                    reply = self._act(said, arrival, who, uow)
            except LedgerError as refusal:
                reply = Reply("refusal/ledger.txt", {"error": type(refusal).__name__})
            text = self._render(reply)
            uow.inbox.answer(inbox.id, text)
            return text, reply

        text, reply = self.database.write_now(write)
        for push in reply.pushes:
            told = self._renderer.render(push.template, to_rich(to_plain(push.context)))
            self._told.setdefault(push.target, []).append(told)
        return text

    def _act(self, said: Said, arrival: Arrival, who: str, uow: UnitOfWork) -> Reply:
        version, rows = uow.customers.names()
        entries = [NameEntry(row[0], row[1], (*((row[2],) if row[2] else ()), *row[3])) for row in rows]
        index = NameIndex(entries, version)
        company = self._company.over(uow.settings.texts())
        speaker = arrivals.known(who, "", uow)
        if speaker is None or arrival.kind != "text":
            return arrivals.receive(said, arrival, who, speaker, uow, index=index, company=company)
        return converse(said, speaker, uow, index=index, company=company)

    def _render(self, reply: Reply) -> str:
        if not reply.template:
            return ""
        texts = [self._renderer.render("chat/" + reply.template, reply.context)]
        texts += [self._render(more) for more in reply.also]
        return "\n".join(text for text in texts if text)


def _hire(uow: UnitOfWork) -> None:
    for person in CAST:
        uow.staff.put(person)

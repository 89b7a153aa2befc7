"""A process that works, drafts, issues, voids, credits and pays for one client until it is told to stop."""

import json
import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from psycopg.errors import DeadlockDetected
from sqlmodel import Session

from tests import databases
from timetrack import db
from timetrack.domain import clients, entries, money, payments, people, projects
from timetrack.domain.invoices import credit_notes, drafting, issuing, reading, voiding
from timetrack.domain.invoices.reading import InvoiceFilter, Standing
from timetrack.domain.invoices.wishes import ExtraLine, Wish
from timetrack.errors import DatabaseAway, TimetrackError
from timetrack.models import Invoice

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
SLOT = timedelta(hours=2)
LEAD = "lead@harbour.example"
OPEN = (Standing.ISSUED, Standing.PARTLY_PAID)


def address(number: int) -> str:
    """The e-mail of the person for whom a biller works."""
    return f"biller{number}@harbour.example"


class Biller:
    """One person's work, and one manager's hand in everybody's invoices."""

    def __init__(self, folder: Path, number: int) -> None:
        self.folder, self.number, self.slots = folder, number, 0
        self.dice, self.counts = random.Random(number), Counter[str]()
        with db.transaction() as session:
            found = people.people_by_email(session, [LEAD, address(number)])
            self.lead, self.person = found[LEAD], found[address(number)]
            self.client_id = clients.visible_clients(session, self.lead)[0].client_id
            self.project_id = projects.visible_projects(session, self.lead)[0].project_id
        self.own: list[int] = []

    def run(self) -> None:
        """Do one thing after another, whatever comes in between."""
        acts = (
            [self.work] * 4 + [self.draft] * 4 + [self.issue] * 4 + [self.edit] * 2 + [self.void, self.pay, self.credit]
        )
        with (self.folder / f"issued-{self.number}").open("w") as log:
            while not (self.folder / "stop").exists():
                issued = self.attempted(self.dice.choice(acts))
                if issued is not None:
                    row = [issued.number, str(issued.total_amount), (issued.line_items_sha256 or b"").hex()]
                    log.write(json.dumps(row) + "\n")
                    log.flush()
        (self.folder / f"counts-{self.number}").write_text(json.dumps(self.counts))

    def attempted(self, act: Callable[[Session], Invoice | None]) -> Invoice | None:
        """What ``act`` issued, committed."""
        try:
            with db.transaction() as session:
                done = act(session)
        except DatabaseAway as away:
            is_deadlock = isinstance(getattr(away.__cause__, "orig", None), DeadlockDetected)
            self.counts["deadlock" if is_deadlock else "away"] += 1
            time.sleep(0.1)
        except TimetrackError as refused:
            self.counts[type(refused).__name__] += 1
        else:
            self.counts[act.__name__] += 1
            return done
        return None

    def work(self, session: Session) -> None:
        self.slots += 1
        start, seconds = FIRST + self.slots * SLOT, self.dice.randint(1, 7200)
        end, on = start + timedelta(seconds=seconds), {"project_id": self.project_id, "is_billable": True}
        made = entries.create_manual_entry(session, self.person, start_time=start, end_time=end, **on)
        self.own.append(made.entry_id)

    def edit(self, session: Session) -> None:
        """Before or after somebody billed it, or of an entry whose commit was lost."""
        entry = entries.visible_entry(session, self.person, self.dice.choice(self.own or [0]))
        end = entry.start_time + timedelta(seconds=self.dice.randint(1, 7200))
        entries.edit_entry(session, self.person, entry_id=entry.entry_id, end_time=end)

    def draft(self, session: Session) -> None:
        some = {"extras": (ExtraLine("Hosting", Decimal("33.33")),), "discount_percent": Decimal("2.5")}
        drafting.draft(session, self.lead, wish=Wish(self.client_id, **self.dice.choice([{}, {}, some])))

    def issue(self, session: Session) -> Invoice | None:
        draft = self.one_of(session, Standing.DRAFT)
        return draft and issuing.issue(session, self.lead, invoice_id=draft.invoice_id)

    def void(self, session: Session) -> None:
        found = self.one_of(session, *OPEN)
        if found:
            again = self.dice.random() < 0.5 and found.kind == "INVOICE"
            voiding.void(session, self.lead, invoice_id=found.invoice_id, reason="Wrong", with_replacement=again)

    def pay(self, session: Session) -> None:
        found = self.one_of(session, *OPEN)
        if found:
            half = money.round_line(found.total_amount / 2, found.currency)
            payments.record_payment(session, self.lead, invoice_id=found.invoice_id, amount=half)

    def credit(self, session: Session) -> None:
        found = self.one_of(session, *OPEN)
        if found:
            credit_notes.draft_credit_note(session, self.lead, invoice_id=found.invoice_id)

    def one_of(self, session: Session, *standings: Standing) -> Invoice | None:
        """One of the newest, so that others are at it too."""
        wanted = InvoiceFilter(self.client_id, standings)
        found = reading.invoice_page(session, self.lead, wanted=wanted, at_most=4)
        return self.dice.choice(found).invoice if found else None


def bill(folder: Path, url: str, number: int) -> None:
    """What the process does; each issue is written down in ``folder`` when its commit was answered.

    A file called ``stop`` there ends it. What is refused is counted; what breaks ends the process.
    """
    with databases.pointed_at(url):
        Biller(folder, number).run()

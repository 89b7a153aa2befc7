"""Any sequence of working, drafting, issuing, voiding, crediting and paying keeps the books as the model keeps them."""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from tests import factories
from tests.domain import billing
from tests.domain.billing import extra
from timetrack import clock
from timetrack.db import constraint_error
from timetrack.domain import entries, money, payments
from timetrack.domain.invoices import credit_notes, drafting, invoice_rows, issuing, reading, voiding
from timetrack.domain.invoices.wishes import Wish
from timetrack.errors import TimetrackError

STEPS, RUNS = 30, int(os.environ.get("INVOICE_BOOKS_RUNS", "15"))
PICK = st.integers(0, 100)
CENT = Decimal("0.01")


@dataclass
class Bill:
    """An invoice as it should be: what its lines come to, where it stands, what was paid and taken back."""

    net: Decimal
    status: str = "DRAFT"
    number: int | None = None
    paid: Decimal = Decimal(0)
    credited: Decimal = Decimal(0)
    held: set[int] = field(default_factory=set)
    document: Any = None


class InvoiceBooks(RuleBasedStateMachine):
    """One client, one project, one person; no taxes and discounts, which have an oracle of their own."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.connection = self.engine.connect()
        self.outer = self.connection.begin()
        self.session = Session(self.connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        self.frozen = factories.FrozenClock()
        self.real, clock.now = clock.now, self.frozen.now
        self.lead, self.mira = factories.lead(self.session), factories.person(self.session)
        self.client = factories.client(self.session)
        self.project = billing.billed_project(self.session, self.client, rate="80")
        self.rate = Decimal(80)
        self.entries: dict[int, tuple[int, Decimal]] = {}
        self.bills: dict[int, Bill] = {}
        self.days = 0

    def teardown(self) -> None:
        clock.now = self.real
        self.session.close()
        self.outer.rollback()
        self.connection.close()

    @contextmanager
    def expecting(self, *, refused: bool) -> Iterator[None]:
        """What is done inside, checks that wait for a commit included, is refused or is not; then nothing is done."""
        was_refused = False
        savepoint = self.session.begin_nested()
        try:
            yield
            billing.settle(self.session)
        except (TimetrackError, IntegrityError) as error:
            named = constraint_error(error) if isinstance(error, IntegrityError) else error
            assert isinstance(named, TimetrackError), "what is refused is refused with a sentence"
            was_refused = True
            savepoint.rollback()
        else:
            savepoint.commit()
        assert was_refused == refused

    def held(self) -> set[int]:
        return {key for bill in self.bills.values() for key in bill.held}

    def free(self) -> set[int]:
        return self.entries.keys() - self.held()

    def picked(self, pick: int, *statuses: str) -> tuple[int, Bill] | None:
        found = [(key, bill) for key, bill in self.bills.items() if bill.status in statuses]
        return found[pick % len(found)] if found else None

    def worth(self, keys: set[int]) -> Decimal:
        """A line per rate, rounded once."""
        seconds: dict[Decimal, int] = {}
        for key in keys:
            length, rate = self.entries[key]
            seconds[rate] = seconds.get(rate, 0) + length
        return sum((money.line_amount(length, rate, "EUR") for rate, length in seconds.items()), Decimal(0))

    @rule(seconds=st.integers(1, 40_000))
    def work(self, seconds: int) -> None:
        self.days += 1
        made = (
            billing.work(self.session, self.mira, self.project, month=1, day=1 + self.days % 28, at=0, seconds=seconds)
            if self.days < 28
            else None
        )
        if made:
            self.entries[made.entry_id] = (seconds, self.rate)

    @rule(rate=st.sampled_from(["80", "95.5", "0.01", "33.3333"]))
    def change_the_rate(self, rate: str) -> None:
        billing.set_rate(self.session, self.project, rate)
        self.rate = Decimal(rate)

    @rule(hosting=st.sampled_from([None, "12.34"]))
    def draft(self, hosting: str | None) -> None:
        keys, extras = self.free(), (extra(hosting),) if hosting else ()
        with self.expecting(refused=not keys and not extras):
            made = drafting.draft(self.session, self.lead, wish=Wish(self.client.client_id, extras=extras))
            self.bills[made.invoice_id] = Bill(self.worth(keys) + Decimal(hosting or 0), held=set(keys))

    @precondition(lambda self: self.bills)
    @rule(pick=PICK)
    def issue(self, pick: int) -> None:
        key, bill = list(self.bills.items())[pick % len(self.bills)]
        with self.expecting(refused=bill.status != "DRAFT"):
            issuing.issue(self.session, self.lead, invoice_id=key)
            bill.status, bill.number = "ISSUED", 1 + max((one.number or 0 for one in self.bills.values()), default=0)
            bill.document = reading.issued_document(self.session, self.lead, invoice_id=key)

    @precondition(lambda self: self.bills)
    @rule(pick=PICK, with_replacement=st.booleans())
    def void(self, pick: int, with_replacement: bool) -> None:
        key, bill = list(self.bills.items())[pick % len(self.bills)]
        with self.expecting(refused=bill.status != "ISSUED" or bill.paid != 0 or bill.credited != 0):
            _, made = voiding.void(
                self.session, self.lead, invoice_id=key, reason="Wrong", with_replacement=with_replacement
            )
            if made:
                self.bills[made.invoice_id] = Bill(bill.net, held=bill.held)
            bill.status, bill.held = "VOID", set()

    @rule(pick=PICK)
    def delete_a_draft(self, pick: int) -> None:
        found = self.picked(pick, "DRAFT")
        if found:
            with self.expecting(refused=False):
                drafting.delete_draft(self.session, self.lead, invoice_id=found[0])
            del self.bills[found[0]]

    @precondition(lambda self: self.bills)
    @rule(pick=PICK, share=st.sampled_from(["0", "0.3", "0.5", "1", "1.01"]), back=st.booleans())
    def pay(self, pick: int, share: str, back: bool) -> None:
        key, bill = list(self.bills.items())[pick % len(self.bills)]
        amount = money.round_line(bill.net * Decimal(share), "EUR")
        most = bill.paid if back else bill.net - bill.credited - bill.paid
        act: Callable[..., Any] = payments.refund if back else payments.record_payment
        with self.expecting(refused=bill.status != "ISSUED" or not 0 < amount <= most):
            act(self.session, self.lead, invoice_id=key, amount=amount)
            bill.paid += -amount if back else amount

    @rule(pick=PICK, share=st.sampled_from(["0.2", "0.9", "all"]))
    def credit(self, pick: int, share: str) -> None:
        found = self.picked(pick, "ISSUED")
        if not found:
            return
        key, bill = found
        line = invoice_rows.lines_of(self.session, key)[0]
        amounts = None if share == "all" else {line.line_item_id: money.round_line(line.amount * Decimal(share), "EUR")}
        left = billing.left_of_lines(self.session, self.lead, key)
        total = sum(amounts.values()) if amounts else bill.net - bill.credited
        nothing_left = not any(left.values()) and bill.credited > 0
        refused = nothing_left if amounts is None else not 0 < total <= left[line.line_item_id]
        if amounts is None and bill.net == 0:
            return
        with self.expecting(refused=refused):
            note = credit_notes.draft_credit_note(self.session, self.lead, invoice_id=key, amounts=amounts)
            issuing.issue(self.session, self.lead, invoice_id=note.invoice_id)
            bill.credited += total

    @precondition(lambda self: self.entries)
    @rule(pick=PICK, seconds=st.integers(1, 40_000), delete=st.booleans())
    def change_an_entry(self, pick: int, seconds: int, delete: bool) -> None:
        key = sorted(self.entries)[pick % len(self.entries)]
        length, rate = self.entries[key]
        entry = entries.visible_entry(self.session, self.mira, key)
        end_time = entry.start_time + (entry.end_time - entry.start_time) * seconds / length
        with self.expecting(refused=key in self.held() and (delete or seconds != length)):
            if delete:
                entries.delete_entry(self.session, self.mira, entry_id=key)
                del self.entries[key]
            else:
                entries.edit_entry(self.session, self.mira, entry_id=key, end_time=end_time)
                self.entries[key] = (seconds, rate)

    @invariant()
    def the_books_agree(self) -> None:
        listed = reading.invoice_page(self.session, self.lead, at_most=1000)
        there = {one.invoice.invoice_id: one for one in listed if one.invoice.kind == "INVOICE"}
        assert there.keys() == self.bills.keys()
        for key, bill in self.bills.items():
            found = there[key]
            assert (found.invoice.status, found.invoice.total_amount) == (bill.status, bill.net)
            assert (found.paid_amount, found.credited_amount) == (bill.paid, bill.credited)
            if bill.document:
                assert reading.issued_document(self.session, self.lead, invoice_id=key) == bill.document
                assert found.invoice.number == f"2026-{bill.number:04d}"
        links = self.session.execute(text("SELECT entry_id, invoice_id FROM invoiced_entries")).all()
        assert {tuple(link) for link in links} == {(key, at) for at, bill in self.bills.items() for key in bill.held}
        assert reading.broken_invoices(self.session) == []


@pytest.mark.slow
def test_any_sequence_of_billing(rolled_back_engine: Engine) -> None:
    number = int(os.environ.get("INVOICE_BOOKS_SEED", random.randrange(2**32)))
    print(f"INVOICE_BOOKS_SEED={number}")  # noqa: T201  shown when it fails
    machine = type("Books", (InvoiceBooks,), {"engine": rolled_back_engine})
    chosen = settings(
        max_examples=RUNS, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(seed(number)(machine), settings=chosen)

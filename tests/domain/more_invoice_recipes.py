"""How to call what numbers invoices, takes them back, shows them to clients and makes them again: see ``tests/domain/recipes.py``."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlmodel import Session

from timetrack.domain import recurring
from timetrack.domain.invoices import credit_notes, numbering, sharing

Recipe = Callable[[Session, Any], Any]

READS: dict[str, Recipe] = {
    "invoices.credit_notes.taken_back": lambda s, w: credit_notes.taken_back(
        s, w.ada, invoice_id=w.billing.credited.invoice_id
    ),
    "invoices.numbering.next_numbers": lambda s, w: numbering.next_numbers(s, w.ada, day=date(2026, 3, 1)),
    "invoices.sharing.link_of": lambda s, w: sharing.link_of(s, w.billing.paid.invoice_id),
    "invoices.sharing.live_link": lambda s, w: sharing.live_link(s, w.ada, invoice_id=w.billing.paid.invoice_id),
    "invoices.sharing.shared_invoice": lambda s, w: sharing.shared_invoice(s, token=w.billing.token),
    "recurring.recurring_invoices": lambda s, w: recurring.recurring_invoices(s, w.ada),
    "recurring.runs_of": lambda s, w: recurring.runs_of(s, w.ada, recurring_id=w.billing.recurring.recurring_id),
}
WRITES: dict[str, Recipe] = {
    "invoices.sharing.share": lambda s, w: sharing.share(s, w.ada, invoice_id=w.billing.issued.invoice_id),
    "invoices.sharing.revoke_link": lambda s, w: sharing.revoke_link(s, w.ada, invoice_id=w.billing.paid.invoice_id),
    "invoices.sharing.note_opened": lambda s, w: sharing.note_opened(s, token=w.billing.token),
    "recurring.add_recurring": lambda s, w: recurring.add_recurring(
        s, w.ada, client_id=w.billing.client.client_id, every="WEEK", then_do="ISSUE"
    ),
    "recurring.edit_recurring": lambda s, w: recurring.edit_recurring(
        s, w.ada, recurring_id=w.billing.recurring.recurring_id, name="Retainer"
    ),
    "recurring.pause_recurring": lambda s, w: recurring.pause_recurring(
        s, w.ada, recurring_id=w.billing.recurring.recurring_id
    ),
    "recurring.resume_recurring": lambda s, w: recurring.resume_recurring(
        s, w.ada, recurring_id=w.billing.recurring.recurring_id
    ),
    "recurring.delete_recurring": lambda s, w: recurring.delete_recurring(
        s, w.ada, recurring_id=w.billing.recurring.recurring_id
    ),
    "recurring.make_next_due": lambda s, _: recurring.make_next_due(s),
}

"""How to call what bills: see ``tests/domain/recipes.py``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from tests import factories
from tests.domain import billing
from timetrack.domain import clients, mails, payments, projects, recurring
from timetrack.domain.invoices import (
    credit_notes,
    document,
    drafting,
    invoice_rows,
    issuing,
    lines,
    numbering,
    planning,
    preflight,
    previewing,
    reading,
    receivables,
    sharing,
    taxes,
    trail,
    voiding,
    work,
)
from timetrack.domain.invoices.reading import InvoiceFilter
from timetrack.domain.invoices.wishes import ExtraLine, Wish
from timetrack.domain.people import organisation
from timetrack.domain.rounding import Rounding
from timetrack.models import (
    Client,
    Invoice,
    InvoiceLineItem,
    Mail,
    NumberSeries,
    Payment,
    Project,
    RecurringInvoice,
    TaxRate,
    TimeEntry,
    User,
)

Recipe = Callable[[Session, Any], Any]


@dataclass(frozen=True)
class Billing:
    """A client with a draft, an issued and a paid and shared invoice, a line and its entry, and work that is not billed."""

    client: Client
    project: Project
    draft: Invoice
    line: InvoiceLineItem
    entry: TimeEntry
    issued: Invoice
    credited: Invoice
    paid: Invoice
    payment: Payment
    mail: Mail
    tax: TaxRate
    old_tax: TaxRate
    series: NumberSeries
    other_series: NumberSeries
    token: str
    recurring: RecurringInvoice


def build_billing(session: Session, ada: User, mira: User) -> Billing:
    """Every line of tracked time comes to 123.45."""
    client = factories.client(session)
    project = billing.billed_project(session, client)
    on = {"project_id": project.project_id, "user_id": mira.user_id}
    projects.set_project_user_rate(session, ada, **on, hourly_rate=Decimal("82.30"))
    tax, old_tax = (billing.vat(session, name=f"{name} of {ada.email}") for name in ("VAT", "Old VAT"))
    issued, draft = (
        billing.drafted(session, client)
        for _ in (1, 2)
        if billing.work(session, mira, project, day=2 + _, seconds=5400)
    )
    billing.work(session, mira, project, day=7, seconds=5400)
    paid = _issue(session, drafting.draft(session, ada, wish=_wish(client)))
    line = invoice_rows.lines_of(session, draft.invoice_id)[0]
    credited = billing.issued(session, factories.client(session), billing.extra("123.45"))
    credit_notes.draft_credit_note(session, ada, invoice_id=credited.invoice_id)
    return Billing(
        client=client,
        project=project,
        draft=draft,
        line=line,
        entry=reading.billed_entries(session, ada, line_item_id=line.line_item_id)[0][0],
        issued=_issue(session, issued),
        credited=credited,
        paid=paid,
        payment=payments.record_payment(session, ada, invoice_id=paid.invoice_id, amount=Decimal(60)),
        mail=_held_mail(session, paid),
        tax=tax,
        old_tax=taxes.archive_tax_rate(session, ada, tax_rate_id=old_tax.tax_rate_id),
        series=numbering.default_series(session, ada, "INVOICE"),
        other_series=numbering.add_series(
            session, ada, kind="INVOICE", name=f"Of {ada.email}", pattern=f"O{ada.user_id}-{{NN}}"
        ),
        token=sharing.share(session, ada, invoice_id=paid.invoice_id).token,
        recurring=recurring.add_recurring(
            session,
            ada,
            client_id=client.client_id,
            next_on=date(2026, 1, 1),
            with_hours=False,
            lines=(billing.extra(),),
        ),
    )


READS: dict[str, Recipe] = {
    "invoices.document.build": lambda s, w: document.build(s, w.billing.issued),
    "invoices.document.build_planned": lambda s, w: document.build_planned(
        s, w.billing.draft, planning.plan(s, Wish(w.billing.client.client_id))
    ),
    "invoices.drafting.preview": lambda s, w: drafting.preview(s, w.ada, wish=Wish(w.billing.client.client_id)),
    "invoices.invoice_rows.entries_of_lines": lambda s, w: invoice_rows.entries_of_lines(s, w.billing.draft.invoice_id),
    "invoices.invoice_rows.lines_of": lambda s, w: invoice_rows.lines_of(s, w.billing.draft.invoice_id),
    "invoices.invoice_rows.lock_draft": lambda s, w: invoice_rows.lock_draft(s, w.billing.draft.invoice_id),
    "invoices.invoice_rows.lock_invoice": lambda s, w: invoice_rows.lock_invoice(s, w.billing.draft.invoice_id),
    "invoices.invoice_rows.lock_issued": lambda s, w: invoice_rows.lock_issued(s, w.billing.issued.invoice_id),
    "invoices.invoice_rows.taxes_of": lambda s, w: invoice_rows.taxes_of(s, w.billing.draft.invoice_id),
    "invoices.issuing.today": lambda s, _: issuing.today(s),
    "invoices.numbering.all_series": lambda s, w: numbering.all_series(s, w.ada),
    "invoices.numbering.chosen_series": lambda s, w: numbering.chosen_series(s, w.ada, None, "INVOICE"),
    "invoices.numbering.default_series": lambda s, w: numbering.default_series(s, w.ada, "INVOICE"),
    "invoices.numbering.lock_series": lambda s, w: numbering.lock_series(s, w.billing.series.series_id),
    "invoices.planning.left_of_budget": lambda s, w: planning.left_of_budget(s, w.billing.project),
    "invoices.planning.plan": lambda s, w: planning.plan(s, Wish(w.billing.client.client_id)),
    "invoices.preflight.earliest_day": lambda s, w: preflight.earliest_day(
        s, w.ada, entry_ids=[w.billing.entry.entry_id]
    ),
    "invoices.preflight.preflight": lambda s, w: preflight.preflight(s, w.ada, wish=Wish(w.billing.client.client_id)),
    "invoices.previewing.preview_paper": lambda s, w: previewing.preview_paper(
        s, w.ada, wish=Wish(w.billing.client.client_id, project_ids=(), extras=(billing.extra(),))
    ),
    "invoices.reading.billed_entries": lambda s, w: reading.billed_entries(
        s, w.ada, line_item_id=w.billing.line.line_item_id
    ),
    "invoices.reading.broken_invoices": lambda s, _: reading.broken_invoices(s),
    "invoices.reading.invoice_lines": lambda s, w: reading.invoice_lines(
        s, w.ada, invoice_id=w.billing.draft.invoice_id
    ),
    "invoices.reading.invoice_page": lambda s, w: reading.invoice_page(
        s, w.ada, wanted=InvoiceFilter(w.billing.client.client_id)
    ),
    "invoices.reading.invoice_taxes": lambda s, w: reading.invoice_taxes(
        s, w.ada, invoice_id=w.billing.draft.invoice_id
    ),
    "invoices.reading.invoiced_on": lambda s, w: reading.invoiced_on(s, w.mira, entry_ids=[w.billing.entry.entry_id]),
    "invoices.reading.frozen_document": lambda s, w: reading.frozen_document(s, w.billing.issued.invoice_id),
    "invoices.reading.listed_invoice": lambda s, w: reading.listed_invoice(s, w.billing.issued.invoice_id),
    "invoices.reading.issued_document": lambda s, w: reading.issued_document(
        s, w.ada, invoice_id=w.billing.issued.invoice_id
    ),
    "invoices.reading.paper": lambda s, w: reading.paper(s, w.ada, invoice_id=w.billing.draft.invoice_id),
    "invoices.reading.places": lambda s, w: reading.places(s, w.ada, invoice_ids=[w.billing.issued.invoice_id]),
    "invoices.reading.visible_invoice": lambda s, w: reading.visible_invoice(
        s, w.ada, invoice_id=w.billing.issued.invoice_id
    ),
    "invoices.receivables.owed": lambda s, w: receivables.owed(s, w.ada),
    "invoices.receivables.standing_counts": lambda s, w: receivables.standing_counts(s, w.ada),
    "invoices.taxes.lock_tax_rate": lambda s, w: taxes.lock_tax_rate(s, w.billing.tax.tax_rate_id),
    "invoices.taxes.rates_for": lambda s, w: taxes.rates_for(s, w.billing.client),
    "invoices.taxes.tax_rates": lambda s, w: taxes.tax_rates(s, w.ada),
    "invoices.trail.invoice_trail": lambda s, w: trail.invoice_trail(s, w.ada, invoice_id=w.billing.paid.invoice_id),
    "invoices.trail.related": lambda s, w: trail.related(s, w.ada, invoice_id=w.billing.issued.invoice_id),
    "invoices.work.client_of": lambda s, w: work.client_of(s, w.billing.client.client_id),
    "invoices.work.invoice_with": lambda s, w: work.invoice_with(s, _span(s, w)),
    "invoices.work.lock_workers": lambda s, w: work.lock_workers(s, _span(s, w)),
    "invoices.work.projects_of": lambda s, w: work.projects_of(s, w.billing.client, [w.billing.project.project_id]),
    "invoices.work.refuse_invoiced": lambda s, w: work.refuse_invoiced(s, [w.entry.entry_id]),
    "invoices.work.refuse_where_invoiced": lambda s, w: work.refuse_where_invoiced(s, _span(s, w, client=w.client)),
    "invoices.work.uninvoiced": lambda s, w: work.uninvoiced(s, _span(s, w), Rounding()),
    "payments.open_amount": lambda s, w: payments.open_amount(s, w.billing.issued),
    "payments.paid_amount": lambda s, w: payments.paid_amount(s, w.billing.paid.invoice_id),
    "payments.payments_of": lambda s, w: payments.payments_of(s, w.ada, invoice_id=w.billing.paid.invoice_id),
}

WRITES: dict[str, Recipe] = {
    "clients.edit_client_billing": lambda s, w: clients.edit_client_billing(
        s, w.ada, client_id=w.billing.client.client_id, address="1 Quay", tax_rate_id=w.billing.tax.tax_rate_id
    ),
    "invoices.credit_notes.draft_credit_note": lambda s, w: credit_notes.draft_credit_note(
        s, w.ada, invoice_id=w.billing.issued.invoice_id
    ),
    "invoices.drafting.copy_draft": lambda s, w: _copied(s, w),
    "invoices.drafting.delete_draft": lambda s, w: drafting.delete_draft(
        s, w.ada, invoice_id=w.billing.draft.invoice_id
    ),
    "invoices.drafting.draft": lambda s, w: drafting.draft(s, w.ada, wish=_wish(w.billing.client)),
    "invoices.drafting.edit_draft": lambda s, w: drafting.edit_draft(
        s, w.ada, invoice_id=w.billing.draft.invoice_id, notes="Thank you", discount_percent=Decimal(10)
    ),
    "invoices.invoice_rows.change_invoice": lambda s, w: invoice_rows.change_invoice(
        s, w.ada, "EDIT", w.billing.draft.invoice_id, notes="x"
    ),
    "invoices.invoice_rows.insert_invoice": lambda s, w: invoice_rows.insert_invoice(
        s, w.ada, "DRAFT", {"client_id": w.client.client_id, "series_id": w.billing.series.series_id, "currency": "EUR"}
    ),
    "invoices.invoice_rows.insert_lines": lambda s, w: _line_and_sums(s, w),
    "invoices.invoice_rows.write_taxes": lambda s, w: _line_and_sums(s, w),
    "invoices.invoice_rows.link_entries": lambda s, w: voiding.void(
        s, w.ada, invoice_id=w.billing.issued.invoice_id, reason="Wrong", with_replacement=True
    ),
    "invoices.issuing.issue": lambda s, w: issuing.issue(s, w.ada, invoice_id=w.billing.draft.invoice_id),
    "invoices.issuing.mark_sent": lambda s, w: issuing.mark_sent(s, w.ada, invoice_id=w.billing.issued.invoice_id),
    "invoices.lines.add_line": lambda s, w: lines.add_line(
        s, w.ada, invoice_id=w.billing.draft.invoice_id, extra=ExtraLine("Hosting", Decimal(9))
    ),
    "invoices.lines.edit_line": lambda s, w: lines.edit_line(
        s, w.ada, **_of_the_line(w), discount_percent=Decimal(5), tax_rate_id=w.billing.tax.tax_rate_id
    ),
    "invoices.lines.remove_line": lambda s, w: lines.remove_line(s, w.ada, **_of_the_line(w)),
    "invoices.lines.recount": lambda s, w: lines.recount(
        s, w.ada, "EDIT", w.billing.draft, discount_percent=Decimal(1)
    ),
    "invoices.numbering.add_series": lambda s, w: _series(s, w),
    "invoices.numbering.edit_series": lambda s, w: numbering.edit_series(
        s, w.ada, series_id=w.billing.series.series_id, name=f"Invoices of {w.ada.email}"
    ),
    "invoices.numbering.start_numbers_at": lambda s, w: numbering.start_numbers_at(
        s, w.ada, series_id=_series(s, w).series_id, day=date(2026, 3, 1), number=43
    ),
    "invoices.numbering.take_number": lambda s, w: issuing.issue(s, w.ada, invoice_id=w.billing.draft.invoice_id),
    "invoices.taxes.add_tax_rate": lambda s, w: billing.vat(s, name=f"New VAT of {w.ada.email}"),
    "invoices.taxes.edit_tax_rate": lambda s, w: taxes.edit_tax_rate(
        s, w.ada, tax_rate_id=w.billing.tax.tax_rate_id, name=f"GST of {w.ada.email}", is_default=True
    ),
    "invoices.taxes.archive_tax_rate": lambda s, w: taxes.archive_tax_rate(
        s, w.ada, tax_rate_id=w.billing.tax.tax_rate_id
    ),
    "invoices.taxes.unarchive_tax_rate": lambda s, w: taxes.unarchive_tax_rate(
        s, w.ada, tax_rate_id=w.billing.old_tax.tax_rate_id
    ),
    "invoices.voiding.void": lambda s, w: voiding.void(
        s, w.ada, invoice_id=w.billing.issued.invoice_id, reason="Wrong address", with_replacement=True
    ),
    "payments.record_payment": lambda s, w: payments.record_payment(
        s, w.ada, invoice_id=w.billing.issued.invoice_id, amount=Decimal("20.50"), method="Bank"
    ),
    "payments.refund": lambda s, w: payments.refund(s, w.ada, invoice_id=w.billing.paid.invoice_id, amount=Decimal(10)),
    "payments.remove_payment": lambda s, w: payments.remove_payment(s, w.ada, payment_id=w.billing.payment.payment_id),
}


def _wish(client: Client) -> Wish:
    """No tracked time, so that the other recipes find theirs."""
    return Wish(client.client_id, project_ids=(), extras=(billing.extra(),))


def _issue(session: Session, draft: Invoice) -> Invoice:
    return issuing.issue(session, factories.lead(session), invoice_id=draft.invoice_id)


def _held_mail(session: Session, of: Invoice) -> Mail:
    words = {"to": "opal@opal.example", "subject": "Your invoice", "body": "Hello"}
    made = mails.send_invoice(session, factories.lead(session), invoice_id=of.invoice_id, **words)
    mails.record_held(session, mail_id=made.mail_id)
    return made


def _of_the_line(world: Any) -> dict[str, int]:
    return {"invoice_id": world.billing.draft.invoice_id, "line_item_id": world.billing.line.line_item_id}


def _span(session: Session, world: Any, *, client: Client | None = None) -> work.Span:
    client_id = (client or world.billing.client).client_id
    return work.span_of(organisation(session), client_id, date(2026, 2, 1), date(2026, 2, 28), None)


def _series(session: Session, world: Any) -> NumberSeries:
    return numbering.add_series(
        session, world.ada, kind="INVOICE", name=f"More of {world.ada.email}", pattern=_pattern(world)
    )


def _pattern(world: Any) -> str:
    return f"M{world.ada.user_id}-{{YYYY}}-{{NN}}"


def _line_and_sums(session: Session, world: Any) -> Invoice:
    return lines.add_line(session, world.ada, invoice_id=world.billing.draft.invoice_id, extra=billing.extra("0"))


def _copied(session: Session, world: Any) -> Any:
    return voiding.void(
        session, world.ada, invoice_id=world.billing.issued.invoice_id, reason="Wrong", with_replacement=True
    )

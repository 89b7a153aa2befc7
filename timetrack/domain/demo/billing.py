"""Billing the work of the demo workspace, by the ways in which everybody bills."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from sqlmodel import Session

from timetrack.domain import payments
from timetrack.domain.clients import edit_client_billing
from timetrack.domain.demo.bills import BILLS, PAYERS, REVERSE, REVERSE_NOTE, STUDIO, VAT, Bill
from timetrack.domain.invoices import credit_notes, drafting, invoice_rows, issuing, voiding
from timetrack.domain.invoices.taxes import add_tax_rate
from timetrack.domain.invoices.wishes import ExtraLine, FixedAmount, Wish
from timetrack.domain.workspace import edit_workspace
from timetrack.models import Invoice, Project, User


def bill_demo(session: Session, founder: User, *, projects: Mapping[str, Project], today: date) -> None:
    """Make an invoice in every state: a draft, sent, paid, paid in part, overdue, void and replaced, credited.

    ``projects`` are those of the demo by their short names.
    """
    edit_workspace(session, founder, **STUDIO)
    name, percent = VAT
    add_tax_rate(session, founder, name=name, rate=percent, is_default=True)
    _name_payers(session, founder, projects)
    for one in BILLS:
        _bill(session, founder, one, projects[one.job], today)


def _name_payers(session: Session, founder: User, projects: Mapping[str, Project]) -> None:
    abroad = add_tax_rate(
        session, founder, name=REVERSE, rate=Decimal(0), is_reverse_charge=True, note=REVERSE_NOTE
    ).tax_rate_id
    client_ids = {one.client: projects[one.job].client_id for one in BILLS}
    for payer in PAYERS:
        client_id = client_ids[payer.name]
        assert client_id is not None
        edit_client_billing(
            session,
            founder,
            client_id=client_id,
            address=payer.address,
            country=payer.country,
            tax_id=payer.tax_id,
            payment_terms_days=payer.payment_terms_days,
            tax_rate_id=abroad if payer.is_abroad else None,
        )


def _bill(session: Session, founder: User, one: Bill, project: Project, today: date) -> None:
    draft = drafting.draft(session, founder, wish=_wish(one, project, today))
    if one.issued is None:
        return
    issued = _issue(session, founder, draft, today - timedelta(days=one.issued))
    if one.is_sent:
        issuing.mark_sent(session, founder, invoice_id=issued.invoice_id)
    if one.void:
        _, again = voiding.void(session, founder, invoice_id=issued.invoice_id, reason=one.void, with_replacement=True)
        assert again is not None
        issued = _issue(session, founder, again, today - timedelta(days=one.reissued))
    if one.credit:
        _credit(session, founder, issued, one.credit, today - timedelta(days=one.issued - 7))
    if one.paid is not None:
        _pay(session, founder, issued, one)


def _wish(one: Bill, project: Project, today: date) -> Wish:
    assert project.client_id is not None
    is_fixed = one.fixed is not None
    return Wish(
        project.client_id,
        first_day=today - timedelta(days=one.since),
        last_day=today - timedelta(days=one.until),
        project_ids=() if is_fixed else (project.project_id,),
        fixed=(FixedAmount(project.project_id, one.fixed, f"{project.name}, first part"),) if is_fixed else (),
        extras=(ExtraLine(one.extra[0], one.extra[1], unit="month"),) if one.extra else (),
        discount_percent=one.discount_percent,
    )


def _issue(session: Session, founder: User, draft: Invoice, on: date) -> Invoice:
    return issuing.issue(session, founder, invoice_id=draft.invoice_id, invoice_date=on)


def _credit(session: Session, founder: User, issued: Invoice, amount: Decimal, on: date) -> None:
    line = invoice_rows.lines_of(session, issued.invoice_id)[0]
    note = credit_notes.draft_credit_note(
        session, founder, invoice_id=issued.invoice_id, amounts={line.line_item_id: amount}, notes="As agreed by phone."
    )
    _issue(session, founder, note, on)


def _pay(session: Session, founder: User, issued: Invoice, one: Bill) -> None:
    assert issued.invoice_date is not None
    payments.record_payment(
        session,
        founder,
        invoice_id=issued.invoice_id,
        amount=payments.open_amount(session, issued) if one.part is None else one.part,
        paid_on=issued.invoice_date + timedelta(days=one.paid or 0),
        method="Bank transfer",
    )

"""The paper of a draft to be: what the draft then says, to the last byte, and nothing written."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests import factories
from tests.domain import billing
from timetrack.domain import workspace
from timetrack.domain.invoices import document, drafting, previewing
from timetrack.domain.invoices.wishes import FixedAmount, Grouping, Wish
from timetrack.errors import InvalidInput, NothingToInvoice
from timetrack.models import Client, User


@pytest.fixture
def opal(session: Session) -> Client:
    """Who pays, with work by the hour of two people."""
    client = factories.client(session, name="Opal")
    portal = billing.billed_project(session, client, name="Portal")
    for day, name in ((2, "Mira"), (3, "Tariq")):
        billing.work(session, factories.person(session, name=name), portal, day=day, seconds=24_131)
    return client


def test_the_paper_is_that_of_the_draft_to_the_last_byte(session: Session, opal: Client, manager: User) -> None:
    workspace.edit_workspace(session, factories.lead(session), name="Harbour")
    billing.vat(session, is_default=True)
    low = billing.vat(session, "7")
    site = billing.billed_project(session, opal, name="Site", billing_type="FIXED", budget_amount=Decimal(1000))
    wish = Wish(
        opal.client_id,
        *billing.FEBRUARY,
        fixed=(FixedAmount(site.project_id),),
        grouping=Grouping.PERSON,
        extras=(billing.extra("12.345", "3", tax_rate_id=low.tax_rate_id), billing.extra(tax_rate_id=None)),
        discount_percent=Decimal("2.5"),
        notes="One\r\n\r\nTwo",
        invoice_date=date(2026, 3, 1),
        terms_days=10,
    )
    before = session.scalar(text("SELECT max(audit_id) FROM audit_log"))
    paper = previewing.preview_paper(session, manager, wish=wish)
    assert session.scalar(text("SELECT max(audit_id) FROM audit_log")) == before
    made = drafting.draft(session, manager, wish=wish)
    assert document.canonical(paper.document) == document.canonical(document.build(session, made))
    assert len(paper.document["lines"]) == 5


def test_no_paper_where_no_draft_could_be(session: Session, opal: Client, manager: User) -> None:
    with pytest.raises(NothingToInvoice, match="Opal has no billable time here"):
        previewing.preview_paper(session, manager, wish=Wish(opal.client_id, project_ids=()))
    with pytest.raises(InvalidInput, match="5,000 characters"):
        previewing.preview_paper(session, manager, wish=Wish(opal.client_id, notes="x" * 5001))
    late = Wish(opal.client_id, invoice_date=date(2026, 3, 2), due_date=date(2026, 3, 1))
    with pytest.raises(InvalidInput, match="on its date or later"):
        previewing.preview_paper(session, manager, wish=late)

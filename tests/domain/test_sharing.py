"""The link by which a client sees an invoice."""

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests import factories
from tests.domain import billing
from timetrack.domain import audit, payments
from timetrack.domain.invoices import document, drafting, issuing, sharing, voiding
from timetrack.domain.invoices.reading import Standing
from timetrack.domain.invoices.wishes import Wish
from timetrack.errors import InvoiceLinkUnknown, InvoiceNotOpen, NotFound
from timetrack.models import Invoice, User


@pytest.fixture
def draft(session: Session, manager: User) -> Invoice:
    """A draft of 500.00 for hosting."""
    client = factories.client(session)
    return drafting.draft(
        session, manager, wish=Wish(client.client_id, project_ids=(), extras=(billing.extra("500"),), tax_rate_id=None)
    )


def test_a_link_shows_what_was_issued_and_where_it_stands(session: Session, manager: User, draft: Invoice) -> None:
    with pytest.raises(InvoiceNotOpen):
        sharing.share(session, manager, invoice_id=draft.invoice_id)
    issued = issuing.issue(session, manager, invoice_id=draft.invoice_id)
    link = sharing.share(session, manager, invoice_id=issued.invoice_id)
    assert sharing.share(session, manager, invoice_id=issued.invoice_id) == link
    shown = sharing.shared_invoice(session, token=link.token)
    assert shown.document["number"] == issued.number
    assert shown.sha256 == document.sha256(shown.document) == issued.line_items_sha256
    payments.record_payment(session, manager, invoice_id=issued.invoice_id, amount=Decimal(500))
    assert sharing.shared_invoice(session, token=link.token).listed.standing == Standing.PAID


def test_a_revoked_link_shows_no_more_than_one_that_never_was(session: Session, manager: User, draft: Invoice) -> None:
    issued = issuing.issue(session, manager, invoice_id=draft.invoice_id)
    old = sharing.share(session, manager, invoice_id=issued.invoice_id)
    sharing.revoke_link(session, manager, invoice_id=issued.invoice_id)
    said = []
    for token in (old.token, "t" * 43, "", "' OR true --"):
        with pytest.raises(InvoiceLinkUnknown) as refused:
            sharing.shared_invoice(session, token=token)
        said.append(refused.value.message)
        with pytest.raises(InvoiceLinkUnknown):
            sharing.note_opened(session, token=token)
    assert len(set(said)) == 1
    with pytest.raises(NotFound, match="no link any more"):
        sharing.revoke_link(session, manager, invoice_id=issued.invoice_id)
    new = sharing.share(session, manager, invoice_id=issued.invoice_id)
    assert new.token != old.token
    assert sharing.shared_invoice(session, token=new.token).document["number"] == issued.number


def test_the_first_time_it_is_opened_is_noted_and_the_secret_never(
    session: Session, manager: User, draft: Invoice, frozen: factories.FrozenClock
) -> None:
    issued = issuing.issue(session, manager, invoice_id=draft.invoice_id)
    link = sharing.share(session, manager, invoice_id=issued.invoice_id)
    opened = frozen.now()
    for _ in range(2):
        sharing.note_opened(session, token=link.token)
        frozen.forward(hours=1)
    found = sharing.live_link(session, manager, invoice_id=issued.invoice_id)
    assert found is not None
    assert found.opened_at == opened
    records = session.execute(
        text("SELECT action, before::text || after::text FROM audit_log WHERE subject_type = 'invoice_links'")
    ).all()
    assert [action for action, _ in records] == ["SHARE", "OPEN"]
    assert link.token not in str(records)
    assert audit.broken_chains(session) == []


def test_a_void_invoice_says_so_behind_its_link(session: Session, manager: User, draft: Invoice) -> None:
    issued = issuing.issue(session, manager, invoice_id=draft.invoice_id)
    link = sharing.share(session, manager, invoice_id=issued.invoice_id)
    voiding.void(session, manager, invoice_id=issued.invoice_id, reason="Wrong address")
    assert sharing.shared_invoice(session, token=link.token).listed.standing == Standing.VOID
    with pytest.raises(InvoiceNotOpen):
        sharing.share(session, manager, invoice_id=issued.invoice_id)

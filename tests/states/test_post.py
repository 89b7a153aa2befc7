"""What goes out of an invoice's page, and the administrators' list of it, in one tab."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import factories, visitors
from tests.domain import billing
from tests.states.pages import Tab, call, open_page
from tests.visitors import Visitor
from timetrack import db
from timetrack.domain import clients, jobs, mails
from timetrack.domain.invoices import files
from timetrack.models import Invoice, Role
from timetrack.states.invoice import InvoiceState
from timetrack.states.invoice_post import InvoicePostState
from timetrack.states.jobs import JobsState

pytestmark = [pytest.mark.usefixtures("workspace"), pytest.mark.anyio]


@pytest.fixture
def opened(tab: Tab) -> Callable[..., Any]:
    """Open the page of an invoice: `await opened(invoice)` is what goes out of it."""

    async def open_invoice(invoice: Invoice, visitor: Visitor | None = None) -> InvoicePostState:
        page = await open_page(tab, InvoiceState, visitor or visitors.ann(), f"/invoices/{invoice.invoice_id}/")
        post: InvoicePostState = await page.get_state(InvoicePostState)
        await call(post, InvoicePostState.open)
        return post

    return open_invoice


def issued(name: str) -> Invoice:
    with db.transaction() as session:
        pays = factories.client(session, name=name)
        clients.edit_client_billing(
            session, factories.lead(session), client_id=pays.client_id, email="pay@opal.example"
        )
        return billing.issued(session, pays, billing.extra("100"))


def employee() -> Visitor:
    with db.transaction() as session:
        person = factories.person(session, role=Role.EMPLOYEE)
    return visitors.signed_in(person)


async def test_a_mail_begins_with_words_and_is_told_on_the_page(opened: Callable[..., Any]) -> None:
    invoice = issued("Opal Post")
    post = await opened(invoice)
    assert (post.file.state, post.mails) == ("On its way", [])
    await call(post, InvoicePostState.write_mail, False)
    page = await post.get_state(InvoiceState)
    assert page.asking == "mail"
    assert post.form.recipients == "pay@opal.example"
    assert str(invoice.number) in post.form.subject
    await call(post, InvoicePostState.send, {"recipients": "a@b.example\nBcc: c@d.example", "subject": "x", "body": ""})
    assert (page.asking, "not an e-mail address" in page.refusal) == ("mail", True)
    await call(post, InvoicePostState.send, {"recipients": "otto@opal.example", "subject": "Bill", "body": "Hello"})
    assert (page.asking, page.refusal) == ("", "")
    assert [(row.what, row.detail, row.state) for row in post.mails] == [("Mail", "to otto@opal.example", "On its way")]


async def test_a_pdf_that_waits_says_why_and_is_tried_again(opened: Callable[..., Any]) -> None:
    invoice = issued("Opal Waits")
    with db.transaction() as session:
        job = jobs.job_of(session, jobs.PUBLISH, invoice_id=invoice.invoice_id)
        assert job is not None
        jobs.note_failure(session, job_id=job.job_id, error="Traceback\n  The store is away")
    post = await opened(invoice)
    assert (post.file.detail, post.file.error, post.file.may_retry) == (
        "waits for the store",
        "The store is away",
        True,
    )
    await call(post, InvoicePostState.publish_again)
    with db.transaction() as session:
        files.record_file(
            session, invoice_id=invoice.invoice_id, sha256=bytes(32), object_key="invoices/1/x.pdf", size_bytes=1
        )
    await post._refresh()
    assert (post.file.state, post.file.may_retry) == ("Stored", False)


async def test_a_held_mail_says_what_is_missing_and_is_tried_again(opened: Callable[..., Any]) -> None:
    invoice = issued("Opal Held")
    with db.transaction() as session:
        words = {"to": "otto@opal.example", "subject": "Bill", "body": ""}
        asked = mails.send_invoice(session, factories.lead(session), invoice_id=invoice.invoice_id, **words)
        mails.record_held(session, mail_id=asked.mail_id)
    post = await opened(invoice)
    (row,) = post.mails
    assert (row.state, "SMTP_URL" in row.error, row.may_retry) == ("Not sent: no SMTP", True, True)
    await call(post, InvoicePostState.retry_mail, row.key)
    assert post.mails[0].state == "On its way"


async def test_an_employee_is_shown_nothing(opened: Callable[..., Any], tab: Tab) -> None:
    post = await opened(issued("Opal Secret"), employee())
    assert (post.file.key, post.mails) == (0, [])
    state = await open_page(tab, JobsState, employee(), "/settings/?section=jobs")
    assert (state.may_see, state.jobs, state.mails) == (False, [], [])


async def test_an_administrator_sees_jobs_and_mails(tab: Tab) -> None:
    invoice = issued("Opal Listed")
    with db.transaction() as session:
        job = jobs.job_of(session, jobs.PUBLISH, invoice_id=invoice.invoice_id)
        assert job is not None
        jobs.note_failure(session, job_id=job.job_id, error="The store is away")
    state = await open_page(tab, JobsState, visitors.ann(), "/settings/?section=jobs")
    row = next(one for one in state.jobs if one.key == job.job_id)
    assert (row.what, row.number, row.error) == ("PDF into the store", invoice.number, "The store is away")
    assert row.path == f"/invoices/{invoice.invoice_id}"
    assert "waiting" in state.summary
    await call(state, JobsState.retry_job, row.key)
    elsewhere = await open_page(tab, JobsState, visitors.ann(), "/settings/?section=profile")
    assert elsewhere.jobs == []

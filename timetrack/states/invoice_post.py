"""What goes out of an invoice's page: its PDF into the store, and mails to the client."""

from timetrack import clock
from timetrack.db import Session
from timetrack.domain import mails, policy
from timetrack.domain.invoices import files, sharing
from timetrack.domain.invoices.files import Filed
from timetrack.domain.mails import Mailed
from timetrack.errors import NotFound, NotPermitted
from timetrack.models import User
from timetrack.states import post_rows
from timetrack.states.base import AppState, guarded
from timetrack.states.cells import Form
from timetrack.states.forms import form_text
from timetrack.states.invoice import InvoiceState
from timetrack.states.post_rows import MailForm, PostRow

Post = tuple[Filed | None, list[Mailed]]


class InvoicePostState(AppState):
    """Where PDF and mails of the invoice stand that ``InvoiceState`` shows, and what a mail about it begins with."""

    file: PostRow = PostRow(0)
    mails: list[PostRow] = []  # noqa: RUF012
    form: MailForm = MailForm()

    @guarded
    async def open(self) -> None:
        """Show the post of the invoice that the address names, and keep it fresh."""
        if policy.may_bill(self._actor):
            self._watch("invoices", "jobs")
        await self._refresh()

    async def _refresh(self) -> None:
        page = await self.get_state(InvoiceState)
        try:
            filed, mailed = await self._read(_post, invoice_id=page.head.invoice_id)
        except (NotFound, NotPermitted):
            filed, mailed = None, []
        viewer, now = self._actor, clock.now()
        self._show(
            file=post_rows.file_row(filed, viewer, now) if filed else PostRow(0),
            mails=[post_rows.mail_row(one, viewer, now) for one in mailed],
        )

    @guarded
    async def write_mail(self, is_reminder: bool) -> None:
        """Open the dialog that sends the invoice, or reminds of it, with a text to begin with."""
        page = await self.get_state(InvoiceState)
        await self._act(sharing.share, invoice_id=page.head.invoice_id)
        words = await self._read(mails.suggested_mail, invoice_id=page.head.invoice_id, is_reminder=is_reminder)
        self._show(form=MailForm(words.recipients, words.subject, words.body, is_reminder))
        page._open("mail")

    @guarded
    async def send(self, form: Form) -> None:
        """Send what was written; a refusal is said in the dialog."""
        page = await self.get_state(InvoiceState)
        async with page._answering():
            made = await self._act(
                mails.send_invoice,
                invoice_id=page.head.invoice_id,
                to=form_text(form, "recipients"),
                subject=form_text(form, "subject"),
                body=form_text(form, "body"),
                is_reminder=self.form.is_reminder,
            )
            self._tell("Mail on its way", f"to {made.recipients}")
        await self._refresh()

    @guarded
    async def retry_mail(self, mail_id: int) -> None:
        """Try again to send a mail."""
        await self._act(mails.retry_mail, mail_id=mail_id)
        await self._refresh()

    @guarded
    async def publish_again(self) -> None:
        """Try again to put the PDF into the store."""
        page = await self.get_state(InvoiceState)
        await self._act(files.publish_again, invoice_id=page.head.invoice_id)
        await self._refresh()


def _post(session: Session, actor: User, *, invoice_id: int) -> Post:
    return (
        files.filed(session, actor, invoice_id=invoice_id),
        mails.mails_of(session, actor, invoice_id=invoice_id),
    )

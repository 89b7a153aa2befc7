"""The tasks: what a job of each name does. Each may be cut off anywhere and be done again."""

import asyncio
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from procrastinate import App, JobContext

from timetrack import db
from timetrack.config import settings
from timetrack.documents import mail as mail_paper
from timetrack.documents import publish
from timetrack.domain import auth, jobs, mails, recurring, reminders
from timetrack.domain.invoices import files
from timetrack.errors import MailRefused, TimetrackError
from timetrack.worker import smtp
from timetrack.worker.retrying import Backoff, is_last_try

log = logging.getLogger(__name__)

WEEK_HOURS = 7 * 24
NO_PDF = "The invoice is not issued any more."


def register(app: App) -> None:
    """Teach ``app`` what to do for each name, and when by itself."""
    for name, do in {jobs.PUBLISH: publish_invoice, jobs.SEND: send_mail}.items():
        app.task(name=name, pass_context=True, retry=Backoff())(do)
    for cron, do_hourly in EVERY_HOUR.items():
        name = do_hourly.__name__
        app.periodic(cron=cron)(app.task(name=name, pass_context=True, queueing_lock=name)(do_hourly))


def noted(do: Callable[..., None]) -> Callable[..., None]:
    """Keep why a job failed, so that people can read it; what was not foreseen goes into the log too."""

    @wraps(do)
    def doing(context: JobContext, **args: int) -> None:
        try:
            do(context, **args)
        except Exception as failed:
            is_foreseen = isinstance(failed, TimetrackError)
            said = str(failed) if is_foreseen else f"{type(failed).__name__}: {failed}"
            log.warning(
                "job %s failed, try %s: %s", context.job.id, context.job.attempts + 1, said, exc_info=not is_foreseen
            )
            with db.transaction() as session:
                jobs.note_failure(session, job_id=context.job.id or 0, error=said)
            raise

    return doing


@noted
def publish_invoice(_context: JobContext, *, invoice_id: int) -> None:
    """Put the PDF of an invoice into the store."""
    publish.publish(invoice_id)


@noted
def send_mail(context: JobContext, *, mail_id: int) -> None:
    """Send a mail, unless it was sent.

    It stays locked from before it is sent until that is noted, so no two workers send it. Only when the server's answer
    is lost, or this process is killed before the answer is noted, is it sent again, with the same Message-ID.
    """
    try:
        with db.transaction() as session:
            parcel = mails.claim(session, mail_id=mail_id)
            if parcel is not None:
                _deliver(session, parcel)
    except TimetrackError as failed:
        is_refused = isinstance(failed, MailRefused)
        is_final = is_refused or is_last_try(context.job)
        with db.transaction() as session:
            mails.record_failure(session, mail_id=mail_id, error=failed.message, is_final=is_final)
        if not is_refused:
            raise


@noted
def make_recurring(_context: JobContext, *, timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Make the recurring invoices whose day has come, each in a transaction of its own."""
    while _make_next_due():
        pass


@noted
def remind(_context: JobContext, *, timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Ask for the reminders that are due, each in a transaction of its own."""
    with db.transaction() as session:
        due = reminders.reminders_due(session) if auth.is_set_up(session) else []
    for one in due:
        with db.transaction() as session:
            reminders.remind(session, reminder=one)


async def clear_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Forget jobs that were done a week ago."""
    await context.app.job_manager.delete_old_jobs(nb_hours=WEEK_HOURS, include_cancelled=True, include_aborted=True)
    await asyncio.to_thread(_clear_failures)


EVERY_HOUR: dict[str, Callable[..., Any]] = {
    "3 * * * *": make_recurring,
    "5 * * * *": remind,
    "17 * * * *": clear_jobs,
}
"""What is done by itself, by the minute at which it is."""


def _make_next_due() -> bool:
    with db.transaction() as session:
        return auth.is_set_up(session) and recurring.make_next_due(session) is not None


def _clear_failures() -> None:
    with db.transaction() as session:
        jobs.clear_failures(session)


def _deliver(session: db.Session, parcel: mails.Parcel) -> None:
    here, mail = settings(), parcel.mail
    if here.smtp_url is None:
        return mails.record_held(session, mail_id=mail.mail_id)
    wanted = files.printable(session, invoice_id=mail.invoice_id)
    if parcel.gone or wanted is None:
        raise MailRefused(f"{parcel.gone or NO_PDF} The mail was not sent.")
    pdf = publish.pdf_of(wanted, files.file_of(session, mail.invoice_id))
    message = mail_paper.compose(mail, sender=here.mail_from, number=parcel.invoice.number or "", pdf=pdf)
    mails.record_sent(session, parcel=parcel, refused=smtp.send(message, here.smtp_url.get_secret_value()))
    return None

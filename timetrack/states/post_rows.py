"""PDFs, mails and jobs as ready text, for the page of an invoice and for the administrators' list."""

from dataclasses import dataclass
from datetime import datetime

from timetrack.domain.invoices.files import Filed, FileState
from timetrack.domain.jobs import PUBLISH, SEND, Job, JobState
from timetrack.domain.mails import Mailed, MailState
from timetrack.models import MailKind, User
from timetrack.states import when

MAIL_STATES = {
    MailState.WAITING: ("On its way", "accent"),
    MailState.SENT: ("Sent", "good"),
    MailState.FAILED: ("Not sent", "bad"),
    MailState.NO_SMTP: ("Not sent: no SMTP", "warn"),
}
JOB_STATES = {
    JobState.WAITING: ("Waiting", "accent"),
    JobState.RUNNING: ("Running", "accent"),
    JobState.FAILED: ("Failed", "bad"),
    JobState.DONE: ("Done", "good"),
}
JOBS = {
    PUBLISH: "PDF into the store",
    SEND: "Send a mail",
    "remind": "Reminders that are due",
    "make_recurring": "Recurring invoices that are due",
}
"""What each job does; those of every hour by the names of their tasks."""
NO_SERVER = "No mail server is set. An administrator sets SMTP_URL; then try again."


@dataclass(frozen=True)
class PostRow:
    """Something that goes out: what, to whom, where it stands, and why it does not go on. ``key`` names it for a retry."""

    key: int
    what: str = ""
    detail: str = ""
    path: str = ""
    number: str = ""
    state: str = ""
    tone: str = ""
    error: str = ""
    tries: str = ""
    moment: str = ""
    may_retry: bool = False


@dataclass(frozen=True)
class MailForm:
    """What the dialog that sends a mail begins with."""

    recipients: str = ""
    subject: str = ""
    body: str = ""
    is_reminder: bool = False


def file_row(filed: Filed, viewer: User, now: datetime) -> PostRow:
    """Where the PDF of an invoice stands."""
    if filed.state is FileState.PUBLISHED:
        at = when.moment(filed.file.published_at, viewer, now) if filed.file else ""
        return PostRow(1, "PDF", "in the store", state="Stored", tone="good", moment=at)
    if filed.state is FileState.FAILED:
        return PostRow(1, "PDF", state="Not stored", tone="bad", error=filed.error, may_retry=True)
    if not filed.error:
        return PostRow(1, "PDF", "on its way into the store", state="On its way", tone="accent")
    return PostRow(
        1,
        "PDF",
        "waits for the store",
        state="Waits",
        tone="warn",
        error=filed.error,
        moment=_next(filed.next_try, viewer, now),
        may_retry=True,
    )


def mail_row(mailed: Mailed, viewer: User, now: datetime) -> PostRow:
    """Where a mail stands."""
    mail, (state, tone) = mailed.mail, MAIL_STATES[mailed.state]
    is_late = mailed.state is MailState.WAITING and mail.error != ""
    at = when.moment(mail.sent_at or mail.failed_at or mail.held_at or mail.created_at, viewer, now)
    return PostRow(
        mail.mail_id,
        "Reminder" if mail.kind == MailKind.REMINDER else "Mail",
        f"to {mail.recipients}",
        path=f"/invoices/{mail.invoice_id}",
        number=mailed.number,
        state="Tried again" if is_late else state,
        tone="warn" if is_late else tone,
        error=NO_SERVER if mailed.state is MailState.NO_SMTP else mail.error,
        tries=_tries(mail.tries),
        moment=_next(mailed.next_try, viewer, now) if is_late else at,
        may_retry=is_late or mailed.state in (MailState.FAILED, MailState.NO_SMTP),
    )


def job_row(job: Job, number: str, viewer: User, now: datetime) -> PostRow:
    """Where a job stands."""
    state, tone = JOB_STATES[job.state]
    is_late = job.state is JobState.WAITING and job.error != ""
    at = when.moment(job.changed_at, viewer, now) if job.changed_at else ""
    return PostRow(
        job.job_id,
        JOBS.get(job.name, job.name.replace("_", " ").capitalize()),
        path=f"/invoices/{job.args['invoice_id']}" if number else "",
        number=number,
        state=state,
        tone="warn" if is_late else tone,
        error=job.error,
        tries=_tries(job.tries),
        moment=_next(job.next_try, viewer, now) if job.next_try else at,
        may_retry=is_late or job.state is JobState.FAILED,
    )


def _tries(tries: int) -> str:
    return "" if not tries else "tried once" if tries == 1 else f"tried {tries} times"


def _next(at: datetime | None, viewer: User, now: datetime) -> str:
    if at is None or at <= now:
        return "next try in a moment"
    return f"next try {when.moment(at, viewer, now)}"

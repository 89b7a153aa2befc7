"""What the installation does outside requests, for administrators: jobs and mails, and the way to try again."""

from timetrack import clock
from timetrack.db import Session
from timetrack.domain import jobs, mails
from timetrack.domain.invoices import reading
from timetrack.domain.jobs import PUBLISH, Job, JobState
from timetrack.domain.mails import Mailed
from timetrack.models import Role, User
from timetrack.states import post_rows
from timetrack.states.base import AppState, guarded
from timetrack.states.post_rows import PostRow

DONE_SHOWN = 20
Found = tuple[list[Job], list[Mailed], dict[int, str]]


class JobsState(AppState):
    """The section of the settings that lists them; nothing is read while another is shown."""

    may_see: bool = False
    jobs: list[PostRow] = []  # noqa: RUF012
    mails: list[PostRow] = []  # noqa: RUF012
    summary: str = ""

    @guarded
    async def open(self) -> None:
        """Show the jobs, where the address asks for them, and keep them fresh."""
        if self.router.url.query_parameters.get("section") != "jobs" or self._actor.role != Role.ADMIN:
            self._show(may_see=False, jobs=[], mails=[], summary="")
            return
        self._watch("jobs", "invoices")
        await self._refresh()

    async def _refresh(self) -> None:
        found, mailed, numbers = await self._read(_found)
        viewer, now = self._actor, clock.now()
        self._show(
            jobs=[
                post_rows.job_row(job, numbers.get(int(job.args.get("invoice_id") or 0), ""), viewer, now)
                for job in _worth_showing(found)
            ],
            mails=[post_rows.mail_row(one, viewer, now) for one in mailed],
            summary=_summary(found),
            may_see=True,
        )

    @guarded
    async def retry_job(self, job_id: int) -> None:
        """Have a job done now."""
        await self._act(jobs.retry_job, job_id=job_id)
        await self._refresh()

    @guarded
    async def retry_mail(self, mail_id: int) -> None:
        """Try again to send a mail."""
        await self._act(mails.retry_mail, mail_id=mail_id)
        await self._refresh()


def _found(session: Session, actor: User) -> Found:
    found = jobs.jobs_page(session, actor)
    invoice_ids = [int(job.args["invoice_id"]) for job in found if job.name == PUBLISH]
    return found, mails.mails_page(session, actor), reading.places(session, actor, invoice_ids=invoice_ids)


def _worth_showing(found: list[Job]) -> list[Job]:
    """All but the oldest of those that are done."""
    done = [job for job in found if job.state is JobState.DONE][:DONE_SHOWN]
    return [job for job in found if job.state is not JobState.DONE] + done


def _summary(found: list[Job]) -> str:
    counts = {state: sum(job.state is state for job in found) for state in JobState}
    words = {JobState.FAILED: "failed", JobState.RUNNING: "running", JobState.WAITING: "waiting"}
    said = [f"{counts[state]} {word}" for state, word in words.items() if counts[state]]
    return " · ".join(said) or "Nothing waits and nothing has failed."

"""What is done by itself every hour is known to the worker, runs, and says why where it fails."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests import factories
from tests.worker.conftest import states, work_off
from timetrack import clock, db
from timetrack.domain import auth, clients, jobs, mails, workspace
from timetrack.domain.invoices import issuing
from timetrack.models import Invoice
from timetrack.worker import tasks

pytestmark = pytest.mark.usefixtures("impatient")
NAMES = ("make_recurring", "remind", "clear_jobs")


def test_each_runs(issue: Callable[[], Invoice]) -> None:
    assert tuple(do.__name__ for do in tasks.EVERY_HOUR.values()) == NAMES
    with db.transaction() as session:
        for name in NAMES:
            jobs.enqueue(session, name, timestamp=0)
    work_off(lambda: all(set(states(name)) == {"succeeded"} for name in NAMES))


@pytest.mark.usefixtures("setting", "database")
def test_each_runs_before_there_is_a_workspace(caplog: pytest.LogCaptureFixture) -> None:
    with db.transaction() as session:
        assert not auth.is_set_up(session)
        for name in NAMES:
            jobs.enqueue(session, name, timestamp=0)
    work_off(lambda: not any({"todo", "doing"} & set(states(name)) for name in NAMES))
    assert all(set(states(name)) == {"succeeded"} for name in NAMES)
    assert caplog.messages == []


def test_a_reminder_is_asked_for_once_by_two_that_look(
    issue: Callable[[], Invoice], monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.transaction() as session:
        (opal,) = clients.visible_clients(session, factories.lead(session))
        clients.edit_client_billing(
            session, factories.lead(session), client_id=opal.client_id, email="pay@opal.example"
        )
        workspace.edit_workspace(session, factories.lead(session), reminder_days=[0])
    invoice = issue()
    with db.transaction() as session:
        issuing.mark_sent(session, factories.lead(session), invoice_id=invoice.invoice_id)
    noon = clock.now().replace(hour=11) + timedelta(days=14)
    monkeypatch.setattr(clock, "now", lambda: noon)
    for _ in range(2):
        tasks.remind.__wrapped__(None, timestamp=0)  # type: ignore[attr-defined]
    with db.transaction() as session:
        (told,) = mails.mails_page(session, factories.lead(session))
    assert (told.mail.recipients, told.mail.days_after_due) == ("pay@opal.example", 0)


def test_one_that_fails_says_why(issue: Callable[[], Invoice], monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> None:
        raise ZeroDivisionError("by what was set")

    monkeypatch.setattr("timetrack.domain.reminders.reminders_due", fails)
    with db.transaction() as session:
        jobs.enqueue(session, "remind", timestamp=0)
    work_off(lambda: set(states("remind")) == {"failed"})
    with db.transaction() as session:
        found = jobs.job_of(session, "remind", timestamp=0)
    assert found is not None
    assert found.error == "ZeroDivisionError: by what was set"

"""An entry keeps the rate it was made with; only another project, task or billable flag finds it anew."""

from decimal import Decimal

import pytest
from sqlmodel import Session

from tests import factories
from timetrack.domain import entries, people, projects, tasks
from timetrack.errors import InvalidInput, ProjectAccessDenied
from timetrack.models import BillingType, Project, RateSource, TimeEntry, User


@pytest.fixture
def portal(session: Session) -> Project:
    """A project at 80 an hour."""
    return factories.project(session, name="Portal", hourly_rate=Decimal(80))


@pytest.fixture
def made(session: Session, mira: User, portal: Project) -> TimeEntry:
    """An hour of Mira's on it."""
    return factories.entry(session, mira, project_id=portal.project_id)


def test_no_rate_change_touches_what_is_logged(session: Session, mira: User, portal: Project, made: TimeEntry) -> None:
    lead = factories.lead(session)
    projects.edit_project(session, lead, project_id=portal.project_id, hourly_rate=Decimal(1), currency="USD")
    people.set_default_rate(session, lead, user_id=mira.user_id, hourly_rate=Decimal(2))
    given = {"project_id": portal.project_id, "user_id": mira.user_id}
    projects.set_project_user_rate(session, lead, **given, hourly_rate=Decimal(3))
    projects.set_project_user_rate(session, lead, **given, hourly_rate=None)
    assert entries.visible_entry(session, mira, made.entry_id) == made


@pytest.mark.parametrize(
    "again", [["project_id"], ["project_id", "task_id"], ["is_billable"], ["project_id", "is_billable"]]
)
def test_saying_the_same_again_moves_no_rate(
    session: Session, mira: User, portal: Project, made: TimeEntry, again: list[str]
) -> None:
    """A form that sends every field with one changed must not take today's rate, nor trip over a closed project."""
    people.set_default_rate(session, factories.lead(session), user_id=mira.user_id, hourly_rate=Decimal(99))
    projects.set_project_status(session, factories.lead(session), project_id=portal.project_id, status="ARCHIVED")
    same = {name: getattr(made, name) for name in again}
    edited = entries.edit_entry(session, mira, entry_id=made.entry_id, description="Typo mended", **same)
    assert (edited.hourly_rate, edited.rate_source) == (Decimal(80), RateSource.PROJECT)


def test_another_project_finds_the_rate_anew(session: Session, mira: User, made: TimeEntry) -> None:
    other = factories.project(session, currency="JPY", hourly_rate=Decimal(9000), billing_type=BillingType.FIXED)
    edited = entries.edit_entry(session, mira, entry_id=made.entry_id, project_id=other.project_id)
    assert (edited.hourly_rate, edited.rate_source, edited.currency, edited.is_billable) == (
        9000,
        "PROJECT",
        "JPY",
        True,
    )


def test_no_project_means_no_rate(session: Session, mira: User, portal: Project, made: TimeEntry) -> None:
    edited = entries.edit_entry(session, mira, entry_id=made.entry_id, project_id=None)
    assert (edited.hourly_rate, edited.rate_source, edited.is_billable, edited.task_id) == (0, "NONE", False, None)
    back = entries.edit_entry(session, mira, entry_id=made.entry_id, project_id=portal.project_id)
    assert (back.hourly_rate, back.rate_source, back.is_billable) == (80, "PROJECT", True)


def test_another_project_takes_the_task_away(session: Session, mira: User, portal: Project, made: TimeEntry) -> None:
    task = factories.task(session, portal)
    with_task = entries.edit_entry(session, mira, entry_id=made.entry_id, task_id=task.task_id)
    assert with_task.task_id == task.task_id
    moved = entries.edit_entry(session, mira, entry_id=made.entry_id, project_id=factories.project(session).project_id)
    assert moved.task_id is None


def test_another_task_decides_what_is_billable(session: Session, mira: User, portal: Project, made: TimeEntry) -> None:
    lead = factories.lead(session)
    people.set_default_rate(session, lead, user_id=mira.user_id, hourly_rate=Decimal(99))
    free = factories.task(session, portal, is_billable=False)
    edited = entries.edit_entry(session, mira, entry_id=made.entry_id, task_id=free.task_id)
    assert (edited.is_billable, edited.hourly_rate, edited.rate_source) == (False, 99, "USER")
    tasks.edit_task(session, lead, task_id=free.task_id, is_billable=True)
    assert entries.visible_entry(session, mira, made.entry_id).is_billable is False


def test_the_billable_flag_finds_the_rate_anew(session: Session, mira: User, made: TimeEntry) -> None:
    people.set_default_rate(session, factories.lead(session), user_id=mira.user_id, hourly_rate=Decimal(99))
    edited = entries.edit_entry(session, mira, entry_id=made.entry_id, is_billable=False)
    assert (edited.is_billable, edited.hourly_rate, edited.rate_source) == (False, 99, "USER")


def test_a_rate_set_by_hand_stays(
    session: Session, mira: User, manager: User, portal: Project, made: TimeEntry
) -> None:
    by_hand = entries.edit_entry(session, manager, entry_id=made.entry_id, hourly_rate=Decimal("70.5"))
    assert (by_hand.hourly_rate, by_hand.rate_source) == (Decimal("70.5"), RateSource.MANUAL)
    other = factories.project(session, hourly_rate=Decimal(60))
    moved = entries.edit_entry(session, mira, entry_id=made.entry_id, project_id=other.project_id, is_billable=False)
    assert (moved.project_id, moved.is_billable) == (other.project_id, False)
    assert (moved.hourly_rate, moved.rate_source) == (Decimal("70.5"), RateSource.MANUAL)


def test_a_rate_set_by_hand_is_not_carried_into_another_currency(
    session: Session, mira: User, manager: User, made: TimeEntry
) -> None:
    entries.edit_entry(session, manager, entry_id=made.entry_id, hourly_rate=Decimal(70))
    abroad = factories.project(session, currency="JPY", hourly_rate=Decimal(9000))
    moved = entries.edit_entry(session, mira, entry_id=made.entry_id, project_id=abroad.project_id)
    assert (moved.hourly_rate, moved.rate_source, moved.currency) == (9000, "PROJECT", "JPY")


@pytest.mark.parametrize("rate", ["-1", "NaN", "Infinity", "1E+15", "0.00001"])
def test_a_rate_that_cannot_be_is_refused(
    session: Session, mira: User, manager: User, made: TimeEntry, rate: str
) -> None:
    given = {"project_id": made.project_id, "user_id": mira.user_id, "hourly_rate": Decimal(rate)}
    with pytest.raises(InvalidInput):
        entries.edit_entry(session, manager, entry_id=made.entry_id, hourly_rate=Decimal(rate))
    with pytest.raises(InvalidInput):
        people.set_default_rate(session, manager, user_id=mira.user_id, hourly_rate=Decimal(rate))
    with pytest.raises(InvalidInput):
        projects.set_project_user_rate(session, manager, **given)
    with pytest.raises(InvalidInput):
        projects.edit_project(session, manager, project_id=made.project_id, hourly_rate=Decimal(rate))
    with pytest.raises(InvalidInput):
        projects.edit_project(session, manager, project_id=made.project_id, budget_amount=Decimal(rate))


def test_a_project_one_was_taken_off_takes_no_more_time(session: Session, mira: User, manager: User) -> None:
    project = factories.project(session, is_public=False, members=[mira], hourly_rate=Decimal(50))
    made = factories.entry(session, mira, project_id=project.project_id)
    projects.remove_member(session, manager, project_id=project.project_id, user_id=mira.user_id)
    assert entries.edit_entry(session, mira, entry_id=made.entry_id, description="Still mine").hourly_rate == 50
    with pytest.raises(ProjectAccessDenied):
        entries.edit_entry(session, mira, entry_id=made.entry_id, is_billable=False)

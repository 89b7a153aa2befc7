"""What an hour costs and which rule says so; what is billable; who may work on what."""

from decimal import Decimal
from itertools import product

import pytest
from sqlmodel import Session

from tests import factories
from timetrack.domain import projects, rates
from timetrack.errors import InvalidInput, NotFound, ProjectAccessDenied
from timetrack.models import BillingType, RateSource, User

ONE, TWO, THREE = Decimal(1), Decimal(2), Decimal(3)


@pytest.mark.parametrize(
    ("project_user", "user", "project", "picked"),
    [
        (ONE, TWO, THREE, (ONE, RateSource.PROJECT_USER)),
        (ONE, None, THREE, (ONE, RateSource.PROJECT_USER)),
        (None, TWO, THREE, (TWO, RateSource.USER)),
        (None, TWO, None, (TWO, RateSource.USER)),
        (None, None, THREE, (THREE, RateSource.PROJECT)),
        (None, None, None, (Decimal(0), RateSource.NONE)),
        (Decimal(0), TWO, THREE, (Decimal(0), RateSource.PROJECT_USER)),
        (None, Decimal(0), THREE, (Decimal(0), RateSource.USER)),
        (None, None, Decimal(0), (Decimal(0), RateSource.PROJECT)),
    ],
)
def test_the_first_rate_that_is_set(
    project_user: Decimal | None, user: Decimal | None, project: Decimal | None, picked: tuple[Decimal, RateSource]
) -> None:
    assert rates.pick(project_user, user, project) == picked


HOURLY, FIXED, FREE = BillingType.HOURLY, BillingType.FIXED, BillingType.NON_BILLABLE
BILLABLE = {
    (None, None, HOURLY): True, (None, None, FIXED): True, (None, None, FREE): False,
    (None, True, HOURLY): True, (None, True, FIXED): True, (None, True, FREE): True,
    (None, False, HOURLY): False, (None, False, FIXED): False, (None, False, FREE): False,
    (True, None, HOURLY): True, (True, None, FIXED): True, (True, None, FREE): False,
    (True, True, HOURLY): True, (True, True, FIXED): True, (True, True, FREE): True,
    (True, False, HOURLY): True, (True, False, FIXED): True, (True, False, FREE): False,
}  # fmt: skip
"""By what the person says, what the task says and how the project is paid."""


@pytest.mark.parametrize("case", list(product((None, True, False), (None, True, False), (HOURLY, FIXED, FREE))))
def test_what_is_billable(case: tuple[bool | None, bool | None, BillingType]) -> None:
    assert rates.billable(*case) is BILLABLE.get(case, False)


def test_an_entry_without_a_project_has_no_rate(session: Session, mira: User) -> None:
    terms = rates.terms_for(session, mira, mira, project_id=None, task_id=None, is_billable=True)
    assert terms == rates.Terms(None, None, False, Decimal(0), RateSource.NONE, "EUR")


@pytest.mark.parametrize(("own", "there", "source", "rate"), [
    ("50", "95", RateSource.PROJECT_USER, "95"),
    ("50", None, RateSource.USER, "50"),
    (None, None, RateSource.PROJECT, "80"),
])  # fmt: skip
def test_the_rate_comes_with_its_rule(
    session: Session, own: str | None, there: str | None, source: RateSource, rate: str
) -> None:
    someone = factories.person(session, hourly_rate=own)
    project = factories.project(session, hourly_rate=Decimal(80))
    if there is not None:
        projects.set_project_user_rate(
            session,
            factories.lead(session),
            project_id=project.project_id,
            user_id=someone.user_id,
            hourly_rate=Decimal(there),
        )
    terms = rates.terms_for(session, someone, someone, project_id=project.project_id, task_id=None)
    assert (terms.hourly_rate, terms.rate_source) == (Decimal(rate), source)


def test_a_persons_own_rate_is_never_converted(session: Session) -> None:
    someone = factories.person(session, hourly_rate="50")
    abroad = factories.project(session, currency="JPY", hourly_rate=Decimal(9000))
    terms = rates.terms_for(session, someone, someone, project_id=abroad.project_id, task_id=None)
    assert (terms.hourly_rate, terms.rate_source, terms.currency) == (Decimal(9000), RateSource.PROJECT, "JPY")


def test_another_persons_rate_does_not_count(session: Session, mira: User, noor: User) -> None:
    project = factories.project(session)
    given = {"project_id": project.project_id, "user_id": noor.user_id, "hourly_rate": Decimal(95)}
    projects.set_project_user_rate(session, factories.lead(session), **given)
    terms = rates.terms_for(session, mira, mira, project_id=project.project_id, task_id=None)
    assert terms.rate_source == RateSource.NONE


def test_a_closed_door(session: Session, mira: User, noor: User, manager: User) -> None:
    project = factories.project(session, is_public=False, members=[noor])
    wanted = {"project_id": project.project_id, "task_id": None}
    with pytest.raises(ProjectAccessDenied):
        rates.terms_for(session, mira, mira, **wanted)
    assert rates.terms_for(session, noor, noor, **wanted).project_id == project.project_id
    assert rates.terms_for(session, manager, manager, **wanted).project_id == project.project_id
    assert rates.terms_for(session, manager, mira, **wanted).project_id == project.project_id


@pytest.mark.parametrize("project_id", [0, -1, 10**9, 2**63 - 1])
def test_a_project_that_is_not_there(session: Session, manager: User, project_id: int) -> None:
    with pytest.raises(ProjectAccessDenied):
        rates.terms_for(session, manager, manager, project_id=project_id, task_id=None)


@pytest.mark.parametrize("status", ["COMPLETED", "ARCHIVED"])
def test_a_closed_project_takes_no_time(session: Session, mira: User, status: str) -> None:
    project = factories.project(session)
    projects.set_project_status(session, factories.lead(session), project_id=project.project_id, status=status)
    with pytest.raises(InvalidInput, match="closed"):
        rates.terms_for(session, mira, mira, project_id=project.project_id, task_id=None)


def test_a_task_belongs_to_its_project(session: Session, mira: User) -> None:
    project, other = factories.project(session), factories.project(session)
    task = factories.task(session, other)
    with pytest.raises(NotFound):
        rates.terms_for(session, mira, mira, project_id=project.project_id, task_id=task.task_id)
    with pytest.raises(InvalidInput, match="project"):
        rates.terms_for(session, mira, mira, project_id=None, task_id=task.task_id)

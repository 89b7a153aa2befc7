"""Projects: their terms, members and what a member's hour costs."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from tests import factories
from timetrack.db import constraint_error
from timetrack.domain import projects
from timetrack.errors import AlreadyExists, InvalidInput, NotFound
from timetrack.models import BillingType, Color, ProjectStatus, User


def test_what_a_project_starts_with(session: Session, manager: User) -> None:
    made = projects.create_project(session, manager, name="Portal")
    assert (made.client_id, made.status, made.billing_type, made.is_public) == (None, "ACTIVE", "HOURLY", False)
    assert (made.currency, made.hourly_rate, made.budget_hours) == ("EUR", None, None)
    assert made.color in list(Color)
    assert made.color != Color.SLATE


def test_a_project_starts_with_its_clients_currency(session: Session, manager: User) -> None:
    client = factories.client(session, currency="USD")
    assert projects.create_project(session, manager, name="A", client_id=client.client_id).currency == "USD"
    assert (
        projects.create_project(session, manager, name="B", client_id=client.client_id, currency="chf").currency
        == "CHF"
    )
    with pytest.raises(NotFound):
        projects.create_project(session, manager, name="C", client_id=10**9)


def test_the_first_projects_differ_in_colour(session: Session) -> None:
    assert len({factories.project(session).color for _ in projects.PALETTE}) == len(projects.PALETTE)


def test_a_name_is_taken_within_its_client(session: Session, manager: User) -> None:
    client = factories.client(session)
    made = factories.project(session, name="Portal", client_id=client.client_id)
    factories.project(session, name="Portal")
    for again in ({"name": "PORTAL", "client_id": client.client_id}, {"name": "portal"}):
        with pytest.raises(IntegrityError) as refused, session.begin_nested():
            projects.create_project(session, manager, **again)
        assert type(constraint_error(refused.value)) is AlreadyExists
    with pytest.raises(IntegrityError), session.begin_nested():
        projects.edit_project(session, manager, project_id=made.project_id, client_id=None)


@pytest.mark.parametrize(
    "terms",
    [
        {"name": " "},
        {"name": "x" * 201},
        {"currency": "EURO"},
        {"billing_type": "FREE"},
        {"billing_type": None},
        {"color": "mauve"},
        {"hourly_rate": Decimal("-0.01")},
        {"hourly_rate": Decimal("NaN")},
        {"hourly_rate": Decimal("1E+15")},
        {"budget_amount": Decimal("sNaN")},
        {"budget_hours": Decimal("NaN")},
        {"budget_hours": Decimal("99999999.991")},
        {"budget_hours": Decimal("1.001")},
        {"budget_hours": Decimal("Infinity")},
    ],
)
def test_terms_that_cannot_be_are_refused(session: Session, manager: User, terms: Any) -> None:
    made = factories.project(session)
    with pytest.raises(InvalidInput):
        projects.edit_project(session, manager, project_id=made.project_id, **terms)
    with pytest.raises(InvalidInput):
        projects.create_project(session, manager, **{"name": "New", **terms})
    assert projects.visible_project(session, manager, made.project_id) == made


def test_an_edit_changes_what_it_names(session: Session, manager: User) -> None:
    made = factories.project(session, hourly_rate=Decimal(80), budget_hours=Decimal("99999999.99"))
    edited = projects.edit_project(session, manager, project_id=made.project_id, billing_type=BillingType.FIXED)
    assert (edited.billing_type, edited.hourly_rate, edited.budget_hours) == ("FIXED", 80, Decimal("99999999.99"))
    assert projects.edit_project(session, manager, project_id=made.project_id, hourly_rate=None).hourly_rate is None
    assert projects.edit_project(session, manager, project_id=made.project_id) is not None


def test_statuses(session: Session, manager: User) -> None:
    made = factories.project(session)
    for status in (ProjectStatus.ARCHIVED, ProjectStatus.COMPLETED, ProjectStatus.ACTIVE):
        projects.set_project_status(session, manager, project_id=made.project_id, status=status)
        assert [p.project_id for p in projects.visible_projects(session, manager, statuses=(status,))] == [
            made.project_id
        ]
    with pytest.raises(InvalidInput):
        projects.set_project_status(session, manager, project_id=made.project_id, status="GONE")
    with pytest.raises(NotFound):
        projects.set_project_status(session, manager, project_id=10**9, status="ARCHIVED")


def test_members_come_once_and_go(session: Session, mira: User, manager: User) -> None:
    made = factories.project(session, is_public=False)
    who = {"project_id": made.project_id, "user_id": mira.user_id}
    for _ in range(2):
        projects.add_member(session, manager, **who)
    assert [member.user_id for member in projects.members(session, mira, made.project_id)] == [mira.user_id]
    for _ in range(2):
        projects.remove_member(session, manager, **who)
    assert projects.members(session, manager, made.project_id) == []
    assert session.scalar(text("SELECT count(*) FROM audit_log WHERE subject_type = 'project_members'")) == 2


def test_a_member_who_is_not_there(session: Session, manager: User) -> None:
    made = factories.project(session)
    with pytest.raises(IntegrityError) as refused, session.begin_nested():
        projects.add_member(session, manager, project_id=made.project_id, user_id=10**9)
    assert type(constraint_error(refused.value)) is NotFound
    with pytest.raises(NotFound):
        projects.add_member(session, manager, project_id=10**9, user_id=manager.user_id)


def test_a_rate_is_set_changed_and_lifted(session: Session, mira: User, manager: User) -> None:
    made = factories.project(session)
    who = {"project_id": made.project_id, "user_id": mira.user_id}
    for rate in (Decimal(90), Decimal("95.5"), None, None):
        projects.set_project_user_rate(session, manager, **who, hourly_rate=rate)
        rates = {} if rate is None else {mira.user_id: rate}
        assert projects.project_user_rates(session, manager, made.project_id) == rates


def test_projects_of_one_client_by_name(session: Session, manager: User) -> None:
    client = factories.client(session)
    for name in ("beta", "Alpha", "gamma"):
        factories.project(session, name=name, client_id=client.client_id)
    factories.project(session, name="Elsewhere")
    found = projects.visible_projects(session, manager, client_id=client.client_id)
    assert [project.name for project in found] == ["Alpha", "beta", "gamma"]

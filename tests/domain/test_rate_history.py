"""The history of a person's rates, and what their hour costs where now; the past stays as it was."""

from decimal import Decimal

import pytest
from sqlmodel import Session

from tests import factories
from timetrack.domain import colleagues, entries, people, projects, rate_history
from timetrack.errors import NotPermitted
from timetrack.models import RateSource, User


def test_every_change_of_a_rate_is_told_newest_first(session: Session, manager: User, mira: User, noor: User) -> None:
    portal = factories.project(session, name="Portal", currency="USD")
    who = {"user_id": mira.user_id}
    people.set_default_rate(session, manager, **who, hourly_rate=Decimal(80))
    people.set_default_rate(session, manager, **who, hourly_rate=Decimal(80))
    people.set_default_rate(session, manager, user_id=noor.user_id, hourly_rate=Decimal(1))
    colleagues.edit_person(session, manager, **who, name="Mira F.")
    for rate in (Decimal(95), Decimal("99.5"), None):
        projects.set_project_user_rate(session, manager, project_id=portal.project_id, **who, hourly_rate=rate)
    people.set_default_rate(session, manager, **who, hourly_rate=None)
    told = rate_history.rate_changes(session, manager, **who)
    assert [(one.project_name, one.before, one.after, one.currency) for one in told] == [
        (None, Decimal(80), None, "EUR"),
        ("Portal", Decimal("99.5"), None, "USD"),
        ("Portal", Decimal(95), Decimal("99.5"), "USD"),
        ("Portal", None, Decimal(95), "USD"),
        (None, None, Decimal(80), "EUR"),
    ]
    assert {one.actor_name for one in told} == {"Ada"}


def test_rates_on_projects_say_which_rule_gives_them(session: Session, manager: User) -> None:
    mira = factories.person(session, hourly_rate="80")
    both = {"members": [mira], "hourly_rate": Decimal(60)}
    home, abroad = (
        factories.project(session, name="B", **both),
        factories.project(session, name="C", **both, currency="USD"),
    )
    special = factories.project(session, name="A", is_public=False)
    factories.project(session, name="Not hers")
    projects.set_project_user_rate(
        session, manager, project_id=special.project_id, user_id=mira.user_id, hourly_rate=Decimal(95)
    )
    found = rate_history.project_rates(session, mira, mira)
    assert [(one.project_id, one.hourly_rate, one.rate_source, one.is_member) for one in found] == [
        (special.project_id, 95, RateSource.PROJECT_USER, False),
        (home.project_id, 80, RateSource.USER, True),
        (abroad.project_id, 60, RateSource.PROJECT, True),
    ]


def test_a_new_rate_does_not_move_the_past(session: Session, manager: User) -> None:
    mira = factories.person(session, hourly_rate="80")
    project = factories.project(session, members=[mira])
    before = factories.entry(session, mira, project_id=project.project_id)
    people.set_default_rate(session, manager, user_id=mira.user_id, hourly_rate=Decimal(200))
    projects.set_project_user_rate(
        session, manager, project_id=project.project_id, user_id=mira.user_id, hourly_rate=Decimal(300)
    )
    kept = entries.visible_entry(session, mira, before.entry_id)
    assert (kept.hourly_rate, kept.rate_source) == (80, RateSource.USER)


def test_rates_of_others_are_for_who_leads(session: Session, mira: User, noor: User) -> None:
    assert rate_history.rate_changes(session, mira, user_id=mira.user_id) == []
    with pytest.raises(NotPermitted):
        rate_history.rate_changes(session, mira, user_id=noor.user_id)
    with pytest.raises(NotPermitted):
        rate_history.project_rates(session, mira, noor)

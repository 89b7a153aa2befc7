"""What was worked on projects, and what it comes to, for whom."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from tests import factories
from timetrack.domain import entry_list, project_hours, project_people, projects, timer
from timetrack.domain.entry_list import Hours
from timetrack.errors import NotFound, NotPermitted
from timetrack.models import RateSource, User


def test_hours_of_a_project_are_those_of_everyone_for_who_leads_and_ones_own_otherwise(
    session: Session, manager: User, mira: User, noor: User
) -> None:
    portal = factories.project(session, name="Portal")
    factories.entry(session, mira, hours=2, project_id=portal.project_id)
    factories.entry(session, noor, hours=3, project_id=portal.project_id, is_billable=False)
    factories.entry(session, noor, hours=1, start=factories.NOW - timedelta(days=2))

    assert project_hours.hours_per_project(session, manager, project_ids=[]) == {}
    of_all = project_hours.hours_per_project(session, manager)
    assert of_all == {portal.project_id: Hours(5 * 3600, 2 * 3600)}
    assert project_hours.hours_per_project(session, mira) == {portal.project_id: Hours(2 * 3600, 2 * 3600)}


def test_what_runs_counts_up_to_now(session: Session, mira: User, frozen: factories.FrozenClock) -> None:
    portal = factories.project(session)
    timer.start_timer(session, mira, project_id=portal.project_id)
    frozen.forward(minutes=90)
    assert project_hours.hours_per_project(session, mira)[portal.project_id].seconds == 5400


def test_hours_agree_with_the_time_page_over_midnights(session: Session, mira: User) -> None:
    portal = factories.project(session)
    start = factories.NOW - timedelta(days=3, hours=2)
    factories.entry(session, mira, start=start, hours=17.5, project_id=portal.project_id)
    wanted = entry_list.EntryFilter(mira.user_id, project_id=portal.project_id)
    days = entry_list.hours_per_day(
        session, mira, wanted, start.date(), factories.NOW.date(), mira.timezone, at=factories.NOW
    )
    shares = project_hours.shares_of_project(session, mira, portal.project_id)
    assert project_hours.total(shares).seconds == sum(day.seconds for day in days.values()) == 17.5 * 3600


def test_shares_say_who_worked_on_which_task(session: Session, manager: User, mira: User, noor: User) -> None:
    portal = factories.project(session)
    task = factories.task(session, portal)
    factories.entry(session, mira, hours=2, project_id=portal.project_id, task_id=task.task_id)
    factories.entry(session, noor, hours=1, project_id=portal.project_id)

    shares = project_hours.shares_of_project(session, manager, portal.project_id)
    found = {(share.task_id, share.user_id): share.hours.seconds for share in shares}
    assert found == {(task.task_id, mira.user_id): 7200, (None, noor.user_id): 3600}
    own = project_hours.shares_of_project(session, noor, portal.project_id)
    assert [share.user_id for share in own] == [noor.user_id]


def test_value_is_rounded_once_per_rate_and_kept_in_its_currency(session: Session, manager: User, mira: User) -> None:
    portal = factories.project(session, hourly_rate=Decimal("100"))
    start = factories.NOW - timedelta(days=1)
    for n in range(3):  # 3 × 1:40 at 100.00: 166.666… each, 500.00 together
        factories.entry(session, mira, start=start + timedelta(hours=2 * n), hours=5 / 3, project_id=portal.project_id)
    projects.edit_project(session, manager, project_id=portal.project_id, currency="USD", hourly_rate=Decimal("10"))
    factories.entry(session, mira, hours=1, project_id=portal.project_id)

    value = project_hours.value_per_project(session, manager, [portal.project_id])[portal.project_id]
    assert value.amounts == {"EUR": Decimal("500.00"), "USD": Decimal("10.00")}
    assert (value.entries, value.oldest_time) == (4, start)


def test_value_leaves_out_what_runs_is_not_billable_or_has_no_rate(
    session: Session, manager: User, mira: User, noor: User
) -> None:
    portal = factories.project(session, hourly_rate=Decimal("100"))
    free = factories.project(session)
    factories.entry(session, mira, hours=1, project_id=portal.project_id, is_billable=False)
    factories.entry(session, noor, hours=1, project_id=free.project_id)
    timer.start_timer(session, mira, project_id=portal.project_id)
    assert project_hours.value_per_project(session, manager, [portal.project_id, free.project_id]) == {}


def test_money_is_for_who_leads(session: Session, mira: User) -> None:
    portal = factories.project(session)
    with pytest.raises(NotPermitted):
        project_hours.value_per_project(session, mira, [portal.project_id])
    with pytest.raises(NotPermitted):
        project_people.addable_people(session, mira, portal.project_id)


def test_each_person_of_a_project_with_the_rate_that_holds_now_and_why(
    session: Session, manager: User, mira: User, frozen: factories.FrozenClock
) -> None:
    lena = factories.person(session, name="Lena", hourly_rate="88")
    portal = factories.project(session, is_public=False, members=[mira, lena], hourly_rate=Decimal("80"), name="Portal")
    projects.set_project_user_rate(
        session, manager, project_id=portal.project_id, user_id=mira.user_id, hourly_rate=Decimal("95")
    )
    factories.entry(session, manager, hours=1, project_id=portal.project_id)

    shares = project_hours.shares_of_project(session, manager, portal.project_id)
    people = project_people.project_people(session, manager, portal, shares)
    assert [(one.name, one.is_member, one.hourly_rate, one.rate_source) for one in people] == [
        ("Lena", True, Decimal(88), RateSource.USER),
        ("Mira", True, Decimal(95), RateSource.PROJECT_USER),
        ("Ada", False, Decimal(80), RateSource.PROJECT),
    ]
    assert people[2].hours == Hours(3600, 3600)


def test_a_persons_own_rate_does_not_count_in_another_currency(session: Session, manager: User) -> None:
    lena = factories.person(session, name="Lena", hourly_rate="88")
    abroad = factories.project(session, is_public=False, members=[lena], currency="USD")
    (person,) = project_people.project_people(session, manager, abroad, [])
    assert (person.hourly_rate, person.rate_source) == (Decimal(0), RateSource.NONE)


def test_an_employee_sees_names_but_only_their_own_hours_and_rate(
    session: Session, manager: User, mira: User, noor: User
) -> None:
    portal = factories.project(session, is_public=False, members=[mira, noor], hourly_rate=Decimal("80"))
    factories.entry(session, noor, hours=1, project_id=portal.project_id)
    shares = project_hours.shares_of_project(session, mira, portal.project_id)
    people = project_people.project_people(session, mira, portal, shares)
    assert [(one.name, one.hours, one.hourly_rate) for one in people] == [
        ("Mira", Hours(), Decimal(80)),
        ("Noor", None, None),
    ]
    stranger = factories.person(session)
    with pytest.raises(NotFound):
        project_people.project_people(session, stranger, portal, [])


def test_those_who_are_on_a_project_cannot_be_added_again(session: Session, manager: User, mira: User) -> None:
    portal = factories.project(session, members=[mira])
    names = [one.name for one in project_people.addable_people(session, manager, portal.project_id)]
    assert "Ada" in names
    assert "Mira" not in names

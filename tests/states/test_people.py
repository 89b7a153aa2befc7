"""The people page of one tab, and the page of one person."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests import factories, visitors
from tests.states.pages import Tab, open_page
from timetrack import db
from timetrack.domain import entries, invitations, people, projects
from timetrack.errors import NotPermitted
from timetrack.models import RateSource, Role, User
from timetrack.states.people import PeopleState
from timetrack.states.people_rows import KeptPersonRow
from timetrack.states.person import PersonState
from timetrack.states.project import ProjectState

pytestmark = [pytest.mark.usefixtures("workspace"), pytest.mark.anyio]


@pytest.fixture
def opened(tab: Tab) -> Callable[..., Any]:
    """Open the page as somebody: `await opened(visitor, "/people?show=deactivated")`."""
    return lambda visitor, address="/people": open_page(tab, PeopleState, visitor, address)


@pytest.fixture
def opened_person(tab: Tab) -> Callable[..., Any]:
    """Open somebody's page as somebody: `await opened_person(visitor, user_id)`."""
    return lambda visitor, user_id: open_page(tab, PersonState, visitor, f"/people/{user_id}/")


def named(name: str) -> User:
    """Somebody without a password."""
    with db.transaction() as session:
        return factories.person(session, name=name)


def row(state: PeopleState, user_id: int) -> KeptPersonRow:
    return next(row for row in state.rows if row.user_id == user_id)


async def test_a_manager_sees_everybody_and_how_they_stand(opened: Callable[..., Any]) -> None:
    here, new, invited = visitors.joined("Here Already"), named("New Here"), named("Invited Here")
    with db.transaction() as session:
        invitations.invite_person(session, factories.lead(session), user_id=invited.user_id)
    state = await opened(visitors.joined("Mona", Role.MANAGER))
    stands = {one: row(state, one).standing for one in (here.person.user_id, new.user_id, invited.user_id)}
    assert list(stands.values()) == ["here", "new", "invited"]
    assert [option.value for option in state.roles] == ["EMPLOYEE", "MANAGER"]
    assert [one.is_kept for one in state.rows if one.role == Role.ADMIN] == [False] * 2
    assert [option.value for option in (await opened(visitors.ann())).roles] == ["EMPLOYEE", "MANAGER", "ADMIN"]


async def test_cells_save_and_a_refused_one_keeps_its_reason(opened: Callable[..., Any]) -> None:
    pia = named("Pia")
    state = await opened(visitors.ann())
    await PeopleState.rename.fn(state, pia.user_id, " Pia Sol ")
    await PeopleState.change_rate.fn(state, pia.user_id, "€ 78,50")
    await PeopleState.change_zone.fn(state, pia.user_id, " Asia/Tokyo ")
    await PeopleState.change_target.fn(state, pia.user_id, "38:30")
    await PeopleState.change_role.fn(state, pia.user_id, "MANAGER")
    shown = row(state, pia.user_id)
    assert (shown.name, shown.rate_text, shown.zone, shown.target_text, shown.role, shown.rev) == (
        "Pia Sol",
        "€78.50",
        "Asia/Tokyo",
        "38.5\u00a0h",
        "MANAGER",
        5,
    )
    for handler, text, field, start in (
        (PeopleState.change_target, "25h 90m", "target", "A week's target looks like"),
        (PeopleState.change_target, "-1", "target", "A week's target looks like"),
        (PeopleState.change_target, "169", "target", "A week has 168 hours"),
        (PeopleState.change_zone, "Mars/Base", "zone", "There is no time zone called"),
        (PeopleState.change_zone, "z" * 10_000, "zone", "There is no time zone called"),
        (PeopleState.rename, "x" * 10_000, "name", "A name may have 200 characters"),
        (PeopleState.change_rate, "lots", "rate", "A rate looks like 85"),
        (PeopleState.change_role, "OWNER", "role", "A person is an employee"),
    ):
        await handler.fn(state, pia.user_id, text)
        refused = row(state, pia.user_id)
        assert (refused.problem_field, refused.rev) == (field, 5)
        assert refused.problem.startswith(start)
    await PeopleState.change_target.fn(state, pia.user_id, "")
    assert (row(state, pia.user_id).target_text, row(state, pia.user_id).problem) == ("0\u00a0h", "")


async def test_adding_somebody_shows_their_link_once(opened: Callable[..., Any]) -> None:
    state = await opened(visitors.ann())
    await PeopleState.ask.fn(state)
    form = {"name": "Otto", "email": "otto at home", "role": "EMPLOYEE"}
    await PeopleState.add.fn(state, form)
    assert (state.is_asking, state.has_link) == (True, False)
    assert state.refusal == "“otto at home” is not an e-mail address. Nothing was saved."
    await PeopleState.add.fn(state, form | {"email": "ANN@harbour.example"})
    assert state.refusal == "ann@harbour.example is here already, as Ann Founder. Nothing was saved."
    await PeopleState.add.fn(state, form | {"email": "otto@harbour.example"})
    assert (state.is_asking, state.has_link, state.link_name) == (False, True, "Otto")
    assert state.link.startswith("http://localhost/join/")
    token = state.link.rpartition("/")[2]
    with db.transaction() as session:
        assert invitations.open_invitation(session, token=token).email == "otto@harbour.example"
    await PeopleState.forget_link.fn(state)
    assert (state.has_link, state.link) == (False, "")


async def test_inviting_anew_and_revoking(opened: Callable[..., Any]) -> None:
    vera = named("Vera")
    state = await opened(visitors.ann())
    await PeopleState.invite.fn(state, vera.user_id)
    first = state.link
    await PeopleState.invite.fn(state, vera.user_id)
    assert state.link != first
    assert row(state, vera.user_id).standing == "invited"
    await PeopleState.revoke_invitation.fn(state, vera.user_id)
    assert row(state, vera.user_id).standing == "new"
    await PeopleState.take_back.fn(state, state.notices[-1].notice_id)
    await state._refresh()
    assert row(state, vera.user_id).standing == "invited"


async def test_a_cleared_rate_is_had_back_from_the_notice(opened: Callable[..., Any]) -> None:
    wim = named("Wim")
    state = await opened(visitors.ann())
    await PeopleState.change_rate.fn(state, wim.user_id, "72.50")
    assert state.notices == []
    await PeopleState.change_rate.fn(state, wim.user_id, "")
    assert (row(state, wim.user_id).rate_text, state.notices[-1].title) == ("", "Rate cleared")
    await PeopleState.take_back.fn(state, state.notices[-1].notice_id)
    await state._refresh()
    assert row(state, wim.user_id).rate_text == "€72.50"


async def test_who_is_deactivated_moves_to_the_other_list_and_the_notice_brings_them_back(
    opened: Callable[..., Any],
) -> None:
    uwe = visitors.joined("Uwe")
    state = await opened(visitors.ann())
    await PeopleState.deactivate.fn(state, uwe.person.user_id)
    assert uwe.person.user_id not in [one.user_id for one in state.rows]
    assert state.notices[-1].detail == "They are signed out everywhere; their entries stay."
    gone = await opened(visitors.ann(), "/people?show=deactivated")
    assert [(one.name, one.standing) for one in gone.rows] == [("Uwe", "gone")]
    await PeopleState.take_back.fn(state, state.notices[-1].notice_id)
    await state._refresh()
    assert row(state, uwe.person.user_id).standing == "here"


async def test_the_only_administrator_stays_one(opened: Callable[..., Any]) -> None:
    ann = visitors.ann()
    state = await opened(ann)
    await PeopleState.change_role.fn(state, ann.person.user_id, "EMPLOYEE")
    shown = row(state, ann.person.user_id)
    assert (shown.role, shown.problem_field) == ("ADMIN", "role")
    assert shown.problem.startswith("They are the only administrator")
    with pytest.raises(NotPermitted):
        await PeopleState.deactivate.fn(state, ann.person.user_id)


async def test_an_employee_is_told_whose_page_this_is_and_changes_nothing(
    opened: Callable[..., Any], opened_person: Callable[..., Any]
) -> None:
    kim, ann = visitors.joined("Kim"), visitors.ann()
    state = await opened(kim)
    assert (state.is_loaded, state.may_edit, state.rows, state.roles, state.views) == (True, False, [], [], [])
    person = await opened_person(kim, ann.person.user_id)
    assert (person.is_loaded, person.is_here, person.head, person.changes) == (True, False, KeptPersonRow(), [])
    own = await opened_person(kim, kim.person.user_id)
    assert own.is_here is False
    for handler in (PeopleState.invite, PeopleState.revoke_invitation, PeopleState.deactivate, PeopleState.reactivate):
        with pytest.raises(NotPermitted):
            await handler.fn(state, ann.person.user_id)


async def test_one_persons_rates_say_why_and_a_new_one_does_not_move_the_past(
    opened_person: Callable[..., Any], tab: Tab
) -> None:
    lou = visitors.joined("Lou Berg").person
    with db.transaction() as session:
        portal = factories.project(session, name="Lou's portal", members=[lou], hourly_rate=Decimal(60))
        other = factories.project(session, name="Lou's other")
        done = factories.entry(session, lou, start=factories.NOW, project_id=portal.project_id)
    state = await opened_person(visitors.ann(), lou.user_id)
    shown = [(one.name, one.rate_text, one.why.sentence) for one in state.project_rates]
    assert shown == [("Lou's portal", "€60.00", "€60.00 — the project's rate")]

    await PersonState.change_rate.fn(state, lou.user_id, "70")
    assert state.project_rates[0].why.sentence == "€70.00 — Lou's default rate"
    await PersonState.change_project_rate.fn(state, portal.project_id, "95")
    assert state.project_rates[0].why.sentence == "€95.00 — Lou's rate on this project"
    await PersonState.change_project_rate.fn(state, portal.project_id, "much")
    assert (state.project_rates[0].rate_text, state.project_rates[0].problem_field) == ("€95.00", "rate")
    assert [(one.what, one.before, one.after, one.who) for one in state.changes] == [
        ("Lou's portal", "–", "€95.00", "Ann Founder"),
        ("Default rate", "–", "€70.00", "Ann Founder"),
    ]
    with db.transaction() as session:
        kept = entries.visible_entry(session, lou, done.entry_id)
    assert (kept.hourly_rate, kept.rate_source) == (60, RateSource.PROJECT)

    await PersonState.add_project.fn(state, {"project": str(other.project_id)})
    assert [one.name for one in state.project_rates] == ["Lou's other", "Lou's portal"]
    await PersonState.remove_project.fn(state, portal.project_id)
    assert [(one.name, one.is_member) for one in state.project_rates] == [
        ("Lou's other", True),
        ("Lou's portal", False),
    ]
    await PersonState.take_back.fn(state, state.notices[-1].notice_id)
    await state._refresh()
    assert [one.is_member for one in state.project_rates] == [True, True]
    with db.transaction() as session:
        assert lou.user_id in [one.user_id for one in projects.members(session, lou, portal.project_id)]

    project = await open_page(tab, ProjectState, visitors.ann(), f"/projects/{portal.project_id}/")
    assert [one.why.sentence for one in project.people] == ["€95.00 — Lou's rate on this project"]


async def test_nobody_by_that_number_and_odd_addresses(opened_person: Callable[..., Any]) -> None:
    for odd in (999_999, "abc", "1" * 30, "١", "-1"):
        state = await opened_person(visitors.ann(), odd)
        assert (state.is_loaded, state.is_here) == (True, False)


async def test_a_manager_reads_an_administrator_without_editing(opened_person: Callable[..., Any]) -> None:
    mona = visitors.joined("Mona Lead", Role.MANAGER)
    ann = visitors.ann().person
    state = await opened_person(mona, ann.user_id)
    assert (state.head.name, state.head.is_kept, state.may_edit) == ("Ann Founder", False, False)
    await PersonState.change_rate.fn(state, ann.user_id, "1")
    assert state.head.problem.startswith("Only an administrator")
    with db.transaction() as session:
        assert people.lock_person(session, ann.user_id).hourly_rate is None

"""Filters in the address, those that have a name, and favourites."""

from datetime import date
from typing import Any

import pytest

from tests.states.pages import Tab, call, open_page
from tests.states.time_page import last_notice, lines, logged, open_time, project_of, somebody
from tests.visitors import Visitor
from timetrack import db
from timetrack.domain import projects, timer
from timetrack.errors import InvalidInput, NotFound
from timetrack.states.favourites import FavouritesState
from timetrack.states.time_filters import FiltersState
from timetrack.states.time_span import SpanState

pytestmark = [pytest.mark.usefixtures("workspace", "frozen"), pytest.mark.anyio]


def address(event: Any) -> str:
    """Where a handler leads."""
    return str(event.args[0][1]._var_value)


async def test_days_and_filters_stand_in_the_address(tab: Tab, mira: Visitor) -> None:
    state = await open_time(tab, mira)
    assert address(await call(state, SpanState.earlier)) == "/time/?from=2026-11-09&to=2026-11-15"
    assert address(await call(state, SpanState.show_period, "month")) == "/time/?from=2026-11-01&to=2026-11-30"
    assert address(await call(state, SpanState.show_period, "all")) == "/time/?period=all"
    assert await call(state, SpanState.show_period, "for ever") is None
    here = "/time/?from=2026-11-16&to=2026-11-22"
    assert address(await call(state, SpanState.filter_by, "tag", " ux ")) == f"{here}&tag=ux"
    assert address(await call(state, SpanState.filter_by, "words", "stand up")) == f"{here}&q=stand+up"
    assert await call(state, SpanState.filter_by, "rate", "95") is None
    with pytest.raises(InvalidInput):
        await call(state, SpanState.filter_by, "project", "' OR 1=1")
    with pytest.raises(InvalidInput, match="before the first"):
        await call(state, SpanState.show_between, {"from": "2026-11-20", "to": "2026-11-19"})
    filtered = await open_time(tab, mira, "/time?tag=ux&period=all")
    assert address(await call(filtered, SpanState.clear_filters)) == "/time/?period=all"


async def test_an_address_that_means_nothing_shows_this_week(tab: Tab, mira: Visitor) -> None:
    logged(mira, 3, description="Stand-up")
    state = await open_time(tab, mira, "/time?from=soon&to=2026-02-31&project=x&person=-1")
    assert (state.period_text, [row.description for row in lines(state)]) == ("16 – 22 Nov", ["Stand-up"])
    assert state.first_day == date(2026, 11, 16).isoformat()


async def test_a_filter_is_named_shown_renamed_and_forgotten(tab: Tab, mira: Visitor) -> None:
    state = await open_page(tab, FiltersState, mira, "/time?tag=ux&q=stand")
    await FiltersState.save.fn(state, {"name": "Stand-ups"})
    assert [(one.name, one.address, one.is_on) for one in state.filters] == [
        ("Stand-ups", "/time/?tag=ux&q=stand", True)
    ]
    assert last_notice(state) == ("Filter saved", "Stand-ups", "Undo")
    elsewhere = await open_page(tab, FiltersState, mira, "/time")
    assert [one.is_on for one in elsewhere.filters] == [False]
    for bad in ("", " ", "x" * 10_000):
        await FiltersState.save.fn(state, {"name": bad})
        assert state.problem
    await FiltersState.save.fn(state, {"name": "All of it"})
    one, two = state.filters
    await FiltersState.rename.fn(state, one.filter_id, two.name)
    assert state.problem
    await FiltersState.rename.fn(state, one.filter_id, "Everything")
    assert ([row.name for row in state.filters], state.problem) == (["Everything", "Stand-ups"], "")
    await FiltersState.delete.fn(state, one.filter_id)
    assert [row.name for row in state.filters] == ["Stand-ups"]
    await FiltersState.take_back.fn(state, state.notices[-1].notice_id)
    await state._refresh()
    assert [row.name for row in state.filters] == ["Everything", "Stand-ups"]
    stranger = await open_page(tab, FiltersState, somebody("Noor"), "/time")
    assert stranger.filters == []
    with pytest.raises(NotFound):
        await FiltersState.delete.fn(stranger, one.filter_id)


async def test_a_favourite_is_kept_ordered_started_and_removed(tab: Tab, mira: Visitor) -> None:
    project, (task,) = project_of("Design")
    work = logged(mira, 3, description="Checkout", project_id=project.project_id, task_id=task.task_id, tags=["ux"])
    other = logged(mira, 1, description="Inbox")
    state = await open_page(tab, FavouritesState, mira, "/time")
    await FavouritesState.keep.fn(state, other.entry_id)
    await FavouritesState.keep.fn(state, work.entry_id)
    assert [(row.name, row.project, row.is_first) for row in state.favourites] == [
        ("Inbox", "", True),
        ("Checkout", project.name, False),
    ]
    await FavouritesState.move_up.fn(state, state.favourites[1].favourite_id)
    await FavouritesState.move_up.fn(state, state.favourites[0].favourite_id)
    assert [row.name for row in state.favourites] == ["Checkout", "Inbox"]
    await FavouritesState.start.fn(state, state.favourites[0].favourite_id)
    with db.transaction() as session:
        running = timer.running_entry(session, mira.person.user_id)
    assert running is not None
    assert (running.description, running.task_id, running.tags) == ("Checkout", task.task_id, ["ux"])
    await FavouritesState.remove.fn(state, state.favourites[0].favourite_id)
    assert [row.name for row in state.favourites] == ["Inbox"]
    await FavouritesState.take_back.fn(state, state.notices[-1].notice_id)
    await state._refresh()
    assert [row.name for row in state.favourites] == ["Checkout", "Inbox"]


async def test_a_favourite_whose_project_is_archived_waits(tab: Tab, mira: Visitor) -> None:
    project, _ = project_of()
    work = logged(mira, 3, description="Checkout", project_id=project.project_id)
    state = await open_page(tab, FavouritesState, mira, "/time")
    await FavouritesState.keep.fn(state, work.entry_id)
    lead = somebody("Lead", role="ADMIN")
    with db.transaction() as session:
        projects.set_project_status(session, lead.person, project_id=project.project_id, status="ARCHIVED")
    await state._refresh()
    assert [row.is_open for row in state.favourites] == [False]


async def test_nobody_elses_work_becomes_a_favourite(tab: Tab, mira: Visitor) -> None:
    theirs = logged(somebody("Noor"), 3, description="Noor's")
    state = await open_page(tab, FavouritesState, mira, "/time")
    for handler in (FavouritesState.keep, FavouritesState.start, FavouritesState.move_up, FavouritesState.remove):
        with pytest.raises(NotFound):
            await handler.fn(state, theirs.entry_id)
    assert state.favourites == []

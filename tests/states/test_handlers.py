"""Who reaches what: every event handler, called by everybody with arguments that would do something, on what is Mira's.

A handler that is added needs a line in ``handler_tables.py``, or this fails; and arguments in ``forged_arguments.py``
where a word and a key of Mira's are not enough to make it do anything for anybody.
"""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from sqlmodel import Session

from tests import databases
from tests.domain.access import Company, build_company
from tests.factories import FrozenClock
from tests.states import forged
from tests.states.handler_tables import DOES, SHOWS
from tests.states.walk import Walk, held, on_one_connection
from timetrack import clock, db
from timetrack.domain import favourites, saved_filters
from timetrack.timetrack import app  # noqa: F401 - registers every page and state

HANDLERS = {forged.short_name(found): found for found in forged.own_handlers().values()}
ONLY_SHOWS = {f"{state}.{name}" for state, names in SHOWS.items() for name in names.split()}


@pytest.fixture(scope="module")
def walk(server: str, template: str) -> Iterator[Walk]:
    """One company for all; whatever is done in it is undone."""
    with (
        databases.cloned(server, template, "handlers") as url,
        databases.pointed_at(url),
        pytest.MonkeyPatch.context() as patch,
    ):
        frozen = FrozenClock()
        patch.setattr(clock, "now", frozen.now)
        with db.transaction() as session:
            company = build_company(session)
            known = keys(session, company)
        frozen.forward(hours=1)
        with on_one_connection() as connection:
            yield Walk(connection, company, known)


def test_every_handler_has_a_line() -> None:
    assert sorted(HANDLERS.keys() - (DOES.keys() | ONLY_SHOWS)) == [], "say in handler_tables.py who reaches what"
    assert sorted((DOES.keys() | ONLY_SHOWS) - HANDLERS.keys()) == [], "they are gone"
    assert [name for name, cells in DOES.items() if not set(cells) & set("OCMA=")] == [], "nobody reaches anything"


@pytest.mark.parametrize("name", DOES)
def test_who_reaches_it(walk: Walk, name: str) -> None:
    reached = [asyncio.run(walk.reach(role, HANDLERS[name])) for role in walk.company.roles]
    assert " ".join(reached) == DOES[name]
    assert walk.leaks == []


@pytest.mark.parametrize("name", sorted(ONLY_SHOWS))
def test_what_only_shows_changes_nothing_and_shows_nothing_of_others(walk: Walk, name: str) -> None:
    assert [asyncio.run(walk.reach(role, HANDLERS[name])) for role in "CS"] == ["-", "-"]
    assert walk.leaks == []


def test_nobody_reaches_anything_without_a_session(walk: Walk) -> None:
    assert asyncio.run(_call_everything(walk, "nobody")) == []


def test_who_was_deactivated_reaches_nothing_in_the_tabs_that_are_still_open(walk: Walk) -> None:
    assert asyncio.run(_call_everything(walk, "M", walk.deactivate)) == []


async def _call_everything(walk: Walk, role: str, meanwhile: Callable[[str], None] = lambda _: None) -> list[str]:
    """Call each handler in a tab that somebody opened before something happened; what it shows. No row may change."""
    told = []
    for kind in {found.states[0] for found in HANDLERS.values()}:
        with walk.undone():
            state = await walk.open(role, kind)
            meanwhile(role)
            was, walk.has_written = walk.rows(), False
            for name, found in HANDLERS.items():
                if found.states[0] is kind:
                    await walk.call(state, found)
                    text = held(state)
                    told += [f"{name} shows {word}" for word in ("Quokka", "Mira Ito", "private") if word in text]
            assert walk.changed(was) == []
    return told


def keys(session: Session, company: Company) -> dict[str, int]:
    """What is Mira's, by the names that arguments have."""
    world = company.world
    (habit,), (kept,) = favourites.favourites_of(session, world.mira), saved_filters.filters_of(session, world.mira)
    return {
        "client_id": world.client.client_id,
        "project_id": world.project.project_id,
        "task_id": world.task.task_id,
        "entry_id": world.entry.entry_id,
        "favourite_id": habit.favourite_id,
        "filter_id": kept.filter_id,
        "user_id": world.mira.user_id,
        "session_id": world.session_id,
        "noor_id": world.noor.user_id,
        "left_id": world.left.user_id,
        "invited_id": world.invited.person.user_id,
        "old_client_id": world.old_client.client_id,
        "old_task_id": world.old_task.task_id,
        "old_project_id": company.old_project_id,
        "draft_id": world.billing.draft.invoice_id,
        "issued_id": world.billing.issued.invoice_id,
        "line_item_id": world.billing.line.line_item_id,
        "tax_rate_id": world.billing.tax.tax_rate_id,
        "series_id": world.billing.series.series_id,
        "other_series_id": world.billing.other_series.series_id,
        "recurring_id": world.billing.recurring.recurring_id,
        "payment_id": world.billing.payment.payment_id,
        "mail_id": world.billing.mail.mail_id,
    }

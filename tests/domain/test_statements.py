"""Round trips cost more than anything else on the hot paths, so each has a number of statements it may not exceed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy import text
from sqlmodel import Session

from bench.script import recorded
from tests import factories
from tests.factories import FrozenClock
from timetrack import db
from timetrack.domain import bulk, entries, entry_list, merge, split, timer
from timetrack.domain.entry_list import EntryFilter
from timetrack.errors import ActiveTimerExists, DatabaseAway, NotFound
from timetrack.models import Project, Task, User

Step = Callable[[Session], object]
SessionOf = Callable[[], AbstractContextManager[Session]]
Work = tuple[User, Project, Task]


@pytest.fixture
def work(database: str) -> Work:
    with db.transaction() as session:
        person = factories.person(session)
        project = factories.project(session)
        return person, project, factories.task(session, project)


def sent_by(step: Step) -> list[str]:
    """The statements of one transaction, by their first word."""
    with recorded(db.engine()) as sent, db.transaction() as session:
        step(session)
    return [statement.split()[0] for statement, _ in sent]


def test_a_start_takes_five_statements_and_a_stop_four(frozen: FrozenClock, work: Work) -> None:
    person, project, task = work
    asked = {"project_id": project.project_id, "task_id": task.task_id, "tags": ["call"], "description": "Wiring"}
    started = sent_by(lambda session: timer.start_timer(session, person, **asked))
    assert started == ["BEGIN", "SELECT", "SELECT", "WITH", "COMMIT"]
    frozen.forward(hours=1)
    assert sent_by(lambda session: timer.stop_timer(session, person)) == ["BEGIN", "SELECT", "WITH", "COMMIT"]


def test_a_switch_takes_six_statements(frozen: FrozenClock, work: Work) -> None:
    person, _, _ = work
    sent_by(lambda session: timer.start_timer(session, person))
    frozen.forward(hours=1)
    switched = sent_by(lambda session: timer.switch_timer(session, person))
    assert switched == ["BEGIN", "SELECT", "WITH", "SELECT", "WITH", "COMMIT"]


def test_time_by_hand_takes_five_statements(work: Work) -> None:
    person, project, task = work
    on = {"project_id": project.project_id, "task_id": task.task_id}
    logged = sent_by(lambda session: factories.entry(session, person, **on))
    assert logged == ["BEGIN", "SELECT", "SELECT", "WITH", "COMMIT"]


def test_a_refused_start_writes_nothing(frozen: FrozenClock, work: Work) -> None:
    person, _, _ = work
    sent_by(lambda session: timer.start_timer(session, person))
    with recorded(db.engine()) as sent, pytest.raises(ActiveTimerExists), db.transaction() as session:
        timer.start_timer(session, person)
    assert [statement.split()[0] for statement, _ in sent] == ["BEGIN", "SELECT", "SELECT"]


def test_an_edit_takes_at_most_eight_statements(frozen: FrozenClock, work: Work) -> None:
    person, project, task = work
    now = frozen.now()
    with db.transaction() as session:
        entry = entries.create_manual_entry(
            session, person, start_time=now - timedelta(hours=2), end_time=now - timedelta(hours=1)
        )
    described = sent_by(
        lambda session: entries.edit_entry(session, person, entry_id=entry.entry_id, description="Wiring")
    )
    assert described == ["BEGIN", "SELECT", "SELECT", "SELECT", "WITH", "COMMIT"]
    moved = sent_by(
        lambda session: entries.edit_entry(
            session,
            person,
            entry_id=entry.entry_id,
            end_time=now,
            project_id=project.project_id,
            task_id=task.task_id,
        )
    )
    assert moved == ["BEGIN", "SELECT", "SELECT", "SELECT", "SELECT", "SELECT", "WITH", "COMMIT"]


def test_a_split_takes_as_many_as_an_edit_and_one_more(frozen: FrozenClock, work: Work) -> None:
    person, _, _ = work
    with db.transaction() as session:
        entry = factories.entry(session, person)
    at = entry.start_time + timedelta(minutes=7)
    parts = sent_by(lambda session: split.split_entry(session, person, entry_id=entry.entry_id, at=at))
    assert parts == ["BEGIN", "SELECT", "SELECT", "SELECT", "WITH", "WITH", "COMMIT"]


def test_a_hundred_entries_are_changed_merged_and_deleted_in_as_few_as_two(frozen: FrozenClock, work: Work) -> None:
    """One write for each distinct change; each question about terms is asked once."""
    person, project, task = work
    with db.transaction() as session:
        keys = [
            factories.entry(
                session, person, start=factories.NOW - timedelta(minutes=n), hours=1 / 60, tags=["ux"] * (n % 2)
            ).entry_id
            for n in range(1, 101)
        ]
    on = {"project_id": project.project_id, "task_id": task.task_id}
    find = ["BEGIN", "SELECT", "SELECT", "SELECT"]
    edited = sent_by(lambda session: bulk.edit_entries(session, person, entry_ids=keys, add_tags=["call"], **on))
    assert edited == [*find, "SELECT", "WITH", "WITH", "COMMIT"]
    merged = sent_by(lambda session: merge.merge_entries(session, person, entry_ids=keys[:50]))
    assert merged == [*find, "SELECT", "WITH", "WITH", "COMMIT"]
    deleted = sent_by(lambda session: bulk.delete_entries(session, person, entry_ids=keys[50:]))
    assert deleted == [*find, "WITH", "COMMIT"]


def test_a_page_of_entries_is_one_statement_with_every_name_in_it(work: Work) -> None:
    person, project, task = work
    with db.transaction() as session:
        factories.entry(session, person, project_id=project.project_id, task_id=task.task_id, tags=["call"])
    wanted = EntryFilter(person.user_id, since=factories.NOW - timedelta(days=7), tag="call")
    listed = sent_by(lambda session: entry_list.entry_page(session, person, wanted))
    assert listed == ["BEGIN", "SELECT", "COMMIT"]


def test_reading_sends_no_begin_and_no_commit(work: Work) -> None:
    person, _, _ = work
    with db.reading() as session:
        entry_list.entry_page(session, person, EntryFilter(person.user_id))
        connection = session.connection().connection.driver_connection
        assert connection is not None
        assert connection.info.transaction_status == TransactionStatus.IDLE


def test_the_connection_used_last_is_used_next_and_has_its_statements_prepared(work: Work) -> None:
    person, _, _ = work
    with db.transaction() as outer, db.transaction() as inner:
        first, second = connection_of(outer), connection_of(inner)
        timer.running_entry(outer, person.user_id)
    with db.transaction() as session:
        prepared = session.execute(
            text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%end_time%'")
        )
        assert (connection_of(session), prepared.scalar()) == (first, 1)
    assert first != second


@pytest.mark.parametrize("session_of", [db.transaction, db.reading])
def test_a_connection_that_dies_says_so_and_the_next_one_works(session_of: SessionOf, work: Work) -> None:
    person, _, _ = work
    with pytest.raises(DatabaseAway), session_of() as session:
        read_over_a_killed_connection(session, person)
    with session_of() as session:
        assert timer.running_entry(session, person.user_id) is None


def test_a_refusal_over_a_connection_that_dies_says_so_too(work: Work) -> None:
    """What was refused is rolled back, and the server is gone by then."""
    with pytest.raises(DatabaseAway), db.transaction() as session:
        refused_over_a_killed_connection(session)


def connection_of(session: Session) -> int:
    (own,) = session.execute(text("SELECT pg_backend_pid()")).one()
    return int(own)


def read_over_a_killed_connection(session: Session, person: User) -> None:
    end_connection_of(session)
    timer.running_entry(session, person.user_id)


def refused_over_a_killed_connection(session: Session) -> None:
    end_connection_of(session)
    raise NotFound


def end_connection_of(session: Session) -> None:
    own = connection_of(session)
    with db.transaction() as another:
        another.execute(text("SELECT pg_terminate_backend(:own, 5000)"), {"own": own})

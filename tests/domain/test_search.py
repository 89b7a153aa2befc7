"""Search: what the palette finds, for whom, in which order."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from tests import factories
from tests.factories import NOW
from timetrack.domain import clients, projects, search, tasks, timer
from timetrack.models import Project, User

HOUR = timedelta(hours=1)


@pytest.fixture
def portal(session: Session, mira: User) -> Project:
    """A project that Mira is on and Noor is not, with a task and an hour of Mira's."""
    opal = factories.client(session, name="Opal Clinic")
    made = factories.project(session, name="Patient portal", client_id=opal.client_id, is_public=False, members=[mira])
    task = factories.task(session, made, name="Portal wireframes")
    on = {"project_id": made.project_id, "task_id": task.task_id}
    factories.entry(session, mira, start=NOW - 9 * HOUR, description="Import into the PORTAL", **on)
    return made


def found(session: Session, actor: User, words: str, **asked: int) -> list[tuple[str, str, str]]:
    return [(hit.kind, hit.name, hit.detail) for hit in search.search(session, actor, words=words, **asked)]


def test_everything_that_holds_the_word_by_kind_the_best_first(
    session: Session, mira: User, manager: User, portal: Project
) -> None:
    factories.project(session, name="Portal")
    factories.project(session, name="Support retainer")
    factories.client(session, name="Transport & Sons")
    factories.person(session, name="Portia Weber", email="pw@harbour.example")
    assert found(session, manager, "  PORT ") == [
        ("project", "Portal", ""),
        ("project", "Patient portal", "Opal Clinic"),
        ("project", "Support retainer", ""),
        ("client", "Transport & Sons", "EUR"),
        ("task", "Portal wireframes", "Patient portal"),
        ("entry", "Import into the PORTAL", "Patient portal"),
        ("person", "Portia Weber", "pw@harbour.example"),
    ]
    assert [hit.kind for hit in search.search(session, manager, words="port", limit=1)] == [
        "project", "client", "task", "entry", "person",
    ]  # fmt: skip
    assert found(session, manager, "") == found(session, manager, " \t ") == []
    assert found(session, manager, "100% of _ \\ '") == []


def test_each_word_may_stand_in_the_name_or_beside_it(session: Session, manager: User, portal: Project) -> None:
    assert found(session, manager, "opal portal") == [("project", "Patient portal", "Opal Clinic")]
    assert found(session, manager, "wireframes patient") == [("task", "Portal wireframes", "Patient portal")]
    assert found(session, manager, "patient opal nothing") == []


def test_nobody_finds_what_they_may_not_see(session: Session, mira: User, noor: User, portal: Project) -> None:
    assert {kind for kind, *_ in found(session, mira, "portal")} == {"project", "task", "entry"}
    assert [name for _, name, _ in found(session, mira, "opal")] == ["Opal Clinic"]
    for words in ("portal", "opal", "import", "wireframes", "mira", "harbour.example mira"):
        assert found(session, noor, words) == []
    assert found(session, mira, "mira") == [("person", "Mira", "mira@harbour.example")]
    factories.entry(session, noor, start=NOW - 3 * HOUR, description="Portal, privately")
    assert "Portal, privately" not in [name for _, name, _ in found(session, mira, "portal")]


def test_what_was_put_away_is_not_found(session: Session, manager: User, portal: Project) -> None:
    for task in tasks.visible_tasks(session, manager, project_id=portal.project_id):
        tasks.archive_task(session, manager, task_id=task.task_id)
    assert portal.client_id is not None
    clients.archive_client(session, manager, client_id=portal.client_id)
    assert [kind for kind, *_ in found(session, manager, "portal")] == ["project", "entry"]
    assert found(session, manager, "opal clinic") == []
    projects.set_project_status(session, manager, project_id=portal.project_id, status="ARCHIVED")
    assert [kind for kind, *_ in found(session, manager, "portal")] == ["entry"]


def test_the_same_work_is_one_entry_the_newest_with_what_starts_it_again(session: Session, mira: User) -> None:
    project = factories.project(session, name="Retainer")
    for hours_ago in (30, 20, 10):
        last = factories.entry(
            session, mira, start=NOW - hours_ago * HOUR, description="Inbox", project_id=project.project_id
        )
    plain = factories.entry(session, mira, start=NOW - 40 * HOUR, description="inbox")
    timer.start_timer(session, mira, description="Inbox, now")
    hits = search.search(session, mira, words="inbox")
    assert [(hit.name, hit.start_time) for hit in hits] == [
        ("Inbox, now", NOW),
        ("Inbox", last.start_time),
        ("inbox", plain.start_time),
    ]
    assert (hits[1].key, hits[1].project_id, hits[1].user_id, hits[1].duration_seconds) == (
        last.entry_id, project.project_id, mira.user_id, 3600,
    )  # fmt: skip
    assert hits[0].duration_seconds is None


def test_ones_own_entries_come_before_those_of_others(session: Session, mira: User, manager: User) -> None:
    factories.entry(session, mira, start=NOW - 3 * HOUR, description="Call")
    factories.entry(session, manager, start=NOW - 9 * HOUR, description="Call")
    hits = search.search(session, manager, words="call")
    assert [(hit.person, hit.user_id) for hit in hits] == [("Ada", manager.user_id), ("Mira", mira.user_id)]


def test_only_the_newest_entries_of_a_person_are_looked_through(
    session: Session, mira: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "NEWEST", 2)
    for hours_ago in (9, 7, 5):
        factories.entry(session, mira, start=NOW - hours_ago * HOUR, description=f"Call {hours_ago}")
    assert [name for _, name, _ in found(session, mira, "call")] == ["Call 5", "Call 7"]

"""A team's export becomes their time: to the second, in one transaction, and only once however often it is repeated."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlmodel import Session

from tests import factories
from tests.transfer.exports import FIXTURES, at, export
from timetrack import clock, db
from timetrack.domain import audit, entries, policy, projects, timer, worked_totals
from timetrack.domain.batches import Batch, import_batch
from timetrack.domain.entry_list import EntryFilter, ListedEntry, entry_page, hours_per_day
from timetrack.domain.people import people_by_email
from timetrack.errors import NotFound, NotPermitted
from timetrack.models import AuditRecord, ProjectMember, TimeEntry, User, table
from timetrack.transfer.toggl import import_sheet, read_toggl

BERLIN = "Europe/Berlin"
SPRING = read_toggl((FIXTURES / "toggl_spring.csv").read_bytes(), BERLIN)


def brought(session: Session, *rows: dict[str, str], actor: User | None = None) -> Batch:
    """Import an export of these rows."""
    factories.organisation(session)
    return import_batch(session, actor, rows=read_toggl(export(*rows), BERLIN).rows, timezone=BERLIN)


def listed(session: Session, email: str = "ada@example.test") -> list[ListedEntry]:
    """Somebody's entries, earliest first."""
    person = people_by_email(session, [email])[email]
    return entry_page(session, person, EntryFilter(person.user_id), limit=1000)[::-1]


def count(session: Session, model: type) -> int:
    return session.execute(select(func.count()).select_from(table(model))).scalar_one()


def everything(session: Session) -> list[Any]:
    """How many rows each table has."""
    names = ("users", "clients", "projects", "tasks", "project_members", "time_entries", "audit_log")
    return [session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names]


def test_the_spring_of_a_team_of_four_is_right_to_the_second_per_person_and_day(session: Session):
    factories.organisation(session)
    expected = json.loads((FIXTURES / "toggl_spring.expected.json").read_text())
    batch = import_batch(session, None, rows=SPRING.rows, timezone=expected["zone"])
    assert (batch.entries, len(batch.refused)) == (expected["clean"], expected["overlapping"])
    assert sorted(remark.number for remark in batch.refused) == [236, 465, 699, 895]
    assert {total.email: total.seconds for total in batch.totals} == expected["seconds"]
    for email, seconds_per_day in expected["seconds_per_day"].items():
        person = people_by_email(session, [email])[email]
        days = hours_per_day(
            session, person, EntryFilter(person.user_id), date(2026, 2, 1), date(2026, 5, 31), BERLIN, at=clock.now()
        )
        assert {str(day): hours.seconds for day, hours in days.items() if hours.seconds} == seconds_per_day


def test_what_is_created_is_what_the_export_names(session: Session):
    factories.organisation(session)
    batch = import_batch(session, None, rows=SPRING.rows, timezone=BERLIN)
    assert batch.clients == ["Northwind", "Tailspin, Inc."]
    assert batch.projects == ["Northwind › Website", "Northwind › Retainer", 'Tailspin, Inc. › App "Orbit"', "Internal"]
    assert len(batch.tasks) == 5
    ada = people_by_email(session, ["ada@example.test"])["ada@example.test"]
    assert (ada.name, ada.role, ada.timezone, ada.password_hash) == ("Ada Example", "EMPLOYEE", BERLIN, None)
    first = listed(session)[0]
    assert (first.description, first.tags, first.project_name, first.is_billable) == ("Standup", ["ux"], None, False)
    assert first.start_time == datetime(2026, 3, 2, 7, 9, 25, tzinfo=UTC)
    assert any(entry.description == "=1+1 costs" for entry in listed(session, "dmitri@example.test"))


def test_repeating_an_import_adds_nothing_and_says_so(session: Session):
    factories.organisation(session)
    import_batch(session, None, rows=SPRING.rows, timezone=BERLIN)
    before = everything(session)
    again = import_batch(session, None, rows=SPRING.rows[::-1], timezone=BERLIN)
    assert everything(session) == before
    assert (again.entries, again.already, len(again.refused)) == (0, 890, 4)
    assert again.people == again.clients == again.projects == again.tasks == []


def test_every_entry_has_its_audit_record_and_every_chain_holds(session: Session):
    brought(session, at("09:00", "10:00", Project="Website", Task="Build"), at("10:00", "11:00"))
    log = table(AuditRecord).c
    noted = session.execute(select(log.action, log.actor_id).where(log.subject_type == "time_entries")).all()
    assert noted == [("IMPORT", None)] * 2
    assert audit.broken_chains(session) == []
    assert worked_totals.drifted_totals(session) == []


def test_names_are_matched_however_they_are_capitalised(session: Session):
    lead = factories.lead(session)
    client = factories.client(session, name="ΟΔΟΣ", currency="USD")
    website = factories.project(session, name="Website", client_id=client.client_id)
    build = factories.task(session, website, name="Build")
    factories.person(session, email="ada@example.test", name="Ada of ours")
    cells = {"Client": "οδοσ", "Project": "WEBSITE", "Task": "bUILD", "Email": "ADA@example.test"}
    batch = brought(session, at("09:00", "10:00", **cells), actor=lead)
    assert batch.people == batch.clients == batch.projects == batch.tasks == []
    (entry,) = listed(session)
    assert (entry.project_id, entry.task_id, entry.currency) == (website.project_id, build.task_id, "USD")


def test_projects_of_one_name_are_told_apart_by_their_client(session: Session):
    batch = brought(
        session,
        at("09:00", "10:00", Client="Northwind", Project="Website", Task="Build"),
        at("10:00", "11:00", Client="Tailspin", Project="Website", Task="Build"),
        at("11:00", "12:00", Project="website", Task="build"),
    )
    assert batch.projects == ["Northwind › Website", "Tailspin › Website", "website"]
    assert len({(entry.project_id, entry.task_id) for entry in listed(session)}) == 3


def test_people_are_on_the_projects_they_worked_on(session: Session):
    brought(session, at("09:00", "10:00", Project="Website"), at("10:00", "11:00", Project="Website"))
    ada = people_by_email(session, ["ada@example.test"])["ada@example.test"]
    (website,) = projects.visible_projects(session, ada)
    assert (website.name, website.is_public) == ("Website", False)
    brought(session, at("12:00", "13:00", Project="Website"))
    assert count(session, ProjectMember) == 1


def test_rates_are_those_of_now_with_the_rule_that_gave_them(session: Session):
    lead = factories.lead(session)
    ada = factories.person(session, email="ada@example.test", hourly_rate="80")
    factories.person(session, email="ben@example.test")
    website = factories.project(session, name="Website", hourly_rate=Decimal(90))
    agreed = factories.project(session, name="Agreed", hourly_rate=Decimal(90))
    projects.set_project_user_rate(
        session, lead, project_id=agreed.project_id, user_id=ada.user_id, hourly_rate=Decimal("99.5")
    )
    factories.project(session, name="Overseas", currency="USD")
    ours = {"Billable": "Yes"}
    batch = brought(
        session,
        at("09:00", "10:00", Project="Website", **ours),
        at("10:00", "11:00", Project="Agreed", **ours),
        at("11:00", "12:00", Project="Overseas", **ours),
        at("12:00", "13:00"),
        at("09:00", "10:00", Project="Website", Email="ben@example.test", **ours),
    )
    found = [(entry.hourly_rate, entry.rate_source, entry.currency) for entry in listed(session)]
    assert found == [
        (Decimal(80), "USER", "EUR"),
        (Decimal("99.5"), "PROJECT_USER", "EUR"),
        (Decimal(0), "NONE", "USD"),
        (Decimal(0), "NONE", "EUR"),
    ]
    (of_ben,) = listed(session, "ben@example.test")
    assert (of_ben.hourly_rate, of_ben.rate_source, of_ben.project_id) == (Decimal(90), "PROJECT", website.project_id)
    assert batch.without_rate == 1


def test_the_file_says_what_is_billable_where_that_can_be(session: Session):
    factories.project(session, name="Ours", billing_type="NON_BILLABLE")
    factories.project(session, name="Theirs")
    batch = brought(
        session,
        at("09:00", "10:00", Project="Theirs", Billable="Yes"),
        at("10:00", "11:00", Project="Theirs", Billable="No"),
        at("11:00", "12:00", Project="Theirs", Billable=""),
        at("12:00", "13:00", Project="Ours", Billable="Yes"),
        at("13:00", "14:00", Billable="Yes"),
    )
    assert [entry.is_billable for entry in listed(session)] == [True, False, True, False, False]
    assert [(remark.number, remark.text) for remark in batch.remarks] == [
        (5, "is kept as not billable: its project is not billed"),
        (6, "is kept as not billable: it has no project"),
    ]


def test_time_that_is_there_stays_and_a_running_timer_counts(session: Session, monkeypatch: pytest.MonkeyPatch):
    frozen = factories.FrozenClock()
    monkeypatch.setattr(clock, "now", frozen.now)
    ada = factories.person(session, email="ada@example.test")
    nine = datetime(2026, 3, 4, 8, tzinfo=UTC)
    entries.create_manual_entry(session, ada, start_time=nine, end_time=nine.replace(hour=9), description="Call")
    timer.start_timer(session, ada, description="Now")
    batch = brought(session, at("09:30", "10:30"), at("10:00", "11:00"), at("14:00", "15:00", day="2026-03-11"))
    assert [remark.text for remark in batch.refused] == [
        "overlaps what is there already, “Call” (Wed 4 Mar 09:00 – 10:00)",
        "overlaps what is there already, “Now” (Wed 11 Mar 11:00 – now)",
    ]
    assert [entry.description for entry in listed(session)] == ["Call", "Standup", "Now"]


def test_nothing_is_created_for_rows_that_are_refused(session: Session):
    brought(session, at("09:00", "10:00", Project="Website"))
    before = everything(session)
    batch = brought(session, at("09:00", "10:00", Project="Renamed since", Client="New", Task="New"))
    assert (batch.entries, len(batch.refused)) == (0, 1)
    assert everything(session) == before


def test_a_closed_project_takes_no_time_from_a_file_either(session: Session):
    brought(session, at("09:00", "10:00", Project="Website"))
    lead = factories.lead(session)
    (website,) = projects.visible_projects(session, lead)
    projects.set_project_status(session, lead, project_id=website.project_id, status="ARCHIVED")
    batch = brought(session, at("09:00", "10:00", Project="Website"), at("10:00", "11:00", Project="Website"))
    assert batch.already == 1
    assert batch.refused[0].text == "the project “Website” is archived, so it takes no new time"


def test_the_hour_that_comes_twice_is_kept_apart(session: Session):
    night = "2026-10-25"
    rows = [at("02:10", "02:40", "00:30:00", night), at("02:10", "02:40", "00:30:00", night)]
    batch = brought(session, *rows)
    assert [entry.start_time.hour for entry in listed(session)] == [0, 1]
    assert (batch.entries, batch.refused) == (2, [])
    assert brought(session, *rows).already == 2


def test_without_a_workspace_there_is_one_sentence_and_only_who_leads_may_import(session: Session):
    with pytest.raises(NotFound, match="There is no workspace yet"):
        import_batch(session, None, rows=SPRING.rows, timezone=BERLIN)
    employee = factories.person(session)
    assert not policy.leads(employee)
    with pytest.raises(NotPermitted):
        import_batch(session, employee, rows=SPRING.rows, timezone=BERLIN)


def test_a_dry_run_says_the_same_and_saves_nothing(database: str):
    with db.transaction() as session:
        factories.organisation(session)
        before = everything(session)
    dry = import_sheet(SPRING, timezone=BERLIN, dry_run=True)
    with db.transaction() as session:
        assert everything(session) == before
    assert import_sheet(SPRING, timezone=BERLIN) == dry
    with db.transaction() as session:
        assert count(session, TimeEntry) == 890


def test_open_tabs_hear_of_the_people_an_import_touches(database: str):
    with db.transaction() as session:
        ada = factories.person(session, email="ada@example.test")
    with db.engine().connect() as listening:
        connection = listening.connection.driver_connection
        assert connection is not None
        connection.execute(f"LISTEN {audit.CHANNEL}")
        connection.commit()
        import_sheet(read_toggl(export(at("09:00", "10:00", Project="Website")), BERLIN), timezone=BERLIN)
        topics = {notice.payload for notice in connection.notifies(timeout=60, stop_after=3)}
    assert topics == {f"user:{ada.user_id}", "structure", "team"}


def test_two_imports_at_once_and_a_person_who_tracks_meanwhile_end_with_everything_once(database: str):
    with db.transaction() as session:
        ada = factories.person(session, email="ada@example.test")
    batches: list[Batch] = []
    refused: list[Exception] = []

    def track() -> None:
        for _ in range(10):
            with db.transaction() as session:
                timer.switch_timer(session, ada)
                clock_is_free = timer.running_entry(session, ada.user_id)
                assert clock_is_free is not None

    def bring() -> None:
        try:
            batches.append(import_sheet(SPRING, timezone=BERLIN))
        except Exception as error:
            refused.append(error)

    threads = [Thread(target=bring), Thread(target=bring), Thread(target=track)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []
    assert sorted(batch.entries for batch in batches) == [0, 890]
    assert sorted(batch.already for batch in batches) == [0, 890]
    with db.transaction() as session:
        assert audit.broken_chains(session) == []
        assert worked_totals.drifted_totals(session) == []

"""What the Time page reads, and the texts it makes of it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from timetrack import clock
from timetrack.db import Session
from timetrack.domain import entry_list, people, periods, projects
from timetrack.domain.entry_list import PAGE, EntryFilter, Hours, ListedEntry
from timetrack.domain.invoices import reading
from timetrack.models import ProjectStatus, User
from timetrack.states.rows import OptionRow
from timetrack.states.shown import epoch
from timetrack.states.span import Span

BEGINNING, END = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Found:
    """Entries of the pages loaded so far, the hours of their days, and the total of the whole span.

    ``invoiced`` says which invoice has an entry.
    """

    entries: list[ListedEntry]
    has_more: bool
    hours: dict[date, Hours]
    total: Hours
    at: datetime
    invoiced: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Choices:
    """What the filters offer: the people, when there is more than one, and the projects."""

    people: list[OptionRow]
    projects: list[OptionRow]


def find_time(session: Session, actor: User, *, span: Span, at_least: int) -> Found:
    """Read what ``span`` asks for: a page of entries, or as many as were loaded already."""
    now, wanted = clock.now(), span.filter(actor.timezone)
    people.visible_person(session, actor, span.user_id)
    limit = max(PAGE, at_least)
    found = entry_list.entry_page(session, actor, wanted, limit=limit + 1)
    hours, total = _hours(session, actor, span, wanted, found[:limit], now)
    billed = reading.invoiced_on(session, actor, entry_ids=[entry.entry_id for entry in found[:limit]])
    return Found(found[:limit], len(found) > limit, hours, total, now, billed)


def find_choices(session: Session, actor: User) -> Choices:
    """Read what the filters offer."""
    team = people.visible_people(session, actor)
    known = projects.visible_projects(session, actor, statuses=tuple(ProjectStatus))
    return Choices(
        people=[OptionRow(str(person.user_id), person.name) for person in team] if len(team) > 1 else [],
        projects=[OptionRow(str(project.project_id), project.name) for project in known],
    )


def shown_choices(choices: Choices) -> dict[str, Any]:
    """The values of the filters' vars."""
    return {"person_options": choices.people, "project_options": choices.projects}


def shown_found(found: Found, span: Span, viewer: User) -> dict[str, Any]:
    """The values of the page's vars but its days."""
    running = next((entry for entry in found.entries if entry.end_time is None), None)
    since = max(running.start_time, span.filter(viewer.timezone).since or BEGINNING) if running else None
    grown = epoch(found.at) - epoch(since) if since else 0
    return {
        "period_text": span.shown(periods.local_date(found.at, viewer.timezone)),
        "first_day": span.first.isoformat() if span.first else "",
        "last_day": span.last.isoformat() if span.last else "",
        "total_text": periods.shown_hours(found.total.seconds, viewer.duration_format),
        "total_seconds": found.total.seconds - grown,
        "total_since": epoch(since) if since else 0,
        "billable_text": periods.shown_hours(found.total.billable_seconds, viewer.duration_format),
        "hours_form": viewer.duration_format,
        "has_more": found.has_more,
        "is_filtered": bool(span.project_id or span.tag or span.words),
        "person": str(span.user_id),
        "project": str(span.project_id or ""),
        "tag": span.tag,
        "words": span.words,
    }


def _hours(
    session: Session, actor: User, span: Span, wanted: EntryFilter, listed: list[ListedEntry], now: datetime
) -> tuple[dict[date, Hours], Hours]:
    zone = actor.timezone
    if span.first and span.last:
        per_day = entry_list.hours_per_day(session, actor, wanted, span.first, span.last, zone, at=now)
        total = Hours(
            sum(hours.seconds for hours in per_day.values()), sum(hours.billable_seconds for hours in per_day.values())
        )
        return per_day, total
    (total,) = entry_list.hours_per_period(session, actor, wanted, [BEGINNING, END], at=now)
    if not listed:
        return {}, total
    first, last = periods.local_date(listed[-1].start_time, zone), periods.local_date(listed[0].start_time, zone)
    return entry_list.hours_per_day(session, actor, wanted, first, last, zone, at=now), total

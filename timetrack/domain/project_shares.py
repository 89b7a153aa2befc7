"""How somebody's hours divide over projects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from timetrack.domain.entry_list import EntryFilter, Hours, hours_per_project
from timetrack.models import Project, User, table

PROJECTS = table(Project)


@dataclass(frozen=True)
class ProjectShare:
    """The hours on one project, or on none."""

    project_id: int | None
    name: str
    color: str
    hours: Hours


def project_shares(
    session: Session, actor: User, wanted: EntryFilter, bounds: Sequence[datetime], *, at: datetime
) -> list[ProjectShare]:
    """The hours of each project between the first and the last of ``bounds``, most first, by name where equal.

    Whoever sees the entries sees their projects' names, also of one they have left since.
    """
    hours = hours_per_project(session, actor, wanted, bounds, at=at)
    known = select(PROJECTS.c.project_id, PROJECTS.c.name, PROJECTS.c.color)
    found = session.execute(known.where(PROJECTS.c.project_id.in_([*filter(None, hours)])))
    named = {project_id: (name, color) for project_id, name, color in found}
    shares = [ProjectShare(project, *named.get(project or 0, ("", "")), hours[project]) for project in hours]
    return sorted(shares, key=lambda share: (-share.hours.seconds, share.name))

"""How hours divide over projects: complete, most first, and named even where the person has left."""

from datetime import timedelta

from sqlmodel import Session

from tests import factories
from tests.factories import NOW
from timetrack.domain import projects, timer
from timetrack.domain.entry_list import EntryFilter, Hours
from timetrack.domain.project_shares import project_shares
from timetrack.models import User

DAY = [NOW - timedelta(hours=11), NOW + timedelta(hours=13)]


def test_most_first_and_by_name_where_equal(session: Session, mira: User) -> None:
    small, large, equal = (factories.project(session, name=name) for name in ("B small", "Large", "A equal"))
    for hours_ago, hours, project in ((9, 1, small), (8, 3, large), (5, 1, equal), (4, 0.5, None)):
        start = NOW - timedelta(hours=hours_ago)
        factories.entry(session, mira, start=start, hours=hours, project_id=project.project_id if project else None)
    shares = project_shares(session, mira, EntryFilter(mira.user_id), DAY, at=NOW)
    assert [(share.name, share.hours.seconds) for share in shares] == [
        ("Large", 10_800),
        ("A equal", 3600),
        ("B small", 3600),
        ("", 1800),
    ]


def test_what_runs_and_what_reaches_over_the_bounds_counts_inside_them(session: Session, mira: User) -> None:
    project = factories.project(session, color="teal")
    factories.entry(session, mira, start=DAY[0] - timedelta(hours=1), hours=2, project_id=project.project_id)
    timer.start_timer(session, mira, project_id=project.project_id)
    (share,) = project_shares(session, mira, EntryFilter(mira.user_id), DAY, at=NOW + timedelta(hours=1))
    assert (share.color, share.hours) == ("teal", Hours(7200, 7200))


def test_a_project_one_has_left_keeps_its_name(session: Session, mira: User) -> None:
    project = factories.project(session, name="Secret plan", is_public=False, members=[mira])
    factories.entry(session, mira, project_id=project.project_id)
    projects.remove_member(session, factories.lead(session), project_id=project.project_id, user_id=mira.user_id)
    (share,) = project_shares(session, mira, EntryFilter(mira.user_id), DAY, at=NOW)
    assert share.name == "Secret plan"


def test_nobody_sees_anothers_hours(session: Session, mira: User, noor: User) -> None:
    factories.entry(session, mira, project_id=factories.project(session).project_id)
    assert project_shares(session, noor, EntryFilter(mira.user_id), DAY, at=NOW) == []

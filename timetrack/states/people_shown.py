"""From what the domain found about people to the rows their pages show."""

from datetime import datetime
from typing import Any

from timetrack.domain import figures, periods, policy, why_rate
from timetrack.domain.invitations import Standing
from timetrack.domain.rate_history import ProjectRate, RateChange
from timetrack.models import RateSource, Role, User
from timetrack.states import wording
from timetrack.states.cells import Cell
from timetrack.states.people_rows import KeptPersonRow, ProjectRateRow, RateChangeRow, WhyRow
from timetrack.states.rows import OptionRow

ROLE_TEXTS = {Role.EMPLOYEE: "Employee", Role.MANAGER: "Manager", Role.ADMIN: "Administrator"}
STANDINGS = {
    "here": ("Active", "good"),
    "invited": ("Invited", "accent"),
    "expired": ("Invitation expired", "warn"),
    "new": ("Not invited yet", ""),
    "gone": ("Deactivated", ""),
}


def person_row(person: User, stands: Standing, viewer: User, now: datetime, currency: str, cell: Cell) -> KeptPersonRow:
    """One person, with their rate in the organisation's ``currency``."""
    standing = _standing(person, stands, now)
    text, tone = STANDINGS[standing]
    return KeptPersonRow(
        user_id=person.user_id,
        name=person.name,
        initial=person.name[:1].upper(),
        email=person.email,
        role=person.role,
        role_text=ROLE_TEXTS[Role(person.role)],
        rate_text=figures.shown_rate(person.hourly_rate, currency),
        zone=person.timezone,
        target_text=figures.shown_budget(person.weekly_target_hours),
        standing=standing,
        standing_text=text,
        standing_detail=_detail(person, stands, standing, viewer),
        tone=tone,
        is_self=person.user_id == viewer.user_id,
        is_kept=policy.may_keep(viewer, person.role),
        **cell,
    )


def role_options(viewer: User) -> list[OptionRow]:
    """The roles that the viewer may give."""
    return [OptionRow(role, text) for role, text in ROLE_TEXTS.items() if policy.may_keep(viewer, role)]


def project_rate_row(one: ProjectRate, person: User, cell: Cell) -> ProjectRateRow:
    """One project of a person."""
    is_set = one.rate_source != RateSource.NONE
    return ProjectRateRow(
        project_id=one.project_id,
        name=one.name,
        color=one.color,
        client=one.client_name or "",
        rate_text=figures.shown_rate(one.hourly_rate, one.currency) if is_set else "",
        why=why_row(one.rate_source, one.hourly_rate, one.currency, person.name),
        is_member=one.is_member,
        **cell,
    )


def why_row(source: str, hourly_rate: Any, currency: str, person_name: str) -> WhyRow:
    """The answer to “why this rate?”."""
    why = why_rate.why_rate(source, hourly_rate, currency, person_name)
    return WhyRow(why.short, why.sentence, why.detail)


def change_row(number: int, one: RateChange, zone: str) -> RateChangeRow:
    """One change of a rate, at the viewer's clock."""
    return RateChangeRow(
        change_id=number,
        when_text=moment(one.recorded_at, zone, with_year=True),
        what=one.project_name or "Default rate",
        before=figures.shown_rate(one.before, one.currency) or "–",
        after=figures.shown_rate(one.after, one.currency) or "–",
        who=one.actor_name or "Timetrack",
    )


def moment(instant: datetime, zone: str, *, with_year: bool = False) -> str:
    """Thu 19 Nov, 14:36, or with its year."""
    day = periods.local_date(instant, zone)
    year = f" {day.year}" if with_year else ""
    return f"{periods.shown_day(day)}{year}, {wording.clock(instant, zone)}"


def _standing(person: User, stands: Standing, now: datetime) -> str:
    if person.deactivated_at is not None:
        return "gone"
    if stands.has_password:
        return "here"
    if stands.expires_at is None:
        return "new"
    return "invited" if stands.expires_at > now else "expired"


def _detail(person: User, stands: Standing, standing: str, viewer: User) -> str:
    if standing == "gone" and person.deactivated_at is not None:
        return f"since {periods.shown_day(periods.local_date(person.deactivated_at, viewer.timezone))}"
    if standing == "invited" and stands.expires_at is not None:
        return f"until {periods.shown_day(periods.local_date(stands.expires_at, viewer.timezone))}"
    return ""

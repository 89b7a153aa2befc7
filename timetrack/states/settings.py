"""The settings: one's own, and for administrators the workspace's."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from timetrack.domain import durations, figures, periods, policy, profile, workspace
from timetrack.domain.people import organisation
from timetrack.domain.profile import ProfileChanges
from timetrack.domain.workspace import WorkspaceChanges
from timetrack.errors import NotSignedIn, TimetrackError
from timetrack.models import Organisation, Role, User
from timetrack.states.base import AppState, guarded
from timetrack.states.cells import Form
from timetrack.states.forms import form_number, form_text
from timetrack.states.project_rows import LinkRow
from timetrack.states.settings_rows import ProfileRow, WorkspaceRow

SECTIONS = {
    "profile": "Profile",
    "workspace": "Workspace",
    "invoices": "Invoices",
    "jobs": "Jobs",
    "sessions": "Sessions",
    "password": "Password",
}
FOR_ADMINISTRATORS = ("workspace", "invoices", "jobs")
EXAMPLE_SECONDS = 5270
EXAMPLE_TIMES = (datetime(2026, 11, 19, 9, tzinfo=UTC), datetime(2026, 11, 19, 17, 30, tzinfo=UTC))


class SettingsState(AppState):
    """The section that the address names, and what was refused in it; a refused form keeps what was typed.

    ``profile_rev`` and ``workspace_rev`` count what was saved, so that the fields then show what is kept.
    """

    is_loaded: bool = False
    is_admin: bool = False
    section: str = "profile"
    sections: list[LinkRow] = []  # noqa: RUF012
    profile: ProfileRow = ProfileRow()
    workspace: WorkspaceRow = WorkspaceRow()
    profile_refusal: str = ""
    workspace_refusal: str = ""
    profile_rev: int = 0
    workspace_rev: int = 0

    @guarded
    async def open(self) -> None:
        """Show the section that the address asks for."""
        asked = self.router.url.query_parameters.get("section", "")
        self._watch(f"user:{self._actor.user_id}", "structure")
        self._show(section=asked if asked in SECTIONS else "profile", profile_refusal="", workspace_refusal="")
        await self._refresh()

    async def _refresh(self) -> None:
        viewer = self._actor
        is_admin = viewer.role == Role.ADMIN
        self._show(
            is_admin=is_admin,
            sections=[
                LinkRow(name, f"/settings?section={key}", key == self.section)
                for key, name in SECTIONS.items()
                if is_admin or key not in FOR_ADMINISTRATORS
            ],
            profile=_profile_row(viewer),
            workspace=_workspace_row(await self._read(_kept)) if is_admin else WorkspaceRow(),
            is_loaded=True,
        )

    @guarded
    async def save_profile(self, form: Form) -> None:
        """Save name, zone, week and target."""
        try:
            kept = await self._act(_save_profile, form=form)
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            self._show(profile_refusal=refused.message)
            return
        self._show(profile=_profile_row(kept), profile_refusal="", profile_rev=self.profile_rev + 1)
        self._tell("Profile saved")

    @guarded
    async def choose_theme(self, value: str) -> None:
        """Choose light, dark or the system's colours, in every tab at once."""
        await self._choose(theme=value)

    @guarded
    async def choose_duration_format(self, value: str) -> None:
        """Choose how durations read."""
        await self._choose(duration_format=value)

    @guarded
    async def choose_time_format(self, value: str) -> None:
        """Choose how times of day read."""
        await self._choose(time_format=value)

    @guarded
    async def hide_description(self, is_hidden: bool) -> None:
        """Keep from colleagues what one works on, or show it."""
        await self._choose(hides_description=is_hidden)

    @guarded
    async def save_workspace(self, form: Form) -> None:
        """Save the workspace's settings, all of them or none."""
        try:
            kept = await self._act(_save_workspace, form=form)
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            self._show(workspace_refusal=refused.message)
            return
        self._show(workspace=_workspace_row(kept), workspace_refusal="", workspace_rev=self.workspace_rev + 1)
        self._tell("Workspace saved")

    @guarded
    async def remove_logo(self) -> None:
        """Take the logo away; the notice brings it back."""
        png = await self._act(workspace.remove_logo)
        if png is not None:
            self._tell("Logo removed", way_back=(workspace.set_logo, {"png": png}))
        await self._refresh()

    async def _choose(self, **changes: Any) -> None:
        self._show(profile=_profile_row(await self._act(profile.edit_profile, **changes)))


def _kept(session: Any, actor: User) -> Organisation:
    policy.require_admin(actor)
    return organisation(session)


def _save_profile(session: Any, actor: User, *, form: Form) -> User:
    changes: ProfileChanges = {
        "name": form_text(form, "name"),
        "timezone": form_text(form, "timezone"),
        "week_start": form_number(form, "week_start"),
        "weekly_target_hours": figures.parse_hours(form_text(form, "target"), what="A week's target") or Decimal(0),
    }
    return profile.edit_profile(session, actor, **changes)


def _save_workspace(session: Any, actor: User, *, form: Form) -> Organisation:
    changes: WorkspaceChanges = {
        "name": form_text(form, "workspace"),
        "address": form_text(form, "address"),
        "tax_id": form_text(form, "tax_id"),
        "currency": form_text(form, "currency"),
        "timezone": form_text(form, "timezone"),
        "week_start": form_number(form, "week_start"),
        "rounding_minutes": form_number(form, "rounding_minutes"),
        "rounding_mode": form_text(form, "rounding_mode"),
        "minimum_entry_minutes": form_number(form, "minimum_entry_minutes"),
    }
    return workspace.edit_workspace(session, actor, **changes)


def _profile_row(person: User) -> ProfileRow:
    start, end = EXAMPLE_TIMES
    return ProfileRow(
        name=person.name,
        email=person.email,
        zone=person.timezone,
        week_start=str(person.week_start),
        target_text=figures.shown_budget(person.weekly_target_hours),
        theme=person.theme,
        duration_format=person.duration_format,
        time_format=person.time_format,
        duration_example=durations.shown(EXAMPLE_SECONDS, person.duration_format),
        time_example=periods.shown_range(start, end, "UTC", today=start.date(), form=person.time_format),
        hides_description=person.hides_description,
    )


def _workspace_row(kept: Organisation) -> WorkspaceRow:
    return WorkspaceRow(
        name=kept.name,
        address=kept.address,
        tax_id=kept.tax_id,
        currency=kept.currency,
        zone=kept.timezone,
        week_start=str(kept.week_start),
        rounding_minutes=str(kept.rounding_minutes),
        rounding_mode=kept.rounding_mode,
        minimum_entry_minutes=str(kept.minimum_entry_minutes),
        logo_url=f"/api/workspace/logo/{kept.logo_sha256.hex()}.png" if kept.logo_sha256 else "",
    )

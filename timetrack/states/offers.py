"""What the timer bar offers while one says what one works on: earlier work, and a project made on the spot."""

from dataclasses import replace
from typing import Any

from timetrack import clock
from timetrack.domain import entry_list, periods, projects
from timetrack.errors import NotFound
from timetrack.models import ProjectStatus
from timetrack.states.base import AppState, guarded
from timetrack.states.dashboard_shown import work_rows
from timetrack.states.forms import form_text
from timetrack.states.rows import WorkRow
from timetrack.states.timer import TimerState

OFFERED = 50


class OffersState(AppState):
    """``earlier`` is read when the cursor enters the bar; the browser narrows it down to what is being typed."""

    earlier: list[WorkRow] = []  # noqa: RUF012

    @guarded
    async def recall(self) -> None:
        """Offer what was worked on lately, each piece once, as far as its project still takes time."""
        bar = await self.get_state(TimerState)
        is_open = {(0, 0)} | {(pick.project_id, pick.task_id) for pick in bar.picks}
        found = await self._read(entry_list.recent_work, limit=OFFERED)
        offered = [e for e in found if e.end_time and (e.project_id or 0, e.task_id or 0) in is_open]
        today = periods.local_date(clock.now(), self._actor.timezone)
        self._show(earlier=work_rows(offered, today, self._actor.timezone))

    @guarded
    async def take_up(self, entry_id: int) -> None:
        """Put the description, project, task and tags of earlier work into the bar; what runs becomes that work."""
        entry = await self._read(entry_list.listed_entry, entry_id=entry_id)
        if entry is None or entry.user_id != self._actor.user_id:
            raise NotFound("This entry is not here any more. Nothing was changed.")
        bar = await self.get_state(TimerState)
        picked = bar._with_pick(entry.project_id or 0, entry.task_id or 0)
        work: dict[str, Any] = {
            "description": entry.description,
            "project_id": entry.project_id,
            "task_id": entry.task_id,
            "tags": list(entry.tags),
        }
        await bar._change(work, replace(picked, description=entry.description, tags_text=", ".join(entry.tags)))

    @guarded
    async def add_project(self, form: dict[str, Any]) -> None:
        """Make a project of the name that was looked for, and work on it; the notice takes it back."""
        made = await self._act(projects.create_project, name=form_text(form, "name"))
        away = {"project_id": made.project_id, "status": ProjectStatus.ARCHIVED}
        self._tell("Project added", made.name, way_back=(projects.set_project_status, away))
        bar = await self.get_state(TimerState)
        await bar._refresh()
        await bar._change({"project_id": made.project_id, "task_id": None}, bar._with_pick(made.project_id, 0))

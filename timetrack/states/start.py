"""Starting the timer from elsewhere than the bar: from a task, from the palette, by a key."""

from timetrack.domain import entry_list, timer
from timetrack.domain.entry_list import EntryFilter
from timetrack.domain.timer import Stopped
from timetrack.models import TimeEntry
from timetrack.states.base import AppState, guarded
from timetrack.states.timer import TimerState


class StartState(AppState):
    """It holds nothing; what runs is the timer bar's."""

    @guarded
    async def start_on(self, project_id: int, task_id: int) -> None:
        """Start on a project, or on a task of it; what runs is stopped in the same second."""
        work = {"project_id": project_id or None, "task_id": task_id or None}
        await self._started(*await self._act(timer.switch_timer, **work))

    @guarded
    async def resume_last(self) -> None:
        """Go on with what was worked on last; nothing happens while the timer runs, or before anything was tracked."""
        last = await self._read(entry_list.entry_page, wanted=EntryFilter(self._actor.user_id), limit=1)
        if not last:
            self._tell("There is nothing to resume yet.", tone="info")
        elif last[0].end_time is None:
            self._tell("The timer runs already.", last[0].description, tone="info")
        else:
            await self._started(*await self._act(timer.resume_entry, entry_id=last[0].entry_id))

    async def _started(self, started: TimeEntry, stopped: Stopped | None) -> None:
        bar = await self.get_state(TimerState)
        if stopped is not None:
            bar._said_switch(stopped)
        bar._say(f"Timer started: {started.description or 'no description'}")
        await bar._show_change()

"""The timer bar and the frame around every page: what this tab knows of its person and of what runs."""

from dataclasses import fields, replace
from typing import Any

from timetrack import clock
from timetrack.db import Session
from timetrack.domain import clients, entries, entry_list, people, periods, policy, projects, retime, tasks, timer
from timetrack.domain.entry_list import EntryFilter, ListedEntry
from timetrack.domain.timer import Stopped
from timetrack.errors import ActiveTimerExists, EntryTooLong, InvalidInput
from timetrack.models import TimeEntry, User
from timetrack.states import watch, wording
from timetrack.states.base import AppState, guarded
from timetrack.states.forms import form_text
from timetrack.states.rows import FrameRow, PickRow, TimerRow
from timetrack.states.shown import epoch, pick_rows, timer_row

UNDO, KEEP, SWITCH = "Undo", "Keep it", "Switch"
"""What a notice offers to do about what just happened."""


class TimerState(AppState):
    """The running timer, the draft of the next one, and the viewer's frame."""

    frame: FrameRow = FrameRow()
    timer: TimerRow = TimerRow()
    picks: list[PickRow] = []  # noqa: RUF012
    ends_problem: str = ""
    is_asking_end: bool = False
    asked_day: str = ""

    @guarded
    async def open(self) -> None:
        """Show the frame, and keep it fresh while the page is open."""
        self._watch(f"user:{self._actor.user_id}", "structure")
        await self._refresh()

    async def _refresh(self) -> None:
        self._show(picks=await self._read(_picks))
        await self._show_bar()

    async def _show_bar(self) -> None:
        found, frame = await self._read(_bar)
        self._show(frame=frame)
        self._show_timer(found)

    async def _show_change(self) -> None:
        """Show in this tab what its own click changed, in the bar and on the page, without waiting for the echo."""
        await self._show_bar()
        await self._show_page()

    async def _show_page(self) -> None:
        for state in await self._on_page():
            await state._show_change()

    async def _on_page(self) -> list[AppState]:
        """The states that this tab's page shows, without the bar."""
        kinds = [kind for kind in watch.shown_by(self.router.session.client_token) if kind is not TimerState]
        return [await self.get_state(kind) for kind in kinds]

    @guarded
    async def start(self, form: dict[str, Any]) -> None:
        """Start the timer on what stands in the bar."""
        draft = replace(self.timer, description=form_text(form, "description"))
        wanted = {
            "description": draft.description,
            "project_id": draft.project_id or None,
            "task_id": draft.task_id or None,
            "tags": draft.tags_text.split(","),
            "is_billable": draft.is_billable if draft.project_id else None,
        }
        try:
            entry = await self._act(timer.start_timer, **wanted)
        except ActiveTimerExists as running:
            self._tell(
                "A timer is running already",
                running.message,
                tone="info",
                action=SWITCH,
                way_back=(timer.switch_timer, wanted),
            )
            await self._show_change()
        else:
            self._run(draft, entry)
            started = self._listed(entry)
            for state in await self._on_page():
                await state._show_started(started)

    @guarded
    async def stop(self) -> None:
        """Stop the timer; past 24 hours ask when the work ended."""
        try:
            stopped = await self._act(timer.stop_timer)
        except EntryTooLong:
            await self._ask_end()
            return
        self._said_stop(stopped)
        await self._show_change()

    @guarded
    async def stop_at(self, form: dict[str, Any]) -> None:
        """Stop a forgotten timer at the moment the person says."""
        try:
            end_time = retime.typed_moment(form_text(form, "day"), form_text(form, "time"), self._actor.timezone)
            stopped = await self._act(timer.stop_timer, end_time=end_time)
        except (InvalidInput, EntryTooLong) as refused:
            self.ends_problem = refused.message
            return
        self.is_asking_end, self.ends_problem = False, ""
        self._said_stop(stopped)
        await self._show_change()

    @guarded
    async def keep_running(self) -> None:
        """Leave the question of when the work ended."""
        self.is_asking_end, self.ends_problem = False, ""

    @guarded
    async def describe(self, text: str) -> None:
        """Say what is worked on, running or not yet."""
        await self._change({"description": text}, replace(self.timer, description=text))

    @guarded
    async def choose(self, project_id: int, task_id: int) -> None:
        """Choose project and task; 0 for none."""
        draft = self._with_pick(project_id, task_id)
        await self._change({"project_id": project_id or None, "task_id": task_id or None}, draft)

    @guarded
    async def tag(self, text: str) -> None:
        """Set the tags, separated by commas."""
        await self._change({"tags": text.split(",")}, replace(self.timer, tags_text=text))

    @guarded
    async def turn_billable(self) -> None:
        """Turn the billable mark over."""
        wanted = not self.timer.is_billable
        if wanted and not self.timer.project_id:
            raise InvalidInput("Choose a project first. Time without one is not billable.")
        await self._change({"is_billable": wanted}, replace(self.timer, is_billable=wanted))

    @guarded
    async def move_start(self, text: str) -> None:
        """Say when the running work really started."""
        zone, row = self._actor.timezone, self.timer
        if not row.is_running:
            return
        running = await self._act(entry_list.listed_timer)
        if running is not None:
            start_time = retime.typed_start(text, running.start_time, zone, not_after=clock.now())
            await self._act(entries.edit_entry, entry_id=running.entry_id, start_time=start_time)
        await self._show_change()

    @guarded
    async def resume(self, entry_id: int) -> None:
        """Go on with earlier work; what runs is stopped in the same second."""
        started, stopped = await self._act(timer.resume_entry, entry_id=entry_id)
        if stopped is not None:
            self._said_switch(stopped)
        self._say(f"Timer started: {started.description or 'no description'}")
        await self._show_change()

    async def _change(self, changes: dict[str, Any], draft: TimerRow) -> None:
        """Change the entry while it runs, else the draft of the next one."""
        if self.timer.is_running:
            await self._act(entries.edit_entry, entry_id=self.timer.entry_id, **changes)
            self.timer = replace(self.timer, rev=self.timer.rev + 1)
            await self._show_change()
        else:
            self.timer = replace(draft, rev=draft.rev + 1)

    async def _ask_end(self) -> None:
        running = await self._act(entry_list.listed_timer)
        if running is not None:
            self.asked_day = periods.local_date(running.start_time, self._actor.timezone).isoformat()
            self.is_asking_end = True

    def _with_pick(self, project_id: int, task_id: int) -> TimerRow:
        picked = self._pick(project_id, task_id)
        return replace(
            self.timer,
            project_id=picked.project_id,
            task_id=picked.task_id,
            project=picked.project,
            color=picked.color,
            task=picked.task,
            is_billable=picked.is_billable,
        )

    def _pick(self, project_id: int, task_id: int) -> PickRow:
        return next((p for p in self.picks if (p.project_id, p.task_id) == (project_id, task_id)), PickRow())

    def _listed(self, entry: TimeEntry) -> ListedEntry:
        """What was just started with the names that this tab shows it with."""
        names = self._pick(entry.project_id or 0, entry.task_id or 0)
        own = {field.name: getattr(entry, field.name) for field in fields(ListedEntry) if hasattr(entry, field.name)}
        return ListedEntry(
            **own,
            project_name=names.project or None,
            color=names.color or None,
            task_name=names.task or None,
            client_name=names.client or None,
        )

    def _run(self, draft: TimerRow, entry: TimeEntry) -> None:
        """Show what was just started from what this tab knows of it: nothing has to be read for that."""
        self._show(frame=replace(self.frame, since=epoch(entry.start_time)))
        self.timer = replace(
            draft,
            is_running=True,
            entry_id=entry.entry_id,
            description=entry.description,
            tags_text=", ".join(entry.tags),
            is_billable=entry.is_billable,
            since=epoch(entry.start_time),
            since_text=wording.clock(entry.start_time, self._actor.timezone),
            said=f"Timer started{': ' + entry.description if entry.description else ''}",
        )

    def _show_timer(self, running: ListedEntry | None) -> None:
        row, zone = self.timer, self._actor.timezone
        hours, seconds = wording.loud_and_quiet(0)
        if running is not None:
            self._show(timer=timer_row(running, zone, clock.now(), rev=row.rev, said=row.said))
        elif row.is_running:
            self.timer = TimerRow(rev=row.rev + 1, said=row.said, hours=hours, seconds=seconds)
        else:
            self._show(timer=replace(row, hours=hours, seconds=seconds))

    def _said_stop(self, stopped: Stopped) -> None:
        if stopped.was_discarded:
            self._say("Timer stopped")
            self._tell(
                "Under a minute, so it was dropped.",
                action=KEEP,
                way_back=(entries.restore_entry, {"entry_id": stopped.entry.entry_id}),
                tone="info",
            )
        else:
            self._say(f"Timer stopped at {wording.hours(stopped.entry.duration_seconds or 0)}")

    def _said_switch(self, stopped: Stopped) -> None:
        name = stopped.entry.description or "no description"
        if stopped.was_discarded:
            self._tell(
                "Switched",
                f"{name} ran under a minute, so it was dropped.",
                action=KEEP,
                way_back=(entries.restore_entry, {"entry_id": stopped.entry.entry_id}),
            )
        else:
            self._tell(
                "Switched",
                f"Stopped {name} at {wording.hours(stopped.entry.duration_seconds or 0)}.",
                tone="info",
            )

    def _say(self, words: str) -> None:
        """Announce to screen readers."""
        self.timer = replace(self.timer, said=words)


def _bar(session: Session, actor: User) -> tuple[ListedEntry | None, FrameRow]:
    zone, now = actor.timezone, clock.now()
    running = entry_list.listed_timer(session, actor)
    first, last = periods.week_of(periods.local_date(now, zone), actor.week_start)
    bounds = periods.day_bounds(first, last, zone)
    (week,) = entry_list.hours_per_period(session, actor, EntryFilter(actor.user_id), [bounds[0], bounds[-1]], at=now)
    since = epoch(max(running.start_time, bounds[0])) if running else 0
    workspace = people.organisation(session)
    frame = FrameRow(
        workspace=workspace.name,
        person=actor.name,
        initial=actor.name[:1].upper(),
        email=actor.email,
        zone=zone,
        week_text=wording.hours(week.seconds),
        worked_seconds=week.seconds,
        week_seconds=week.seconds - (epoch(now) - since if since else 0),
        target_text=f"{actor.weekly_target_hours.normalize():f} h",
        target_seconds=int(actor.weekly_target_hours * 3600),
        since=since,
        may_remove_demo=policy.may_remove_demo(actor, workspace),
        leads=policy.leads(actor),
        theme=actor.theme.lower(),
        hours_form=actor.duration_format,
        clock_form=actor.time_format,
    )
    return running, frame


def _picks(session: Session, actor: User) -> list[PickRow]:
    return pick_rows(
        projects.visible_projects(session, actor),
        tasks.visible_tasks(session, actor),
        clients.visible_clients(session, actor),
    )

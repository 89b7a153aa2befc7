"""The Tasks page: what is to be done, over all projects."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import reflex as rx
from reflex.event import EventSpec

from timetrack import clock
from timetrack.db import Session
from timetrack.domain import figures, periods, policy, projects, task_list, tasks
from timetrack.domain.task_list import ListedTask, TaskFilter
from timetrack.errors import InvalidInput
from timetrack.models import Project, User
from timetrack.states.base import AppState, guarded
from timetrack.states.cells import Cells, chosen_id
from timetrack.states.project_rows import LinkRow
from timetrack.states.rows import OptionRow
from timetrack.states.task_rows import AssigneeRow, TaskLine, task_line

BILLABLE = {"": None, "yes": True, "no": False}
MOST_SHOWN = 100_000


@dataclass(frozen=True)
class Asked:
    """What the address of the page asks for."""

    shows_all: bool = False
    is_mine: bool = False
    project: str = ""
    words: str = ""

    def address(self, **changes: Any) -> str:
        """The address with some of it changed; what is as usual is left out."""
        given = {**vars(self), **changes}
        asked = {
            "show": "all" if given["shows_all"] else "",
            "who": "me" if given["is_mine"] else "",
            "project": given["project"],
            "q": given["words"],
        }
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"/tasks/?{query}" if query else "/tasks/"


class TasksState(Cells, AppState):
    """The tasks that the address asks for, the earliest due first; one assignee at a time can be chosen anew."""

    rows: list[TaskLine] = []  # noqa: RUF012
    views: list[LinkRow] = []  # noqa: RUF012
    who: str = ""
    project: str = ""
    words: str = ""
    project_options: list[OptionRow] = []  # noqa: RUF012
    people: list[AssigneeRow] = []  # noqa: RUF012
    is_filtered: bool = False
    has_more: bool = False
    _asked: Asked = Asked()
    _limit: int = task_list.PAGE
    _picked: int = 0

    @guarded
    async def open(self) -> None:
        """Show the page that the address asks for."""
        others = ["team"] if policy.leads(self._actor) else []
        self._watch("structure", f"user:{self._actor.user_id}", *others)
        query = self.router.url.query_parameters
        project = query.get("project", "")
        self._asked = Asked(
            shows_all=query.get("show") == "all",
            is_mine=query.get("who") == "me",
            project=project if project.isascii() and project.isdigit() and len(project) <= 18 else "",
            words=query.get("q", "")[:200],
        )
        self._limit = task_list.PAGE
        self._start_over()
        await self._refresh()

    async def _refresh(self) -> None:
        asked, actor = self._asked, self._actor
        wanted = TaskFilter(
            project_id=chosen_id(asked.project),
            assignee_id=actor.user_id if asked.is_mine else None,
            words=asked.words,
            is_open=not asked.shows_all,
        )
        found, seconds, own_projects = await self._read(_found, wanted=wanted, limit=self._limit)
        today, leads = periods.local_date(clock.now(), actor.timezone), policy.leads(actor)
        shown = found[: self._limit]
        self._show(
            rows=[self._line(one, seconds.get(one.task_id, 0), today, leads) for one in shown],
            has_more=len(found) > self._limit,
            views=[
                LinkRow("Open", asked.address(shows_all=False), not asked.shows_all),
                LinkRow("All", asked.address(shows_all=True), asked.shows_all),
            ],
            who="me" if asked.is_mine else "",
            project=asked.project,
            words=asked.words,
            project_options=[OptionRow(str(one.project_id), one.name) for one in own_projects],
            is_filtered=asked != Asked(shows_all=asked.shows_all),
            may_edit=leads,
            is_loaded=True,
        )

    @guarded
    async def show_more(self) -> None:
        """Load the next page below."""
        self._limit = min(self._limit + task_list.PAGE, MOST_SHOWN)
        await self._refresh()

    @guarded
    async def filter_by(self, name: str, value: str) -> EventSpec | None:
        """Show only one's own tasks, those of a project, or those that hold some words; empty lifts the filter."""
        match name:
            case "who":
                return rx.redirect(self._asked.address(is_mine=value == "me"))
            case "project":
                return rx.redirect(self._asked.address(project=str(chosen_id(value) or "")))
            case "words":
                return rx.redirect(self._asked.address(words=value.strip()[:200]))
        return None

    @guarded
    async def clear_filters(self) -> EventSpec:
        """Lift every filter."""
        return rx.redirect(Asked(shows_all=self._asked.shows_all).address())

    @guarded
    async def rename(self, task_id: int, text: str) -> None:
        """Give a task another name."""
        await self._edit(task_id, "name", name=text)

    @guarded
    async def estimate(self, task_id: int, text: str) -> None:
        """Set how many hours a task may take."""
        with self._saving(str(task_id), "estimate"):
            hours = figures.parse_hours(text, what="An estimate")
            await self._act(tasks.edit_task, task_id=task_id, estimated_hours=hours)
        await self._refresh()

    @guarded
    async def move_due(self, task_id: int, text: str) -> None:
        """Say until when a task is to be done; empty for no day."""
        with self._saving(str(task_id), "due"):
            await self._act(tasks.edit_task, task_id=task_id, due_date=_typed_day(text))
        await self._refresh()

    @guarded
    async def bill(self, task_id: int, value: str) -> None:
        """Say whether a task is billable, or leave it to its project."""
        if value in BILLABLE:
            await self._edit(task_id, "billable", is_billable=BILLABLE[value])

    @guarded
    async def pick(self, task_id: int) -> None:
        """The list of people was opened for this task."""
        self._picked = task_id
        line = next((row for row in self.rows if row.task_id == task_id), None)
        if line is not None:
            found = await self._read(tasks.assignable_people, project_id=line.project_id)
            self._show(people=[AssigneeRow(one.user_id, one.name) for one in found])

    @guarded
    async def assign(self, user_id: int) -> None:
        """Ask somebody to do the picked task; 0 for nobody."""
        await self._edit(self._picked, "assignee", assignee_id=user_id or None)

    @guarded
    async def archive(self, task_id: int) -> None:
        """Put a task away; the notice takes it back."""
        gone = await self._act(tasks.archive_task, task_id=task_id)
        self._tell("Task archived", gone.name, way_back=(tasks.unarchive_task, {"task_id": task_id}))
        await self._refresh()

    @guarded
    async def unarchive(self, task_id: int) -> None:
        """Take a task back into the list."""
        back = await self._act(tasks.unarchive_task, task_id=task_id)
        self._tell("Task is back", back.name, way_back=(tasks.archive_task, {"task_id": task_id}))
        await self._refresh()

    async def _edit(self, task_id: int, field: str, **terms: Any) -> None:
        with self._saving(str(task_id), field):
            await self._act(tasks.edit_task, task_id=task_id, **terms)
        await self._refresh()

    def _line(self, one: ListedTask, seconds: int, today: date, leads: bool) -> TaskLine:
        return task_line(one, seconds, today, self._cell(str(one.task_id)), sees_all_time=leads)


def _found(
    session: Session, actor: User, *, wanted: TaskFilter, limit: int
) -> tuple[list[ListedTask], dict[int, int], list[Project]]:
    found = task_list.task_page(session, actor, wanted=wanted, limit=limit + 1)
    seconds = task_list.seconds_per_task(session, actor, tasks=found) if found else {}
    return found, seconds, projects.visible_projects(session, actor)


def _typed_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput(f"“{text[:40]}” is not a day. Nothing was saved.") from None

"""The page of one project: its terms, its people and their rates, its tasks."""

from decimal import Decimal
from typing import Any

from timetrack import clock
from timetrack.db import Session
from timetrack.domain import figures, policy, project_hours, project_people, project_weeks, projects, tasks
from timetrack.domain.project_hours import Value
from timetrack.errors import InvalidInput, NotFound, NotSignedIn, TimetrackError
from timetrack.models import ProjectStatus, User
from timetrack.states import burn_up, project_shown
from timetrack.states.base import AppState, guarded
from timetrack.states.burn_up import BurnUpRow
from timetrack.states.cells import Cells, Form, chosen_id, is_ticked
from timetrack.states.forms import form_number, form_text
from timetrack.states.project_rows import FigureRow, PersonRow, ProjectHead
from timetrack.states.project_shown import Found
from timetrack.states.projects import client_options, every_client
from timetrack.states.rows import OptionRow, TaskRow

BILLABLE = {"": None, "yes": True, "no": False}


class ProjectState(Cells, AppState):
    """One project, as far as the viewer may see it; unknown and foreign ones look the same: not here."""

    is_here: bool = False
    head: ProjectHead = ProjectHead()
    facts: list[FigureRow] = []  # noqa: RUF012
    burn_up: BurnUpRow = BurnUpRow()
    people: list[PersonRow] = []  # noqa: RUF012
    addable: list[OptionRow] = []  # noqa: RUF012
    open_tasks: list[TaskRow] = []  # noqa: RUF012
    archived_tasks: list[TaskRow] = []  # noqa: RUF012
    billable_options: list[OptionRow] = []  # noqa: RUF012
    client_choices: list[OptionRow] = []  # noqa: RUF012
    task_refusal: str = ""
    task_rev: int = 0

    @guarded
    async def open(self) -> None:
        """Show the project that the address names."""
        project_id = _id_in(self.router.url.path)
        others = ["team"] if policy.leads(self._actor) else []
        self._watch("structure", f"project:{project_id}", f"user:{self._actor.user_id}", *others)
        if project_id != self.head.project_id:
            self._show(is_loaded=False, head=ProjectHead(project_id=project_id))
        self._start_over()
        self._show(task_refusal="")
        await self._refresh()

    async def _refresh(self) -> None:
        try:
            found = await self._read(_found, project_id=self.head.project_id)
        except NotFound:
            self._show(is_here=False, is_loaded=True, head=ProjectHead(project_id=self.head.project_id))
            self._show(
                facts=[],
                burn_up=BurnUpRow(),
                people=[],
                addable=[],
                open_tasks=[],
                archived_tasks=[],
                client_choices=[],
            )
            return
        self._show_project(found)

    @guarded
    async def rename(self, text: str) -> None:
        """Give the project another name."""
        with self._saving("project", "name"):
            await self._edit(name=text)
        await self._refresh()

    @guarded
    async def change_client(self, value: str) -> None:
        """Say whom the project is for."""
        with self._saving("project", "client"):
            await self._edit(client_id=chosen_id(value))
        await self._refresh()

    @guarded
    async def recolor(self, color: str) -> None:
        """Give the project another colour, wherever it appears."""
        await self._edit(color=color)
        await self._refresh()

    @guarded
    async def edit(self, form: Form) -> None:
        """Change the terms as the dialog says; either all of them, or none."""
        with self._answering():
            await self._act(_edit, project_id=self.head.project_id, form=form)
            self._revs = {**self._revs, "project": self._revs.get("project", 0) + 1}
        await self._refresh()

    @guarded
    async def change_status(self, status: str) -> None:
        """Archive, complete or reopen the project; the notice takes it back."""
        before = self.head.status
        made = await self._act(projects.set_project_status, project_id=self.head.project_id, status=status)
        title = {ProjectStatus.ARCHIVED: "Project archived", ProjectStatus.COMPLETED: "Project completed"}
        undo = {"project_id": made.project_id, "status": before}
        self._tell(
            title.get(ProjectStatus(made.status), "Project is active"),
            made.name,
            way_back=(projects.set_project_status, undo) if before != made.status else None,
        )
        await self._refresh()

    @guarded
    async def add_person(self, form: Form) -> None:
        """Let somebody put time on the project."""
        user_id = form_number(form, "person")
        if user_id:
            await self._act(projects.add_member, project_id=self.head.project_id, user_id=user_id)
            await self._refresh()

    @guarded
    async def remove_person(self, user_id: int) -> None:
        """Take somebody off the project; the notice takes them back."""
        known = {row.user_id: row.name for row in self.people}
        both = {"project_id": self.head.project_id, "user_id": user_id}
        await self._act(projects.remove_member, **both)
        self._tell("Taken off the project", known.get(user_id, ""), way_back=(projects.add_member, both))
        await self._refresh()

    @guarded
    async def change_person_rate(self, user_id: int, text: str) -> None:
        """Set what somebody's hour costs on this project; an empty field lifts it."""
        with self._saving(f"person:{user_id}", "rate"):
            rate = figures.parse_rate(text)
            both = {"project_id": self.head.project_id, "user_id": user_id}
            before = await self._act(projects.set_project_user_rate, **both, hourly_rate=rate)
            known = {row.user_id: row.name for row in self.people}
            way_back = (projects.set_project_user_rate, both)
            self._tell_cleared(rate, before, f"{known.get(user_id, '')} on {self.head.name}", way_back)
        await self._refresh()

    @guarded
    async def rename_task(self, task_id: int, text: str) -> None:
        """Give a task another name."""
        await self._edit_task(task_id, "name", name=text)

    @guarded
    async def estimate_task(self, task_id: int, text: str) -> None:
        """Say how many hours a task should take."""
        with self._saving(f"task:{task_id}", "estimate"):
            hours = figures.parse_hours(text, what="An estimate")
            await self._act(tasks.edit_task, task_id=task_id, estimated_hours=hours)
        await self._refresh()

    @guarded
    async def bill_task(self, task_id: int, value: str) -> None:
        """Say whether new time on a task is billable, or leave it to the project."""
        if value not in BILLABLE:
            raise InvalidInput
        await self._edit_task(task_id, "billable", is_billable=BILLABLE[value])

    @guarded
    async def add_task(self, form: Form) -> None:
        """Add the task in the last row; a refused one stays there."""
        self._show(task_refusal="")
        try:
            hours = figures.parse_hours(form_text(form, "estimate"), what="An estimate")
            name = form_text(form, "task")
            await self._act(tasks.create_task, project_id=self.head.project_id, name=name, estimated_hours=hours)
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            self._show(task_refusal=refused.message)
        else:
            self.task_rev += 1
        await self._refresh()

    @guarded
    async def archive_task(self, task_id: int) -> None:
        """Put a task away; the notice takes it back."""
        gone = await self._act(tasks.archive_task, task_id=task_id)
        self._tell("Task archived", gone.name, way_back=(tasks.unarchive_task, {"task_id": task_id}))
        await self._refresh()

    @guarded
    async def unarchive_task(self, task_id: int) -> None:
        """Take a task back into the list."""
        back = await self._act(tasks.unarchive_task, task_id=task_id)
        self._tell("Task is back", back.name, way_back=(tasks.archive_task, {"task_id": task_id}))
        await self._refresh()

    async def _edit(self, **terms: Any) -> None:
        await self._act(projects.edit_project, project_id=self.head.project_id, **terms)

    async def _edit_task(self, task_id: int, field: str, **terms: Any) -> None:
        with self._saving(f"task:{task_id}", field):
            await self._act(tasks.edit_task, task_id=task_id, **terms)
        await self._refresh()

    def _show_project(self, found: Found) -> None:
        people = {one.user_id: self._cell(f"person:{one.user_id}") for one in found.people}
        cells = {one.task_id: self._cell(f"task:{one.task_id}") for one in [*found.tasks, *found.archived_tasks]}
        budget_hours = found.project.budget_hours if found.leads else None
        options = client_options(found.clients, {found.project.client_id})
        self._show(
            is_here=True,
            is_loaded=True,
            may_edit=found.leads,
            head=project_shown.head(found, self._cell("project")),
            facts=project_shown.figure_rows(found, self._actor.timezone),
            burn_up=burn_up.burn_up(found.weeks, budget_hours, clock.now(), self._actor.timezone),
            people=project_shown.person_rows(found, people),
            addable=[OptionRow(str(one.user_id), one.name) for one in found.addable],
            open_tasks=project_shown.task_rows(found, found.tasks, cells),
            archived_tasks=project_shown.task_rows(found, found.archived_tasks, cells),
            billable_options=project_shown.billable_options(found.project.billing_type),
            client_choices=[OptionRow("0", "No client"), *options],
        )


def _found(session: Session, actor: User, *, project_id: int) -> Found:
    project = projects.visible_project(session, actor, project_id)
    shares = project_hours.shares_of_project(session, actor, project_id)
    leads = policy.leads(actor)
    return Found(
        project,
        every_client(session, actor),
        shares,
        project_people.project_people(session, actor, project, shares),
        project_people.addable_people(session, actor, project_id) if leads else [],
        tasks.visible_tasks(session, actor, project_id=project_id),
        tasks.visible_tasks(session, actor, project_id=project_id, archived=True),
        project_weeks.weeks_of_project(session, actor, project_id),
        project_hours.value_per_project(session, actor, [project_id]).get(project_id, Value()) if leads else None,
    )


def _edit(session: Session, actor: User, *, project_id: int, form: Form) -> None:
    terms: projects.ProjectChanges = {
        "name": form_text(form, "name"),
        "client_id": form_number(form, "client") or None,
        "billing_type": form_text(form, "billing_type"),
        "hourly_rate": figures.parse_rate(form_text(form, "hourly_rate")),
        "budget_hours": figures.parse_hours(form_text(form, "budget_hours"), what="A budget"),
        "budget_amount": _amount(form),
        "is_public": is_ticked(form, "is_public"),
    }
    if form_text(form, "currency"):
        terms["currency"] = form_text(form, "currency")
    projects.edit_project(session, actor, project_id=project_id, **terms)


def _amount(form: Form) -> Decimal | None:
    return figures.parse_rate(form_text(form, "budget_amount"), what="A budget")


def _id_in(path: str) -> int:
    """The project that /projects/12 names; 0, which no project has, for anything else."""
    last = path.rstrip("/").rpartition("/")[2]
    return int(last) if last.isascii() and last.isdigit() and len(last) <= 18 else 0

"""The form for a new task, on every page."""

import re
from typing import Any

from timetrack.domain import policy, tasks
from timetrack.errors import InvalidInput, NotSignedIn, TimetrackError
from timetrack.states.base import AppState, guarded
from timetrack.states.forms import form_number, form_text

_PROJECT_PAGE = re.compile(r"/projects/([0-9]{1,18})/?")


class QuickState(AppState):
    """Whether the form is open, the project it begins with, and what was refused in it."""

    is_open: bool = False
    opened: int = 0
    project: str = ""
    problem: str = ""

    @guarded
    async def begin(self) -> None:
        """Open the form; on the page of a project with that one chosen."""
        here = _PROJECT_PAGE.fullmatch(self.router.url.path)
        self._show(is_open=True, opened=self.opened + 1, project=here[1] if here else "", problem="")

    @guarded
    async def end(self) -> None:
        """Close the form."""
        self._show(is_open=False, problem="")

    @guarded
    async def save(self, form: dict[str, Any]) -> None:
        """Add the task; a refusal stands in the form, and nothing typed is lost."""
        try:
            project_id, name = form_number(form, "project"), form_text(form, "task_name")
            if not project_id:
                raise InvalidInput("Choose the project that the task belongs to. Nothing was saved.")
            made = await self._act(tasks.create_task, project_id=project_id, name=name)
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            self._show(problem=refused.message)
            return
        self._show(is_open=False, problem="")
        may_archive = policy.leads(self._actor)
        self._tell(
            "Task added",
            made.name,
            way_back=(tasks.archive_task, {"task_id": made.task_id}) if may_archive else None,
        )

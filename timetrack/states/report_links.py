"""Where the figures of a report lead: to the entries of one person, or to the timesheet of everybody. Pure."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from timetrack.domain import policy
from timetrack.domain.reports.address import query_of
from timetrack.domain.reports.basis import NONE, Asked
from timetrack.models import User
from timetrack.states.project_rows import LinkRow
from timetrack.states.span import Span

NAMES = {
    "timesheet": "Timesheet",
    "projects": "Projects",
    "clients": "Clients",
    "weeks": "Week by week",
    "team": "Utilisation",
    "receivables": "Receivables",
}
FILES = {"csv": "CSV", "xlsx": "Excel", "pdf": "PDF"}


@dataclass(frozen=True)
class Viewing:
    """Who looks at which report, and what it asks for."""

    viewer: User
    name: str
    asked: Asked

    def address(self, asked: Asked, name: str = "") -> str:
        """The page that asks for this."""
        query = query_of(asked, name=name or self.name, viewer_id=self.viewer.user_id)
        return f"/reports/{name or self.name}/?{urlencode(query)}"

    def entries(
        self,
        *,
        first: date | None = None,
        last: date | None = None,
        user_id: int | None = None,
        project_id: int | None = None,
        task_id: int | None = None,
    ) -> str:
        """The entries behind a figure: on the Time page where it can show just them, else line by line as a timesheet."""
        asked = replace(
            self.asked,
            first=first or self.asked.first,
            last=last or first or self.asked.last,
            user_id=user_id or self.asked.user_id,
            project_id=self.asked.project_id if project_id is None else project_id,
            task_id=self.asked.task_id if task_id is None else task_id,
        )
        if asked.project_id:
            asked = replace(asked, client_id=None)
        beyond = (asked.client_id, asked.task_id, asked.is_billable)
        if asked.user_id is None or asked.project_id == NONE or any(one is not None for one in beyond):
            return self.address(asked, "timesheet")
        return self.on_time_page(asked.first, asked.last, asked.user_id, asked.project_id)

    def billable(self, *, is_billable: bool) -> str:
        """The billable or the other entries of the report, line by line."""
        return self.address(replace(self.asked, is_billable=is_billable, is_unbilled=False), "timesheet")

    def on_time_page(self, first: date, last: date, user_id: int, project_id: int | None) -> str:
        """The entries of one person, to be read and changed."""
        span = Span(first, last, user_id, project_id or 0, self.asked.tag)
        return span.address(viewer_id=self.viewer.user_id)

    def tabs(self) -> list[LinkRow]:
        """Each report, with the days and filters kept; of whom, as it is usual there."""
        shown = {name: words for name, words in NAMES.items() if name != "receivables" or policy.may_bill(self.viewer)}
        return [LinkRow(words, self._tab(name), name == self.name) for name, words in shown.items()]

    def invoices(self, client_id: int, late: str = "") -> str:
        """The invoices behind what a client owes: those so late, or all that are open."""
        asked = {"show": "" if late else "open", "client": client_id or "", "late": late}
        return f"/invoices/?{urlencode({name: value for name, value in asked.items() if value})}"

    def files(self) -> list[LinkRow]:
        """This report as files."""
        query = urlencode(query_of(self.asked, name=self.name, viewer_id=self.viewer.user_id))
        return [LinkRow(words, f"/api/reports/{self.name}.{kind}?{query}", False) for kind, words in FILES.items()]

    def _tab(self, name: str) -> str:
        query = query_of(self.asked, name=name, viewer_id=self.viewer.user_id)
        if "weeks" in (name, self.name):
            query = {key: words for key, words in query.items() if key not in ("from", "to")}
        query.pop("person", None)
        return f"/reports/{name}/?{urlencode(query)}"

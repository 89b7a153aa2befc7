"""The report pages: one state for all of them, told apart by the address."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import reflex as rx

from timetrack import clock
from timetrack.db import Session
from timetrack.domain import clients, people, periods, policy, projects, retime
from timetrack.domain.reports.address import asked_of, billing_of, billing_word, key_of, word_of
from timetrack.domain.reports.basis import Asked, check_span
from timetrack.domain.reports.exports import REPORTS, filter_words
from timetrack.errors import InvalidInput, NotFound
from timetrack.models import ProjectStatus, User
from timetrack.states import notices
from timetrack.states.base import AppState, guarded
from timetrack.states.forms import form_text
from timetrack.states.project_rows import LinkRow
from timetrack.states.report_days import timesheet_shown, weeks_shown
from timetrack.states.report_links import Viewing
from timetrack.states.report_receivables import receivables_shown
from timetrack.states.report_rows import ChartRow, ReportRow, ReportSum, ShareOfReport
from timetrack.states.report_shown import clients_shown, projects_shown, team_shown
from timetrack.states.rows import OptionRow
from timetrack.states.span import Span

SHOWN: dict[str, Callable[..., dict[str, Any]]] = {
    "timesheet": timesheet_shown,
    "projects": projects_shown,
    "clients": clients_shown,
    "weeks": weeks_shown,
    "team": team_shown,
    "receivables": receivables_shown,
}
FIRST = "timesheet"
GONE = "This is not here any more, or not yours to see."
WAY_OUT = "Choose other days or other filters above."
FIRST_ROW = "first"
"""Stands for the key of the row that is open to begin with, until it is known."""


@dataclass(frozen=True)
class Choices:
    """What the filters offer."""

    people: list[OptionRow]
    projects: list[OptionRow]
    clients: list[OptionRow]
    words: str


class ReportState(AppState):
    """One report: its figures, its filters, and what it stands on."""

    columns: list[str] = []  # noqa: RUF012
    rows: list[ReportRow] = []  # noqa: RUF012
    parts: list[ShareOfReport] = []  # noqa: RUF012
    chart: ChartRow = ChartRow()
    total: ReportSum = ReportSum()
    tabs: list[LinkRow] = []  # noqa: RUF012
    files: list[LinkRow] = []  # noqa: RUF012
    notes: str = ""
    period_text: str = ""
    first_day: str = ""
    last_day: str = ""
    person: str = ""
    project: str = ""
    client: str = ""
    tag: str = ""
    billable: str = ""
    person_options: list[OptionRow] = []  # noqa: RUF012
    project_options: list[OptionRow] = []  # noqa: RUF012
    client_options: list[OptionRow] = []  # noqa: RUF012
    filter_text: str = ""
    refusal: str = ""
    refusal_detail: str = ""
    is_of_days: bool = True
    is_loaded: bool = False
    _name: str = FIRST
    _asked: Asked | None = None
    _opened: set[str] = set()  # noqa: RUF012

    @guarded
    async def open(self) -> None:
        """Show the report that the address names, with what it asks for, and keep it fresh while the page is open."""
        actor = self._actor
        self._name = _name(self.router.url.path)
        today = periods.local_date(clock.now(), actor.timezone)
        self._asked = asked_of(
            self.router.url.query_parameters,
            name=self._name,
            viewer_id=actor.user_id,
            today=today,
            week_start=actor.week_start,
        )
        self._opened = {FIRST_ROW}
        person_id = self._asked.user_id or actor.user_id
        seen = [f"user:{person_id}"] if policy.may_see_time_of(actor, person_id) else []
        self._watch(*seen, f"user:{actor.user_id}", "structure", "invoices")
        await self._refresh()

    async def _refresh(self) -> None:
        """Read the report again; what is refused stands in its place, and the filters stay."""
        if self._asked is None:
            return
        asked, choices = self._asked, await self._read(find_choices, asked=self._asked)
        self._show(**_filters(asked, choices), refusal="", refusal_detail="")
        read, _ = REPORTS[self._name]
        try:
            found = await self._read(read, asked=asked)
        except (NotFound, InvalidInput) as refused:
            title, detail = notices.refusal(refused) if isinstance(refused, InvalidInput) else (GONE, WAY_OUT)
            self._show(rows=[], parts=[], chart=ChartRow(), notes="", refusal=title, refusal_detail=detail)
        else:
            if self._opened == {FIRST_ROW}:
                self._opened = {row.key for row in self._shown(found)["rows"][:1] if row.has_parts}
            self._show(**self._shown(found))
        self._show(**self._frame(asked), is_loaded=True)

    def _frame(self, asked: Asked) -> dict[str, Any]:
        """What stands around a report, whatever is in it."""
        viewing = Viewing(self._actor, self._name, asked)
        today = periods.local_date(clock.now(), self._actor.timezone)
        return {
            "tabs": viewing.tabs(),
            "files": viewing.files(),
            "is_of_days": self._name != "receivables",
            "period_text": Span(asked.first, asked.last, 0).shown(today),
        }

    def _shown(self, found: Any) -> dict[str, Any]:
        viewing = Viewing(self._actor, self._name, self._asking())
        return {
            **SHOWN[self._name](found, viewing, self._opened),
            "notes": " ".join(found.basis.sentences()),
        }

    @guarded
    async def turn(self, key: str) -> None:
        """Show the parts of a row, or hide them again."""
        self._opened = self._opened ^ {key[:40]} if len(self._opened) < 400 else set()
        await self._refresh()

    @guarded
    async def earlier(self) -> Any:
        """Go one span back."""
        return self._move(-1)

    @guarded
    async def later(self) -> Any:
        """Go one span on."""
        return self._move(1)

    @guarded
    async def show_period(self, name: str) -> Any:
        """Go to this or last week, month or year."""
        spans = _spans(periods.local_date(clock.now(), self._actor.timezone), self._actor.week_start)
        if name not in spans:
            return None
        first, last = spans[name]
        return self._go(replace(self._asking(), first=first, last=last))

    @guarded
    async def show_between(self, form: dict[str, Any]) -> Any:
        """Go from one day to another."""
        first, last = retime.typed_day(form_text(form, "from")), retime.typed_day(form_text(form, "to"))
        asked = replace(self._asking(), first=first, last=last)
        check_span(asked)
        return self._go(asked)

    @guarded
    async def filter_by(self, name: str, value: str) -> Any:
        """Show one person, project, client or tag, or what is billable; an empty value lifts the filter."""
        key = key_of(value)
        changes: dict[str, dict[str, Any]] = {
            "person": {"user_id": key or None},
            "project": {"project_id": key, "task_id": None},
            "client": {"client_id": key},
            "tag": {"tag": value.strip()[:100]},
            "billable": dict(billing_of(value)),
        }
        return self._go(replace(self._asking(), **changes[name])) if name in changes else None

    @guarded
    async def clear_filters(self) -> Any:
        """Lift every filter but the days and the person."""
        asked = self._asking()
        return self._go(Asked(asked.first, asked.last, user_id=asked.user_id))

    def _asking(self) -> Asked:
        """What the page asks for; a tab that was not opened yet asks for today."""
        today = periods.local_date(clock.now(), self._actor.timezone)
        return self._asked or Asked(today, today, user_id=self._actor.user_id)

    def _move(self, steps: int) -> Any:
        moved = Span(self._asking().first, self._asking().last, 0).moved(steps)
        return self._go(replace(self._asking(), first=moved.first, last=moved.last))

    def _go(self, asked: Asked) -> Any:
        return None if asked == self._asked else rx.redirect(Viewing(self._actor, self._name, asked).address(asked))


def find_choices(session: Session, actor: User, *, asked: Asked) -> Choices:
    """Read what the filters offer: people where there are several, projects, clients; and which are set, in words."""
    team = people.visible_people(session, actor)
    known = projects.visible_projects(session, actor, statuses=tuple(ProjectStatus))
    paying = [one for archived in (False, True) for one in clients.visible_clients(session, actor, archived=archived)]
    return Choices(
        people=[OptionRow(str(one.user_id), one.name) for one in team] if len(team) > 1 else [],
        projects=[OptionRow(str(one.project_id), one.name) for one in known],
        clients=[OptionRow(str(one.client_id), one.name) for one in paying],
        words=" · ".join(filter_words(session, actor, asked=asked)),
    )


def _filters(asked: Asked, choices: Choices) -> dict[str, Any]:
    return {
        "first_day": asked.first.isoformat(),
        "last_day": asked.last.isoformat(),
        "person": str(asked.user_id or ""),
        "project": word_of(asked.project_id),
        "client": word_of(asked.client_id),
        "tag": asked.tag,
        "billable": billing_word(asked),
        "filter_text": choices.words,
        "person_options": choices.people,
        "project_options": choices.projects,
        "client_options": choices.clients,
    }


def _name(path: str) -> str:
    """The last word of /reports/team/; the first report where it names none."""
    named = path.strip("/").rpartition("/")[2]
    return named if named in REPORTS else FIRST


def _spans(today: date, week_start: int) -> dict[str, tuple[date, date]]:
    week, month = periods.week_of(today, week_start), periods.month_of(today)
    return {
        "week": week,
        "last-week": periods.week_of(week[0] - periods.ONE_DAY, week_start),
        "month": month,
        "last-month": periods.month_of(month[0] - periods.ONE_DAY),
        "year": (date(today.year, 1, 1), date(today.year, 12, 31)),
        "last-year": (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    }

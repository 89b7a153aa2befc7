"""Frozen view rows: what components show, as ready text; built by the states, formatted once."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FrameRow:
    """What the frame says about the viewer.

    `week_seconds`, without what runs, and `since` let the week's figure grow; `worked_seconds` is all of it. Who
    `may_remove_demo` is an administrator of a demo workspace. `leads` lights the places of those who lead; `theme` is
    light, dark or system, and empty until it is known; `hours_form` and `clock_form` are how the browser writes what grows.
    """

    workspace: str = ""
    person: str = ""
    initial: str = ""
    email: str = ""
    zone: str = ""
    week_text: str = "0:00"
    week_seconds: int = 0
    worked_seconds: int = 0
    target_text: str = "40 h"
    target_seconds: int = 144_000
    since: int = 0
    may_remove_demo: bool = False
    leads: bool = False
    theme: str = ""
    hours_form: str = ""
    clock_form: str = ""


@dataclass(frozen=True)
class TimerRow:
    """The timer bar. `since` is the start in epoch seconds, 0 when idle; `rev` counts accepted edits."""

    is_running: bool = False
    entry_id: int = 0
    description: str = ""
    project_id: int = 0
    task_id: int = 0
    project: str = ""
    color: str = ""
    task: str = ""
    tags_text: str = ""
    is_billable: bool = False
    since: int = 0
    since_text: str = ""
    hours: str = "0:00"
    seconds: str = ":00"
    said: str = ""
    rev: int = 0


@dataclass(frozen=True)
class PickRow:
    """One choice of the project › task picker; `text` is what the filter searches, `is_child` marks a task."""

    project_id: int = 0
    task_id: int = 0
    project: str = ""
    task: str = ""
    client: str = ""
    color: str = ""
    text: str = ""
    is_child: bool = False
    is_billable: bool = False


@dataclass(frozen=True)
class StripBlock:
    """One entry on a day strip, in minutes after 07:00 (0 to 720)."""

    minute: int
    minutes: int
    color: str


@dataclass(frozen=True)
class WorkRow:
    """Recent work: one line with ▶ on the dashboard."""

    entry_id: int
    description: str = ""
    project: str = ""
    color: str = ""
    task: str = ""
    when_text: str = ""
    is_running: bool = False


@dataclass(frozen=True)
class ShareRow:
    """Hours of one project on the dashboard; `percent` of the total, `width` of the longest bar (0 to 100).

    `total_seconds` and `since` let the hours grow while the timer runs on it.
    """

    project_id: int
    project: str = ""
    color: str = ""
    hours_text: str = ""
    percent_text: str = ""
    width: int = 0
    total_seconds: int = 0
    since: int = 0


@dataclass(frozen=True)
class ClientRow:
    """One line of the clients table."""

    client_id: int
    name: str = ""
    email: str = ""
    currency: str = ""
    projects_text: str = ""
    hours_text: str = ""
    is_archived: bool = False
    problem: str = ""
    problem_field: str = ""
    rev: int = 0


@dataclass(frozen=True)
class ProjectRow:
    """One line of the projects table; `tone` is "", "warn" or "bad" by budget."""

    project_id: int
    name: str = ""
    color: str = ""
    client_id: int = 0
    client: str = ""
    billing: str = ""
    billing_text: str = ""
    rate_text: str = ""
    budget_text: str = ""
    hours_text: str = ""
    used_text: str = ""
    used_percent: int = 0
    has_budget: bool = False
    tone: str = ""
    is_archived: bool = False
    problem: str = ""
    problem_field: str = ""
    rev: int = 0


@dataclass(frozen=True)
class TaskRow:
    """One task inside its project; `billable` is "", "yes" or "no" ("" follows the project), `is_billable` what holds."""

    task_id: int
    name: str = ""
    hours_text: str = ""
    estimate_text: str = ""
    used_text: str = ""
    used_percent: int = 0
    has_estimate: bool = False
    tone: str = ""
    people: str = ""
    billable: str = ""
    is_billable: bool = False
    is_archived: bool = False
    problem: str = ""
    problem_field: str = ""
    rev: int = 0


@dataclass(frozen=True)
class OptionRow:
    """One choice of a native select."""

    value: str
    label: str

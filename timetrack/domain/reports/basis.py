"""What a report asks for, and what its figures stand on: days of which zone, which rounding, counted until when. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from timetrack.domain import periods
from timetrack.domain.rounding import Rounding
from timetrack.errors import InvalidInput
from timetrack.models import TimeFormat

DAYS_AT_MOST = 3660
NONE = 0
"""In place of a key: time without a project, without a task, or for no client."""


@dataclass(frozen=True)
class Asked:
    """Which time: from the day ``first`` to ``last``, of whom, on what. None asks for nothing, so for everybody.

    A project, task or client that is ``NONE`` asks for the time that has none. ``is_unbilled`` asks for what is
    billable, has ended, and is on no invoice.
    """

    first: date
    last: date
    user_id: int | None = None
    project_id: int | None = None
    task_id: int | None = None
    client_id: int | None = None
    tag: str = ""
    is_billable: bool | None = None
    is_unbilled: bool = False


@dataclass(frozen=True)
class Basis:
    """What the figures of a report stand on; what runs is counted up to ``at``."""

    first: date
    last: date
    zone: str
    rounding: Rounding
    at: datetime
    clock_form: str = TimeFormat.H24
    counts_running: bool = False

    def sentences(self) -> list[str]:
        """What is said under the report and at the head of every export."""
        said = [f"Days in {self.zone}.", "Entries across midnight are split at 00:00.", self.rounding.sentence()]
        if self.counts_running:
            said.append(f"What runs is counted up to {periods.shown_clock(self.at, self.zone, self.clock_form)}.")
        return said


def check_span(asked: Asked) -> None:
    """Raise InvalidInput for days that end before they begin, and for more than ten years of them."""
    if asked.last < asked.first:
        raise InvalidInput("The last day is before the first. Nothing was changed.")
    if asked.last - asked.first >= timedelta(days=DAYS_AT_MOST):
        raise InvalidInput("A report covers ten years at most. Choose fewer days.")

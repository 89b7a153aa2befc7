"""What a report asks for, and what its figures stand on: days of which zone, which rounding, counted until when. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from timetrack.domain import periods
from timetrack.errors import InvalidInput
from timetrack.models import Organisation, RoundingMode, TimeFormat

DAYS_AT_MOST = 3660
NONE = 0
"""In place of a key: time without a project, without a task, or for no client."""
_MODES = {RoundingMode.UP: "up to", RoundingMode.NEAREST: "to the nearest", RoundingMode.DOWN: "down to"}


@dataclass(frozen=True)
class Asked:
    """Which time: from the day ``first`` to ``last``, of whom, on what. None asks for nothing, so for everybody.

    A project, task or client that is ``NONE`` asks for the time that has none.
    """

    first: date
    last: date
    user_id: int | None = None
    project_id: int | None = None
    task_id: int | None = None
    client_id: int | None = None
    tag: str = ""
    is_billable: bool | None = None


@dataclass(frozen=True)
class Rounding:
    """How long an entry counts in reports and invoices; what is stored keeps its seconds.

    To whole steps of ``minutes`` (0: not at all), and never shorter than ``minimum_minutes``.
    """

    minutes: int = 0
    mode: str = RoundingMode.NEAREST
    minimum_minutes: int = 0

    @property
    def is_exact(self) -> bool:
        """Whether every entry counts as long as it is."""
        return not self.minutes and not self.minimum_minutes

    def counted(self, seconds: int) -> int:
        """The seconds that an entry of so many counts."""
        step = self.minutes * 60
        if step:
            more = {RoundingMode.UP: step - 1, RoundingMode.NEAREST: step // 2, RoundingMode.DOWN: 0}
            seconds = (seconds + more[RoundingMode(self.mode)]) // step * step
        return max(seconds, self.minimum_minutes * 60)

    def sentence(self) -> str:
        """What is said under a report."""
        if self.is_exact:
            return "Hours are not rounded."
        parts = []
        if self.minutes:
            parts.append(f"is rounded {_MODES[RoundingMode(self.mode)]} {self.minutes} min")
        if self.minimum_minutes:
            parts.append(f"counts {self.minimum_minutes} min at least")
        return f"Each entry {' and '.join(parts)}."


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


def rounding_of(workspace: Organisation) -> Rounding:
    """The workspace's own."""
    return Rounding(workspace.rounding_minutes, workspace.rounding_mode, workspace.minimum_entry_minutes)


def check_span(asked: Asked) -> None:
    """Raise InvalidInput for days that end before they begin, and for more than ten years of them."""
    if asked.last < asked.first:
        raise InvalidInput("The last day is before the first. Nothing was changed.")
    if asked.last - asked.first >= timedelta(days=DAYS_AT_MOST):
        raise InvalidInput("A report covers ten years at most. Choose fewer days.")

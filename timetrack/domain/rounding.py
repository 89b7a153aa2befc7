"""Rounding of time for reports and invoices. What is stored is never rounded; each entry is, before entries are added."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func

from timetrack.models import Organisation, RoundingMode

MINUTE = 60
_MODES = {RoundingMode.UP: "up to", RoundingMode.NEAREST: "to the nearest", RoundingMode.DOWN: "down to"}


@dataclass(frozen=True)
class Rounding:
    """To so many minutes, in this direction; what is shorter than ``minimum_minutes`` counts as that long.

    0 minutes is no rounding. NEAREST rounds half a step up.
    """

    minutes: int = 0
    mode: str = RoundingMode.NEAREST
    minimum_minutes: int = 0

    @property
    def is_exact(self) -> bool:
        """Whether every entry counts as long as it is."""
        return not self.minutes and not self.minimum_minutes

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

    def billed(self, seconds: int) -> int:
        """The seconds that an entry of ``seconds`` counts for."""
        step = self.minutes * MINUTE
        rounded = (seconds + self._pushed(step)) // step * step if step else seconds
        return max(rounded, self.minimum_minutes * MINUTE)

    def billed_column(self, seconds: ColumnElement[int]) -> ColumnElement[int]:
        """The same of a column of whole seconds, in the database."""
        step = self.minutes * MINUTE
        rounded: ColumnElement[Any] = (seconds + self._pushed(step)) // step * step if step else seconds
        return func.greatest(rounded, self.minimum_minutes * MINUTE)

    def _pushed(self, step: int) -> int:
        return {RoundingMode.UP: step - 1, RoundingMode.NEAREST: step // 2}.get(RoundingMode(self.mode), 0)


def rounding_of(workspace: Organisation) -> Rounding:
    """How the workspace rounds."""
    return Rounding(workspace.rounding_minutes, workspace.rounding_mode, workspace.minimum_entry_minutes)

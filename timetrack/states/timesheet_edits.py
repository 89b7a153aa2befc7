"""What was typed into the timesheet lately, and what came of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

CellKey = tuple[str, int, int]
"""A day and the row's project and task, 0 for none."""


@dataclass(frozen=True)
class Edits:
    """How often each cell was saved, why a text was refused, and what was typed over somebody else's newer hours."""

    revs: Mapping[CellKey, int] = field(default_factory=dict)
    problems: Mapping[CellKey, str] = field(default_factory=dict)
    mine: Mapping[CellKey, str] = field(default_factory=dict)

    def accepted(self, key: CellKey) -> "Edits":
        """The cell shows what it holds, and nothing is asked about it any more."""
        revs = {**self.revs, key: self.revs.get(key, 0) + 1}
        return Edits(revs, _without(self.problems, key), _without(self.mine, key))

    def refused(self, key: CellKey, why: str) -> "Edits":
        """The text stays in the cell, with the reason."""
        return Edits(self.revs, {**self.problems, key: why}, _without(self.mine, key))

    def offered(self, key: CellKey, typed: str) -> "Edits":
        """The cell shows theirs, and the row asks whether what was typed shall be instead."""
        shown = self.accepted(key)
        return Edits(shown.revs, shown.problems, {**shown.mine, key: typed})

    def on_another_week(self) -> "Edits":
        """What was asked and refused is left behind."""
        return Edits(self.revs)


def _without(held: Mapping[CellKey, str], key: CellKey) -> dict[CellKey, str]:
    return {other: text for other, text in held.items() if other != key}

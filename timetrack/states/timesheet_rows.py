"""What the timesheet shows: frozen rows of ready text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SheetCell:
    """One row's hours on one day.

    ``base_seconds`` without what runs and ``since`` let it grow; ``known`` are its finished seconds, sent back with what
    is typed over them. ``problem`` is why the text in it was not saved, ``mine`` what was typed over newer hours.
    """

    day: str
    place: int
    project_id: int
    task_id: int
    text: str = ""
    label: str = ""
    base_seconds: int = 0
    since: int = 0
    known: int = 0
    is_today: bool = False
    is_weekend: bool = False
    rev: int = 0
    problem: str = ""
    mine: str = ""


@dataclass(frozen=True)
class SheetRow:
    """One project and task. ``is_empty`` has no hours in the week; ``time_address`` shows its entries.

    ``problem`` is what there is to say about its cell on ``problem_day``; ``has_mine`` where that cell asks whose hours
    shall be.
    """

    key: str
    project_id: int
    task_id: int
    project: str = ""
    color: str = ""
    task: str = ""
    name: str = ""
    total_text: str = ""
    base_seconds: int = 0
    since: int = 0
    is_empty: bool = False
    time_address: str = ""
    problem: str = ""
    problem_day: str = ""
    has_mine: bool = False
    cells: tuple[SheetCell, ...] = ()


@dataclass(frozen=True)
class SheetDay:
    """One day's head, total and target; ``next_start`` and ``next_seconds`` are where more would go, ``free`` all that is."""

    day: str
    place: int
    name: str = ""
    short: str = ""
    label: str = ""
    total_text: str = "0:00"
    base_seconds: int = 0
    since: int = 0
    target_text: str = ""
    target_seconds: int = 0
    worked_seconds: int = 0
    is_today: bool = False
    is_weekend: bool = False
    next_start: int = 0
    next_seconds: int = 0
    free_seconds: int = 0

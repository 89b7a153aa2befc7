"""The dashboard's frozen view rows: ready text, and the numbers its bars are drawn from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GrowingRow:
    """A total that ticks in the browser: `seconds` without what runs, plus the time from `since`, 0 to stand still.

    `total_seconds` is the total when it was read.
    """

    text: str = "0:00"
    total_seconds: int = 0
    seconds: int = 0
    since: int = 0


@dataclass(frozen=True)
class FiguresRow:
    """Today and this week. A target of 0 seconds is none; `change_tone` is "good" or ""."""

    today: GrowingRow = GrowingRow()
    today_billable: GrowingRow = GrowingRow()
    today_target_text: str = ""
    today_target_seconds: int = 0
    today_left_text: str = ""
    week: GrowingRow = GrowingRow()
    week_target_text: str = ""
    week_target_seconds: int = 0
    change_text: str = ""
    change_tone: str = ""
    change_of: str = ""
    share_text: str = "–"
    billable: GrowingRow = GrowingRow()
    not_billable: GrowingRow = GrowingRow()
    billable_part: int = 0
    not_billable_part: int = 0


@dataclass(frozen=True)
class ComparedDayRow:
    """One weekday of both weeks, as the table and the axis name it."""

    name: str
    date_text: str
    is_today: bool = False
    this_text: str = "–"
    last_text: str = "–"
    rest_text: str = "–"


@dataclass(frozen=True)
class WeekRow:
    """This week and last: hours per day for the bars, None where there is no bar, and the same as text.

    `this_hours` are without what runs; `running_since` (epoch seconds, 0 when idle) lets today's bar grow. `label_hours`
    is where a label stands.
    """

    days: tuple[ComparedDayRow, ...] = ()
    this_hours: tuple[float | None, ...] = ()
    running_hours: tuple[float | None, ...] = ()
    last_hours: tuple[float | None, ...] = ()
    rest_hours: tuple[float | None, ...] = ()
    labels: tuple[str, ...] = ()
    last_labels: tuple[str, ...] = ()
    rest_labels: tuple[str, ...] = ()
    label_hours: tuple[float, ...] = ()
    today_index: int = 0
    running_since: int = 0
    target_hours: float = 0
    top_hours: float = 10
    step_hours: int = 2
    last_name: str = ""
    this_total: str = ""
    last_total: str = ""
    rest_total: str = ""
    words: str = ""


@dataclass(frozen=True)
class PartRow:
    """One part of a split bar, as wide as its weight."""

    color: str
    weight: float


@dataclass(frozen=True)
class UnbilledRow:
    """What no invoice holds yet: the loud amount, those in other currencies, and its parts by project."""

    amount_text: str = "–"
    other_texts: tuple[str, ...] = ()
    parts: tuple[PartRow, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class BudgetRow:
    """A project whose hours come near their limit; `tone` is warn or bad."""

    project_id: int
    project: str
    color: str
    used_text: str
    percent_text: str
    percent: int
    note: str
    tone: str

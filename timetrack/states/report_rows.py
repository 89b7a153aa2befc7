"""Rows of the report pages: every text ready, every figure with the address of what it stands for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReportCell:
    """One figure of a row; ``name`` is its column's, for phones. ``path`` leads to what it adds up."""

    name: str
    text: str = ""
    path: str = ""
    tone: str = ""
    is_loud: bool = False
    is_empty: bool = False


@dataclass(frozen=True)
class ReportRow:
    """One row: a heading that opens (``has_parts``), or a part of one (``is_part``).

    ``has_dot`` puts the project's colour before the name, a hollow ring where ``color`` is empty.
    """

    key: str = ""
    name: str = ""
    detail: str = ""
    path: str = ""
    color: str = ""
    has_dot: bool = False
    has_parts: bool = False
    is_open: bool = False
    is_part: bool = False
    cells: tuple[ReportCell, ...] = ()


@dataclass(frozen=True)
class ShareOfReport:
    """One line of the legend, or one horizontal bar: ``width`` of the longest, in percent."""

    key: str = ""
    name: str = ""
    color: str = ""
    has_dot: bool = False
    hours_text: str = ""
    percent_text: str = ""
    width: int = 0
    path: str = ""


@dataclass(frozen=True)
class BarPart:
    """One colour of a bar; its height is a part of the chart's, in percent."""

    color: str
    height: str


@dataclass(frozen=True)
class BarRow:
    """One bar, the largest project at its foot; ``label`` is empty where there is no room for each."""

    words: str
    label: str
    short_label: str
    parts: tuple[BarPart, ...]
    is_today: bool = False


@dataclass(frozen=True)
class ChartMark:
    """A line across the chart: how many hours, and how high."""

    text: str
    height: str


@dataclass(frozen=True)
class ChartRow:
    """Stacked bars; ``target_height`` is empty where there is no target."""

    title: str = ""
    words: str = ""
    bars: tuple[BarRow, ...] = ()
    marks: tuple[ChartMark, ...] = ()
    target_text: str = ""
    target_height: str = ""


@dataclass(frozen=True)
class ReportSum:
    """What the report comes to: loud hours, the billable part, amounts by currency; ``parts`` are what it is made of."""

    hours_text: str = "0:00"
    billable_text: str = ""
    amount_texts: tuple[str, ...] = ()
    parts: tuple[ShareOfReport, ...] = ()

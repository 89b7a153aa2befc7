"""What a batch is made of: rows as a file gave them, remarks about them, and what became of them all."""

from dataclasses import dataclass, field
from datetime import datetime

from timetrack.domain.periods import zone_of

Range = tuple[datetime, datetime]
SHOWN_CHARACTERS = 60


def quoted(description: str) -> str:
    """A description in quotation marks, cut where it would fill the line."""
    if not description:
        return "without a description"
    cut = description if len(description) <= SHOWN_CHARACTERS else f"{description[: SHOWN_CHARACTERS - 1]}…"
    return f"“{cut}”"


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One piece of finished work in somebody else's words; empty names are none. Text is ready to keep.

    ``readings`` are the instants that its wall clock can mean, likeliest first: more than one only in the hour that
    comes twice. ``is_billable`` None leaves it to the task and the project.
    """

    number: int
    email: str
    person_name: str
    client: str
    project: str
    task: str
    description: str
    tags: tuple[str, ...]
    is_billable: bool | None
    readings: tuple[Range, ...]

    def about(self, zone: str) -> str:
        """Who, when and what, to find the row again."""
        start, end = (instant.astimezone(zone_of(zone)) for instant in self.readings[0])
        until = f"{end:%H:%M:%S}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M:%S}"
        return f"{self.email}  {start:%Y-%m-%d %H:%M:%S} – {until}  {quoted(self.description)}"


@dataclass(frozen=True, slots=True)
class Placed:
    """A row that comes in, with the instants it gets."""

    row: BatchRow
    start_time: datetime
    end_time: datetime

    @property
    def seconds(self) -> int:
        """How long it lasts."""
        return int((self.end_time - self.start_time).total_seconds())


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about the row ``number``; ``about`` helps to find it."""

    number: int
    about: str
    text: str


@dataclass
class PersonTotal:
    """What came in for one person, and how many of their rows were there already."""

    name: str
    email: str
    entries: int = 0
    seconds: int = 0
    already: int = 0


@dataclass
class Batch:
    """What became of a batch: what was created, by name, what was refused, and what else to know."""

    people: list[str] = field(default_factory=list)
    clients: list[str] = field(default_factory=list)
    projects: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    totals: list[PersonTotal] = field(default_factory=list)
    without_rate: int = 0

    @property
    def entries(self) -> int:
        """How many rows came in."""
        return sum(total.entries for total in self.totals)

    @property
    def already(self) -> int:
        """How many rows were there already."""
        return sum(total.already for total in self.totals)

"""What the domain should do, in memory: intervals, rates and the rules in their shortest form."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

FOREVER = datetime.max.replace(tzinfo=UTC)
QUARTER, DAY, MINUTE = timedelta(minutes=15), timedelta(days=1), timedelta(minutes=1)
HOME = "EUR"
START = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
"""A day before the clocks change in Berlin."""
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia"]


@dataclass(frozen=True)
class Work:
    """What is worked on: keys of a project and a task, and what the person says about billing."""

    project: int | None = None
    task: int | None = None
    billable: bool | None = None


@dataclass(frozen=True)
class Kept:
    """An entry as it should stand in the table."""

    start: datetime
    end: datetime | None
    project: int | None
    task: int | None
    billable: bool
    rate: Decimal
    source: str
    currency: str

    @property
    def until(self) -> datetime:
        return self.end or FOREVER


@dataclass
class Refusal(Exception):
    """The domain should refuse with the error of this name."""

    name: str


@dataclass
class Model:
    """Everything that decides what happens next."""

    now: datetime
    zone: str
    project_rates: dict[int, Decimal | None]
    currencies: dict[int, str]
    unbilled: set[int]
    task_rules: dict[int, bool | None]
    user_rate: Decimal | None = None
    personal_rates: dict[int, Decimal] = field(default_factory=dict)
    entries: dict[int, Kept] = field(default_factory=dict)
    deleted: dict[int, Kept] = field(default_factory=dict)

    def running(self) -> int | None:
        return next((key for key, entry in self.entries.items() if entry.end is None), None)

    def started(self, work: Work) -> Kept:
        if self.running() is not None:
            raise Refusal("ActiveTimerExists")
        return self.logged(self.now, None, work)

    def logged(self, start: datetime, end: datetime | None, work: Work, but: int | None = None) -> Kept:
        if end is not None:
            refuse_length(start, end)
        self.refuse_overlap(start, end, but)
        return Kept(start, end, work.project, work.task, *self.terms(work))

    def stopped(self) -> tuple[int, Kept, bool]:
        """Which entry stops, as what, and whether as a slip."""
        key = self.running()
        if key is None:
            raise Refusal("NoActiveTimer")
        running = self.entries[key]
        if self.now - running.start > DAY:
            raise Refusal("EntryTooLong")
        end = max(self.now, running.start + timedelta(seconds=1))
        return key, replace(running, end=end), self.now - running.start < MINUTE

    def stopped_at(self, end: datetime) -> tuple[int, Kept]:
        key = self.running()
        if key is None:
            raise Refusal("NoActiveTimer")
        refuse_length(self.entries[key].start, end)
        if end > self.now:
            raise Refusal("InvalidInput")
        return key, replace(self.entries[key], end=end)

    def retimed(self, key: int, start: datetime, end: datetime | None) -> Kept:
        if end is not None:
            refuse_length(start, end)
        elif start > self.now:
            raise Refusal("InvalidInput")
        if (start, end) != (self.entries[key].start, self.entries[key].end):
            self.refuse_overlap(start, end, key)
        return replace(self.entries[key], start=start, end=end)

    def reassigned(self, key: int, work: Work) -> Kept:
        """Another project, task or flag takes the rate of now; the same again takes nothing."""
        entry = self.entries[key]
        if (work.project, work.task, work.billable) == (entry.project, entry.task, entry.billable):
            return entry
        kept = entry.billable if (work.project, work.task) == (entry.project, entry.task) else None
        wanted = kept if work.billable is None else work.billable
        if (work.project, work.task, wanted) == (entry.project, entry.task, entry.billable):
            return entry
        return Kept(entry.start, entry.end, work.project, work.task, *self.terms(replace(work, billable=wanted)))

    def restored(self, key: int) -> Kept:
        self.refuse_overlap(self.deleted[key].start, self.deleted[key].end, None)
        return self.deleted[key]

    def terms(self, work: Work) -> tuple[bool, Decimal, str, str]:
        """Whether billable, the rate, the rule that gave it, the currency."""
        if work.project is None:
            return False, Decimal(0), "NONE", HOME
        currency, rule = self.currencies[work.project], self.task_rules.get(work.task or 0)
        unbilled = work.project in self.unbilled
        billable = (not unbilled if rule is None else rule) if work.billable is None else work.billable
        if unbilled and rule is not True:
            billable = False
        levels = [
            ("PROJECT_USER", self.personal_rates.get(work.project)),
            ("USER", self.user_rate if currency == HOME else None),
            ("PROJECT", self.project_rates[work.project]),
        ]
        source, rate = next(((name, rate) for name, rate in levels if rate is not None), ("NONE", Decimal(0)))
        return billable, rate, source, currency

    def refuse_overlap(self, start: datetime, end: datetime | None, but: int | None) -> None:
        for key, entry in self.entries.items():
            if key != but and entry.start < (end or FOREVER) and start < entry.until:
                raise Refusal("OverlappingEntry")

    def seconds_by_day(self) -> Counter[date]:
        """A walk along the quarters of every hour; no zone here changes its clocks at another minute."""
        found: Counter[date] = Counter()
        there = ZoneInfo(self.zone)
        for entry in self.entries.values():
            for start, end in quarters(entry.start, entry.end or self.now):
                found[start.astimezone(there).date()] += int((end - start).total_seconds())
        return found


def refuse_length(start: datetime, end: datetime) -> None:
    if end <= start:
        raise Refusal("EntryEndsBeforeStart")
    if end - start > DAY:
        raise Refusal("EntryTooLong")


def quarters(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    while start < end:
        following = min(end, datetime.fromtimestamp(start.timestamp() // 900 * 900 + 900, UTC))
        yield start, following
        start = following

"""The span of days and the filters of the Time page, as its address holds them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from timetrack.domain import periods
from timetrack.domain.entry_list import EntryFilter
from timetrack.models import User

ALL = "all"


@dataclass(frozen=True)
class Span:
    """Which entries the page shows: of one person, from ``first`` to ``last``, or all where there is no first day."""

    first: date | None
    last: date | None
    user_id: int
    project_id: int = 0
    tag: str = ""
    words: str = ""

    @classmethod
    def of_address(cls, query: Mapping[str, str], *, viewer_id: int, today: date, week_start: int) -> "Span":
        """What an address asks for; whatever cannot be read is left at this week, oneself and no filter."""
        first, last = _day(query.get("from", "")), _day(query.get("to", ""))
        if first is None or last is None or not timedelta() <= last - first <= timedelta(days=3660):
            first, last = periods.week_of(today, week_start)
        if query.get("period") == ALL:
            first = last = None
        return cls(
            first=first,
            last=last,
            user_id=_number(query.get("person", "")) or viewer_id,
            project_id=_number(query.get("project", "")),
            tag=query.get("tag", "")[:100],
            words=query.get("q", "")[:200],
        )

    def address(self, *, viewer_id: int) -> str:
        """The page's address for this span; what is as usual is left out."""
        days = (
            {"from": self.first.isoformat(), "to": self.last.isoformat()}
            if self.first and self.last
            else {"period": ALL}
        )
        asked = {
            **days,
            "person": self.user_id if self.user_id != viewer_id else "",
            "project": self.project_id or "",
            "tag": self.tag,
            "q": self.words,
        }
        return f"/time/?{urlencode({name: value for name, value in asked.items() if value})}"

    def moved(self, steps: int) -> "Span":
        """As many whole spans later, or earlier where negative: a month moves by months, all else by its length."""
        if self.first is None or self.last is None:
            return self
        if (self.first, self.last) == periods.month_of(self.first):
            first, last = periods.month_of(
                self.first + timedelta(days=31) if steps > 0 else self.first - periods.ONE_DAY
            )
            return replace(self, first=first, last=last)
        length = (self.last - self.first + periods.ONE_DAY) * steps
        return replace(self, first=self.first + length, last=self.last + length)

    def filter(self, zone: str) -> EntryFilter:
        """The same for the domain: days in ``zone`` become instants."""
        bounds = periods.day_bounds(self.first, self.last, zone) if self.first and self.last else [None]
        return EntryFilter(
            user_id=self.user_id,
            since=bounds[0],
            until=bounds[-1],
            project_id=self.project_id or None,
            tag=self.tag,
            words=self.words,
        )

    def day_of(self, start_time: datetime, zone: str) -> date:
        """The day under which an entry is listed: the one it starts on, or the first one shown."""
        day = periods.local_date(start_time, zone)
        return day if self.first is None else max(day, self.first)

    def lists_own(self, start_time: datetime, viewer: User) -> bool:
        """Whether everything that ``viewer`` does from ``start_time`` on is listed, whatever it is."""
        day = periods.local_date(start_time, viewer.timezone)
        is_within = self.first is None or self.last is None or self.first <= day <= self.last
        return is_within and self == Span(self.first, self.last, viewer.user_id)

    def shown(self, today: date) -> str:
        """16 – 22 Nov, with the years where they are needed."""
        if self.first is None or self.last is None:
            return "All time"
        first, last = self.first, self.last
        year = f" {last.year}" if last.year != today.year else ""
        if first == last:
            return f"{periods.shown_day(first)}{year}"
        if first.year != last.year:
            return f"{first.day} {first:%b} {first.year} – {last.day} {last:%b} {last.year}"
        month = "" if first.month == last.month else f" {first:%b}"
        return f"{first.day}{month} – {last.day} {last:%b}{year}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0

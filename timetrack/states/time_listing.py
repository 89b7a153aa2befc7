"""What the Time page lists, as its states look things up in it: an entry, its day, and what its line stands for. Pure."""

from collections.abc import Collection, Sequence
from datetime import date

from timetrack.domain.entry_list import ListedEntry
from timetrack.states.folding import Likeness, Line, lines_of
from timetrack.states.span import Span

Unfolded = frozenset[tuple[date, Likeness]]
"""Which identical entries of which days lie open."""


class Listing:
    """The entries of a span, newest first, by day; those ``apart`` are never folded into a line with others.

    It never changes. It is no dataclass, because Reflex hands out those, and all that is in them, wrapped.
    """

    def __init__(
        self,
        entries: Sequence[ListedEntry],
        span: Span,
        zone: str,
        *,
        unfolded: Unfolded = frozenset(),
        apart: Collection[int] = (),
    ) -> None:
        self.entries = tuple(entries)
        self.days: dict[date, list[ListedEntry]] = {}
        self._span, self._zone, self._unfolded, self._apart = span, zone, unfolded, frozenset(apart)
        for entry in entries:
            self.days.setdefault(self.day_of(entry), []).append(entry)

    def day_of(self, entry: ListedEntry) -> date:
        """The day under which an entry is listed."""
        return self._span.day_of(entry.start_time, self._zone)

    def lines(self, day: date) -> list[Line]:
        """The lines of a day, newest first."""
        opened = {alike for unfolded, alike in self._unfolded if unfolded == day}
        return lines_of(self.days.get(day, []), opened=opened, apart=self._apart)

    def order(self) -> list[int]:
        """The lines as they stand on the page, each by its newest entry."""
        return [line.entries[0].entry_id for day in sorted(self.days, reverse=True) for line in self.lines(day)]

    def entry(self, entry_id: int) -> ListedEntry | None:
        """An entry, where it is listed."""
        return next((entry for entry in self.entries if entry.entry_id == entry_id), None)

    def chosen(self, entry_ids: Collection[int]) -> list[ListedEntry]:
        """Those of ``entry_ids`` that are listed, newest first."""
        return [entry for entry in self.entries if entry.entry_id in entry_ids]

    def members(self, entry_id: int) -> list[ListedEntry]:
        """The entries that the line of ``entry_id`` stands for, newest first; none where it is not listed."""
        entry = self.entry(entry_id)
        if entry is None:
            return []
        return next(list(line.entries) for line in self.lines(self.day_of(entry)) if entry in line.entries)

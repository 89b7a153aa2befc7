"""What the calendar's forms say: a drag or a key as seconds on a wall clock, and the popover's fields. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from timetrack.domain import durations, periods, retime
from timetrack.domain.entry_list import ListedEntry
from timetrack.errors import EntryEndsBeforeStart, InvalidInput
from timetrack.states.forms import form_number, form_text

FARTHEST = 3 * 86_400


@dataclass(frozen=True)
class Drawn:
    """What was drawn: ``second`` and ``until`` on the wall after ``day``'s midnight; ``fold`` in the hour's second time."""

    what: str
    entry_id: int
    day: date
    second: int
    until: int
    fold: int
    seen: datetime | None

    @classmethod
    def of_form(cls, form: Mapping[str, Any]) -> "Drawn":
        """Read the form that calendar.js fills. Raises InvalidInput for what it never sends."""
        return cls(
            what=form_text(form, "what"),
            entry_id=form_number(form, "entry_id"),
            day=retime.typed_day(form_text(form, "day")),
            second=_seconds(form, "second"),
            until=_seconds(form, "until"),
            fold=int(form_text(form, "fold") == "1"),
            seen=seen_of(form_text(form, "seen")),
        )

    def instant(self, zone: str) -> datetime:
        """Where it begins. Raises InvalidInput for a time that the clocks skip."""
        return periods.at_wall_second(self.day, self.second, zone, fold=self.fold)

    def end(self, start_time: datetime, zone: str) -> datetime:
        """Where it ends: the second time round where its hour comes twice and it would else end before it starts."""
        ends = (periods.at_wall_second(self.day, self.until, zone, fold=fold) for fold in (self.fold, 1))
        return next((end for end in ends if end > start_time), start_time)

    def changes(self, entry: ListedEntry, zone: str) -> dict[str, datetime]:
        """What an entry is changed to: moved it keeps its length, resized the other end."""
        at = self.instant(zone)
        if self.what == "start" or entry.end_time is None:
            return {"start_time": at}
        if self.what == "end":
            return {"end_time": at}
        if self.what == "move":
            return {"start_time": at, "end_time": at + (entry.end_time - entry.start_time)}
        raise InvalidInput


def seen_of(text: str) -> datetime | None:
    """The version of an entry that was on screen. Raises InvalidInput for what is none."""
    try:
        seen = datetime.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput from None
    if seen is not None and seen.tzinfo is None:
        raise InvalidInput
    return seen


def chosen_work(form: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """The project and task of an option such as 12:5."""
    project_id, _, task_id = (form_text(form, "project") or "0").partition(":")
    project, task = (form_number({"key": key}, "key") or None for key in (project_id, task_id))
    return project, task


def typed_changes(form: Mapping[str, Any], entry: ListedEntry, zone: str) -> dict[str, Any]:
    """What the popover's fields make of an entry; what looks unchanged keeps its seconds. Raises InvalidInput."""
    project_id, task_id = chosen_work(form)
    return {
        "description": form_text(form, "description"),
        "project_id": project_id,
        "task_id": task_id,
        **_typed_times(form, entry, zone),
        **_typed_billable(form, entry, project_id),
    }


def typed_split(form: Mapping[str, Any], entry: ListedEntry, zone: str) -> datetime:
    """The instant within an entry, or the next after its start, that a typed time means."""
    typed = durations.parse_clock(form_text(form, "at"))
    day = periods.local_date(entry.start_time, zone)
    at = periods.at_wall_clock(day, typed, zone)
    if at > entry.start_time:
        return at
    if periods.comes_twice(day, typed, zone):
        return periods.at_wall_clock(day, typed, zone, fold=1)
    return periods.at_wall_clock(day + periods.ONE_DAY, typed, zone)


def _typed_times(form: Mapping[str, Any], entry: ListedEntry, zone: str) -> dict[str, datetime]:
    day = retime.typed_day(form_text(form, "day"))
    start = retime.typed_clock(durations.parse_clock(form_text(form, "from")), entry.start_time, zone, day=day)
    if entry.end_time is None:
        return {"start_time": start}
    last = durations.parse_clock(form_text(form, "to"))
    end = retime.typed_clock(last, entry.end_time, zone, day=day)
    if end <= start:
        end = retime.typed_clock(last, entry.end_time, zone, day=day + timedelta(days=1))
        if end - start > max(retime.OVER_MIDNIGHT_AT_MOST, entry.end_time - entry.start_time):
            raise EntryEndsBeforeStart
    return {"start_time": start, "end_time": end}


def _typed_billable(form: Mapping[str, Any], entry: ListedEntry, project_id: int | None) -> dict[str, bool]:
    """The mark, where it was turned over; a new project otherwise decides itself."""
    wanted = form.get("billable") in (True, "on", "true")
    return {"is_billable": wanted} if project_id and wanted != entry.is_billable else {}


def _seconds(form: Mapping[str, Any], name: str) -> int:
    typed = form_text(form, name) or "0"
    plain = typed.removeprefix("-")
    if not (plain.isascii() and plain.isdigit() and len(plain) < 8) or int(plain) > FARTHEST:
        raise InvalidInput
    return int(typed)

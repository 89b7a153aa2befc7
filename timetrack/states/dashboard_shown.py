"""From what the domain found to the dashboard's rows: every text is made here, once."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from timetrack.domain import money, periods
from timetrack.domain.comparison import WeekComparison
from timetrack.domain.entry_list import Hours, ListedEntry
from timetrack.domain.project_hours import Value
from timetrack.domain.project_shares import ProjectShare
from timetrack.models import Project, User
from timetrack.states import wording
from timetrack.states.dashboard_rows import (
    ComparedDayRow,
    FiguresRow,
    GrowingRow,
    PartRow,
    UnbilledRow,
    WeekRow,
)
from timetrack.states.rows import ShareRow, WorkRow
from timetrack.states.shown import epoch

SPACE = "\u00a0"
LABEL_GAP = 0.012
"""The space between a bar and its label, as a part of the axis."""


def figures_row(
    actor: User, compared: WeekComparison, hours: Sequence[Hours], running: ListedEntry | None
) -> FiguresRow:
    """Today's and this week's figures; ``hours`` are those of the week's days."""
    zone, now = actor.timezone, compared.moment
    today = periods.local_date(now, zone)
    day = hours[(today - compared.days[0].day).days]
    billable, total = sum(h.billable_seconds for h in hours), sum(h.seconds for h in hours)
    since_day, since_week = (_since(running, periods.day_start(first, zone)) for first in (today, compared.days[0].day))
    is_billable = running is not None and running.is_billable
    week_target = int(actor.weekly_target_hours * 3600)
    day_target = week_target // periods.WORKING_DAYS if today.isoweekday() <= periods.WORKING_DAYS else 0
    return FiguresRow(
        today=_growing(day.seconds, since_day, now),
        today_billable=_growing(day.billable_seconds, since_day if is_billable else 0, now),
        today_target_text=f"of {wording.hours(day_target)}" if day_target else "",
        today_target_seconds=day_target,
        today_left_text=left(day_target - day.seconds) if day_target else "",
        week=_growing(total, since_week, now),
        week_target_text=f"of {wording.hours(week_target)}" if week_target else "",
        week_target_seconds=week_target,
        change_text=_change(compared),
        change_tone="good" if compared.last_seconds and compared.this_seconds > compared.last_seconds else "",
        change_of=_change_of(compared, zone),
        share_text=f"{percent(billable, total)}{SPACE}%" if total else "–",
        billable=_growing(billable, since_week if is_billable else 0, now),
        not_billable=_growing(total - billable, 0 if is_billable else since_week, now),
        billable_part=billable,
        not_billable_part=total - billable,
    )


def week_row(actor: User, compared: WeekComparison, running: ListedEntry | None) -> WeekRow:
    """Both weeks for the chart and its table."""
    zone = actor.timezone
    today = periods.local_date(compared.moment, zone)
    index = (today - compared.days[0].day).days
    hours = [day.this_seconds / 3600 for day in compared.days]
    target = float(actor.weekly_target_hours) / periods.WORKING_DAYS
    top = max([target, *hours, *((day.last_seconds + day.last_rest_seconds) / 3600 for day in compared.days)])
    step = 2 if top <= 12 else 4
    top = max(step, (int(top / step) + 1) * step)
    return WeekRow(
        days=tuple(_compared_day(compared, n, today) for n in range(7)),
        this_hours=tuple(_bar(day.this_seconds - day.running_seconds) for day in compared.days),
        running_hours=tuple(_bar(day.running_seconds) for day in compared.days),
        last_hours=tuple(_bar(day.last_seconds) for day in compared.days),
        rest_hours=tuple(_bar(day.last_rest_seconds) for day in compared.days),
        labels=tuple(_label(day.this_seconds) for day in compared.days),
        last_labels=tuple(_label(day.last_seconds) for day in compared.days),
        rest_labels=tuple(_label(day.last_rest_seconds) for day in compared.days),
        label_hours=tuple(round(hour + top * LABEL_GAP, 4) for hour in hours),
        today_index=index,
        running_since=_since(running, periods.day_start(today, zone)),
        target_hours=round(target, 4),
        top_hours=top,
        step_hours=step,
        last_name=f"Last week to {_moment(compared.last_moment, zone)}",
        this_total=wording.hours(compared.this_seconds),
        last_total=wording.hours(compared.last_seconds),
        rest_total=wording.hours(_rest(compared)),
        words=_words(compared, zone),
    )


def share_rows(shares: Sequence[ProjectShare], compared: WeekComparison, running: ListedEntry | None) -> list[ShareRow]:
    """Hours by project; the longest bar is full, and the hours of what runs grow."""
    total = sum(share.hours.seconds for share in shares)
    longest = max((share.hours.seconds for share in shares), default=0)
    running_seconds = sum(day.running_seconds for day in compared.days)
    growing = {running.project_id: epoch(compared.moment) - running_seconds} if running else {}
    return [
        ShareRow(
            project_id=share.project_id or 0,
            project=share.name,
            color=share.color,
            hours_text=wording.hours(share.hours.seconds),
            percent_text=f"{percent(share.hours.seconds, total)}{SPACE}%",
            width=percent(share.hours.seconds, longest),
            total_seconds=share.hours.seconds - (running_seconds if share.project_id in growing else 0),
            since=growing.get(share.project_id, 0),
        )
        for share in shares
    ]


def work_rows(entries: Iterable[ListedEntry], today: date, zone: str) -> list[WorkRow]:
    """What was worked on last, each once."""
    return [
        WorkRow(
            entry_id=entry.entry_id,
            description=entry.description,
            project=entry.project_name or "",
            color=entry.color or "",
            task=entry.task_name or "",
            when_text="now" if entry.end_time is None else _when(periods.local_date(entry.end_time, zone), today),
            is_running=entry.end_time is None,
        )
        for entry in entries
    ]


def unbilled_row(projects: Sequence[Project], values: dict[int, Value], currency: str, now: datetime) -> UnbilledRow:
    """What no invoice holds yet, the largest currency loud; ``currency`` is for nothing at all."""
    if not values:
        return UnbilledRow(money.shown(Decimal(0), currency), note="Nothing to bill yet")
    (loud, amount), *others = _totals(values.values())
    known = [(project, values[project.project_id]) for project in projects if project.project_id in values]
    parts = [PartRow(project.color, float(value.amounts[loud])) for project, value in known if loud in value.amounts]
    days = (now - min(value.oldest_time or now for value in values.values())).days
    return UnbilledRow(
        amount_text=money.shown(amount, loud),
        other_texts=tuple(f"+ {money.shown(more, other)}" for other, more in others),
        parts=tuple(sorted(parts, key=lambda part: -part.weight)),
        note=f"{counted(len(values), 'project')} · oldest {counted(days, 'day') if days else 'today'}",
    )


def percent(part: int, whole: int) -> int:
    """How many whole percent of ``whole`` a ``part`` is, half rounded up; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def counted(count: int, thing: str) -> str:
    """1 project, 4 projects."""
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _totals(values: Iterable[Value]) -> list[tuple[str, Decimal]]:
    sums: dict[str, Decimal] = {}
    for value in values:
        for currency, amount in value.amounts.items():
            sums[currency] = sums.get(currency, Decimal(0)) + amount
    return sorted(sums.items(), key=lambda total: -total[1])


def _growing(seconds: int, since: int, now: datetime) -> GrowingRow:
    running = epoch(now) - since if since else 0
    return GrowingRow(wording.hours(seconds), seconds, seconds - running, since)


def _since(running: ListedEntry | None, first: datetime) -> int:
    return epoch(max(running.start_time, first)) if running else 0


def left(seconds: int) -> str:
    """0:30 left, or over."""
    return f"{wording.hours(abs(seconds))} {'left' if seconds >= 0 else 'over'}"


def _change(compared: WeekComparison) -> str:
    percentage, seconds = compared.change_percent, compared.this_seconds - compared.last_seconds
    if percentage is None or not seconds:
        return ""
    tenths = abs(percentage).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{'↑' if seconds > 0 else '↓'} {wording.hours(abs(seconds))} · {tenths}{SPACE}%"


def _change_of(compared: WeekComparison, zone: str) -> str:
    until = f"last week to {_moment(compared.last_moment, zone)}"
    if not compared.last_seconds:
        return f"Nothing {until}"
    return f"{'on' if compared.this_seconds != compared.last_seconds else 'As much as'} {until}"


def _moment(instant: datetime, zone: str) -> str:
    return f"{periods.local_date(instant, zone):%a} {wording.clock(instant, zone)}"


def _bar(seconds: int) -> float | None:
    return round(seconds / 3600, 4) if seconds else None


def _label(seconds: int) -> str:
    return wording.hours(seconds) if seconds else ""


def _rest(compared: WeekComparison) -> int:
    return sum(day.last_rest_seconds for day in compared.days)


def _compared_day(compared: WeekComparison, n: int, today: date) -> ComparedDayRow:
    day = compared.days[n]
    texts = (_label(seconds) or "–" for seconds in (day.this_seconds, day.last_seconds, day.last_rest_seconds))
    return ComparedDayRow(f"{day.day:%a}", str(day.day.day), day.day == today, *texts)


def _words(compared: WeekComparison, zone: str) -> str:
    hours = wording.hours
    days = ", ".join(
        f"{day.day:%A} {hours(day.this_seconds)} against {hours(day.last_seconds + day.last_rest_seconds)}"
        for day in compared.days
        if day.this_seconds or day.last_seconds or day.last_rest_seconds
    )
    return (
        f"Hours this week {hours(compared.this_seconds)}, last week {hours(compared.last_seconds)} to"
        f" {_moment(compared.last_moment, zone)} and {hours(compared.last_seconds + _rest(compared))} in all."
        + (f" {days}." if days else "")
    )


def _when(day: date, today: date) -> str:
    days = (today - day).days
    if days < 2:
        return "yesterday" if days == 1 else "today"
    return f"{day:%a}" if days < 7 else f"{day.day} {day:%b}{'' if day.year == today.year else f' {day.year}'}"

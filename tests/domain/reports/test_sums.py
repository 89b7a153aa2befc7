"""Whatever is asked for, in any zone and with any rounding: every report adds up to its entries, to the second."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import Session

from tests import factories
from tests.domain.reports.conftest import EVERYTHING, FEBRUARY, Studio, round_time
from timetrack import clock
from timetrack.domain import periods
from timetrack.domain.entry_list import ENTRIES
from timetrack.domain.reports.basis import Asked
from timetrack.domain.reports.clients import clients_report
from timetrack.domain.reports.lines import Line, figures_of
from timetrack.domain.reports.projects import projects_report
from timetrack.domain.reports.team import team_report
from timetrack.domain.reports.timesheet import timesheet
from timetrack.domain.reports.weeks import weeks_report
from timetrack.domain.rounding import Rounding
from timetrack.models import User

ZONES = ("UTC", "Europe/Berlin", "Pacific/Apia", "America/St_Johns", "Asia/Kathmandu", "Pacific/Pago_Pago")
ROUNDINGS = [(0, "NEAREST", 0), (15, "UP", 0), (15, "NEAREST", 10), (6, "DOWN", 20), (0, "UP", 60), (7, "NEAREST", 0)]


def totals(session: Session, actor: User, asked: Asked) -> dict[str, int]:
    """What each report says it all comes to."""
    return {
        "timesheet": timesheet(session, actor, asked=asked).figures.seconds,
        "projects": projects_report(session, actor, asked=asked).figures.seconds,
        "clients": clients_report(session, actor, asked=asked).figures.seconds,
        "weeks": weeks_report(session, actor, asked=asked).figures.seconds,
        "team": team_report(session, actor, asked=asked).hours.seconds,
    }


def entries(session: Session) -> list[tuple[int, int, bool]]:
    """Of whom, how long, whether billable: what runs up to now."""
    found = session.execute(select(*ENTRIES.c["user_id", "start_time", "end_time", "is_billable"]))
    return [(row[0], int(((row[2] or clock.now()) - row[1]).total_seconds()), row[3]) for row in found]


@pytest.mark.parametrize(("minutes", "mode", "minimum"), ROUNDINGS)
def test_every_report_adds_up_to_all_entries(
    session: Session, studio: Studio, minutes: int, mode: str, minimum: int
) -> None:
    round_time(session, minutes, mode, minimum)
    rounding = Rounding(minutes, mode, minimum)
    wanted = sum(rounding.billed(seconds) for _, seconds, _ in entries(session))
    billable = sum(rounding.billed(seconds) for _, seconds, is_billable in entries(session) if is_billable)
    for zone in ZONES:
        actor = replaced(studio.manager, timezone=zone)
        assert set(totals(session, actor, EVERYTHING).values()) == {wanted}, zone
        assert timesheet(session, actor, asked=EVERYTHING).figures.billable_seconds == billable
        assert team_report(session, actor, asked=EVERYTHING).hours.billable_seconds == billable


@pytest.mark.parametrize(("minutes", "mode", "minimum"), ROUNDINGS[:3])
def test_days_weeks_and_months_add_up_however_a_span_is_cut(
    session: Session, studio: Studio, minutes: int, mode: str, minimum: int
) -> None:
    """A month is the sum of its weeks and days, also where an entry lies over both of its ends."""
    round_time(session, minutes, mode, minimum)
    for zone in ZONES:
        actor = replaced(studio.manager, timezone=zone)
        (month,) = set(totals(session, actor, FEBRUARY).values())
        halves = [replace(FEBRUARY, last=date(2026, 2, 11)), replace(FEBRUARY, first=date(2026, 2, 12))]
        assert sum(totals(session, actor, half)["team"] for half in halves) == month
        assert sum(totals(session, actor, half)["projects"] for half in halves) == month
        days = [FEBRUARY.first + timedelta(days=n) for n in range(28)]
        of_days = timesheet(session, actor, asked=FEBRUARY).days
        assert [day.day for day in of_days] == days
        sample = [4, 13]
        assert [of_days[n].figures.seconds for n in sample] == [
            timesheet(session, actor, asked=Asked(days[n], days[n])).figures.seconds for n in sample
        ]


@pytest.mark.parametrize(
    ("zone", "changes"),
    [
        ("Europe/Berlin", date(2026, 3, 29)),
        ("Europe/Berlin", date(2026, 10, 25)),
        ("Africa/Cairo", date(2026, 4, 24)),
        ("America/Havana", date(2026, 11, 1)),
        ("Australia/Lord_Howe", date(2026, 4, 5)),
        ("America/St_Johns", date(2026, 3, 8)),
    ],
)
def test_a_night_in_which_the_clocks_change_is_cut_where_its_day_ends(
    session: Session, mira: User, zone: str, changes: date
) -> None:
    """Against a count of minutes, each on the day that a calendar in that zone has at that minute."""
    there = ZoneInfo(zone)
    noon = datetime.combine(changes, time(12), there).astimezone(UTC)
    minutes: Counter[date] = Counter()
    for hours in (-40, -18, 6):
        start = noon + timedelta(hours=hours)
        factories.entry(session, mira, start=start, hours=15)
        minutes.update((start + timedelta(minutes=n)).astimezone(there).date() for n in range(15 * 60))
    actor = replaced(mira, timezone=zone)
    asked = Asked(changes - timedelta(days=2), changes + timedelta(days=2), user_id=mira.user_id)
    days = timesheet(session, actor, asked=asked).days
    assert {day.day: day.figures.seconds // 60 for day in days if day.lines} == minutes
    for day in days:
        alone = totals(session, actor, replace(asked, first=day.day, last=day.day))
        assert set(alone.values()) == {minutes[day.day] * 60}


def test_parts_add_up_to_the_whole(session: Session, studio: Studio) -> None:
    whole = timesheet(session, studio.manager, asked=FEBRUARY).figures
    people = [replace(FEBRUARY, user_id=one.user_id) for one in (studio.mira, studio.noor)]
    assert sum(totals(session, studio.manager, one)["timesheet"] for one in people) == whole.seconds
    for parts in ([replace(FEBRUARY, is_billable=kind) for kind in (True, False)],):
        for name in ("timesheet", "projects", "clients", "weeks", "team"):
            assert sum(totals(session, studio.manager, part)[name] for part in parts) == whole.seconds
    on_opal = replace(FEBRUARY, client_id=studio.opal.client_id)
    on_portal = replace(FEBRUARY, project_id=studio.portal.project_id)
    assert totals(session, studio.manager, on_opal) == totals(session, studio.manager, on_portal)
    called = timesheet(session, studio.manager, asked=replace(FEBRUARY, tag="call")).figures.seconds
    assert 0 < called < whole.seconds


def test_amounts_are_those_of_an_exact_oracle(session: Session, studio: Studio) -> None:
    for line in timesheet(session, studio.manager, asked=FEBRUARY).lines:
        exact = Fraction(line.hourly_rate) * line.seconds / 3600 * line.is_billable
        unit = {"EUR": 100, "JPY": 1}[line.currency]
        assert line.amount == Decimal(int(exact * unit + Fraction(1, 2))) / unit
    found = clients_report(session, studio.manager, asked=FEBRUARY)
    assert found.figures.amounts.keys() == {"EUR", "JPY"}
    assert found.figures == projects_report(session, studio.manager, asked=FEBRUARY).figures


@given(st.integers(1, 86_400), st.integers(0, 60), st.sampled_from(["UP", "NEAREST", "DOWN"]), st.integers(0, 60))
def test_rounding_goes_to_whole_steps_and_never_below_the_least(
    seconds: int, minutes: int, mode: str, minimum: int
) -> None:
    counted = Rounding(minutes, mode, minimum).billed(seconds)
    step = minutes * 60 or 1
    steps = Fraction(seconds, step)
    whole = {"UP": -(-seconds // step), "DOWN": seconds // step, "NEAREST": int(steps + Fraction(1, 2))}[mode]
    assert counted == max(whole * step, minimum * 60)


def test_totals_are_the_sum_of_printed_lines() -> None:
    third = Line(1, 1, is_running=False, is_billable=True, hourly_rate=Decimal(20), currency="EUR")
    assert third.amount == Decimal("0.01")
    assert figures_of([third] * 3).amounts == {"EUR": Decimal("0.03")}


def replaced(person: User, **values: object) -> User:
    """The same person elsewhere."""
    assert periods.zone_of(str(values["timezone"]))
    return User(**{**person.model_dump(), **values})

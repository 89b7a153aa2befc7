"""How the weeks of the demo's people look: a line per piece of work, and the pieces of today up to this very moment.

A line is weekday, start, end, project/task: description.
"""

from dataclasses import dataclass
from datetime import time, timedelta


@dataclass(frozen=True)
class Piece:
    """A piece of work between two times of day."""

    start: time
    end: time
    job: str
    chore: str
    description: str


@dataclass(frozen=True)
class Recent:
    """A piece of today, counted back from now; without an end it runs."""

    start: timedelta
    end: timedelta | None
    job: str
    chore: str
    description: str


WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")

WEEKS = {
    "Mira": """
Mon 09:00 10:00 studio/Meetings: Week planning
Mon 10:00 12:30 web/Design: Map the checkout steps
Mon 13:15 16:00 grid/Frontend: KPI tiles: layout
Mon 16:00 17:30 brand/Identity: Logo clear space
Tue 08:50 11:30 web/Design: Cart and mini-cart states
Tue 11:30 12:00 studio/Meetings: Daily stand-up
Tue 12:45 15:15 trail/Design: Offline tiles: empty states
Tue 15:15 17:00 portal/Wireframes: Appointment booking flow
Tue 17:00 17:40 help/Tickets: Support inbox
Wed 08:45 10:15 grid/Frontend: KPI tiles: rounding and units
Wed 10:15 10:45 studio/Meetings: Daily stand-up
Wed 10:45 12:20 web/Design: Product page, variant picker
Wed 13:05 15:00 portal/Research: Usability test, round two
Wed 15:00 16:40 brand/Identity: Type specimens
Wed 16:40 17:25 studio/Admin: Write up test notes
Thu 08:30 08:52 help/Tickets: Support inbox
Thu 08:52 10:20 web/Design: Checkout flow: address step
Thu 10:45 11:15 studio/Meetings: Daily stand-up
Thu 11:15 12:30 portal/Wireframes: Appointment booking wireframes
Thu 13:10 16:50 web/Design: Checkout flow: payment step
Fri 09:00 11:15 web/Design: Review with the client
Fri 11:15 11:45 studio/Meetings: Daily stand-up
Fri 12:30 15:00 brand/Identity: Colour pairs and contrast
Fri 15:00 16:40 studio/Admin: Week's loose ends
""",
    "Jonas": """
Mon 09:00 10:00 studio/Meetings: Week planning
Mon 10:00 12:20 grid/Backend: Meter readings: schema
Mon 13:00 17:10 grid/Backend: Import of hourly values
Tue 08:40 11:30 grid/Backend: API paging for meter data
Tue 11:30 12:00 studio/Meetings: Daily stand-up
Tue 12:50 16:45 portal/Data model: Appointments and rooms
Wed 08:30 10:15 help/Tickets: Support inbox
Wed 10:15 10:45 studio/Meetings: Daily stand-up
Wed 10:45 12:30 grid/Backend: Caching of day totals
Wed 13:15 17:00 grid/Backend: Alarm thresholds
Thu 08:30 12:14 grid/Backend: API paging for meter data
Thu 13:05 16:55 grid/Backend: Export as CSV
Fri 09:00 12:00 portal/Data model: Referral letters
Fri 12:40 15:30 grid/Backend: Load test, notes
""",
    "Lena": """
Mon 09:00 10:00 studio/Meetings: Week planning
Mon 10:00 12:40 portal/Accessibility: Keyboard order, booking
Mon 13:20 16:50 portal/Accessibility: Contrast of states
Tue 09:10 11:30 web/Content: Product texts, city bikes
Tue 11:30 12:00 studio/Meetings: Daily stand-up
Tue 12:50 16:40 portal/Accessibility: Error messages that help
Wed 09:15 12:30 portal/Accessibility: Screen reader pass, booking
Wed 13:10 15:50 web/Content: Size guide
Thu 09:13 12:38 portal/Accessibility: Screen reader pass, results
Thu 13:20 16:30 portal/Meetings: Call with the clinic
Fri 09:00 11:50 web/Content: Returns and warranty
Fri 12:30 15:10 portal/Research: Notes from five interviews
""",
    "Tariq": """
Mon 09:00 10:00 studio/Meetings: Week planning
Mon 10:00 12:40 trail/Backend: Elevation profile
Mon 13:20 17:20 trail/Backend: Route import from GPX
Tue 09:20 11:30 trail/Backend: Offline packages
Tue 11:30 12:00 studio/Meetings: Daily stand-up
Tue 12:40 17:00 trail/Backend: Sync after a tunnel
Tue 22:40 00:50 data/Cutover: Night window, dry run
Wed 09:00 12:20 help/Updates: Security updates
Wed 13:00 15:40 data/Cutover: Rehearse the cutover
Thu 09:50 12:30 trail/Backend: Tile server limits
Thu 12:58 17:05 trail/Backend: Way markers
Fri 09:10 12:00 trail/Backend: Battery use on long tours
Fri 12:50 15:20 data/Cutover: Roll-back plan
""",
    "Noor": """
Mon 08:00 11:40 data/Import: Patients without a number
Mon 12:20 16:00 data/Import: Duplicates, rules
Tue 08:00 11:30 data/Import: Letters as PDF
Tue 11:30 12:00 studio/Meetings: Daily stand-up
Tue 12:30 15:50 data/Import: Dates before 1970
Wed 08:10 11:45 field/Mapping: Sheets 12 to 18
Wed 12:20 15:40 data/Import: Compare counts
Thu 08:00 11:27 data/Import: Insurance codes
Thu 11:42 14:50 data/Import: Trial run, clinic east
Fri 08:00 11:30 field/Mapping: Sheets 19 to 24
Fri 12:10 14:30 data/Import: Report of what is left
""",
    "Felix": """
Mon 09:00 10:00 studio/Meetings: Week planning
Mon 10:00 12:30 web/Frontend: Header and search
Mon 13:10 17:00 web/Frontend: Product grid
Tue 09:00 11:30 web/Frontend: Filters that stay in the address
Tue 11:30 12:00 studio/Meetings: Daily stand-up
Tue 12:45 16:40 brand/Guidelines: Templates for slides
Wed 07:30 12:10 field/On site: Ridge path, north
Wed 12:50 16:10 field/On site: Ridge path, south
Thu 09:00 12:20 web/Frontend: Cart drawer
Thu 13:00 16:45 web/Frontend: Address form
Fri 09:00 12:00 brand/Guidelines: Signs for the workshop
Fri 12:40 15:20 web/Frontend: Pictures that load late
""",
}

TODAY = {
    "Mira": """
6:06:20 5:44:20 help/Tickets: Support inbox
5:44:20 4:16:30 web/Design: Checkout flow: address step
4:16:30 3:51:20 help/Tickets: Support inbox
3:51:20 3:21:20 studio/Meetings: Daily stand-up
3:21:20 2:06:20 portal/Wireframes: Appointment booking wireframes
1:26:20 1:11:50 help/Tickets: Support inbox
0:44:12 now web/Design: Checkout flow: address step
""",
    "Jonas": """
6:06:20 2:21:40 grid/Backend: API paging for meter data
1:31:20 now grid/Backend: API paging for meter data
""",
    "Lena": """
5:23:20 1:58:20 portal/Accessibility: Screen reader pass, booking
1:16:20 0:26:20 studio/Meetings: Notes for the clinic
0:26:20 now portal/Accessibility: Screen reader pass, booking
""",
    "Tariq": """
5:36:20 2:06:20 trail/Backend: Way markers
1:38:20 now trail/Backend: Sync after a tunnel
""",
    "Noor": """
6:36:20 3:09:20 data/Import: Insurance codes
2:54:20 0:31:20 data/Import: Trial run, clinic east
""",
}
"""Today, counted back from now: start, end, project/task: description. Felix is not here."""


def week_of(name: str) -> dict[int, list[Piece]]:
    """The pieces of each weekday, Monday 0."""
    days: dict[int, list[Piece]] = {n: [] for n in range(len(WEEKDAYS))}
    for line in WEEKS[name].strip().splitlines():
        when, job, chore, description = _parts(line)
        day, start, end = when.split()
        piece = Piece(time.fromisoformat(start), time.fromisoformat(end), job, chore, description)
        days[WEEKDAYS.index(day)].append(piece)
    return days


def today_of(name: str) -> list[Recent]:
    """What the person did today, earliest first; the last piece may still run."""
    found = []
    for line in TODAY.get(name, "").strip().splitlines():
        when, job, chore, description = _parts(line)
        start, end = when.split()
        found.append(Recent(_ago(start), None if end == "now" else _ago(end), job, chore, description))
    return found


def _parts(line: str) -> tuple[str, str, str, str]:
    """09:00 10:00, job, chore and description of a line."""
    place, _, description = line.partition(": ")
    when, _, where = place.partition("/")
    when, _, job = when.rpartition(" ")
    return when, job, where, description


def _ago(text: str) -> timedelta:
    hours, minutes, seconds = (int(part) for part in text.split(":"))
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)

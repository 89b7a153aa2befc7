"""Toggl's detailed export: what its columns mean, and taking a file over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from pathlib import Path

from timetrack import db
from timetrack.domain.batches import Batch, BatchRow, Remark, import_batch, quoted
from timetrack.domain.people import parse_email
from timetrack.domain.periods import zone_of
from timetrack.domain.text import line, plain, tag_list
from timetrack.errors import InvalidInput, TimetrackError
from timetrack.models import DESCRIPTION_LENGTH
from timetrack.transfer.csv_file import LARGEST_FILE, Record, read_csv
from timetrack.transfer.wall_clock import parse_date, parse_seconds, parse_time, readings

NEEDED = {
    "Email": ("email",),
    "Start date": ("start date",),
    "Start time": ("start time",),
    "End date": ("end date", "stop date"),
    "End time": ("end time", "stop time"),
    "Duration": ("duration",),
}
"""The columns no import can do without, and the names that Toggl has given them over time."""
OPTIONAL = {
    "User": ("user", "member"),
    "Client": ("client",),
    "Project": ("project",),
    "Task": ("task",),
    "Description": ("description",),
    "Billable": ("billable",),
    "Tags": ("tags",),
}
CACHED = 4096
"""How many different cells of a kind are kept in mind: names, tags and e-mails come again and again."""
BILLABLE = {"yes": True, "no": False, "": None}


@dataclass
class Sheet:
    """A file that was read: its good rows, those refused, and what to know about some of the good ones."""

    rows: list[BatchRow] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def read_file(file: Path, zone: str) -> Sheet:
    """Read a detailed export. Raises InvalidInput with one sentence when nothing of it can be read."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
    except OSError as refused:
        raise InvalidInput(f"{file} cannot be read ({refused.strerror}). Nothing was imported.") from refused
    return read_toggl(content, zone)


def import_sheet(sheet: Sheet, *, timezone: str, dry_run: bool = False) -> Batch:
    """Take over what was read, in one transaction; a dry run does the same and is undone at its end.

    The installation itself acts, because whoever starts it on the command line owns the installation. Raises what
    ``import_batch`` raises.
    """
    batch = Batch()
    if sheet.rows:
        with db.transaction() as session:
            batch = import_batch(session, None, rows=sheet.rows, timezone=timezone)
            if dry_run:
                session.rollback()
    batch.refused = _by_number(sheet.refused, batch.refused)
    batch.remarks = _by_number(sheet.remarks, batch.remarks)
    return batch


def read_toggl(content: bytes, zone: str) -> Sheet:
    """The rows of a detailed export, and what is wrong with the others. Pure.

    Raises InvalidInput for an unknown zone, a file that is no CSV, and one without Toggl's columns.
    """
    zone = zone_of(zone).key
    header, records = read_csv(content)
    columns = _columns(header)
    sheet = Sheet()
    for record in records:
        cells = {name: record.cells[at].strip() for name, at in columns.items()} if record.cells else {}
        try:
            row = _row(record, cells, zone, sheet.remarks)
        except TimetrackError as refused:
            sheet.refused.append(Remark(record.number, _about(cells), _reason(refused)))
        else:
            sheet.rows.append(row)
    if not sheet.rows and not sheet.refused:
        raise InvalidInput("This file has a header but no rows. Nothing was imported.")
    return sheet


def _columns(header: Sequence[str]) -> dict[str, int]:
    at = {name.casefold(): n for n, name in reversed(list(enumerate(header)))}
    found = {
        column: at[name] for column, names in (NEEDED | OPTIONAL).items() for name in reversed(names) if name in at
    }
    missing = [column for column in NEEDED if column not in found]
    if missing:
        raise InvalidInput(
            f"This is not Toggl's detailed export: it has no column {_listed(missing)}."
            " In Toggl choose Reports, Detailed, Export, CSV; nothing was imported."
        )
    return found


def _listed(names: Sequence[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _row(record: Record, cells: dict[str, str], zone: str, remarks: list[Remark]) -> BatchRow:
    if record.problem:
        raise InvalidInput(record.problem)
    start = parse_date(cells["Start date"]), parse_time(cells["Start time"])
    end = parse_date(cells["End date"]), parse_time(cells["End time"])
    meant, said = readings(start, end, zone, parse_seconds(cells["Duration"]))
    email = _email(cells["Email"])
    project = _name(cells.get("Project", ""), "A project's name")
    row = BatchRow(
        number=record.number,
        email=email,
        person_name=_name(cells.get("User", ""), "A name") or email[:200],
        client=_name(cells.get("Client", ""), "A client's name") if project else "",
        project=project,
        task=_name(cells.get("Task", ""), "A task's name") if project else "",
        description=line(cells.get("Description", ""), what="A description", at_most=DESCRIPTION_LENGTH),
        tags=_tags(cells.get("Tags", "")),
        is_billable=_billable(cells.get("Billable", "")),
        readings=meant,
    )
    if said:
        remarks.append(Remark(row.number, row.about(zone), said))
    if not project and (cells.get("Client") or cells.get("Task")):
        remarks.append(Remark(row.number, row.about(zone), "has a client or a task but no project; they are left out"))
    return row


@lru_cache(maxsize=CACHED)
def _email(cell: str) -> str:
    return parse_email(cell)


@lru_cache(maxsize=CACHED)
def _name(cell: str, what: str) -> str:
    return line(cell, what=what, at_most=200)


@lru_cache(maxsize=CACHED)
def _tags(cell: str) -> tuple[str, ...]:
    return tuple(tag_list(cell.split(",")))


def _billable(cell: str) -> bool | None:
    if cell.lower() not in BILLABLE:
        raise InvalidInput(f"Billable is Yes or No; “{cell[:40]}” is neither.")
    return BILLABLE[cell.lower()]


def _about(cells: dict[str, str]) -> str:
    """Who, when and what in the file's own words, fit to be printed."""
    if not cells:
        return ""
    start, end = f"{cells['Start date']} {cells['Start time']}", f"{cells['End date']} {cells['End time']}"
    return plain(f"{cells['Email'][:60]}  {start[:40]} – {end[:40]}  {quoted(cells.get('Description', ''))}")


def _reason(refused: TimetrackError) -> str:
    return re.sub(r"[.;]? ?[Nn]othing was saved\.$", "", refused.message).removesuffix(".")


def _by_number(*remarks: Sequence[Remark]) -> list[Remark]:
    return sorted((remark for some in remarks for remark in some), key=attrgetter("number"))

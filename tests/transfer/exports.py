"""Toggl's detailed exports for tests, written row by row; every cell has a default that works."""

import csv
import io
from pathlib import Path

FIXTURES = Path(__file__).parents[1] / "fixtures" / "imports"
HEADER = (
    "User", "Email", "Client", "Project", "Task", "Description", "Billable",
    "Start date", "Start time", "End date", "End time", "Duration", "Tags", "Amount (EUR)",
)  # fmt: skip
ORDINARY = {
    "User": "Ada Example",
    "Email": "ada@example.test",
    "Description": "Standup",
    "Billable": "No",
    "Start date": "2026-03-04",
    "Start time": "09:00:00",
    "End date": "2026-03-04",
    "End time": "10:30:00",
    "Duration": "01:30:00",
}


def export(*rows: dict[str, str], header: tuple[str, ...] = HEADER, encoding: str = "utf-8-sig") -> bytes:
    """A file with one row for each of `rows`; what a row leaves out is ordinary."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, header, extrasaction="ignore", restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(ORDINARY | row for row in rows)
    return out.getvalue().encode(encoding)


def at(start: str, end: str, duration: str = "", day: str = "2026-03-04", **cells: str) -> dict[str, str]:
    """A row between two times of one day; without a duration the column stays empty."""
    times = {"Start date": day, "Start time": start, "End date": day, "End time": end, "Duration": duration}
    return times | {name.replace("_", " ").capitalize(): cell for name, cell in cells.items()}

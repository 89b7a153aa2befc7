"""When something happened, in words."""

from datetime import datetime

from timetrack.domain import periods
from timetrack.models import User


def ago(instant: datetime, now: datetime) -> str:
    """just now, 20 s ago, 5 min ago, 3 h ago, 2 days ago."""
    seconds = max(0, int((now - instant).total_seconds()))
    if seconds < 5:
        return "just now"
    for unit, size in (("days", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size * (2 if unit == "days" else 1):
            return f"{seconds // size} {unit} ago"
    return f"{seconds} s ago"


def moment(instant: datetime, viewer: User, now: datetime) -> str:
    """14:36 today, 14:36 yesterday, or Thu 19 Nov, 14:36, at the viewer's clock."""
    zone = viewer.timezone
    there, today = periods.local_date(instant, zone), periods.local_date(now, zone)
    at = periods.shown_clock(instant, zone, viewer.time_format)
    word = {0: "today", 1: "yesterday"}.get((today - there).days)
    if word:
        return f"{at} {word}"
    year = "" if there.year == today.year else f" {there.year}"
    return f"{periods.shown_day(there)}{year}, {at}"

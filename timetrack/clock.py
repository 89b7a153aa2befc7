"""The one place that asks what time it is; tests freeze it here."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current instant: aware UTC, cut to the whole second, because time is kept to the second."""
    return datetime.now(UTC).replace(microsecond=0)

"""Tables to export: with texts that are up to something, and as long as is asked."""

from datetime import UTC, date, datetime
from decimal import Decimal

from timetrack.domain.reports.tables import TIMESHEET, ReportTable

NASTY = (
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "＝1+1", "https://example.org", "<b>bold</b> & \"quoted\"",
    "Grüße, Привет, Ελλάδα", "שלום עולם", "नमस्ते", "日本語 한국어", "🚀 lift-off", "a;b,c", "{=1}", "x" * 500,
)  # fmt: skip


def report_table(descriptions: tuple[str, ...] = NASTY) -> ReportTable:
    """An hour and a growing number of seconds for each description, at 95.50 an hour."""
    rows = [
        (date(2026, 11, 9), "Mira", "Opal", "Portal", "", words, 3600 + n, 3600 + n, Decimal("95.5"), Decimal(95), "EUR")
        for n, words in enumerate(descriptions)
    ]  # fmt: skip
    seconds = sum(3600 + n for n in range(len(rows)))
    return ReportTable(
        title="Timesheet",
        about="9 Nov 2026 · Mira",
        notes=("Days in Europe/Berlin.", "Hours are not rounded."),
        columns=TIMESHEET,
        rows=tuple(rows),
        totals=(("Total", *(None,) * 5, seconds, seconds, None, Decimal(95 * len(rows)), "EUR"),),
        at=datetime(2026, 11, 19, 13, 36, tzinfo=UTC),
    )

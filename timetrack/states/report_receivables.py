"""What the ageing of receivables shows: a row per client and currency, every figure leading to its invoices. Pure."""

from collections.abc import Sequence
from decimal import Decimal

from timetrack.domain import figures, money
from timetrack.domain.reports.receivables import ClientOwes, Receivables
from timetrack.states.report_links import Viewing
from timetrack.states.report_rows import ChartRow, ReportCell, ReportRow, ReportSum, ShareOfReport
from timetrack.states.report_shown import DASH, Vars, cell

TONES = ("", "warn", "warn", "bad", "bad")


def receivables_shown(found: Receivables, viewing: Viewing, _opened: set[str]) -> Vars:
    """Clients, the largest sums first; where there are several currencies each has a row for them all."""
    totals = [_row(one, found, viewing, name=f"All in {one.currency}") for one in found.totals]
    return {
        "columns": ["Client", "Currency", *(age.label for age in found.ages), "Total"],
        "rows": [*(_row(one, found, viewing) for one in found.clients), *totals],
        "parts": _bars(found.clients, viewing),
        "chart": ChartRow(title="Owed by client"),
        "total": _sum(found, viewing),
    }


def _row(one: ClientOwes, found: Receivables, viewing: Viewing, name: str = "") -> ReportRow:
    cells = [
        _cell(age.label, amount, one, viewing.invoices(one.client_id, age.word), tone)
        for age, amount, tone in zip(found.ages, one.amounts, TONES, strict=True)
    ]
    whole = viewing.invoices(one.client_id)
    return ReportRow(
        key=f"o{one.client_id}-{one.currency}",
        name=name or one.name,
        detail=one.currency,
        path=whole,
        cells=(*cells, cell("Total", money.shown(one.total, one.currency), whole, is_loud=True)),
    )


def _cell(name: str, amount: Decimal, one: ClientOwes, path: str, tone: str) -> ReportCell:
    return cell(name, money.shown(amount, one.currency) if amount else DASH, path, tone=tone if amount else "")


def _bars(found: Sequence[ClientOwes], viewing: Viewing) -> list[ShareOfReport]:
    """Each against the longest and against all of its currency, for amounts are never converted."""
    longest: dict[str, Decimal] = {}
    whole: dict[str, Decimal] = {}
    for one in found:
        longest[one.currency] = max(longest.get(one.currency, one.total), one.total)
        whole[one.currency] = whole.get(one.currency, Decimal(0)) + one.total
    return [
        ShareOfReport(
            key=f"b{one.client_id}-{one.currency}",
            name=one.name,
            hours_text=money.shown(one.total, one.currency),
            percent_text=f"{figures.percent_of(one.total, whole[one.currency])}\u00a0%",
            width=figures.percent_of(one.total, longest[one.currency]),
            path=viewing.invoices(one.client_id),
        )
        for one in found
    ]


def _sum(found: Receivables, viewing: Viewing) -> ReportSum:
    """The largest currency loud; the others beside it; below, how late the largest is."""
    if not found.totals:
        return ReportSum()
    first = found.totals[0]
    parts = [
        ShareOfReport(
            key=age.word,
            name=age.label,
            hours_text=money.shown(amount, first.currency),
            percent_text=f"{figures.percent_of(amount, first.total)}\u00a0%",
            path=viewing.invoices(0, age.word),
        )
        for age, amount in zip(found.ages, first.amounts, strict=True)
        if amount
    ]
    return ReportSum(
        hours_text=money.shown(first.total, first.currency),
        billable_text=" · ".join(
            [f"{money.shown(first.overdue, first.currency)} overdue" if first.overdue else "nothing overdue"]
            + [money.shown(one.total, one.currency) for one in found.totals[1:]]
        ),
        parts=tuple(parts),
    )

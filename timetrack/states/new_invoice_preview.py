"""The paper that a new invoice would be, as ready text."""

from collections.abc import Mapping
from typing import Any

from timetrack.documents.invoice_words import amount_text, entries_text, hours_text, percent
from timetrack.domain import figures, money
from timetrack.domain.invoices.planning import Plan, PlannedLine
from timetrack.states import invoice_shown
from timetrack.states.invoice_rows import LineRow, PartyRow, SumRow
from timetrack.states.new_invoice_shown import Choices


def preview(plan: Plan | None, choices: Choices) -> dict[str, Any]:
    """The paper that a draft would be."""
    if plan is None:
        return {
            **dict.fromkeys(("total", "said", "more_text", "currency"), ""),
            "lines": [], "sums": [], "buyer": PartyRow(), "tax_notes": [],
        }  # fmt: skip
    names = {one.tax_rate_id: one.name for one in choices.taxes}
    entries = sum(len(line.entry_ids) for line in plan.lines)
    seconds = sum(line.quantity_seconds or 0 for line in plan.lines)
    more = len(plan.lines) - invoice_shown.MOST_LINES
    taxed = {tax.tax_rate_id for tax in plan.sums.taxes}
    return {
        "lines": planned_rows(plan, names),
        "tax_notes": [one.note for one in choices.taxes if one.note and one.tax_rate_id in taxed],
        "sums": planned_sums(plan, names),
        "buyer": invoice_shown.party({name: getattr(plan.client, name) for name in ("name", "address", "tax_id")}),
        "total": money.shown(plan.sums.total_amount, plan.currency),
        "said": " · ".join([entries_text(entries) or "No entries", *([hours_text(seconds)] if seconds else [])]),
        "more_text": f"and {more:,} more lines" if more > 0 else "",
        "currency": plan.currency,
    }


def planned_rows(plan: Plan, names: Mapping[int, str]) -> list[LineRow]:
    """The lines of an invoice to be, the first ``MOST_LINES`` of them, numbered from 1."""
    return [
        LineRow(
            at,
            line.description,
            note=_planned_note(line, plan, names),
            quantity=invoice_shown.quantity_text(line),
            rate=figures.shown_rate(line.rate, plan.currency),
            amount=amount_text(line.amount, plan.currency),
        )
        for at, line in enumerate(plan.lines[: invoice_shown.MOST_LINES], start=1)
    ]


def _planned_note(line: PlannedLine, plan: Plan, names: Mapping[int, str]) -> str:
    """Its discount; and its tax where the lines have several."""
    notes = [f"{percent(line.discount_percent)} off"] if line.discount_percent else []
    if len(plan.sums.taxes) > 1:
        notes.append(names.get(line.tax_rate_id or 0, "no tax"))
    return " · ".join(notes)


def planned_sums(plan: Plan, names: Mapping[int, str]) -> list[SumRow]:
    """What would stand under them."""
    sums, currency = plan.sums, plan.currency
    rows = [SumRow("Subtotal", amount_text(sums.net_amount, currency))]
    if sums.discount_amount:
        rows.append(SumRow("Discount", "−" + amount_text(sums.discount_amount, currency)))
    rows += [
        SumRow(names.get(tax.tax_rate_id, "Tax"), amount_text(tax.tax_amount, currency))
        for tax in sums.taxes
        if tax.tax_rate_id is not None
    ]
    return [*rows, SumRow("Total due", money.shown(sums.total_amount, currency), is_total=True)]

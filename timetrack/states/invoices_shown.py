"""From what the domain found about invoices to the rows of their list."""

from collections.abc import Mapping, Sequence
from datetime import date

from timetrack.domain import money
from timetrack.domain.invoices.reading import Listed, Standing
from timetrack.domain.invoices.receivables import Owed
from timetrack.models import Invoice, InvoiceKind, Project
from timetrack.states.invoice_rows import InvoiceRow, OwedRow, OwedStep, TabRow

NONE = "–"
LOOKS = {
    Standing.DRAFT: ("Draft", "draft"),
    Standing.ISSUED: ("Issued", "accent"),
    Standing.SENT: ("Sent", "accent"),
    Standing.PARTLY_PAID: ("Part paid", "warn"),
    Standing.PAID: ("Paid", "good"),
    Standing.OVERDUE: ("Overdue", "bad"),
    Standing.CREDITED: ("Credited", ""),
    Standing.VOID: ("Void", ""),
}
"""What each standing is called, and the tone that repeats it."""
TABS: dict[str, tuple[str, tuple[Standing, ...], bool]] = {
    "": ("All", (), True),
    "draft": ("Draft", (Standing.DRAFT,), True),
    "open": (
        "Open",
        (Standing.ISSUED, Standing.SENT, Standing.PARTLY_PAID, Standing.OVERDUE),
        True,
    ),
    "overdue": ("Overdue", (Standing.OVERDUE,), True),
    "paid": ("Paid", (Standing.PAID, Standing.CREDITED), False),
    "void": ("Void", (Standing.VOID,), False),
}
"""By the word in the address: what the tab is called, what stands there, and whether it says how many."""


def look(one: Listed) -> tuple[str, str]:
    """The word for where an invoice stands, and its tone."""
    if one.invoice.kind == InvoiceKind.CREDIT_NOTE and one.standing in (Standing.ISSUED, Standing.SENT):
        return "Credit note", ""
    return LOOKS[one.standing]


def day_text(day: date | None, today: date) -> str:
    """12 Nov; with its year when that is another."""
    if day is None:
        return NONE
    return f"{day.day} {day:%b}" + ("" if day.year == today.year else f" {day.year}")


def name_of(invoice: Invoice) -> str:
    """What to call an invoice in a list: its number; one without is a draft."""
    if invoice.number:
        return invoice.number
    return "Draft credit note" if invoice.kind == InvoiceKind.CREDIT_NOTE else "Draft"


def tab_rows(current: str, counts: Mapping[Standing, int], address: Mapping[str, str]) -> list[TabRow]:
    """The tabs, with how many stand in each."""
    rows = []
    for key, (label, standings, counts_shown) in TABS.items():
        count = sum(counts.get(one, 0) for one in standings or counts)
        shown = str(count) if counts_shown and count else ""
        rows.append(TabRow(label, address[key], shown, key == current))
    return rows


def owed_rows(found: Sequence[Owed]) -> list[OwedRow]:
    """What is open, per currency, with its steps."""
    return [_owed_row(one) for one in found]


def invoice_row(one: Listed, projects: Mapping[int, Project], places: Mapping[int, str], today: date) -> InvoiceRow:
    """One line of the list."""
    invoice = one.invoice
    is_note = invoice.kind == InvoiceKind.CREDIT_NOTE
    project = projects.get(invoice.project_id or 0)
    state, tone = look(one)
    amount = money.shown(-invoice.total_amount if is_note else invoice.total_amount, invoice.currency)
    return InvoiceRow(
        invoice_id=invoice.invoice_id,
        number=name_of(invoice),
        client=one.client_name,
        project=f"credits {places.get(invoice.credits_id or 0, '')}" if is_note else project.name if project else "",
        color=project.color if project else "",
        has_dot=project is not None and not is_note,
        issued=day_text(invoice.invoice_date, today),
        due=NONE if is_note else day_text(invoice.due_date, today),
        state=state,
        tone=tone,
        note=_note(one, places, today),
        amount=amount,
        left=money.shown(one.open_amount, invoice.currency) if one.open_amount else NONE,
        is_void=one.standing == Standing.VOID,
    )


def _note(one: Listed, places: Mapping[int, str], today: date) -> str:
    if one.standing == Standing.OVERDUE and one.invoice.due_date:
        days = (today - one.invoice.due_date).days
        return f"{days} day{'' if days == 1 else 's'}"
    if one.standing == Standing.VOID and one.replaced_by_id:
        return f"replaced by {places.get(one.replaced_by_id, '')}"
    return ""


def _owed_row(one: Owed) -> OwedRow:
    steps = (
        ("Not due", one.not_due, ""),
        ("1 – 15 days late", one.late, "late"),
        ("16 – 30", one.later, "later"),
        ("over 30", one.latest, "latest"),
    )
    return OwedRow(
        currency=one.currency,
        total=money.shown(one.total, one.currency),
        overdue=f"{money.shown(one.overdue, one.currency)} overdue" if one.overdue else "",
        steps=tuple(
            OwedStep(label, money.shown(amount, one.currency), tone, max(int(100 * amount / one.total), 10))
            for label, amount, tone in steps
            if amount
        ),
    )

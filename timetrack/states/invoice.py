"""The page of one invoice: its paper, where it stands, what happened to it, and which dialog is open."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from timetrack.db import Session
from timetrack.domain import policy, projects
from timetrack.domain.invoices import credit_notes, issuing, numbering, reading, taxes, trail
from timetrack.errors import NotFound, NotPermitted, NotSignedIn, TimetrackError
from timetrack.models import Invoice, InvoiceStatus, User
from timetrack.states import invoice_shown
from timetrack.states.base import AppState, guarded
from timetrack.states.invoice_forms import NO_TAX
from timetrack.states.invoice_rows import EventRow, InvoiceHead, LineForm, LineRow, LinkedRow, PartyRow, SumRow
from timetrack.states.invoice_shown import Found
from timetrack.states.rows import OptionRow

ASKED = ("issue", "edit", "line", "delete", "pay", "refund", "void", "credit")
MOST_CREDIT_FIELDS = 50
"""With more lines than this only all of an invoice is taken back from its page."""


class InvoiceState(AppState):
    """One invoice. ``asking`` names the dialog that is open, ``asked`` counts how often one was opened.

    ``_seen`` is the version that was on screen when the dialog opened: what is done in it is done to that, or refused.
    """

    head: InvoiceHead = InvoiceHead()
    lines: list[LineRow] = []  # noqa: RUF012
    credit_lines: list[LineRow] = []  # noqa: RUF012
    more_text: str = ""
    sums: list[SumRow] = []  # noqa: RUF012
    tax_notes: list[str] = []  # noqa: RUF012
    details: list[SumRow] = []  # noqa: RUF012
    seller: PartyRow = PartyRow()
    buyer: PartyRow = PartyRow()
    events: list[EventRow] = []  # noqa: RUF012
    linked: list[LinkedRow] = []  # noqa: RUF012
    tax_options: list[OptionRow] = []  # noqa: RUF012
    series_options: list[OptionRow] = []  # noqa: RUF012
    is_loaded: bool = False
    is_here: bool = False
    asking: str = ""
    asked: int = 0
    refusal: str = ""
    line: LineForm = LineForm()
    line_tax_options: list[OptionRow] = []  # noqa: RUF012
    _updated_at: datetime | None = None
    _seen: datetime | None = None

    @guarded
    async def open(self) -> None:
        """Show the invoice that the address names."""
        if policy.may_bill(self._actor):
            self._watch("invoices", "structure")
        invoice_id = _id_in(self.router.url.path)
        if invoice_id != self.head.invoice_id:
            self._show(is_loaded=False, head=InvoiceHead(invoice_id=invoice_id))
        self._show(asking="", refusal="")
        await self._refresh()

    async def _refresh(self) -> None:
        try:
            found = await self._read(_found, invoice_id=self.head.invoice_id)
        except (NotFound, NotPermitted):
            gone = InvoiceHead(invoice_id=self.head.invoice_id)
            self._show(head=gone, lines=[], credit_lines=[], sums=[], details=[], events=[], linked=[], tax_options=[])
            self._show(seller=PartyRow(), buyer=PartyRow(), tax_notes=[], is_here=False, is_loaded=True, asking="")
            return
        self._updated_at = found.invoice.updated_at
        lines = invoice_shown.line_rows(found)
        self._show(
            head=invoice_shown.head(found, self.head.rev),
            lines=lines,
            credit_lines=lines if len(found.lines) <= MOST_CREDIT_FIELDS else [],
            more_text=invoice_shown.more_text(found),
            sums=invoice_shown.sum_rows(found),
            tax_notes=invoice_shown.tax_notes(found),
            details=invoice_shown.details(found),
            seller=invoice_shown.party(found.paper["seller"]),
            buyer=invoice_shown.party(found.paper["buyer"]),
            events=invoice_shown.event_rows(found, self._actor.timezone),
            linked=invoice_shown.linked_rows(found),
            tax_options=_tax_options(found),
            series_options=[OptionRow(str(key), text) for key, text in found.series.items()],
            is_here=True,
            is_loaded=True,
        )

    @guarded
    async def ask(self, what: str) -> None:
        """Open a dialog, with fields as they stand now."""
        if what in ASKED:
            self._open(what)

    def _open(self, what: str) -> None:
        self._seen = self._updated_at
        self._show(asking=what, asked=self.asked + 1, refusal="")

    @guarded
    async def ask_line(self, line_item_id: int) -> None:
        """Open the dialog that changes one line of a draft."""
        lines = await self._read(reading.invoice_lines, invoice_id=self.head.invoice_id)
        found = next((one for one in lines if one.line_item_id == line_item_id), None)
        if found is None or not self.head.is_draft:
            return
        self._seen = self._updated_at
        row = invoice_shown.line_form(found)
        options = [one for one in self.tax_options if one.value]
        if row.tax not in [one.value for one in options]:
            options.append(OptionRow(row.tax, "As it is"))
        self._show(line=row, line_tax_options=options, asking="edit-line", asked=self.asked + 1, refusal="")

    @guarded
    async def cancel(self) -> None:
        """Close the dialog."""
        self._show(asking="", refusal="")

    @asynccontextmanager
    async def _answering(self) -> AsyncIterator[None]:
        """Carry out what a dialog asks for; a refusal is said in it and it stays open, with everything typed."""
        try:
            yield
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            self._show(refusal=refused.message)
        else:
            self._show(asking="", refusal="")
            await self._refresh()


def _found(session: Session, actor: User, *, invoice_id: int) -> Found:
    listed = reading.visible_invoice(session, actor, invoice_id=invoice_id)
    invoice = listed.invoice
    paper, sha256 = reading.paper(session, actor, invoice_id=invoice_id)
    project = projects.visible_project(session, actor, invoice.project_id) if invoice.project_id else None
    return Found(
        listed=listed,
        paper=paper,
        lines=reading.invoice_lines(session, actor, invoice_id=invoice_id),
        trail=trail.invoice_trail(session, actor, invoice_id=invoice_id),
        related=trail.related(session, actor, invoice_id=invoice_id),
        taxes=taxes.tax_rates(session, actor),
        project=project.name if project else "",
        sha256=sha256.hex(),
        today=issuing.today(session),
        taken_back=credit_notes.taken_back(session, actor, invoice_id=invoice_id),
        series=_series(session, actor, invoice),
    )


def _series(session: Session, actor: User, invoice: Invoice) -> dict[int, str]:
    """From which series a draft may get its number, and which that would be today; what is issued has its own."""
    if invoice.status != InvoiceStatus.DRAFT:
        return {}
    following = numbering.next_numbers(session, actor, day=issuing.today(session))
    return {
        one.series.series_id: f"{one.series.name}: {one.number}" for one in following if one.series.kind == invoice.kind
    }


def _tax_options(found: Found) -> list[OptionRow]:
    rates: list[Any] = [OptionRow(str(one.tax_rate_id), one.name) for one in found.taxes]
    return [OptionRow("", "As usual"), OptionRow(NO_TAX, "No tax"), *rates]


def _id_in(path: str) -> int:
    """The invoice that /invoices/12 names; 0, which none has, for anything else."""
    last = path.rstrip("/").rpartition("/")[2]
    return int(last) if last.isascii() and last.isdigit() and len(last) <= 18 else 0

"""The page for a new invoice: client and days, what to look at first, taxes and discount, and a preview that is the draft to be."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from timetrack.db import Session
from timetrack.domain import bank, bulk, clients, figures, money, policy
from timetrack.domain.chosen import CHOSEN_AT_MOST
from timetrack.domain.invoices import drafting, issuing, preflight
from timetrack.domain.invoices.planning import Plan
from timetrack.domain.invoices.preflight import Finding, Subject
from timetrack.domain.invoices.wishes import Grouping, Wish
from timetrack.errors import InvalidInput, NotSignedIn, TimetrackError
from timetrack.models import User
from timetrack.states import new_invoice_picture, new_invoice_preview, new_invoice_shown
from timetrack.states.base import AppState, guarded
from timetrack.states.cells import Form, chosen_id
from timetrack.states.forms import form_number, form_text
from timetrack.states.invoice_forms import NO_TAX, typed_day, typed_discount, typed_line, typed_tax
from timetrack.states.invoice_rows import LineRow, PartyRow, SumRow
from timetrack.states.new_invoice_rows import FIXES, Chosen, ExtraRow, FindingRow, ProjectChoice, finding_row
from timetrack.states.new_invoice_shown import Looked
from timetrack.states.rows import OptionRow

MOST_EXTRAS = 50


class NewInvoiceState(AppState):
    """What was chosen so far, and what it comes to. ``_plan`` is the preview on screen: the draft is that or nothing."""

    client: str = ""
    client_options: list[OptionRow] = []  # noqa: RUF012
    first_day: str = ""
    last_day: str = ""
    period: str = ""
    project_choices: list[ProjectChoice] = []  # noqa: RUF012
    findings: list[FindingRow] = []  # noqa: RUF012
    grouping: str = Grouping.TASK
    extras: list[ExtraRow] = []  # noqa: RUF012
    tax: str = ""
    tax_options: list[OptionRow] = []  # noqa: RUF012
    discount: str = ""
    notes: str = ""
    invoice_date: str = ""
    due_date: str = ""
    terms_days: str = ""
    usual_terms: str = ""
    date_text: str = ""
    due_text: str = ""
    tax_notes: list[str] = []  # noqa: RUF012
    line_refusal: str = ""
    lines: list[LineRow] = []  # noqa: RUF012
    sums: list[SumRow] = []  # noqa: RUF012
    seller: PartyRow = PartyRow()
    buyer: PartyRow = PartyRow()
    total: str = ""
    said: str = ""
    more_text: str = ""
    currency: str = ""
    period_text: str = ""
    preview_query: str = ""
    preview_alt: str = ""
    preview_pages: int = 0
    preview_page: int = 1
    refusal: str = ""
    may_bill: bool = False
    may_draft: bool = False
    is_loaded: bool = False
    _chosen: Chosen = Chosen()
    _findings: Sequence[Finding] = ()
    _plan: Plan | None = None

    @guarded
    async def open(self) -> None:
        """Begin with last month, and the client that the address names."""
        if not policy.may_bill(self._actor):
            self._show(may_bill=False, is_loaded=True)
            return
        self._watch("invoices", "structure", "team")
        query = self.router.url.query_parameters
        client_id = query.get("client", "")
        is_key = client_id.isascii() and client_id.isdigit() and len(client_id) <= 18
        first, last = new_invoice_shown.spans(await self._read(_today))["last-month"]
        self._chosen = Chosen(int(client_id) if is_key else 0, first, last)
        self._show(refusal="", tax="", discount="", period="last-month")
        await self._refresh()

    async def _refresh(self) -> None:
        if not policy.may_bill(self._actor):
            return
        choices = await self._read(new_invoice_shown.find_choices, client_id=self._chosen.client_id)
        known = {one.client_id for one in choices.clients}
        looked, wish = Looked(), self._chosen.wish(choices.hourly)
        if self._chosen.client_id in known:
            looked = await self._read(new_invoice_shown.look, wish=wish)
        self._findings, self._plan = looked.findings, looked.plan
        self._show(
            **new_invoice_shown.choices_shown(self._chosen, choices),
            **new_invoice_preview.preview(looked.plan, choices),
            **await new_invoice_picture.picture(looked, wish),
        )
        self._show(preview_page=min(self.preview_page, max(self.preview_pages, 1)))
        self._show(
            findings=[finding_row(one) for one in looked.findings],
            may_draft=bool(looked.plan and looked.plan.lines) and not any(one.is_blocking for one in looked.findings),
            may_bill=True,
            is_loaded=True,
        )

    @guarded
    async def choose_client(self, value: str) -> None:
        """Bill another client; projects and discount begin anew."""
        kept = self._chosen
        self._show(discount="", tax="", preview_page=1)
        await self._choose(Chosen(chosen_id(value) or 0, kept.first_day, kept.last_day, grouping=kept.grouping))

    @guarded
    async def choose_period(self, name: str) -> None:
        """Bill last month, this month, or everything that is not billed yet."""
        spans = new_invoice_shown.spans(await self._read(_today))
        if name in spans:
            first, last = spans[name]
            self._show(period=name)
            await self._choose(replace(self._chosen, first_day=first, last_day=last))

    @guarded
    async def move_days(self, form: Form) -> None:
        """Bill from one day to another."""
        with_days = {name: typed_day(form_text(form, name)) for name in ("first_day", "last_day")}
        if None in with_days.values():
            raise InvalidInput("A period has a first and a last day. Nothing was changed.")
        self._show(period="")
        await self._choose(replace(self._chosen, **with_days))

    @guarded
    async def turn_project(self, project_id: int, is_on: bool) -> None:
        """Take a project on or leave it out; one at a fixed amount with what is left of its budget."""
        chosen = self._chosen
        if any(one.project_id == project_id and one.is_fixed for one in self.project_choices):
            await self._choose(chosen.with_fixed(project_id, None) if is_on else chosen.without(project_id))
        else:
            left_out = chosen.left_out - {project_id} if is_on else chosen.left_out | {project_id}
            await self._choose(replace(chosen, left_out=frozenset(left_out)))

    @guarded
    async def change_fixed(self, project_id: int, text: str) -> None:
        """Say how much of a project at a fixed amount; empty for what is left of its budget."""
        amount = figures.parse_rate(text, what="A fixed amount")
        await self._choose(self._chosen.with_fixed(project_id, amount))

    @guarded
    async def choose_grouping(self, value: str) -> None:
        """Make a line of each task, project, person or entry."""
        if value in list(Grouping):
            await self._choose(replace(self._chosen, grouping=Grouping(value)))

    @guarded
    async def add_line(self, form: Form) -> None:
        """Add a line for anything but hours; what is wrong with it is said beside it, and it stays typed."""
        if len(self._chosen.extras) >= MOST_EXTRAS:
            raise InvalidInput(f"{MOST_EXTRAS} lines at most are added here; add the others to the draft.")
        try:
            extra = typed_line(form)
            await self._read(drafting.preview, wish=Wish(self._chosen.client_id, project_ids=(), extras=(extra,)))
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            self._show(line_refusal=refused.message)
            return
        await self._choose(replace(self._chosen, extras=(*self._chosen.extras, extra)))

    @guarded
    async def drop_line(self, at: int) -> None:
        """Take a line out that was added."""
        kept = tuple(extra for n, extra in enumerate(self._chosen.extras) if n != at)
        await self._choose(replace(self._chosen, extras=kept))

    @guarded
    async def change_when(self, name: str, text: str) -> None:
        """Say which date it has, in how many days it is to be paid, or by when; empty for what is usual."""
        if name == "terms_days":
            days = bank.check_terms(form_number({name: text}, name)) if text.strip() else None
            await self._choose(replace(self._chosen, terms_days=days, due_date=None))
        elif name in ("invoice_date", "due_date"):
            chosen = replace(self._chosen, **{name: typed_day(text)})
            drafting.check_dates(chosen.invoice_date, chosen.due_date)
            await self._choose(chosen)

    @guarded
    async def choose_tax(self, value: str) -> None:
        """Choose the tax of every line."""
        tax_rate_id = typed_tax(value)
        self._show(tax=value if value == NO_TAX or tax_rate_id else "")
        await self._choose(replace(self._chosen, tax_rate_id=tax_rate_id))

    @guarded
    async def change_discount(self, text: str) -> None:
        """Take off so many percent, or an amount."""
        given = {"discount_amount": Decimal(0)} | typed_discount(text)
        self._show(discount=text.strip()[:40])
        await self._choose(replace(self._chosen, **given))

    @guarded
    async def change_notes(self, text: str) -> None:
        """Write what stands under the invoice."""
        drafting.check_notes(text)
        await self._choose(replace(self._chosen, notes=text))

    @guarded
    async def turn_page(self, by: int) -> None:
        """Look at a page further on, or further back."""
        self._show(preview_page=max(1, min(self.preview_page + by, self.preview_pages)))

    @guarded
    async def fix_with(self, form: Form) -> None:
        """Mend what was found with what was typed into its field; the form names it, for a row cannot."""
        subject = form_text(form, "subject")
        if FIXES.get(subject, ("",))[0] in ("rate", "address"):
            await self._fix(subject, form_text(form, "text"))

    @guarded
    async def fix(self, subject: str) -> None:
        """Mend what was found by the one click that is offered."""
        if FIXES.get(subject, ("",))[0] == "click":
            await self._fix(subject, "")

    @guarded
    async def make_draft(self) -> EventSpec | None:
        """Draft what is on screen, to the last line, or say what came in between."""
        try:
            if self._plan is None:
                raise InvalidInput("There is nothing to draft yet. Choose a client and days.")
            hourly = tuple(one.project_id for one in self.project_choices if not one.is_fixed)
            made = await self._act(drafting.draft, wish=self._chosen.wish(hourly), seen=self._plan)
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            await self._refresh()
            self._show(refusal=refused.message)
            return None
        self._tell("Draft made", money.shown(made.total_amount, made.currency), way_back=_away(made.invoice_id))
        return rx.redirect(f"/invoices/{made.invoice_id}")

    async def _fix(self, subject: str, text: str) -> None:
        found = next((one for one in self._findings if one.subject == subject), None)
        if found is None:
            return
        match found.subject:
            case Subject.NO_RATE:
                await self._give_rate(found, text)
            case Subject.NO_ADDRESS:
                await self._act(clients.edit_client_billing, client_id=self._chosen.client_id, address=text)
                self._tell("Address saved")
            case Subject.OLDER_WORK:
                first = await self._read(preflight.earliest_day, entry_ids=list(found.entry_ids))
                self._chosen = replace(self._chosen, first_day=first or self._chosen.first_day)
                self._show(period="")
            case Subject.OTHER_CURRENCY:
                self._chosen = replace(self._chosen, left_out=self._chosen.left_out | frozenset(found.project_ids))
            case Subject.FIXED_WITHOUT_AMOUNT:
                for project_id in found.project_ids:
                    self._chosen = self._chosen.with_fixed(project_id, None)
        await self._refresh()

    async def _choose(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self._show(refusal="", line_refusal="")
        await self._refresh()

    async def _give_rate(self, found: Finding, text: str) -> None:
        rate = figures.parse_rate(text)
        if rate is None:
            raise InvalidInput("Say which rate. Nothing was changed.")
        keys = list(found.entry_ids)[:CHOSEN_AT_MOST]
        changed = await self._act(bulk.edit_entries, entry_ids=keys, hourly_rate=rate)
        count = len(changed)
        self._tell("Rate set", f"{count} entr{'y' if count == 1 else 'ies'}", way_back=self._undo())


def _away(invoice_id: int) -> Any:
    return drafting.delete_draft, {"invoice_id": invoice_id}


def _today(session: Session, actor: User) -> date:
    policy.require_biller(actor)
    return issuing.today(session)

"""What invoices are made with: bank account, terms and notes, tax rates, series of numbers. Administrators keep it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from timetrack.db import Session
from timetrack.domain import bank, policy, workspace
from timetrack.domain.invoices import issuing, numbering, taxes
from timetrack.domain.invoices.numbering import NextNumber
from timetrack.domain.people import organisation
from timetrack.domain.workspace import WorkspaceChanges
from timetrack.errors import InvalidInput, NotPermitted, NotSignedIn, TimetrackError
from timetrack.models import InvoiceKind, Organisation, Role, TaxRate, User
from timetrack.states.base import AppState, guarded
from timetrack.states.cells import Cells, Form, is_ticked
from timetrack.states.forms import form_number, form_text
from timetrack.states.invoice_forms import typed_percent

SERIES_FOR = {"Invoices": InvoiceKind.INVOICE, "Credit notes": InvoiceKind.CREDIT_NOTE}
"""What a series gives numbers to, as one chooses it."""


@dataclass(frozen=True)
class TermsRow:
    """What new invoices start with."""

    country: str = ""
    iban: str = ""
    bic: str = ""
    bank_name: str = ""
    days: str = ""
    reminders: str = ""
    notes: str = ""


@dataclass(frozen=True)
class TaxRow:
    """One tax rate in use."""

    tax_rate_id: int
    name: str = ""
    percent: str = ""
    note: str = ""
    is_default: bool = False


@dataclass(frozen=True)
class SeriesRow:
    """One series of numbers and what it gives next, as a number and as its count."""

    series_id: int
    name: str = ""
    kind: str = ""
    pattern: str = ""
    next_number: str = ""
    next_count: str = ""
    is_begun: bool = False
    is_default: bool = False
    rev: int = 0
    problem: str = ""
    problem_field: str = ""


class InvoiceSettingsState(Cells, AppState):
    """The section; a refused form keeps what was typed. ``terms_rev`` and the like count what was saved."""

    terms: TermsRow = TermsRow()
    taxes: list[TaxRow] = []  # noqa: RUF012
    series: list[SeriesRow] = []  # noqa: RUF012
    terms_refusal: str = ""
    tax_refusal: str = ""
    series_refusal: str = ""
    terms_rev: int = 0
    tax_rev: int = 0
    series_rev: int = 0

    @guarded
    async def open(self) -> None:
        """Show what is kept, to administrators."""
        if self._actor.role == Role.ADMIN:
            self._watch("invoices", "structure")
        self._start_over()
        self._show(terms_refusal="", tax_refusal="", series_refusal="")
        await self._refresh()

    async def _refresh(self) -> None:
        try:
            kept, rates, series = await self._read(_found)
        except NotPermitted:
            self._show(terms=TermsRow(), taxes=[], series=[], may_edit=False, is_loaded=True)
            return
        self._show(
            terms=_terms_row(kept),
            taxes=[_tax_row(one) for one in rates],
            series=[_series_row(one, self._cell(str(one.series.series_id))) for one in series],
            may_edit=True,
            is_loaded=True,
        )

    @guarded
    async def save_terms(self, form: Form) -> None:
        """Save bank account, terms and notes, all of them or none."""
        with self._form("terms"):
            await self._act(_save_terms, form=form)
            self._tell("Saved", "New invoices start with it; issued ones stay as they are.")
            await self._refresh()

    @guarded
    async def add_tax(self, form: Form) -> None:
        """Add a tax rate; the notice puts it away again."""
        with self._form("tax"):
            made = await self._act(_add_tax, form=form)
            away = (taxes.archive_tax_rate, {"tax_rate_id": made.tax_rate_id})
            self._tell("Tax rate added", made.name, way_back=away)
            await self._refresh()

    @guarded
    async def make_default(self, tax_rate_id: int) -> None:
        """Put a tax rate on every new line that says nothing else."""
        made = await self._act(taxes.edit_tax_rate, tax_rate_id=tax_rate_id, is_default=True)
        self._tell("Default tax rate", made.name)
        await self._refresh()

    @guarded
    async def archive_tax(self, tax_rate_id: int) -> None:
        """Put a tax rate away; lines that have it keep it. The notice takes it back."""
        gone = await self._act(taxes.archive_tax_rate, tax_rate_id=tax_rate_id)
        back = (taxes.unarchive_tax_rate, {"tax_rate_id": tax_rate_id})
        self._tell("Tax rate put away", gone.name, way_back=back)
        await self._refresh()

    @guarded
    async def change_pattern(self, series_id: int, text: str) -> None:
        """Give a series another pattern, for numbers to come."""
        with self._saving(str(series_id), "pattern"):
            await self._act(numbering.edit_series, series_id=series_id, pattern=text)
        await self._refresh()

    @guarded
    async def start_at(self, series_id: int, text: str) -> None:
        """Let a series that gave no number this year begin with another than 1."""
        with self._saving(str(series_id), "count"):
            await self._act(_start_at, series_id=series_id, text=text)
        await self._refresh()

    @guarded
    async def make_default_series(self, series_id: int) -> None:
        """Let new documents of its kind get their numbers from a series."""
        made = await self._act(numbering.edit_series, series_id=series_id, is_default=True)
        self._tell("New ones get their numbers from", made.name)
        await self._refresh()

    @guarded
    async def add_series(self, form: Form) -> None:
        """Add a series of numbers."""
        with self._form("series"):
            made = await self._act(
                numbering.add_series,
                kind=SERIES_FOR.get(form_text(form, "kind"), ""),
                name=form_text(form, "series_name"),
                pattern=form_text(form, "pattern"),
            )
            self._tell("Series added", made.name)
            await self._refresh()

    @contextmanager
    def _form(self, name: str) -> Iterator[None]:
        """Save what a form asks for and empty it; a refusal is said in it, and what was typed stays."""
        try:
            yield
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            self._show(**{f"{name}_refusal": refused.message})
        else:
            self._show(**{f"{name}_refusal": "", f"{name}_rev": getattr(self, f"{name}_rev") + 1})


def _found(
    session: Session, actor: User
) -> tuple[Organisation, list[TaxRate], list[NextNumber]]:  # fmt: skip
    policy.require_keeper_of_terms(actor)
    series = numbering.next_numbers(session, actor, day=issuing.today(session))
    return organisation(session), taxes.tax_rates(session, actor), series


def _start_at(session: Session, actor: User, *, series_id: int, text: str) -> None:
    count = text.strip()
    if not (count.isascii() and count.isdigit() and len(count) <= 10):
        raise InvalidInput(f"“{text[:40]}” is not a count, such as 42. Nothing was saved.")
    numbering.start_numbers_at(session, actor, series_id=series_id, day=issuing.today(session), number=int(count))


def _save_terms(session: Session, actor: User, *, form: Form) -> Organisation:
    changes: WorkspaceChanges = {
        "country": form_text(form, "country"),
        "iban": form_text(form, "iban"),
        "bic": form_text(form, "bic"),
        "bank_name": form_text(form, "bank_name"),
        "payment_terms_days": form_number(form, "terms_days"),
        "reminder_days": bank.parse_reminders(form_text(form, "reminders")),
        "invoice_notes": form_text(form, "notes"),
    }
    return workspace.edit_workspace(session, actor, **changes)


def _add_tax(session: Session, actor: User, *, form: Form) -> TaxRate:
    return taxes.add_tax_rate(
        session,
        actor,
        name=form_text(form, "name"),
        rate=typed_percent(form_text(form, "percent"), what="A tax rate"),
        is_reverse_charge=is_ticked(form, "reverse"),
        note=form_text(form, "note"),
        is_default=is_ticked(form, "default"),
    )


def _terms_row(kept: Organisation) -> TermsRow:
    return TermsRow(
        country=kept.country,
        iban=kept.iban,
        bic=kept.bic,
        bank_name=kept.bank_name,
        days=str(kept.payment_terms_days),
        reminders=", ".join(map(str, kept.reminder_days)),
        notes=kept.invoice_notes,
    )


def _tax_row(one: TaxRate) -> TaxRow:
    percent = f"{(one.rate or Decimal(0)).normalize():f}\u00a0%"
    return TaxRow(one.tax_rate_id, one.name, percent, one.note, one.is_default)


def _series_row(following: NextNumber, cell: dict[str, object]) -> SeriesRow:
    one = following.series
    kind = next(words for words, kind in SERIES_FOR.items() if kind == one.kind)
    return SeriesRow(
        one.series_id,
        one.name,
        "" if kind == one.name else kind,
        one.pattern,
        next_number=following.number,
        next_count=str(following.sequence),
        is_begun=following.is_begun,
        is_default=one.is_default,
        **cell,  # type: ignore[arg-type]
    )

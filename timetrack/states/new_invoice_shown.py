"""What there is to choose for a new invoice and what it comes to, read and turned into rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from timetrack.db import Session
from timetrack.domain import clients, money, periods, policy, projects
from timetrack.domain.invoices import drafting, issuing, preflight, taxes
from timetrack.domain.invoices.files import Printable
from timetrack.domain.invoices.planning import Plan
from timetrack.domain.invoices.preflight import Finding
from timetrack.domain.invoices.previewing import preview_paper
from timetrack.domain.invoices.wishes import DEFAULT_TAX, ExtraLine, Wish
from timetrack.domain.people import organisation
from timetrack.models import BillingType, Client, Organisation, Project, ProjectStatus, TaxRate, User
from timetrack.states import invoice_shown
from timetrack.states.invoice_forms import NO_TAX
from timetrack.states.invoice_rows import PartyRow
from timetrack.states.new_invoice_rows import Chosen, ExtraRow, ProjectChoice, shown_fixed
from timetrack.states.rows import OptionRow


@dataclass(frozen=True)
class Choices:
    """What can be chosen: clients, and of the one that is chosen the projects; with the rates of taxes."""

    clients: Sequence[Client]
    projects: Sequence[Project]
    taxes: Sequence[TaxRate]
    today: date
    notes: str
    terms_days: int
    seller: PartyRow

    @property
    def hourly(self) -> tuple[int, ...]:
        return tuple(one.project_id for one in self.projects if one.billing_type == BillingType.HOURLY)


@dataclass(frozen=True)
class Looked:
    """What there is to look at, and the invoice to be with its paper; None where there cannot be one."""

    findings: Sequence[Finding] = ()
    plan: Plan | None = None
    paper: Printable | None = None


def find_choices(session: Session, actor: User, *, client_id: int) -> Choices:
    """Read what can be chosen."""
    policy.require_biller(actor)
    workspace = organisation(session)
    of_client = projects.visible_projects(session, actor, statuses=tuple(ProjectStatus), client_id=client_id)
    known = clients.visible_clients(session, actor)
    return Choices(
        clients=known,
        projects=[one for one in of_client if one.billing_type != BillingType.NON_BILLABLE] if client_id else [],
        taxes=taxes.tax_rates(session, actor),
        today=issuing.today(session),
        notes=workspace.invoice_notes,
        terms_days=_terms(known, client_id, workspace),
        seller=invoice_shown.party({name: getattr(workspace, name) for name in ("name", "address", "tax_id")}),
    )


def _terms(known: Sequence[Client], client_id: int, workspace: Organisation) -> int:
    """How many days the client has by agreement, or else as the workspace has it."""
    agreed = next((one.payment_terms_days for one in known if one.client_id == client_id), None)
    return workspace.payment_terms_days if agreed is None else agreed


def look(session: Session, actor: User, *, wish: Wish) -> Looked:
    """Read what there is to look at, and where nothing is in the way the invoice to be."""
    findings = preflight.preflight(session, actor, wish=wish)
    if any(one.is_blocking for one in findings):
        return Looked(findings)
    plan = drafting.preview(session, actor, wish=wish)
    return Looked(findings, plan, preview_paper(session, actor, wish=wish, planned=plan) if plan.lines else None)


def choices_shown(chosen: Chosen, choices: Choices) -> dict[str, Any]:
    """What was chosen, and what else could be."""
    fixed = shown_fixed(chosen)
    rates = [OptionRow(str(one.tax_rate_id), one.name) for one in choices.taxes]
    names = {one.tax_rate_id: one.name for one in choices.taxes}
    return {
        "client": str(chosen.client_id or ""),
        "client_options": [OptionRow(str(one.client_id), one.name) for one in choices.clients],
        "first_day": chosen.first_day.isoformat() if chosen.first_day else "",
        "last_day": chosen.last_day.isoformat() if chosen.last_day else "",
        "period_text": invoice_shown.period_text(chosen.first_day, chosen.last_day),
        "project_choices": [_project_choice(one, chosen, fixed) for one in choices.projects],
        "tax_options": [OptionRow("", "As usual"), OptionRow(NO_TAX, "No tax"), *rates],
        "notes": choices.notes if chosen.notes is None else chosen.notes,
        "grouping": chosen.grouping.value,
        "extras": [_extra_row(at, one, names) for at, one in enumerate(chosen.extras)],
        "invoice_date": chosen.invoice_date.isoformat() if chosen.invoice_date else "",
        "due_date": chosen.due_date.isoformat() if chosen.due_date else "",
        "terms_days": "" if chosen.terms_days is None else str(chosen.terms_days),
        "usual_terms": str(choices.terms_days),
        "date_text": invoice_shown.long_day(chosen.invoice_date) or "Day of issue",
        "due_text": _due_text(chosen, choices),
        "seller": choices.seller,
    }


def _extra_row(at: int, one: ExtraLine, names: Mapping[int, str]) -> ExtraRow:
    detail = [f"{one.quantity.normalize():f} {one.unit}".strip() + f" × {one.rate.normalize():f}"]
    if one.discount_percent:
        detail.append(f"{one.discount_percent.normalize():f}\u00a0% off")
    if one.tax_rate_id != DEFAULT_TAX:
        detail.append("no tax" if one.tax_rate_id is None else names.get(one.tax_rate_id, "another tax"))
    return ExtraRow(at, one.description, " · ".join(detail))


def _due_text(chosen: Chosen, choices: Choices) -> str:
    if chosen.due_date:
        return invoice_shown.long_day(chosen.due_date)
    days = choices.terms_days if chosen.terms_days is None else chosen.terms_days
    if chosen.invoice_date:
        return invoice_shown.long_day(chosen.invoice_date + timedelta(days=days))
    return f"{days} day{'' if days == 1 else 's'} later" if days else "On receipt"


def _project_choice(one: Project, chosen: Chosen, fixed: dict[int, Any]) -> ProjectChoice:
    is_fixed, amount = one.billing_type == BillingType.FIXED, fixed.get(one.project_id)
    is_on = one.project_id in fixed if is_fixed else one.project_id not in chosen.left_out
    text = "" if amount is None else f"{money.round_line(amount, one.currency):f}"
    return ProjectChoice(one.project_id, one.name, one.color, is_on, is_fixed, text)


def spans(today: date) -> dict[str, tuple[date | None, date | None]]:
    """The periods that are offered, by name."""
    month = periods.month_of(today)
    return {
        "last-month": periods.month_of(month[0] - periods.ONE_DAY),
        "this-month": month,
        "all": (None, None),
    }

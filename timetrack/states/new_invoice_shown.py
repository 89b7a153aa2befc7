"""What there is to choose for a new invoice and what it comes to, read and turned into rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from timetrack.db import Session
from timetrack.documents.invoice_words import hours_text
from timetrack.domain import clients, money, periods, policy, projects
from timetrack.domain.invoices import drafting, issuing, preflight, taxes
from timetrack.domain.invoices.planning import Plan
from timetrack.domain.invoices.preflight import Finding
from timetrack.domain.invoices.wishes import Wish
from timetrack.domain.people import organisation
from timetrack.models import BillingType, Client, Project, ProjectStatus, TaxRate, User
from timetrack.states import invoice_shown
from timetrack.states.invoice_forms import NO_TAX
from timetrack.states.invoice_rows import PartyRow
from timetrack.states.new_invoice_rows import Chosen, ProjectChoice, shown_fixed
from timetrack.states.rows import OptionRow


@dataclass(frozen=True)
class Choices:
    """What can be chosen: clients, and of the one that is chosen the projects; with the rates of taxes."""

    clients: Sequence[Client]
    projects: Sequence[Project]
    taxes: Sequence[TaxRate]
    today: date
    notes: str
    seller: PartyRow

    @property
    def hourly(self) -> tuple[int, ...]:
        return tuple(one.project_id for one in self.projects if one.billing_type == BillingType.HOURLY)


@dataclass(frozen=True)
class Looked:
    """What there is to look at, and the invoice to be; None where there cannot be one."""

    findings: Sequence[Finding] = ()
    plan: Plan | None = None


def find_choices(session: Session, actor: User, *, client_id: int) -> Choices:
    """Read what can be chosen."""
    policy.require_biller(actor)
    workspace = organisation(session)
    of_client = projects.visible_projects(session, actor, statuses=tuple(ProjectStatus), client_id=client_id)
    return Choices(
        clients=clients.visible_clients(session, actor),
        projects=[one for one in of_client if one.billing_type != BillingType.NON_BILLABLE] if client_id else [],
        taxes=taxes.tax_rates(session, actor),
        today=issuing.today(session),
        notes=workspace.invoice_notes,
        seller=invoice_shown.party({name: getattr(workspace, name) for name in ("name", "address", "tax_id")}),
    )


def look(session: Session, actor: User, *, wish: Wish) -> Looked:
    """Read what there is to look at, and where nothing is in the way the invoice to be."""
    findings = preflight.preflight(session, actor, wish=wish)
    if any(one.is_blocking for one in findings):
        return Looked(findings)
    return Looked(findings, drafting.preview(session, actor, wish=wish))


def choices_shown(chosen: Chosen, choices: Choices) -> dict[str, Any]:
    """What was chosen, and what else could be."""
    fixed = shown_fixed(chosen)
    rates = [OptionRow(str(one.tax_rate_id), one.name) for one in choices.taxes]
    return {
        "client": str(chosen.client_id or ""),
        "client_options": [OptionRow(str(one.client_id), one.name) for one in choices.clients],
        "first_day": chosen.first_day.isoformat() if chosen.first_day else "",
        "last_day": chosen.last_day.isoformat() if chosen.last_day else "",
        "period_text": invoice_shown.period_text(chosen.first_day, chosen.last_day),
        "project_choices": [_project_choice(one, chosen, fixed) for one in choices.projects],
        "tax_options": [OptionRow("", "As usual"), OptionRow(NO_TAX, "No tax"), *rates],
        "notes": choices.notes if chosen.notes is None else chosen.notes,
        "seller": choices.seller,
    }


def _project_choice(one: Project, chosen: Chosen, fixed: dict[int, Any]) -> ProjectChoice:
    is_fixed, amount = one.billing_type == BillingType.FIXED, fixed.get(one.project_id)
    is_on = one.project_id in fixed if is_fixed else one.project_id not in chosen.left_out
    text = "" if amount is None else f"{money.round_line(amount, one.currency):f}"
    return ProjectChoice(one.project_id, one.name, one.color, is_on, is_fixed, text)


def preview(plan: Plan | None, choices: Choices) -> dict[str, Any]:
    """The paper that a draft would be."""
    if plan is None:
        return {
            **dict.fromkeys(("total", "said", "more_text", "currency"), ""),
            "lines": [], "sums": [], "buyer": PartyRow(),
        }  # fmt: skip
    names = {one.tax_rate_id: one.name for one in choices.taxes}
    entries = sum(len(line.entry_ids) for line in plan.lines)
    seconds = sum(line.quantity_seconds or 0 for line in plan.lines)
    more = len(plan.lines) - invoice_shown.MOST_LINES
    return {
        "lines": invoice_shown.planned_rows(plan),
        "sums": invoice_shown.planned_sums(plan, names),
        "buyer": invoice_shown.party({name: getattr(plan.client, name) for name in ("name", "address", "tax_id")}),
        "total": money.shown(plan.sums.total_amount, plan.currency),
        "said": f"{entries} entr{'y' if entries == 1 else 'ies'} · {hours_text(seconds)}",
        "more_text": f"and {more:,} more lines" if more > 0 else "",
        "currency": plan.currency,
    }


def spans(today: date) -> dict[str, tuple[date | None, date | None]]:
    """The periods that are offered, by name."""
    month = periods.month_of(today)
    return {
        "last-month": periods.month_of(month[0] - periods.ONE_DAY),
        "this-month": month,
        "all": (None, None),
    }

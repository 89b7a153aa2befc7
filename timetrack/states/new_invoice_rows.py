"""What the page for a new invoice shows, as ready text, and what was chosen on it."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from timetrack.domain.invoices.preflight import Finding, Subject
from timetrack.domain.invoices.wishes import DEFAULT_TAX, ExtraLine, FixedAmount, Grouping, Wish

FIXES: dict[str, tuple[str, str]] = {
    Subject.NO_RATE: ("rate", "Use this rate"),
    Subject.OTHER_CURRENCY: ("click", "Leave these projects out"),
    Subject.FIXED_WITHOUT_AMOUNT: ("click", "Bill what is left of the budget"),
    Subject.OLDER_WORK: ("click", "Add it"),
    Subject.NO_ADDRESS: ("address", "Save address"),
}
"""How a finding is mended on the spot: by a click, or with one field; and the words on the button."""
PATHS: dict[str, tuple[str, str]] = {
    Subject.RUNNING_TIMERS: ("/team", "See who works"),
    Subject.NOT_BILLED: ("/projects", "See the projects"),
    Subject.OVER_BUDGET: ("/projects", "See the project"),
    Subject.NO_ADDRESS_OF_OURS: ("/settings?section=workspace", "Add it"),
}
"""Where a finding leads that is mended elsewhere."""


@dataclass(frozen=True)
class FindingRow:
    """Something to know before drafting. ``fix`` is click, rate or address, and empty where ``path`` leads on."""

    subject: str
    sentence: str
    is_blocking: bool = False
    fix: str = ""
    fix_text: str = ""
    path: str = ""
    path_text: str = ""


@dataclass(frozen=True)
class ProjectChoice:
    """A project that may be on the invoice; one at a fixed amount says how much, empty for the rest of its budget."""

    project_id: int
    name: str = ""
    color: str = ""
    is_on: bool = False
    is_fixed: bool = False
    amount: str = ""


@dataclass(frozen=True)
class ExtraRow:
    """A line for anything but hours that was added; ``at`` is its place among them."""

    at: int
    description: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Chosen:
    """What was chosen so far. ``left_out`` are projects by the hour, ``fixed`` those at a fixed amount that are on."""

    client_id: int = 0
    first_day: date | None = None
    last_day: date | None = None
    left_out: frozenset[int] = frozenset()
    fixed: tuple[tuple[int, Decimal | None], ...] = ()
    tax_rate_id: int | None = DEFAULT_TAX
    discount_percent: Decimal | None = None
    discount_amount: Decimal = Decimal(0)
    notes: str | None = None
    grouping: Grouping = Grouping.TASK
    extras: tuple[ExtraLine, ...] = ()
    invoice_date: date | None = None
    due_date: date | None = None
    terms_days: int | None = None

    def wish(self, hourly: tuple[int, ...]) -> Wish:
        """The same as a wish, where ``hourly`` are the client's projects by the hour."""
        named = tuple(key for key in hourly if key not in self.left_out)
        return Wish(
            self.client_id,
            first_day=self.first_day,
            last_day=self.last_day,
            project_ids=None if len(named) == len(hourly) else named,
            fixed=tuple(FixedAmount(key, amount) for key, amount in self.fixed),
            tax_rate_id=self.tax_rate_id,
            discount_percent=self.discount_percent,
            discount_amount=self.discount_amount,
            notes=self.notes,
            grouping=self.grouping,
            extras=self.extras,
            invoice_date=self.invoice_date,
            due_date=self.due_date,
            terms_days=self.terms_days,
        )

    def with_fixed(self, project_id: int, amount: Decimal | None) -> "Chosen":
        """With a project at a fixed amount on it, in place of what was said of it before."""
        return replace(self, fixed=(*self.without(project_id).fixed, (project_id, amount)))

    def without(self, project_id: int) -> "Chosen":
        """Without a project at a fixed amount."""
        return replace(self, fixed=tuple(one for one in self.fixed if one[0] != project_id))


def finding_row(one: Finding) -> FindingRow:
    """A finding with the way to mend it."""
    fix = FIXES.get(one.subject, ("", ""))
    path = PATHS.get(one.subject, ("", ""))
    if one.subject == Subject.OVER_BUDGET and one.project_ids:
        path = (f"/projects/{one.project_ids[0]}", path[1])
    if one.invoice_id is not None:
        path = (f"/invoices/{one.invoice_id}", "See it")
    return FindingRow(one.subject.value, one.sentence, one.is_blocking, *fix, *path)


def shown_fixed(chosen: Chosen) -> dict[int, Any]:
    """What was said of each project at a fixed amount."""
    return dict(chosen.fixed)

"""On which terms the rows of a batch are kept: the rates of now, found for all of them with one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import BigInteger, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from timetrack.domain import rates
from timetrack.domain.batches.rows import BatchRow, Placed
from timetrack.domain.batches.structure import Structure
from timetrack.domain.projects import RATES
from timetrack.models import RateSource


@dataclass(frozen=True)
class RateCard:
    """What decides the terms of a batch's rows; ``agreed`` are the rates per project and person."""

    structure: Structure
    home_currency: str
    agreed: dict[tuple[int, int], Decimal]

    def terms(self, row: BatchRow) -> rates.Terms:
        """The terms for one row, by the rules of ``rates``; without a project work is not billable."""
        project, task = self.structure.project_of(row), self.structure.task_of(row)
        if project is None:
            return rates.Terms(None, None, False, Decimal(0), RateSource.NONE, self.home_currency)
        person = self.structure.people[row.email]
        own_rate = person.hourly_rate if project.currency == self.home_currency else None
        agreed = self.agreed.get((project.project_id, person.user_id))
        rate, source = rates.pick(agreed, own_rate, project.hourly_rate)
        is_billable = rates.billable(row.is_billable, task.is_billable if task else None, project.billing_type)
        return rates.Terms(
            project.project_id, task.task_id if task else None, is_billable, rate, source, project.currency
        )


def rate_card(session: Session, structure: Structure, placed: Sequence[Placed], *, home_currency: str) -> RateCard:
    """The card for ``placed`` rows, whose projects are all there by now."""
    people = [person.user_id for person in structure.people.values()]
    projects = sorted({project.project_id for found in placed if (project := structure.project_of(found.row))})
    wanted = select(RATES.c.project_id, RATES.c.user_id, RATES.c.hourly_rate).where(
        RATES.c.project_id == any_(literal(projects, ARRAY(BigInteger))),
        RATES.c.user_id == any_(literal(people, ARRAY(BigInteger))),
    )
    agreed = {(project_id, user_id): rate for project_id, user_id, rate in session.execute(wanted)}
    return RateCard(structure, home_currency, agreed)

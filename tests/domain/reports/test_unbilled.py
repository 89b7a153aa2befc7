"""What no invoice has yet, as a report asks for it: the entries behind the unbilled figure, and no others."""

from datetime import date

from sqlmodel import Session

from tests import factories
from tests.domain import billing
from timetrack.domain.invoices import drafting
from timetrack.domain.invoices.wishes import Wish
from timetrack.domain.reports.basis import Asked
from timetrack.domain.reports.clients import clients_report
from timetrack.domain.reports.exports import about
from timetrack.domain.reports.timesheet import timesheet
from timetrack.models import User


def test_the_entries_behind_the_unbilled_figure_are_those_that_no_invoice_has(session: Session, mira: User) -> None:
    lead, client = factories.lead(session), factories.client(session)
    first, second = (billing.billed_project(session, client, name=name) for name in ("One", "Two"))
    billing.work(session, mira, first, day=2, description="Billed")
    billing.work(session, mira, second, day=3, description="Left")
    asked = Asked(date(2026, 2, 1), date(2026, 2, 28), client_id=client.client_id, is_billable=True, is_unbilled=True)
    assert timesheet(session, lead, asked=asked).figures.seconds == 7200
    drafting.draft(session, lead, wish=Wish(client.client_id, project_ids=(first.project_id,)))
    found = timesheet(session, lead, asked=asked)
    assert [line.description for day in found.days for line in day.lines] == ["Left"]
    (of_client,) = clients_report(session, lead, asked=asked).clients
    (left,) = of_client.projects
    assert found.figures.amounts == left.unbilled.amounts
    assert "not billed yet" in about(session, lead, asked)

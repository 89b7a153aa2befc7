"""The tables that files are made of: they add up to what their report says, column by column."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlmodel import Session

from tests import factories
from tests.domain.reports.conftest import FEBRUARY, Studio
from timetrack.domain.reports.basis import NONE
from timetrack.domain.reports.exports import REPORTS, about, filter_words, report_table
from timetrack.domain.reports.tables import ReportTable
from timetrack.errors import NotFound


def column(table: ReportTable, name: str) -> int:
    return [one.name for one in table.columns].index(name)


def summed(table: ReportTable, name: str) -> int:
    """A column's sum; rows of tasks are part of their project's."""
    rows = [row for row in table.rows if table.title != "Projects" or row[2] == ""]
    return sum(int(str(row[column(table, name)] or 0)) for row in rows)


@pytest.mark.parametrize("name", [name for name in REPORTS if name != "receivables"])
def test_columns_add_up_to_the_totals(session: Session, studio: Studio, name: str) -> None:
    table = report_table(session, studio.manager, name=name, asked=FEBRUARY)
    assert all(len(row) == len(table.columns) for row in (*table.rows, *table.totals))
    for hours in ("Hours", "Billable"):
        assert summed(table, hours) == table.totals[0][column(table, hours)] != 0
    if any(one.name == "Amount" for one in table.columns):
        check_amounts(table)


def check_amounts(table: ReportTable) -> None:
    amount, currency = column(table, "Amount"), column(table, "Currency")
    assert [row[currency] for row in table.totals] == ["EUR", "JPY"]
    for total in table.totals:
        found = [row[amount] for row in table.rows if row[currency] == total[currency]]
        assert sum((one for one in found if isinstance(one, Decimal)), Decimal(0)) == total[amount]


def test_tasks_add_up_to_their_project(session: Session, studio: Studio) -> None:
    table = report_table(session, studio.manager, name="projects", asked=FEBRUARY)
    tasks = sum(int(str(row[3])) for row in table.rows if row[2] != "")
    assert tasks == summed(table, "Hours")


def test_unbilled_amounts_are_for_who_leads(session: Session, studio: Studio) -> None:
    names = [one.name for one in report_table(session, studio.mira, name="clients", asked=FEBRUARY).columns]
    assert "Unbilled" not in names


def test_a_table_says_of_whom_on_what_and_when(session: Session, studio: Studio) -> None:
    asked = replace(
        FEBRUARY,
        user_id=studio.mira.user_id,
        client_id=studio.opal.client_id,
        project_id=studio.portal.project_id,
        tag="call",
        is_billable=True,
    )
    said = about(session, studio.manager, asked)
    assert said == "1 Feb 2026 – 28 Feb 2026 · Mira · Opal · Portal · tag call · billable"
    assert about(session, studio.manager, replace(FEBRUARY, last=FEBRUARY.first)) == "1 Feb 2026"
    nothing = replace(FEBRUARY, project_id=NONE, task_id=NONE, client_id=NONE, is_billable=False)
    assert about(session, studio.manager, nothing).endswith("· no client · no project · no task · not billable")
    with pytest.raises(NotFound):
        about(session, studio.mira, replace(FEBRUARY, user_id=studio.noor.user_id))


def test_no_name_is_told_to_who_may_not_see_it(session: Session, studio: Studio) -> None:
    """Keys in an address are guessed; what they stand for is not."""
    secret = factories.project(session, name="Merger", client_id=studio.tokyo.client_id, is_public=False)
    task = factories.task(session, secret, name="Due diligence")
    asked = replace(FEBRUARY, project_id=secret.project_id, task_id=task.task_id)
    assert filter_words(session, studio.manager, asked=asked) == ["Merger", "Due diligence"]
    assert filter_words(session, studio.mira, asked=asked) == [
        "a project that is not yours to see",
        "a task that is not yours to see",
    ]


def test_there_is_no_other_report(session: Session, studio: Studio) -> None:
    with pytest.raises(NotFound):
        report_table(session, studio.manager, name="salaries", asked=FEBRUARY)

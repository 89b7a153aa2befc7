"""An invoice of ten thousand entries, against SQL by hand that does no more than put them on one."""

import time

import psycopg
from sqlalchemy import text

from bench.measure import Goal, in_turn, show
from bench.people import workspace
from bench.server import database, server
from timetrack import db
from timetrack.domain import clients, projects
from timetrack.domain.invoices import drafting, issuing, numbering, voiding
from timetrack.domain.invoices.wishes import Wish
from timetrack.models import Client, InvoiceKind, User

GOAL = Goal(1.5)
ENTRIES, PEOPLE = 10_000, 10
EACH = ENTRIES // PEOPLE

WORK = """
INSERT INTO time_entries (user_id, project_id, start_time, end_time, is_billable, hourly_rate, rate_source, currency, tags)
SELECT user_id, :project_id, start, start + interval '41 minutes 17 seconds', true, 95, 'PROJECT', 'EUR', '{}'
  FROM users, generate_series(timestamptz '2026-01-01Z', timestamptz '2026-01-01Z' + (:each - 1) * interval '1 hour',
                              interval '1 hour') start
"""
BY_HAND = (
    "INSERT INTO invoices (client_id, series_id, currency, net_amount, total_amount)"
    " SELECT %(client)s, %(series)s, 'EUR', amount, amount FROM (SELECT round(sum(duration_seconds) * 95 / 3600.0, 2) AS amount"
    " FROM time_entries) all_of_it RETURNING invoice_id",
    "INSERT INTO invoice_line_items (invoice_id, position, kind, project_id, description, quantity_seconds, rate, amount)"
    " SELECT %(invoice)s, 1, 'TIME', %(project)s, 'Portal', seconds, 95, round(seconds * 95 / 3600.0, 2)"
    " FROM (SELECT sum(duration_seconds) AS seconds FROM time_entries) all_of_it RETURNING line_item_id",
    "INSERT INTO invoice_taxes (invoice_id, net_amount, discount_amount, tax_amount)"
    " SELECT %(invoice)s, net_amount, 0, 0 FROM invoices WHERE invoice_id = %(invoice)s RETURNING invoice_tax_id",
    "INSERT INTO invoiced_entries (entry_id, invoice_id, line_item_id, seconds)"
    " SELECT entry_id, %(invoice)s, %(line)s, duration_seconds FROM time_entries RETURNING entry_id",
)


class Studio:
    """A client with ten thousand entries to bill, and two ways of billing them."""

    def __init__(self, url: str) -> None:
        team, self.project_id, _ = workspace(PEOPLE)
        self.lead: User = team[0]
        self.driver = psycopg.connect(url, options="-c timezone=UTC")
        with db.transaction() as session:
            self.client: Client = clients.create_client(session, self.lead, name="Opal")
            projects.edit_project(session, self.lead, project_id=self.project_id, client_id=self.client.client_id)
            self.series_id = numbering.default_series(session, self.lead, InvoiceKind.INVOICE).series_id
            session.execute(text(WORK), {"project_id": self.project_id, "each": EACH})
        self.driver.autocommit = True
        self.driver.execute("VACUUM (ANALYZE)")
        self.driver.autocommit = False

    def by_hand(self) -> float:
        """Milliseconds that the bare rows take, the checks of the database and the commit included."""
        given = {"client": self.client.client_id, "series": self.series_id, "project": self.project_id}
        began = time.perf_counter()
        head, line, taxes, links = BY_HAND
        given["invoice"] = self._key(head, given)
        given["line"] = self._key(line, given)
        self._key(taxes, given)
        self.driver.execute(links.encode(), given)
        self.driver.commit()
        took = time.perf_counter() - began
        self._delete(given["invoice"])
        return took * 1000

    def drafted(self) -> float:
        """Milliseconds that a draft takes, as a manager makes it: locked, planned, recorded, announced."""
        took, invoice_id = self._timed(Wish(self.client.client_id))
        self._delete(invoice_id)
        return took

    def issued(self) -> float:
        """Milliseconds that issuing takes: the number, the document with its ten thousand keys, the hash."""
        _, invoice_id = self._timed(Wish(self.client.client_id))
        began = time.perf_counter()
        with db.transaction() as session:
            issuing.issue(session, self.lead, invoice_id=invoice_id)
        took = time.perf_counter() - began
        with db.transaction() as session:
            voiding.void(session, self.lead, invoice_id=invoice_id, reason="Measured")
        return took * 1000

    def _timed(self, wish: Wish) -> tuple[float, int]:
        began = time.perf_counter()
        with db.transaction() as session:
            made = drafting.draft(session, self.lead, wish=wish)
        return (time.perf_counter() - began) * 1000, made.invoice_id

    def _delete(self, invoice_id: int) -> None:
        with db.transaction() as session:
            drafting.delete_draft(session, self.lead, invoice_id=invoice_id)

    def _key(self, statement: str, given: dict[str, int]) -> int:
        found = self.driver.execute(statement.encode(), given).fetchone()
        if found is None:
            raise SystemExit("The SQL by hand wrote nothing.")
        return int(found[0])


def main(_most_rows: int) -> None:
    """Load the studio, then print the table."""
    with server() as here, database(here, "invoices") as url:
        studio = Studio(url)
        show(
            f"An invoice of {ENTRIES:,} entries, against SQL by hand that writes the same rows",
            [
                in_turn("draft", "ms", studio.by_hand, studio.drafted, GOAL),
                in_turn("issue", "ms", studio.by_hand, studio.issued, None),
            ],
        )
        studio.driver.close()
